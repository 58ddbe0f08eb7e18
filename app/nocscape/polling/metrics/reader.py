"""Reads the metrics that profiles name from one device, each profile at its own interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

from nocscape.base.dimensions import Dimension, parse_unit
from nocscape.base.text import from_wire, one_line
from nocscape.model.metrics import GAPS, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.learned import LearnedTables, TableClient
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.instances import Counter, Moment, RateBook, by_formula, is_plausible
from nocscape.polling.metrics.schema import MetricProfile, MetricSpec, ValueKind
from nocscape.polling.rates import Width
from nocscape.wire.snmp import Column, ColumnTable, SnmpTarget, SnmpValue, Syntax

MOST_ROWS = 1024
RETRY_S = 1800.0
"""An agent that lacked a profile's objects is asked again after so long."""
_MOST_LABEL = 80
_LABELS_KEPT = 16_384
"""Rows are named alike at every poll, and in many devices."""
_PLANS_KEPT = 512
_EARLY = 0.1
"""Of its interval: polls come with jitter, and one that is early by so much is not put off by a whole poll."""
_SYNTAX = {ValueKind.COUNTER32: Syntax.COUNTER32, ValueKind.COUNTER64: Syntax.COUNTER64}
_WIDTH = {ValueKind.COUNTER32: Width.C32, ValueKind.COUNTER64: Width.C64}


class Client(TableClient, Protocol):
    """The part of the SNMP client that is needed here."""

    async def after(self, target: SnmpTarget, oids: Sequence[str], /) -> dict[str, str]:
        """The instance that follows each OID."""
        ...


Rows = dict[str, tuple[str, int]]
"""Index and number of each row, by the name of its series."""


class _Named(NamedTuple):
    """Index and name of the rows that count, and what that followed from."""

    signs: tuple[object, ...]
    rows: list[tuple[str, str]]


class MetricReader:
    """All profiles of one device. What several of them name is read at once."""

    def __init__(self, device: DeviceId, profiles: Iterable[MetricProfile]) -> None:
        self._readers = [_ProfileReader(device, profile) for profile in profiles]
        self._tables = LearnedTables(MOST_ROWS)

    @property
    def profiles(self) -> tuple[MetricProfile, ...]:
        """What is read."""
        return tuple(reader.profile for reader in self._readers)

    async def read(self, client: Client, target: SnmpTarget, moment: Moment) -> list[Sample]:
        """Samples of the profiles whose time has come. Raises SnmpError."""
        due = [reader for reader in self._readers if reader.is_due(moment.mono_s)]
        if unknown := [reader for reader in due if not reader.is_there]:
            await _explore(client, target, unknown, moment)
        present = [reader for reader in due if reader.is_there]
        found = await self._tables_of(client, target, present) if present else {}
        return [sample for reader in present for sample in reader.take(found, moment)]

    async def _tables_of(self, client: Client, target: SnmpTarget, present: Sequence[_ProfileReader]) -> ColumnTable:
        """By OID; a scalar is a table with one row."""
        columns = {oid: column for reader in present for oid, column in reader.columns.items()}
        asked = _rows_asked(r.rows for r in present) if any(r.is_of_rows for r in present) else {}
        named = {columns[oid]: rows for oid, rows in asked.items() if rows}
        found = await self._tables.read(client, target, columns.values(), named)
        return {oid: found[column.oid] for oid, column in columns.items()}

    def hasten(self) -> None:
        """Read every profile at the next poll, unless the agent is known to lack it."""
        for reader in self._readers:
            reader.hasten()


