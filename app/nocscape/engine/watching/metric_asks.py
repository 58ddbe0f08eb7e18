"""Asks about metrics: which there are, who is measured by which, formulas and rankings over what was stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nocscape.base.dimensions import parse_unit
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.asking import Handler, on
from nocscape.engine.rooms import Rooms
from nocscape.engine.watching.metric_room import CHOICES
from nocscape.model import commands as asks
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import MetricProfileInfo, SeriesData, SeriesKey
from nocscape.polling.metrics.formula import Formula, Numbers

MOST_SERIES = 64
"""In one formula."""
FORMULA = "formula"
"""Metric in the key of a formula's result; the instance is its text."""
_LEAST_STEP_S = 60
"""Samples of several series come at their own seconds; in steps of this they can be put side by side."""


def metric_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""
    the = _Handlers(rooms)
    return {
        asks.ListMetrics: on(asks.ListMetrics, the.list_metrics),
        asks.ChooseMetrics: on(asks.ChooseMetrics, the.choose_metrics),
        asks.ListSeries: on(asks.ListSeries, the.list_series),
        asks.ReadTop: on(asks.ReadTop, the.read_top),
        asks.ReadTogether: on(asks.ReadTogether, the.read_together),
        asks.ReadFormula: on(asks.ReadFormula, the.read_formula),
    }


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def list_metrics(self, _: asks.ListMetrics) -> tuple[MetricProfileInfo, ...]:
        return (*self._rooms.metrics.infos(), *self._rooms.probing.infos())

    async def choose_metrics(self, ask: asks.ChooseMetrics) -> None:
        rooms = self._rooms
        rooms.metrics.choose(ask.scope, ask.profile, ask.is_on)
        await rooms.inventory.put_setting(CHOICES, rooms.metrics.choices)
        await rooms.watch.watch(list(rooms.state.devices.values()))

    async def list_series(self, ask: asks.ListSeries) -> tuple[SeriesKey, ...]:
        return await self._rooms.measured.series_of(ask.device)

    async def read_top(self, ask: asks.ReadTop) -> Ranking:
        devices = None if ask.devices is None else frozenset(ask.devices)
        return await self._rooms.measured.top(ask.metric, ask.since, ask.until, ask.most, devices)

    async def read_together(self, ask: asks.ReadTogether) -> SeriesData:
        return await self._rooms.measured.together(
            ask.metric, ask.since, ask.until, combine=ask.combine, points=ask.points, devices=ask.devices
        )

    async def read_formula(self, ask: asks.ReadFormula) -> SeriesData:
        formula = Formula(ask.formula)
        missing = [name for name in formula.names if name not in ask.series]
        if missing or len(ask.series) > MOST_SERIES:
            raise InputError(tr("The formula needs a series for {name}", name=", ".join(missing) or ask.formula))
        others = tuple(self._rooms.probing.metrics())
        units = {n: parse_unit(self._rooms.metrics.metric(ask.series[n].metric, others).unit) for n in formula.names}
        unit = parse_unit(ask.unit)
        formula.check(units, unit)
        keys = [ask.series[name] for name in formula.names]
        found = await self._rooms.measured.read(keys, ask.since, ask.until, ask.points)
        times, columns, step_s = side_by_side(found, ask.since, ask.until, ask.points)
        known = dict(zip(formula.names, columns, strict=True))
        values = np.broadcast_to(formula.values(known, units, unit, times), times.shape)
        return _series(ask.formula, times, values, step_s)


def side_by_side(
    found: Sequence[SeriesData], since: int, until: int, points: int
) -> tuple[Numbers, list[Numbers], int]:
    """Several series over the same steps of time (seconds), averaged within each; NaN where one has nothing."""
    step_s = max(_LEAST_STEP_S, -(-(until - since) // max(points, 1)), *(data.step_s for data in found))
    first = since // step_s
    count = until // step_s - first + 1
    columns = [_stepped(data, first, count, step_s) for data in found]
    times = (np.arange(count, dtype=np.float64) + first) * step_s
    return times, columns, step_s


def _stepped(data: SeriesData, first: int, count: int, step_s: int) -> Numbers:
    values = np.array(data.values, np.float64)
    places = np.array(data.times, np.int64) // step_s - first
    is_told = ~np.isnan(values) & (places >= 0) & (places < count)
    sums = np.bincount(places[is_told], values[is_told], count)
    counts = np.bincount(places[is_told], minlength=count)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _series(formula: str, times: Numbers, values: Numbers, step_s: int) -> SeriesData:
    told: Mapping[int, float] = {
        int(at): float(value) for at, value in zip(times.tolist(), values.tolist(), strict=True) if not np.isnan(value)
    }
    key = SeriesKey("", FORMULA, formula)
    return SeriesData(key=key, times=list(told), values=list(told.values()), step_s=step_s)
