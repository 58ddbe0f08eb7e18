"""The agent's half of SNMPv3: one user, by SHA-256 and AES-128 or without security (RFC 3414, RFC 3826, RFC 7860)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

from nocscape.wire.snmp import ber
from nocscape.wire.snmp.ber import OCTETS, REPORT, SEQUENCE, BerError, integer, tlv
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.agent import answer
from nocscape.wire.snmp.simulated.objects import Objects

AUTH, PRIV, REPORTABLE = 1, 2, 4
"""msgFlags (RFC 3412, 6.4)."""
USM: Final = 3
MAC_LENGTH = 24
"""usmHMAC192SHA256AuthProtocol keeps 24 of 32 octets."""
TIME_WINDOW_S = 150
PASSWORD_TO_KEY_OCTETS = 1_048_576

_STATS = "1.3.6.1.6.3.15.1.1"
UNSUPPORTED_LEVEL, NOT_IN_TIME, UNKNOWN_USER, UNKNOWN_ENGINE, WRONG_DIGEST, DECRYPTION = (
    protocol.key(f"{_STATS}.{number}.0") for number in (1, 2, 3, 4, 5, 6)
)


@dataclass(frozen=True, slots=True)
class SecureUser:
    """Whom the agent admits: authPriv with both passwords, noAuthNoPriv without any."""

    name: str
    auth_password: str = ""
    priv_password: str = ""

    @property
    def level(self) -> int:
        """The flags that its messages must have."""
        return (AUTH if self.auth_password else 0) | (PRIV if self.priv_password else 0)


@dataclass(frozen=True, slots=True)
class _Message:
    """An SNMPv3 message taken apart; `data` is the scoped PDU, or its cipher text as an OCTET STRING."""

    id: int
    flags: int
    engine_id: bytes
    boots: int
    time_s: int
    user: bytes
    mac: bytes
    salt: bytes
    data: bytes
    whole: bytes


class UsmAgent:
    """Speaks SNMPv3 for one engine and one user; `start` is when the engine booted."""

    def __init__(self, engine_id: bytes, user: SecureUser, objects: Objects, start: float, *, boots: int = 1) -> None:
        self._engine_id = engine_id
        self._user = user
        self._objects = objects
        self._start = start
        self._boots = boots
        self._auth_key = localized_key(user.auth_password, engine_id) if user.auth_password else b""
        self._priv_key = localized_key(user.priv_password, engine_id)[:16] if user.priv_password else b""
        self._salts: Iterator[int] = count(1)

    def reply(self, data: bytes, now: float) -> bytes | None:
        """The response; a report where security fails (RFC 3414, 3.2), nothing where none was asked for."""
        message = _parse(ber.message_in(data))
        fault = self._fault(message, now)
        if fault is not None:
            return self._report(message, fault, now) if message.flags & REPORTABLE else None
        scoped = message.data
        if message.flags & PRIV:
            scoped = self._cipher(message.boots, message.time_s, message.salt).decryptor().update(message.data)
        try:
            context, pdu = _scoped(scoped)
            request = protocol.decode_pdu(pdu, 0, len(pdu), protocol.V3)
        except BerError:
            return self._report(message, DECRYPTION, now) if message.flags & PRIV else None
        return self._seal(message, self._user.level, context, answer(self._objects, request, now), now)

    def _fault(self, message: _Message, now: float) -> protocol.OidKey | None:
        """The checks in the order of RFC 3414, 3.2; the counter of the first that fails."""
        if message.engine_id != self._engine_id:
            return UNKNOWN_ENGINE
        if message.user != self._user.name.encode():
            return UNKNOWN_USER
        if message.flags & (AUTH | PRIV) != self._user.level:
            return UNSUPPORTED_LEVEL
        if not self._auth_key:
            return None
        if not hmac.compare_digest(self._mac(message.whole.replace(message.mac, bytes(MAC_LENGTH), 1)), message.mac):
            return WRONG_DIGEST
        is_timely = message.boots == self._boots and abs(message.time_s - self._time_s(now)) <= TIME_WINDOW_S
        return None if is_timely else NOT_IN_TIME

    def _report(self, message: _Message, counter: protocol.OidKey, now: float) -> bytes:
        """A Report-PDU; that of a wrong clock is signed, so that the manager may believe it."""
        value = protocol.binding(counter, protocol.unsigned(protocol.COUNTER32, 1))
        pdu = tlv(REPORT, integer(0) + integer(0) + integer(0) + tlv(SEQUENCE, value))
        context = tlv(OCTETS, self._engine_id) + tlv(OCTETS, b"")
        return self._seal(message, AUTH if counter == NOT_IN_TIME else 0, context, pdu, now)

    def _seal(self, asked: _Message, flags: int, context: bytes, pdu: bytes, now: float) -> bytes:
        time_s, salt = self._time_s(now), b""
        body = tlv(SEQUENCE, context + pdu)
        if flags & PRIV:
            salt = next(self._salts).to_bytes(8, "big")
            body = tlv(OCTETS, self._cipher(self._boots, time_s, salt).encryptor().update(body))
        header = integer(asked.id) + integer(ber.MAX_DATAGRAM) + tlv(OCTETS, bytes((flags,))) + integer(USM)

        def message(mac: bytes) -> bytes:
            times = integer(self._boots) + integer(time_s)
            security = (
                tlv(OCTETS, self._engine_id) + times + tlv(OCTETS, asked.user) + tlv(OCTETS, mac) + tlv(OCTETS, salt)
            )
            secured = tlv(OCTETS, tlv(SEQUENCE, security))
            return tlv(SEQUENCE, integer(ber.V3) + tlv(SEQUENCE, header) + secured + body)

        return message(self._mac(message(bytes(MAC_LENGTH)))) if flags & AUTH else message(b"")

    def _time_s(self, now: float) -> int:
        return max(0, int(now - self._start))

    def _mac(self, message: bytes) -> bytes:
        return hmac.digest(self._auth_key, message, "sha256")[:MAC_LENGTH]

    def _cipher(self, boots: int, time_s: int, salt: bytes) -> Cipher[CFB]:
        """RFC 3826, 3.1.2.1: boots, time and salt begin the stream."""
        vector = boots.to_bytes(4, "big") + (time_s & 0x7FFFFFFF).to_bytes(4, "big") + salt
        return Cipher(algorithms.AES(self._priv_key), CFB(vector))


def localized_key(password: str, engine_id: bytes) -> bytes:
    """RFC 3414, A.2 with SHA-256 (RFC 7860, 9.3): the password's key, made that of one engine."""
    key = _password_key(password)
    return hashlib.sha256(key + engine_id + key).digest()


