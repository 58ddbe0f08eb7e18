"""Frames around groups, their titles, and how many devices of which state are in them."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap

from nocscape.console.map.camera import FAR, NAMES, Camera, Rect
from nocscape.console.map.paint.labels import HALO_PX, LabelCache
from nocscape.console.map.paint.raw import RectBuffer
from nocscape.console.map.paint.tones import mixed
from nocscape.console.map.scene.groups import GroupTable
from nocscape.console.map.scene.nodes import LEAST_BAD, STATUS_CODE, STATUSES
from nocscape.console.theme import RADIUS_GROUP, Theme
from nocscape.model.status import Status

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_SIGN_PX = 11
_SIDE_PX = 15.0
_LEAST_SIDE_PX, _BEYOND_PX = 5.0, 6.0
"""Beside a title with little room inside its frame, and how far one on the edge of its frame may reach beyond it."""
_APART_PX = 8.0
"""Between a title and the counts beside it."""
_TOP_PX = 9.0
_LINE_PX = 18.0
_BETWEEN_PX = 11.0
_LEAST_PLATE_PX = 40.0
_LENGTHS_PX = (240.0, 180.0, 130.0, 90.0, 60.0, 44.0, 30.0, 20.0)
_LEAST_BESIDE_PX = 68.0
"""Room that a title keeps beside counts that tell of trouble."""
_ALIKE = 1.1
"""Frames that differ less in width are alike, and have their counts beside their titles together or not at all."""
_MOST_COUNTS = 1500
_MOST_PLATES = 1500
_FREE = 3
_FRAME_SHARE = 0.8
_TITLE_SHARE = 0.85
_WORDS_SHARE = 0.7
_STEP_PX = 20.0
_MOST_LINES = 3
_SMALL = 0.84
_AMPLE = 18
"""A plate is drawn anew where the room for it grows by a step, up to `_AMPLE` of them."""

_UP = STATUS_CODE[Status.UP]
_ORDER = (
    _UP,
    *(code for code in range(len(STATUSES) - 1, -1, -1) if code != _UP),
)


class _Plate(NamedTuple):
    """A plate for these numbers, None where there is no room for it."""

    numbers: tuple[int, ...]
    picture: QPixmap | None


class _Wall(NamedTuple):
    """Plates as they hang on the frames of one scale: they stay while the map is pushed and numbers are the same."""

    frames: Array
    """Made anew by their table when anything but a number is different."""
    scale: float
    ratio: float
    plates: dict[int, _Plate]


class _Peers(NamedTuple):
    """For each frame: the widest title of those that are alike, in px, and how much wider than the narrowest of them
    it is, in scene units."""

    frames: Array
    titles: Array
    wider: Array


class GroupPainter:
    """Draws frames with the ground, and headers above the links, where they stay readable."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._rects = RectBuffer()
        self._known_counts: dict[tuple[tuple[int, ...], float], QPixmap] = {}
        self._plates: dict[tuple[str, tuple[int, ...], int, int, float], QPixmap] = {}
        self._last: dict[str, QPixmap] = {}
        self._wall = _Wall(np.empty((0, 4)), 0.0, 0.0, {})
        self._natural: dict[str, float] = {}
        self._peers = _Peers(np.empty((0, 4)), np.empty(0), np.empty(0))
        self._deadline, self._made = math.inf, 0
        self.is_behind = False

    def begin_frame(self, until: float = math.inf) -> None:
        """Plates are drawn anew up to that time of `perf_counter`; until then the last ones serve."""
        self._deadline, self._made = until, 0
        self.is_behind = False

    def _px(self, length: float) -> int:
        """A length that grows with the text of the theme."""
        return round(length * self._theme.text_scale)

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known_counts.clear()
        self._plates.clear()
        self._wall.plates.clear()
        self._last.clear()
        self._natural.clear()
        self._peers = _Peers(np.empty((0, 4)), np.empty(0), np.empty(0))

    def draw_frames(self, painter: QPainter, frames: Array, camera: Camera, clip: Rect, *, is_fine: bool) -> None:
        """Bodies of the frames, given in scene units."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_fine)
        painter.setPen(QPen(self._theme.color("groupline"), 1.2))
        painter.setBrush(self._glass(_FRAME_SHARE))
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
            self._draw_plates(painter, groups, rows, corners, camera.scale, ratio)
            return
        corners[:, 0] = np.maximum(corners[:, 0], 0.0)
        corners[:, 2] = np.minimum(corners[:, 2], camera.width)
        is_tight, needs = self.is_tight(camera.scale), self._needs(groups, camera.scale)
        for row, (left, top, right, bottom) in zip(rows.tolist(), corners.tolist(), strict=True):
            rect, need = Rect(left, top, right, bottom), float(needs[row])
            self._draw_strip(painter, groups, row, rect, need, ratio, is_tight=is_tight)

    def _draw_plates(
        self, painter: QPainter, groups: GroupTable, rows: Rows, corners: Array, scale: float, ratio: float
    ) -> None:
        sizes = corners[:, 2:] - corners[:, :2]
        middles = (corners[:, 2:] + corners[:, :2]) / 2
        plates, draw = self._wall_for(groups, scale, ratio).plates, painter.drawPixmap
        for row, (width, height), (x, y) in zip(rows.tolist(), sizes.tolist(), middles.tolist(), strict=True):
            known = plates.get(row)
            if known is None or known.numbers != groups.numbers[row]:
                known = _Plate(groups.numbers[row], self._plate(groups, row, width, height, ratio))
                if not self.is_behind:
                    plates[row] = known
            if (plate := known.picture) is not None:
                draw(round(x - plate.width() / ratio / 2), round(y - plate.height() / ratio / 2), plate)

    def _wall_for(self, groups: GroupTable, scale: float, ratio: float) -> _Wall:
        """The one that is known, as long as nothing but the place of the camera is different."""
        wall = self._wall
        if wall.frames is not groups.frames or (wall.scale, wall.ratio) != (scale, ratio):
            wall = self._wall = _Wall(groups.frames, scale, ratio, {})
        return wall

    def _draw_strip(
        self, painter: QPainter, groups: GroupTable, row: int, rect: Rect, need: float, ratio: float, *, is_tight: bool
    ) -> None:
        """Counts without trouble leave the title the room that it may `need`. Where the strip `is_tight` its words
        stand on the frame's edge, clear of its nodes."""
        text, numbers = groups.titles[row], groups.numbers[row]
        side = _side(rect.width, self._width_of(text), -_BEYOND_PX if is_tight else _LEAST_SIDE_PX)
        room = rect.width - 2 * side
        plate = self._glass(_TITLE_SHARE) if is_tight else self._body(int(groups.depths[row]))
        counts = self._counts_beside(text, numbers, room, ratio)
        wide, high = counts.width() / ratio, counts.height() / ratio
        if room - wide - _APART_PX > (need if sum(numbers) == numbers[_UP] else _LEAST_BESIDE_PX):
            top = rect.top - high / 2 if is_tight else rect.top + self._px(_TOP_PX)
            self._put(painter, counts, rect.right - side - wide, top, ratio, plate)
            room -= wide + _APART_PX
        title = self._title(text, room, ratio, "dim")
        if title is not None:
            top = rect.top - title.height() / ratio / 2 if is_tight else rect.top + self._px(_TOP_PX)
            self._put(painter, title, rect.left + side, top, ratio, plate)

    def _needs(self, groups: GroupTable, scale: float) -> Array:
        """Room, in px, that each title keeps beside counts without trouble: as much as the widest title of frames that
        are alike needs in the narrowest of them, so that all of these have their counts or none."""
        peers = self._peers
        if peers.frames is not groups.frames:
            titles = np.array([self._width_of(title) for title in groups.titles])
            peers = self._peers = _Peers(groups.frames, *_of_peers(titles, groups.frames[:, 2] - groups.frames[:, 0]))
        return _SMALL * peers.titles + scale * peers.wider

    def _counts_beside(self, title: str, numbers: tuple[int, ...], room: float, ratio: float) -> QPixmap:
        """The numbers, without that of what is up where the title needs the room."""
        whole = self.counts(numbers, ratio)
        is_wide = whole.width() / ratio + self._width_of(title) + _APART_PX > room
        if not is_wide or sum(numbers) == numbers[_UP]:
            return whole
        return self.counts((*numbers[:_UP], 0, *numbers[_UP + 1 :]), ratio)

    def _width_of(self, title: str) -> float:
        """Of the whole title on one line, in px."""
        if title not in self._natural:
            metrics = QFontMetricsF(self._theme.font("strong"))
            self._natural[title] = metrics.horizontalAdvance(title) + 4 * HALO_PX
        return self._natural[title]

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

    def _plate(self, groups: GroupTable, row: int, width: float, height: float, ratio: float) -> QPixmap | None:
        """Title and counts of a group on one plate, where they fit into its frame."""
        room = int((width - 6) // _STEP_PX)
        if room * _STEP_PX < _LEAST_PLATE_PX or height < self._px(_LINE_PX):
            return None
        title = groups.titles[row]
        if room * _STEP_PX >= self._width_of(title):
            room = _AMPLE
        lines = min(_MOST_LINES, int((height - 4) // self._px(_LINE_PX)))
        numbers = self._fitting(groups.numbers[row], width, ratio) if lines > 1 else ()
        key = (title, numbers, min(room, _AMPLE), lines, ratio)
        if (known := self._plates.get(key)) is not None:
            self._last[title] = known
            return known
        if self._has_no_time():
            self.is_behind = True
            last = self._last.get(title)
            return last if last is not None and last.width() <= width * ratio else None
        if len(self._plates) > _MOST_PLATES:
            self._plates.clear()
        made = self._draw_plate(*key)
        if made is not None:
            self._plates[key] = self._last[title] = made
        return made

    def _has_no_time(self) -> bool:
        """Whether no more plates can be drawn in this frame; some are in every one."""
        self._made += 1
        return self._made > _FREE and time.perf_counter() > self._deadline

    def _fitting(self, numbers: tuple[int, ...], width: float, ratio: float) -> tuple[int, ...]:
        """The numbers where their picture fits into the frame, none where it does not, or is not drawn yet."""
        if (numbers, ratio) not in self._known_counts and self._has_no_time():
            self.is_behind = True
            return ()
        return numbers if self.counts(numbers, ratio).width() / ratio + 6 <= width else ()

    def _draw_plate(self, text: str, numbers: tuple[int, ...], room: int, most: int, ratio: float) -> QPixmap | None:
        """At most so many lines: the title in one or two of them, and the numbers where one is left."""
        titles = self._title_lines(text, room * _STEP_PX, most, ratio)
        if not titles:
            return None
        lines = [*titles, *([self.counts(numbers, ratio)] if numbers and len(titles) < most else [])]
        line_px = self._px(_LINE_PX)
        width = max(line.width() for line in lines) / ratio + 6
        height = line_px * len(lines) + 4
        plate = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        plate.setDevicePixelRatio(ratio)
        plate.fill(self._glass(_TITLE_SHARE))
        painter = QPainter(plate)
        for place, line in enumerate(lines):
            painter.drawPixmap(QPointF(round((width - line.width() / ratio) / 2), 1 + place * line_px), line)
        painter.end()
        return plate

    def _title_lines(self, text: str, room: float, most: int, ratio: float) -> list[QPixmap]:
        """In one line where it fits, else in two, else in smaller letters, else cut."""
        metrics = QFontMetricsF(self._theme.font("strong"))
        wholes = [(text,), *(_halves(text) if most > 1 else ())]
        for size in (1.0, _SMALL):
            for lines in wholes:
                widest = max(metrics.horizontalAdvance(line) for line in lines)
                if widest * size + 4 * HALO_PX <= room:
                    made = [self._labels.get(x, ratio, role="strong", size=size, most_px=room) for x in lines]
                    return [line for line in made if line is not None]
        title = self._title(text, room, ratio, "text")
        return [title] if title is not None else []

    def _glass(self, share: float) -> QColor:
        """The body of a frame, with so much of it that what lies below is seen faintly."""
        color = self._theme.color("group")
        color.setAlphaF(share)
        return color

    def _draw_worst(self, painter: QPainter, worst: Rows, corners: Array) -> None:
        """A border in the colour of the worst state; without anti-aliasing, since there may be hundreds."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for code in range(LEAST_BAD, len(STATUSES)):
            painter.setPen(QPen(self._theme.status_color(STATUSES[code]), 1.0))
            self._rects.draw(painter, corners[worst == code])

    def _title(self, title: str, room: float, ratio: float, tint: str) -> QPixmap | None:
        """The title, else in smaller letters, else in the longest of a few lengths that fits; a pixmap for every width
        would be one for every zoom."""
        for size in (1.0, _SMALL):
            whole = self._labels.get(title, ratio, tint=tint, role="strong", most_px=_LENGTHS_PX[0], size=size)
            if whole is None or whole.width() / ratio <= room:
                return whole
        most = next((length for length in _LENGTHS_PX if length + 4 * HALO_PX <= room), None)
        if most is None:
            return None
        return self._labels.get(title, ratio, tint=tint, role="strong", most_px=most, size=_SMALL)

    def counts(self, numbers: tuple[int, ...], ratio: float) -> QPixmap:
        """Sign and number of each state that occurs, as one picture."""
        key = (numbers, ratio)
        if (known := self._known_counts.get(key)) is None:
            if len(self._known_counts) > _MOST_COUNTS:
                self._known_counts.clear()
            known = self._known_counts[key] = self._draw_counts(numbers, ratio)
        return known

    def _draw_counts(self, numbers: tuple[int, ...], ratio: float) -> QPixmap:
        shown = [(STATUSES[code], str(numbers[code])) for code in _ORDER if numbers[code]]
        font = self._theme.font("small")
        metrics = QFontMetricsF(font)
        sign_px, line_px, between_px = self._px(_SIGN_PX), self._px(_LINE_PX), self._px(_BETWEEN_PX)
        widths = [sign_px + 5 + metrics.horizontalAdvance(text) + between_px for _, text in shown]
        pixmap = QPixmap(math.ceil((sum(widths) - between_px) * ratio), math.ceil(line_px * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setFont(font)
        painter.setPen(self._theme.color("dim"))
        x = 0.0
        for (status, text), width in zip(shown, widths, strict=True):
            painter.drawPixmap(QPointF(x, (line_px - sign_px) / 2), self._theme.status_icon(status, sign_px))
            painter.drawText(QPointF(x + sign_px + 5, (line_px + metrics.capHeight()) / 2), text)
            x += width
        painter.end()
        return pixmap


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


def _halves(text: str) -> list[tuple[str, str]]:
    """The ways to part a title between two words, the most even one first."""
    words = text.split()
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return sorted(ways, key=lambda way: abs(len(way[0]) - len(way[1])))


def _corners(frames: Array, camera: Camera) -> Array:
    return camera.to_view(frames.reshape(-1, 2)).reshape(-1, 4)


def _rows_seen(corners: Array, clip: Rect) -> Rows:
    seen = (corners[:, 0] < clip.right) & (corners[:, 2] > clip.left)
    seen &= (corners[:, 1] < clip.bottom) & (corners[:, 3] > clip.top)
    return np.flatnonzero(seen)


def _rects(corners: Array) -> list[QRectF]:
    return [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in corners.tolist()]
