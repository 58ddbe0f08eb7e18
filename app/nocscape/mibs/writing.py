"""Linked modules to the sections of an image.

Types, indexes and descriptions are stored once however often they occur; vendors copy whole modules.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, Generic, TypeAlias, TypeVar

import msgspec

from nocscape.mibs.declared import Declaration, Macro, ParsedModule
from nocscape.mibs.image import HEADER_BYTES, MAGIC, Directory, IndexEntry, Record
from nocscape.mibs.linker import Linker, Scope
from nocscape.mibs.objects import KINDS, Kind, MibType
from nocscape.mibs.oidkeys import enterprise_of
from nocscape.mibs.resolving import resolve_type
from nocscape.mibs.words import WordIndex, parts_of, words_of

T = TypeVar("T")
Load = Callable[[int], ParsedModule]
Buffer: TypeAlias = "bytes | bytearray | array[int]"

_MACRO_KINDS = {
    Macro.NODE: Kind.NODE,
    Macro.MODULE_IDENTITY: Kind.MODULE,
    Macro.OBJECT_IDENTITY: Kind.IDENTITY,
    Macro.NOTIFICATION: Kind.NOTIFICATION,
    Macro.TRAP: Kind.NOTIFICATION,
    Macro.GROUP: Kind.GROUP,
    Macro.COMPLIANCE: Kind.COMPLIANCE,
    Macro.CAPABILITIES: Kind.CAPABILITIES,
}
_KIND_NUMBERS = {kind: at for at, kind in enumerate(KINDS)}
_NO_TYPE = MibType()
_encode = msgspec.msgpack.encode


class _Pool(Generic[T]):
    """Values stored once each, found again by their encoding."""

    def __init__(self) -> None:
        self.items: list[bytes] = []
        self._known: dict[bytes, int] = {}

    def add(self, value: T) -> int:
        """The number under which the value is stored."""
        packed = _encode(value)
        at = self._known.get(packed)
        if at is None:
            at = self._known[packed] = len(self.items)
            self.items.append(packed)
        return at


class _Texts:
    """Descriptions behind each other, each once."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._known: dict[int, int] = {}

    def add(self, text: str) -> tuple[int, int]:
        """Where the text lies, and how long it is in bytes."""
        if not text:
            return 0, 0
        raw = text.encode("utf-8", "replace")
        at = self._known.get(hash(raw))
        if at is None or self.blob[at : at + len(raw)] != raw:
            at = self._known[hash(raw)] = len(self.blob)
            self.blob += raw
        return at, len(raw)


