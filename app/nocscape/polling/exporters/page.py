"""The text exposition format of Prometheus (version 0.0.4), of bounded size.

Only lines of the families that are wanted are taken apart; those must be well formed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line

MOST_OCTETS = 4 << 20
MOST_POINTS = 50_000
MOST_LABELS = 64
MOST_LETTERS = 256
"""Of a label's value."""

_FAMILY = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_REST = re.compile(r"\s*(?:\{(.*)\})?\s*(\S+)(?:\s+-?\d+)?\s*")
_LABEL = re.compile(r'\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*(?:,|$)')
_ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
_ESCAPE = re.compile(r"\\[\\\"n]")


class PageError(NocscapeError):
    """What was got is no page of metrics."""


class Point(NamedTuple):
    """One value of a family, with its labels."""

    labels: dict[str, str]
    value: float


Points = dict[str, list[Point]]
"""By family."""


def parse(body: bytes, wanted: Collection[str]) -> Points:
    """The points of the wanted families. Raises PageError."""
    if len(body) > MOST_OCTETS:
        raise PageError(tr("the page is larger than {most} MB", most=MOST_OCTETS >> 20))
    found: Points = {}
    count = 0
    for number, line in enumerate(body.decode("utf-8", "replace").split("\n"), 1):
        name = _FAMILY.match(line)
        if name is None:
            if line.strip() and not line.lstrip().startswith("#"):
                raise _broken(number)
            continue
        if name[0] not in wanted:
            continue
        count += 1
        if count > MOST_POINTS:
            raise PageError(tr("the page has more than {most} values", most=MOST_POINTS))
        found.setdefault(name[0], []).append(_point(line, name.end(), number))
    return found


def _point(line: str, at: int, number: int) -> Point:
    rest = _REST.fullmatch(line, at)
    if rest is None:
        raise _broken(number)
    try:
        return Point(_labels(rest[1] or ""), float(rest[2]))
    except ValueError as error:
        raise _broken(number) from error


def _labels(text: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    at = 0
    while text[at:].strip():
        found = _LABEL.match(text, at)
        if found is None or len(labels) >= MOST_LABELS:
            raise ValueError(text)
        plain = _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], found[2])
        labels[found[1]] = one_line(plain, MOST_LETTERS)
        at = found.end()
    return labels


def _broken(number: int) -> PageError:
    return PageError(tr("line {number} of the page is none of metrics", number=number))
