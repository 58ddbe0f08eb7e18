"""Every rule at every series, without a look at the series that no rule is about and hardly one at those that are well.

Ports of a device come as columns, and are held against the mildest limits all at once; only those beyond one, or with
something pending or raised, get a judge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from nocscape.alarms.conditions import conditions
from nocscape.alarms.following import Follower, Scaled
from nocscape.alarms.judge import Judge, Turn
from nocscape.model.alarms import Alarm, AlarmRule, Side, counting
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId

Numbers = NDArray[np.float64]
Rules = Sequence[AlarmRule]
RuleId = str
MOST_SEATED = 20_000
"""Series of a device whose seats are kept; they are found again, and a device may name others at every poll."""
_ANY = "\0"
"""No series has such an instance."""


class PortSeries(Protocol):
    """Which series a device's columns hold; the same object as long as they stay the same."""

    @property
    def metrics(self) -> Sequence[str]:
        """Metric by metric, each for all ports."""
        ...

    @property
    def ports(self) -> Sequence[str]:
        """Interface keys, in the order of each metric's values."""
        ...


class Board:
    """Takes values and says what turned."""

    def __init__(self) -> None:
        self._devices: dict[DeviceId, _Device] = {}
        self._restored: defaultdict[DeviceId, list[Alarm]] = defaultdict(list)

    def restore(self, alarms: Iterable[Alarm]) -> None:
        """Take over what was told before; the next value of each series says whether it still is so."""
        for alarm in alarms:
            self._restored[alarm.key.device].append(alarm)

    def assign(self, device: DeviceId, rules: Rules, speeds: Mapping[str, int]) -> list[Alarm]:
        """Judge a device by these rules, the narrowest scope first; returns what it is no longer judged by.

        `speeds` are those of its ports, in bits a second by interface key.
        """
        known = self._devices.get(device)
        if known is not None and known.rules == tuple(rules) and known.speeds == speeds:
            return []
        restored = self._restored.pop(device, [])
        self._devices.pop(device, None)
        new = _Device(device, tuple(rules), dict(speeds))
        if rules:
            self._devices[device] = new
        ended = [alarm for alarm in restored if not new.take_over(alarm)]
        return ended + (new.take_over_from(known) if known is not None else [])

    def forget(self, device: DeviceId) -> list[Alarm]:
        """The device is watched no more; returns what was told of it."""
        return self.assign(device, (), {})

    def alarms(self) -> Iterator[Alarm]:
        """All that is told now."""
        for device in self._devices.values():
            yield from device.alarms()
        for restored in self._restored.values():
            yield from restored

    def alarms_of(self, device: DeviceId) -> list[Alarm]:
        """What is told of a device."""
        known = self._devices.get(device)
        return [*self._restored.get(device, ()), *(known.alarms() if known is not None else ())]

    @property
    def judges(self) -> int:
        """Series that are pending, raised, or judged by more than their last value."""
        return sum(known.judges for known in self._devices.values())

    def is_known(self, device: DeviceId) -> bool:
        """Whether anything is judged or told of it."""
        return device in self._devices or device in self._restored

    def is_judged(self, device: DeviceId) -> bool:
        """Whether any rule is about it."""
        return device in self._devices

    def take_samples(self, device: DeviceId, samples: Iterable[Sample], *, is_covered: bool = False) -> list[Turn]:
        """Values and gaps of a device; in maintenance (`is_covered`) all of them count as gaps."""
        known = self._devices.get(device)
        return known.take_samples(samples, is_covered=is_covered) if known is not None else []

    def take_ports(
        self, device: DeviceId, ports: PortSeries, at: int, values: Numbers, *, is_covered: bool = False
    ) -> list[Turn]:
        """What a poll measured at all ports, in the order of `ports`; NaN is a gap."""
        known = self._devices.get(device)
        return known.take_ports(ports, at, values, is_covered=is_covered) if known is not None else []

    def wait(self, now: float, covered: Collection[DeviceId]) -> list[Turn]:
        """Time has gone on; those in maintenance are left alone."""
        return [
            turn
            for device, known in self._devices.items()
            if known.has_waiting and device not in covered
            for turn in known.wait(now)
        ]

    def waiting(self) -> list[DeviceId]:
        """Devices that time alone may turn."""
        return [device for device, known in self._devices.items() if known.has_waiting]


