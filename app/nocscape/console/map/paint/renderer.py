"""The layers of a frame in their order.

The ground (dots, frames, links) is kept as a raster by `ground.Ground`; what is cheap and changes often (titles, nodes,
names, rates) is drawn over it in every frame.
"""

from __future__ import annotations

import math
import time

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.geometry import GRID_STEP
from nocscape.console.map.heat.heat import Heat
from nocscape.console.map.paint.folds import FoldPainter
from nocscape.console.map.paint.groups import GroupPainter
from nocscape.console.map.paint.headings import Headings
from nocscape.console.map.paint.heat import HeatPainter
from nocscape.console.map.paint.held import draw_held
from nocscape.console.map.paint.labels import LabelCache
from nocscape.console.map.paint.levels import by_level, inner_ends, joined
from nocscape.console.map.paint.links import LinkPainter, Segments, segments
from nocscape.console.map.paint.marks import MarkPainter
from nocscape.console.map.paint.names import NamePainter
from nocscape.console.map.paint.notes import NotePainter, note_rect
from nocscape.console.map.paint.raw import Fragments
from nocscape.console.map.paint.shapes import ShapePainter
from nocscape.console.map.paint.sprites import NodePainter
from nocscape.console.map.paint.styled import StyledPainter
from nocscape.console.map.paint.vendors import VendorPainter
from nocscape.console.map.paint.words import WordPainter
from nocscape.console.map.picks import Picks
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.scene.shapes import notes_of
from nocscape.console.theme import Theme
from nocscape.model.net import LinkId

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_NEW_S, _FRAME_S = 0.0015, 0.005
_NODE_MARGIN_PX = 140.0
_LEAST_STEP_PX = 15.0
_VEIL = 0.74
"""How much of what is not marked goes, where only the marked things count."""


