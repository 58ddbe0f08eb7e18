"""Units as MIBs write them (`tenths of seconds`, `0.1 RMS Amp`, `KBytes`), as units that can be reckoned with."""

from __future__ import annotations

import re

_PREFIXES: dict[str, float] = {
    "0.1": 0.1,
    "tenth": 0.1,
    "deci": 0.1,
    "0.01": 0.01,
    "hundredth": 0.01,
    "hundred": 0.01,
    "centi": 0.01,
    "0.001": 0.001,
    "thousandth": 0.001,
    "milli": 0.001,
    "micro": 1e-6,
    "nano": 1e-9,
    "kilo": 1e3,
    "mega": 1e6,
    "giga": 1e9,
    "k": 1e3,
}
_BASES: dict[str, str] = {
    "second": "s",
    "sec": "s",
    "minute": "min",
    "hour": "h",
    "octet": "B",
    "byte": "B",
    "b": "B",
    "bit": "bit",
    "bps": "bit/s",
    "bit/second": "bit/s",
    "bit/sec": "bit/s",
    "percent": "%",
    "percentage": "%",
    "%": "%",
    "volt": "V",
    "ampere": "A",
    "amp": "A",
    "watt": "W",
    "volt amp": "VA",
    "volt ampere": "VA",
    "va": "VA",
    "hertz": "Hz",
    "hz": "Hz",
    "rpm": "rpm",
    "revolution/minute": "rpm",
    "db": "dB",
    "dbm": "dBm",
    "celsius": "°C",
    "degree celsius": "°C",
    "degree c": "°C",
    "fahrenheit": "°F",
    "degree fahrenheit": "°F",
}
_PREFIX = re.compile(rf"({'|'.join(re.escape(word) for word in _PREFIXES)}) ?(.+)")
MOST_LETTERS = 60


def measure_of(units: str) -> tuple[str, float]:
    """The unit of a UNITS clause and how many of it one is: `ms` is (`s`, 0.001); (`1`, 1.0) where nobody knows."""
    text = _plain(units)
    if text in _BASES:
        return _BASES[text], 1.0
    found = _PREFIX.fullmatch(text)
    if found is not None and found[2] in _BASES:
        return _BASES[found[2]], _PREFIXES[found[1]]
    return "1", 1.0


def _plain(units: str) -> str:
    """In lower case and the singular, with `/` for `per`: `Tenths of Seconds` is `tenth second`."""
    text = units[:MOST_LETTERS].lower().replace("-", " ").replace(" per ", "/")
    words = [word for word in re.split(r"\s+", text.strip()) if word not in ("of", "rms")]
    return "/".join(_singular(part) for part in " ".join(words).split("/"))


def _singular(text: str) -> str:
    words = [word if word == "celsius" or len(word) < 4 else word.removesuffix("s") for word in text.split()]
    return " ".join(words)
