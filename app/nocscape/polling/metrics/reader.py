"""Reads the metrics that profiles name from one device, each profile at its own interval."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple, Protocol

import numpy as np

from nocscape.base.dimensions import Dimension, parse_unit
from nocscape.base.text import from_wire, one_line
from nocscape.model.metrics import GAPS, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.schema import MetricProfile, MetricSpec, ValueKind
from nocscape.polling.rates import ABSENT, UNSAID_TICKS, CounterBank, Readings, Width
from nocscape.wire.snmp import Column, ColumnTable, SnmpError, SnmpTarget, SnmpValue, Syntax

MOST_ROWS = 1024
RETRY_S = 1800.0
"""An agent that lacked a profile's objects is asked again after so long."""
_MOST_LABEL = 80
_EARLY = 0.1
"""Of its interval: polls come with jitter, and one that is early by so much is not put off by a whole poll."""
_SYNTAX = {ValueKind.COUNTER32: Syntax.COUNTER32, ValueKind.COUNTER64: Syntax.COUNTER64}
_WIDTH = {ValueKind.COUNTER32: Width.C32, ValueKind.COUNTER64: Width.C64}


class Client(Protocol):
    """The part of the SNMP client that is needed here."""

    async def scalars(self, target: SnmpTarget, columns: list[Column], /) -> dict[str, SnmpValue]:
        """Declared scalars."""
        ...

    async def columns(self, target: SnmpTarget, columns: list[Column], /, *, most_rows: int = ...) -> ColumnTable:
        """Declared columns."""
        ...


class Moment(NamedTuple):
    """When a poll is made: UTC seconds, monotonic seconds, and the agent's sysUpTime in hundredths of seconds."""

    at: int
    mono_s: float
    uptime: int = UNSAID_TICKS


class MetricReader:
    """All profiles of one device."""

    def __init__(self, device: DeviceId, profiles: Iterable[MetricProfile]) -> None:
        self._readers = [_ProfileReader(device, profile) for profile in profiles]

    @property
    def profiles(self) -> tuple[MetricProfile, ...]:
        """What is read."""
        return tuple(reader.profile for reader in self._readers)

    async def read(self, client: Client, target: SnmpTarget, moment: Moment) -> list[Sample]:
        """Samples of the profiles whose time has come. One that an agent stumbles over does not cost the others."""
        samples: list[Sample] = []
        for reader in self._readers:
            if reader.is_due(moment.mono_s):
                with suppress(SnmpError):
                    samples += await reader.read(client, target, moment)
        return samples

    def hasten(self) -> None:
        """Read every profile at the next poll, unless the agent is known to lack it."""
        for reader in self._readers:
            reader.hasten()


