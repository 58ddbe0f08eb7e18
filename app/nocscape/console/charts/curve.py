"""One curve: what the history holds and what arrives live, joined by time without a seam.

Plain Python on plain lists: a curve has some thousand points, and numpy is not needed before something is drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from nocscape.model.metrics import Gap, Sample, SeriesData, SeriesKey

MAX_LIVE = 20_000
"""Live samples kept a curve; the panel asks for history again long before."""
HOLE_STEPS = 3
"""So many usual distances between raw samples without one are a hole."""


class GapSpan(NamedTuple):
    """A stretch without values, from the last good time to the next (UTC seconds), and why."""

    start: int
    end: int
    reason: Gap


class Joined(NamedTuple):
    """A curve ready to draw: times grow strictly, None breaks the line; `low`/`high` only where some are averages."""

    times: list[int]
    values: list[float | None]
    low: list[float | None] | None
    high: list[float | None] | None
    gaps: tuple[GapSpan, ...]


EMPTY = Joined([], [], None, None, ())


class Statistics(NamedTuple):
    """Last, least, mean over time and greatest of what is in sight."""

    last: float
    minimum: float
    average: float
    maximum: float


class _Points:
    """Columns of a curve in the making."""

    def __init__(self) -> None:
        self.times: list[int] = []
        self.values: list[float | None] = []
        self.low: list[float | None] = []
        self.high: list[float | None] = []

    def add(self, at: int, value: float | None, low: float | None, high: float | None) -> None:
        self.times.append(at)
        self.values.append(value)
        self.low.append(low)
        self.high.append(high)


class Curve:
    """Samples of one series from both sources; `joined` is made again only after something came."""

    def __init__(self, key: SeriesKey) -> None:
        self.key = key
        self._history = SeriesData(key=key)
        self._read_until = 0
        self._live: list[Sample] = []
        self._joined: Joined | None = None

    @property
    def last_at(self) -> int | None:
        """When the newest sample was taken, UTC seconds."""
        if self._live:
            return self._live[-1].at
        return self._history.times[-1] if self._history.times else None

    @property
    def live_count(self) -> int:
        """Live samples that no history replaced yet."""
        return len(self._live)

    def take_history(self, data: SeriesData, until: int) -> None:
        """Use a stored stretch that was read up to `until` (UTC seconds) instead of the one before."""
        self._history = _in_order(data)
        self._read_until = until
        del self._live[: bisect_right(self._live, self._covered_until(), key=_time_of)]
        self._joined = None

    def take_live(self, samples: Iterable[Sample]) -> None:
        """Add samples as they come; late ones find their place, the second of one time replaces the first."""
        covered = self._covered_until()
        for sample in samples:
            if sample.key == self.key and sample.at > covered:
                self._put(sample)
        del self._live[:-MAX_LIVE]
        self._joined = None

    def joined(self) -> Joined:
        """Both sources as one curve."""
        if self._joined is None:
            self._joined = self._join()
        return self._joined

    def _put(self, sample: Sample) -> None:
        place = bisect_left(self._live, sample.at, key=_time_of)
        if place < len(self._live) and self._live[place].at == sample.at:
            self._live[place] = sample
        else:
            self._live.insert(place, sample)

    def _covered_until(self) -> int:
        """Up to when the history speaks: its last sample, or what went into its last average."""
        if not self._history.times:
            return -1
        last, step = self._history.times[-1], self._history.step_s
        return last if step == 0 else max(last, min(last + step - 1, self._read_until))

    def _join(self) -> Joined:
        history, points = self._history, _Points()
        low, high = history.minimum or history.values, history.maximum or history.values
        for row in zip(history.times, history.values, low, high, strict=True):
            points.add(*row)
        for sample in self._live:
            points.add(sample.at, sample.value, sample.value, sample.value)
        reasons = history.gaps | {s.at: s.gap for s in self._live if s.gap is not None}
        seam = self._live[0].at if self._live and history.times else None
        return _with_gaps(points, reasons, self._hole_s(), seam, is_band=history.minimum is not None)

    def _hole_s(self) -> float:
        """From which distance on neighbours are not joined by a line, in seconds."""
        usual = _usual_distance(self._history.times) or _usual_distance([s.at for s in self._live])
        return HOLE_STEPS * max(usual, self._history.step_s, 1)


def _time_of(sample: Sample) -> int:
    return sample.at


def _usual_distance(times: Sequence[int]) -> float:
    recent = times[-200:]
    return float(median(b - a for a, b in pairwise(recent))) if len(recent) > 1 else 0.0


def _in_order(data: SeriesData) -> SeriesData:
    """`data` with strictly growing times; roll-ups of two steps may overlap where they meet."""
    if all(a < b for a, b in pairwise(data.times)):
        return data
    order = sorted({at: i for i, at in enumerate(data.times)}.items())
    picked = [i for _, i in order]
    return SeriesData(
        key=data.key,
        times=[at for at, _ in order],
        values=[data.values[i] for i in picked],
        minimum=[data.minimum[i] for i in picked] if data.minimum else None,
        maximum=[data.maximum[i] for i in picked] if data.maximum else None,
        step_s=data.step_s,
        gaps=data.gaps,
    )


def _with_gaps(points: _Points, reasons: dict[int, Gap], hole_s: float, seam: int | None, *, is_band: bool) -> Joined:
    """Break the line at holes; one at the seam of both sources only means that history was not read up to there."""
    out = _Points()
    gaps: list[GapSpan] = []
    good_at: int | None = None
    silent_at: int | None = None
    for at, value, low, high in zip(points.times, points.values, points.low, points.high, strict=True):
        if value is None:
            silent_at = at if silent_at is None else silent_at
        else:
            if silent_at is not None:
                gaps.append(_silence(good_at, silent_at, at, reasons))
            elif good_at is not None and at - good_at > hole_s:
                if at != seam:
                    gaps.append(GapSpan(good_at, at, Gap.NOT_POLLED))
                out.add(good_at + 1, None, None, None)
            good_at, silent_at = at, None
        out.add(at, value, low, high)
    if silent_at is not None:
        gaps.append(_silence(good_at, silent_at, points.times[-1], reasons))
    return Joined(out.times, out.values, out.low if is_band else None, out.high if is_band else None, tuple(gaps))


def _silence(good_at: int | None, silent_at: int, until: int, reasons: dict[int, Gap]) -> GapSpan:
    start = silent_at if good_at is None else good_at
    return GapSpan(start, until, reasons.get(silent_at, Gap.NO_ANSWER))


def statistics(curve: Joined, since: float, until: float) -> Statistics | None:
    """What stands in a legend for the stretch between two times; None where nothing was measured.

    The mean weighs each value by the time it stood for, since averages of five minutes and samples of five seconds
    may be neighbours.
    """
    first, last = bisect_left(curve.times, since), bisect_right(curve.times, until)
    times, values = curve.times[first:last], curve.values[first:last]
    known = [v for v in values if v is not None]
    if not known:
        return None
    lows = known if curve.low is None else [v for v in curve.low[first:last] if v is not None]
    highs = known if curve.high is None else [v for v in curve.high[first:last] if v is not None]
    return Statistics(known[-1], min(lows, default=min(known)), _mean(times, values), max(highs, default=max(known)))


def _mean(times: Sequence[int], values: Sequence[float | None]) -> float:
    usual = _usual_distance(times) or 1.0
    weight = total = 0.0
    before: int | None = None
    for at, value in zip(times, values, strict=True):
        if value is not None:
            share = usual if before is None else min(at - before, HOLE_STEPS * usual)
            weight += share
            total += share * value
        before = at
    return total / weight


def value_at(curve: Joined, at: float) -> tuple[int, float | None] | None:
    """The sample nearest to a time, for the crosshair: when it was taken and its value."""
    if not curve.times:
        return None
    right = bisect_left(curve.times, at)
    near = [i for i in (right - 1, right) if 0 <= i < len(curve.times)]
    nearest = min(near, key=lambda i: abs(curve.times[i] - at))
    return curve.times[nearest], curve.values[nearest]


def gap_at(curve: Joined, at: float) -> GapSpan | None:
    """The stretch without values that a time lies in."""
    return next((g for g in curve.gaps if g.start < at < g.end), None)
