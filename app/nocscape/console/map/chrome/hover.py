"""Shows the card where the pointer rests on a device or a link."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QCursor

from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.card import HoverCard
from nocscape.console.map.facts import Card, device_card, link_card
from nocscape.console.map.tools.pointer import Hit

REST_MS = 380
"""How long the pointer rests before a card appears."""


class Hover(QObject):
    """Follows the pointer over a canvas."""

    def __init__(self, canvas: MapCanvas, card: HoverCard) -> None:
        super().__init__(card)
        self._canvas = canvas
        self._card = card
        self._below: Hit | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.show_card)
        canvas.pointed.connect(self._pointed)
        canvas.camera_changed.connect(card.hide)

    @Slot(object)
    def _pointed(self, below: Hit | None) -> None:
        self._below = below
        self._card.hide()
        if below is not None and (below.device or below.link):
            self._resting.start()
        else:
            self._resting.stop()

    @Slot()
    def show_card(self) -> None:
        """Say what is known about what lies below the pointer."""
        card, parent = self._card_of(self._below), self._card.parentWidget()
        if card is not None and parent is not None:
            self._card.say(card, parent.mapFromGlobal(QCursor.pos()), parent.size())

    def _card_of(self, below: Hit | None) -> Card | None:
        nodes, live = self._canvas.scene.nodes, self._canvas.scene.live
        if below is None:
            return None
        if below.device is not None and below.device in nodes.row:
            return device_card(live, below.device, nodes.names[nodes.row[below.device]])
        if below.link is not None and below.link in live.links:
            return link_card(live, live.links[below.link])
        return None
