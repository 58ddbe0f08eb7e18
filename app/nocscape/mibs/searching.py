"""Finding objects as an operator types: parts of names first, then words of descriptions.

Names lie in one block of text and are scanned; descriptions have a word index. Each word of a query gives a score to
every object, and the scores are joined, so that the time depends on the size of the dictionary and little on the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from nocscape.mibs.image import Image
from nocscape.mibs.korean import has_hangul
from nocscape.mibs.objects import KINDS, Kind
from nocscape.mibs.oidkeys import key_of

Scores = npt.NDArray[np.int16]
Ranks = npt.NDArray[np.uint32]

_MOST_WORDS = 6
_SHORT = 3
"""Words below this length, in bytes, are looked for at the beginning of names alone."""
_MOST_HITS = 40_000
"""Places in names that are looked at for one word; beyond that a word says too little to search by."""
_TOP_SCORE = 1000
_DENSE = 1 << 17
"""Numbers below this are counted in one array."""
_OID = re.compile(r"\.?\d+(?:\.\d+)+\.?")
_MODULE_SCORE, _TEXT_SCORE, _PART_SCORE, _START_SCORE, _WHOLE_SCORE, _STANDARD_SCORE = 1, 2, 6, 10, 30, 3


_MOST_FACETS = 40
"""Vendors and modules that are counted out; the rest is too rare to choose by."""
_ENTERPRISES = "1.3.6.1.4.1"
_BEHIND_ALL = b"\xff"
"""No number's key begins so: behind a key it stands behind everything below that key."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a search is narrowed to; an empty tuple narrows nothing. Vendors are names of nodes below `enterprises`,
    empty for standard objects."""

    vendors: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    accesses: tuple[str, ...] = ()


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """The best objects by rank, how many there are, and how many of all have each vendor, module, kind and access."""

    ranks: list[int] = []
    total: int = 0
    vendors: dict[str, int] = {}
    modules: dict[str, int] = {}
    kinds: dict[str, int] = {}
    accesses: dict[str, int] = {}


def _no_others(_word: str) -> list[int]:
    return []


class Searcher:
    """Searches one image.

    `others` gives ranks of objects that a word fits for a reason outside the image, such as a name in another language.
    """

    def __init__(self, image: Image, others: Callable[[str], Sequence[int]] = _no_others) -> None:
        self._image = image
        self._others = others
        self._trusted = image.directory.trusted
        self._module_names = [name.lower() for name in image.modules]

    def search(self, words: str, most: int) -> list[int]:
        """Ranks of the objects that every word fits, the best first; of equal ones the shorter name, then OID order."""
        asked = _asked(words)
        if not asked:
            return []
        if _is_oid(asked):
            return [int(rank) for rank in self._below(asked[0])[:most]]
        return self._best(*self._fitting(asked), most)

    def find(self, words: str, wanted: Wanted, most: int) -> Hits:
        """The same, narrowed to what is `wanted`, with numbers of all that fits. Without words everything fits."""
        asked = _asked(words)
        if _is_oid(asked):
            ranks = self._below(asked[0])
            ranks = ranks[self._is_wanted(ranks, wanted)]
            best = [int(rank) for rank in ranks[:most]]
        else:
            ranks, scores = self._fitting(asked)
            keep = self._is_wanted(ranks, wanted)
            ranks = ranks[keep]
            best = self._best(ranks, scores[keep], most)
        return Hits(ranks=best, total=int(ranks.size), **self._counts(ranks))

    def vendor_of(self, rank: int) -> str:
        """The name of the node below `enterprises` that an object stands under; empty for standard objects."""
        return self._vendor(int(self._image.numbers("vendor_of")[rank]))

    def _fitting(self, asked: Sequence[str]) -> tuple[npt.NDArray[np.intp], Scores]:
        """Ranks of the objects that every word fits, with their scores."""
        total = np.zeros(self._image.count, dtype=np.int16)
        fits = np.ones(self._image.count, dtype=np.bool_)
        for word in asked:
            score = self._score(word)
            fits &= score > 0
            total += score
        ranks = np.flatnonzero(fits)
        is_standard = np.frombuffer(self._image.numbers("module_of"), dtype=np.uint32)[ranks] < self._trusted
        return ranks, (total[ranks] + _STANDARD_SCORE * is_standard).astype(np.int16)

    def _is_wanted(self, ranks: npt.NDArray[np.intp], wanted: Wanted) -> npt.NDArray[np.bool_]:
        keep = np.ones(ranks.size, dtype=np.bool_)
        if wanted.vendors:
            numbers = self._facet("vendor_of", np.uint32)
            known = [int(n) for n in np.unique(numbers) if self._vendor(int(n)) in wanted.vendors]
            keep &= np.isin(numbers[ranks], known)
        if wanted.modules:
            known = [at for at, name in enumerate(self._image.modules) if name in wanted.modules]
            keep &= np.isin(self._facet("module_of", np.uint32)[ranks], known)
        if wanted.kinds:
            keep &= np.isin(self._facet("kind_of", np.uint8)[ranks], [KINDS.index(kind) for kind in wanted.kinds])
        if wanted.accesses:
            names = self._image.directory.accesses
            known = [at for at, name in enumerate(names) if name in wanted.accesses]
            keep &= np.isin(self._facet("access_of", np.uint8)[ranks], known)
        return keep

    def _counts(self, ranks: npt.NDArray[np.intp]) -> dict[str, dict[str, int]]:
        modules, accesses = self._image.modules, self._image.directory.accesses
        return {
            "vendors": _counted(self._facet("vendor_of", np.uint32)[ranks], self._vendor),
            "modules": _counted(self._facet("module_of", np.uint32)[ranks], modules.__getitem__),
            "kinds": _counted(self._facet("kind_of", np.uint8)[ranks], lambda at: str(KINDS[at])),
            "accesses": _counted(self._facet("access_of", np.uint8)[ranks], accesses.__getitem__),
        }

    def _facet(self, name: str, kind: type[np.unsignedinteger[Any]]) -> npt.NDArray[Any]:
        return np.frombuffer(self._image.span_of(name), dtype=kind)

    @cached_property
    def _vendor(self) -> Callable[[int], str]:
        """The name of an enterprise number, its digits where no MIB names it."""
        return lru_cache(maxsize=None)(self._vendor_named)

    def _vendor_named(self, number: int) -> str:
        if not number:
            return ""
        found = self._image.exact(key_of(f"{_ENTERPRISES}.{number}"))
        return self._image.record(found[0]).name if found else str(number)

    def _best(self, ranks: npt.NDArray[np.intp], scores: Scores, most: int) -> list[int]:
        if not ranks.size:
            return []
        starts = self._starts()
        lengths = starts[ranks + 1] - starts[ranks]
        order = (_TOP_SCORE - scores.astype(np.int64)) << 44 | np.minimum(lengths, 255).astype(np.int64) << 36 | ranks
        if order.size > most:
            order = np.partition(order, most)[:most]
        return [int(key) & 0xF_FFFF_FFFF for key in np.sort(order)]

    def _below(self, oid: str) -> npt.NDArray[np.intp]:
        """A number and what stands below it; the nearest known above it where it is not known itself."""
        try:
            key = key_of(oid)
        except ValueError:
            return np.zeros(0, dtype=np.intp)
        image = self._image
        found = range(image.lower_bound(key), image.lower_bound(key + _BEHIND_ALL))
        return np.array(found or [r for r in [image.find(key)] if r >= 0], dtype=np.intp)

    def _score(self, word: str) -> Scores:
        score = self._modules(word)
        score[list(self._others(word))] = _WHOLE_SCORE
        if has_hangul(word):
            score[self._described(word)] = _TEXT_SCORE
            return score
        if len(word) >= _SHORT:
            score[self._described(word)] = _TEXT_SCORE
            score[self._named(word)] = _PART_SCORE
        begun = np.frombuffer(self._image.names_with(word), dtype=np.uint32)
        score[begun] = _START_SCORE
        starts = self._starts()
        score[begun[starts[begun + 1] - starts[begun] == len(word.encode()) + 1]] = _WHOLE_SCORE
        return score

    def _starts(self) -> npt.NDArray[np.uint32]:
        return np.frombuffer(self._image.numbers("names_starts"), dtype=np.uint32)

    def _named(self, word: str) -> Ranks:
        """Objects with the word inside a part of their names, or else across parts."""
        found = [self._ranks_of("parts", at, at + 1) for at in self._image.parts_with(word.encode())]
        if found:
            return np.concatenate(found)
        places = np.array(self._image.places_in_names(word.encode(), _MOST_HITS), dtype=np.int64)
        return (np.searchsorted(self._starts(), places, side="right") - 1).astype(np.uint32)

    def _ranks_of(self, index: str, low: int, high: int) -> Ranks:
        starts = self._image.numbers(f"{index}_ranks_starts")
        return np.frombuffer(self._image.numbers(f"{index}_ranks"), dtype=np.uint32)[starts[low] : starts[high]]

    def _modules(self, word: str) -> Scores:
        """A score for every object by the name of its module."""
        fits = str.startswith if len(word) < _SHORT else str.__contains__
        by_module = np.array([fits(name, word) for name in self._module_names], dtype=np.int16) * _MODULE_SCORE
        return by_module[np.frombuffer(self._image.numbers("module_of"), dtype=np.uint32)]

    def _described(self, word: str) -> Ranks:
        """Objects whose descriptions hold a word that begins so."""
        return self._ranks_of("words", *self._image.words_from(word.encode()))


def _asked(words: str) -> list[str]:
    return words.lower().replace("::", " ").split()[:_MOST_WORDS]


def _is_oid(asked: Sequence[str]) -> bool:
    return len(asked) == 1 and _OID.fullmatch(asked[0]) is not None


def _counted(numbers: npt.NDArray[Any], name_of: Callable[[int], str]) -> dict[str, int]:
    """How often each occurs, by name, the most frequent first."""
    counts = np.bincount(numbers) if numbers.size and numbers.max() < _DENSE else None
    if counts is None:
        found, many = np.unique(numbers, return_counts=True)
    else:
        found = np.flatnonzero(counts)
        many = counts[found]
    order = np.argsort(-many, kind="stable")[:_MOST_FACETS]
    named: dict[str, int] = {}
    for at in order:
        name = name_of(int(found[at]))
        named[name] = named.get(name, 0) + int(many[at])
    return named
