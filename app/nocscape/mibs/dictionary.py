"""Looking up: numbers to names, names to numbers, values to text, rows to their place in a table."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.mibs import standard
from nocscape.mibs.image import Image, IndexEntry, Record
from nocscape.mibs.indexes import DecodedIndex, IndexPart, decode_index, index_texts
from nocscape.mibs.korean import has_hangul
from nocscape.mibs.localnames import labels_with
from nocscape.mibs.objects import KINDS, Found, Kind, MibObject, MibType, Rendered, RowName
from nocscape.mibs.oidkeys import arcs_of, key_of, oid_of
from nocscape.mibs.searching import Hits, Searcher, Wanted
from nocscape.mibs.shelf import Shelf
from nocscape.mibs.values import Value, render

_NUMERIC = re.compile(r"\.?\d+(?:\.\d+)*\.?")
_NAMED = re.compile(r"(?:([\w.-]+)::)?([A-Za-z][\w-]*)((?:\.\d+)*)")
_INSTANCE = re.compile(r"\.(\d{1,9}(?:\.\d{1,9}){0,99})")
_OBJECTS_KEPT = 4096
_FRAMES_KEPT = 1024


class _Frame(msgspec.Struct, frozen=True):
    """What the rows of one table have in common."""

    table: str
    row: str
    parts: tuple[IndexPart, ...]
    is_implied: bool


class Finds(NamedTuple):
    """Objects that fit a search, the best first, and the numbers of all that do."""

    objects: list[MibObject]
    hits: Hits


ANYTHING = Wanted()


class MibDictionary:
    """All names and numbers that a profile knows. Safe from any thread; cheap to open and to keep.

    Of several modules that define one number, the shipped tables come first, then the newest.
    """

    def __init__(self, image: Image) -> None:
        self.image = image
        self._searcher = Searcher(image, self._ranks_in_other_words)
        self.notes: Mapping[str, str] = {}
        """What an operator wrote about objects, by label; searched with everything else."""
        self._object = lru_cache(maxsize=_OBJECTS_KEPT)(self._read)
        self._frame = lru_cache(maxsize=_FRAMES_KEPT)(self._read_frame)
        self._last_rank = -1
        self._leaf: MibObject | None = None
        """What was asked for twice in a row, as in a walk, and has nothing below it but instances."""

    def __len__(self) -> int:
        return self.image.count

    @property
    def is_outdated(self) -> bool:
        """Whether the shipped tables have changed since this dictionary was made."""
        return self.image.directory.standard != standard.digest()

    def by_oid(self, oid: str) -> Found | None:
        """The object with the longest number that begins `oid`, and the rest of `oid`; None for what is no OID.

        A scalar's only instance is the scalar's, though a MIB gave it a name (`sysUpTimeInstance`, DISMAN-EVENT-MIB).
        """
        if (leaf := self._leaf) is not None and oid.startswith(leaf.oid):
            found = _INSTANCE.fullmatch(oid, len(leaf.oid))
            if found is not None:
                return Found(leaf, found[1])
        try:
            key = key_of(oid)
        except ValueError:
            return None
        rank = self.image.find(key)
        if rank < 0:
            return None
        known = self._object(rank)
        if rank == self._last_rank:
            self._leaf = known if known.kind in _LEAVES and self.image.is_leaf(rank) else None
        self._last_rank = rank
        if known.kind is Kind.NODE and known.oid.endswith(".0"):
            above = self.all_at(known.oid[:-2])
            if above and above[0].kind is Kind.SCALAR:
                return Found(above[0], oid.strip(".")[len(above[0].oid) + 1 :])
        return Found(known, oid.strip(".")[len(known.oid) + 1 :])

    def all_at(self, oid: str) -> list[MibObject]:
        """Every definition of just this number, the preferred one first."""
        try:
            return [self._object(rank) for rank in self.image.exact(key_of(oid))]
        except ValueError:
            return []

    def by_name(self, name: str) -> MibObject | None:
        """The object called `ifDescr` or `IF-MIB::ifDescr`; an instance behind it is let pass (`ifDescr.3`)."""
        found = _NAMED.fullmatch(name.strip())
        if found is None:
            return self._by_whole_oid(name)
        rank = self._rank(found[1] or "", found[2])
        return None if rank is None else self._object(rank)

    def _by_whole_oid(self, text: str) -> MibObject | None:
        if not _NUMERIC.fullmatch(text.strip()):
            return None
        found = self.by_oid(text.strip())
        return found.object if found is not None and (not found.suffix or found.object.kind in _LEAVES) else None

    def _rank(self, module: str, name: str) -> int | None:
        """The best object of that name: in its case if there is one, else in any case; shadowed ones come last."""
        found = [(rank, self.image.record(rank)) for rank in self.image.named(name)]
        if module:
            found = [(rank, r) for rank, r in found if self.image.modules[r.module].lower() == module.lower()]
        return min(found, key=lambda item: (item[1].name != name, item[1].is_shadowed, item[0]), default=(None, None))[
            0
        ]

    def resolve(self, name_or_oid: str) -> str:
        """The dotted OID of a number or a name with or without instance; InputError with near names otherwise."""
        text = name_or_oid.strip()
        if _NUMERIC.fullmatch(text):
            return self._checked(text.strip("."))
        found = _NAMED.fullmatch(text)
        rank = self._rank(found[1] or "", found[2]) if found else None
        if found is None or rank is None:
            raise InputError(tr("No object is called {name}", name=text[:80]), hint=self._near(text))
        return oid_of(self.image.key(rank)) + found[3]

    def _checked(self, oid: str) -> str:
        try:
            key_of(oid)
        except ValueError as error:
            raise InputError(tr("{oid} is no object identifier", oid=oid[:80])) from error
        return oid

    def _near(self, text: str) -> str:
        bare = text.rpartition("::")[2].split(".")[0].lower()
        near = {self.image.record(r).name for r in self.image.names_from(bare[:4], 400)}
        close = difflib.get_close_matches(bare, {n.lower(): n for n in near}, 3)
        names = sorted(n for n in near if n.lower() in close)
        return tr("Did you mean {names}?", names=", ".join(names)) if names else tr("Import the MIB that defines it.")

    def label(self, oid: str) -> str:
        """`IF-MIB::ifOperStatus.3`; the number itself where nothing is known of it."""
        found = self.by_oid(oid)
        if found is None:
            return oid
        return f"{found.object.label}.{found.suffix}" if found.suffix else found.object.label

    def path(self, oid: str) -> tuple[str, ...]:
        """Names of all that an object stands below, the object last; numbers where nobody named them."""
        arcs = oid.split(".")
        return tuple(self._name_at(".".join(arcs[:depth])) for depth in range(1, len(arcs) + 1))

    def _name_at(self, oid: str) -> str:
        found = [] if oid in _TOPS else self.all_at(oid)
        return found[0].name if found else _TOPS.get(oid) or oid.rpartition(".")[2]

    def render(self, oid: str, syntax: str, value: Value) -> Rendered:
        """A value in words; `syntax` is what the wire said it was, by its name in SMIv2."""
        found = self.by_oid(oid)
        kind = found.object.type if found is not None and found.object.kind in _LEAVES else None
        address_type = None
        if kind is not None and found is not None and kind.convention == "InetAddress":
            address_type = self._address_type(found)
        return render(kind, syntax, value, address_type=address_type, name_of=self.label)

    def _address_type(self, found: Found) -> int | None:
        """The InetAddressType in a row's own index, where there is just one."""
        frame, decoded = self._decoded(found)
        types = [
            v for p, v in zip(frame.parts, decoded.values, strict=False)
            if p.type.convention == "InetAddressType" and isinstance(v, int)
        ]  # fmt: skip
        return types[0] if len(types) == 1 else None

    def row(self, oid: str) -> RowName | None:
        """Which row of which table an instance of a column is; None for what is no column's instance."""
        found = self.by_oid(oid)
        if found is None or found.object.kind is not Kind.COLUMN or not found.suffix:
            return None
        frame, decoded = self._decoded(found)
        texts = index_texts(frame.parts, decoded)
        return RowName(frame.table, frame.row, tuple(texts), " ".join(text for _, text in texts))

    def index_parts(self, found: MibObject) -> tuple[tuple[IndexPart, ...], bool]:
        """The index objects of a table, row or column with their types, and whether the last is IMPLIED."""
        frame = self._frame(found.oid, found.module, found.name)
        return frame.parts, frame.is_implied

    def _read_frame(self, oid: str, module: str, name: str) -> _Frame:
        entry = IndexEntry()
        for rank in self.image.exact(key_of(oid)):
            record = self.image.record(rank)
            if record.name == name and self.image.modules[record.module] == module:
                entry = self.image.index(record.index)
        parts = tuple(IndexPart(n, self._type(r)) for n, r in zip(entry.names, entry.ranks, strict=True))
        row, table = (self.by_oid(oid.rsplit(".", above)[0]) for above in (1, 2))
        return _Frame(
            table=table.object.label if table is not None else "",
            row=row.object.label if row is not None else "",
            parts=parts,
            is_implied=entry.is_implied,
        )

    def _type(self, rank: int) -> MibType:
        return self.image.type(self.image.record(rank).type) if rank >= 0 else MibType(base="INTEGER")

    def _decoded(self, found: Found) -> tuple[_Frame, DecodedIndex]:
        frame = self._frame(found.object.oid, found.object.module, found.object.name)
        arcs = [int(a) for a in found.suffix.split(".")] if found.suffix else []
        return frame, decode_index(frame.parts, arcs, is_implied=frame.is_implied)

    def children(self, oid: str = "") -> list[MibObject]:
        """What stands one number below, in order, one a number; numbers that nobody named are passed over."""
        prefix = key_of(oid) if oid.strip(".") else b""
        found: list[MibObject] = []
        rank = self.image.upper_bound(prefix)
        while rank < len(self) and (key := self.image.key(rank)).startswith(prefix):
            found.append(self._object(rank))
            below = arcs_of(key)
            rank = self.image.lower_bound(_behind(below))
        return found

    def search(self, words: str, most: int = 50) -> list[MibObject]:
        """Objects by words: parts of names, a number, a module, words of a description; the best first."""
        return [self._object(rank) for rank in self._searcher.search(words, most)]

    def find(self, words: str, wanted: Wanted = ANYTHING, most: int = 50) -> Finds:
        """The same narrowed to vendors, modules, kinds and accesses, with the numbers of all that fits."""
        hits = self._searcher.find(words, wanted, most)
        return Finds([self._object(rank) for rank in hits.ranks], hits)

    def vendor_of(self, oid: str) -> str:
        """The node below `enterprises` that a number belongs to (`cisco`); empty for standard objects."""
        found = self.by_oid(oid)
        rank = self.image.find(key_of(found.object.oid)) if found is not None else -1
        return self._searcher.vendor_of(rank) if rank >= 0 else ""

    def has_children(self, oid: str) -> bool:
        """Whether anything stands below a number."""
        key = key_of(oid)
        rank = self.image.upper_bound(key)
        return rank < len(self) and self.image.key(rank).startswith(key)

    def _ranks_in_other_words(self, word: str) -> list[int]:
        """Objects that are called so in Korean, or that a note speaks of so."""
        labels = labels_with(word) if has_hangul(word) else []
        labels += [label for label, note in self.notes.items() if word in note.lower()]
        ranks = (self._rank(*label.split("::", 1)) for label in labels if "::" in label)
        return [rank for rank in ranks if rank is not None]

    def modules(self) -> list[str]:
        """The names of all modules, in alphabetical order."""
        return sorted(self.image.modules)

    def objects_of(self, module: str) -> list[MibObject]:
        """All objects of one module, by number."""
        try:
            wanted = self.image.modules.index(module)
        except ValueError:
            return []
        return [self._object(r) for r in range(len(self)) if self.image.record(r).module == wanted]

    def _read(self, rank: int) -> MibObject:
        image = self.image
        record: Record = image.record(rank)
        index = image.index(record.index)
        return MibObject(
            module=image.modules[record.module],
            name=record.name,
            oid=oid_of(image.key(rank)),
            kind=KINDS[record.kind],
            type=image.type(record.type),
            access=record.access,
            status=record.status,
            index=index.names,
            is_implied=index.is_implied,
            augments=index.augments,
            members=record.members,
            description=image.text(record.text_at, record.text_size) if record.text_size else "",
        )


_TOPS = {"0": "itu-t", "1": "iso", "1.3": "org", "2": "joint-iso-itu-t"}
"""The first numbers, as people call them: no MIB module names them, or each in its own way (RFC 2578, X.660)."""
_LEAVES = (Kind.SCALAR, Kind.COLUMN)


def _behind(arcs: list[int]) -> bytes:
    """The key of the next brother: above everything that stands below `arcs`."""
    return key_of(".".join(map(str, [*arcs[:-1], arcs[-1] + 1]))) if arcs[-1] < (1 << 32) - 1 else b"\xff"


def open_dictionary(profile: Path | None) -> MibDictionary:
    """The dictionary of a profile, or the shipped tables alone for None and where nothing was imported yet.

    Costs a few milliseconds whatever the profile holds. A dictionary that was made with other shipped tables than these
    is used as it is; `is_outdated` then says that `importing.rebuild` would renew it.
    """
    image = Shelf(profile).image() if profile is not None else None
    return MibDictionary(image or standard.image())
