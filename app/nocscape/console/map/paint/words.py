"""Words on links: rates where they are asked for or high, and ports where one looks closely."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from nocscape.console.map.camera import NAMES, PORTS, Camera, Rect
from nocscape.console.map.geometry import LABEL_MAX
from nocscape.console.map.paint.labels import LabelCache
from nocscape.console.map.paint.link_texts import LinkTexts
from nocscape.console.map.paint.links import Segments, straight
from nocscape.console.map.paint.room import Room
from nocscape.console.map.scene.links import LinkTable, load_step
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.ways import point_at
from nocscape.console.theme import Theme
from nocscape.model.net import LinkId

Array = npt.NDArray[np.float64]
Spots = list[tuple[float, float]]

_PLACES = (0.36, 0.64)
"""Where on a straight link its words are tried when there is no room in the middle."""

HIGH_STEP = load_step(76.0)
_MOST_WORDS = 100
_MOST_MOVED = 40
_MOST_PILLS = 600
_SIDES_PX = 12.0
_LEAST_RATE_PX = 120.0
_LEAST_PORTS_PX = 190.0


class WordPainter:
    """Draws what links say about themselves."""

    def __init__(self, theme: Theme, labels: LabelCache) -> None:
        self._theme = theme
        self._labels = labels
        self._texts = LinkTexts()
        self.drawn: dict[LinkId, Rect] = {}
        """Where rates stand in the view since they were drawn last."""
        self._pills: dict[tuple[str, bool, float], QPixmap] = {}

    def forget(self) -> None:
        """The theme is different: draw everything anew."""
        self._pills.clear()

    def draw(self, painter: QPainter, scene: Scene, points: Array, camera: Camera, room: Room, ratio: float) -> None:
        """Words of the links in view that have `room`: what was asked for first, then the highest loads."""
        self.drawn.clear()
        links = scene.links
        asked = links.row.get(scene.selected_link or "", -1)
        chosen = _chosen(links, asked, camera.scale)
        if not len(chosen):
            return
        view = Rect(0, 0, camera.width, camera.height)
        seen = straight(links, points, camera.scale, view, chosen)
        spots = _spots(links, seen)
        lengths = np.hypot(*(seen.end - seen.start).T)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fits = _inside(spots, view) & ((lengths >= _LEAST_RATE_PX) | (seen.rows == asked))
        crowded = [
            i
            for i in np.flatnonzero(fits)[:_MOST_WORDS].tolist()
            if not self._draw_rates(painter, scene, int(seen.rows[i]), [tuple(spots[i].tolist())], room, ratio)
        ]
        if camera.scale >= PORTS:
            fits = (_inside(seen.start, view) | _inside(seen.end, view)) & (lengths >= _LEAST_PORTS_PX)
            near = _some(seen, np.flatnonzero(fits)[:_MOST_WORDS])
            self._draw_ports(painter, scene, camera, near, room, ratio)
            for i in crowded[:_MOST_MOVED]:
                self._draw_rates(painter, scene, int(seen.rows[i]), _beside(links, seen, i), room, ratio)

    def _draw_rates(self, painter: QPainter, scene: Scene, row: int, tries: Spots, room: Room, ratio: float) -> bool:
        """At the first spot that has room; False where none has."""
        name = scene.links.ids[row]
        is_asked = name == scene.selected_link
        tries = tries if is_asked else [spot for spot in tries if room.is_free(*spot)]
        text = self._texts.rates(scene, row) if tries else ""
        pill = self._pill(text, ratio, is_asked=is_asked) if text else None
        if pill is None:
            return not text and bool(tries)
        width, height = pill.width() / ratio, pill.height() / ratio
        for middle_x, middle_y in tries:
            x, y = middle_x - width / 2, middle_y - height / 2
            if room.take(x, y, width, height) or is_asked:
                painter.drawPixmap(round(x), round(y), pill)
                self.drawn[name] = Rect(x, y, x + width, y + height)
                return True
        return False

    def _pill(self, text: str, ratio: float, *, is_asked: bool) -> QPixmap | None:
        """A text on a rounded plate."""
        if (known := self._pills.get((text, is_asked, ratio))) is not None:
            return known
        label = self._labels.get(text, ratio, most_px=LABEL_MAX * self._theme.text_scale)
        if label is None:
            return None
        size = label.deviceIndependentSize() + QSizeF(_SIDES_PX + 1, 3)
        pill = QPixmap((size * ratio).toSize())
        pill.setDevicePixelRatio(ratio)
        pill.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent" if is_asked else "line"), 1.0))
        painter.setBrush(self._theme.color("panel"))
        plate = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        painter.drawRoundedRect(plate, plate.height() / 2, plate.height() / 2)
        painter.drawPixmap(QPointF(_SIDES_PX / 2, 1), label)
        painter.end()
        if len(self._pills) > _MOST_PILLS:
            self._pills.clear()
        self._pills[text, is_asked, ratio] = pill
        return pill

    def _draw_ports(
        self, painter: QPainter, scene: Scene, camera: Camera, seen: Segments, room: Room, ratio: float
    ) -> None:
        """Names of ports in view, each beside its device."""
        links, sides = scene.links, scene.nodes.side * camera.scale
        view = Rect(0, 0, camera.width, camera.height)
        ends = (sides[links.a[seen.rows]].tolist(), sides[links.b[seen.rows]].tolist())
        places = zip(seen.rows.tolist(), seen.start.tolist(), seen.end.tolist(), *ends, strict=True)
        for row, start, end, side_a, side_b in places:
            link = scene.live.links.get(links.ids[row])
            if link is None:
                continue
            text_a, text_b = self._texts.ports(scene, link)
            for text, own, other, side_px in ((text_a, start, end, side_a), (text_b, end, start, side_b)):
                if text and view.holds(*own):
                    pixmap = self._labels.get(text, ratio, tint="dim")
                    if pixmap is not None:
                        _put_port(painter, pixmap, own, other, side_px, room)


def _put_port(
    painter: QPainter, pixmap: QPixmap, own: list[float], other: list[float], side_px: float, room: Room
) -> None:
    """A name on the line from a device to another, clear of its body and of the name below that."""
    size = pixmap.deviceIndependentSize()
    width, height = size.width(), size.height()
    along_x, along_y = other[0] - own[0], other[1] - own[1]
    length = max(1.0, math.hypot(along_x, along_y))
    along_x, along_y = along_x / length, along_y / length
    away = side_px * 0.62 + width / 2 * abs(along_x) + (height + 26) * max(0.0, along_y)
    x, y = own[0] + along_x * away - width / 2, own[1] + along_y * away - height / 2
    if room.take(x, y, width, height):
        painter.drawPixmap(round(x), round(y), pixmap)


def _spots(links: LinkTable, seen: Segments) -> Array:
    """Where the words of each link stand: half way, or where the operator put them."""
    spots: Array = (seen.start + seen.end) / 2
    ways = links.ways
    for at, row in enumerate(seen.rows.tolist() if ways.has_any or ways.of else ()):
        if row in ways.of or ways.is_bent[row]:
            line = ways.path(row, seen.start[at].tolist(), seen.end[at].tolist())
            spots[at] = point_at(line, ways.label_at(row))
    return spots


def _beside(links: LinkTable, seen: Segments, at: int) -> Spots:
    """Where else the words of a link may stand: to both sides of its middle, on a straight one that nobody placed."""
    row, ways = int(seen.rows[at]), links.ways
    if row in ways.of or (ways.has_any and ways.is_bent[row]):
        return []
    start, along = seen.start[at], seen.end[at] - seen.start[at]
    return [tuple((start + along * share).tolist()) for share in _PLACES]


def _chosen(links: LinkTable, asked: int, scale: float) -> npt.NDArray[np.intp]:
    """Rows of the links that may have words at this scale, in the order in which they get room."""
    own = np.array([asked] if asked >= 0 else [], dtype=np.intp)
    if scale < NAMES:
        return own
    load = np.maximum(links.ab, links.ba)
    rows = np.flatnonzero((load >= (0 if scale >= PORTS else HIGH_STEP)) | (links.members > 1))
    rows = rows[np.argsort(-load[rows], kind="stable")]
    return np.concatenate([own, rows[rows != asked]])


def _some(seen: Segments, at: npt.NDArray[np.intp]) -> Segments:
    return Segments(seen.rows[at], seen.start[at], seen.end[at])


def _inside(points: Array, view: Rect) -> npt.NDArray[np.bool_]:
    x, y = points[:, 0], points[:, 1]
    inside: npt.NDArray[np.bool_] = (x > view.left) & (x < view.right) & (y > view.top) & (y < view.bottom)
    return inside
