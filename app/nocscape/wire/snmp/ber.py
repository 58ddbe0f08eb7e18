"""The little of BER that must be known before a library may parse: is this datagram a bounded, well-formed message?

RFC 3417 section 8 restricts SNMP to definite lengths and single-octet tags. A whole SNMP message nests 6 deep at most
(message, PDU, list, binding, and a wrapped Opaque within); what nests deeper is an attack on a recursive parser.
"""

from __future__ import annotations

from typing import Final

MAX_DATAGRAM = 65_507
"""Largest UDP payload over IPv4, in octets."""

MAX_DEPTH = 8
MAX_ELEMENTS = 20_000

SEQUENCE: Final = 0x30
INTEGER: Final = 0x02
OCTETS: Final = 0x04
REPORT: Final = 0xA8
_CONSTRUCTED: Final = 0x20


class BerError(ValueError):
    """The octets are not what SNMP permits."""


def read_header(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Tag, first and one-past-last octet of the element at `at`; it must lie before `end`."""
    if at + 2 > end:
        raise BerError("element cut off")
    tag, length, at = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise BerError("multi-octet tag")
    if length & 0x80:
        size = length & 0x7F
        if not 0 < size <= 4 or at + size > end:
            raise BerError("bad length")
        length = int.from_bytes(data[at : at + size], "big")
        at += size
    if at + length > end:
        raise BerError("element longer than what holds it")
    return tag, at, at + length


def message_in(data: bytes) -> bytes:
    """The one SEQUENCE in `data`, within the bounds of size, depth and count; octets after it are cut off.

    Raises `BerError` for anything else.
    """
    if len(data) > MAX_DATAGRAM:
        raise BerError("datagram too long")
    tag, start, whole = read_header(data, 0, len(data))
    if tag != SEQUENCE:
        raise BerError("no SEQUENCE")
    _check_content(data, start, whole)
    return data if whole == len(data) else data[:whole]


def _check_content(data: bytes, start: int, end: int) -> None:
    """Raise `BerError` where what lies between is not a bounded tree of elements."""
    pending = [(start, end, 1)]
    left = MAX_ELEMENTS
    while pending:
        at, end, depth = pending.pop()
        while at < end:
            tag, start, at = read_header(data, at, end)
            left -= 1
            if left < 0:
                raise BerError("too many elements")
            if tag & _CONSTRUCTED:
                if depth >= MAX_DEPTH:
                    raise BerError("nested too deep")
                pending.append((start, at, depth + 1))


def tlv(tag: int, content: bytes) -> bytes:
    """One element with a definite length."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def integer(value: int) -> bytes:
    """An INTEGER in two's complement."""
    return tlv(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def children(data: bytes, at: int, tag: int) -> list[int]:
    """Where the elements within the element at `at` begin; that element must have `tag`. At most 16 are listed."""
    found, start, end = read_header(data, at, len(data))
    if found != tag:
        raise BerError("unexpected tag")
    places: list[int] = []
    while start < end and len(places) < 16:
        places.append(start)
        start = read_header(data, start, end)[2]
    return places


def octets_at(data: bytes, at: int) -> bytes:
    """The content of the OCTET STRING at `at`."""
    tag, start, end = read_header(data, at, len(data))
    if tag != OCTETS:
        raise BerError("no OCTET STRING")
    return data[start:end]


def integer_at(data: bytes, at: int) -> int:
    """The INTEGER at `at`, of 8 octets at most."""
    tag, start, end = read_header(data, at, len(data))
    if tag != INTEGER or not 0 < end - start <= 8:
        raise BerError("no INTEGER")
    return int.from_bytes(data[start:end], "big", signed=True)
