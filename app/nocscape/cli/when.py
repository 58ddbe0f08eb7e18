"""Times on a command line, and in what it prints."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr

_AGO = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d|w)")
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}


def parse_time(typed: str, now: float | None = None) -> float:
    """UTC seconds: `now`, so long ago (`90min`, `2h`, `7d`), or ISO 8601, local time where it names no zone.

    Raises InputError for anything else.
    """
    text = typed.strip()
    current = time.time() if now is None else now
    if text == "now":
        return current
    if match := _AGO.fullmatch(text):
        return current - float(match[1]) * _SECONDS[match[2]]
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise InputError(
            tr("{text} is no time", text=typed), hint=tr("such as 2026-11-21T08:00, 90min, 7d (ago) or now")
        ) from None


def parse_span(typed: str) -> float:
    """Seconds of `30s`, `5min`, `4h`, `2d`. Raises InputError for anything else."""
    match = _AGO.fullmatch(typed.strip())
    if match is None:
        raise InputError(tr("{text} is no time", text=typed), hint=tr("such as 30min, 4h, 2d"))
    return float(match[1]) * _SECONDS[match[2]]


def iso(at: float) -> str:
    """UTC seconds in ISO 8601."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local(at: float) -> str:
    """UTC seconds as people of this place read it."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
