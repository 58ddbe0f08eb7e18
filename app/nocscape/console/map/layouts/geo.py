"""Where on earth a device is, and where that is on a map. No Qt."""

from __future__ import annotations

import math
import re
from functools import cache

import msgspec

from nocscape.base.paths import resources_dir
from nocscape.model.net import Device

DEGREE = 60.0
"""Scene units of a degree of longitude."""

MOST_LATITUDE = 85.0

_MOST_TEXT = 400
_PAIR = re.compile(r"(?<![\d.])([-+]?\d{1,2}\.\d{1,10})\s{0,3}[,; ]\s{0,3}([-+]?\d{1,3}\.\d{1,10})(?![\d.])")
_WORDS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+){0,3}")


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """The place of a point of the earth (degrees, WGS 84) in scene units, north up; the poles are cut off."""
    bounded = math.radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude)))
    return longitude * DEGREE, -math.degrees(math.log(math.tan(math.pi / 4 + bounded / 2))) * DEGREE


def place_of(device: Device) -> tuple[float, float] | None:
    """Where a device is: coordinates (latitude, longitude) in its location or site, else a city named there."""
    for text in (device.site, device.sys_location or ""):
        found = _coordinates(text[:_MOST_TEXT]) or _city(text[:_MOST_TEXT])
        if found is not None:
            return mercator(found[1], found[0])
    return None


@cache
def cities() -> dict[str, tuple[float, float]]:
    """Latitude and longitude by name in lower case."""
    known: dict[str, tuple[float, float]] = {}
    for line in (resources_dir() / "maps" / "cities.tsv").read_text(encoding="utf-8").splitlines():
        names, latitude, longitude = line.split("\t")
        known |= dict.fromkeys(names.casefold().split("|"), (float(latitude), float(longitude)))
    return known


@cache
def world() -> tuple[tuple[tuple[float, float], ...], ...]:
    """Borders of countries as closed lines in scene units."""
    raw = (resources_dir() / "maps" / "world.msgpack").read_bytes()
    rings = msgspec.msgpack.decode(raw, type=list[list[int]])
    return tuple(tuple(mercator(ring[i] / 100, ring[i + 1] / 100) for i in range(0, len(ring), 2)) for ring in rings)


def _coordinates(text: str) -> tuple[float, float] | None:
    found = _PAIR.search(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _city(text: str) -> tuple[float, float] | None:
    """The first city that is named; the longest name first (`New York` before `York`)."""
    known = cities()
    for run in _WORDS.findall(text.casefold()):
        words = re.split(r"[ '-]", run)
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                if (found := known.get(" ".join(words[start : start + size]))) is not None:
                    return found
    return None