class _Device:
    """The rules of one device, sorted out series by series, and judges where there is something to judge."""

    def __init__(self, device: DeviceId, rules: tuple[AlarmRule, ...], speeds: dict[str, int]) -> None:
        self.device = device
        self.rules = rules
        self.speeds = speeds
        self._by_metric: defaultdict[str, list[AlarmRule]] = defaultdict(list)
        for rule in rules:
            self._by_metric[rule.metric].append(rule)
        self._judges: dict[tuple[RuleId, SeriesKey], Judge] = {}
        self._by_key: dict[SeriesKey, list[_Seat]] = {}
        self._columns: _Columns | None = None
        self.has_waiting = False

    def alarms(self) -> list[Alarm]:
        return [judge.alarm for judge in self._judges.values() if judge.alarm is not None]

    @property
    def judges(self) -> int:
        return len(self._judges)

    def take_over(self, alarm: Alarm) -> bool:
        """Go on with what was told; False where no rule here tells it."""
        seat = self._seat_of(alarm.rule, alarm.key)
        if seat is not None:
            self._judge_at(seat, alarm)
        return seat is not None

    def take_over_from(self, other: _Device) -> list[Alarm]:
        """Go on with what another knows of the same device; returns what is told no longer."""
        ended: list[Alarm] = []
        for (rule_id, key), judge in other._judges.items():
            seat = self._seat_of(rule_id, key)
            if seat is not None and seat.rule == judge.rule and self.speeds == other.speeds:
                self._judges[seat.name] = judge
                self.has_waiting |= seat.factor is None
            elif judge.alarm is not None and not self.take_over(judge.alarm):
                ended.append(judge.alarm)
        return ended

    def take_samples(self, samples: Iterable[Sample], *, is_covered: bool) -> list[Turn]:
        turns: list[Turn] = []
        for sample in samples:
            if sample.key.metric not in self._by_metric:
                continue
            seats = self._by_key.get(sample.key)
            if seats is None:
                if len(self._by_key) >= MOST_SEATED:
                    self._by_key.clear()
                seats = self._by_key[sample.key] = list(self._seats(sample.key, self._counting(sample.key)))
            value = None if is_covered else sample.value
            turns += [turn for seat in seats if (turn := self._take(seat, sample.at, value)) is not None]
        return turns

    def take_ports(self, ports: PortSeries, at: int, values: Numbers, *, is_covered: bool) -> list[Turn]:
        columns = self._columns
        if columns is None or columns.ports is not ports:
            columns = self._columns = _Columns(self.device, ports, self._placed(ports), self._judges)
        if is_covered:
            values = np.full_like(values, np.nan)
        turns: list[Turn] = []
        for number in columns.telling(values):
            seat = columns.seat(number)
            turn = self._take(seat, at, float(values[columns.places[number]]))
            columns.is_busy[number] = seat.factor is None or seat.name in self._judges
            if turn is not None:
                turns.append(turn)
        return turns

    def wait(self, now: float) -> list[Turn]:
        return [turn for judge in self._judges.values() if (turn := judge.wait(now)) is not None]

    def _take(self, seat: _Seat, at: int, value: float | None) -> Turn | None:
        judge = self._judges.get(seat.name)
        if judge is None:
            if value is None or not seat.concerns(value):
                return None
            judge = self._judge_at(seat, None)
        turn = judge.take(at, value)
        if not judge.is_busy:
            del self._judges[seat.name]
        return turn

    def _judge_at(self, seat: _Seat, alarm: Alarm | None) -> Judge:
        follower = self._follow(seat.rule, seat.key.instance)
        if follower is None:
            raise LookupError(f"{seat.key} cannot be judged by {seat.rule.condition}")
        judge = self._judges[seat.name] = Judge(seat.rule, seat.key, follower, alarm)
        self.has_waiting |= seat.factor is None
        return judge

    def _counting(self, key: SeriesKey) -> list[AlarmRule]:
        return counting(self._by_metric.get(key.metric, ()), key.instance)

    def _follow(self, rule: AlarmRule, instance: str) -> Follower | None:
        return conditions()[rule.condition].follow(rule, self.speeds.get(instance, 0))

    def _seat_of(self, rule_id: RuleId, key: SeriesKey) -> _Seat | None:
        return next((seat for seat in self._seats(key, self._counting(key)) if seat.rule.id == rule_id), None)

    def _seats(self, key: SeriesKey, rules: Iterable[AlarmRule]) -> Iterator[_Seat]:
        for rule in rules:
            if (follower := self._follow(rule, key.instance)) is not None:
                yield _Seat(rule, key, follower.factor if isinstance(follower, Scaled) else None)

    def _placed(self, ports: PortSeries) -> Iterator[tuple[int, _Seat]]:
        """Where in a device's columns something is judged."""
        for column, metric in enumerate(ports.metrics):
            if (rules := self._by_metric.get(metric)) is None:
                continue
            alone = {rule.instance for rule in rules}
            for_others = counting(rules, _ANY)
            for row, port in enumerate(ports.ports):
                key = SeriesKey(self.device, metric, port)
                for seat in self._seats(key, self._counting(key) if port in alone else for_others):
                    yield column * len(ports.ports) + row, seat


