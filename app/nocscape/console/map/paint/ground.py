"""The raster of what lies below the nodes, kept from frame to frame.

A pan moves the raster and draws only the strips that come into view. A zoom draws it again, within what the rest of a
frame leaves of its time: finely where that is enough on this machine; coarsely (no anti-aliasing, a fourth of the cost)
where it is not; else the raster is stretched, with a small one of the whole map below it. What is not fine becomes so
in slices between the events of the window, so that no frame waits. An edit of so much is brought in the same way, a
tenth of a second late; so is traffic that changes colours, at most once a second.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.paint.links import NO_SEGMENTS, Segments, drawn_px
from nocscape.console.map.paint.links import near as parts_near
from nocscape.console.map.paint.pace import Pace
from nocscape.console.map.paint.renderer import Renderer

FINE_S_PER_PX, COARSE_S_PER_PX = 70e-9, 15e-9
COARSE_LINKS = 4_000
"""Up to this many links in view a frame is drawn at once."""

FRAME_S = 0.009
"""What the ground and all that lies over it should take together."""
_LEAST_S = 0.0025
"""What the ground may take however long the rest did."""

STALE_EVERY_S = 1.0
SLICE_S = 0.005
_TILES_X, _TILES_Y = 8, 5
_WHOLE_PX = 0.02
_OVERVIEW = QSize(1024, 640)
_SURELY = 1.5
_STILL_NEAR = 1.6
"""A finer raster is worth finishing as long as the view is not so many times larger or smaller."""

_MOST_STRIPPED = 25_000
"""With more links than this even the strips of a pan come from the overview first."""


class Raster:
    """A picture of the ground as some camera sees it; what is in `missing` has not been drawn yet."""

    def __init__(self, camera: Camera, ratio: float, instead: Raster | None = None) -> None:
        self.camera = camera
        self.ratio = ratio
        self.pixmap = instead.take(camera, ratio) if instead is not None else _blank(camera, ratio)
        self.missing: list[Rect] = []
        self.is_crowded = False
        """Whether longer links step back in it."""
        self._seen = NO_SEGMENTS

    def take(self, camera: Camera, ratio: float) -> QPixmap:
        """Its pixmap for a raster that replaces it: memory that is new to the process costs 2 ms a frame."""
        own, self.pixmap = self.pixmap, QPixmap()
        fits = ratio == self.ratio and _pixels(camera, ratio) == _pixels(self.camera, ratio)
        return own if fits else _blank(camera, ratio)

    def divide(self, seen: Segments) -> None:
        """Note that all of it is to be drawn, tile by tile, with these links."""
        self._seen, self.is_crowded = seen, seen.is_crowded
        wide, high = self.camera.width / _TILES_X, self.camera.height / _TILES_Y
        self.missing = [
            Rect(round(i * wide), round(j * high), round((i + 1) * wide), round((j + 1) * high))
            for j in range(_TILES_Y)
            for i in range(_TILES_X)
        ]

    def next_part(self) -> tuple[Rect, Segments]:
        """A tile that is missing, with the links in it."""
        area = self.missing.pop()
        part = area, parts_near(self._seen, area)
        if not self.missing:
            self._seen = NO_SEGMENTS
        return part

    def covers(self, camera: Camera) -> bool:
        """Whether all that another camera sees is in it."""
        own, other = self.camera.seen(), camera.seen()
        is_wide = own.left <= other.left and own.right >= other.right
        return is_wide and own.top <= other.top and own.bottom >= other.bottom

    def stretch_onto(self, painter: QPainter, camera: Camera) -> None:
        """Draw it as another camera would see it."""
        left, top = camera.point(*self.camera.to_scene(0, 0))
        right, bottom = camera.point(*self.camera.to_scene(self.camera.width, self.camera.height))
        painter.drawPixmap(QRectF(left, top, right - left, bottom - top), self.pixmap, QRectF(self.pixmap.rect()))


class Ground:
    """Keeps the raster; `paint` draws it, `work` makes it finer, `wants_work` says whether there is something to do."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._camera = Camera()
        self._front: Raster | None = None
        self._finer: Raster | None = None
        self._overview: Raster | None = None
        self._next_overview: Raster | None = None
        self._is_dirty = True
        self._is_fine = False
        self._is_stale = False
        self._is_late = False
        """Whether the raster is of before the last edit."""
        self._overview_is_old = True
        self._drawn_at = 0.0
        self._fine, self._coarse = Pace(FINE_S_PER_PX), Pace(COARSE_S_PER_PX)

    def forget(self) -> None:
        """Another map, or another theme: the next frame must not show the old one."""
        self.outdate()
        self._front = self._overview = None

    def outdate(self) -> None:
        """What the ground shows is different: it is drawn anew in the next frame, or in slices where there is much."""
        self._is_dirty = self._overview_is_old = True
        self._finer = self._next_overview = None

    def age(self) -> None:
        """Colours are different: the raster may be shown until it is drawn anew."""
        self._is_stale = True

    @property
    def wants_work(self) -> bool:
        """Whether `work` has something to do, now or when a second is over."""
        return self._wants_finer() or self._wants_overview()

    @property
    def wait_s(self) -> float:
        """How long `work` should be put off."""
        if self._finer is not None or not self._is_fine or not self._is_stale:
            return 0.0
        return max(0.0, self._drawn_at + STALE_EVERY_S - time.monotonic())

    def paint(self, painter: QPainter, camera: Camera, ratio: float, over_s: float = 0.0) -> None:
        """Draw the ground as `camera` sees it, in a frame whose other parts take about `over_s`."""
        front = self._front
        if front is not None and self._can_scroll(front, camera, ratio) and self._scroll(front, camera):
            painter.drawPixmap(0, 0, front.pixmap)
        else:
            self._redraw(painter, camera, ratio, max(_LEAST_S, FRAME_S - over_s))

    def finish(self) -> None:
        """Make the raster as fine as it gets, whatever it takes (for pictures)."""
        while self._front is not None and self.wants_work:
            self.work(budget_s=10.0)

    def work(self, budget_s: float = SLICE_S) -> bool:
        """Draw some tiles of a finer raster; True when it is done and should be shown."""
        front, end = self._front, time.perf_counter() + budget_s
        if front is None or self._is_dirty:
            return False
        if self._wants_finer():
            if self._finer is None:
                self._finer = self._begin(self._camera, front.ratio)
                self._is_stale, self._drawn_at = False, time.monotonic()
            if self._fill(self._finer, end):
                self._is_fine = self._finer.camera == self._camera
                self._front, self._finer, self._is_late = self._finer, None, False
                return True
        elif self._wants_overview():
            if self._next_overview is None:
                self._next_overview = self._begin(self._whole(), 1.0)
            if self._fill(self._next_overview, end):
                self._overview, self._next_overview, self._overview_is_old = self._next_overview, None, False
        return False

    def _begin(self, camera: Camera, ratio: float) -> Raster:
        raster = Raster(camera, ratio)
        raster.divide(self._renderer.still_links(camera, Rect(0, 0, camera.width, camera.height)))
        return raster

    def _fill(self, raster: Raster, end: float) -> bool:
        """Draw what is missing, a tile at least, up to the time `end`; whether nothing is missing any more."""
        painter = QPainter(raster.pixmap)
        now, took = time.perf_counter(), 0.0
        while raster.missing and now + took <= end:
            self._draw(painter, raster.camera, *raster.next_part(), is_fine=True)
            began, now = now, time.perf_counter()
            took = now - began
        painter.end()
        return not raster.missing

    def _wants_finer(self) -> bool:
        return self._finer is not None or self._is_stale or not self._is_fine

    def _redraw(self, painter: QPainter, camera: Camera, ratio: float, within_s: float) -> None:
        """Draw anew, as finely as the time allows."""
        if self._finer is not None and not self._is_late and not _are_near(self._finer.camera, camera):
            self._finer = None
        self._camera = camera
        front = self._front
        if front is not None and self._is_surely_heavy(camera):
            self._stretch(painter, front, camera)
            return
        whole = Rect(0, 0, camera.width, camera.height)
        seen = self._renderer.still_links(camera, whole)
        length = drawn_px(seen, whole)
        is_fine = self._fine.takes_s(length) <= within_s
        is_slow = len(seen.rows) > COARSE_LINKS or self._coarse.takes_s(length) > within_s
        if front is not None and not is_fine and is_slow:
            self._stretch(painter, front, camera)
            return
        self._is_fine, self._finer = is_fine, None
        self._is_dirty = self._is_late = False
        self._is_stale = self._is_stale and not is_fine
        self._front = Raster(camera, ratio, instead=self._front)
        self._front.is_crowded = seen.is_crowded
        began = time.thread_time()
        on_front = QPainter(self._front.pixmap)
        self._renderer.draw_ground(on_front, camera, whole, seen, is_fine=is_fine)
        on_front.end()
        (self._fine if is_fine else self._coarse).learn(length, time.thread_time() - began)
        painter.drawPixmap(0, 0, self._front.pixmap)

    def _stretch(self, painter: QPainter, front: Raster, camera: Camera) -> None:
        """Show the old raster as large as it should be, and the one of the whole map where it does not reach."""
        self._is_late = self._is_late or self._is_dirty
        self._is_fine = self._is_dirty = False
        if not front.covers(camera):
            painter.fillRect(QRectF(0, 0, camera.width, camera.height), self._renderer.theme.color("bg"))
            if self._overview is not None:
                self._overview.stretch_onto(painter, camera)
        front.stretch_onto(painter, camera)

    def _is_surely_heavy(self, camera: Camera) -> bool:
        """Whether counting what is in view can be spared: far more than a frame draws, if it is spread evenly."""
        scene = self._renderer.scene
        bounds, seen = scene.bounds(), camera.seen()
        if bounds is None:
            return False
        wide = min(bounds.right, seen.right) - max(bounds.left, seen.left)
        high = min(bounds.bottom, seen.bottom) - max(bounds.top, seen.top)
        share = max(0.0, wide) * max(0.0, high) / max(1.0, bounds.width * bounds.height)
        return share * len(scene.links) > _SURELY * COARSE_LINKS

    def _can_scroll(self, front: Raster, camera: Camera, ratio: float) -> bool:
        is_alike = front.ratio == ratio and front.camera.scale == camera.scale
        return (
            is_alike
            and not self._is_dirty
            and not self._is_late
            and _pixels(camera, ratio) == _pixels(front.camera, ratio)
        )

    def _scroll(self, front: Raster, camera: Camera) -> bool:
        """Move the raster by whole device pixels; False where that cannot be done."""
        ratio, before = front.ratio, front.camera
        dx = (before.x - camera.x) * camera.scale * ratio
        dy = (before.y - camera.y) * camera.scale * ratio
        x, y = round(dx), round(dy)
        self._camera = camera
        if not x and not y:
            return True
        width, height = front.pixmap.width(), front.pixmap.height()
        if max(abs(dx - x), abs(dy - y)) > _WHOLE_PX or abs(x) >= width or abs(y) >= height:
            return False
        front.camera = self._camera = before.panned(x / ratio, y / ratio)
        front.pixmap.scroll(x, y, QRect(0, 0, width, height), QRegion())
        painter = QPainter(front.pixmap)
        is_heavy = self._overview is not None and len(self._renderer.scene.links) > _MOST_STRIPPED
        self._is_fine = self._is_fine and not is_heavy
        whole = Rect(0, 0, camera.width, camera.height)
        near = self._renderer.still_links(front.camera, whole)._replace(is_crowded=front.is_crowded)
        for strip in _strips(x, y, width, height):
            area = Rect(*(edge / ratio for edge in strip))
            if self._overview is not None and is_heavy:
                painter.setClipRect(QRectF(area.left, area.top, area.width, area.height))
                painter.fillRect(painter.clipBoundingRect(), self._renderer.theme.color("bg"))
                self._overview.stretch_onto(painter, front.camera)
            else:
                self._draw(painter, front.camera, area, parts_near(near, area), is_fine=self._is_fine)
        painter.end()
        self._finer = None
        return True

    def _draw(self, painter: QPainter, camera: Camera, area: Rect, seen: Segments, *, is_fine: bool) -> None:
        """Draw a part, in which these links are seen."""
        painter.setClipRect(QRectF(area.left, area.top, area.width, area.height))
        self._renderer.draw_ground(painter, camera, area, seen, is_fine=is_fine)

    def _wants_overview(self) -> bool:
        return self._overview_is_old and len(self._renderer.scene.links) > COARSE_LINKS // 4

    def _whole(self) -> Camera:
        bounds = self._renderer.scene.bounds() or Rect(0, 0, 1, 1)
        return Camera(width=_OVERVIEW.width(), height=_OVERVIEW.height()).fitted(bounds, 8.0)


def _are_near(one: Camera, other: Camera) -> bool:
    """Whether what one shows may be stretched for the other."""
    return 1 / _STILL_NEAR <= one.scale / other.scale <= _STILL_NEAR


def _blank(camera: Camera, ratio: float) -> QPixmap:
    pixmap = QPixmap(*_pixels(camera, ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _pixels(camera: Camera, ratio: float) -> tuple[int, int]:
    return round(camera.width * ratio), round(camera.height * ratio)


def _strips(x: int, y: int, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """What comes into view when a raster is moved by x, y: left, top, right, bottom."""
    strips = []
    if x:
        strips.append((0, 0, x, height) if x > 0 else (width + x, 0, width, height))
    if y:
        strips.append((0, 0, width, y) if y > 0 else (0, height + y, width, height))
    return strips
