"""Readings that come one by one, taken in together: in a large network each time costs as much as many."""

from __future__ import annotations

from collections.abc import Callable

from nocscape.base.clock import Clock
from nocscape.base.tasks import Supervisor
from nocscape.topology.observations import DeviceReading

COALESCE_S = 0.1
"""Readings that come within this are taken in together."""
REST = 100.0
"""How much longer than taking in the pause behind it is: it burns the processor, and polls and consoles come first."""
MOST_PAUSE_S = 30.0

Take = Callable[[tuple[DeviceReading, ...]], None]


class Gathering:
    """Hands over what was put in, at most every so often."""

    def __init__(self, clock: Clock, tasks: Supervisor, take: Take) -> None:
        self._clock = clock
        self._tasks = tasks
        self._take = take
        self._waiting: list[DeviceReading] = []
        self._may_begin = 0.0

    def put(self, reading: DeviceReading) -> None:
        """Take a reading in soon."""
        self._waiting.append(reading)
        if len(self._waiting) == 1 and not self._tasks.is_closed:
            self._tasks.spawn(self._take_in(), "gathering")

    async def _take_in(self) -> None:
        await self._clock.sleep(max(COALESCE_S, self._may_begin - self._clock.monotonic()))
        readings, self._waiting = tuple(self._waiting), []
        began = self._clock.monotonic()
        self._take(readings)
        ended = self._clock.monotonic()
        self._may_begin = ended + min(REST * (ended - began), MOST_PAUSE_S)
