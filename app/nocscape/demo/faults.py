"""Faults on a script: what is wrong at which second of a period that repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nocscape.demo.campus import Campus
from nocscape.demo.plan import Box, Cable

PERIOD_S = 900.0

What = Literal["link_down", "device_silent", "cpu_storm", "bad_optics"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault from `start_s` to `end_s` of the period, at a device or on a cable (by name)."""

    what: What
    where: str
    start_s: float
    end_s: float


class Script:
    """Which faults are on at a time. `epoch` is when the period began for the first time."""

    def __init__(self, faults: list[Fault], epoch: float) -> None:
        self.faults = faults
        self._epoch = epoch

    def is_on(self, what: What, where: str, now: float) -> bool:
        """Whether this fault is on at `now`."""
        at = (now - self._epoch) % PERIOD_S
        return any(f.what == what and f.where == where and f.start_s <= at < f.end_s for f in self.faults)

    def is_cable_down(self, cable: Cable, now: float) -> bool:
        """A cable is down by itself, or since a device at its end is."""
        return self.is_on("link_down", cable.name, now) or any(
            self.is_on("device_silent", end.name, now) for end in (cable.a, cable.b)
        )


def default_script(campus: Campus, epoch: float) -> Script:
    """A flapping link, an overloaded server, an access switch that dies with what hangs on it, and dirty optics."""
    boxes = {b.name: b for b in campus.boxes}
    flapping = _uplink(boxes["acc-c2"])
    dirty = _uplink(boxes["dist-b"])
    dead = boxes["acc-b2"]
    behind = [c.b for c in dead.cables if c.a is dead]
    faults = [Fault("link_down", flapping.name, at, at + 20) for at in (90.0, 130.0, 170.0)]
    faults.append(Fault("cpu_storm", "app-2", 260, 420))
    faults += [Fault("device_silent", box.name, 480, 620) for box in (dead, *behind)]
    faults.append(Fault("bad_optics", dirty.name, 660, 840))
    return Script(faults, epoch)


def _uplink(box: Box) -> Cable:
    return next(c for c in box.cables if c.b is box)
