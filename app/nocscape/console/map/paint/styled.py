"""What the map's rules of style change: links drawn over themselves, and a bar below the bodies of devices."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.paint.clip import clipped
from nocscape.console.map.paint.links import DOTS, Segments, line_px
from nocscape.console.map.paint.raw import LineBuffer, RectBuffer
from nocscape.console.map.scene.links import STATES, STEP_SAMPLES, WIDTHS
from nocscape.console.map.scene.scene import Scene
from nocscape.console.theme import Theme

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_MARGIN_PX = 10.0
_BAR_PX = 3.5


class StyledPainter:
    """Draws styled links in a call for each style, and marks of styled devices in one for each colour."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lines = LineBuffer()
        self._rects = RectBuffer()

    def draw_links(
        self, painter: QPainter, scene: Scene, seen: Segments, scale: float, clip: Rect, *, is_fine: bool
    ) -> None:
        """Those of the links in `seen` that rules change, over what was drawn of them."""
        styles, links = scene.styles.links, scene.links
        rows = {links.row[link] for link in styles if link in links.row}
        if not rows:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        buckets: defaultdict[tuple[str, float, int], list[int]] = defaultdict(list)
        is_styled = np.zeros(len(links), dtype=bool)
        is_styled[list(rows)] = True
        for at in np.flatnonzero(is_styled[seen.rows]).tolist():
            row = int(seen.rows[at])
            style = styles[links.ids[row]]
            color = style.color or f"load:{max(int(links.ab[row]), int(links.ba[row]))}"
            buckets[color, WIDTHS[int(links.width[row])] * style.width, int(links.state[row])].append(at)
        for (color, width, state), places in buckets.items():
            ends = np.concatenate([seen.start[places], seen.end[places]], axis=1)
            self._draw_lines(painter, ends, color, line_px(width, scale), DOTS.get(STATES[state]), clip)

    def _draw_lines(
        self, painter: QPainter, ends: Array, color: str, width: float, dots: tuple[float, ...] | None, clip: Rect
    ) -> None:
        """Lines of one look; what is not up keeps its dots, so that a colour never hides a state."""
        pen = QPen(self._color(color), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dots is not None:
            pen.setDashPattern(dots)
        painter.setPen(pen)
        periods_px = np.full(len(ends), sum(dots) * width) if dots is not None else None
        lines, _ = clipped(ends, clip.grown(_MARGIN_PX), periods_px)
        self._lines.draw(painter, lines)

    def draw_devices(self, painter: QPainter, scene: Scene, rows: Rows, middles: Array, scale: float) -> None:
        """A bar at the lower edge of each body whose device a rule colours."""
        if not scene.styles.devices or scale <= FAR:
            return
        nodes = scene.nodes
        bars: defaultdict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows.tolist()):
            style = scene.styles.devices.get(nodes.ids[row])
            if style is not None and style.color:
                bars[style.color].append(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        high = max(2.0, _BAR_PX * scale)
        for color, places in bars.items():
            painter.setBrush(self._theme.color(color))
            half = nodes.side[rows[places]] * scale / 2
            x, bottom = middles[places, 0], middles[places, 1] + half - 2.0 * scale
            wide = half * 0.62
            self._rects.draw(painter, np.stack([x - wide, bottom - high, x + wide, bottom], axis=1))

    def _color(self, name: str) -> QColor:
        """A token; or `load:` and a step, where a rule changes the width alone."""
        step = name.removeprefix("load:")
        return self._theme.utilisation_color(STEP_SAMPLES[int(step)]) if step != name else self._theme.color(name)
