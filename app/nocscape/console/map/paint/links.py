"""All links of a map in a few calls: one for each colour and width that is in view."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nocscape.console.map.camera import FAR, Rect
from nocscape.console.map.paint.clip import clipped
from nocscape.console.map.paint.raw import LineBuffer
from nocscape.console.map.paint.tones import mixed
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
_MOST_PENS = 3000
_THICKNESSES = 32
"""So many steps of thinner lines there are from a whole map to 100 %, so that a zoom finds pens of the frame before."""

_MOST_DASHED = 600
"""Dashes are cut one by one; beyond this many broken links in view they are drawn solid."""

_UP = STATE_CODE[LinkState.UP]
_DOWN = 1000
_STATES = {-4: LinkState.STALE, -2: LinkState.BLOCKED, _DOWN: LinkState.DOWN}
"""Lines are drawn by rising keys: those of links that are up have load, width and share of colour in them, those of
others are even, and one more where the line is solid."""
_BROKEN_KEYS = np.zeros(len(STATE_CODE), dtype=np.int16)
_BROKEN_KEYS[[STATE_CODE[state] for state in _STATES.values()]] = list(_STATES)


class Segments(NamedTuple):
    """Links in view: their rows, and their ends in view pixels with lanes taken into account."""

    rows: Rows
    start: Array
    end: Array
    half: Halves | None = None
    """Which half of its link each is, where any link is of several pieces."""
    length: Array | None = None
    """How long their links are, where these are only their ends."""
    is_crowded: bool = False
    """Whether so many are in the whole view that longer ones step back, in every part of it."""


NO_SEGMENTS = Segments(np.empty(0, dtype=np.intp), np.empty((0, 2)), np.empty((0, 2)))


def segments(links: LinkTable, points: Array, scale: float, clip: Rect, rows: Rows | None = None) -> Segments:
    """Every piece of those of all links (or of some rows) that may be seen through `clip`; `points` are nodes."""
    seen = straight(links, points, scale, clip, rows)
    if not links.ways.has_any:
        return seen
    return Segments(*links.ways.expand(seen.rows, seen.start, seen.end), is_crowded=seen.is_crowded)


def straight(links: LinkTable, points: Array, scale: float, clip: Rect, rows: Rows | None = None) -> Segments:
    """From end to end, whatever way they go; `points` are nodes in view pixels."""
    kept = _near_rows(links, points, clip.grown(_CLIP_MARGIN_PX), rows)
    start, end = points[links.a[kept]], points[links.b[kept]]
    lane = links.lane[kept]
    if scale > FAR and lane.any():
        along = end - start
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)
        off = (lane * lane_px(scale) / length)[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=1)
        start, end = start + off, end + off
    return Segments(kept, start, end, is_crowded=len(kept) > _CROWD)


def _near_rows(links: LinkTable, points: Array, area: Rect, rows: Rows | None) -> Rows:
    """Those of all links (or of some rows) that may cross an area: not both ends on the same side beyond it."""
    a, b = (links.a, links.b) if rows is None else (links.a[rows], links.b[rows])
    beyond = _beyond(points, area)
    apart = beyond[a] & beyond[b]
    if links.ways.has_any:
        apart[_may_bend_into(links, points[a], points[b], area, rows)] = 0
    near = np.flatnonzero(apart == 0)
    return near if rows is None else rows[near]


def _beyond(points: Array, area: Rect) -> npt.NDArray[np.uint8]:
    """On which sides of an area points are, a bit for each (Cohen and Sutherland)."""
    x, y = points[:, 0], points[:, 1]
    sides = (x <= area.left, x >= area.right, y <= area.top, y >= area.bottom)
    codes = np.zeros(len(points), dtype=np.uint8)
    for bit, side in enumerate(sides):
        codes |= side.view(np.uint8) << bit
    return codes


def _may_bend_into(links: LinkTable, start: Array, end: Array, area: Rect, rows: Rows | None) -> npt.NDArray[np.bool_]:
    """Which links reach an area on a way that is not straight."""
    far = links.ways.reach(np.hypot(*(end - start).T), rows)[:, None]
    low, high = np.minimum(start, end) - far, np.maximum(start, end) + far
    reaches = (low < (area.right, area.bottom)) & (high > (area.left, area.top))
    return reaches[:, 0] & reaches[:, 1]


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
        self._pens: dict[tuple[int, float, bool], QPen] = {}
        self.steps: tuple[Codes, Codes] | None = None
        """Steps of all links in both directions, where something else than their traffic colours them."""

    def forget(self) -> None:
        """The theme is different."""
        self._pens.clear()

    def draw(
        self, painter: QPainter, links: LinkTable, seen: Segments, scale: float, clip: Rect, *, is_fine: bool
    ) -> None:
        """Draw what `clip` shows of these links: those that are not up first, then by rising load."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        states = links.state[seen.rows]
        is_up = states == _UP
        lines, keys = self._up(links, seen if is_up.all() else _some(seen, is_up), scale)
        periods_px = None
        if not is_up.all():
            more, more_keys, their_periods_px = _broken(links, _some(seen, ~is_up), scale)
            periods_px = np.concatenate([np.zeros(len(lines)), their_periods_px])
            lines, keys = np.concatenate([lines, more]), np.concatenate([keys, more_keys])
        lines, kept = clipped(lines, clip.grown(_CLIP_MARGIN_PX), periods_px)
        self._draw_lines(painter, lines, keys[kept], scale)

    def _draw_lines(self, painter: QPainter, lines: Array, keys: Codes, scale: float) -> None:
        order = np.argsort(keys, kind="stable")
        lines, thickness = lines[order], _thickness(scale)
        found, first = np.unique(keys[order], return_index=True)
        for key, (begin, end) in zip(found.tolist(), pairwise([*first.tolist(), len(lines)]), strict=True):
            painter.setPen(self._pen(key, scale, thickness))
            self._buffer.draw(painter, lines[begin:end])

    def draw_badges(self, painter: QPainter, links: LinkTable, seen: Segments, scale: float) -> None:
        """The sign of a link that is down, half way; over all lines and frames."""
        down = _some(seen, links.state[seen.rows] == STATE_CODE[LinkState.DOWN]) if scale > FAR else None
        if down is None or len(down.rows) > MOST_BADGES:
            return
        sign = self._theme.status_icon(Status.CRITICAL, _BADGE_PX)
        for x, y in np.rint(_middles(down) - _BADGE_PX / 2).tolist():
            painter.drawPixmap(QPointF(x, y), sign)

    def _up(self, links: LinkTable, seen: Segments, scale: float) -> tuple[Array, Codes]:
        """Each half in the colour of the load in its own direction; far out one line in the worse colour."""
        ab, ba = self.steps or (links.ab, links.ba)
        ab, ba, width = ab[seen.rows], ba[seen.rows], links.width[seen.rows]
        if seen.half is not None:
            ab, ba = np.where(seen.half == SECOND, ba, ab), np.where(seen.half == FIRST, ab, ba)
        if scale <= FAR:
            return np.concatenate([seen.start, seen.end], axis=1), np.maximum(ab, ba) * len(WIDTHS)
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
        rank = width + _PLAIN * _nearness(length, is_crowded=seen.is_crowded)
        return lines, steps * len(WIDTHS) + np.concatenate([rank[alike], rank[parted], rank[parted]])

    def _pen(self, key: int, scale: float, thickness: float) -> QPen:
        """The pen of a key: a state and whether it is dashed, or a load with a width and a share of its colour."""
        look = (key, thickness, scale <= FAR)
        if (known := self._pens.get(look)) is None:
            if len(self._pens) > _MOST_PENS:
                self._pens.clear()
            known = self._pens[look] = self._load_pen(key, scale) if 0 <= key < _DOWN else self._state_pen(key, scale)
        return known

    def _load_pen(self, key: int, scale: float) -> QPen:
        """In the colour of a load, or a share of it, the rest being the canvas."""
        step, width_code = divmod(key % _PLAIN, len(WIDTHS))
        share = _FAR_SHARES[step] if scale <= FAR else _SHARES[key // _PLAIN]
        color = mixed(self._theme.utilisation_color(STEP_SAMPLES[step]), self._theme.color("bg"), share)
        return _pen(color, line_px(WIDTHS[width_code], scale))

    def _state_pen(self, key: int, scale: float) -> QPen:
        state, is_solid = _STATES[key & ~1], bool(key & 1)
        pen = _pen(self._theme.color(TOKENS[state]), line_px(_WIDTHS[state], scale))
        if not is_solid:
            pen.setDashPattern(DOTS[state])
        return pen


def _broken(links: LinkTable, seen: Segments, scale: float) -> tuple[Array, Codes, Array]:
    """Links that are not up: lines, keys, and after how many pixels their dashes begin again, 0 without any."""
    states = links.state[seen.rows]
    lines, keys = np.concatenate([seen.start, seen.end], axis=1), _BROKEN_KEYS[states]
    if len(lines) > _MOST_DASHED or scale <= FAR / 2:
        return lines, keys + 1, np.zeros(len(lines))
    periods_px = np.zeros(len(STATE_CODE))
    for state, dots in DOTS.items():
        periods_px[STATE_CODE[state]] = sum(dots) * line_px(_WIDTHS[state], scale)
    return lines, keys, periods_px[states]


def _nearness(length: Array, *, is_crowded: bool) -> Codes:
    """Position in `_SHARES` of links of these lengths in px."""
    least = _LONG_PX[1] if is_crowded else _LONG_PX[0]
    places = np.where(length > _LONG_PX[0], 0, np.where(length > least, 1, 2))
    found: Codes = places.astype(np.int16)
    return found


def line_px(width: float, scale: float) -> float:
    """Width of a line on the screen: thinner as the map gets smaller, never thicker than at 100 %.

    Qt draws lines of 1 px with a stroker of their own that is a third slower than the one for any other width.
    """
    return max(1.15, width * _thickness(scale))


def _thickness(scale: float) -> float:
    """The share of its width that a line has."""
    return min(1.0, round((0.45 + scale * 0.6) * _THICKNESSES) / _THICKNESSES)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _some(seen: Segments, mask: npt.NDArray[np.bool_]) -> Segments:
    half = seen.half[mask] if seen.half is not None else None
    length = seen.length[mask] if seen.length is not None else None
    return Segments(seen.rows[mask], seen.start[mask], seen.end[mask], half, length, seen.is_crowded)


def _middles(seen: Segments) -> Array:
    """Half way of each link."""
    middles: Array = (seen.start + seen.end) / 2
    if seen.half is None:
        return middles
    is_turn = np.zeros(len(seen.rows), dtype=bool)
    is_turn[1:] = (seen.half[1:] == SECOND) & (seen.half[:-1] == FIRST)
    return np.concatenate([middles[seen.half == WHOLE], seen.start[is_turn]])
