"""Drags devices and links out of a map, onto a chart or whatever else takes them: with Alt held, as a drag without it
moves things on the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication

from nocscape.console.dragging import ports_mime
from nocscape.console.inventory.telling import devices_mime
from nocscape.console.live import LiveNetwork
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.tools.pointer import Hit


class MapDrags(QObject):
    """Hears the pointer before the map's own tools do."""

    def __init__(self, canvas: MapCanvas, live: LiveNetwork) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._live = live
        self._from: QPointF | None = None
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt and the left button begin a drag where there is something to drag."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.type() is QEvent.Type.MouseButtonPress and is_alt and event.button() is Qt.MouseButton.LeftButton:
            self._from = event.position()
            return self.mime_at(event.position()) is not None
        if event.type() is QEvent.Type.MouseMove and self._from is not None:
            is_far = (event.position() - self._from).manhattanLength() >= QApplication.startDragDistance()
            mime = self.mime_at(self._from) if is_far else None
            if mime is not None:
                self._from = None
                self._drag(mime)
            return True
        if event.type() is QEvent.Type.MouseButtonRelease and self._from is not None:
            self._from = None
            return True
        return super().eventFilter(watched, event)

    def mime_at(self, place: QPointF) -> QMimeData | None:
        """The device (with the others that are selected with it) or the ports of the link at a place of the map."""
        hit = Hit(self._canvas, place.x(), place.y())
        if hit.device is not None:
            chosen = self._canvas.selection.devices
            return devices_mime(self._live, chosen if hit.device in chosen else (hit.device,))
        link = self._live.links.get(hit.link) if hit.link is not None else None
        if link is None:
            return None
        ports = [(end.device, end.interface) for end in (link.a, link.b) if end.interface is not None]
        return ports_mime(ports[:1]) if ports else None

    def _drag(self, mime: QMimeData) -> None:
        drag = QDrag(self._canvas)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