class _Plan:
    """What the readers of a profile have in common, whatever the device: a network has thousands of them."""

    def __init__(self, profile: MetricProfile) -> None:
        self.profile = profile
        values = (spec.value for spec in profile.metrics if spec.value)
        self.signs: tuple[str, ...] = (profile.when.has,) if profile.when.has else tuple(dict.fromkeys(values))
        """An agent with any of these is read; others are left alone for a while."""
        of_specs = [_objects_of(spec) for spec in profile.metrics]
        objects = dict.fromkeys(self.signs, Syntax.INTEGER) | {o: s for each in of_specs for o, s in each.items()}
        self.columns = {oid: Column(oid.removesuffix(".0"), syntax) for oid, syntax in objects.items()}
        """By OID; a scalar is a column with one row."""
        of_rows = [dict.fromkeys(each, spec.rows) for each, spec in zip(of_specs, profile.metrics, strict=True)]
        self.rows = _rows_asked([*of_rows, {profile.when.has: ()}] if profile.when.has else of_rows)
        """For each object the rows that are needed, none where all of them are."""
        self.units: dict[str, Dimension] = {spec.name: parse_unit(spec.unit) for spec in profile.metrics}
        self.formulas = {spec.name: Formula(spec.formula) for spec in profile.metrics if spec.formula}
        self.operands = {name for formula in self.formulas.values() for name in formula.names}


class _Same(NamedTuple):
    """A profile as a key: it is the same where it is the same object, since a changed file makes another one."""

    number: int
    profile: MetricProfile

    def __hash__(self) -> int:
        return self.number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.profile is self.profile


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(key: _Same) -> _Plan:
    return _Plan(key.profile)


class _ProfileReader:
    def __init__(self, device: DeviceId, profile: MetricProfile) -> None:
        self.profile = profile
        self._plan = _plan(_Same(id(profile), profile))
        self.signs = self._plan.signs
        self.columns = self._plan.columns
        self.rows = self._plan.rows
        self.is_of_rows = any(self.rows.values())
        self.is_there = False
        self._device = device
        self._due_s = float("-inf")
        self._rates = RateBook()
        self._named: dict[str, _Named] = {}

    def hasten(self) -> None:
        """Read at the next poll."""
        if self.is_there:
            self._due_s = float("-inf")

    def is_due(self, mono_s: float) -> bool:
        """Whether its interval has passed."""
        return mono_s >= self._due_s - _EARLY * self.profile.interval_s

    def note(self, moment: Moment, *, is_there: bool) -> None:
        """Whether the agent has it, and when to ask again."""
        self.is_there = is_there
        self._due_s = moment.mono_s + (self.profile.interval_s if is_there else RETRY_S)

    def take(self, found: ColumnTable, moment: Moment) -> list[Sample]:
        """Everything that the profile makes of what was read."""
        self.note(moment, is_there=any(found.get(sign) or self.rows[sign] for sign in self.signs))
        rows = {spec.name: self._rows(spec, found) for spec in self.profile.metrics if spec.value}
        rates = self._rates.read(self._counters(rows), moment)
        known: dict[str, dict[str, float]] = {}
        samples: list[Sample] = []
        for spec in self.profile.metrics:
            if spec.kind in _WIDTH:
                told = [*self._by_rate(spec, rates.get(spec.name, {}), moment)]
            else:
                told = [*self._by_value(spec, rows.get(spec.name, {}), found, known, moment)]
            if spec.name in self._plan.operands:
                known[spec.name] = {s.key.instance: s.value for s in told if s.value is not None}
            samples += () if spec.is_hidden else told
        return samples

    def _rows(self, spec: MetricSpec, found: ColumnTable) -> Rows:
        """The rows that count. Which these are, and their names, seldom changes."""
        values = found.get(spec.value)
        if not values:
            return {}
        signs = (tuple(values), found.get(spec.label), *(found.get(oid) for oid in spec.only))
        named = self._named.get(spec.name)
        if named is None or named.signs != signs:
            named = self._named[spec.name] = _Named(signs, [*_named_rows(spec, found)])
        told = ((name, index, values[index]) for index, name in named.rows)
        return {name: (index, v) for name, index, v in told if type(v) is int and v not in spec.missing}

    def _counters(self, rows: Mapping[str, Rows]) -> dict[Counter, int]:
        """All counters of the profile, which are judged side by side."""
        return {
            Counter(spec.name, name, _WIDTH[spec.kind]): value
            for spec in self.profile.metrics
            if spec.kind in _WIDTH
            for name, (_, value) in rows[spec.name].items()
        }

    def _by_value(
        self, spec: MetricSpec, rows: Rows, found: ColumnTable, known: Mapping[str, Mapping[str, float]], moment: Moment
    ) -> Iterator[Sample]:
        if spec.formula:
            units = self._plan.units
            values = by_formula(self._plan.formulas[spec.name], known, units, units[spec.name])
        else:
            values = {name: _shown(spec, value, found, index) for name, (index, value) in rows.items()}
        for name, value in values.items():
            if is_plausible(value, spec.least, spec.most):
                yield Sample(SeriesKey(self._device, spec.name, name), moment.at, value)

    def _by_rate(self, spec: MetricSpec, told: Mapping[str, tuple[float, int]], moment: Moment) -> Iterator[Sample]:
        for name, (rate, code) in told.items():
            key = SeriesKey(self._device, spec.name, name)
            yield Sample(key, moment.at, rate * spec.factor if code == 0 else None, GAPS[code])


