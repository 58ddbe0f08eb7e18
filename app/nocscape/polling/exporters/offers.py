"""What a page of metrics offers, known or not."""

from __future__ import annotations

import re
from collections.abc import Collection

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.model.exporters import OfferedFamily
from nocscape.polling.exporters.page import MOST_OCTETS, PageError, parse

MOST_FAMILIES = 2000
_MOST_LETTERS = 160
_SAMPLE = re.compile(r"^([a-zA-Z_:][a-zA-Z0-9_:]*)[ \t{]", re.MULTILINE)
_TOLD = re.compile(r"^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$", re.MULTILINE)
_PARTS = ("_bucket", "_sum", "_count")
"""Families that histograms and summaries are made of."""


def offers(body: bytes, known: Collection[str]) -> tuple[OfferedFamily, ...]:
    """Every family in the page's order; `known` are taken by a profile. Raises PageError."""
    if len(body) > MOST_OCTETS:
        raise PageError(tr("the page is larger than {most} MB", most=MOST_OCTETS >> 20))
    text = body.decode("utf-8", "replace")
    names = list(dict.fromkeys(_SAMPLE.findall(text)))[:MOST_FAMILIES]
    points = parse(body, frozenset(names))
    told: dict[str, dict[str, str]] = {"HELP": {}, "TYPE": {}}
    for what, name, words in _TOLD.findall(text):
        told[what][name] = one_line(words, _MOST_LETTERS)
    return tuple(
        OfferedFamily(
            name=name,
            help=_said(told["HELP"], name),
            kind=_said(told["TYPE"], name),
            points=len(points.get(name, ())),
            example=points[name][0].value if points.get(name) else None,
            is_known=name in known,
        )
        for name in names
    )


def _said(words: dict[str, str], name: str) -> str:
    whole = next((name.removesuffix(part) for part in _PARTS if name.endswith(part)), name)
    return words.get(name) or words.get(whole, "")
