"""Notifications of SNMPv3, by pysnmp: a trap is secured by its sender's engine, an inform by ours (RFC 3414, 1.5.1)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from pysnmp.carrier.asyncio.dgram import udp, udp6
from pysnmp.carrier.asyncio.dgram.udp import UdpAsyncioTransport
from pysnmp.carrier.asyncio.dgram.udp6 import Udp6AsyncioTransport
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.entity.rfc3413.ntfrcv import NotificationReceiver
from pysnmp.proto import rfc1902

from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.ber import SEQUENCE, BerError
from nocscape.wire.snmp.pysnmp_values import from_pysnmp, to_varbind
from nocscape.wire.snmp.traps.notice import Trap, notice_of
from nocscape.wire.snmp.usm import UsmIdentity, identity, usm_user

Send = Callable[[bytes, tuple[Any, ...]], None]
"""Sends octets from the socket that listens."""

MOST_KEYS = 8192
"""Users at engines whose keys are kept."""
_REPORTABLE = 4


class _Sending:
    """What pysnmp calls a transport, with nothing behind it but a way to answer."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def send_message(self, message: bytes, address: tuple[Any, ...]) -> None:
        """Send an acknowledgement or a report."""
        self._send(message, tuple(address))


class _Udp(_Sending, UdpAsyncioTransport):
    """UDP over IPv4."""


class _Udp6(_Sending, Udp6AsyncioTransport):
    """UDP over IPv6."""


def header_of(message: bytes) -> tuple[bytes, str, bool]:
    """Engine that secures a message, its user, and whether it asks for reports. Raises BerError for what has none."""
    _, header, security = ber.children(message, 0, SEQUENCE, 4)[:3]
    flags = ber.octets_at(message, ber.children(message, header, SEQUENCE, 4)[2])
    inner = ber.octets_at(message, security)
    engine, _, _, user = ber.children(inner, 0, SEQUENCE, 4)[:4]
    name = ber.octets_at(inner, user)[:32].decode("utf-8", "replace")
    return ber.octets_at(inner, engine), name, bool(flags and flags[0] & _REPORTABLE)


class SecuredNotices:
    """One pysnmp engine that only listens; it is made when the first SNMPv3 message of a known sender arrives."""

    def __init__(self, send: Send) -> None:
        self._engine = SnmpEngine()
        config.add_transport(self._engine, udp.DOMAIN_NAME, _Udp(send))
        config.add_transport(self._engine, udp6.DOMAIN_NAME, _Udp6(send))
        self._receiver = NotificationReceiver(self._engine, self._take)
        self._keys: OrderedDict[tuple[bytes, str], UsmIdentity] = OrderedDict()
        self._taken: list[Sequence[tuple[Any, Any]]] = []

    def is_new(self, engine_id: bytes, user: str) -> bool:
        """Whether keys of that user at that engine have to be derived first, which costs some milliseconds."""
        return (engine_id, user) not in self._keys

    def read(self, message: bytes, address: tuple[Any, ...], credential: SnmpCredential | None) -> Trap | None:
        """The notification in a bounded message; none where it is only on the way to one, or `credential` is wrong.

        Acknowledgements and reports are sent from within. Raises whatever pysnmp raises for hostile octets.
        """
        if credential is not None:
            self._admit(credential, header_of(message)[0])
        domain = udp6.DOMAIN_NAME if ":" in address[0] else udp.DOMAIN_NAME
        kind = _Udp6 if domain == udp6.DOMAIN_NAME else _Udp
        self._taken.clear()
        self._engine.message_dispatcher.receive_message(self._engine, domain, kind.ADDRESS_TYPE(address), message)
        for varbinds in self._taken:
            found = [to_varbind(from_pysnmp(name, value)) for name, value in varbinds]
            return notice_of(address[0], SnmpVersion.V3, found)
        return None

    def close(self) -> None:
        """End pysnmp's timer."""
        self._receiver.close(self._engine)
        self._engine.close_dispatcher()

    def _admit(self, credential: SnmpCredential, engine_id: bytes) -> None:
        """Let a user in at the engine that secures the message; an empty id asks for ours, which knows it then."""
        key, wanted = (engine_id, credential.user), identity(credential)
        if self._keys.get(key) == wanted:
            self._keys.move_to_end(key)
            return
        own = bytes(self._engine.snmpEngineID)
        if engine_id and not 5 <= len(engine_id) <= 32:
            raise BerError("engine ID of a wrong length")
        self._add(credential, engine_id or own)
        self._keys[key] = wanted
        while len(self._keys) > MOST_KEYS:
            (engine, user), _ = self._keys.popitem(last=False)
            config.delete_v3_user(self._engine, user, rfc1902.OctetString(engine))

    def _add(self, credential: SnmpCredential, engine_id: bytes) -> None:
        user = usm_user(credential)
        config.add_v3_user(
            self._engine,
            user.userName,
            user.authentication_protocol,
            user.authentication_key,
            user.privacy_protocol,
            user.privacy_key,
            securityEngineId=rfc1902.OctetString(engine_id),
        )

    def _take(self, *told: Any) -> None:
        """pysnmp's callback: engine, state, context engine, context name, varbinds, and our own context."""
        self._taken.append(told[4])
