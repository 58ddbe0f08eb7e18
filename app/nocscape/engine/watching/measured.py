"""History as it is asked for: what is stored, and the utilisation of ports, which is made of stored traffic."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from nocscape.engine.state import NetworkState
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import Combine, Gap, Sample, SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Inventory
from nocscape.model.utilisation import TRAFFIC, UTILISATION, fullest, speeds_of, traffic_of
from nocscape.store.history import HistoryStore

MOST_PORTS = 1_000_000
"""All that one engine can watch."""

Numbers = npt.NDArray[np.float64]
Times = npt.NDArray[np.int64]


class Measured:
    """The readings of `HistoryStore`, with `UTILISATION` as one metric more."""

    def __init__(self, history: HistoryStore, state: NetworkState) -> None:
        self._history = history
        self._state = state

    async def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int) -> list[SeriesData]:
        """The series between two times in UTC seconds (both included), in about `points` values or fewer."""
        stored = dict.fromkeys(part for key in keys for part in traffic_of(key))
        read = await self._history.read(list(stored), since, until, points)
        found = {data.key: data for data in read}
        return [found[key] if key.metric != UTILISATION else self._share(key, found) for key in keys]

    async def top(
        self, metric: str, since: int, until: int, most: int, devices: Collection[DeviceId] | None = None
    ) -> Ranking:
        """The series of a metric with the highest averages between two times; those of `devices` alone where named."""
        if metric != UTILISATION:
            return Ranking(tuple(await self._history.top(metric, since, until, most, devices)))
        known = tuple(self._state.devices.values())
        ways = [await self._history.top(way, since, until, MOST_PORTS, devices) for way in TRAFFIC]
        return await asyncio.to_thread(lambda: fullest(ways, speeds_of(known), most))

    async def together(
        self,
        metric: str,
        since: int,
        until: int,
        *,
        combine: Combine,
        points: int,
        devices: Collection[DeviceId] | None = None,
    ) -> SeriesData:
        """All series of a metric as one, between two times, in about `points` steps."""
        read = self._history.together
        names = None if devices is None else tuple(devices)
        if metric != UTILISATION:
            return await read(metric, since, until, combine=combine, points=points, devices=names)
        wanted = self._state.devices if devices is None else frozenset(devices)
        factors = {port: 100 / speed for port, speed in self._speeds(wanted).items()}
        return await read(metric, since, until, combine=combine, points=points, ways=TRAFFIC, factors=factors)

    async def series_of(self, device: DeviceId) -> tuple[SeriesKey, ...]:
        """All series of a device."""
        found = await self._history.series_of(device)
        speeds = self._speeds((device,))
        ports = (k.instance for k in found if k.metric == TRAFFIC[0] and (device, k.instance) in speeds)
        return (*found, *(SeriesKey(device, UTILISATION, port) for port in ports))

    def _speeds(self, devices: Iterable[DeviceId]) -> dict[tuple[DeviceId, str], int]:
        known = self._state.devices
        return speeds_of(known[device] for device in devices if device in known)

    def _share(self, key: SeriesKey, found: dict[SeriesKey, SeriesData]) -> SeriesData:
        speed_bps = self._speeds((key.device,)).get((key.device, key.instance))
        ways = [found[part] for part in traffic_of(key)]
        return share_of(key, ways, speed_bps) if speed_bps else SeriesData(key=key)


def share_of(key: SeriesKey, ways: Sequence[SeriesData], speed_bps: int) -> SeriesData:
    """Traffic in percent of a speed: at each time that of the direction with more, a gap where neither is known."""
    times = np.unique(np.concatenate([np.array(way.times, np.int64) for way in ways]))
    factor = 100 / speed_bps

    def worse(columns: Iterable[tuple[SeriesData, Sequence[float | None] | None]]) -> list[float | None]:
        rows = [_laid(times, way, column) for way, column in columns if column is not None]
        highest = np.fmax.reduce(rows) * factor
        return [None if np.isnan(value) else value for value in highest.tolist()]

    values = worse((way, way.values) for way in ways)
    has_range = any(way.minimum is not None for way in ways)
    silent = {int(at) for at, value in zip(times.tolist(), values, strict=True) if value is None}
    return SeriesData(
        key=key,
        times=times.tolist(),
        values=values,
        minimum=worse((way, way.minimum) for way in ways) if has_range else None,
        maximum=worse((way, way.maximum) for way in ways) if has_range else None,
        step_s=max(way.step_s for way in ways),
        gaps={at: gap for way in ways for at, gap in way.gaps.items() if at in silent},
    )


def _laid(times: Times, way: SeriesData, column: Sequence[float | None]) -> Numbers:
    """A column at the times of both directions; NaN where this one has nothing."""
    row = np.full(times.size, np.nan)
    row[np.searchsorted(times, np.array(way.times, np.int64))] = np.array(column, np.float64)
    return row


def live_shares(wanted: Collection[SeriesKey], traffic: Iterable[Sample], known: Inventory) -> Iterator[Sample]:
    """The utilisation that a poll's samples of traffic make, of those ports that somebody looks at."""
    by_port: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in traffic:
        if sample.key.metric in TRAFFIC:
            by_port[sample.key.instance].append(sample)
    speeds = {port.key: port.speed_bps for port in known.interfaces}
    for key in wanted:
        samples, speed_bps = by_port.get(key.instance), speeds.get(key.instance)
        if samples and speed_bps:
            rates = [sample.value for sample in samples if sample.value is not None]
            gap: Gap | None = None if rates else samples[0].gap
            yield Sample(key, samples[0].at, 100 * max(rates) / speed_bps if rates else None, gap)
