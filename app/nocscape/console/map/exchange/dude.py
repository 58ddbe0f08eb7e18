"""Maps of MikroTik The Dude: its database (`dude.db`), or its export, which is that database in a packed archive.

The database is SQLite; each row of `objs` is a message of RouterOS: `M2`, then fields of an id of 24 bits, a type of
8 bits and a value, all little-endian. The file is somebody else's: it is opened in memory, read once and never kept.
"""

from __future__ import annotations

import ipaddress
import sqlite3
import struct
import zlib
from collections.abc import Iterator

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.map.exchange.graph import Graph, GraphNode, check_size, side_by_side

MOST_FILE_BYTES = 256 << 20

_SQLITE, _GZIP, _MAGIC = b"SQLite format 3\0", b"\x1f\x8b", b"M2"
_TAR_BLOCK = 512
_TAR_SIZE = slice(124, 136)
_MOST_OBJECTS = 200_000
_MOST_BLOB, _MOST_FIELDS = 1 << 20, 2_000
_MOST_STEPS = 60
"""Of 100,000 instructions of SQLite each: a database made to be endless ends here."""

_KIND, _SELF, _NAME = 0xFF0001, 0xFE0001, 0xFE0010
_DEVICE_KIND = 0x0F
_IP = 0x101F40
_MAP_ID, _ITEM_ID, _ITEM_X, _ITEM_Y = 0x105DC0, 0x105DC4, 0x105DC5, 0x105DC6
_FIXED = {0x00: 0, 0x01: 0, 0x08: 4, 0x09: 1, 0x10: 8, 0x18: 16, 0x20: 4}
_U32, _U8, _SHORT_TEXT, _BYTES, _U32S, _TEXTS = 0x08, 0x09, 0x21, 0x31, 0x88, 0xA0
_MOST_TEXT = 120
_NO_ADDRESS = 0xFFFFFFFF

Value = int | str | tuple[int, ...]
Object = dict[int, Value]


def read(raw: bytes) -> Graph:
    """All maps side by side, each as a group where there are several. Raises InputError."""
    objects = list(_objects(_database(raw)))
    devices = {_id(one): one for one in objects if _DEVICE_KIND in _kinds(one)}
    elements = {_id(one): one for one in objects if _MAP_ID in one}
    names = {_id(one): _text(one) for one in objects}
    placed = {key: one for key, one in elements.items() if one.get(_ITEM_ID) in devices}
    check_size(len(placed), len(elements))
    lefts = side_by_side((_number(one, _MAP_ID), _signed(_number(one, _ITEM_X))) for one in placed.values())
    nodes: dict[int, GraphNode] = {}
    for one in placed.values():
        device, shown_on = _number(one, _ITEM_ID), _number(one, _MAP_ID)
        group = names.get(shown_on, "") if len(lefts) > 1 else ""
        nodes.setdefault(device, _node(devices[device], device, one, lefts[shown_on], group))
    links = (_ends(one, placed) for key, one in elements.items() if key not in placed)
    return Graph(tuple(nodes.values()), tuple((f"dude-{a}", f"dude-{b}") for a, b in filter(None, links)))


def _node(device: Object, number: int, element: Object, left: float, group: str) -> GraphNode:
    addresses = device.get(_IP)
    known = [n for n in addresses if n not in (0, _NO_ADDRESS)] if isinstance(addresses, tuple) else []
    address = str(ipaddress.IPv4Address(struct.pack("<I", known[0]))) if known else ""
    x, y = _signed(_number(element, _ITEM_X)), _signed(_number(element, _ITEM_Y))
    return GraphNode(
        key=f"dude-{number}", name=_text(device) or address, address=address, group=group, x=x + left, y=float(y)
    )


