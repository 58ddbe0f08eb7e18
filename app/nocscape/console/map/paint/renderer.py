"""The layers of a frame in their order.

The ground (dots, frames, links) is kept as a raster by `ground.Ground`; what is cheap and changes often (titles, nodes,
names, rates) is drawn over it in every frame.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from nocscape.console.map.camera import FAR, FULL_NAMES, NAMES, PORTS, Camera, Rect
from nocscape.console.map.geometry import GRID_STEP, LABEL_MAX
from nocscape.console.map.heat.heat import Heat
from nocscape.console.map.paint.folds import FoldPainter
from nocscape.console.map.paint.groups import GroupPainter
from nocscape.console.map.paint.heat import HeatPainter
from nocscape.console.map.paint.labels import HALO_PX, LabelCache, beside
from nocscape.console.map.paint.links import LinkPainter, Segments, segments
from nocscape.console.map.paint.marks import MarkPainter
from nocscape.console.map.paint.notes import NotePainter, note_rect
from nocscape.console.map.paint.raw import Fragments
from nocscape.console.map.paint.room import Room
from nocscape.console.map.paint.shapes import ShapePainter
from nocscape.console.map.paint.sprites import NodePainter
from nocscape.console.map.paint.styled import StyledPainter
from nocscape.console.map.paint.vendors import VendorPainter
from nocscape.console.map.paint.words import WordPainter
from nocscape.console.map.picks import Picks
from nocscape.console.map.scene.nodes import LEAST_BAD, SIZES
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import notes_of
from nocscape.console.theme import Theme
from nocscape.model.net import LinkId

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_NODE_MARGIN_PX = 140.0
_LEAST_STEP_PX = 15.0
_SOME_NAMES = 0.34
"""From this scale on the devices that carry others, and those in trouble, have their names."""


_SMALL = 0.84
_VEIL = 0.74
"""How much of what is not marked goes, where only the marked things count."""

_ROOMY = 0.95
"""From this scale on the layout leaves room for every name."""


class Renderer:
    """Draws a scene through a camera."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.scene = scene
        self.theme = theme
        self.labels = LabelCache(theme)
        self._nodes = NodePainter(theme)
        self._links = LinkPainter(theme)
        self._groups = GroupPainter(theme, self.labels)
        self._folds = FoldPainter(theme, self.labels, self._groups)
        self._words = WordPainter(theme, self.labels)
        self._notes = NotePainter(theme)
        self._marks = MarkPainter(theme)
        self._heat = HeatPainter(theme, self.labels)
        self._styled = StyledPainter(theme)
        self._shapes = ShapePainter(theme)
        self._vendors = VendorPainter(theme)
        self._dots = Fragments()

    def begin_frame(self, *, is_complete: bool) -> None:
        """Allow a few milliseconds for pictures that were never drawn; a frame that must be complete takes its time."""
        self.labels.begin_frame(is_complete=is_complete)
        self._nodes.begin_frame(is_complete=is_complete)
        self._groups.begin_frame(is_complete=is_complete)

    @property
    def is_behind(self) -> bool:
        """Whether the last frame lacks something that the next one will show."""
        return self.labels.is_behind or self._nodes.is_behind or self._groups.is_behind

    def forget(self) -> None:
        """The theme is different: every picture is drawn anew."""
        self.labels.forget()
        self._nodes.forget()
        self._groups.forget()
        self._folds.forget()
        self._vendors.forget()
        self._links.forget()
        self._words.forget()
        self._heat.forget()

    @property
    def heat(self) -> Heat | None:
        """The metric that colours nodes, or links where ports have it; None for the traffic of links."""
        return self._heat.heat

    @heat.setter
    def heat(self, heat: Heat | None) -> None:
        self._heat.heat = heat

    @property
    def rates(self) -> dict[LinkId, Rect]:
        """Where the words of links stand in the view, those that were drawn last."""
        return self._words.drawn

    def draw_picks(self, painter: QPainter, camera: Camera, picks: Picks) -> None:
        """Frames around the selected notes and drawings; one that is alone has the corner to make it larger by."""
        self._shapes.draw_marks(painter, self.scene, camera, picks.shapes, is_alone=picks.size == 1)
        painter.setPen(QPen(self.theme.color("accent"), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for note in picks.notes:
            if (known := self.scene.document.notes.get(note)) is not None:
                shown = camera.rect(note_rect(known, self.theme).grown(3.0))
                painter.drawRect(QRectF(shown.left, shown.top, shown.width, shown.height))

    # -- the ground ---------------------------------------------------------------------------------------------------

    def still_links(self, camera: Camera, clip: Rect) -> Segments:
        """Links that may be seen through `clip` and that no gesture moves."""
        links, moving = self.scene.links, self.scene.moving
        rows = np.flatnonzero(~(moving[links.a] | moving[links.b])) if self.scene.is_moving else None
        return segments(links, camera.to_view(self.scene.nodes.xy), camera.scale, clip, rows)

    def draw_ground(self, painter: QPainter, camera: Camera, clip: Rect, seen: Segments, *, is_fine: bool) -> None:
        """Everything that lies below the nodes."""
        painter.fillRect(QRectF(clip.left, clip.top, clip.width, clip.height), self.theme.color("bg"))
        if self.scene.has_dots:
            self._draw_dots(painter, camera, clip)
        self._shapes.draw(painter, self.scene, camera, clip)
        self._groups.draw_frames(painter, self.scene.groups.frames, camera, clip, is_fine=is_fine)
        self._draw_links(painter, seen, camera, clip, is_fine=is_fine)

    def _draw_links(self, painter: QPainter, seen: Segments, camera: Camera, clip: Rect, *, is_fine: bool) -> None:
        self._links.steps = self._heat.link_steps(self.scene)
        self._links.draw(painter, self.scene.links, seen, camera.scale, clip, is_fine=is_fine)
        self._styled.draw_links(painter, self.scene, seen, camera.scale, clip, is_fine=is_fine)

    def _draw_dots(self, painter: QPainter, camera: Camera, clip: Rect) -> None:
        step = GRID_STEP * camera.scale
        while step < _LEAST_STEP_PX:
            step *= 2
        x0, y0 = camera.point(0.0, 0.0)
        xs = np.arange((clip.left - x0) // step, (clip.right - x0) // step + 2) * step + x0
        ys = np.arange((clip.top - y0) // step, (clip.bottom - y0) // step + 2) * step + y0
        grid = np.stack(np.meshgrid(np.rint(xs), np.rint(ys)), axis=-1).reshape(-1, 2)
        dot = QPixmap(1, 1)
        dot.fill(self.theme.color("line"))
        self._dots.draw(painter, dot, grid, np.zeros_like(grid), 1.0)

    # -- what lies over it --------------------------------------------------------------------------------------------

    def draw_moving(self, painter: QPainter, camera: Camera) -> None:
        """Links of nodes that a gesture moves, and the frames as they will be."""
        scene, links = self.scene, self.scene.links
        view = Rect(0, 0, camera.width, camera.height)
        shown = scene.xy_shown
        touched = scene.groups.touching(scene.moving)
        self._groups.draw_outlines(painter, scene.groups.frame(scene.nodes, shown)[touched], camera)
        rows = np.flatnonzero(scene.moving[links.a] | scene.moving[links.b])
        seen = segments(links, camera.to_view(shown), camera.scale, view, rows)
        self._draw_links(painter, seen, camera, view, is_fine=len(seen.rows) < 600)

    def draw_over(self, painter: QPainter, camera: Camera, ratio: float) -> None:
        """Titles, nodes, names, rates and notes."""
        scene = self.scene
        points = camera.to_view(scene.xy_shown)
        rows = _rows_in(points, Rect(0, 0, camera.width, camera.height).grown(_NODE_MARGIN_PX))
        rows = rows[~scene.folds.is_hidden[rows]]
        is_tight = camera.scale < NAMES
        if not is_tight:
            self._groups.draw_headers(painter, scene.groups, camera, ratio)
        self._marks.draw_links(painter, scene, points, camera)
        self._draw_chosen_link(painter, points, camera)
        self._notes.draw(painter, notes_of(scene.document), camera)
        middles = np.rint(points[rows] * ratio) / ratio
        for level in _levels(scene.nodes.z[rows]):
            self._draw_bodies(painter, rows[level], middles[level], camera, ratio)
        if is_tight:
            self._groups.draw_headers(painter, scene.groups, camera, ratio)
        self._folds.draw(painter, scene, camera, ratio)
        if scene.highlights.is_spot:
            rows, middles = self._draw_spot(painter, points, rows, middles, camera, ratio)
        self._marks.draw_devices(painter, scene, points, camera)
        self._draw_names(painter, rows, middles, camera, ratio)
        self._heat.draw_values(painter, scene, rows, middles, camera, ratio)
        if not scene.highlights.is_spot:
            self._words.draw(painter, scene, points, camera, ratio)
        self._marks.draw_handles(painter, scene, camera)

    def _draw_bodies(self, painter: QPainter, rows: Rows, middles: Array, camera: Camera, ratio: float) -> None:
        """Nodes with all that is on them, so that what lies above covers it."""
        scene = self.scene
        self._heat.draw(painter, scene, rows, middles, camera, ratio)
        self._nodes.draw(painter, scene.nodes, rows, middles, camera.scale, ratio)
        self._heat.draw_dots(painter, scene, rows, middles, camera, ratio)
        self._styled.draw_devices(painter, scene, rows, middles, camera.scale)
        self._vendors.draw(painter, scene, rows, middles, camera.scale, ratio)

    def _draw_spot(
        self, painter: QPainter, points: Array, rows: Rows, middles: Array, camera: Camera, ratio: float
    ) -> tuple[Rows, Array]:
        """Everything steps back behind a veil but what is marked; returns which nodes are."""
        scene, view = self.scene, Rect(0, 0, camera.width, camera.height)
        veil = self.theme.color("bg")
        veil.setAlphaF(_VEIL)
        painter.fillRect(QRectF(0, 0, camera.width, camera.height), veil)
        links = np.array([scene.links.row[i] for i in scene.highlights.links if i in scene.links.row], dtype=np.intp)
        if len(links):
            seen = segments(scene.links, points, camera.scale, view, links)
            self._draw_links(painter, seen, camera, view, is_fine=True)
        lit = [scene.nodes.row[device] for device in scene.highlights.devices if device in scene.nodes.row]
        is_lit = np.isin(rows, lit)
        rows, middles = rows[is_lit], middles[is_lit]
        self._heat.draw(painter, scene, rows, middles, camera, ratio)
        self._nodes.draw(painter, scene.nodes, rows, middles, camera.scale, ratio)
        return rows, middles

    def _draw_chosen_link(self, painter: QPainter, points: Array, camera: Camera) -> None:
        links = self.scene.links
        row = links.row.get(self.scene.selected_link or "")
        if row is None:
            return
        view = Rect(0, 0, camera.width, camera.height)
        chosen = segments(links, points, camera.scale, view, np.array([row], dtype=np.intp))
        for (x1, y1), (x2, y2) in zip(chosen.start.tolist(), chosen.end.tolist(), strict=True):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            halo = self.theme.color("accent")
            halo.setAlphaF(0.35)
            painter.setPen(QPen(halo, 9.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
            self._draw_links(painter, chosen, camera, view, is_fine=True)

    def _draw_names(self, painter: QPainter, rows: Rows, middles: Array, camera: Camera, ratio: float) -> None:
        """Names below nodes; where the map is small, those that matter most get what room there is."""
        nodes, scale = self.scene.nodes, camera.scale
        if scale <= FAR:
            return
        rows, middles = self._named(rows, middles, scale)
        below = middles[:, 1] + nodes.side[rows] * scale / 2 + (4.0 if scale >= 1.0 else 1.0) - HALO_PX
        large = self.theme.text_scale
        room = Room(camera) if scale < _ROOMY * large else None
        size = 1.0 if scale >= FULL_NAMES else _SMALL
        sides = self.scene.label_sides
        for row, (x, middle), y in zip(rows.tolist(), middles.tolist(), below.tolist(), strict=True):
            label = self.labels.get(nodes.names[row], ratio, size=size, most_px=LABEL_MAX * large)
            side = sides.get(nodes.ids[row]) if sides else None
            if label is None or side == "hidden":
                continue
            width, left = label.width() / ratio, x - label.width() / (2 * ratio)
            if side is not None:
                half = float(nodes.side[row]) * scale / 2
                left, y = beside(side, (x, middle), half, (width, label.height() / ratio))  # noqa: PLW2901 - the place
            inner = width - 4 * HALO_PX
            if room is None or room.take(left + 2 * HALO_PX, y + HALO_PX, inner, label.height() / ratio - 3 * HALO_PX):
                painter.drawPixmap(QPointF(round(left), round(y)), label)
        if scale >= PORTS:
            self._draw_addresses(painter, rows, middles[:, 0], below + 15.0, ratio)

    def _named(self, rows: Rows, middles: Array, scale: float) -> tuple[Rows, Array]:
        """Which nodes have names at this scale, the most important ones first."""
        nodes = self.scene.nodes
        is_chosen, is_bad = nodes.is_selected[rows], nodes.status[rows] >= LEAST_BAD
        is_large = nodes.side[rows] == SIZES[-1]
        if scale < NAMES:
            wanted = is_chosen | ((is_large | is_bad) & (scale >= _SOME_NAMES))
            rows, middles = rows[wanted], middles[wanted]
            is_chosen, is_bad, is_large = is_chosen[wanted], is_bad[wanted], is_large[wanted]
        order = np.lexsort((~is_large, ~is_bad, ~is_chosen))
        return rows[order], middles[order]

    def _draw_addresses(self, painter: QPainter, rows: Rows, xs: Array, ys: Array, ratio: float) -> None:
        """Where one looks closely, the address below the name."""
        for row, x, y in zip(rows.tolist(), xs.tolist(), ys.tolist(), strict=True):
            known = self.scene.live.devices.get(self.scene.nodes.ids[row])
            address = known.device.endpoint.address if known else ""
            if not address or address == self.scene.nodes.names[row]:
                continue
            label = self.labels.get(address, ratio, tint="faint", role="small")
            if label is not None:
                painter.drawPixmap(QPointF(round(x - label.width() / (2 * ratio)), round(y)), label)


def _levels(z: npt.NDArray[np.int32]) -> list[Rows]:
    """Which nodes are on each level, the lowest first."""
    return [np.flatnonzero(z == level) for level in np.unique(z)] if z.any() else [np.arange(len(z))]


def _rows_in(points: Array, view: Rect) -> Rows:
    x, y = points[:, 0], points[:, 1]
    return np.flatnonzero((x > view.left) & (x < view.right) & (y > view.top) & (y < view.bottom))
