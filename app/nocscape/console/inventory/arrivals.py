"""The box of devices that were found and are not yet on the map."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDrag, QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.grouping import natural
from nocscape.console.inventory.telling import devices_mime
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.model.mapdoc import takes_arrivals
from nocscape.model.net import DeviceId

RECOUNT_MS = 300
MOST_NAMES = 12


class ArrivalsBox(Retranslated, QFrame):
    """Seen only while something waits; drag it to the map, or press the button to place all.

    Signals: placing_asked(tuple of DeviceId), counted() after `waiting` may be different.
    """

    placing_asked = Signal(object)
    counted = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self._map = ""
        self._waiting: tuple[DeviceId, ...] = ()
        self._pressed_at: QPoint | None = None
        self._title = plain_label(role="strong")
        self._names = plain_label(role="small", tone="dim")
        self._place = QPushButton()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(RECOUNT_MS)
        self._pause.timeout.connect(self.recount)
        for signal in (bridge.devices_changed, bridge.devices_gone, bridge.map_loaded, bridge.map_changed):
            signal.connect(self._soon)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.setObjectName("arrivals")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._place.setCursor(Qt.CursorShape.ArrowCursor)
        self._place.clicked.connect(self._place_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID // 2)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._place)
        layout.addLayout(top)
        layout.addWidget(self._names)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._place.setText(tr("Place all"))
        self._place.setToolTip(tr("Put every waiting device on the map"))
        self.setToolTip(tr("Drag to the map to place these devices there"))
        self.recount()

    @property
    def waiting(self) -> tuple[DeviceId, ...]:
        """Devices that are not on the map, by name."""
        return self._waiting

    def set_map(self, map_id: str) -> None:
        """Count what is missing on this map."""
        self._map = map_id
        self.recount()

    @Slot()
    def _soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def recount(self) -> None:
        """See again which devices are not on the map."""
        live = self._bridge.live
        document = live.maps.get(self._map)
        is_asked = document is not None and takes_arrivals(document)
        on_map = document.nodes.keys() if document is not None and is_asked else live.devices.keys()
        names = {d: i.device.shown_name() for d, i in live.devices.items() if d not in on_map}
        self._waiting = tuple(sorted(names, key=lambda device: natural(names[device])))
        self._title.setText(tr("Arrivals · {count}", count=grouped(len(self._waiting))))
        self.setAccessibleName(tr("Devices waiting to be placed on the map: {count}", count=len(self._waiting)))
        self._elide()
        self.setVisible(bool(self._waiting))
        self.counted.emit()

    def _elide(self) -> None:
        known = self._bridge.live.devices
        names = ", ".join(known[d].device.shown_name() for d in self._waiting[:MOST_NAMES] if d in known)
        width = max(10 * GRID, self.width() - 6 * GRID)
        metrics = QFontMetrics(self._theme.font("small"))
        self._names.setText(metrics.elidedText(names, Qt.TextElideMode.ElideRight, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many names as fit."""
        super().resizeEvent(event)
        self._elide()

    @Slot()
    def _place_all(self) -> None:
        self.placing_asked.emit(self._waiting)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The beginning of a drag, or a click that selects what waits."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the waiting devices."""
        if self._pressed_at is None:
            return
        moved = event.position().toPoint() - self._pressed_at
        if moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            drag = QDrag(self)
            drag.setMimeData(devices_mime(self._bridge.live, self._waiting))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A click selects what waits."""
        if self._pressed_at is not None:
            self._pressed_at = None
            self._selection.select_devices(self._waiting, self)
