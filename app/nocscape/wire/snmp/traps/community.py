"""Notifications of SNMPv1 and v2c. Any community is let in: they prove nothing, and a hint needs no proof."""

from __future__ import annotations

from typing import Final

from pyasn1.codec.ber import decoder
from pysnmp.proto.api import v1, v2c
from pysnmp.proto.proxy.rfc2576 import v1_to_v2

from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.ber import RESPONSE, SEQUENCE, BerError
from nocscape.wire.snmp.pysnmp_values import from_pysnmp, to_varbind
from nocscape.wire.snmp.traps.notice import Trap, notice_of

TRAP_V1: Final = 0xA4
INFORM: Final = 0xA6
TRAP_V2: Final = 0xA7
_V1, _V2C = 0, 1


def read_community(message: bytes, sender: str) -> tuple[Trap, bytes | None]:
    """The notification in a bounded message (`ber.message_in`), and what acknowledges it if it is an inform.

    Raises BerError, or whatever pyasn1 raises, for anything else.
    """
    version, _, pdu = ber.children(message, 0, SEQUENCE, 3)[:3]
    kind, number = message[pdu], ber.integer_at(message, version)
    if (number, kind) == (_V1, TRAP_V1):
        older, _ = decoder.decode(message, asn1Spec=v1.Message())
        newer = v1_to_v2(v1.apiMessage.get_pdu(older))
        return _notice(sender, SnmpVersion.V1, newer), None
    if number != _V2C or kind not in (TRAP_V2, INFORM):
        raise BerError("no notification")
    whole, _ = decoder.decode(message, asn1Spec=v2c.Message())
    trap = _notice(sender, SnmpVersion.V2C, v2c.apiMessage.get_pdu(whole))
    return trap, _acknowledged(message, pdu) if kind == INFORM else None


def _notice(sender: str, version: SnmpVersion, pdu: object) -> Trap:
    found = [to_varbind(from_pysnmp(name, value)) for name, value in v2c.apiPDU.get_varbinds(pdu)]
    return notice_of(sender, version, found)


def _acknowledged(message: bytes, pdu: int) -> bytes:
    """An inform's own octets as a response: its error fields are 0 and its varbinds come back (RFC 3416, 4.2.7)."""
    return message[:pdu] + bytes((RESPONSE,)) + message[pdu + 1 :]
