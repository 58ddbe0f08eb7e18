"""An index of the words in descriptions and of the parts of names: which objects have them.

Words stand in alphabetical order with their objects' ranks behind each other in the same order, so that all words with
a common beginning are one range: what an operator has typed so far is as quick to look up as a whole word.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from nocscape.mibs.lexer import word_set

_WORD = re.compile(r"[a-z][a-z0-9-]{2,30}|[^\W\d_a-z]{2,30}")
_PART = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])|[^\W_]")
_STOP = word_set(
    """the this that and for are was were with from has have not but its which when then than will shall may can any all
    each other such object objects value values indicates specifies used using been being into only also must should
    does if of is in to be by an as it at or no"""
)


class WordIndex:
    """Collects words while an image is written."""

    def __init__(self) -> None:
        self._ranks: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, rank: int, words: Iterable[str]) -> None:
        """Note the words of one object."""
        ranks = self._ranks
        for word in set(words):
            ranks[word].append(rank)

    def sections(self, name: str) -> Iterator[tuple[str, bytearray | array[int]]]:
        """The index as sections of an image, called after `name`."""
        words = sorted(self._ranks)
        word_starts, posting_starts = array("I", [0]), array("I", [0])
        blob, postings = bytearray(), array("I")
        for word in words:
            blob += word.encode()
            postings.extend(self._ranks[word])
            word_starts.append(len(blob))
            posting_starts.append(len(postings))
        yield name, blob
        yield f"{name}_starts", word_starts
        yield f"{name}_ranks", postings
        yield f"{name}_ranks_starts", posting_starts


def parts_of(name: str) -> list[str]:
    """The parts of a name that its capitals divide, in lower case: `if`, `hc`, `in`, `octets`."""
    return [part.lower() for part in _PART.findall(name)]


def words_of(text: str) -> list[str]:
    """The words of a text that are worth finding, in lower case."""
    return [w for w in _WORD.findall(text.lower()) if w not in _STOP]
