"""One figure made of one series or of many: what numbers and gauges show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.charts.axes import shown_unit
from nocscape.console.charts.curve import Joined
from nocscape.console.charts.loader import SeriesLoader
from nocscape.console.overviews.crowd import AGAIN_S, Crowd, CrowdFeed
from nocscape.console.overviews.kind import Context
from nocscape.console.parts.naming import end_name
from nocscape.model.metrics import Combine, SeriesKey
from nocscape.model.net import DeviceId, PortRef
from nocscape.model.utilisation import UTILISATION

STEPS = 60
"""Points of the line that shows how a figure went."""
FAST_S = 30.0
MOST_SERIES = 200
"""That are watched for one figure; the engine joins those of larger crowds."""
LEAST_MS = 1000


class Figure(NamedTuple):
    """A value, the value half a stretch earlier, and the way between; times are in UTC seconds."""

    value: float | None
    before: float | None
    line: Joined


NOTHING = Figure(None, None, Joined())


class FigureFeed(QObject):
    """Reads series for the stretch in sight and watches them, as long as `start` to `stop`. Signal: changed()."""

    changed = Signal()

    def __init__(self, context: Context, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._owner = f"{context.owner}-{name}"
        self._loader = SeriesLoader(context.bridge, now=context.now, parent=self)
        self._loader.changed.connect(self.changed)
        self._keys: tuple[SeriesKey, ...] = ()
        self._span_s = 3600.0
        self._is_crowd = False
        self._crowd = CrowdFeed(context, self)
        self._crowd.changed.connect(self.changed)
        self._pause = QTimer(self)
        self._pause.timeout.connect(self._look)

    @property
    def keys(self) -> tuple[SeriesKey, ...]:
        """What the figure is made of."""
        return self._keys

    def choose(self, keys: tuple[SeriesKey, ...], span_s: float, crowd: Crowd) -> None:
        """Be about these series and so much time up to now; about the whole crowd where they are too many."""
        self._is_crowd = len(keys) > MOST_SERIES
        self._keys, self._span_s = () if self._is_crowd else keys, span_s
        self._crowd.choose(crowd)
        self._loader.choose(self._keys)
        if self._pause.isActive():
            self.start()

    def start(self) -> None:
        """Somebody looks."""
        self._context.bridge.watch.want(self._owner, self._keys, FAST_S)
        pause_s = self._span_s / STEPS
        self._pause.start(max(LEAST_MS, int(1000 * (min(pause_s, AGAIN_S) if self._is_crowd else pause_s))))
        self._look()

    def stop(self) -> None:
        """Nobody looks: it costs nothing until `start`."""
        self._pause.stop()
        self._loader.forget()
        self._context.bridge.watch.want(self._owner, ())

    def figure(self, combine: Combine) -> Figure:
        """What the series make together."""
        now = self._context.now()
        if self._is_crowd:
            return _figure(self._crowd.latest, self._crowd.line)
        edges = np.linspace(now - self._span_s, now, STEPS + 1)
        columns = [_steps(curve, edges) for key in self._keys if (curve := self._loader.joined(key)).times.size]
        if not columns:
            return NOTHING
        values = _combined(np.array(columns), combine)
        last = [v for key in self._keys if (v := _last(self._loader.joined(key))) is not None]
        value = float(_combined(np.array(last)[:, None], combine)[0]) if last else None
        return _figure(value, Joined(edges[1:].astype(np.int64), values))

    @Slot()
    def _look(self) -> None:
        now = self._context.now()
        if self._is_crowd:
            self._crowd.look(self._span_s, STEPS)
        else:
            self._loader.look_at(now - self._span_s, now, STEPS)
        self.changed.emit()


def _figure(value: float | None, line: Joined) -> Figure:
    """With the mean of the first half of the way."""
    earlier = line.values[: line.values.size // 2]
    earlier = earlier[np.isfinite(earlier)]
    return Figure(value, float(earlier.mean()) if earlier.size else None, line)


def _steps(
    curve: Joined, edges: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Averages of a curve between edges; NaN where it has no value."""
    is_known = np.isfinite(curve.values)
    places = np.searchsorted(edges, curve.times[is_known], side="right") - 1
    inside = (places >= 0) & (places < STEPS)
    sums = np.bincount(places[inside], curve.values[is_known][inside], STEPS)
    counts = np.bincount(places[inside], minlength=STEPS)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _last(curve: Joined) -> float | None:
    known = curve.values[np.isfinite(curve.values)]
    return float(known[-1]) if known.size else None


def _combined(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], combine: Combine
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Columns made one, leaving out what is not known."""
    is_known = np.isfinite(values)
    counts = is_known.sum(axis=0)
    match combine:
        case "highest":
            found = np.where(is_known, values, -np.inf).max(axis=0)
        case "lowest":
            found = np.where(is_known, values, np.inf).min(axis=0)
        case _:
            found = np.where(is_known, values, 0.0).sum(axis=0)
            if combine == "average":
                found = found / np.maximum(counts, 1)
    return np.where(counts > 0, found, np.nan)


def keys_for(context: Context, devices: tuple[DeviceId, ...], metric: str, port: str) -> tuple[SeriesKey, ...]:
    """The series of a metric: of one port where it is named, else of each device as a whole or of all its ports; no
    more than one too many to be watched."""
    if port and devices:
        return (SeriesKey(devices[0], metric, port),)
    found = _of_ports(context, devices, metric) if metric.startswith("if_") else (SeriesKey(d, metric) for d in devices)
    return tuple(islice(found, MOST_SERIES + 1))


def _of_ports(context: Context, devices: tuple[DeviceId, ...], metric: str) -> Iterator[SeriesKey]:
    live = context.bridge.live
    for device in devices:
        known = live.devices.get(device)
        for interface in known.interfaces if known is not None else ():
            if interface.oper == "up" and (metric != UTILISATION or interface.speed_bps):
                yield SeriesKey(device, metric, interface.key)


def by_name(context: Context, keys: tuple[SeriesKey, ...]) -> dict[str, SeriesKey]:
    """Series by the device and port that they are of."""
    live = context.bridge.live
    return {end_name(live, PortRef(key.device, key.instance or None)): key for key in keys}


def unit_of(context: Context, metric: str) -> str:
    """The unit of a metric as it is written."""
    return shown_unit(context.book.unit(metric))
