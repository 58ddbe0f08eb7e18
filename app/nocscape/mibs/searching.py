"""Finding objects as an operator types: parts of names first, then words of descriptions.

Names lie in one block of text and are scanned; descriptions have a word index. Each word of a query gives a score to
every object, and the scores are joined, so that the time depends on the size of the dictionary and little on the query.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from nocscape.mibs.image import Image
from nocscape.mibs.oidkeys import key_of

Scores = npt.NDArray[np.int16]
Ranks = npt.NDArray[np.uint32]

_MOST_WORDS = 6
_SHORT = 3
"""Words below this length, in bytes, are looked for at the beginning of names alone."""
_MOST_HITS = 40_000
"""Places in names that are looked at for one word; beyond that a word says too little to search by."""
_TOP_SCORE = 1000
_OID = re.compile(r"\.?\d+(?:\.\d+)+\.?")
_MODULE_SCORE, _TEXT_SCORE, _PART_SCORE, _START_SCORE, _WHOLE_SCORE, _STANDARD_SCORE = 1, 2, 6, 10, 30, 3


class Searcher:
    """Searches one image."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self._trusted = image.directory.trusted
        self._module_names = [name.lower() for name in image.modules]

    def search(self, words: str, most: int) -> list[int]:
        """Ranks of the objects that every word fits, the best first; of equal ones the shorter name, then OID order."""
        asked = words.lower().replace("::", " ").split()[:_MOST_WORDS]
        if not asked or not self._image.count:
            return []
        if len(asked) == 1 and _OID.fullmatch(asked[0]):
            return self._below(asked[0], most)
        total = np.zeros(self._image.count, dtype=np.int16)
        fits = np.ones(self._image.count, dtype=np.bool_)
        for word in asked:
            score = self._score(word)
            fits &= score > 0
            total += score
        ranks = np.flatnonzero(fits)
        is_standard = np.frombuffer(self._image.numbers("module_of"), dtype=np.uint32)[ranks] < self._trusted
        return self._best(ranks, total[ranks] + _STANDARD_SCORE * is_standard, most)

    def _best(self, ranks: npt.NDArray[np.intp], scores: Scores, most: int) -> list[int]:
        starts = self._starts()
        lengths = starts[ranks + 1] - starts[ranks]
        order = (_TOP_SCORE - scores.astype(np.int64)) << 44 | np.minimum(lengths, 255).astype(np.int64) << 36 | ranks
        if order.size > most:
            order = np.partition(order, most)[:most]
        return [int(key) & 0xF_FFFF_FFFF for key in np.sort(order)]

    def _below(self, oid: str, most: int) -> list[int]:
        """A number and what stands below it; the nearest known above it where it is not known itself."""
        try:
            key = key_of(oid)
        except ValueError:
            return []
        image = self._image
        found: list[int] = []
        rank = image.lower_bound(key)
        while rank < image.count and len(found) < most and image.key(rank).startswith(key):
            found.append(rank)
            rank += 1
        return found or [r for r in [image.find(key)] if r >= 0]

    def _score(self, word: str) -> Scores:
        score = self._modules(word)
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
