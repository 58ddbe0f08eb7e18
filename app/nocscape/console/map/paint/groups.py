"""Frames around groups, their titles, and how many devices of which state are in them."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from nocscape.console.map.camera import FAR, NAMES, Camera, Rect
from nocscape.console.map.paint.headings import SMALL, Headings
from nocscape.console.map.paint.plates import TITLE_SHARE, PlatePainter
from nocscape.console.map.paint.raw import RectBuffer
from nocscape.console.map.paint.tones import mixed
from nocscape.console.map.scene.groups import GroupTable
from nocscape.console.map.scene.nodes import LEAST_BAD, STATUS_CODE, STATUSES
from nocscape.console.theme import RADIUS_GROUP, Theme
from nocscape.model.status import Status

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_SIDE_PX = 15.0
_LEAST_SIDE_PX, _BEYOND_PX = 5.0, 6.0
"""Beside a title with little room inside its frame, and how far one on the edge of its frame may reach beyond it."""
_APART_PX = 8.0
"""Between a title and the counts beside it."""
_TOP_PX = 9.0
_LEAST_BESIDE_PX = 68.0
"""Room that a title keeps beside counts that tell of trouble."""
_ALIKE = 1.1
"""Frames that differ less in width are alike, and have their counts beside their titles together or not at all."""
_FRAME_SHARE = 0.8
_WORDS_SHARE = 0.7

_UP = STATUS_CODE[Status.UP]


class _Peers(NamedTuple):
    """For each frame: the widest title of those that are alike, in px, and how much wider than the narrowest of them
    it is, in scene units."""

    frames: Array
    titles: Array
    wider: Array


class GroupPainter:
    """Draws frames with the ground, and headers above the links, where they stay readable."""

    def __init__(self, theme: Theme, headings: Headings) -> None:
        self._theme = theme
        self._headings = headings
        self._plates = PlatePainter(headings)
        self._rects = RectBuffer()
        self._peers = _Peers(np.empty((0, 4)), np.empty(0), np.empty(0))

    def begin_frame(self, until: float = math.inf) -> None:
        """Plates are drawn anew up to that time of `perf_counter`; until then the last ones serve."""
        self._plates.begin_frame(until)

    @property
    def is_behind(self) -> bool:
        """Whether plates are still missing."""
        return self._plates.is_behind

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._plates.forget()
        self._peers = _Peers(np.empty((0, 4)), np.empty(0), np.empty(0))

    def draw_frames(self, painter: QPainter, frames: Array, camera: Camera, clip: Rect, *, is_fine: bool) -> None:
        """Bodies of the frames, given in scene units."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        painter.setPen(QPen(self._theme.color("groupline"), 1.2))
        painter.setBrush(self._headings.glass(_FRAME_SHARE))
        radius = RADIUS_GROUP * min(1.0, camera.scale)
        corners = _corners(frames, camera)
        seen = corners[_rows_seen(corners, clip.grown(2))]
        if not is_fine:
            self._rects.draw(painter, seen)
            return
        for rect in _rects(seen):
            painter.drawRoundedRect(rect, radius, radius)

    def draw_outlines(self, painter: QPainter, frames: Array, camera: Camera) -> None:
        """Frames as they will be when the gesture ends."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = RADIUS_GROUP * min(1.0, camera.scale)
        for rect in _rects(_corners(frames, camera)):
            painter.drawRoundedRect(rect, radius, radius)

    def is_tight(self, scale: float) -> bool:
        """Whether the strip above the nodes of a group is too low for its words."""
        return scale < NAMES * self._theme.text_scale

    def draw_headers(self, painter: QPainter, groups: GroupTable, camera: Camera, ratio: float) -> None:
        """Titles and counts of the groups in view, also of a frame that goes beyond it to both sides; far out in the
        middle of the frame, which shows its worst state."""
        corners = _corners(groups.frames, camera)
        rows = _rows_seen(corners, Rect(0, 0, camera.width, camera.height))
        corners = corners[rows]
        if camera.scale <= FAR:
            self._draw_worst(painter, groups.worst[rows], corners)
            self._plates.draw(painter, groups, rows, corners, ratio)
            return
        corners[:, 0] = np.maximum(corners[:, 0], 0.0)
        corners[:, 2] = np.minimum(corners[:, 2], camera.width)
        is_tight, needs = self.is_tight(camera.scale), self._needs(groups, camera.scale)
        for row, (left, top, right, bottom) in zip(rows.tolist(), corners.tolist(), strict=True):
            rect, need = Rect(left, top, right, bottom), float(needs[row])
            self._draw_strip(painter, groups, row, rect, need, ratio, is_tight=is_tight)

    def _draw_strip(
        self, painter: QPainter, groups: GroupTable, row: int, rect: Rect, need: float, ratio: float, *, is_tight: bool
    ) -> None:
        """Counts without trouble leave the title the room that it may `need`. Where the strip `is_tight` its words
        stand on the frame's edge, clear of its nodes."""
        text, numbers = groups.titles[row], groups.numbers[row]
        side = _side(rect.width, self._headings.width_of(text), -_BEYOND_PX if is_tight else _LEAST_SIDE_PX)
        room = rect.width - 2 * side
        plate = self._headings.glass(TITLE_SHARE) if is_tight else self._body(int(groups.depths[row]))
        counts = self._counts_beside(text, numbers, room, ratio)
        wide, high = counts.width() / ratio, counts.height() / ratio
        if room - wide - _APART_PX > (need if sum(numbers) == numbers[_UP] else _LEAST_BESIDE_PX):
            top = rect.top - high / 2 if is_tight else rect.top + self._headings.px(_TOP_PX)
            self._put(painter, counts, rect.right - side - wide, top, ratio, plate)
            room -= wide + _APART_PX
        title = self._headings.title(text, room, ratio, "dim", groups.short[row])
        if title is not None:
            top = rect.top - title.height() / ratio / 2 if is_tight else rect.top + self._headings.px(_TOP_PX)
            self._put(painter, title, rect.left + side, top, ratio, plate)

    def _needs(self, groups: GroupTable, scale: float) -> Array:
        """Room, in px, that each title keeps beside counts without trouble: as much as the widest title of frames that
        are alike needs in the narrowest of them, so that all of these have their counts or none."""
        peers = self._peers
        if peers.frames is not groups.frames:
            titles = np.array([self._headings.width_of(title) for title in groups.titles])
            peers = self._peers = _Peers(groups.frames, *_of_peers(titles, groups.frames[:, 2] - groups.frames[:, 0]))
        return SMALL * peers.titles + scale * peers.wider

    def _counts_beside(self, title: str, numbers: tuple[int, ...], room: float, ratio: float) -> QPixmap:
        """The numbers, without that of what is up where the title needs the room."""
        whole = self._headings.counts(numbers, ratio)
        is_wide = whole.width() / ratio + self._headings.width_of(title) + _APART_PX > room
        if not is_wide or sum(numbers) == numbers[_UP]:
            return whole
        return self._headings.counts((*numbers[:_UP], 0, *numbers[_UP + 1 :]), ratio)

    def _put(self, painter: QPainter, words: QPixmap, left: float, top: float, ratio: float, plate: QColor) -> None:
        """On a plate, so that links of the group's own devices step back behind the words."""
        left, top = round(left), round(top)
        painter.fillRect(QRectF(left - 4, top, words.width() / ratio + 8, words.height() / ratio), plate)
        painter.drawPixmap(QPointF(left, top), words)

    def _body(self, depth: int) -> QColor:
        """What a frame looks like with so many around it where nothing lies below them; links are seen through it."""
        share = 1.0 - (1.0 - _FRAME_SHARE) ** (depth + 1)
        color = mixed(self._theme.color("group"), self._theme.color("bg"), share)
        color.setAlphaF(_WORDS_SHARE)
        return color

    def _draw_worst(self, painter: QPainter, worst: Rows, corners: Array) -> None:
        """A border in the colour of the worst state; without anti-aliasing, since there may be hundreds."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for code in range(LEAST_BAD, len(STATUSES)):
            painter.setPen(QPen(self._theme.status_color(STATUSES[code]), 1.0))
            self._rects.draw(painter, corners[worst == code])


def _side(width: float, title: float, least: float) -> float:
    """The margin beside a title in a frame, all in px: less than usual where the title has no room else."""
    return min(_SIDE_PX, max(least, (width - title) / 2))


def _of_peers(titles: Array, widths: Array) -> tuple[Array, Array]:
    """The widest title among the frames that are alike, and how much wider than the narrowest of them each is."""
    widest, wider = titles.copy(), np.zeros_like(widths)
    order = np.argsort(widths)
    ascending, begin = widths[order], 0
    while begin < len(order):
        end = int(np.searchsorted(ascending, ascending[begin] * _ALIKE, side="right"))
        alike = order[begin:end]
        widest[alike], wider[alike] = titles[alike].max(), widths[alike] - ascending[begin]
        begin = end
    return widest, wider


def _corners(frames: Array, camera: Camera) -> Array:
    return camera.to_view(frames.reshape(-1, 2)).reshape(-1, 4)


def _rows_seen(corners: Array, clip: Rect) -> Rows:
    seen = (corners[:, 0] < clip.right) & (corners[:, 2] > clip.left)
    seen &= (corners[:, 1] < clip.bottom) & (corners[:, 3] > clip.top)
    return np.flatnonzero(seen)


def _rects(corners: Array) -> list[QRectF]:
    return [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in corners.tolist()]
