"""What would be done, shown before it is kept: nodes go to their new places, dashed ghosts stay at the old ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QPainter, QPen

from nocscape.console.map.camera import Camera
from nocscape.console.map.edits import Edit
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.scene.scene import Scene
from nocscape.console.map.tools.stage import Stage
from nocscape.console.theme import RADIUS_NODE
from nocscape.model.mapdoc import MapDocument

_MOST_GHOSTS = 1500
"""With more nodes than this ghosts would be a fog."""


class Proposal(NamedTuple):
    """Other places for nodes, and perhaps other groups."""

    places: Places
    make: Callable[[MapDocument, Places], Edit | None]
    """The edit, made of the document as it is when the operator says yes."""
    after: MapDocument | None = None
    """The document with its groups as they would be, where they would be others."""


class Preview(QObject):
    """One at a time. `ended(Proposal or None)` brings what was kept, None where it was put back.

    The map can be pushed and zoomed meanwhile; `begun` comes when a preview is shown.
    """

    begun = Signal()
    ended = Signal(object)

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._shown: Proposal | None = None
        self._going = QVariantAnimation(self)
        self._going.setStartValue(0.0)
        self._going.setEndValue(1.0)
        self._going.valueChanged.connect(self._go_on)

    @property
    def is_shown(self) -> bool:
        """Whether a proposal waits for a word."""
        return self._shown is not None

    def show(self, proposal: Proposal, motion_ms: int) -> None:
        """Show where nodes would go, and the groups that they would be in."""
        self.put_back()
        document: MapDocument = self._stage.model.document
        places = {device: spot for device, spot in proposal.places.items() if device in document.nodes}
        if not places:
            return
        self._shown = proposal._replace(places=places)
        self._stage.scene.begin_preview(places, proposal.after)
        self._stage.redraw()
        self.begun.emit()
        if motion_ms:
            self._going.setDuration(motion_ms)
            self._going.start()
        else:
            self._go_on(1.0)

    def keep(self) -> bool:
        """Take what is proposed; whether there was anything."""
        return self._end(is_kept=True)

    def put_back(self) -> bool:
        """Leave everything as it was; whether there was anything to refuse."""
        return self._end(is_kept=False)

    def paint(self, painter: QPainter, camera: Camera) -> None:
        """Ghosts at the old places."""
        scene: Scene = self._stage.scene
        if self._shown is None or len(self._shown.places) > _MOST_GHOSTS:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._stage.theme.color("faint"), 1.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = RADIUS_NODE * min(1.0, camera.scale)
        for device in self._shown.places:
            if (row := scene.nodes.row.get(device)) is not None:
                x, y = camera.point(*scene.nodes.xy[row].tolist())
                side = float(scene.nodes.side[row]) * camera.scale
                painter.drawRoundedRect(QRectF(x - side / 2, y - side / 2, side, side), radius, radius)

    def _end(self, *, is_kept: bool) -> bool:
        shown, self._shown = self._shown, None
        self._going.stop()
        if shown is None:
            return False
        self._stage.scene.end_move()
        self._stage.redraw()
        self.ended.emit(shown if is_kept else None)
        return True

    @Slot(object)
    def _go_on(self, share: float) -> None:
        self._stage.scene.share = share
        self._stage.update()
