"""Limits as people type and read them. No Qt."""

from __future__ import annotations

import math
import re

from nocscape.base.units import written_unit

_TYPED = re.compile(r"([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(.*)")
_PREFIX = re.compile(r"([kKMGgTt])(i?)(.*)")
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}
_TIMES = {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_SCALED = frozenset({"bit/s", "B", "B/s", "1/s", "1", "bit"})
"""Units whose numbers get so big that they are written with a prefix."""


def typed(text: str, unit: str) -> float | None:
    """The number that was typed, with or without prefix and unit (`1.2G`, `80 %`, `5 min`); None for anything else."""
    plain = text.strip().replace("−", "-").replace(",", ".").replace("\u202f", "")
    match = _TYPED.fullmatch(plain)
    factor = _factor(match[2].strip(), unit) if match is not None else None
    if match is None or factor is None:
        return None
    found = float(match[1]) * factor
    return found if math.isfinite(found) else None


def _factor(rest: str, unit: str) -> float | None:
    """What a number is multiplied by for what stands behind it; None where that does not fit the unit."""
    names = {"", unit.lower(), written_unit(unit).lower()}
    if rest.lower() in names:
        return 1.0
    if unit == "s" and rest in _TIMES:
        return _TIMES[rest]
    match = _PREFIX.fullmatch(rest) if unit in _SCALED else None
    if match is None or match[3].strip().lower() not in names:
        return None
    return float((1024 if match[2] else 1000) ** _POWERS[match[1].lower()])


def shown(value: float, unit: str) -> str:
    """A limit as it can be typed again: no digit is lost."""
    for size, prefix in _PREFIXES if unit in _SCALED else ():
        if abs(value) >= size:
            return f"{value / size:.12g} {prefix}{written_unit(unit)}"
    return f"{value:.12g} {written_unit(unit)}".rstrip()
