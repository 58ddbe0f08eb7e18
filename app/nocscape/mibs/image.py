"""The dictionary as one file: sorted arrays that are looked into where they lie, without loading.

A file begins with `MAGIC` and the place of a directory (msgpack) at its end that says where each section lies.
Objects are numbered by the order of their OIDs (`rank`), so that a subtree is a range. Opening costs a few milliseconds
whatever the size; memory grows only with the pages that are looked at.
"""

from __future__ import annotations

import os
import sys
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.mibs.objects import MibType

MAGIC = b"NOCMIB04"
HEADER_BYTES = 16
_STRIDE = 32
_TYPES_KEPT = 2048


class Record(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One object as stored; numbers point into the image's other tables."""

    module: int
    name: str
    kind: int
    type: int
    access: str
    status: str
    index: int
    text_at: int
    text_size: int
    members: tuple[str, ...]
    is_shadowed: bool
    """Another declaration of its module has the same name, and counts where the name is asked for."""


class IndexEntry(msgspec.Struct, array_like=True, frozen=True):
    """The index of a row: names, ranks of the objects (-1 where unknown), and the row it is borrowed from."""

    names: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()
    is_implied: bool = False
    augments: str = ""


class Directory(msgspec.Struct, kw_only=True):
    """Where the sections lie (offset and length in bytes), and what stands for the whole image."""

    sections: dict[str, tuple[int, int]]
    modules: list[str]
    """Names, by the number that records use."""
    objects: int
    trusted: int = 0
    """How many modules, counted from the first, are standard ones."""
    standard: str = ""
    """Digest of the shipped tables that went in."""
    sources: str = ""
    """Digest of the imported files that went in."""
    accesses: list[str] = []
    """Values of MAX-ACCESS, by the number that the section `access_of` uses."""


class Image:
    """Reads an image out of bytes or a mapped file. Safe from any thread.

    With `descriptor`, descriptions are read from that file instead of its map, so that the largest part of an image
    never counts as this process's memory; the image closes it.
    """

    def __init__(self, data: bytes | mmap, descriptor: int | None = None) -> None:
        self._descriptor = descriptor
        if descriptor is not None:
            weakref.finalize(self, os.close, descriptor)
        if data[: len(MAGIC)] != MAGIC or sys.byteorder != "little":
            raise InputError(tr("Not a MIB dictionary of this version"), hint=tr("Import the MIB files again."))
        at = int.from_bytes(data[len(MAGIC) : HEADER_BYTES], "little")
        self.directory = msgspec.msgpack.decode(data[at:], type=Directory)
        self.modules = self.directory.modules
        self.count = self.directory.objects
        self._data = data
        self._keys_at = self.directory.sections["keys"][0]
        self._names_at = self.directory.sections["names"][0]
        self._key_starts = self.numbers("keys_starts")
        self._name_starts = self.numbers("names_starts")
        self._by_name = self.numbers("by_name")
        self._record_at = self.numbers("record_at")
        self._record_size = self.numbers("record_size")
        self._records_base = self.directory.sections["records"][0]
        self._type_starts = self.numbers("types_starts")
        self._index_starts = self.numbers("indexes_starts")
        self._coarse = [self.key(rank) for rank in range(0, self.count, _STRIDE)]
        self._decoder = msgspec.msgpack.Decoder(Record)
        self.type = lru_cache(maxsize=_TYPES_KEPT)(self._read_type)
        self.index = lru_cache(maxsize=_TYPES_KEPT)(self._read_index)

    def section(self, name: str) -> bytes:
        """A copy of a whole section, empty where it is not there."""
        at, size = self.directory.sections.get(name, (0, 0))
        return self._data[at : at + size]

    def span_of(self, name: str) -> memoryview[int]:
        """The bytes of a section, in place."""
        at, size = self.directory.sections[name]
        return memoryview(self._data)[at : at + size]

    def numbers(self, name: str) -> memoryview[int]:
        """A section of 32-bit numbers, in place."""
        at, size = self.directory.sections[name]
        return memoryview(self._data)[at : at + size].cast("I")

    def span(self, name: str, starts: Sequence[int], at: int) -> bytes:
        """Item `at` of a section whose items begin at `starts`."""
        base = self.directory.sections[name][0]
        return self._data[base + starts[at] : base + starts[at + 1]]

    def key(self, rank: int) -> bytes:
        """The OID key of an object."""
        starts, at = self._key_starts, self._keys_at
        return self._data[at + starts[rank] : at + starts[rank + 1]]

    def folded_name(self, rank: int) -> str:
        """The name of an object in lower case."""
        starts, at = self._name_starts, self._names_at
        return self._data[at + starts[rank] : at + starts[rank + 1] - 1].decode()

    def lower_bound(self, key: bytes) -> int:
        """The rank of the first object whose key is not below `key`."""
        block = bisect_left(self._coarse, key)
        return bisect_left(range(self.count), key, max(0, block - 1) * _STRIDE, self._block_end(block), key=self.key)

    def upper_bound(self, key: bytes) -> int:
        """The rank of the first object whose key is above `key`."""
        block = bisect_right(self._coarse, key)
        return bisect_right(range(self.count), key, max(0, block - 1) * _STRIDE, self._block_end(block), key=self.key)

    def _block_end(self, block: int) -> int:
        return min(self.count, block * _STRIDE)

    def find(self, key: bytes) -> int:
        """The best object with the longest key that begins `key`; -1 where not even the first number is known."""
        while key:
            rank = self.upper_bound(key) - 1
            if rank < 0:
                return -1
            near = self.key(rank)
            if key.startswith(near):
                return rank if rank == 0 or self.key(rank - 1) != near else self.lower_bound(near)
            key = _common(key, near)
        return -1

    def is_leaf(self, rank: int) -> bool:
        """Whether nothing stands below an object."""
        key = self.key(rank)
        following = self.upper_bound(key)
        return following >= self.count or not self.key(following).startswith(key)

    def exact(self, key: bytes) -> range:
        """All objects with just this key, the best first."""
        return range(self.lower_bound(key), self.upper_bound(key))

    def named(self, name: str) -> list[int]:
        """All objects with a name, in any case, the best first."""
        folded = name.lower()
        order = self._by_name
        low = bisect_left(range(self.count), folded, key=lambda i: self.folded_name(order[i]))
        found = []
        while low < self.count and self.folded_name(order[low]) == folded:
            found.append(order[low])
            low += 1
        return found

    def names_from(self, prefix: str, most: int) -> list[int]:
        """Objects whose names come next after `prefix` in the alphabet."""
        order = self._by_name
        low = bisect_left(range(self.count), prefix.lower(), key=lambda i: self.folded_name(order[i]))
        return list(order[low : low + most])

    def names_with(self, prefix: str) -> memoryview[int]:
        """All objects whose names begin so, by name."""
        order, count = self._by_name, range(self.count)
        low = bisect_left(count, prefix, key=lambda i: self.folded_name(order[i]))
        return order[low : bisect_left(count, prefix + "\U0010ffff", low, key=lambda i: self.folded_name(order[i]))]

    @cached_property
    def _block_of_names(self) -> bytes:
        """The names in memory: looking for a part is several times slower in a mapped file."""
        return self.section("names")

    def parts_with(self, part: bytes) -> Iterator[int]:
        """Words of names that hold `part`, by their number."""
        starts = self.numbers("parts_starts")
        block = self.section("parts")
        place = block.find(part)
        while place >= 0:
            at = bisect_right(starts, place) - 1
            if place + len(part) <= starts[at + 1]:
                yield at
                place = starts[at + 1] - 1
            place = block.find(part, place + 1)

    def places_in_names(self, part: bytes, most: int) -> list[int]:
        """Where `part` occurs in the block of names, at most `most` places."""
        find = self._block_of_names.find
        found: list[int] = []
        place = find(part)
        while place >= 0 and len(found) < most:
            found.append(place)
            place = find(part, place + 1)
        return found

    def words_from(self, prefix: bytes) -> tuple[int, int]:
        """The range of indexed words that begin with `prefix`."""
        starts = self.numbers("words_starts")
        count = range(len(starts) - 1)
        low = bisect_left(count, prefix, key=lambda at: self.span("words", starts, at))
        return low, bisect_left(count, prefix + b"\xff", key=lambda at: self.span("words", starts, at))

    def record(self, rank: int) -> Record:
        """An object as stored."""
        at = self._records_base + self._record_at[rank]
        return self._decoder.decode(self._data[at : at + self._record_size[rank]])

    def text(self, at: int, size: int) -> str:
        """A piece of the descriptions."""
        at += self.directory.sections["texts"][0]
        if self._descriptor is not None:
            return os.pread(self._descriptor, size, at).decode()
        return self._data[at : at + size].decode()

    def _read_type(self, at: int) -> MibType:
        return msgspec.msgpack.decode(self.span("types", self._type_starts, at), type=MibType)

    def _read_index(self, at: int) -> IndexEntry:
        return msgspec.msgpack.decode(self.span("indexes", self._index_starts, at), type=IndexEntry)


def _common(one: bytes, other: bytes) -> bytes:
    """What both begin with, cut so that it is shorter than `one`."""
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return one[: min(size, len(one) - 1)]


def open_image(path: Path) -> Image:
    """Map an image file; InputError where it is none, OSError where it cannot be read."""
    with path.open("rb") as file:
        data = mmap(file.fileno(), 0, access=ACCESS_READ)
        return Image(data, os.dup(file.fileno()) if hasattr(os, "pread") else None)
