"""The curves of a scene: what is drawn of each, made anew only where something is different."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from nocscape.console.charts.columns import Columns, lines_of
from nocscape.console.charts.curve import EMPTY, Floats
from nocscape.console.charts.scene import Drawn, Frame, Scene
from nocscape.console.charts.shading import Shade, between
from nocscape.console.theme import Theme

FILL_ALPHA = 42
BAND_ALPHA = 60
QUIET_ALPHA = 130
PAST_ALPHA = 200
WIDTH = 1.0
"""Qt strokes a line of one pixel ten times as fast as any other; only where text is twice as large are lines, too."""
MOST_BANDS = 8
"""Of more curves than this the bands between least and greatest would only hide each other."""
MOST_SMOOTH = 16
"""Of more curves than this the edges of the lines are not smoothed, which takes a third of the time of drawing."""
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 3), (2, 3), (8, 3, 2, 3))
"""Of the second and further curves of one colour."""


class Stroke:
    """One curve: its line, the band between least and greatest, and the ground between line and axis."""

    def __init__(self) -> None:
        self._joined = EMPTY
        self._is_filled = False
        self._frame: Frame | None = None
        self.lines: list[QPolygonF] = []
        """Broken where there is no value."""
        self.band: Shade | None = None
        self.fill: Shade | None = None
        self._is_down = False
        self._has_band = False

    def show(self, drawn: Drawn, *, is_down: bool, is_filled: bool, has_band: bool) -> None:
        """Take another curve; nothing is made before it is painted."""
        before = (self._joined, self._is_down, self._is_filled, self._has_band)
        after = (drawn.joined, is_down, is_filled, has_band)
        if any(one is not other for one, other in zip(before, after, strict=True)):
            self._frame = None
        self._joined, self._is_down, self._is_filled, self._has_band = after

    def extent(self, since: float, until: float, *, is_log: bool) -> tuple[float, float] | None:
        """Least and greatest value between two times, of those above zero where `is_log`; None where there is none."""
        curve = self._joined
        first, last = curve.times.searchsorted((since, until))
        part = slice(max(0, int(first) - 1), int(last) + 1)
        values = curve.values[part]
        if curve.low is not None and curve.high is not None:
            values = np.concatenate((curve.low[part], curve.high[part]))
        ends = _ends(values, is_log=is_log)
        return ends if ends is None or not self._is_down else (-ends[1], -ends[0])

    def fit(self, frame: Frame, columns: Columns) -> None:
        """Make the lines for what is in sight; `columns` are those of the curve before, which are often the same."""
        if frame == self._frame:
            return
        self._frame = frame
        curve, sign = self._joined, -1.0 if self._is_down else 1.0
        columns.look_at(curve.times, frame)
        xs, values = columns.both(curve.values)
        ys = frame.ys(sign * values)
        self.lines = lines_of(xs, ys)
        self.fill = between(frame, xs, ys, np.full(xs.size, _ground(frame))) if self._is_filled else None
        self.band = None
        if curve.low is not None and curve.high is not None and self._has_band:
            at, low = columns.one(curve.low, is_low=True)
            _, high = columns.one(curve.high, is_low=False)
            self.band = between(frame, at, frame.ys(sign * low), frame.ys(sign * high))


def _ends(values: Floats, *, is_log: bool) -> tuple[float, float] | None:
    """Least and greatest of what there is; on a logarithmic scale, above zero."""
    if not values.size:
        return None
    least, greatest = float(values.min()), float(values.max())
    if math.isfinite(least) and math.isfinite(greatest) and not (is_log and least <= 0):
        return least, greatest
    values = values[values > 0] if is_log else values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else None


def _ground(frame: Frame) -> float:
    return frame.area.bottom() if frame.is_log else frame.y(0.0)


class StrokePainter:
    """Draws the curves of a scene, those without a colour of their own first and the one at the pointer last."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._columns = Columns()

    def show(self, scene: Scene) -> None:
        """Take the curves of another scene."""
        del self._strokes[len(scene.curves) :]
        self._strokes.extend(Stroke() for _ in range(len(scene.curves) - len(self._strokes)))
        for stroke, drawn in zip(self._strokes, scene.curves, strict=True):
            is_filled = scene.is_filled and not drawn.is_past and not drawn.is_quiet
            has_band = len(scene.curves) <= MOST_BANDS and not drawn.is_past
            stroke.show(drawn, is_down=scene.is_down(drawn), is_filled=is_filled, has_band=has_band)

    def extent(self, since: float, until: float, *, is_log: bool) -> tuple[float, float] | None:
        """Least and greatest value of all curves between two times; None where there is none."""
        found = [e for stroke in self._strokes if (e := stroke.extent(since, until, is_log=is_log)) is not None]
        return (min(low for low, _ in found), max(high for _, high in found)) if found else None

    def paint(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Draw them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=len(scene.curves) <= MOST_SMOOTH)
        rounds = _rounds(scene)
        order = sorted(range(len(scene.curves)), key=lambda i: (i == scene.highlight, not scene.curves[i].is_quiet))
        for place in order:
            stroke = self._strokes[place]
            stroke.fit(frame, self._columns)
            self._paint_one(painter, stroke, place, scene, DASHES[rounds[place] % len(DASHES)])

    def _paint_one(
        self, painter: QPainter, stroke: Stroke, place: int, scene: Scene, dashes: tuple[float, ...]
    ) -> None:
        drawn = scene.curves[place]
        is_meant = place == scene.highlight
        is_apart = drawn.is_quiet or (scene.highlight is not None and len(scene.curves) > 2)
        color = self._theme.color(drawn.token)
        if not drawn.is_past:
            for shade, alpha in ((stroke.fill, FILL_ALPHA), (stroke.band, BAND_ALPHA)):
                if shade is not None:
                    color.setAlpha(alpha)
                    shade.paint(painter, color)
        color.setAlpha(QUIET_ALPHA if is_apart and not is_meant else PAST_ALPHA if drawn.is_past else 255)
        width = WIDTH * max(1, int(self._theme.text_scale))
        pen = QPen(self._theme.color("text") if is_meant and drawn.is_quiet else color, width)
        pen.setCosmetic(True)
        if drawn.is_past:
            pen.setDashPattern([4, 4])
        elif dashes:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in stroke.lines:
            painter.drawPolyline(line)


def _rounds(scene: Scene) -> list[int]:
    """For each curve, how many before it have its colour: they are told apart by their dashes."""
    seen: Counter[str] = Counter()
    rounds = []
    for drawn in scene.curves:
        is_counted = not drawn.is_past and not drawn.is_quiet
        rounds.append(seen[drawn.token] if is_counted else 0)
        seen[drawn.token] += is_counted
    return rounds
