"""One device's interfaces, poll after poll: counters to rates, and states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceId, Interface
from nocscape.polling import objects
from nocscape.polling.rates import Counter, Life, Width
from nocscape.wire.snmp import Column, ColumnTable, SnmpValue


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
)
SMALLEST_PACKET_BITS = 672
"""An Ethernet frame of 64 octets with preamble and gap: the most packets that a speed allows."""


ASK_WIDE_EVERY = 60
"""Polls between two looks whether 64-bit counters have appeared."""


class PortState(NamedTuple):
    """ifAdminStatus and ifOperStatus in words."""

    admin: str
    oper: str


class InterfaceBook:
    """Counters of all interfaces of one device."""

    def __init__(self, device: DeviceId, interfaces: Iterable[Interface], narrow: set[str] | None = None) -> None:
        """`narrow` is shared by books of one device: the ifIndexes that turned out to have no 64-bit counters."""
        self._device = device
        self._interfaces: dict[str, Interface] = {}
        self._counters: dict[tuple[str, str], Counter] = {}
        self._narrow: set[str] = set() if narrow is None else narrow
        self._readings = 0
        self.update(interfaces)

    @property
    def narrow(self) -> set[str]:
        """See `__init__`."""
        return self._narrow

    def update(self, interfaces: Iterable[Interface]) -> None:
        """The interfaces as discovery sees them now; counters go on where an ifIndex stayed with its interface."""
        new = {str(i.if_index): i for i in interfaces}
        kept = {index for index, i in new.items() if index in self._interfaces and self._interfaces[index].key == i.key}
        if self._interfaces:
            self._narrow &= kept
        self._interfaces = new
        self._counters = {k: c for k, c in self._counters.items() if k[0] in kept}

    def indexes(self, keys: Iterable[str]) -> list[str]:
        """ifIndex of the interfaces with these keys."""
        wanted = set(keys)
        return [index for index, i in self._interfaces.items() if i.key in wanted]

    def columns(self) -> list[Column]:
        """What to read: 64-bit counters, and 32-bit ones where an interface has no others.

        Now and then the 64-bit ones are asked for again, since an agent that begins may not have them ready yet.
        """
        is_wide = self._readings % ASK_WIDE_EVERY == 0 or not self._narrow.issuperset(self._interfaces)
        columns = [objects.IF_ADMIN, objects.IF_OPER, objects.IF_DISCONTINUITY]
        for measure in MEASURES:
            if measure.fallback is None or is_wide:
                columns.append(measure.column)
            if measure.fallback is not None and self._narrow:
                columns.append(measure.fallback)
        return columns

    def states(self, table: ColumnTable) -> dict[str, PortState]:
        """State by interface key."""
        admin, oper = table.get(objects.IF_ADMIN.oid, {}), table.get(objects.IF_OPER.oid, {})
        return {
            self._interfaces[index].key: PortState(_state(admin.get(index)), _state(value))
            for index, value in oper.items()
            if index in self._interfaces
        }

    def samples(self, table: ColumnTable, uptime_ticks: int | None, mono_s: float, at: int) -> Iterator[Sample]:
        """Rates since the poll before; `at` is UTC seconds."""
        discontinuities = table.get(objects.IF_DISCONTINUITY.oid, {})
        for measure in MEASURES:
            for index, (value, width) in self._values(measure, table).items():
                interface = self._interfaces[index]
                counter = self._counters.get((index, measure.metric))
                if counter is None or counter.width is not width:
                    counter = self._counters[index, measure.metric] = Counter(width)
                began = discontinuities.get(index)
                life = Life(uptime_ticks, began if isinstance(began, int) else None)
                rate = counter.read(value, mono_s, life, _limit(measure, interface))
                if rate is not None:
                    shown = None if rate.value is None else round(rate.value * measure.factor, measure.digits)
                    yield Sample(SeriesKey(self._device, measure.metric, interface.key), at, shown, rate.gap)
        self._learn_width(table)

    def gaps(self, at: int, reason: Gap) -> Iterator[Sample]:
        """A mark on every octet curve that there is no value at `at`."""
        for interface in self._interfaces.values():
            for measure in MEASURES[:2]:
                yield Sample(SeriesKey(self._device, measure.metric, interface.key), at, None, reason)

    def _values(self, measure: Measure, table: ColumnTable) -> dict[str, tuple[int, Width]]:
        """By ifIndex, from the 64-bit counter where the interface has one."""
        if measure.fallback is None:
            return self._known(table.get(measure.column.oid, {}), Width.C32)
        narrow = self._known(table.get(measure.fallback.oid, {}), Width.C32)
        wide = self._known(table.get(measure.column.oid, {}), Width.C64)
        return {index: value for index, value in narrow.items() if index in self._narrow} | wide

    def _known(self, column: Mapping[str, SnmpValue], width: Width) -> dict[str, tuple[int, Width]]:
        return {i: (value, width) for i, value in column.items() if i in self._interfaces and isinstance(value, int)}

    def _learn_width(self, table: ColumnTable) -> None:
        """Interfaces that have a state and no 64-bit octets, where these were asked for."""
        self._readings += 1
        wide = table.get(objects.IF_HC_IN_OCTETS.oid)
        if wide is not None:
            self._narrow -= wide.keys()
            self._narrow |= table.get(objects.IF_OPER.oid, {}).keys() & self._interfaces.keys() - wide.keys()


def _limit(measure: Measure, interface: Interface) -> float | None:
    """The most a counter can grow by in a second at the interface's speed."""
    speed = interface.speed_bps
    if not speed:
        return None
    return speed / 8 if measure.factor != 1.0 else speed / SMALLEST_PACKET_BITS


def _state(value: SnmpValue) -> str:
    return objects.IF_STATES.get(value, "unknown") if isinstance(value, int) else "unknown"
