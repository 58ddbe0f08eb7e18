"""What the value of an object that a profile names means: numbers, words, and shares of memory."""

from __future__ import annotations

import math
import re
from functools import lru_cache

import msgspec

from nocscape.base.text import from_wire, one_line
from nocscape.profiles.schema import Number, Pool, Word
from nocscape.wire.snmp import Column, SnmpValue, Syntax

TEMPLATE_MARK = " => "
MAX_WORD = 80
_MAX_SEARCHED = 1024


def as_number(named: str | Number) -> Number:
    """A bare OID with its meaning."""
    return named if isinstance(named, Number) else Number(named)


def as_word(named: str | Word) -> Word:
    """A bare OID with its meaning."""
    return named if isinstance(named, Word) else Word(named)


def column_of(named: Number | Word) -> Column:
    """The object as it is to be asked for."""
    is_text = not named.is_number if isinstance(named, Word) else bool(named.find)
    return Column(named.oid, Syntax.OCTETS if is_text else Syntax.INTEGER)


def number(named: Number, value: SnmpValue) -> float | None:
    """The number in its unit; None where the value holds none."""
    found = _number(value, named.find)
    if found is None:
        return None
    return 100 - found * named.times if named.is_left else found * named.times


def word(named: Word, value: SnmpValue) -> str:
    """The text in one line; empty where there is none, or it is not what `find` looks for."""
    if named.is_number:
        value = str(value).encode() if isinstance(value, int) and value else b""
    said = one_line(from_wire(value), _MAX_SEARCHED) if isinstance(value, bytes) else ""
    if not named.find:
        return one_line(said, MAX_WORD).strip(" ,;\"'")
    return found_in(named.find, said)


def found_in(text: str, said: str) -> str:
    """What `EXPRESSION` or `EXPRESSION => TEMPLATE` finds in `said`, in one line."""
    expression, _, template = text.partition(TEMPLATE_MARK)
    match = pattern(expression).search(said)
    if match is None:
        return ""
    return one_line(match.expand(template) if template else match[1] or "", MAX_WORD).strip(" ,;")


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """A profile's expression, without regard to case."""
    return re.compile(text, re.IGNORECASE)


class Amounts(msgspec.Struct, frozen=True):
    """A pool in bytes."""

    used_bytes: int
    total_bytes: int

    @property
    def percent(self) -> float:
        """Share in use, percent of 100."""
        return 100 * self.used_bytes / self.total_bytes


def amounts(pool: Pool, used: SnmpValue, free: SnmpValue, total: SnmpValue) -> Amounts | None:
    """From any two of the three (used and free come before the total); None where they tell no size."""
    u, f, t = (_bytes(value, pool) for value in (used, free, total))
    if u is None and f is not None and t is not None:
        u = max(0, t - f)
    elif u is not None and f is not None:
        t = u + f
    if u is None or t is None or t <= 0:
        return None
    return Amounts(u, max(u, t))


def _bytes(value: SnmpValue, pool: Pool) -> int | None:
    found = _number(value, pool.find)
    return int(found) * pool.unit_bytes if found is not None and found >= 0 else None


def _number(value: SnmpValue, find: str) -> float | None:
    if find:
        match = pattern(find).search(from_wire(value)) if isinstance(value, bytes) else None
        return _float(match[1]) if match else None
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _float(digits: str) -> float | None:
    try:
        found = float(digits)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
