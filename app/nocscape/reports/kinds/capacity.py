"""Capacity: which ports are near their speed, which disks fill up and when, which devices are short of memory."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nocscape.base.i18n import Text, mark, msg
from nocscape.base.units import NO_VALUE, bps, duration_text, percent
from nocscape.model.metrics import SeriesData
from nocscape.model.reports import DAY_S
from nocscape.model.utilisation import TRAFFIC, fullest, speeds_of, traffic_of
from nocscape.reports.document import Column, Fact, Report, Row, Source, Table, name_of, port_of
from nocscape.reports.kinds import ReportKind

MOST_ROWS = 50
MOST_CANDIDATES = 200
"""Ports that are read whole: those with the highest average against their speed."""
MOST_COUNTED = 1_000_000
POINTS = 1500
FULL, NEAR = 90.0, 75.0
PERCENTILE = 95
FAR_DAYS = 3 * 365
_DIRECTIONS = dict(zip(TRAFFIC, (msg("in"), msg("out")), strict=True))
LEAST_SLOPE = 0.005
"""A rise of less than so many points of 100 a day is none."""


async def make(source: Source, since: float, until: float) -> Report:
    """Ports by the 95th percentile of their load, storage and memory by how full they are and how fast they fill."""
    ports, without_speed = await _ports(source, since, until)
    storage = await _filling(source, "storage_percent", since, until)
    memory = await _filling(source, "memory_percent", since, until)
    tight = sum(row.tone == "crit" for row in (*ports, *storage, *memory))
    return Report(
        title=msg("Capacity"),
        period=(since, until),
        made_at=source.now,
        site=source.site,
        facts=(
            Fact(msg("Devices"), str(len(source.devices))),
            Fact(msg("Ports below"), str(len(ports))),
            Fact(msg("Ports without a known speed"), str(without_speed)),
            Fact(msg("Over {share} %", share=int(FULL)), str(tight)),
        ),
        tables=(
            Table(
                msg("Ports by load"),
                (
                    Column(msg("Device")), Column(msg("Port")), Column(msg("Direction")),
                    Column(msg("Speed"), is_number=True), Column(msg("Average"), is_number=True),
                    Column(msg("95th percentile"), is_number=True), Column(msg("Of the speed"), is_number=True),
                ),
                ports,
                msg("The load that a port stayed below for 95 % of the time, against its speed, the fuller way."),
            ),
            _filling_table(msg("Storage"), storage),
            _filling_table(msg("Memory"), memory),
        ),
    )  # fmt: skip


async def _ports(source: Source, since: float, until: float) -> tuple[list[Row], int]:
    """A row for each port, of the direction in which it is fuller; and how many ports cannot be judged."""
    period = int(since), int(until)
    speeds = speeds_of(source.devices.values())
    ways = [await source.top(metric, *period, MOST_COUNTED) for metric in TRAFFIC]
    ranking = fullest(ways, speeds, MOST_CANDIDATES)
    keys = [part for key, _ in ranking.rows for part in traffic_of(key)]
    best: dict[tuple[str, str], tuple[float, Row]] = {}
    for data in await source.read(keys, *period, POINTS):
        port = (data.key.device, data.key.instance)
        values, speed = known(data), speeds[port]
        if not values.size:
            continue
        high = float(np.percentile(values, PERCENTILE))
        share = 100 * high / speed
        cells = (
            name_of(source, data.key.device), port_of(source, data.key), _DIRECTIONS[data.key.metric], bps(speed),
            bps(float(values.mean())), bps(high), percent(share),
        )  # fmt: skip
        if port not in best or share > best[port][0]:
            best[port] = share, Row(cells, min(1.0, share / 100), _tone(share))
    rows = sorted(best.values(), key=lambda pair: -pair[0])[:MOST_ROWS]
    return [row for _, row in rows], ranking.without_speed


async def _filling(source: Source, metric: str, since: float, until: float) -> list[Row]:
    best = [key for key, _ in await source.top(metric, int(since), int(until), MOST_ROWS)]
    rows = []
    for data in await source.read(best, int(since), int(until), POINTS):
        values = known(data)
        if values.size:
            left = days_left(data)
            last = float(values[-1])
            when = NO_VALUE if left is None else duration_text(left * DAY_S)
            cells = (
                name_of(source, data.key.device),
                data.key.instance,
                percent(last),
                percent(float(values.max())),
                when,
            )
            rows.append((last, Row(cells, min(1.0, last / 100), _tone(last))))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])]


def _filling_table(title: Text, rows: Sequence[Row]) -> Table:
    columns = (
        Column(msg("Device")), Column(msg("Part")), Column(msg("Now"), is_number=True),
        Column(msg("Most"), is_number=True), Column(msg("Full in"), is_number=True),
    )  # fmt: skip
    note = msg("If it goes on to rise as it did on average in this period.")
    return Table(title, columns, rows, note)


def known(data: SeriesData) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The values that there are."""
    values = np.array(data.values, np.float64)
    return values[np.isfinite(values)]


def days_left(data: SeriesData) -> float | None:
    """Days until 100 %, by a straight line through the period (least squares); None where it does not rise."""
    values = np.array(data.values, np.float64)
    is_known = np.isfinite(values)
    if is_known.sum() < 3:
        return None
    days = np.array(data.times, np.float64)[is_known] / DAY_S
    days -= days[-1]
    slope, now = np.polyfit(days, values[is_known], 1)
    left = (100.0 - now) / slope if slope > LEAST_SLOPE else math.inf
    return max(0.0, float(left)) if left <= FAR_DAYS else None


def _tone(share: float) -> str:
    return "crit" if share >= FULL else "warn" if share >= NEAR else ""


KIND = ReportKind("capacity", mark("Capacity"), make)
