"""One device's interfaces, poll after poll: counters to rates, and states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from nocscape.model.metrics import Gap
from nocscape.model.net import DeviceId, Interface
from nocscape.polling import objects
from nocscape.polling.port_block import PortBlock, PortLayout
from nocscape.polling.rates import UNSAID_TICKS, Codes, CounterBank, Mask, Rates, Readings, Ticks, Values, Width
from nocscape.wire.snmp import Column, ColumnTable, RowPlan, SnmpValue


class Measure(NamedTuple):
    """A metric with the counter it comes from, the 32-bit one to fall back on, and the factor to its unit."""

    metric: str
    column: Column
    fallback: Column | None = None
    factor: float = 1.0
    digits: int = 2
    """Decimals that are kept; history stores whole numbers in a third of the room."""


MEASURES = (
    Measure("if_in_bps", objects.IF_HC_IN_OCTETS, objects.IF_IN_OCTETS, 8.0, 0),
    Measure("if_out_bps", objects.IF_HC_OUT_OCTETS, objects.IF_OUT_OCTETS, 8.0, 0),
    Measure("if_in_errors_per_s", objects.IF_IN_ERRORS),
    Measure("if_out_errors_per_s", objects.IF_OUT_ERRORS),
    Measure("if_in_discards_per_s", objects.IF_IN_DISCARDS),
    Measure("if_out_discards_per_s", objects.IF_OUT_DISCARDS),
    Measure("if_in_unicast_pps", objects.IF_HC_IN_UCAST, objects.IF_IN_UCAST),
    Measure("if_out_unicast_pps", objects.IF_HC_OUT_UCAST, objects.IF_OUT_UCAST),
    Measure("if_in_multicast_pps", objects.IF_HC_IN_MULTICAST, objects.IF_IN_MULTICAST),
    Measure("if_out_multicast_pps", objects.IF_HC_OUT_MULTICAST, objects.IF_OUT_MULTICAST),
    Measure("if_in_broadcast_pps", objects.IF_HC_IN_BROADCAST, objects.IF_IN_BROADCAST),
    Measure("if_out_broadcast_pps", objects.IF_HC_OUT_BROADCAST, objects.IF_OUT_BROADCAST),
)
SMALLEST_PACKET_BITS = 672
"""An Ethernet frame of 64 octets with preamble and gap: the most packets that a speed allows."""


ASK_WIDE_EVERY = 60
"""Polls between two looks whether 64-bit counters have appeared."""
_METRICS = tuple(measure.metric for measure in MEASURES)
_OCTETS = 2
"""The first of the measures; a gap is marked on these alone."""


class PortState(NamedTuple):
    """ifAdminStatus and ifOperStatus in words."""

    admin: str
    oper: str


class _Column(NamedTuple):
    """A column of the agent's table, a value for each row of ours; 0 where the agent gave none."""

    values: Values
    is_there: Mask


class _Ports:
    """The interfaces as rows, and what stays the same from poll to poll."""

    def __init__(self, device: DeviceId, interfaces: Iterable[Interface]) -> None:
        self.by_index = {str(i.if_index): i for i in interfaces}
        self.indexes = list(self.by_index)
        self.rows = {index: row for row, index in enumerate(self.indexes)}
        self.layout = PortLayout(device, _METRICS, tuple(i.key for i in self.by_index.values()))
        self.limits = np.array([_limit(m, i) for m in MEASURES for i in self.by_index.values()])
        self.factors = np.array([m.factor for m in MEASURES]).repeat(len(self.indexes))
        self.steps = np.array([10.0**m.digits for m in MEASURES]).repeat(len(self.indexes))

    def column(self, found: Mapping[str, SnmpValue]) -> _Column:
        """The values by row; agents mostly give all of them and in our order."""
        numbers = list(found.values())
        if set(map(type, numbers)) == {int} and list(found) == self.indexes:
            with suppress(OverflowError):
                return _Column(np.array(numbers, np.uint64), np.ones(len(numbers), np.bool_))
        column = _Column(np.zeros(len(self.indexes), np.uint64), np.zeros(len(self.indexes), np.bool_))
        for index, value in found.items():
            row = self.rows.get(index)
            if row is not None and isinstance(value, int) and 0 <= value < 1 << Width.C64:
                column.values[row], column.is_there[row] = value, True
        return column

    def where(self, indexes: Iterable[str]) -> Mask:
        """The rows with these ifIndexes."""
        mask = np.zeros(len(self.indexes), np.bool_)
        mask[[self.rows[index] for index in indexes if index in self.rows]] = True
        return mask


