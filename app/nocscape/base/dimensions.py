"""Units of measure as what they are made of, so that a formula over metrics can be checked before it is used.

A unit is written as `bit/s`, `ms`, `%`, `1/s`, `W`, `B`. Levels on a logarithmic or shifted scale (`dBm`, `°C`) stand
for themselves: they can be compared and subtracted, and make no sense when multiplied.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr

_MOST_LETTERS = 40


class Dimension(NamedTuple):
    """Base units with their exponents, sorted by name, and how many of them one unit is."""

    parts: tuple[tuple[str, int], ...] = ()
    factor: float = 1.0

    def times(self, other: Dimension, power: int = 1) -> Dimension:
        """The product with the `power`th power of another."""
        exponents = dict(self.parts)
        for name, exponent in other.parts:
            exponents[name] = exponents.get(name, 0) + power * exponent
        parts = tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))
        return Dimension(parts, self.factor * other.factor**power)

    def is_like(self, other: Dimension) -> bool:
        """Whether both measure the same kind of thing."""
        return self.parts == other.parts

    def __str__(self) -> str:
        above = "·".join(_power(n, e) for n, e in self.parts if e > 0)
        below = "·".join(_power(n, -e) for n, e in self.parts if e < 0)
        return f"{above or '1'}/{below}" if below else above or "1"


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"


NUMBER = Dimension()
SECOND = Dimension((("s", 1),))
_SCALES = {"": 1.0, "m": 1e-3, "u": 1e-6, "µ": 1e-6, "n": 1e-9, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
_SCALED = {
    "bit": Dimension((("bit", 1),)),
    "b": Dimension((("bit", 1),)),
    "B": Dimension((("bit", 1),), 8.0),
    "s": SECOND,
    "W": Dimension((("A", 1), ("V", 1))),
    "V": Dimension((("V", 1),)),
    "A": Dimension((("A", 1),)),
    "VA": Dimension((("A", 1), ("V", 1))),
    "Hz": Dimension((("s", -1),)),
}
_PLAIN = {
    "": NUMBER,
    "1": NUMBER,
    "%": Dimension((), 0.01),
    "min": Dimension((("s", 1),), 60.0),
    "h": Dimension((("s", 1),), 3600.0),
    "d": Dimension((("s", 1),), 86_400.0),
    "rpm": Dimension((("s", -1),), 1 / 60),
    "Wh": Dimension((("A", 1), ("V", 1), ("s", 1)), 3600.0),
}
_LEVELS = frozenset({"dBm", "dB", "°C", "°F"})


@lru_cache(maxsize=256)
def parse_unit(text: str) -> Dimension:
    """What a unit is made of. Raises InputError for one that nobody knows."""
    if len(text) > _MOST_LETTERS:
        raise _unknown(text[:_MOST_LETTERS])
    above, slash, below = text.partition("/")
    found = _product(above, text)
    return found.times(_product(below, text), -1) if slash else found


def _product(text: str, whole: str) -> Dimension:
    found = NUMBER
    for part in text.replace("·", "*").split("*"):
        found = found.times(_one(part.strip(), whole))
    return found


def _one(name: str, whole: str) -> Dimension:
    if name in _PLAIN:
        return _PLAIN[name]
    if name in _LEVELS:
        return Dimension(((name, 1),))
    for letters, scale in _SCALES.items():
        base = _SCALED.get(name[len(letters) :]) if name.startswith(letters) else None
        if base is not None:
            return Dimension(base.parts, base.factor * scale)
    raise _unknown(whole)


def _unknown(text: str) -> InputError:
    return InputError(
        tr("{unit} is not a unit that is known here", unit=text), hint=tr("For instance: bit/s, ms, %, W, °C")
    )
