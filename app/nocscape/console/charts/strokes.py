"""Curves as paths of pixels: no more points than the screen has columns, made anew only where something is different.

A path of the 3,600 points of each of fifty curves takes twice as long to make and to draw as one of two points a
column, and shows the same.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph.functions as pgf
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from nocscape.console.charts.curve import EMPTY, Floats, Times
from nocscape.console.charts.scene import Drawn, Frame, Scene
from nocscape.console.theme import Theme

FILL_ALPHA = 42
BAND_ALPHA = 60
QUIET_ALPHA = 90
WIDTH = 1.0
"""Qt strokes a line of one pixel ten times as fast as any other."""
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 3), (8, 3, 2, 3))
"""Of the second and further curves of one colour."""


class Stroke:
    """One curve: its line, the band between least and greatest, and the ground between line and axis."""

    def __init__(self) -> None:
        self._drawn = Drawn("", "")
        self._joined = EMPTY
        self._is_filled = False
        self._frame: Frame | None = None
        self.line = QPainterPath()
        self.band = QPainterPath()
        self.fill = QPainterPath()

    def show(self, drawn: Drawn, *, is_down: bool, is_filled: bool) -> None:
        """Take another curve; nothing is made before it is painted."""
        is_same = drawn.joined is self._joined and is_filled == self._is_filled
        if not is_same or is_down != self._is_down or drawn.is_past != self._drawn.is_past:
            self._frame = None
        self._drawn, self._joined, self._is_down, self._is_filled = drawn, drawn.joined, is_down, is_filled

    _is_down = False

    def extent(self, since: float, until: float, *, is_log: bool) -> tuple[float, float] | None:
        """Least and greatest value between two times, of those above zero where `is_log`; None where there is none."""
        curve = self._joined
        first, last = np.searchsorted(curve.times, (since, until))
        part = slice(max(0, int(first) - 1), int(last) + 1)
        low, high = (curve.values if edge is None else edge for edge in (curve.low, curve.high))
        values = np.concatenate((low[part], high[part]))
        values = values[values > 0] if is_log else values[np.isfinite(values)]
        if not values.size:
            return None
        least, greatest = float(values.min()), float(values.max())
        return (-greatest, -least) if self._is_down else (least, greatest)

    def fit(self, frame: Frame) -> None:
        """Make the paths for what is in sight."""
        if frame == self._frame:
            return
        self._frame = frame
        curve, sign = self._joined, -1.0 if self._is_down else 1.0
        times, values = thinned(curve.times, curve.values, frame)
        xs, ys = frame.xs(times), frame.ys(sign * values)
        self.line = pgf.arrayToQPath(xs, ys, connect="finite") if xs.size > 1 else QPainterPath()
        self.fill = _between(xs, ys, np.full(xs.size, _ground(frame))) if self._is_filled else QPainterPath()
        self.band = QPainterPath()
        if curve.low is not None and curve.high is not None and not self._drawn.is_past:
            at, low = thinned(curve.times, curve.low, frame, is_low=True)
            _, high = thinned(curve.times, curve.high, frame, is_low=False)
            self.band = _between(frame.xs(at), frame.ys(sign * low), frame.ys(sign * high))


def thinned(times: Times, values: Floats, frame: Frame, *, is_low: bool | None = None) -> tuple[Floats, Floats]:
    """What is in sight, and a neighbour at either side: least and greatest of each column of pixels where there are
    more points than that, or only the one that `is_low` asks for."""
    first, last = np.searchsorted(times, (frame.since, frame.until))
    part = slice(max(0, int(first) - 1), int(last) + 1)
    at, inside = times[part].astype(np.float64), values[part]
    columns = max(1, int(frame.area.width()))
    if at.size <= 2 * columns:
        return at, inside
    places = np.clip((at - frame.since) * (columns / (frame.until - frame.since)), -1, columns).astype(np.int64)
    starts = np.flatnonzero(np.diff(places, prepend=-2))
    if is_low is not None:
        return at[starts], (np.fmin if is_low else np.fmax).reduceat(inside, starts)
    both = np.empty(2 * starts.size)
    both[0::2], both[1::2] = np.fmin.reduceat(inside, starts), np.fmax.reduceat(inside, starts)
    return np.repeat(at[starts], 2), both


def _ground(frame: Frame) -> float:
    return frame.area.bottom() if frame.is_log else frame.y(0.0)


def _between(xs: Floats, one: Floats, other: Floats) -> QPainterPath:
    """The area between two lines over the same columns, in as many pieces as gaps leave."""
    path = QPainterPath()
    is_known = np.isfinite(one) & np.isfinite(other)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_known, [False])).astype(np.int8)))
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        there = slice(first, after)
        x = np.concatenate((xs[there], xs[there][::-1]))
        path.addPolygon(pgf.arrayToQPolygonF(x, np.concatenate((one[there], other[there][::-1]))))
    return path


class StrokePainter:
    """Draws the curves of a scene, those without a colour of their own first and the one at the pointer last."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._strokes: list[Stroke] = []

    def show(self, scene: Scene) -> None:
        """Take the curves of another scene."""
        del self._strokes[len(scene.curves) :]
        self._strokes.extend(Stroke() for _ in range(len(scene.curves) - len(self._strokes)))
        for stroke, drawn in zip(self._strokes, scene.curves, strict=True):
            is_filled = scene.is_filled and not drawn.is_past and not drawn.is_quiet
            stroke.show(drawn, is_down=scene.is_down(drawn), is_filled=is_filled)

    def extent(self, since: float, until: float, *, is_log: bool) -> tuple[float, float] | None:
        """Least and greatest value of all curves between two times; None where there is none."""
        found = [e for stroke in self._strokes if (e := stroke.extent(since, until, is_log=is_log)) is not None]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def paint(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Draw them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        order = sorted(range(len(scene.curves)), key=lambda i: (i == scene.highlight, not scene.curves[i].is_quiet))
        for place in order:
            stroke, drawn = self._strokes[place], scene.curves[place]
            stroke.fit(frame)
            self._paint_one(painter, stroke, drawn, place, scene)

    def _paint_one(self, painter: QPainter, stroke: Stroke, drawn: Drawn, place: int, scene: Scene) -> None:
        is_meant = place == scene.highlight
        is_apart = drawn.is_quiet or (scene.highlight is not None and len(scene.curves) > 2)
        color = self._theme.color("faint" if drawn.is_past else drawn.token)
        if not drawn.is_past:
            for path, alpha in ((stroke.fill, FILL_ALPHA), (stroke.band, BAND_ALPHA)):
                if not path.isEmpty():
                    color.setAlpha(alpha)
                    painter.fillPath(path, color)
        color.setAlpha(QUIET_ALPHA if is_apart and not is_meant else 255)
        pen = QPen(self._theme.color("text") if is_meant and drawn.is_quiet else color, WIDTH)
        pen.setCosmetic(True)
        if drawn.is_past:
            pen.setDashPattern([4, 4])
        elif drawn.key is not None and (dashes := DASHES[_round_of(drawn, scene) % len(DASHES)]):
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(stroke.line)


def _round_of(drawn: Drawn, scene: Scene) -> int:
    """How many curves before this one have its colour: they are told apart by their dashes."""
    if drawn.is_quiet:
        return 0
    same = [other for other in scene.curves if other.token == drawn.token and not other.is_past and not other.is_quiet]
    return next((n for n, other in enumerate(same) if other is drawn), 0)
