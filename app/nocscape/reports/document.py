"""A report as a document in no language yet, and where its facts come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from nocscape.base.i18n import Text
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Inventory

Cell = str | Text
SMALL_COLUMNS = 3
"""A table of more columns is as wide as the page."""


class Column(NamedTuple):
    """A column of a table."""

    title: Text
    is_number: bool = False


class Row(NamedTuple):
    """A row of a table. `share` (0 to 1) is drawn as a bar where it is given, `tone` says how bad it is."""

    cells: tuple[Cell, ...]
    share: float | None = None
    tone: str = ""
    """`ok`, `warn` or `crit`."""


class Table(NamedTuple):
    """A table, or what is said where it would be empty."""

    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    note: Text | None = None
    """What the figures mean, below the title."""

    @property
    def is_small(self) -> bool:
        """Whether others find room beside it."""
        return len(self.rows) > 0 and len(self.columns) <= SMALL_COLUMNS

    def said(self) -> Table:
        """Without columns in which no row says anything."""
        places = [n for n in range(len(self.columns)) if any(row.cells[n] != "" for row in self.rows)]
        rows = [row._replace(cells=tuple(row.cells[n] for n in places)) for row in self.rows]
        return self._replace(columns=tuple(self.columns[n] for n in places), rows=rows) if rows else self


class Fact(NamedTuple):
    """A key figure at the head of a report."""

    title: Text
    value: Cell


@dataclass(frozen=True)
class Report:
    """Everything that a report says."""

    title: Text
    period: tuple[float, float]
    """UTC seconds."""
    made_at: float
    site: str
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]

    def groups(self) -> list[list[Table]]:
        """The tables in their order; small ones that follow one another stand side by side."""
        groups: list[list[Table]] = []
        for table in (one.said() for one in self.tables):
            if groups and table.is_small and groups[-1][-1].is_small:
                groups[-1].append(table)
            else:
                groups.append([table])
        return groups


class Source(Protocol):
    """What a report is made of; the engine has it."""

    @property
    def now(self) -> float:
        """UTC seconds."""
        ...

    @property
    def devices(self) -> Mapping[DeviceId, Inventory]:
        """The devices that the report is about."""
        ...

    @property
    def site(self) -> str:
        """The site that it is about; empty for all."""
        ...

    async def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int) -> Sequence[SeriesData]:
        """Stored samples or averages."""
        ...

    async def top(self, metric: str, since: int, until: int, most: int) -> Sequence[tuple[SeriesKey, float]]:
        """The series of these devices with the highest averages."""
        ...

    async def events(self, until: float) -> Sequence[Event]:
        """What happened to these devices before a time, oldest first."""
        ...


def port_of(source: Source, key: SeriesKey) -> str:
    """A port's name and what it is for."""
    known = source.devices.get(key.device)
    port = next((i for i in known.interfaces if i.key == key.instance), None) if known else None
    if port is None:
        return key.instance
    name = port.name or port.descr or key.instance
    return f"{name} ({port.alias})" if port.alias else name


def name_of(source: Source, device: DeviceId) -> str:
    """A device's name."""
    known = source.devices.get(device)
    return known.device.shown_name() if known else device


def stamp(at: float) -> str:
    """UTC seconds as local time."""
    return f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d %H:%M:%S}"
