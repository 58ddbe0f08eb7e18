"""Finding objects as an operator types: parts of names first, then words of descriptions.

Names lie in one block of text and are scanned; descriptions have a word index. Each word of a query gives a mask over
all objects, and the masks are joined, so that the time depends on the size of the dictionary and hardly on the query.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from nocscape.mibs.image import Image
from nocscape.mibs.oidkeys import key_of

Mask = npt.NDArray[np.bool_]
Ranks = npt.NDArray[np.intp]

_MOST_WORDS = 6
_SHORT = 3
"""Words below this length, in bytes, are looked for at the beginning of names alone."""
_MOST_HITS = 40_000
"""Places in names that are looked at for one word; beyond that a word says too little to search by."""
_OID = re.compile(r"\.?\d+(?:\.\d+)+\.?")
_MODULE_SCORE, _TEXT_SCORE, _PART_SCORE, _START_SCORE, _WHOLE_SCORE, _STANDARD_SCORE = 1, 2, 6, 10, 30, 3


class Searcher:
    """Searches one image."""

    def __init__(self, image: Image) -> None:
        self._image = image
        self._trusted = image.directory.trusted

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

    def _best(self, ranks: Ranks, scores: npt.NDArray[np.int16], most: int) -> list[int]:
        starts = self._starts()
        lengths = starts[ranks + 1] - starts[ranks]
        order = np.lexsort((ranks, lengths, -scores))[:most]
        return [int(r) for r in ranks[order]]

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

    def _score(self, word: str) -> npt.NDArray[np.int16]:
        score = np.zeros(self._image.count, dtype=np.int16)
        score[self._modules(word)] = _MODULE_SCORE
        if len(word) >= _SHORT:
            score[self._described(word)] = _TEXT_SCORE
        parts, starts, wholes = self._named(word)
        score[parts] = _PART_SCORE
        score[starts] = _START_SCORE
        score[wholes] = _WHOLE_SCORE
        return score

    def _starts(self) -> npt.NDArray[np.uint32]:
        return np.frombuffer(self._image.numbers("names_starts"), dtype=np.uint32)

    def _named(self, word: str) -> tuple[Ranks, Ranks, Ranks]:
        """Objects with the word in their names, with names that begin with it, and with just that name."""
        starts = self._starts()
        raw = word.encode()
        if len(raw) < _SHORT:
            begun = np.frombuffer(self._image.names_with(word), dtype=np.uint32).astype(np.intp)
            return begun, begun, begun[starts[begun + 1] - starts[begun] == len(raw) + 1]
        hits = np.array(self._image.places_in_names(raw, _MOST_HITS), dtype=np.int64)
        ranks = np.searchsorted(starts, hits, side="right") - 1
        is_start = starts[ranks] == hits
        is_whole = is_start & (starts[ranks + 1] - starts[ranks] == len(raw) + 1)
        return ranks, ranks[is_start], ranks[is_whole]

    def _modules(self, word: str) -> Mask:
        numbers = np.frombuffer(self._image.numbers("module_of"), dtype=np.uint32)
        wanted = np.array([word in name.lower() for name in self._image.modules], dtype=np.bool_)
        return wanted[numbers] if wanted.any() else np.zeros(numbers.size, dtype=np.bool_)

    def _described(self, word: str) -> npt.NDArray[np.uint32]:
        """Objects whose descriptions hold a word that begins so."""
        low, high = self._image.words_from(word.encode())
        starts = self._image.numbers("posting_starts")
        return np.frombuffer(self._image.numbers("postings"), dtype=np.uint32)[starts[low] : starts[high]]
