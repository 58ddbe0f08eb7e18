"""Top talkers: the ports with most traffic, how much passed, and the 95th percentile that traffic is paid by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nocscape.base.i18n import Text, mark, msg
from nocscape.base.units import bps, octets
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.reports.document import Column, Fact, Report, Row, Source, Table, name_of, port_of
from nocscape.reports.kinds import ReportKind
from nocscape.reports.kinds.capacity import PERCENTILE, POINTS, known

MOST_ROWS = 30
MOST_COUNTED = 1_000_000
"""Ports whose traffic is summed: all that one engine can watch."""
MOST_INTERVALS = 2
"""A sample stands for no more time than so many of the usual intervals."""


async def make(source: Source, since: float, until: float) -> Report:
    """A table for each direction."""
    tables, facts = [], [Fact(msg("Devices"), str(len(source.devices)))]
    for metric, title, total in (
        ("if_in_bps", msg("Most received"), msg("Received on all ports")),
        ("if_out_bps", msg("Most sent"), msg("Sent on all ports")),
    ):
        ranked = await source.top(metric, int(since), int(until), MOST_COUNTED)
        facts.append(Fact(total, bps(sum(value for _, value in ranked))))
        tables.append(await _table(source, title, ranked[:MOST_ROWS], (since, until)))
    return Report(
        title=msg("Top talkers"),
        period=(since, until),
        made_at=source.now,
        site=source.site,
        facts=tuple(facts),
        tables=tuple(tables),
    )


async def _table(
    source: Source, title: Text, pairs: Sequence[tuple[SeriesKey, float]], period: tuple[float, float]
) -> Table:
    since, until = period
    read = await source.read([key for key, _ in pairs], int(since), int(until), POINTS)
    greatest = max((value for _, value in pairs), default=0.0)
    rows = []
    for (key, average), data in zip(pairs, read, strict=True):
        values = known(data)
        high = float(np.percentile(values, PERCENTILE)) if values.size else None
        volume = octets(measured_octets(data))
        cells = (name_of(source, key.device), port_of(source, key), bps(average), bps(high), volume)
        rows.append(Row(cells, average / greatest if greatest else 0.0))
    columns = (
        Column(msg("Device")), Column(msg("Port")), Column(msg("Average"), is_number=True),
        Column(msg("95th percentile"), is_number=True), Column(msg("Volume"), is_number=True),
    )  # fmt: skip
    return Table(title, columns, rows)


def measured_octets(data: SeriesData) -> float:
    """What passed while it was measured: time without a value counts nothing, so that no outage invents traffic."""
    values = np.array(data.values, np.float64)
    if data.step_s:
        return float(np.nansum(values)) * data.step_s / 8
    if len(values) < 2:
        return 0.0
    widths = np.diff(np.array(data.times, np.float64))
    usual = float(np.median(widths))
    return float(np.nansum(values[1:] * np.minimum(widths, MOST_INTERVALS * usual))) / 8


KIND = ReportKind("top-talkers", mark("Top talkers"), make)
