"""Fills the gaps that the poller left while it was down, or could not reach a device, from what the device kept."""

from __future__ import annotations

from collections.abc import Sequence

from nocscape.base.errors import InputError, NocscapeError
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import target_of
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.rmon import LONGEST_S, METRICS, read_history
from nocscape.wire.snmp import SnmpError

FIRST_LOOK_S = 3600
POINTS = 10**6
"""As fine as it was kept."""


class Refill:
    """Looks at a device once after each time that it was out of reach, if it has RMON."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._looked: set[DeviceId] = set()

    def forget(self, device: DeviceId) -> None:
        """It went or came back: look again."""
        self._looked.discard(device)

    def take(self, device: DeviceId, samples: Sequence[Sample]) -> None:
        """What a poll brought; RMON among it begins the work, in the background."""
        if device in self._looked or not any(s.key.metric in METRICS and s.value is not None for s in samples):
            return
        self._looked.add(device)
        self._rooms.tasks.spawn(self._fill(device, min(s.at for s in samples)), "refill")

    async def _fill(self, device: DeviceId, until: int) -> None:
        known = self._rooms.state.devices.get(device)
        try:
            if known is not None:
                target = await target_of(self._rooms, known)
                found = await read_history(self._rooms.snmp, target, device, self._rooms.clock.now())
                self._rooms.history.append(await self.missing(found, until))
        except (SnmpError, InputError):
            self._looked.discard(device)

    async def missing(self, found: Sequence[Sample], until: int) -> list[Sample]:
        """Those of the samples that lie after the last value that history has, and before `until` (UTC seconds)."""
        of_ports: dict[str, SeriesKey] = {}
        for sample in found:
            of_ports.setdefault(sample.key.instance, sample.key)
        last = {key.instance: at for key, at in (await self._last_values(list(of_ports.values()), until)).items()}
        return [s for s in found if last.get(s.key.instance, until) < s.at < until]

    async def _last_values(self, keys: Sequence[SeriesKey], until: int) -> dict[SeriesKey, int]:
        """When each series had a value last. Looks back twice as far each time, so that no more than a gap is read."""
        last: dict[SeriesKey, int] = {}
        back_s = FIRST_LOOK_S
        while back_s <= LONGEST_S and (unknown := [key for key in keys if key not in last]):
            try:
                stored = await self._rooms.history.read(unknown, until - back_s, until - 1, POINTS)
            except NocscapeError:
                return {}
            for data in stored:
                told = [at for at, value in zip(data.times, data.values, strict=True) if value is not None]
                if told:
                    last[data.key] = max(told) + data.step_s
            back_s *= 2
        return last