class _Seat(NamedTuple):
    """Where a judge sits as long as there is something to judge."""

    rule: AlarmRule
    key: SeriesKey
    factor: float | None
    """What makes of a value what is compared; None where that takes more than the value."""

    @property
    def name(self) -> tuple[RuleId, SeriesKey]:
        return self.rule.id, self.key

    @property
    def sign(self) -> float:
        return 1.0 if self.rule.side is Side.ABOVE else -1.0

    def concerns(self, value: float) -> bool:
        """Whether a value is to be judged where nothing is pending or raised."""
        return self.factor is None or value * self.factor * self.sign >= self.rule.levels[0].limit * self.sign


class _Columns:
    """The mildest limits of a device's ports beside each other; numbers alone, since there are many devices."""

    def __init__(
        self, device: DeviceId, ports: PortSeries, placed: Iterable[tuple[int, _Seat]], known: Container[object]
    ) -> None:
        self.ports = ports
        self._device = device
        told = list(placed)
        seats = [seat for _, seat in told]
        self.places = np.array([place for place, _ in told], np.intp)
        self.is_busy = np.array([seat.factor is None or seat.name in known for seat in seats], np.bool_)
        self._rules = list({seat.rule.id: seat.rule for seat in seats}.values())
        numbers = {rule.id: number for number, rule in enumerate(self._rules)}
        self._rule_numbers = np.array([numbers[seat.rule.id] for seat in seats], np.uint16)
        self._factors = np.array([np.nan if seat.factor is None else seat.factor for seat in seats], np.float64)
        self._scales = np.array([seat.sign * (seat.factor or 0.0) for seat in seats], np.float64)
        self._limits = np.array([seat.sign * seat.rule.levels[0].limit for seat in seats], np.float64)

    def telling(self, values: Numbers) -> list[int]:
        """Which seats must look at these values."""
        is_beyond = values[self.places] * self._scales >= self._limits
        told: list[int] = np.flatnonzero(is_beyond | self.is_busy).tolist()
        return told

    def seat(self, number: int) -> _Seat:
        """One of them."""
        column, row = divmod(int(self.places[number]), len(self.ports.ports))
        key = SeriesKey(self._device, self.ports.metrics[column], self.ports.ports[row])
        factor = float(self._factors[number])
        return _Seat(self._rules[self._rule_numbers[number]], key, None if np.isnan(factor) else factor)
