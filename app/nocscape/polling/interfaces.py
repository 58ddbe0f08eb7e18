"""One device's interfaces, poll after poll: counters to rates, and states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np

from nocscape.model.metrics import Gap
from nocscape.model.net import DeviceId, Interface
from nocscape.polling import objects
from nocscape.polling.port_block import PortBlock, PortLayout
from nocscape.polling.rates import UNSAID_TICKS, Codes, CounterBank, Mask, Rates, Readings, Ticks, Width
from nocscape.wire.snmp import Column, Numbers, Rows, shared


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


_KINDS_KEPT = 256
ASK_WIDE_EVERY = 60
"""Polls between two looks whether 64-bit counters have appeared."""
_METRICS = tuple(measure.metric for measure in MEASURES)
_WIDE = tuple(measure.column for measure in MEASURES)
_OCTETS = 2
"""The first of the measures; a gap is marked on these alone."""


class PortState(NamedTuple):
    """ifAdminStatus and ifOperStatus in words."""

    admin: str
    oper: str


class _Kinds(NamedTuple):
    """What each counter of so many interfaces is, measure by measure."""

    widths: Codes
    factors: np.ndarray[tuple[int], np.dtype[np.float64]]
    steps: np.ndarray[tuple[int], np.dtype[np.float64]]
    """Into how many parts one of the unit is divided where rates are rounded."""


@lru_cache(maxsize=_KINDS_KEPT)
def _kinds(interfaces: int) -> _Kinds:
    """Once for all devices with as many interfaces: what a poll touches should be little."""
    widths = np.array([Width.C64 if m.fallback else Width.C32 for m in MEASURES], np.uint8)
    factors, steps = np.array([m.factor for m in MEASURES]), np.array([10.0**m.digits for m in MEASURES])
    return _Kinds(widths.repeat(interfaces), factors.repeat(interfaces), steps.repeat(interfaces))


class _Ports:
    """The interfaces as rows, and what stays the same from poll to poll."""

    def __init__(self, device: DeviceId, interfaces: Iterable[Interface]) -> None:
        self.by_index = {str(i.if_index): i for i in interfaces}
        self.indexes = shared(tuple(self.by_index))
        self.rows = {index: row for row, index in enumerate(self.indexes)}
        self.layout = PortLayout(device, _METRICS, tuple(i.key for i in self.by_index.values()))
        self.limits = np.array([_limit(m, i) for m in MEASURES for i in self.by_index.values()])
        self.kind = _kinds(len(self.indexes))

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
        self._readings = 0
        self._told = b""
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
        self._ports, self._bank, self._told = new, bank, b""
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

    def rows(self) -> dict[Column, tuple[str, ...]]:
        """These columns of our interfaces alone."""
        return dict.fromkeys(self.columns(), self._ports.indexes)

    def states(self, rows: Rows) -> Mapping[str, PortState]:
        """State by interface key; the same mapping as before where nothing changed."""
        admin, oper = rows.numbers(objects.IF_ADMIN), rows.numbers(objects.IF_OPER)
        told = b"".join(column.tobytes() for column in (*admin, *oper))
        if told != self._told:
            self._told = told
            words = zip(self._ports.by_index.values(), _words(admin), _words(oper), oper.is_there.tolist(), strict=True)
            self._states = {port.key: PortState(*states) for port, *states, is_told in words if is_told}
        return self._states

    def block(self, rows: Rows, uptime_ticks: int | None, mono_s: float, at: int) -> PortBlock:
        """Rates since the poll before; `at` is UTC seconds."""
        ports = self._ports
        counters, widths = self._counters(rows)
        readings = Readings(
            values=counters.values,
            is_there=counters.is_there,
            widths=widths,
            discontinuities=np.concatenate([_discontinuities(rows)] * len(MEASURES)),
            limits=ports.limits,
            at_s=mono_s,
            uptime=UNSAID_TICKS if uptime_ticks is None else uptime_ticks,
        )
        rates = self._bank.read(readings)
        self._learn_width(rows)
        rounded = np.rint(rates.values * ports.kind.factors * ports.kind.steps) / ports.kind.steps
        return PortBlock(ports.layout, at, Rates(rounded, rates.gaps))

    def gaps(self, at: int, reason: Gap) -> PortBlock:
        """A mark on every octet curve that there is no value at `at`."""
        return PortBlock.silent(self._ports.layout, at, reason, _OCTETS)

    def _counters(self, rows: Rows) -> tuple[Numbers, Codes]:
        """Every measure's counters with their widths."""
        if not self._narrow:
            return rows.numbers_of(_WIDE), self._ports.kind.widths
        is_narrow = self._ports.where(self._narrow)
        counters, widths = zip(*(self._counter(measure, rows, is_narrow) for measure in MEASURES), strict=True)
        return Numbers.joined(counters), np.concatenate(widths)

    def _counter(self, measure: Measure, rows: Rows, is_narrow: Mask) -> tuple[Numbers, Codes]:
        """One measure's: the 64-bit counter where the interface has it."""
        count = len(is_narrow)
        wide, narrow = (
            rows.numbers(column) if column in rows.plan.rows else Numbers.none(count)
            for column in (measure.column, measure.fallback)
        )
        if measure.fallback is None:
            return wide, np.full(count, Width.C32, np.uint8)
        is_narrow = is_narrow & narrow.is_there & ~wide.is_there
        widths = np.where(is_narrow, Width.C32, Width.C64).astype(np.uint8)
        return Numbers(np.where(is_narrow, narrow.values, wide.values), wide.is_there | is_narrow), widths

    def _learn_width(self, rows: Rows) -> None:
        """Interfaces that have a state and no 64-bit octets, where these were asked for."""
        self._readings += 1
        is_wide = rows.numbers(objects.IF_HC_IN_OCTETS).is_there
        if not len(is_wide) or (is_wide.all() and not self._narrow):
            return
        is_narrow = rows.numbers(objects.IF_OPER).is_there & ~is_wide
        self._narrow.difference_update(compress(self._ports.indexes, is_wide.tolist()))
        self._narrow.update(compress(self._ports.indexes, is_narrow.tolist()))


def _discontinuities(rows: Rows) -> Ticks:
    told = rows.numbers(objects.IF_DISCONTINUITY)
    return np.where(told.is_there, told.values.astype(np.int64), UNSAID_TICKS)


def _words(states: Numbers) -> list[str]:
    return [objects.IF_STATES.get(state, "unknown") for state in states.values.tolist()]


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
