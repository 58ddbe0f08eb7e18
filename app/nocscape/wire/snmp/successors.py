"""GETNEXT for many OIDs at once over SNMPv2c, in plain octets: gufo-snmp has no such request, and pysnmp takes twenty
times as long for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nocscape.wire.snmp import ber

_V2C: Final = 1
_GET_NEXT: Final = 0xA1
_END_OF_MIB: Final = 0x82

Oid = tuple[int, ...]


class Successors(NamedTuple):
    """A reply: error-status, and per OID that was asked what follows it (None at the end of the MIB)."""

    status: int
    oids: tuple[Oid | None, ...]


def request(community: str, request_id: int, oids: Sequence[Oid]) -> bytes:
    """The message that asks for what follows each OID."""
    listed = ber.tlv(ber.SEQUENCE, b"".join(map(_binding, oids)))
    pdu = ber.tlv(_GET_NEXT, ber.integer(request_id) + ber.integer(0) + ber.integer(0) + listed)
    return ber.tlv(ber.SEQUENCE, ber.integer(_V2C) + ber.tlv(ber.OCTETS, community.encode()) + pdu)


@lru_cache(maxsize=256)
def _binding(oid: Oid) -> bytes:
    """The same roots are asked of every agent."""
    return ber.tlv(ber.SEQUENCE, ber.object_id(oid) + ber.tlv(ber.NULL, b""))


def reply(datagram: bytes, request_id: int) -> Successors | None:
    """The reply in a datagram; None where it belongs to another request. BerError for what is no reply."""
    message = ber.message_in(datagram)
    ber.check_reply(message)
    pdu = ber.children(message, 0, ber.SEQUENCE, 3)[2]
    told, status, _, bindings = ber.children(message, pdu, ber.RESPONSE, 4)[:4]
    if ber.integer_at(message, told) != request_id:
        return None
    tag, at, end = ber.read_header(message, bindings, len(message))
    if tag != ber.SEQUENCE:
        raise ber.BerError("no bindings")
    oids: list[Oid | None] = []
    while at < end:
        oid, at = _successor(message, at, end)
        oids.append(oid)
    return Successors(ber.integer_at(message, status), tuple(oids))


def _successor(message: bytes, at: int, end: int) -> tuple[Oid | None, int]:
    """The name in one binding, and where the next binding begins."""
    stop = ber.read_header(message, at, end)[2]
    name, value = ber.children(message, at, ber.SEQUENCE, 2)[:2]
    is_end = message[value] == _END_OF_MIB
    return None if is_end else ber.object_id_at(message, name), stop