class ImageWriter:
    """Turns what a linker knows into an image. `load` gives a whole module by its place in the linker."""

    def __init__(self, linker: Linker, load: Load) -> None:
        self._linker = linker
        self._load = load
        self._types: _Pool[MibType] = _Pool()
        self._indexes: _Pool[IndexEntry] = _Pool()
        self._no_index = self._indexes.add(IndexEntry())
        self._texts = _Texts()
        self._words = WordIndex()
        self._parts = WordIndex()
        self._keys: list[bytes] = []
        self._modules = array("I")
        self._vendors = array("I")
        self._kinds = bytearray()
        self._access_of = bytearray()
        self._accesses: dict[str, int] = {}
        self._names: list[str] = []
        self._record_at = array("I")
        self._record_size = array("I")
        self._records = bytearray()
        self._ranks: list[array[int]] = []

    def write(
        self, out: BinaryIO, *, standard: str = "", sources: str = "", on_module: Callable[[int], None] = lambda _: None
    ) -> None:
        """Put the whole file into `out`; `on_module` is told how many modules are done and may raise to stop."""
        self._order()
        count = len(self._keys)
        self._names = [""] * count
        self._kinds, self._access_of = bytearray(count), bytearray(count)
        self._record_at = array("I", bytes(4 * count))
        self._record_size = array("I", bytes(4 * count))
        for scope in self._linker.scopes:
            self._module_records(scope, self._load(scope.at))
            on_module(scope.at + 1)
        directory = Directory(
            sections={}, objects=count, standard=standard, sources=sources,
            modules=[s.skeleton.name for s in self._linker.scopes],
            trusted=sum(s.is_shipped for s in self._linker.scopes), accesses=list(self._accesses),
        )  # fmt: skip
        write_sections(out, directory, self._sections())

    def _order(self) -> None:
        """Rank all declarations by OID; of equal OIDs objects come first, then as the linker trusts their modules.

        TRAP-TYPE comes before NOTIFICATION-TYPE outside standard modules: a number below `enterprise.0` is SMIv1's own,
        and a notification with the same number is its translation (RFC 3584, section 3.1).
        """
        found: list[tuple[bytes, int, int, int]] = []
        for scope in self._linker.scopes:
            declared = scope.skeleton.declarations
            self._ranks.append(array("i", [-1]) * len(declared))
            for at, key in enumerate(self._linker.keys(scope)):
                if key is not None:
                    found.append((key, _standing(declared[at].macro, scope), scope.at, at))
        found.sort()
        for rank, (key, _, module, at) in enumerate(found):
            self._keys.append(key)
            self._modules.append(module)
            self._vendors.append(enterprise_of(key))
            self._ranks[module][at] = rank

    def _module_records(self, scope: Scope, parsed: ParsedModule) -> None:
        kinds = _kinds(parsed.declarations)
        indexes = self._indexes_of(scope, parsed.declarations, kinds)
        for at, (declared, rank) in enumerate(zip(parsed.declarations, self._ranks[scope.at], strict=True)):
            if rank < 0:
                continue
            kind = kinds[at]
            row = str(declared.place[0]) if kind is Kind.COLUMN else declared.name
            record = Record(
                scope.at,
                declared.name,
                _KIND_NUMBERS[kind],
                self._type(scope, declared, kind),
                declared.access,
                declared.status,
                indexes.get(row, self._no_index),
                *self._texts.add(declared.description),
                declared.members,
                scope.objects[declared.name] != at,
            )
            self._add(rank, declared, record)

    def _add(self, rank: int, declared: Declaration, record: Record) -> None:
        packed = _encode(record)
        self._names[rank] = declared.name
        self._words.add(rank, words_of(declared.description))
        self._parts.add(rank, parts_of(declared.name))
        self._kinds[rank] = record.kind
        self._access_of[rank] = min(self._accesses.setdefault(record.access, len(self._accesses)), 255)
        self._record_at[rank], self._record_size[rank] = len(self._records), len(packed)
        self._records += packed

    def _indexes_of(self, scope: Scope, declarations: Sequence[Declaration], kinds: Sequence[Kind]) -> dict[str, int]:
        """The index that a table, its row and its columns share, by the names of table and row."""
        found: dict[str, int] = {}
        for declared, kind in zip(declarations, kinds, strict=True):
            if kind is Kind.ROW:
                found[declared.name] = found[str(declared.place[0])] = self._indexes.add(self._entry(scope, declared))
        return found

    def _type(self, scope: Scope, declared: Declaration, kind: Kind) -> int:
        if declared.syntax is None or declared.macro is not Macro.OBJECT_TYPE:
            return self._types.add(_NO_TYPE)
        if kind is Kind.ROW:
            return self._types.add(MibType(declared.syntax.name, declared.syntax.name))
        return self._types.add(resolve_type(self._linker, scope, declared.syntax, declared.units))

    def _entry(self, scope: Scope, row: Declaration) -> IndexEntry:
        home, names, is_implied = scope, row.index, row.is_implied
        if row.augments:
            found = self._linker.object(scope, row.augments)
            if found is None:
                return IndexEntry(augments=row.augments)
            home = self._linker.scopes[found.module]
            base = home.skeleton.declarations[found.at]
            names, is_implied = base.index, base.is_implied
        return IndexEntry(names, tuple(self._rank(home, n) for n in names), is_implied, row.augments)

    def _rank(self, scope: Scope, name: str) -> int:
        found = self._linker.object(scope, name)
        return -1 if found is None else self._ranks[found.module][found.at]

    def _sections(self) -> Iterator[tuple[str, Buffer]]:
        folded = [n.lower() for n in self._names]
        yield from _listed("keys", self._keys)
        yield from _listed("names", [f.encode() + b"\n" for f in folded])
        yield "by_name", array("I", sorted(range(len(folded)), key=folded.__getitem__))
        yield "module_of", self._modules
        yield "vendor_of", self._vendors
        yield "kind_of", self._kinds
        yield "access_of", self._access_of
        yield "records", self._records
        yield "record_at", self._record_at
        yield "record_size", self._record_size
        yield from _listed("types", self._types.items)
        yield from _listed("indexes", self._indexes.items)
        yield "texts", self._texts.blob
        yield from self._words.sections("words")
        yield from self._parts.sections("parts")


def _standing(macro: Macro, scope: Scope) -> int:
    """Which of several declarations of one number comes first."""
    if macro is Macro.OBJECT_TYPE:
        return 0
    if scope.is_shipped:
        return 1
    return 2 if macro is Macro.TRAP else 3


def _kinds(declarations: Sequence[Declaration]) -> list[Kind]:
    """What each declaration is; a table is a SEQUENCE OF, its child a row, the row's children columns."""
    by_name = {d.name: d for d in declarations}
    return [_kind(d, by_name) for d in declarations]


def _kind(declared: Declaration, by_name: dict[str, Declaration]) -> Kind:
    if declared.macro is not Macro.OBJECT_TYPE:
        return _MACRO_KINDS[declared.macro]
    if _is_table(declared):
        return Kind.TABLE
    parent = by_name.get(str(declared.place[0]))
    if _is_row(declared, parent):
        return Kind.ROW
    if parent is not None and _is_row(parent, by_name.get(str(parent.place[0]))):
        return Kind.COLUMN
    return Kind.SCALAR


def _is_table(declared: Declaration) -> bool:
    return declared.syntax is not None and declared.syntax.name == "SEQUENCE OF"


def _is_row(declared: Declaration, parent: Declaration | None) -> bool:
    return bool(declared.index or declared.augments) or (parent is not None and _is_table(parent))


def _listed(name: str, items: Sequence[bytes]) -> Iterator[tuple[str, Buffer]]:
    """Items behind each other, and where each begins with one more for the end."""
    starts = array("I", [0])
    total = 0
    for item in items:
        total += len(item)
        starts.append(total)
    yield name, b"".join(items)
    yield f"{name}_starts", starts


def write_sections(out: BinaryIO, directory: Directory, sections: Iterable[tuple[str, Buffer]]) -> None:
    """Header, sections each on an 8-byte boundary, and the directory behind them."""
    out.write(MAGIC + bytes(8))
    at = HEADER_BYTES
    for name, data in sections:
        size = memoryview(data).nbytes
        directory.sections[name] = (at, size)
        out.write(data)
        out.write(bytes(-size % 8))
        at += size + -size % 8
    out.write(_encode(directory))
    out.seek(len(MAGIC))
    out.write(at.to_bytes(8, "little"))
