"""Far out the name of a group hangs in the middle of its frame, on a plate, with its counts where there is room."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from nocscape.console.map.paint.headings import LINE_PX, Headings
from nocscape.console.map.scene.groups import GroupTable

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_LEAST_PX = 40.0
_SIDES_PX = 5.0
_STEP_PX = 20.0
_AMPLE = 18
"""A plate is drawn anew where the room for it grows by a step, up to so many of them."""

_MOST_LINES = 3
_MOST_PLATES = 1500
_FREE = 3
"""Plates that are drawn in a frame whatever it costs."""

TITLE_SHARE = 0.85
"""How much of what lies below a title it hides."""


class _Space(NamedTuple):
    """What there is to be said on a plate, and the room for it in steps and lines."""

    numbers: tuple[int, ...]
    steps: int
    lines: int


class _Look(NamedTuple):
    """What the picture of a plate depends on."""

    title: str
    short: str
    space: _Space
    ratio: float


class _Plate(NamedTuple):
    """A plate for a space, None where it takes none."""

    space: _Space
    picture: QPixmap | None


class _Wall(NamedTuple):
    """Plates as they hang on the frames: each stays while there is as much room for it and its numbers are the same."""

    frames: Array
    """Made anew by their table when anything but a number is different."""
    ratio: float
    plates: dict[int, _Plate]


class PlatePainter:
    """Draws plates, each once."""

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._known: dict[_Look, QPixmap] = {}
        self._last: dict[str, QPixmap] = {}
        self._wall = _Wall(np.empty((0, 4)), 0.0, {})
        self._deadline, self._made = math.inf, 0
        self.is_behind = False

    def begin_frame(self, until: float) -> None:
        """Plates are drawn anew up to that time of `perf_counter`; until then the last ones serve."""
        self._deadline, self._made = until, 0
        self.is_behind = False

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._known.clear()
        self._last.clear()
        self._wall.plates.clear()

    def draw(self, painter: QPainter, groups: GroupTable, rows: Rows, corners: Array, ratio: float) -> None:
        """Plates of the groups of these rows, whose frames have these corners in the view."""
        sizes, middles = corners[:, 2:] - corners[:, :2], (corners[:, 2:] + corners[:, :2]) / 2
        steps = np.minimum((sizes[:, 0] - _SIDES_PX) // _STEP_PX, _AMPLE)
        lines = np.minimum((sizes[:, 1] - _SIDES_PX) // self._headings.px(LINE_PX), _MOST_LINES)
        has_room = (steps * _STEP_PX >= _LEAST_PX) & (lines >= 1)
        spaces = (part[has_room].tolist() for part in (rows, steps, lines, middles))
        plates, draw = self._wall_for(groups, ratio).plates, painter.drawPixmap
        for row, step, line, (x, y) in zip(*spaces, strict=True):
            space, known = _Space(groups.numbers[row], int(step), int(line)), plates.get(row)
            if known is None or known.space != space:
                known = _Plate(space, self._plate(groups.titles[row], groups.short[row], space, ratio))
                if not self.is_behind:
                    plates[row] = known
            if (plate := known.picture) is not None:
                draw(round(x - plate.width() / ratio / 2), round(y - plate.height() / ratio / 2), plate)

    def _wall_for(self, groups: GroupTable, ratio: float) -> _Wall:
        """The one that is known, as long as nothing but the camera is different."""
        wall = self._wall
        if wall.frames is not groups.frames or wall.ratio != ratio:
            wall = self._wall = _Wall(groups.frames, ratio, {})
        return wall

    def _plate(self, title: str, short: str, space: _Space, ratio: float) -> QPixmap | None:
        """Title and counts of a group on one plate, where they fit into its frame."""
        room = space.steps * _STEP_PX
        steps = _AMPLE if room >= self._headings.width_of(title) else space.steps
        numbers = self._fitting(space.numbers, room, ratio) if space.lines > 1 else ()
        look = _Look(title, short, _Space(numbers, steps, space.lines), ratio)
        if (known := self._known.get(look)) is not None:
            self._last[title] = known
            return known
        if self._has_no_time():
            self.is_behind = True
            last = self._last.get(title)
            return last if last is not None and last.width() <= (room + _SIDES_PX) * ratio else None
        if len(self._known) > _MOST_PLATES:
            self._known.clear()
        made = self._draw_plate(look)
        if made is not None:
            self._known[look] = self._last[title] = made
        return made

    def _has_no_time(self) -> bool:
        """Whether no more plates can be drawn in this frame; some are in every one."""
        self._made += 1
        return self._made > _FREE and time.perf_counter() > self._deadline

    def _fitting(self, numbers: tuple[int, ...], room: float, ratio: float) -> tuple[int, ...]:
        """The numbers where their picture fits into the frame, none where it does not, or is not drawn yet."""
        if not self._headings.knows(numbers, ratio) and self._has_no_time():
            self.is_behind = True
            return ()
        return numbers if self._headings.counts(numbers, ratio).width() / ratio <= room else ()

    def _draw_plate(self, look: _Look) -> QPixmap | None:
        """At most so many lines: the title in one or two of them, and the numbers where one is left."""
        (numbers, _, most), ratio = look.space, look.ratio
        lines = self._lines(look)
        if not lines:
            return None
        if numbers and len(lines) < most:
            lines.append(self._headings.counts(numbers, ratio))
        line_px = self._headings.px(LINE_PX)
        width = max(line.width() for line in lines) / ratio + _SIDES_PX
        height = line_px * len(lines) + _SIDES_PX
        plate = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        plate.setDevicePixelRatio(ratio)
        plate.fill(self._headings.glass(TITLE_SHARE))
        painter = QPainter(plate)
        for place, line in enumerate(lines):
            painter.drawPixmap(QPointF(round((width - line.width() / ratio) / 2), 2 + place * line_px), line)
        painter.end()
        return plate

    def _lines(self, look: _Look) -> list[QPixmap]:
        """The title on one line where it fits, else on two, else in smaller letters; else the end that tells it from
        others, else cut."""
        room, headings = look.space.steps * _STEP_PX, self._headings
        wholes = [(look.title,), *(_halves(look.title) if look.space.lines > 1 else ())]
        lines = headings.lines(wholes, room, look.ratio)
        if not lines and look.short:
            lines = headings.lines([(look.short,)], room, look.ratio)
        if not lines and (cut := headings.title(look.short or look.title, room, look.ratio, "text")) is not None:
            lines = [cut]
        return lines


def _halves(text: str) -> list[tuple[str, str]]:
    """The ways to part a title between two words, the most even one first."""
    words = text.split()
    ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return sorted(ways, key=lambda way: abs(len(way[0]) - len(way[1])))