@cache
def _password_key(password: str) -> bytes:
    octets = password.encode()
    times = -(-PASSWORD_TO_KEY_OCTETS // len(octets))
    return hashlib.sha256((octets * times)[:PASSWORD_TO_KEY_OCTETS]).digest()


def _parse(whole: bytes) -> _Message:
    _, header, security, data = ber.children(whole, 0, SEQUENCE, 4)[:4]
    message_id, _, flags, model = ber.children(whole, header, SEQUENCE, 4)[:4]
    if ber.integer_at(whole, model) != USM or len(ber.octets_at(whole, flags)) != 1:
        raise BerError("no message of the user-based security model")
    inner = ber.octets_at(whole, security)
    engine_id, boots, time_s, user, mac, salt = ber.children(inner, 0, SEQUENCE, 6)[:6]
    flag, salt_octets = ber.octets_at(whole, flags)[0], ber.octets_at(inner, salt)
    if flag & PRIV and len(salt_octets) != 8:
        raise BerError("no salt")
    numbers = [ber.integer_at(inner, place) for place in (boots, time_s)]
    if not all(0 <= number < 2**31 for number in numbers):
        raise BerError("no clock")
    return _Message(
        id=ber.integer_at(whole, message_id),
        flags=flag,
        engine_id=ber.octets_at(inner, engine_id),
        boots=numbers[0],
        time_s=numbers[1],
        user=ber.octets_at(inner, user),
        mac=ber.octets_at(inner, mac),
        salt=salt_octets,
        data=ber.octets_at(whole, data) if flag & PRIV else whole[data:],
        whole=whole,
    )


def _scoped(data: bytes) -> tuple[bytes, bytes]:
    """The context's engine and name as they were encoded, and the PDU."""
    data = ber.message_in(data)
    engine_id, _, pdu = ber.children(data, 0, SEQUENCE, 3)[:3]
    return data[engine_id:pdu], data[pdu:]
