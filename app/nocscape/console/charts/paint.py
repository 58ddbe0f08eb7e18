"""Paints what is not a curve: grid, words at the axes, gaps, events, the line of a limit and the crosshair."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.charts.axes import Tick, log_ticks, time_ticks, value_text, value_ticks
from nocscape.console.charts.curve import gap_at, value_at
from nocscape.console.charts.limits import paint_limits
from nocscape.console.charts.scene import Drawn, Frame, Mark, Scene
from nocscape.console.parts.words import GAP_WORDS, full_time
from nocscape.console.theme import GRID, RADIUS_FIELD, Theme
from nocscape.model.metrics import Gap

TICK_WIDTH, TICK_HEIGHT = 84, 40
"""Pixels that one label is given along an axis."""
TOP, RIGHT, BOTTOM, LINE_HEIGHT = 20, 14, 24, 20
_WORDS_SHARE = 0.7
"""Of the height of a line: words nearer to each other would touch."""
LEAST_LEFT = 60.0
"""So that charts of different units stand flush where one is above the other."""
SIGN = 13
NEAR = 7
"""The pointer means an event when it is so many pixels away."""
MOST_READINGS = 10
"""Curves that are read out at the crosshair; the one that is pointed at is always among them."""


class ChartPainter:
    """Painting in the pixels of the widget; it keeps nothing but the theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def value_ticks(self, frame: Frame, scene: Scene) -> list[Tick]:
        """Places of the horizontal lines."""
        most = max(3, int(frame.area.height() / self._theme.px(TICK_HEIGHT)))
        ticks = log_ticks if frame.is_log else value_ticks
        return ticks(frame.low, frame.high, most, scene.unit)

    def margins(self, frame: Frame, scene: Scene) -> tuple[float, float, float, float]:
        """Room around the drawing area for signs and words: left, top, right, bottom."""
        px = self._theme.px
        return self.left_margin(frame, scene), px(TOP), px(RIGHT), px(BOTTOM)

    def left_margin(self, frame: Frame, scene: Scene) -> float:
        """Room that the words at the value axis need."""
        metrics = QFontMetricsF(self._theme.font("small"))
        widest = max((metrics.horizontalAdvance(t.text) for t in self.value_ticks(frame, scene)), default=0.0)
        return max(LEAST_LEFT, widest + 5 * GRID)

    def paint_ground(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """What lies under the curves."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._paint_gaps(painter, frame, scene)
        self._paint_grid(painter, frame, scene)

    def paint_signs(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """What lies over the curves."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setFont(self._theme.font("small"))
        paint_limits(painter, frame, scene, self._theme)
        self._paint_marks(painter, frame, scene)
        if scene.note and not any(c.joined.times.size for c in scene.curves):
            painter.setPen(self._theme.color("dim"))
            painter.drawText(frame.area, Qt.AlignmentFlag.AlignCenter, scene.note)
        elif scene.cursor_at is not None and frame.since <= scene.cursor_at <= frame.until:
            self._paint_crosshair(painter, frame, scene, scene.cursor_at)

    def _paint_grid(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        area, high, wide = frame.area, self._theme.px(LINE_HEIGHT), self._theme.px(TICK_WIDTH)
        painter.setFont(self._theme.font("small"))
        last_y = math.inf
        for tick in self.value_ticks(frame, scene):
            y = frame.y(tick.at)
            painter.setPen(self._theme.color("faint" if tick.at == 0 else "line"))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if abs(last_y - y) < _WORDS_SHARE * high:
                continue
            last_y = y
            painter.setPen(self._theme.color("dim"))
            box = QRectF(0, y - high / 2, area.left() - 2 * GRID, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.text)
        for tick in time_ticks(frame.since, frame.until, int(area.width() / wide)):
            box = QRectF(frame.x(tick.at) - wide / 2, area.bottom() + GRID, wide, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, tick.text)

    def _paint_gaps(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Gaps of the first curve that has them; the other direction of a port misses the same polls."""
        gaps = next((c.joined.gaps for c in scene.curves if c.joined.gaps and not c.is_past), ())
        metrics = QFontMetricsF(self._theme.font("small"))
        painter.setFont(self._theme.font("small"))
        for gap in gaps:
            left, right = max(frame.area.left(), frame.x(gap.start)), min(frame.area.right(), frame.x(gap.end))
            if right - left < 1:
                continue
            box = QRectF(left, frame.area.top(), right - left, frame.area.height())
            painter.fillRect(box, QBrush(_faded(self._gap_color(gap.reason), 70), Qt.BrushStyle.BDiagPattern))
            words = tr(GAP_WORDS[gap.reason])
            if metrics.horizontalAdvance(words) + 2 * GRID < box.width():
                painter.setPen(self._theme.color("dim"))
                painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def _gap_color(self, reason: Gap) -> QColor:
        return self._theme.color("crit" if reason is Gap.NO_ANSWER else "unknown")

    def _paint_marks(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        side = self._theme.px(SIGN)
        last_x = -side * 2.0
        for mark in scene.marks:
            x = frame.x(mark.at)
            if not frame.area.left() <= x <= frame.area.right():
                continue
            painter.setPen(_faded(self._theme.status_color(mark.status), 170))
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
            if x - last_x > side:
                sign = self._theme.status_icon(mark.status, side)
                painter.drawPixmap(QPointF(x - side / 2, frame.area.top() - side - 2), sign)
                last_x = x

    def _paint_crosshair(self, painter: QPainter, frame: Frame, scene: Scene, at: float) -> None:
        x = frame.x(at)
        painter.setPen(QPen(self._theme.color("faint"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
        told = _told(scene)
        for curve in told:
            self._paint_dot(painter, frame, scene, curve, at)
        near = [m for m in scene.marks if abs(frame.x(m.at) - x) <= NEAR]
        self._paint_box(painter, frame, x, self._readings(scene, at, near))

    def _paint_dot(self, painter: QPainter, frame: Frame, scene: Scene, curve: Drawn, at: float) -> None:
        read = value_at(curve.joined, at)
        if read is None or read[1] is None or gap_at(curve.joined, at) or curve.is_past:
            return
        value = -read[1] if scene.is_down(curve) else read[1]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(curve.token))
        painter.drawEllipse(QPointF(frame.x(read[0]), frame.y(value)), 3.5, 3.5)

    def _readings(self, scene: Scene, at: float, near: list[Mark]) -> list[tuple[QColor | None, str]]:
        told = _told(scene)
        first = next((r for c in told if not c.is_past and (r := value_at(c.joined, at))), None)
        gap = next((g for c in told if (g := gap_at(c.joined, at))), None)
        lines: list[tuple[QColor | None, str]] = [(None, full_time(at if gap or first is None else first[0]))]
        if gap is not None:
            lines.append((self._gap_color(gap.reason), tr("No values: {reason}", reason=tr(GAP_WORDS[gap.reason]))))
        else:
            lines.extend(
                (self._theme.color(c.token), f"{c.label}  {value_text(read[1], scene.unit)}")
                for c in told
                if (read := value_at(c.joined, at)) is not None
            )
            if (more := len(scene.curves) - len(told)) > 0:
                lines.append((None, tr("and {count} more", count=more)))
        lines.extend((self._theme.status_color(m.status), one_line(m.text, 60)) for m in near[:3])
        return lines

    def _paint_box(self, painter: QPainter, frame: Frame, x: float, lines: list[tuple[QColor | None, str]]) -> None:
        metrics = QFontMetricsF(self._theme.font("small"))
        row = metrics.height() + 2
        width = max(metrics.horizontalAdvance(text) for _, text in lines) + 7 * GRID
        left = x + 3 * GRID if x + width + 4 * GRID < frame.area.right() else x - width - 3 * GRID
        box = QRectF(max(0.0, left), frame.area.top() + GRID, width, len(lines) * row + 2 * GRID)
        painter.setPen(self._theme.color("line"))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(box, RADIUS_FIELD, RADIUS_FIELD)
        for number, (color, text) in enumerate(lines):
            top = box.top() + GRID + number * row
            if color is not None:
                painter.fillRect(QRectF(box.left() + 2 * GRID, top + row / 2 - 1.5, 10, 3), color)
            painter.setPen(self._theme.color("text"))
            indent = 2 * GRID if color is None else 2 * GRID + 14
            painter.drawText(
                QRectF(box.left() + indent, top, width, row),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                text,
            )


def _told(scene: Scene) -> tuple[Drawn, ...]:
    """The curves that the crosshair reads out: the one that is pointed at, then those with a colour of their own."""
    meant = () if scene.highlight is None else (scene.curves[scene.highlight],)
    others = tuple(c for place, c in enumerate(scene.curves) if place != scene.highlight and not c.is_quiet)
    return (*meant, *others)[:MOST_READINGS]


def _faded(color: QColor, alpha: int) -> QColor:
    color.setAlpha(alpha)
    return color
