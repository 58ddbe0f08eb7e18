"""An index of the words in descriptions: which objects say them.

Words stand in alphabetical order with their objects' ranks behind each other in the same order, so that all words with
a common beginning are one range: what an operator has typed so far is as quick to look up as a whole word.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator

from nocscape.mibs.lexer import word_set

_WORD = re.compile(r"[a-z][a-z0-9-]{2,30}|[^\W\d_a-z]{2,30}")
_STOP = word_set(
    """the this that and for are was were with from has have not but its which when then than will shall may can any all
    each other such object objects value values indicates specifies used using been being into only also must should
    does if of is in to be by an as it at or no"""
)


class WordIndex:
    """Collects words while an image is written."""

    def __init__(self) -> None:
        self._ranks: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, rank: int, text: str) -> None:
        """Note the words of one object's description."""
        ranks = self._ranks
        for word in set(words_of(text)):
            ranks[word].append(rank)

    def sections(self) -> Iterator[tuple[str, bytearray | array[int]]]:
        """The index as sections of an image."""
        words = sorted(self._ranks)
        word_starts, posting_starts = array("I", [0]), array("I", [0])
        blob, postings = bytearray(), array("I")
        for word in words:
            blob += word.encode()
            postings.extend(self._ranks[word])
            word_starts.append(len(blob))
            posting_starts.append(len(postings))
        yield "words", blob
        yield "words_starts", word_starts
        yield "postings", postings
        yield "posting_starts", posting_starts


def words_of(text: str) -> list[str]:
    """The words of a text that are worth finding, in lower case."""
    return [w for w in _WORD.findall(text.lower()) if w not in _STOP]