class _ProfileReader:
    def __init__(self, device: DeviceId, profile: MetricProfile) -> None:
        self.profile = profile
        self._device = device
        self._due_s = float("-inf")
        self._is_there = True
        self._units: dict[str, Dimension] = {spec.name: parse_unit(spec.unit) for spec in profile.metrics}
        self._formulas = {spec.name: Formula(spec.formula) for spec in profile.metrics if spec.formula}
        self._rates = {spec.name: _Rates(_WIDTH[spec.kind]) for spec in profile.metrics if spec.kind in _WIDTH}

    def hasten(self) -> None:
        """Read at the next poll."""
        if self._is_there:
            self._due_s = float("-inf")

    def is_due(self, mono_s: float) -> bool:
        """Whether its interval has passed."""
        return mono_s >= self._due_s - _EARLY * self.profile.interval_s

    async def read(self, client: Client, target: SnmpTarget, moment: Moment) -> list[Sample]:
        """Everything that the profile names."""
        found = await _read_objects(client, target, self.profile)
        self._is_there = found is not None
        if found is None:
            self._due_s = moment.mono_s + RETRY_S
            return []
        self._due_s = moment.mono_s + self.profile.interval_s
        known: dict[str, dict[str, float]] = {}
        samples: list[Sample] = []
        for spec in self.profile.metrics:
            told = [*self._measure(spec, found, known, moment)]
            known[spec.name] = {s.key.instance: s.value for s in told if s.value is not None}
            samples += () if spec.is_hidden else told
        return samples

    def _measure(
        self, spec: MetricSpec, found: ColumnTable, known: Mapping[str, Mapping[str, float]], moment: Moment
    ) -> Iterator[Sample]:
        if spec.formula:
            values = self._by_formula(spec, known)
        else:
            rows = _rows(spec, found)
            if spec.name in self._rates:
                yield from self._by_rate(spec, rows, moment)
                return
            values = {name: _shown(spec, value, found, index) for name, (index, value) in rows.items()}
        for name, value in values.items():
            if _is_plausible(spec, value):
                yield Sample(SeriesKey(self._device, spec.name, name), moment.at, value)

    def _by_rate(self, spec: MetricSpec, rows: Mapping[str, tuple[str, int]], moment: Moment) -> Iterator[Sample]:
        told = self._rates[spec.name].read({name: value for name, (_, value) in rows.items()}, moment)
        for name, (rate, code) in told.items():
            key = SeriesKey(self._device, spec.name, name)
            yield Sample(key, moment.at, rate * spec.factor if code == 0 else None, GAPS[code])

    def _by_formula(self, spec: MetricSpec, known: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """For each instance that all operands have; a scalar beside instances counts for each of them."""
        formula = self._formulas[spec.name]
        operands = {name: known[name] for name in formula.names}
        of_rows = [set(values) for values in operands.values() if set(values) != {""}]
        names = sorted(set.intersection(*of_rows)) if of_rows else [""]
        if not all(operands.values()) or not names:
            return {}
        arrays = {
            name: np.array([values[""]] if set(values) == {""} else [values[n] for n in names])
            for name, values in operands.items()
        }
        result = formula.values(arrays, self._units, self._units[spec.name])
        shown = names if len(result) == len(names) else [""]
        return {name: value for name, value in zip(shown, result.tolist(), strict=True) if not math.isnan(value)}


class _Rates:
    """Counters by instance, which come and go."""

    def __init__(self, width: Width) -> None:
        self._width = width
        self._names: list[str] = []
        self._bank = CounterBank(0)

    def read(self, values: Mapping[str, int], moment: Moment) -> dict[str, tuple[float, int]]:
        """Rate and gap code by instance, where there is anything to tell."""
        self._follow(list(values))
        count = len(self._names)
        rates = self._bank.read(
            Readings(
                values=np.array(list(values.values()), np.uint64),
                is_there=np.ones(count, np.bool_),
                widths=np.full(count, self._width, np.uint8),
                discontinuities=np.full(count, UNSAID_TICKS, np.int64),
                limits=np.full(count, np.inf),
                at_s=moment.mono_s,
                uptime=moment.uptime,
            )
        )
        told = zip(self._names, rates.values.tolist(), rates.gaps.tolist(), strict=True)
        return {name: (rate, code) for name, rate, code in told if code != ABSENT}

    def _follow(self, names: list[str]) -> None:
        if names == self._names:
            return
        before = {name: place for place, name in enumerate(self._names)}
        kept = [(place, before[name]) for place, name in enumerate(names) if name in before]
        bank = CounterBank(len(names))
        places = np.array(kept, np.intp).reshape(-1, 2)
        bank.adopt(self._bank, places[:, 0], places[:, 1])
        self._names, self._bank = names, bank


async def _read_objects(client: Client, target: SnmpTarget, profile: MetricProfile) -> ColumnTable | None:
    """All objects by OID; scalars as columns with one row `0`. None where the agent has not what it takes."""
    syntaxes = _objects(profile)
    first = profile.when.has or next(iter(syntaxes))
    found = await _read(client, target, {first: syntaxes.get(first, Syntax.INTEGER)})
    if not found.get(first):
        return None
    return found | await _read(client, target, {oid: syntax for oid, syntax in syntaxes.items() if oid != first})


async def _read(client: Client, target: SnmpTarget, objects: Mapping[str, Syntax]) -> ColumnTable:
    scalars = [Column(oid, syntax) for oid, syntax in objects.items() if oid.endswith(".0")]
    columns = [Column(oid, syntax) for oid, syntax in objects.items() if not oid.endswith(".0")]
    found: ColumnTable = {}
    if scalars:
        found |= {oid: {"0": value} for oid, value in (await client.scalars(target, scalars)).items()}
    if columns:
        found |= await client.columns(target, columns, most_rows=MOST_ROWS)
    return found


def _objects(profile: MetricProfile) -> dict[str, Syntax]:
    found: dict[str, Syntax] = {}
    for spec in profile.metrics:
        if spec.value:
            found[spec.value] = _SYNTAX.get(spec.kind, Syntax.INTEGER)
        found |= dict.fromkeys(filter(None, (spec.scale, spec.digits, *spec.only)), Syntax.INTEGER)
        if spec.label:
            found[spec.label] = Syntax.OCTETS
    return found


def _rows(spec: MetricSpec, found: ColumnTable) -> dict[str, tuple[str, int]]:
    """Index and number of each row that counts, by the name of its series."""
    labels = found.get(spec.label, {}) if spec.label else {}
    rows: dict[str, tuple[str, int]] = {}
    for index, value in found.get(spec.value, {}).items():
        if isinstance(value, int) and all(found.get(o, {}).get(index) in allowed for o, allowed in spec.only.items()):
            name = "" if spec.value.endswith(".0") else _label(labels.get(index)) or index
            rows[name if name not in rows else f"{name} {index}"] = (index, value)
    return rows


def _label(value: SnmpValue) -> str:
    return one_line(from_wire(value), _MOST_LABEL) if isinstance(value, bytes) else ""


def _shown(spec: MetricSpec, value: int, found: ColumnTable, index: str) -> float:
    """In the metric's unit. EntitySensorDataScale counts thousands from units(9) (RFC 3433)."""
    if spec.kind is ValueKind.STATE:
        return float(value in spec.good)
    scale, digits = (found.get(oid, {}).get(index) if oid else None for oid in (spec.scale, spec.digits))
    exponent = 3 * (scale - 9) if isinstance(scale, int) and 1 <= scale <= 17 else 0
    exponent -= digits if isinstance(digits, int) and -8 <= digits <= 9 else 0
    return float(value * spec.factor * 10.0**exponent)


def _is_plausible(spec: MetricSpec, value: float) -> bool:
    return (spec.least is None or value >= spec.least) and (spec.most is None or value <= spec.most)
