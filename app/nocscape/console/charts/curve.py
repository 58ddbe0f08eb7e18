"""One curve: what the history holds and what arrives live, joined by time without a seam.

Everything is columns: fifty curves of some thousand points are joined anew with every sample that comes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nocscape.console.charts.holes import HOLE_STEPS, RECENT, Times, holes, usual_distance
from nocscape.model.metrics import Gap, Sample, SeriesData, SeriesKey

Floats = npt.NDArray[np.float64]

LEAST_SILENCE_S, SILENCE_STEP_S = 120, 10
"""A curve that ended so long ago is marked as silent since, in steps of so many seconds."""
MAX_LIVE = 20_000
"""Live samples kept a curve; the panel asks for history again long before."""
PERCENTILE = 95
"""Of the values in sight: what traffic is paid by."""


class GapSpan(NamedTuple):
    """A stretch without values, from the last good time to the next (UTC seconds), and why."""

    start: int
    end: int
    reason: Gap


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A curve ready to draw: times (UTC seconds) grow strictly, NaN breaks the line.

    `low`/`high` only where some values are averages. Arrays are shared and never written to.
    """

    times: Times = field(default_factory=lambda: np.empty(0, np.int64))
    values: Floats = field(default_factory=lambda: np.empty(0))
    low: Floats | None = None
    high: Floats | None = None
    gaps: tuple[GapSpan, ...] = ()

    def later(self, shift_s: int) -> Joined:
        """The same curve so many seconds later, as another day is laid over this one; gaps stay where they were."""
        return Joined(self.times + shift_s, self.values, self.low, self.high)

    def scaled(self, factor: float) -> Joined:
        """The same curve in another unit."""
        low, high = (None if column is None else column * factor for column in (self.low, self.high))
        return Joined(self.times, self.values * factor, low, high, self.gaps)

    def since(self, at: float) -> Joined:
        """The line alone, from a time on."""
        first = int(np.searchsorted(self.times, at))
        return Joined(self.times[first:], self.values[first:])


EMPTY = Joined()


class Statistics(NamedTuple):
    """Last, least, mean over time, greatest and 95th percentile of what is in sight."""

    last: float
    minimum: float
    average: float
    maximum: float
    percentile: float


