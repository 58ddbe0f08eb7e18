"""All links of a map in a few calls: one for each colour and width that is in view."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.paint.clip import clipped
from nocscape.console.map.paint.raw import LineBuffer
from nocscape.console.map.scene.links import LOAD_STEPS, STATE_CODE, STEP_SAMPLES, WIDTHS, LinkTable, lane_px
from nocscape.console.map.scene.ways import FIRST, SECOND, WHOLE, Halves
from nocscape.console.theme import Theme
from nocscape.model.status import LinkState, Status

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Codes = npt.NDArray[np.int16]

MOST_BADGES = 300
_BADGE_PX = 13
_CLIP_MARGIN_PX = 10.0
DOTS: dict[LinkState, tuple[float, ...]] = {
    LinkState.DOWN: (1.6, 2.6),
    LinkState.BLOCKED: (4.5, 3.5),
    LinkState.STALE: (1.0, 3.0),
}
TOKENS = {LinkState.DOWN: "crit", LinkState.BLOCKED: "faint", LinkState.STALE: "faint"}
_WIDTHS = {LinkState.DOWN: 2.1, LinkState.BLOCKED: 1.8, LinkState.STALE: 1.8}
_FAR_SHARES = (0.35, 0.4, 0.45, 0.5, 0.75, 0.9)
"""How much of its colour a load of each step keeps far out, where thousands of links lie on each other."""

_LONG_PX = (2000.0, 900.0)
_SHARES = (0.35, 0.55, 1.0)
"""What a link longer than each keeps of its colour, and all others: it passes by what one looks at. Drawn in order."""

_CROWD = 150
"""With so many links in view the shorter ones of the long step back too."""

_PLAIN = LOAD_STEPS * len(WIDTHS)

_MOST_DASHED = 600
"""Dashes are cut one by one; beyond this many broken links in view they are drawn solid."""


class Segments(NamedTuple):
    """Links in view: their rows, and their ends in view pixels with lanes taken into account."""

    rows: Rows
    start: Array
    end: Array
    half: Halves | None = None
    """Which half of its link each is, where any link is of several pieces."""
    length: Array | None = None
    """How long their links are, where these are only their ends."""


def segments(links: LinkTable, points: Array, scale: float, clip: Rect, rows: Rows | None = None) -> Segments:
    """Every piece of those of all links (or of some rows) that may be seen through `clip`; `points` are nodes."""
    seen = straight(links, points, scale, clip, rows)
    if not links.ways.has_any:
        return seen
    return Segments(*links.ways.expand(seen.rows, seen.start, seen.end))


def straight(links: LinkTable, points: Array, scale: float, clip: Rect, rows: Rows | None = None) -> Segments:
    """From end to end, whatever way they go; `points` are nodes in view pixels."""
    a, b = (links.a, links.b) if rows is None else (links.a[rows], links.b[rows])
    start, end = points[a], points[b]
    low, high = np.minimum(start, end), np.maximum(start, end)
    if links.ways.has_any:
        far = links.ways.reach(np.hypot(*(end - start).T), rows)[:, None]
        low, high = low - far, high + far
    area = clip.grown(_CLIP_MARGIN_PX)
    is_near = (low[:, 0] < area.right) & (high[:, 0] > area.left) & (low[:, 1] < area.bottom) & (high[:, 1] > area.top)
    near = np.flatnonzero(is_near)
    start, end = start[near], end[near]
    kept = near if rows is None else rows[near]
    lane = links.lane[kept]
    if scale > FAR and lane.any():
        along = end - start
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
        off = (lane * lane_px(scale) / length)[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=1)
        start, end = start + off, end + off
    return Segments(kept, start, end)


def near(seen: Segments, clip: Rect) -> Segments:
    """Those of them that may be seen through a part of the view."""
    area = clip.grown(_CLIP_MARGIN_PX)
    low, high = np.minimum(seen.start, seen.end), np.maximum(seen.start, seen.end)
    is_near = (low[:, 0] < area.right) & (high[:, 0] > area.left) & (low[:, 1] < area.bottom) & (high[:, 1] > area.top)
    return _some(seen, is_near)


def drawn_px(seen: Segments, clip: Rect) -> float:
    """Length of all lines in view together: what drawing them costs goes with it."""
    lines, _ = clipped(np.concatenate([seen.start, seen.end], axis=1), clip)
    return float(np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum())


class LinkPainter:
    """Draws links; `is_fine` is anti-aliased, which costs about four times as much."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._buffer = LineBuffer()
        self._colors: dict[tuple[int, float], QColor] = {}
        self.steps: tuple[Codes, Codes] | None = None
        """Steps of all links in both directions, where something else than their traffic colours them."""

    def forget(self) -> None:
        """The theme is different."""
        self._colors.clear()

    def draw(
        self, painter: QPainter, links: LinkTable, seen: Segments, scale: float, clip: Rect, *, is_fine: bool
    ) -> None:
        """Draw what `clip` shows of these links: those that are not up first, then by rising load."""
        area = clip.grown(_CLIP_MARGIN_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        states = links.state[seen.rows]
        for state in (LinkState.STALE, LinkState.BLOCKED, LinkState.UP, LinkState.DOWN):
            is_so = states == STATE_CODE[state]
            if not is_so.any():
                continue
            own = seen if is_so.all() else _some(seen, is_so)
            if state is LinkState.UP:
                self._draw_up(painter, links, own, scale, area)
            else:
                self._draw_broken(painter, state, own, scale, area)

    def draw_badges(self, painter: QPainter, links: LinkTable, seen: Segments, scale: float) -> None:
        """The sign of a link that is down, half way; over all lines and frames."""
        down = _some(seen, links.state[seen.rows] == STATE_CODE[LinkState.DOWN]) if scale > FAR else None
        if down is None or len(down.rows) > MOST_BADGES:
            return
        sign = self._theme.status_icon(Status.CRITICAL, _BADGE_PX)
        for x, y in np.rint(_middles(down) - _BADGE_PX / 2).tolist():
            painter.drawPixmap(QPointF(x, y), sign)

    def _draw_up(self, painter: QPainter, links: LinkTable, seen: Segments, scale: float, area: Rect) -> None:
        """Each half in the colour of the load in its own direction; far out one line in the worse colour."""
        ab, ba = self.steps or (links.ab, links.ba)
        ab, ba, width = ab[seen.rows], ba[seen.rows], links.width[seen.rows]
        if seen.half is not None:
            ab, ba = np.where(seen.half == SECOND, ba, ab), np.where(seen.half == FIRST, ab, ba)
        if scale <= FAR:
            keys = np.maximum(ab, ba) * len(WIDTHS)
            lines = np.concatenate([seen.start, seen.end], axis=1)
        else:
            alike = ab == ba
            parted = ~alike
            middle = (seen.start[parted] + seen.end[parted]) / 2
            lines = np.concatenate(
                [
                    np.concatenate([seen.start[alike], seen.end[alike]], axis=1),
                    np.concatenate([seen.start[parted], middle], axis=1),
                    np.concatenate([middle, seen.end[parted]], axis=1),
                ]
            )
            steps = np.concatenate([ab[alike], ab[parted], ba[parted]])
            length = seen.length if seen.length is not None else np.hypot(*(seen.end - seen.start).T)
            rank = width + _PLAIN * _nearness(length)
            keys = steps * len(WIDTHS) + np.concatenate([rank[alike], rank[parted], rank[parted]])
        lines, kept = clipped(lines, area)
        keys = keys[kept]
        order = np.argsort(keys, kind="stable")
        keys, lines = keys[order], lines[order]
        limits = np.searchsorted(keys, np.arange(len(_SHARES) * _PLAIN + 1))
        for key in np.unique(keys).tolist():
            step, width_code = divmod(int(key) % _PLAIN, len(WIDTHS))
            share = _FAR_SHARES[step] if scale <= FAR else _SHARES[int(key) // _PLAIN]
            painter.setPen(_pen(self._load_color(step, share), line_px(WIDTHS[width_code], scale)))
            self._buffer.draw(painter, lines[limits[key] : limits[key + 1]])

    def _load_color(self, step: int, share: float) -> QColor:
        """The colour of a load, or a share of it, the rest being the canvas."""
        if (known := self._colors.get((step, share))) is None:
            color, ground = self._theme.utilisation_color(STEP_SAMPLES[step]), self._theme.color("bg")
            red, green, blue = (
                own * share + other * (1.0 - share)
                for own, other in (
                    (color.redF(), ground.redF()),
                    (color.greenF(), ground.greenF()),
                    (color.blueF(), ground.blueF()),
                )
            )
            known = self._colors[step, share] = QColor.fromRgbF(red, green, blue)
        return known

    def _draw_broken(self, painter: QPainter, state: LinkState, seen: Segments, scale: float, area: Rect) -> None:
        pen = _pen(self._theme.color(TOKENS[state]), line_px(_WIDTHS[state], scale))
        period_px = 0.0
        if len(seen.rows) <= _MOST_DASHED and scale > FAR / 2:
            pen.setDashPattern(DOTS[state])
            period_px = sum(DOTS[state]) * pen.widthF()
        painter.setPen(pen)
        lines, _ = clipped(np.concatenate([seen.start, seen.end], axis=1), area, period_px)
        self._buffer.draw(painter, lines)


def _nearness(length: Array) -> Codes:
    """Position in `_SHARES` of links of these lengths in px."""
    least = _LONG_PX[1] if len(length) > _CROWD else _LONG_PX[0]
    places = np.where(length > _LONG_PX[0], 0, np.where(length > least, 1, 2))
    found: Codes = places.astype(np.int16)
    return found


def line_px(width: float, scale: float) -> float:
    """Width of a line on the screen: thinner as the map gets smaller, never thicker than at 100 %.

    Qt draws lines of 1 px with a stroker of their own that is a third slower than the one for any other width.
    """
    return max(1.15, width * min(1.0, 0.45 + scale * 0.6))


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _some(seen: Segments, mask: npt.NDArray[np.bool_]) -> Segments:
    half = seen.half[mask] if seen.half is not None else None
    length = seen.length[mask] if seen.length is not None else None
    return Segments(seen.rows[mask], seen.start[mask], seen.end[mask], half, length)


def _middles(seen: Segments) -> Array:
    """Half way of each link."""
    middles: Array = (seen.start + seen.end) / 2
    if seen.half is None:
        return middles
    is_turn = np.zeros(len(seen.rows), dtype=bool)
    is_turn[1:] = (seen.half[1:] == SECOND) & (seen.half[:-1] == FIRST)
    return np.concatenate([middles[seen.half == WHOLE], seen.start[is_turn]])