def _ends(element: Object, placed: dict[int, Object]) -> tuple[int, int] | None:
    """A link is an element that names two others of its map, whatever the fields are called in this release."""
    own = element.get(_MAP_ID)
    named = [
        value
        for field, value in element.items()
        if field not in (_SELF, _MAP_ID) and isinstance(value, int) and value in placed
    ]
    ends = [n for n in dict.fromkeys(named) if placed[n].get(_MAP_ID) == own]
    if len(ends) != 2:
        return None
    return _number(placed[ends[0]], _ITEM_ID), _number(placed[ends[1]], _ITEM_ID)


# -- the file ---------------------------------------------------------------------------------------------------------


def _database(raw: bytes) -> bytes:
    """The database itself, unpacked where the file is an export (one file in a gzipped tar)."""
    if raw.startswith(_GZIP):
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, MOST_FILE_BYTES)
            size = int(raw[_TAR_SIZE].strip(b"\0 ") or b"0", 8)
        except (zlib.error, ValueError) as error:
            raise InputError(tr("The file is not an export of The Dude.")) from error
        raw = raw[_TAR_BLOCK : _TAR_BLOCK + size]
    if not raw.startswith(_SQLITE):
        raise InputError(tr("The file is not an export of The Dude."))
    return raw


def _objects(database: bytes) -> Iterator[Object]:
    db = sqlite3.connect(":memory:")
    steps = iter(range(_MOST_STEPS))
    try:
        db.deserialize(database)
        db.execute("PRAGMA query_only = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        db.set_progress_handler(lambda: next(steps, None) is None, 100_000)
        rows = db.execute("SELECT id, obj FROM objs LIMIT ?", (_MOST_OBJECTS,))
        for number, blob in rows:
            if isinstance(blob, bytes) and isinstance(number, int) and len(blob) <= _MOST_BLOB:
                yield {_SELF: number} | _fields(blob)
    except sqlite3.Error as error:
        raise InputError(tr("The file is not an export of The Dude.")) from error
    finally:
        db.close()


def _fields(blob: bytes) -> Object:
    """What a message says, as far as it can be read; a type that is not known ends it."""
    found: Object = {}
    at = len(_MAGIC)
    while blob.startswith(_MAGIC) and at + 4 <= len(blob) and len(found) < _MOST_FIELDS:
        head = int.from_bytes(blob[at : at + 4], "little")
        field, kind = head & 0xFFFFFF, head >> 24
        size = _size(kind, blob, at + 4)
        if size is None or at + 4 + size > len(blob):
            break
        value = _value(kind, blob[at + 4 : at + 4 + size])
        if value is not None:
            found[field] = value
        at += 4 + size
    return found


def _size(kind: int, blob: bytes, at: int) -> int | None:
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in (_SHORT_TEXT, _BYTES):
        return 1 + blob[at] if at < len(blob) else None
    count = int.from_bytes(blob[at : at + 2], "little")
    if kind == _U32S:
        return 2 + 4 * count
    if kind == _TEXTS:
        size = 2
        for _ in range(count):
            if at + size > len(blob):
                return None
            size += 2 + int.from_bytes(blob[at + size : at + size + 2], "little")
        return size
    return None


def _value(kind: int, raw: bytes) -> Value | None:
    if kind in (_U32, _U8):
        return int.from_bytes(raw, "little")
    if kind == _SHORT_TEXT:
        return one_line(raw[1:].decode("utf-8", errors="replace"), _MOST_TEXT)
    if kind == _U32S:
        return struct.unpack(f"<{(len(raw) - 2) // 4}I", raw[2:])
    return None


def _id(one: Object) -> int:
    return _number(one, _SELF)


def _number(one: Object, field: int) -> int:
    value = one.get(field, 0)
    return value if isinstance(value, int) else 0


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value


def _text(one: Object) -> str:
    value = one.get(_NAME, "")
    return value if isinstance(value, str) else ""


def _kinds(one: Object) -> tuple[int, ...]:
    value = one.get(_KIND, ())
    return value if isinstance(value, tuple) else ()