async def _explore(client: Client, target: SnmpTarget, readers: Sequence[_ProfileReader], moment: Moment) -> None:
    """Learn in one question which profiles an agent has the objects of."""
    roots = {sign: sign.removesuffix(".0") for reader in readers for sign in reader.signs}
    follows = await client.after(target, sorted(set(roots.values())))
    there = {sign for sign, root in roots.items() if f"{follows.get(root, '')}.".startswith(f"{sign}.")}
    for reader in readers:
        reader.note(moment, is_there=not there.isdisjoint(reader.signs))


def _objects_of(spec: MetricSpec) -> dict[str, Syntax]:
    found = {spec.value: _SYNTAX.get(spec.kind, Syntax.INTEGER)} if spec.value else {}
    found |= dict.fromkeys(filter(None, (spec.scale, spec.digits, *spec.only)), Syntax.INTEGER)
    return found | {spec.label: Syntax.OCTETS} if spec.label else found


def _rows_asked(parts: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """For each object the rows that anybody needs, none where somebody needs them all."""
    asked: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for part in parts:
        for oid, rows in part.items():
            asked[oid].append(rows)
    return {oid: tuple(dict.fromkeys(chain(*each))) if all(each) else () for oid, each in asked.items()}


def _named_rows(spec: MetricSpec, found: ColumnTable) -> Iterator[tuple[str, str]]:
    """Index and name of the rows that are asked for and in the right state."""
    labels = found.get(spec.label, {}) if spec.label else {}
    only = {oid: allowed for oid, allowed in spec.only.items() if found.get(oid)}
    values, taken = found.get(spec.value, {}), set[str]()
    for index in spec.rows or values:
        if index in values and all(found[oid].get(index) in allowed for oid, allowed in only.items()):
            label = "" if spec.value.endswith(".0") else label_of(labels.get(index)) or index
            name = name_of_row(label, index, taken)
            taken.add(name)
            yield index, name


def name_of_row(label: str, index: str, taken: Container[str]) -> str:
    """What the series of a row is called: its label, with the index where another row has the same."""
    return label if label not in taken else f"{label} {index}"


@lru_cache(maxsize=_LABELS_KEPT)
def label_of(value: SnmpValue) -> str:
    """A row's name as its device says it, empty where it says none."""
    return one_line(from_wire(value), _MOST_LABEL) if isinstance(value, bytes) else ""


def _shown(spec: MetricSpec, value: int, found: ColumnTable, index: str) -> float:
    """In the metric's unit. EntitySensorDataScale counts thousands from units(9) (RFC 3433)."""
    if spec.kind is ValueKind.STATE:
        return float(value in spec.good)
    if not spec.scale and not spec.digits:
        return float(value * spec.factor)
    scale, digits = (found.get(oid, {}).get(index) if oid else None for oid in (spec.scale, spec.digits))
    exponent = 3 * (scale - 9) if isinstance(scale, int) and 1 <= scale <= 17 else 0
    exponent -= digits if isinstance(digits, int) and -8 <= digits <= 9 else 0
    return float(value * spec.factor * 10.0**exponent)