class Curve:
    """Samples of one series from both sources; `joined` is made again only after something came."""

    def __init__(self, key: SeriesKey, polled_every_s: float = 0.0) -> None:
        """`polled_every_s`: how often it is polled while nobody looks."""
        self.key = key
        self._polled_every_s = polled_every_s
        self._history = Joined()
        self._reasons: dict[int, Gap] = {}
        self._step_s = 0
        self._usual_s = 0.0
        self._read_until = 0
        self._live_times = array("q")
        self._live_values = array("d")
        self._live_reasons: dict[int, Gap] = {}
        self._joined: Joined | None = None
        self._silent: Joined = EMPTY

    @property
    def last_at(self) -> int | None:
        """When the newest sample was taken, UTC seconds."""
        if self._live_times:
            return self._live_times[-1]
        return int(self._history.times[-1]) if self._history.times.size else None

    def take_history(self, data: SeriesData, until: int) -> None:
        """Use a stored stretch that was read up to `until` (UTC seconds) instead of the one before."""
        self._history = _columns(data)
        self._reasons = dict(data.gaps)
        self._step_s = data.step_s
        self._usual_s = usual_distance(self._history.times)
        self._read_until = until
        self._drop_live(bisect_right(self._live_times, self._covered_until()))
        self._joined = None

    def take_live(self, samples: Iterable[Sample]) -> None:
        """Add samples as they come; late ones find their place, the second of one time replaces the first."""
        covered = self._covered_until()
        for sample in samples:
            if sample.key == self.key and sample.at > covered:
                self._put(sample)
        self._drop_live(len(self._live_times) - MAX_LIVE)
        self._joined = None

    def joined(self) -> Joined:
        """Both sources as one curve."""
        if self._joined is None:
            self._joined = self._join()
        return self._joined

    def joined_until(self, now: float) -> Joined:
        """The same, with the time since its last sample marked where that is long over."""
        joined = self.joined()
        silent_s = now - float(joined.times[-1]) if joined.times.size else 0.0
        if silent_s <= LEAST_SILENCE_S or silent_s <= self._hole_s():
            return joined
        silence = GapSpan(int(joined.times[-1]), int(now) // SILENCE_STEP_S * SILENCE_STEP_S, Gap.NOT_POLLED)
        if self._silent.times is not joined.times or silence not in self._silent.gaps:
            gaps = (*joined.gaps, silence)
            self._silent = Joined(joined.times, joined.values, joined.low, joined.high, gaps)
        return self._silent

    def _put(self, sample: Sample) -> None:
        value = np.nan if sample.value is None else sample.value
        place = bisect_left(self._live_times, sample.at)
        if place < len(self._live_times) and self._live_times[place] == sample.at:
            self._live_values[place] = value
        else:
            self._live_times.insert(place, sample.at)
            self._live_values.insert(place, value)
        if sample.gap is not None:
            self._live_reasons[sample.at] = sample.gap

    def _drop_live(self, count: int) -> None:
        """Let go of the oldest."""
        if count > 0:
            del self._live_times[:count]
            del self._live_values[:count]

    def _covered_until(self) -> int:
        """Up to when the history speaks: its last sample, or what went into its last average."""
        if not self._history.times.size:
            return -1
        last = int(self._history.times[-1])
        return last if self._step_s == 0 else max(last, min(last + self._step_s - 1, self._read_until))

    def _join(self) -> Joined:
        history, live = self._history, np.array(self._live_values)
        times = np.concatenate((history.times, np.array(self._live_times, np.int64)))
        values = np.concatenate((history.values, live))
        is_band = history.low is not None and history.high is not None
        low = np.concatenate((history.low, live)) if history.low is not None and is_band else None
        high = np.concatenate((history.high, live)) if history.high is not None and is_band else None
        seam = self._live_times[0] if self._live_times and history.times.size else None
        return _with_gaps(Joined(times, values, low, high), self._reasons | self._live_reasons, self._hole_s(), seam)

    def _hole_s(self) -> float:
        """From which distance on neighbours are not joined by a line, in seconds."""
        usual = self._usual_s or usual_distance(np.array(self._live_times[-RECENT:], np.int64))
        return HOLE_STEPS * max(usual, self._step_s, self._polled_every_s, 1)


def _columns(data: SeriesData) -> Joined:
    """`data` with strictly growing times; roll-ups of two steps may overlap where they meet, and the later counts."""
    times = np.array(data.times, np.int64)
    columns = [
        None if column is None else np.array(column, np.float64) for column in (data.values, data.minimum, data.maximum)
    ]
    if times.size > 1 and not (np.diff(times) > 0).all():
        times, first_from_end = np.unique(times[::-1], return_index=True)
        order = len(data.times) - 1 - first_from_end
        columns = [None if column is None else column[order] for column in columns]
    values, low, high = columns
    return Joined(times, np.empty(0) if values is None else values, low, high)


def _with_gaps(curve: Joined, reasons: dict[int, Gap], hole_s: float, seam: int | None) -> Joined:
    """Break the line at holes; one at the seam of both sources only means that history was not read up to there."""
    times, is_known = curve.times, ~np.isnan(curve.values)
    gaps = list(_silences(times, is_known, reasons))
    is_hole = holes(times, is_known, hole_s)
    if not is_hole.any():
        return Joined(times, curve.values, curve.low, curve.high, tuple(gaps))
    places = np.flatnonzero(is_hole) + 1
    ends = zip(times[places - 1].tolist(), times[places].tolist(), strict=True)
    gaps += [GapSpan(start, end, Gap.NOT_POLLED) for start, end in ends if end != seam]
    values, low, high = (
        None if column is None else np.insert(column, places, np.nan)
        for column in (curve.values, curve.low, curve.high)
    )
    broken = np.insert(times, places, times[places - 1] + 1)
    return Joined(broken, curve.values if values is None else values, low, high, tuple(sorted(gaps)))


def _silences(times: Times, is_known: npt.NDArray[np.bool_], reasons: dict[int, Gap]) -> Iterable[GapSpan]:
    """Stretches of samples that say that there is no value, each with its reason."""
    if is_known.all():
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ~is_known, [False])).astype(np.int8)))
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        start, end = int(times[max(0, first - 1)]), int(times[min(after, times.size - 1)])
        reason = reasons.get(int(times[first]), Gap.NO_ANSWER)
        for at in times[first + 1 : after].tolist():
            if (said := reasons.get(at, reason)) is not reason:
                yield GapSpan(start, at, reason)
                start, reason = at, said
        yield GapSpan(start, end, reason)


def statistics(curve: Joined, since: float, until: float) -> Statistics | None:
    """What stands in a legend for the stretch between two times; None where nothing was measured.

    The mean weighs each value by the time it stood for, since averages of five minutes and samples of five seconds
    may be neighbours.
    """
    first, last = np.searchsorted(curve.times, since), np.searchsorted(curve.times, until, side="right")
    times, values = curve.times[first:last], curve.values[first:last]
    is_known = ~np.isnan(values)
    known = values[is_known]
    if not known.size:
        return None
    lows = known if curve.low is None else curve.low[first:last]
    highs = known if curve.high is None else curve.high[first:last]
    return Statistics(
        float(known[-1]),
        float(np.nanmin(lows)),
        _mean(times, values, is_known),
        float(np.nanmax(highs)),
        float(np.percentile(known, PERCENTILE)),
    )


def _mean(times: Times, values: Floats, is_known: npt.NDArray[np.bool_]) -> float:
    usual = usual_distance(times) or 1.0
    shares = np.minimum(np.diff(times, prepend=times[0] - usual), HOLE_STEPS * usual)[is_known]
    return float(np.dot(shares, values[is_known]) / shares.sum())


def value_at(curve: Joined, at: float) -> tuple[int, float | None] | None:
    """The sample nearest to a time, for the crosshair: when it was taken and its value."""
    if not curve.times.size:
        return None
    right = int(np.searchsorted(curve.times, at))
    near = [i for i in (right - 1, right) if 0 <= i < curve.times.size]
    nearest = min(near, key=lambda i: abs(int(curve.times[i]) - at))
    value = float(curve.values[nearest])
    return int(curve.times[nearest]), None if np.isnan(value) else value


def gap_at(curve: Joined, at: float) -> GapSpan | None:
    """The stretch without values that a time lies in."""
    return next((g for g in curve.gaps if g.start < at < g.end), None)
