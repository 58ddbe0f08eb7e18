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
_OPENING = re.compile(r"\s*\{\s*")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\\n]|\\.)*)"\s*(,\s*|(?=\}))')
_VALUE = re.compile(r"\s*(\S+)(?:\s+-?\d+)?\s*")
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
    """From left to right, each sign once: what a page holds must not decide how long it is looked at."""
    try:
        labels, at = _labels(line, at)
        value = _VALUE.fullmatch(line, at)
        return Point(labels, float(value[1] if value is not None else ""))
    except ValueError as error:
        raise _broken(number) from error


def _labels(line: str, at: int) -> tuple[dict[str, str], int]:
    """The labels that begin there, if any, and where they end."""
    labels: dict[str, str] = {}
    opening = _OPENING.match(line, at)
    if opening is None:
        return labels, at
    at = opening.end()
    while not line.startswith("}", at):
        found = _LABEL.match(line, at)
        if found is None or len(labels) >= MOST_LABELS:
            raise ValueError(line[:MOST_LETTERS])
        plain = _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], found[2])
        labels[found[1]] = one_line(plain, MOST_LETTERS)
        at = found.end()
    return labels, at + 1


def _broken(number: int) -> PageError:
    return PageError(tr("line {number} of the page is none of metrics", number=number))
