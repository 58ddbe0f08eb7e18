"""What a switch measured by itself while nobody asked: RMON history (RFC 2819 etherHistoryTable).

Its values go into the same series as what the `rmon` metric profile reads of etherStatsTable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, Protocol

from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling import objects
from nocscape.polling.rates import UPTIME_WRAP
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue, Syntax

_RMON = "1.3.6.1.2.1.16"
STATS_SOURCE = Column(f"{_RMON}.1.1.1.2", Syntax.OID)
CONTROL_SOURCE = Column(f"{_RMON}.2.1.1.2", Syntax.OID)
CONTROL_INTERVAL = Column(f"{_RMON}.2.1.1.5", Syntax.INTEGER)
INTERVAL_START = Column(f"{_RMON}.2.2.1.3", Syntax.TIME_TICKS)


class Measure(NamedTuple):
    """A metric of the `rmon` profile with its column of etherHistoryTable, and the factor to its unit."""

    metric: str
    column: Column
    factor: float = 1.0


MEASURES = (
    Measure("rmon_bps", Column(f"{_RMON}.2.2.1.5", Syntax.COUNTER32), 8.0),
    Measure("rmon_pps", Column(f"{_RMON}.2.2.1.6", Syntax.COUNTER32)),
    Measure("rmon_broadcast_pps", Column(f"{_RMON}.2.2.1.7", Syntax.COUNTER32)),
    Measure("rmon_multicast_pps", Column(f"{_RMON}.2.2.1.8", Syntax.COUNTER32)),
    Measure("rmon_drop_events_per_s", Column(f"{_RMON}.2.2.1.4", Syntax.COUNTER32)),
    Measure("rmon_crc_errors_per_s", Column(f"{_RMON}.2.2.1.9", Syntax.COUNTER32)),
    Measure("rmon_fragments_per_s", Column(f"{_RMON}.2.2.1.12", Syntax.COUNTER32)),
    Measure("rmon_collisions_per_s", Column(f"{_RMON}.2.2.1.14", Syntax.COUNTER32)),
)
METRICS = frozenset(measure.metric for measure in MEASURES)
MOST_ROWS = 5000
LONGEST_S = 30 * 86_400
"""Older buckets are no buckets, but a clock that was turned."""
_TICKS_PER_S = 100


class Client(Protocol):
    """The part of the SNMP client that is needed here."""

    async def scalars(self, target: SnmpTarget, columns: list[Column], /) -> dict[str, SnmpValue]:
        """Declared scalars."""
        ...

    async def columns(self, target: SnmpTarget, columns: list[Column], /, *, most_rows: int = ...) -> ColumnTable:
        """Declared columns."""
        ...


class Bucket(NamedTuple):
    """One row of the history: which port, when (UTC seconds), for how long."""

    instance: str
    end: int
    interval_s: int
    row: str


async def read_history(client: Client, target: SnmpTarget, device: DeviceId, now: float) -> list[Sample]:
    """Every bucket that the switch still has, as samples at the end of each. `now` is UTC seconds. Raises SnmpError."""
    control = await client.columns(target, [STATS_SOURCE, CONTROL_SOURCE, CONTROL_INTERVAL], most_rows=MOST_ROWS)
    if not control.get(CONTROL_INTERVAL.oid):
        return []
    columns = [INTERVAL_START, *(measure.column for measure in MEASURES)]
    table = await client.columns(target, columns, most_rows=MOST_ROWS)
    uptime = (await client.scalars(target, [objects.SYS_UPTIME])).get(objects.SYS_UPTIME.oid)
    if not isinstance(uptime, int):
        return []
    return [s for bucket in _finest(_buckets(control, table, uptime, now)) for s in _samples(device, bucket, table)]


def _buckets(control: ColumnTable, table: ColumnTable, uptime: int, now: float) -> Iterator[Bucket]:
    instances = {source: index for index, source in control.get(STATS_SOURCE.oid, {}).items()}
    for row, start in table.get(INTERVAL_START.oid, {}).items():
        index = row.partition(".")[0]
        interval_s = control[CONTROL_INTERVAL.oid].get(index)
        instance = instances.get(control.get(CONTROL_SOURCE.oid, {}).get(index))
        if not isinstance(start, int) or not isinstance(interval_s, int) or interval_s <= 0 or instance is None:
            continue
        age_s = (uptime - start) % UPTIME_WRAP / _TICKS_PER_S
        if interval_s <= age_s <= LONGEST_S:
            yield Bucket(instance, round(now - age_s + interval_s), interval_s, row)


def _finest(buckets: Iterator[Bucket]) -> list[Bucket]:
    """Where a port has histories of several intervals, a coarser one counts only before all finer ones begin."""
    found: list[Bucket] = []
    begins: dict[str, int] = {}
    by_interval = groupby(sorted(buckets, key=lambda b: (b.interval_s, b.end)), key=lambda b: b.interval_s)
    for interval_s, group in by_interval:
        chosen = [b for b in group if b.end <= begins.get(b.instance, b.end)]
        for bucket in chosen:
            begins[bucket.instance] = min(begins.get(bucket.instance, bucket.end), bucket.end - interval_s)
        found += chosen
    return found


def _samples(device: DeviceId, bucket: Bucket, table: ColumnTable) -> Iterator[Sample]:
    for measure in MEASURES:
        count = _count(table.get(measure.column.oid, {}), bucket.row)
        if count is not None:
            value = count / bucket.interval_s * measure.factor
            yield Sample(SeriesKey(device, measure.metric, bucket.instance), bucket.end, value)


def _count(found: Mapping[str, SnmpValue], row: str) -> int | None:
    value = found.get(row)
    return value if isinstance(value, int) and value >= 0 else None
