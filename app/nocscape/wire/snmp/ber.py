"""The little of BER that must be known before a library may parse: is this datagram a bounded, well-formed message?

RFC 3417 section 8 restricts SNMP to definite lengths and single-octet tags. A whole SNMP message nests 6 deep at most
(message, PDU, list, binding, and a wrapped Opaque within); what nests deeper is an attack on a recursive parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_DATAGRAM = 65_507
"""Largest UDP payload over IPv4, in octets."""

MAX_DEPTH = 8
MAX_ELEMENTS = 20_000

SEQUENCE: Final = 0x30
INTEGER: Final = 0x02
OCTETS: Final = 0x04
NULL: Final = 0x05
OBJECT_ID: Final = 0x06
RESPONSE: Final = 0xA2
REPORT: Final = 0xA8
_CONSTRUCTED: Final = 0x20
V3: Final = 3
_UNSIGNED: Final = frozenset({0x41, 0x42, 0x43, 0x46})
_NEVER_EMPTY: Final = frozenset({0x02, 0x06, 0x41, 0x42, 0x43, 0x46})


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

    What poor agents often encode wrongly is put right (see `_repaired`), but in SNMPv3, where each octet is signed.
    Raises `BerError` for anything else.
    """
    if len(data) > MAX_DATAGRAM:
        raise BerError("datagram too long")
    tag, start, whole = read_header(data, 0, len(data))
    if tag != SEQUENCE:
        raise BerError("no SEQUENCE")
    if _is_clean(data, start, whole) or integer_at(data, start) == V3:
        return data if whole == len(data) else data[:whole]
    return _repaired(data, 0, whole)


def check_reply(message: bytes) -> None:
    """Raise `BerError` for a v1 or v2c message that is no response, such as our own request sent back."""
    version, _, pdu = children(message, 0, SEQUENCE, 3)[:3]
    if integer_at(message, version) != V3 and message[pdu] != RESPONSE:
        raise BerError("no response")


def _is_clean(data: bytes, start: int, end: int) -> bool:
    """Whether nothing needs repair in what lies between; `BerError` where it is not a bounded tree of elements."""
    pending = [(start, end, 1)]
    left = MAX_ELEMENTS
    is_clean = True
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
            elif start == at:
                is_clean = is_clean and tag not in _NEVER_EMPTY
            elif tag in _UNSIGNED and data[start] & 0x80:
                is_clean = False
    return is_clean


def _repaired(data: bytes, at: int, end: int) -> bytes:
    """The elements between, with unsigned numbers that lack their leading zero octet (they would read as negative) and
    numbers or OIDs without content (they mean zero) put right."""
    parts: list[bytes] = []
    while at < end:
        tag, start, stop = read_header(data, at, end)
        content = data[start:stop]
        if tag & _CONSTRUCTED:
            content = _repaired(data, start, stop)
        elif not content and tag in _NEVER_EMPTY:
            content = b"\0"
        elif tag in _UNSIGNED and content[0] & 0x80:
            content = b"\0" + content
        parts.append(tlv(tag, content))
        at = stop
    return b"".join(parts)


def tlv(tag: int, content: bytes) -> bytes:
    """One element with a definite length."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content


def integer(value: int) -> bytes:
    """An INTEGER in two's complement."""
    return tlv(INTEGER, twos_complement(value))


def twos_complement(value: int) -> bytes:
    """The fewest octets that hold `value` with its sign (X.690 section 8.3)."""
    return value.to_bytes((value if value >= 0 else ~value).bit_length() // 8 + 1, "big", signed=True)


def object_id(parts: Sequence[int]) -> bytes:
    """An OBJECT IDENTIFIER of two parts or more."""
    return tlv(OBJECT_ID, _septets(parts[0] * 40 + parts[1]) + b"".join(map(_septets, parts[2:])))


def _septets(part: int) -> bytes:
    if part < 0x80:
        return bytes((part,))
    octets = [part & 0x7F]
    while part := part >> 7:
        octets.append(part & 0x7F | 0x80)
    return bytes(reversed(octets))


def object_id_at(data: bytes, at: int) -> tuple[int, ...]:
    """The parts of the OBJECT IDENTIFIER at `at`; none where it has no content."""
    tag, start, end = read_header(data, at, len(data))
    if tag != OBJECT_ID:
        raise BerError("no OBJECT IDENTIFIER")
    parts: list[int] = []
    value = 0
    for octet in data[start:end]:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            parts.append(value)
            value = 0
    root = min(parts[0] // 40, 2) if parts else 0
    return (root, parts[0] - 40 * root, *parts[1:]) if parts else ()


def children(data: bytes, at: int, tag: int, least: int = 0) -> list[int]:
    """Where the elements within the element at `at` begin; it must have `tag` and `least` of them. 16 are listed."""
    found, start, end = read_header(data, at, len(data))
    if found != tag:
        raise BerError("unexpected tag")
    places: list[int] = []
    while start < end and len(places) < 16:
        places.append(start)
        start = read_header(data, start, end)[2]
    if len(places) < least:
        raise BerError("elements missing")
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