class Renderer:
    """Draws a scene through a camera."""

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.scene = scene
        self.theme = theme
        self.has_aids = True
        """Whether what only helps to work on a map is drawn: the grid, and signs of what holds its place."""
        self.labels = LabelCache(theme)
        self._nodes = NodePainter(theme)
        self._links = LinkPainter(theme)
        self._headings = Headings(theme, self.labels)
        self._groups = GroupPainter(theme, self._headings)
        self._folds = FoldPainter(theme, self.labels, self._headings)
        self._words = WordPainter(theme, self.labels)
        self._names = NamePainter(theme, self.labels)
        self._notes = NotePainter(theme)
        self._marks = MarkPainter(theme)
        self._heat = HeatPainter(theme, self.labels)
        self._styled = StyledPainter(theme)
        self._shapes = ShapePainter(theme)
        self._vendors = VendorPainter(theme)
        self._dots = Fragments()

    def begin_frame(self, began: float | None) -> None:
        """Allow a few milliseconds for pictures that were never drawn, fewer in a frame that `began` (`perf_counter`)
        long ago; None is one that takes its time, since it must be complete."""
        until = math.inf if began is None else min(time.perf_counter() + _NEW_S, began + _FRAME_S)
        self.labels.begin_frame(until)
        self._nodes.begin_frame(until)
        self._groups.begin_frame(until)

    @property
    def is_behind(self) -> bool:
        """Whether the last frame lacks something that the next one will show."""
        return self.labels.is_behind or self._nodes.is_behind or self._groups.is_behind

    def forget(self) -> None:
        """The theme is different: every picture is drawn anew."""
        self.labels.forget()
        self._nodes.forget()
        self._headings.forget()
        self._groups.forget()
        self._folds.forget()
        self._vendors.forget()
        self._links.forget()
        self._names.forget()
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
        if self.has_aids and self.scene.has_dots:
            self._draw_dots(painter, camera, clip)
        self._shapes.draw(painter, self.scene, camera, clip)
        self._draw_levels(painter, camera, clip, seen, is_fine=is_fine)
        self._mark_links(painter, seen, camera, clip, is_fine=is_fine)

    def _draw_levels(self, painter: QPainter, camera: Camera, clip: Rect, seen: Segments, *, is_fine: bool) -> None:
        """Frames over the links that only pass below them, and all links over their own frames."""
        links, groups, scale = self.scene.links, self.scene.groups, camera.scale
        self._links.steps = self._heat.link_steps(self.scene)
        levels = by_level(seen, links, groups)
        for level, own in enumerate(levels):
            if level:
                frames = groups.frames[groups.depths == level - 1]
                self._groups.draw_frames(painter, frames, camera, clip, is_fine=is_fine)
            if level < len(levels) - 1:
                levels[-1] = joined(levels[-1], inner_ends(own, level, links, groups, camera))
            self._links.draw(painter, links, own, scale, clip, is_fine=is_fine)

    def _draw_links(self, painter: QPainter, seen: Segments, camera: Camera, clip: Rect, *, is_fine: bool) -> None:
        self._links.steps = self._heat.link_steps(self.scene)
        self._links.draw(painter, self.scene.links, seen, camera.scale, clip, is_fine=is_fine)
        self._mark_links(painter, seen, camera, clip, is_fine=is_fine)

    def _mark_links(self, painter: QPainter, seen: Segments, camera: Camera, clip: Rect, *, is_fine: bool) -> None:
        """What rules of style change, and the signs of links that are down."""
        self._styled.draw_links(painter, self.scene, seen, camera.scale, clip, is_fine=is_fine)
        self._links.draw_badges(painter, self.scene.links, seen, camera.scale)

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
        groups = scene.groups_shown
        frames = groups.frame(scene.nodes, shown)[groups.touching(scene.moving)]
        self._groups.draw_outlines(painter, frames, camera)
        rows = np.flatnonzero(scene.moving[links.a] | scene.moving[links.b])
        seen = segments(links, camera.to_view(shown), camera.scale, view, rows)
        self._draw_links(painter, seen, camera, view, is_fine=len(seen.rows) < 600)

    def draw_over(self, painter: QPainter, camera: Camera, ratio: float) -> None:
        """Titles, nodes, names, rates and notes."""
        scene = self.scene
        points = camera.to_view(scene.xy_shown)
        rows = _rows_in(points, Rect(0, 0, camera.width, camera.height).grown(_NODE_MARGIN_PX))
        rows = rows[~scene.folds.is_hidden[rows]]
        is_tight = self._groups.is_tight(camera.scale)
        if not is_tight:
            self._groups.draw_headers(painter, scene.groups_shown, camera, ratio)
        self._marks.draw_links(painter, scene, points, camera)
        self._draw_chosen_link(painter, points, camera)
        self._notes.draw(painter, notes_of(scene.document), camera)
        middles = np.rint(points[rows] * ratio) / ratio
        for level in _levels(scene.nodes.z[rows]):
            self._draw_bodies(painter, rows[level], middles[level], camera, ratio)
        if is_tight:
            self._groups.draw_headers(painter, scene.groups_shown, camera, ratio)
        self._folds.draw(painter, scene, camera, ratio)
        if scene.highlights.is_spot:
            rows, middles = self._draw_spot(painter, points, rows, middles, camera, ratio)
        self._marks.draw_devices(painter, scene, points, camera)
        if self.has_aids and scene.held:
            draw_held(painter, self.theme, scene, points, camera, frozenset(rows.tolist()))
        room = self._names.draw(painter, scene, rows, middles, camera, ratio)
        self._heat.draw_values(painter, scene, rows, middles, camera, ratio)
        if not scene.highlights.is_spot:
            self._words.draw(painter, scene, points, camera, room, ratio)
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


def _levels(z: npt.NDArray[np.int32]) -> list[Rows]:
    """Which nodes are on each level, the lowest first."""
    return [np.flatnonzero(z == level) for level in np.unique(z)] if z.any() else [np.arange(len(z))]


def _rows_in(points: Array, view: Rect) -> Rows:
    x, y = points[:, 0], points[:, 1]
    return np.flatnonzero((x > view.left) & (x < view.right) & (y > view.top) & (y < view.bottom))
