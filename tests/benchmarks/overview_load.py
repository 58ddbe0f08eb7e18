"""What the overview of the benchmark shows, and the network that it hears of every second."""

from __future__ import annotations

import asyncio
import time
from contextlib import closing
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.base.i18n import msg
from nocscape.model.alarms import ListAlarmRules
from nocscape.model.batches import DeviceChanged, EventsRaised, MapLoaded, SamplesArrived, StatusChanged
from nocscape.model.commands import Ask, ListMetrics, ReadEvents, ReadHistory, ReadTogether, ReadTop, WatchSeries
from nocscape.model.events import Event
from nocscape.model.mapdoc import MapDocument, Node
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.net import Device, DeviceStatus, Endpoint, Interface, Inventory, Kind
from nocscape.model.overview import Cells, Overview, Scope, Setting, Widget
from nocscape.model.status import Severity, Status
from nocscape.store.columns import Buckets, Ids
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.history_tables import insert_run, insert_series, rolled_run
from nocscape.store.periods import DAY_S, FIVE_MINUTES, HOURLY, PeriodFile, parse, rolled_file
from tests.console.fake_line import FakeLine

HOUR_S = 3600
ON_MAP = 200
KINDS: tuple[tuple[str, dict[str, Setting]], ...] = (
    ("chart", {"metric": "if_in_bps", "most": 8}),
    ("number", {"metric": "cpu_percent", "device": "d1"}),
    ("gauge", {"metric": "memory_percent", "device": "d2"}),
    ("top", {"metric": "if_in_bps"}),
    ("statuses", {}),
    ("alarms", {}),
    ("events", {}),
    ("clock", {}),
    ("chart", {"metric": "cpu_percent", "most": 8}),
    ("number", {"metric": "icmp_rtt_ms"}),
    ("availability", {"device": "d1"}),
    ("map", {}),
)


