"""One device's interfaces, poll after poll: counters to rates, and states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


MEASURES = (
    Measure("if_in_bps", objects.IF_HC_IN_OCTETS, objects.IF_IN_OCTETS, 8.0),
    Measure("if_out_bps", objects.IF_HC_OUT_OCTETS, objects.IF_OUT_OCTETS, 8.0),
    Measure("if_in_errors_per_s", objects.IF_IN_ERRORS),
    Measure("if_out_errors_per_s", objects.IF_OUT_ERRORS),
    Measure("if_in_discards_per_s", objects.IF_IN_DISCARDS),
    Measure("if_out_discards_per_s", objects.IF_OUT_DISCARDS),
    Measure("if_in_unicast_pps", objects.IF_HC_IN_UCAST, objects.IF_IN_UCAST),
    Measure("if_out_unicast_pps", objects.IF_HC_OUT_UCAST, objects.IF_OUT_UCAST),
)
SMALLEST_PACKET_BITS = 672
"""An Ethernet frame of 64 octets with preamble and gap: the most packets that a speed allows."""


class PortState(NamedTuple):
    """ifAdminStatus and ifOperStatus in words."""

    admin: str
    oper: str


class InterfaceBook:
    """Counters of all interfaces of one device."""

    def __init__(self, device: DeviceId, interfaces: Iterable[Interface]) -> None:
        self._device = device
        self._interfaces: dict[str, Interface] = {}
        self._counters: dict[tuple[str, str], Counter] = {}
        self.has_wide_counters = True
        """False once the agent turned out to have no 64-bit octet counters."""
        self.update(interfaces)

    def update(self, interfaces: Iterable[Interface]) -> None:
        """The interfaces as discovery sees them now; counters go on where an ifIndex stayed with its interface."""
        new = {str(i.if_index): i for i in interfaces}
        moved = {
            index for index, i in new.items() if index in self._interfaces and self._interfaces[index].key != i.key
        }
        self._interfaces = new
        self._counters = {k: c for k, c in self._counters.items() if k[0] in new and k[0] not in moved}

    def indexes(self, keys: Iterable[str]) -> list[str]:
        """ifIndex of the interfaces with these keys."""
        wanted = set(keys)
        return [index for index, i in self._interfaces.items() if i.key in wanted]

    def columns(self) -> list[Column]:
        """What to read."""
        columns = [objects.IF_ADMIN, objects.IF_OPER, objects.IF_DISCONTINUITY]
        for measure in MEASURES:
            narrow = measure.fallback is not None and not self.has_wide_counters
            columns.append(measure.fallback if narrow and measure.fallback else measure.column)
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
        lives = {
            index: Life(uptime_ticks, value if isinstance(value, int) else None)
            for index, value in table.get(objects.IF_DISCONTINUITY.oid, {}).items()
        }
        plain = Life(uptime_ticks)
        for measure in MEASURES:
            column, width = self._source(measure, table)
            for index, value in table.get(column.oid, {}).items():
                interface = self._interfaces.get(index)
                if interface is None or not isinstance(value, int):
                    continue
                counter = self._counters.get((index, measure.metric))
                if counter is None or counter.width is not width:
                    counter = self._counters[index, measure.metric] = Counter(width)
                rate = counter.read(value, mono_s, lives.get(index, plain), _limit(measure, interface))
                if rate is not None:
                    shown = None if rate.value is None else rate.value * measure.factor
                    yield Sample(SeriesKey(self._device, measure.metric, interface.key), at, shown, rate.gap)

    def gaps(self, at: int, reason: Gap) -> Iterator[Sample]:
        """A mark on every octet curve that there is no value at `at`."""
        for interface in self._interfaces.values():
            for measure in MEASURES[:2]:
                yield Sample(SeriesKey(self._device, measure.metric, interface.key), at, None, reason)

    def _source(self, measure: Measure, table: ColumnTable) -> tuple[Column, Width]:
        if measure.fallback is None:
            return measure.column, Width.C32
        if self.has_wide_counters and table.get(measure.column.oid):
            return measure.column, Width.C64
        return measure.fallback, Width.C32


def _limit(measure: Measure, interface: Interface) -> float | None:
    """The most a counter can grow by in a second at the interface's speed."""
    speed = interface.speed_bps
    if not speed:
        return None
    return speed / 8 if measure.factor != 1.0 else speed / SMALLEST_PACKET_BITS


def _state(value: SnmpValue) -> str:
    return objects.IF_STATES.get(value, "unknown") if isinstance(value, int) else "unknown"
