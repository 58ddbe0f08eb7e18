"""Shows the card where the pointer rests on a device or a link."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QCursor

from nocscape.console.bridge import Bridge
from nocscape.console.map import curves
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.card import HoverCard
from nocscape.console.map.facts import Card, device_card, link_card
from nocscape.console.map.tools.pointer import Hit, Tool
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ReadHistory
from nocscape.model.metrics import SeriesData

REST_MS = 380
"""How long the pointer rests before a card appears."""


class Hover(QObject):
    """Follows the pointer over a canvas; `shown_at` tells which time the map shows, None for now."""

    def __init__(
        self, bridge: Bridge, canvas: MapCanvas, card: HoverCard, shown_at: Callable[[], float | None] = lambda: None
    ) -> None:
        super().__init__(card)
        self._bridge = bridge
        self._canvas = canvas
        self._card = card
        self._shown_at = shown_at
        self._below: Hit | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.show_card)
        canvas.pointed.connect(self._pointed)
        canvas.camera_changed.connect(card.hide)
        canvas.selection.devices_selected.connect(card.hide)

    @property
    def is_waiting(self) -> bool:
        """Whether a card will appear if the pointer rests where it is."""
        return self._resting.isActive()

    @Slot(object)
    def _pointed(self, below: Hit | None) -> None:
        self._below = below
        self._card.hide()
        is_drawing_links = self._canvas.pointer.tool is Tool.LINK  # ports are what counts then, and would be covered
        if below is not None and (below.device or below.link) and not is_drawing_links:
            self._resting.start()
        else:
            self._resting.stop()

    @Slot()
    def show_card(self) -> None:
        """Say what is known about what lies below the pointer, and ask for its last hour."""
        below = self._below
        card, parent = self._card_of(below), self._card.parentWidget()
        if below is None or card is None or parent is None:
            return
        self._card.say(card, parent.mapFromGlobal(QCursor.pos()), parent.size())
        wanted = self._wanted(below)
        if wanted.keys:
            until = int(self._shown_at() or time.time())
            ask = ReadHistory(keys=wanted.keys, since=until - curves.SPAN_S, until=until, points=curves.POINTS)
            self._bridge.ask(ask, lambda reply: self._take(below, wanted, reply))

    def _take(self, below: Hit, wanted: curves.Wanted, reply: Reply) -> None:
        """The last hour has come; the pointer may be elsewhere by now."""
        if below is not self._below or not self._card.isVisible() or reply.error is not None:
            return
        found = value(reply, tuple[SeriesData, ...])
        self._card.add(curves.drawn(wanted, found), curves.facts(wanted, found))

    def _wanted(self, below: Hit) -> curves.Wanted:
        live = self._canvas.scene.live
        if below.device is not None:
            return curves.of_device(below.device)
        return curves.of_link(live, live.links[below.link or ""])

    def _card_of(self, below: Hit | None) -> Card | None:
        nodes, live = self._canvas.scene.nodes, self._canvas.scene.live
        if below is None:
            return None
        if below.device is not None and below.device in nodes.row:
            return device_card(live, below.device, nodes.names[nodes.row[below.device]])
        if below.link is not None and below.link in live.links:
            return link_card(live, live.links[below.link])
        return None
