"""Object identifiers as byte strings that sort as their numbers do.

Each number takes 1 to 5 bytes, its length told by the leading bits of the first byte as in UTF-8. No number's bytes
begin another's, so a parent's key is a prefix of its children's keys and of nothing else, and keys sort like OIDs.
"""

from __future__ import annotations

from functools import lru_cache

MOST_ARC = (1 << 32) - 1
MOST_ARCS = 128
"""RFC 2578, section 3.5: at most 128 numbers, each at most 2^32 - 1."""


@lru_cache(maxsize=4096)
def arc_key(arc: int) -> bytes:
    """The bytes of one number; ValueError where it is out of range."""
    if arc < 0 or arc > MOST_ARC:
        raise ValueError(arc)
    if arc < 0x80:
        return arc.to_bytes(1)
    if arc < 0x4000:
        return (0x8000 | arc).to_bytes(2)
    if arc < 0x20_0000:
        return (0xC0_0000 | arc).to_bytes(3)
    if arc < 0x1000_0000:
        return (0xE000_0000 | arc).to_bytes(4)
    return b"\xf0" + arc.to_bytes(4)


def key_of(oid: str) -> bytes:
    """The key of a dotted OID, with or without a leading dot; ValueError where it is none."""
    arcs = oid.strip(".").split(".")
    if len(arcs) > MOST_ARCS:
        raise ValueError(oid)
    return b"".join([arc_key(int(a)) for a in arcs])


def arcs_of(key: bytes) -> list[int]:
    """The numbers in a key."""
    arcs, at = [], 0
    while at < len(key):
        first = key[at]
        if first < 0x80:
            arcs.append(first)
            at += 1
            continue
        size = 2 if first < 0xC0 else 3 if first < 0xE0 else 4 if first < 0xF0 else 5
        bits = key[at + 1 : at + size]
        high = (first & (0x7F >> (size - 1))) if size < 5 else 0
        arcs.append(high << (8 * (size - 1)) | int.from_bytes(bits))
        at += size
    return arcs


def oid_of(key: bytes) -> str:
    """A key as dotted text."""
    return ".".join(map(str, arcs_of(key)))
