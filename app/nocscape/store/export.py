"""Stored series as files for other programs: CSV and Parquet, a few series at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa
from pyarrow.csv import CSVWriter
from pyarrow.parquet import ParquetWriter

from nocscape.base.i18n import tr
from nocscape.base.text import cell
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.watching import ExportFormat, ExportHistory
from nocscape.store.errors import StoreClosedError
from nocscape.store.new_file import new_file

SCHEMA = pa.schema(
    [
        ("time", pa.timestamp("s", tz="UTC")),
        ("device", pa.string()),
        ("metric", pa.string()),
        ("instance", pa.string()),
        ("value", pa.float64()),
        ("minimum", pa.float64()),
        ("maximum", pa.float64()),
        ("step_s", pa.int32()),
        ("gap", pa.string()),
    ]
)
"""`step_s` is 0 for samples, else the width of the average; `gap` says why there is no value."""
AT_ONCE = 8
"""Series in memory."""
POINTS = 10**9
"""As fine as it was kept."""


class Reader(Protocol):
    """The part of the history's reader that is needed here."""

    def every_series(self) -> list[SeriesKey]:
        """All series there are."""
        ...

    def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int) -> list[SeriesData]:
        """Each series between two times."""
        ...


def write_series(reader: Reader, wanted: ExportHistory, is_over: Callable[[], bool] = lambda: False) -> int:
    """Write a new file, whole or not at all; returns how many values it has. Blocks.

    Raises StoreError, and StoreClosedError once `is_over`.
    """
    with new_file(Path(wanted.path)) as unfinished:
        keys = _chosen(reader.every_series(), wanted)
        return _write(unfinished, _tables(reader, keys, wanted, is_over), wanted.format)


def _chosen(keys: Sequence[SeriesKey], wanted: ExportHistory) -> list[SeriesKey]:
    devices, metrics = set(wanted.devices), set(wanted.metrics)
    return sorted(k for k in keys if (not devices or k.device in devices) and (not metrics or k.metric in metrics))


def _tables(
    reader: Reader, keys: Sequence[SeriesKey], wanted: ExportHistory, is_over: Callable[[], bool]
) -> Iterator[pa.Table]:
    is_plain = wanted.format is ExportFormat.CSV
    for start in range(0, len(keys), AT_ONCE):
        if is_over():
            raise StoreClosedError(tr("The store is closed."))
        for data in reader.read(keys[start : start + AT_ONCE], wanted.since, wanted.until, POINTS):
            if data.times:
                yield _table(data, is_plain=is_plain)


def _table(data: SeriesData, *, is_plain: bool) -> pa.Table:
    count = len(data.times)
    names = [data.key.device, data.key.metric, data.key.instance]
    texts = [cell(name) if is_plain else name for name in names]
    nothing = pa.nulls(count, pa.float64())
    return pa.table(
        [
            pa.array(data.times, SCHEMA.field("time").type),
            *(pa.repeat(pa.scalar(text), count) for text in texts),
            pa.array(data.values, pa.float64()),
            nothing if data.minimum is None else pa.array(data.minimum, pa.float64()),
            nothing if data.maximum is None else pa.array(data.maximum, pa.float64()),
            pa.repeat(pa.scalar(data.step_s, pa.int32()), count),
            pa.array([str(gap) if (gap := data.gaps.get(at)) else None for at in data.times], pa.string()),
        ],
        schema=SCHEMA,
    )


def _write(path: Path, tables: Iterator[pa.Table], kind: ExportFormat) -> int:
    values = 0
    with CSVWriter(path, SCHEMA) if kind is ExportFormat.CSV else ParquetWriter(path, SCHEMA) as writer:
        for table in tables:
            writer.write_table(table)
            values += table.num_rows
    return values