def overview(widgets: int) -> Overview:
    """So many widgets, every kind among them; one map is enough for a wall."""
    kinds = [pair for pair in KINDS if pair[0] != "map"]
    chosen = [KINDS[-1], *(kinds[n % len(kinds)] for n in range(widgets - 1))]
    placed = tuple(
        Widget(id=f"w{n}", kind=kind, cells=Cells(n % 6 * 2, n // 6 * 5, 2, 5), settings=settings)
        for n, (kind, settings) in enumerate(chosen)
    )
    return Overview(id="benchmark", title="", widgets=placed, scope=Scope(span_s=HOUR_S))


class Feed:
    """An engine's end of the line for a network that lives."""

    def __init__(self, devices: int) -> None:
        self.line = FakeLine(self._answer)
        self._devices = [f"d{n}" for n in range(devices)]
        self._dice = np.random.default_rng(7)
        self._second = 0

    def tell_network(self) -> None:
        """Everything that a console hears at its start."""
        nodes = {d: Node(device=d, x=n % 20 * 90.0, y=n // 20 * 90.0) for n, d in enumerate(self._devices[:ON_MAP])}
        self.line.tell(MapLoaded(document=MapDocument(id="main", title="", nodes=nodes)))
        self.line.tell(*(DeviceChanged(inventory=_inventory(device)) for device in self._devices))
        self.line.tell(StatusChanged(devices=tuple(DeviceStatus(device=d, status=Status.UP) for d in self._devices)))

    def tell_second(self) -> None:
        """A tenth of the devices was polled, every watched series has a sample, and something happened."""
        now = int(time.time())
        self._second += 1
        polled = self._devices[self._second % 10 :: 10]
        states = [Status.UP if self._dice.random() < 0.98 else Status.WARNING for _ in polled]
        self.line.tell(
            StatusChanged(
                devices=tuple(
                    DeviceStatus(device=d, status=s, cpu_percent=20.0) for d, s in zip(polled, states, strict=True)
                )
            ),
            SamplesArrived(samples=tuple(Sample(key, now, float(self._dice.random() * 50)) for key in self._watched())),
            EventsRaised(
                events=(
                    Event(
                        id=f"e{now}",
                        at=now,
                        kind="threshold",
                        severity=Severity.WARNING,
                        text=msg("CPU {value} %", value=91),
                        device=polled[0],
                    ),
                )
            ),
        )

    def _watched(self) -> tuple[SeriesKey, ...]:
        return next((a.keys for a in reversed(self.line.asks) if isinstance(a, WatchSeries)), ())

    def _answer(self, ask: Ask) -> object:
        match ask:
            case ReadHistory(keys=keys, since=since, until=until, points=points):
                step = max(10, (until - since) // max(points, 1))
                times = list(range(since, until, step))
                return [
                    SeriesData(key=k, times=times, values=[float(t % 97) for t in times], step_s=step) for k in keys
                ]
            case ReadTogether(metric=metric, since=since, until=until, points=points):
                times = list(range(since, until, max(60, (until - since) // max(points, 1))))
                return SeriesData(key=SeriesKey("", metric), times=times, values=[float(t % 97) for t in times])
            case ReadTop(metric=metric, most=most):
                instance = "1" if metric.startswith("if_") else ""
                rows = ((SeriesKey(d, metric, instance), 1e9 / (n + 1)) for n, d in enumerate(self._devices[:most]))
                return Ranking(tuple(rows))
            case ReadEvents() | ListMetrics() | ListAlarmRules():
                return []
        return None


def _inventory(device: str) -> Inventory:
    port = Interface(key="1", if_index=1, name="Gi1/0/1", speed_bps=10**9, oper="up")
    kind = Device(id=device, name=device, endpoint=Endpoint("10.0.0.1"), kind=Kind.SWITCH, site="HQ")
    return Inventory(device=kind, interfaces=(port,))


def fill_history(profile: Path, series: int, days: int) -> list[SeriesKey]:
    """Averages of five minutes over so many days up to last midnight, as rolling up would have left them."""
    keys = [SeriesKey(f"d{n}", "if_in_bps", "1") for n in range(series)]
    asyncio.run(_fill(profile, keys, days))
    return keys


async def _fill(profile: Path, keys: list[SeriesKey], days: int) -> None:
    today = int(time.time()) // DAY_S * DAY_S
    store = open_history(profile, Counters(), FakeClock(today))
    ids = await store.series_ids(keys)
    starts = [today - (days - n) * DAY_S for n in range(days)]
    for grain in (FIVE_MINUTES, HOURLY):
        for name, period in groupby(starts, partial(rolled_file, grain)):
            _fill_file(store, name, keys, ids, list(period))
    await store.close(30.0)


def _fill_file(store: HistoryStore, name: str, keys: list[SeriesKey], ids: Ids, days: list[int]) -> None:
    file, alias = parse(name), store._files.create(name)
    assert file is not None
    with closing(store._files.cursor()) as cursor:
        entries = [(i, k.device, k.metric, k.instance) for i, k in zip(ids.tolist(), keys, strict=True)]
        insert_series(cursor, alias, entries)
        for start in days:
            insert_run(cursor, alias, [_day(file, ids, start)])
    store._files.release(name)


def _day(file: PeriodFile, ids: Ids, start: int) -> pa.Table:
    """A busy day of every series: nothing in it repeats."""
    each = file.grain.per_day
    average = np.round(np.random.default_rng(start).random(len(ids) * each) * 1e9)
    times = np.tile(start + np.arange(each) * file.grain.step_s, len(ids))
    samples, gaps = np.full(len(times), 5), np.zeros(len(times), np.uint8)
    buckets = Buckets(ids.repeat(each), times, average, average * 0.9, average * 1.1, samples, gaps)
    ranks = np.arange(len(ids), dtype=np.uint32).repeat(each)
    return rolled_run(file, ranks, buckets, average * 1.05)
