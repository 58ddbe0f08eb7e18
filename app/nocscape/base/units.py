"""Numbers with their units, as people read them."""

from __future__ import annotations

import math

_SI = ("", "k", "M", "G", "T", "P", "E")
_IEC = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
NO_VALUE = "–"


def si(value: float | None, unit: str, *, digits: int = 3, base: int = 1000) -> str:
    """`value` with an SI (base 1000) or IEC (base 1024) prefix and `digits` significant digits: `7.94 Gb/s`."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    prefixes = _SI if base == 1000 else _IEC
    scaled, step = abs(float(value)), 0
    while step < len(prefixes) - 1 and _rounds_to(scaled, digits) >= base:
        scaled /= base
        step += 1
    sign = "−" if value < 0 and scaled else ""
    return f"{sign}{significant(scaled, digits)} {prefixes[step]}{unit}".rstrip()


def _rounds_to(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}") if value else 0.0


def significant(value: float, digits: int = 3) -> str:
    """Plain notation with at most `digits` significant digits and no trailing zeros after the point."""
    if not value:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bps(value: float | None) -> str:
    """Bits a second."""
    return si(value, "b/s")


def octets(value: float | None) -> str:
    """Octets as kibi-, mebi- or gibibytes."""
    return si(value, "B", base=1024)


def percent(value: float | None) -> str:
    """A share of 100."""
    return NO_VALUE if value is None or not math.isfinite(value) else f"{significant(value)} %"


def duration(seconds: float) -> str:
    """`41 d 3 h`, `2 min 14 s`, `35 ms`: the two largest units that say something."""
    if seconds < 1:
        return f"{significant(seconds * 1000)} ms"
    left = int(seconds)
    parts: list[str] = []
    for size, name in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count or parts:
            parts.append(f"{count} {name}" if count else "")
        if len(parts) == 2:
            break
    return " ".join(p for p in parts if p)


def grouped(value: int) -> str:
    """Digits in groups of three, divided by narrow spaces."""
    return f"{value:,}".replace(",", "\u202f")
