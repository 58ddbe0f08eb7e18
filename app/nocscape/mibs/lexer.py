"""MIB text to tokens: one compiled expression, linear in the length of the text whatever it holds.

Comments run to the end of the line. ASN.1 also ends them at the next `--`, but real files draw rulers and write dashes
in comments far more often than they put something behind one: only an item of an enumeration counts there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice

_TOKEN = re.compile(
    r"""--(?:[^\n-]|-(?!-))*--(?=[ \t]*\w+[ \t]*\(-?\d+\)[ \t]*[,}])  # a comment closed before an enumeration's item
    |--[^\n]*
    |("[^"]*"
    |\w+(?:-\w+)*
    |::=
    |\.\.
    |[{}(),;|.\[\]:<>=]
    |'[0-9A-Fa-f\s]*'[hHbB]?
    |-\d+)""",
    re.VERBOSE,
)


MOST_TOKENS = 4_000_000
"""More than any real file of the largest size has; what comes behind is not read."""


def tokenize(text: str) -> list[str]:
    """All tokens in order; what is neither token, comment nor white space is left out. Strings keep their quotes."""
    return list(islice(filter(None, _TOKEN.findall(text)), MOST_TOKENS))


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


def lines_of(text: str, wanted: Iterable[int]) -> dict[int, int]:
    """The line of each wanted token, counted from 1; made only when something went wrong, since it reads all again."""
    left = sorted(set(wanted))
    if not left:
        return {}
    breaks = [m.start() for m in re.finditer("\n", text)]
    starts = [m.start() for m in _TOKEN.finditer(text) if m[1]]
    last = len(starts) - 1
    return {i: bisect_right(breaks, starts[min(i, last)]) + 1 if starts else 1 for i in left}
