"""Object identifiers as byte strings that sort as their numbers do.

Each number takes 1 to 5 bytes, its length told by the leading bits of the first byte as in UTF-8. No number's bytes
begin another's, so a parent's key is a prefix of its children's keys and of nothing else, and keys sort like OIDs.
"""

from __future__ import annotations

import re
from functools import lru_cache

MOST_ARC = (1 << 32) - 1
MOST_ARCS = 128
"""RFC 2578, section 3.5: at most 128 numbers, each at most 2^32 - 1."""

_PIECES = re.compile(rb"[\x00-\x7f]|[\x80-\xbf].|[\xc0-\xdf]..|[\xe0-\xef]...|\xf0....", re.DOTALL)


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


@lru_cache(maxsize=8192)
def _text_key(arc: str) -> bytes:
    if not arc.isdecimal() or not arc.isascii() or len(arc) > 10:
        raise ValueError(arc)
    return arc_key(int(arc))


def key_of(oid: str) -> bytes:
    """The key of a dotted OID, with or without a dot at its ends; ValueError where it is none."""
    arcs = oid.strip(".").split(".")
    if len(arcs) > MOST_ARCS:
        raise ValueError(oid)
    return b"".join([_text_key(arc) for arc in arcs])


def arcs_of(key: bytes) -> list[int]:
    """The numbers in a key."""
    return [_arc(piece) for piece in _PIECES.findall(key)]


@lru_cache(maxsize=4096)
def _arc(piece: bytes) -> int:
    size = len(piece)
    value = int.from_bytes(piece)
    return value & 0xFFFF_FFFF if size == 5 else value & ((1 << (8 * size - size)) - 1)


def oid_of(key: bytes) -> str:
    """A key as dotted text."""
    return ".".join([_arc_text(piece) for piece in _PIECES.findall(key)])


@lru_cache(maxsize=4096)
def _arc_text(piece: bytes) -> str:
    return str(_arc(piece))


_ENTERPRISES = key_of("1.3.6.1.4.1")


def enterprise_of(key: bytes) -> int:
    """The number below `enterprises` that a key stands under (IANA's private enterprise numbers), 0 for none."""
    if not key.startswith(_ENTERPRISES) or key == _ENTERPRISES:
        return 0
    piece = _PIECES.match(key, len(_ENTERPRISES))
    return _arc(piece[0]) if piece else 0
