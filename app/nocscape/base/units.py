"""Numbers with their units, as people read them."""

from __future__ import annotations

import math

from nocscape.base.i18n import Text, msg

_SI = ("", "k", "M", "G", "T", "P", "E")
_IEC = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
NO_VALUE = "–"
_PLAIN = frozenset({"°C", "°F", "dBm", "dB", "rpm", "min", "h", "d"})
"""Units that take no prefix."""
_WRITTEN = {"bit/s": "b/s", "1/s": "/s", "1": "", "bit": "b"}


def si(value: float | None, unit: str, *, digits: int = 3, base: int = 1000) -> str:
    """`value` with an SI (base 1000) or IEC (base 1024) prefix and `digits` significant digits: `7.94 Gb/s`."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    prefixes = _SI if base == 1000 else _IEC
    scaled, step = abs(float(value)), 0
    while step < len(prefixes) - 1 and float(significant(scaled, digits)) >= base:
        scaled /= base
        step += 1
    sign = "−" if value < 0 and scaled else ""
    return f"{sign}{significant(scaled, digits)} {prefixes[step]}{unit}".rstrip()


LEAST_PERCENT = 0.01


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
    """A share of 100; of next to nothing no more is said than that."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    return f"< {LEAST_PERCENT} %" if 0 < value < LEAST_PERCENT else f"{significant(value)} %"


def duration(seconds: float) -> str:
    """`41 d 3 h`, `2 min 14 s`, `35 ms`: the two largest units that say something, in the language in force."""
    return str(duration_text(seconds))


def duration_text(seconds: float) -> Text:
    """The same for later, in the language in force then."""
    if seconds < 1:
        return msg("{value} ms", value=significant(seconds * 1000))
    left = int(seconds)
    counts: list[int] = []
    for size in (86400, 3600, 60, 1):
        count, left = divmod(left, size)
        counts.append(count)
    first = next(place for place, count in enumerate(counts) if count)
    parts = [_unit(place, counts[place]) for place in (first, first + 1) if place < len(counts) and counts[place]]
    return parts[0] if len(parts) == 1 else msg("{first} {second}", first=parts[0], second=parts[1])


def _unit(place: int, count: int) -> Text:
    """So many days, hours, minutes or seconds."""
    texts = (
        msg("{count} d", count=count),
        msg("{count} h", count=count),
        msg("{count} min", count=count),
        msg("{count} s", count=count),
    )
    return texts[place]


def grouped(value: int) -> str:
    """Digits in groups of three, divided by narrow spaces."""
    return f"{value:,}".replace(",", "\u202f")


def measured(value: float | None, unit: str) -> str:
    """A value with the unit of its metric as the field writes it: `7.94 Gb/s`, `61 %`, `0.8 ms`, `−6.8 dBm`."""
    if value is None or not math.isfinite(value):
        return NO_VALUE
    if unit == "%":
        return percent(value)
    if unit == "ms":
        return _milliseconds(value)
    if unit in _PLAIN:
        return f"{'−' if value < 0 else ''}{significant(abs(value))} {unit}"
    if unit == "B":
        return octets(value)
    return si(value, written_unit(unit))


def written_unit(unit: str) -> str:
    """A unit of the model as people write it: `b/s` for `bit/s`, `/s` for `1/s`, nothing for `1`."""
    return _WRITTEN.get(unit, unit)


def _milliseconds(value: float) -> str:
    if abs(value) >= 1000:
        return f"{significant(value / 1000)} s"
    return f"{significant(round(value, 2) if abs(value) < 1 else value)} ms"
