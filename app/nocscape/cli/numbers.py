"""Numbers as options take them: what lies outside of the range is told in a line, before anything is begun."""

from __future__ import annotations

import argparse
import math

from nocscape.base.i18n import tr


def port(text: str) -> int:
    """A port of UDP or TCP. Raises ArgumentTypeError."""
    return _whole(text, 1, 65_535)


def count(text: str) -> int:
    """How many, one at least. Raises ArgumentTypeError."""
    return _whole(text, 1, 1_000_000_000)


def times(text: str) -> int:
    """How often, perhaps never. Raises ArgumentTypeError."""
    return _whole(text, 0, 1_000)


def above_zero(text: str) -> float:
    """Seconds, or so many a second. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(tr("{text} is no number above 0", text=text))
    return number


def _whole(text: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(
            tr("{text} is no whole number from {least} to {most}", text=text, least=least, most=most)
        )
    return number
