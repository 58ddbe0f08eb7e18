"""Linked modules to the sections of an image.

Types, indexes and descriptions are stored once however often they occur; vendors copy whole modules.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from nocscape.mibs.declared import Declaration, Macro, ParsedModule
from nocscape.mibs.image import MAGIC, Directory, IndexEntry, Record
from nocscape.mibs.linker import Linker, Scope
from nocscape.mibs.objects import KINDS, Kind, MibType
from nocscape.mibs.resolving import resolve_type
from nocscape.mibs.words import WordIndex

T = TypeVar("T")
Load = Callable[[int], ParsedModule]

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
        self._known: dict[bytes, int] = {}

    def add(self, text: str) -> tuple[int, int]:
        raw = text.encode("utf-8", "replace")
        at = self._known.get(raw)
        if at is None:
            at = self._known[raw] = len(self.blob)
            self.blob += raw
        return at, len(raw)


class ImageWriter:
    """Turns what a linker knows into an image. `load` gives a whole module by its place in the linker."""

    def __init__(self, linker: Linker, load: Load) -> None:
        self._linker = linker
        self._load = load
        self._types: _Pool[MibType] = _Pool()
        self._indexes: _Pool[IndexEntry] = _Pool()
        self._texts = _Texts()
        self._words = WordIndex()
        self._keys: list[bytes] = []
        self._ranks: dict[tuple[int, int], int] = {}

    def image(self, *, standard: str = "", sources: str = "") -> bytes:
        """The whole file."""
        places = self._order()
        records: list[bytes] = [b""] * len(places)
        names: list[str] = [""] * len(places)
        by_module: dict[int, list[tuple[int, int]]] = {}
        for rank, (module, at) in enumerate(places):
            by_module.setdefault(module, []).append((at, rank))
        for module in sorted(by_module):
            self._module_records(module, by_module[module], records, names)
        directory = Directory(
            sections={}, objects=len(places), standard=standard, sources=sources,
            modules=[s.skeleton.name for s in self._linker.scopes],
        )  # fmt: skip
        return assemble(directory, self._sections(names, records, [module for module, _ in places]))

    def _order(self) -> list[tuple[int, int]]:
        """(module, declaration) by OID; of equal OIDs objects before nodes, then as the linker trusts their modules."""
        found: list[tuple[bytes, bool, int, int]] = []
        for scope in self._linker.scopes:
            for at, key in enumerate(self._linker.keys(scope)):
                if key is not None:
                    is_node = scope.skeleton.declarations[at].macro is not Macro.OBJECT_TYPE
                    found.append((key, is_node, scope.at, at))
        found.sort()
        self._keys = [key for key, *_ in found]
        places = [(module, at) for _, _, module, at in found]
        self._ranks = {place: rank for rank, place in enumerate(places)}
        return places

    def _module_records(
        self, module: int, places: list[tuple[int, int]], records: list[bytes], names: list[str]
    ) -> None:
        scope = self._linker.scopes[module]
        parsed = self._load(module)
        kinds = _kinds(parsed.declarations)
        for at, rank in places:
            declared = parsed.declarations[at]
            text_at, text_size = self._texts.add(declared.description) if declared.description else (0, 0)
            self._words.add(rank, declared.description)
            names[rank] = declared.name
            records[rank] = _encode(
                Record(
                    module, declared.name, _KIND_NUMBERS[kinds[at]], self._type(scope, declared), declared.access,
                    declared.status, self._index(scope, declared, parsed, kinds[at]), text_at, text_size,
                    declared.members,
                )
            )  # fmt: skip

    def _type(self, scope: Scope, declared: Declaration) -> int:
        if declared.syntax is None or declared.macro is not Macro.OBJECT_TYPE:
            return self._types.add(_NO_TYPE)
        return self._types.add(resolve_type(self._linker, scope, declared.syntax, declared.units))

    def _index(self, scope: Scope, declared: Declaration, parsed: ParsedModule, kind: Kind) -> int:
        """The index that a table, its row and its columns share."""
        row: Declaration | None = None
        if kind is Kind.ROW:
            row = declared
        elif kind is Kind.COLUMN:
            row = _declared(parsed, scope, str(declared.place[0]))
        elif kind is Kind.TABLE:
            row = next(
                (d for d in parsed.declarations if d.place[0] == declared.name and (d.index or d.augments)), None
            )
        return self._indexes.add(self._entry(scope, row) if row is not None else IndexEntry())

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
        return -1 if found is None else self._ranks.get((found.module, found.at), -1)

    def _sections(self, names: list[str], records: Sequence[bytes], modules: list[int]) -> dict[str, bytes]:
        folded = [n.lower() for n in names]
        order = array("I", sorted(range(len(folded)), key=folded.__getitem__))
        lines = [f.encode() + b"\n" for f in folded]
        return {
            **_listed("keys", "key_starts", self._keys),
            **_listed("names", "name_starts", lines),
            "by_name": order.tobytes(),
            "module_of": array("I", modules).tobytes(),
            **_listed("records", "record_starts", records),
            **_listed("types", "type_starts", self._types.items),
            **_listed("indexes", "index_starts", self._indexes.items),
            "texts": bytes(self._texts.blob),
            **self._words.sections(),
        }


def _declared(parsed: ParsedModule, scope: Scope, name: str) -> Declaration | None:
    at = scope.objects.get(name)
    return parsed.declarations[at] if at is not None else None


def _kinds(declarations: Sequence[Declaration]) -> list[Kind]:
    """What each declaration is; a table is a SEQUENCE OF, its child a row, the row's children columns."""
    first = {d.name: d for d in reversed(declarations)}
    return [_kind(d, first) for d in declarations]


def _kind(declared: Declaration, first: dict[str, Declaration]) -> Kind:
    if declared.macro is not Macro.OBJECT_TYPE:
        return _MACRO_KINDS[declared.macro]
    if _is_table(declared):
        return Kind.TABLE
    parent = first.get(str(declared.place[0]))
    if _is_row(declared, parent):
        return Kind.ROW
    if parent is not None and _is_row(parent, first.get(str(parent.place[0]))):
        return Kind.COLUMN
    return Kind.SCALAR


def _is_table(declared: Declaration) -> bool:
    return declared.syntax is not None and declared.syntax.name == "SEQUENCE OF"


def _is_row(declared: Declaration, parent: Declaration | None) -> bool:
    return bool(declared.index or declared.augments) or (parent is not None and _is_table(parent))


def _listed(name: str, starts_name: str, items: Iterable[bytes]) -> dict[str, bytes]:
    """Items behind each other, and where each begins with one more for the end."""
    starts = array("I", [0])
    total = 0
    kept = list(items)
    for item in kept:
        total += len(item)
        starts.append(total)
    return {name: b"".join(kept), starts_name: starts.tobytes()}


def assemble(directory: Directory, sections: dict[str, bytes]) -> bytes:
    """Header, directory and sections as one file, each section on an 8-byte boundary."""
    directory.sections = {name: (1 << 32, len(data)) for name, data in sections.items()}
    base = -(-(12 + len(_encode(directory)) + 8) // 8) * 8
    at = base
    for name, data in sections.items():
        directory.sections[name] = (at, len(data))
        at += -(-len(data) // 8) * 8
    packed = _encode(directory)
    head = MAGIC + len(packed).to_bytes(4, "little") + packed
    parts = [head.ljust(base, b"\0")]
    parts += [data + b"\0" * (-len(data) % 8) for data in sections.values()]
    return b"".join(parts)


def write_image(path: Path, data: bytes) -> None:
    """Put an image where no reader can see half of it."""
    fresh = path.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(path)
