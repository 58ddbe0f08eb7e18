"""From the points of a page to samples, page after page."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping

from nocscape.base.dimensions import Dimension, parse_unit
from nocscape.model.metrics import GAPS, Sample, SeriesKey
from nocscape.model.net import DeviceId
from nocscape.polling.exporters.library import PLAIN
from nocscape.polling.exporters.page import Point, Points
from nocscape.polling.exporters.schema import ExporterProfile, ExporterSpec, FamilyKind
from nocscape.polling.metrics.formula import Formula
from nocscape.polling.metrics.instances import Counter, Moment, RateBook, by_formula, is_plausible
from nocscape.polling.rates import ABSENT, UNSAID_TICKS, UPTIME_WRAP, Width

RESOLUTION = 1000
"""Counters are floating numbers there and whole ones in `rates`: thousandths are told apart."""
MOST_POINTS = 2000
"""Of one family."""
_TICKS_PER_S = 100


class PageReader:
    """All profiles that a page fits, with the counters of the page before."""

    def __init__(self, device: DeviceId, profiles: Iterable[ExporterProfile], without: Collection[str] = ()) -> None:
        """`without`: metrics that somebody else measures."""
        self._readers = [_ProfileReader(device, profile, without) for profile in profiles]

    @property
    def families(self) -> frozenset[str]:
        """What has to be taken of the page."""
        return frozenset().union(*(reader.families for reader in self._readers))

    def read(self, points: Points, moment: Moment) -> list[Sample]:
        """Everything that the profiles name which the page has."""
        return [s for reader in self._readers if reader.fits(points) for s in reader.read(points, moment)]


class _ProfileReader:
    def __init__(self, device: DeviceId, profile: ExporterProfile, without: Collection[str]) -> None:
        self._device = device
        self._profile = profile
        self._without = without
        self._units: dict[str, Dimension] = {spec.name: parse_unit(spec.unit) for spec in profile.metrics}
        self._formulas = {spec.name: Formula(spec.formula) for spec in profile.metrics if spec.formula}
        self._rates = RateBook()
        told = {spec.family for spec in profile.metrics} | {profile.has, profile.began}
        self.families = frozenset(told - {""})

    def fits(self, points: Points) -> bool:
        """Whether the page is of this exporter."""
        return not self._profile.has or self._profile.has in points

    def read(self, points: Points, moment: Moment) -> Iterator[Sample]:
        """Samples of everything that is not hidden."""
        moment = moment._replace(uptime=_uptime(points.get(self._profile.began, []), moment.at))
        rates = self._rates.read(self._counters(points), moment)
        known: dict[str, dict[str, float]] = {}
        for spec in self._profile.metrics:
            if spec.kind is FamilyKind.COUNTER:
                told = [*self._by_rate(spec, self._points(spec, points), rates.get(spec.name, {}), moment.at)]
            else:
                told = [*self._by_value(spec, points, known, moment.at)]
            known[spec.name] = {s.key.instance: s.value for s in told if s.value is not None}
            if not spec.is_hidden and spec.name not in self._without:
                yield from told

    def _counters(self, points: Points) -> dict[Counter, int]:
        """All counters of the page, which are judged side by side."""
        return {
            Counter(spec.name, _plain_name(point), Width.C64): _counted(point.value)
            for spec in self._profile.metrics
            if spec.kind is FamilyKind.COUNTER
            for point in self._points(spec, points)
        }

    def _by_value(
        self, spec: ExporterSpec, points: Points, known: Mapping[str, Mapping[str, float]], at: int
    ) -> Iterator[Sample]:
        if spec.formula:
            values = by_formula(self._formulas[spec.name], known, self._units, self._units[spec.name])
        else:
            values = _summed((self._name(spec, p), p.value * spec.factor) for p in self._points(spec, points))
        for name, value in values.items():
            if is_plausible(value, spec.least, spec.most):
                yield Sample(SeriesKey(self._device, spec.name, name), at, value)

    def _by_rate(
        self, spec: ExporterSpec, points: Iterable[Point], told: Mapping[str, tuple[float, int]], at: int
    ) -> Iterator[Sample]:
        """Each counter for itself, then summed; a gap in one is a gap in the sum."""
        sums: dict[str, float] = {}
        codes: dict[str, int] = {}
        for point in points:
            rate, code = told.get(_plain_name(point), (0.0, ABSENT))
            name = self._name(spec, point)
            sums[name] = sums.get(name, 0.0) + rate / RESOLUTION * spec.factor
            codes[name] = max(codes.get(name, 0), code)
        for name, code in codes.items():
            if code != ABSENT:
                key = SeriesKey(self._device, spec.name, name)
                rate = sums[name] if spec.most is None else min(sums[name], spec.most)
                yield Sample(key, at, rate if code == 0 else None, GAPS[code])

    def _points(self, spec: ExporterSpec, points: Points) -> list[Point]:
        return [p for p in points.get(spec.family, []) if _counts(spec, p)][:MOST_POINTS]

    def _name(self, spec: ExporterSpec, point: Point) -> str:
        if self._profile.name == PLAIN:
            return _plain_name(point)
        return point.labels.get(spec.label, "") if spec.label else ""


def _counted(value: float) -> int:
    """In thousandths; the whole part without the rounding of a product."""
    whole = int(value)
    return (whole * RESOLUTION + round((value - whole) * RESOLUTION)) % (1 << Width.C64)


def _counts(spec: ExporterSpec, point: Point) -> bool:
    is_meant = all(point.labels.get(label) in allowed for label, allowed in spec.only.items())
    is_excluded = any(point.labels.get(label) in denied for label, denied in spec.without.items())
    is_number = math.isfinite(point.value) and (spec.kind is FamilyKind.GAUGE or point.value >= 0)
    return is_meant and not is_excluded and is_number


def _summed(named: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for name, value in named:
        sums[name] = sums.get(name, 0.0) + value
    return sums


def _plain_name(point: Point) -> str:
    return ",".join(f"{label}={value}" for label, value in sorted(point.labels.items()))


def _uptime(began: list[Point], at: int) -> int:
    """As an agent's sysUpTime, so that a restart is told from growth."""
    if not began or not math.isfinite(began[0].value):
        return UNSAID_TICKS
    return int(max(0.0, at - began[0].value) * _TICKS_PER_S) % UPTIME_WRAP