class InterfaceBook:
    """Counters of all interfaces of one device."""

    def __init__(self, device: DeviceId, interfaces: Iterable[Interface], narrow: set[str] | None = None) -> None:
        """`narrow` is shared by books of one device: the ifIndexes that turned out to have no 64-bit counters."""
        self._device = device
        self._ports = _Ports(device, interfaces)
        self._bank = CounterBank(len(self._ports.limits))
        self._narrow: set[str] = set() if narrow is None else narrow
        self._plan = RowPlan({})
        self._readings = 0
        self._told: tuple[Mapping[str, SnmpValue], Mapping[str, SnmpValue]] = ({}, {})
        self._states: dict[str, PortState] = {}

    @property
    def narrow(self) -> set[str]:
        """See `__init__`."""
        return self._narrow

    def update(self, interfaces: Iterable[Interface]) -> None:
        """The interfaces as discovery sees them now; counters go on where an ifIndex stayed with its interface."""
        old, new = self._ports, _Ports(self._device, interfaces)
        kept = [x for x, i in new.by_index.items() if x in old.by_index and old.by_index[x].key == i.key]
        if old.indexes:
            self._narrow &= set(kept)
        bank = CounterBank(len(new.limits))
        bank.adopt(self._bank, *(_places(ports.rows, kept) for ports in (new, old)))
        self._ports, self._bank, self._told = new, bank, ({}, {})
        if old.layout.ports == new.layout.ports:
            new.layout = old.layout

    def indexes(self, keys: Iterable[str]) -> list[str]:
        """ifIndex of the interfaces with these keys."""
        wanted = set(keys)
        return [index for index, i in self._ports.by_index.items() if i.key in wanted]

    def columns(self) -> list[Column]:
        """What to read: 64-bit counters, and 32-bit ones where an interface has no others.

        Now and then the 64-bit ones are asked for again, since an agent that begins may not have them ready yet.
        """
        is_wide = self._readings % ASK_WIDE_EVERY == 0 or not self._narrow.issuperset(self._ports.indexes)
        columns = [objects.IF_ADMIN, objects.IF_OPER, objects.IF_DISCONTINUITY]
        for measure in MEASURES:
            if measure.fallback is None or is_wide:
                columns.append(measure.column)
            if measure.fallback is not None and self._narrow:
                columns.append(measure.fallback)
        return columns

    def plan(self) -> RowPlan:
        """These columns of our interfaces alone."""
        rows = dict.fromkeys(self.columns(), tuple(self._ports.indexes))
        if rows != self._plan.rows:
            self._plan = RowPlan.of(rows)
        return self._plan

    def states(self, table: ColumnTable) -> Mapping[str, PortState]:
        """State by interface key; the same mapping as before where nothing changed."""
        told = (table.get(objects.IF_ADMIN.oid, {}), table.get(objects.IF_OPER.oid, {}))
        if told != self._told:
            by_index = self._ports.by_index
            self._told = told
            self._states = {
                by_index[index].key: PortState(_state(told[0].get(index)), _state(value))
                for index, value in told[1].items()
                if index in by_index
            }
        return self._states

    def block(self, table: ColumnTable, uptime_ticks: int | None, mono_s: float, at: int) -> PortBlock:
        """Rates since the poll before; `at` is UTC seconds."""
        ports = self._ports
        counters = [self._counter(measure, table) for measure in MEASURES]
        readings = Readings(
            values=np.concatenate([c.values for c, _ in counters]),
            is_there=np.concatenate([c.is_there for c, _ in counters]),
            widths=np.concatenate([widths for _, widths in counters]),
            discontinuities=np.tile(self._discontinuities(table), len(MEASURES)),
            limits=ports.limits,
            at_s=mono_s,
            uptime=UNSAID_TICKS if uptime_ticks is None else uptime_ticks,
        )
        rates = self._bank.read(readings)
        self._learn_width(table)
        rounded = np.rint(rates.values * ports.factors * ports.steps) / ports.steps
        return PortBlock(ports.layout, at, Rates(rounded, rates.gaps))

    def gaps(self, at: int, reason: Gap) -> PortBlock:
        """A mark on every octet curve that there is no value at `at`."""
        return PortBlock.silent(self._ports.layout, at, reason, _OCTETS)

    def _counter(self, measure: Measure, table: ColumnTable) -> tuple[_Column, Codes]:
        """A measure's counters with their widths: the 64-bit one where the interface has it."""
        ports = self._ports
        wide = ports.column(table.get(measure.column.oid, {}))
        if measure.fallback is None:
            return wide, np.full(len(wide.values), Width.C32, np.uint8)
        widths = np.full(len(wide.values), Width.C64, np.uint8)
        if self._narrow:
            narrow = ports.column(table.get(measure.fallback.oid, {}))
            is_narrow = ports.where(self._narrow) & narrow.is_there & ~wide.is_there
            wide = _Column(np.where(is_narrow, narrow.values, wide.values), wide.is_there | is_narrow)
            widths[is_narrow] = Width.C32
        return wide, widths

    def _discontinuities(self, table: ColumnTable) -> Ticks:
        told = self._ports.column(table.get(objects.IF_DISCONTINUITY.oid, {}))
        return np.where(told.is_there, told.values.astype(np.int64), UNSAID_TICKS)

    def _learn_width(self, table: ColumnTable) -> None:
        """Interfaces that have a state and no 64-bit octets, where these were asked for."""
        self._readings += 1
        wide = table.get(objects.IF_HC_IN_OCTETS.oid)
        if wide is not None:
            self._narrow -= wide.keys()
            self._narrow |= table.get(objects.IF_OPER.oid, {}).keys() & self._ports.rows.keys() - wide.keys()


def _places(rows: Mapping[str, int], indexes: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where the counters of these interfaces are in a bank: measure by measure."""
    chosen = np.array([rows[index] for index in indexes], np.intp)
    return (np.arange(len(MEASURES), dtype=np.intp)[:, None] * len(rows) + chosen).ravel()


def _limit(measure: Measure, interface: Interface) -> float:
    """The most a counter can grow by in a second at the interface's speed; infinite where that is not known."""
    speed = interface.speed_bps
    if not speed:
        return np.inf
    return speed / 8 if measure.factor != 1.0 else speed / SMALLEST_PACKET_BITS


def _state(value: SnmpValue) -> str:
    return objects.IF_STATES.get(value, "unknown") if isinstance(value, int) else "unknown"
