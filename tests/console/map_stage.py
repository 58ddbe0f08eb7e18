"""A map view on the campus, and hands to use it with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map.layouts.jobs import work
from nocscape.console.map.placing import Fresh
from nocscape.console.map.view import MapView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import MapDocument, apply
from nocscape.model.net import DeviceId
from tests.console.fake_line import FakeLine

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
SIZE = (1200, 800)


def drawn_campus(bridge: Bridge) -> MapDocument:
    """The campus on a map, as its first layout puts it."""
    fresh = Fresh(bridge.live, bridge.live.devices)
    return apply(MapDocument(id="main", title="Campus"), fresh.put(work(fresh.job)))


class Stage:
    """A shown map view with the line that it talks over."""

    def __init__(self, bridge: Bridge, line: FakeLine, theme: Theme) -> None:
        self.bridge, self.line = bridge, line
        self.selection = Selection()
        self.view = MapView(bridge, theme, self.selection)
        self.canvas = self.view.canvas
        self.view.resize(*SIZE)
        self.view.show()
        QTest.qWaitForWindowExposed(self.view)
        self.view.activateWindow()
        self.canvas.setFocus()
        QApplication.processEvents()

    @property
    def edits(self) -> list[EditMap]:
        """What was sent to the engine so far."""
        return [ask for ask in self.line.asks if isinstance(ask, EditMap)]

    @property
    def nodes(self) -> dict[DeviceId, tuple[float, float]]:
        """Where the document has its nodes."""
        return {d: (n.x, n.y) for d, n in self.view.model.document.nodes.items()}

    def at(self, device: DeviceId) -> QPoint:
        """Where a node is in the view."""
        return self.pixel(*self.nodes[device])

    def pixel(self, x: float, y: float) -> QPoint:
        """Where a point of the scene is in the view."""
        px, py = self.canvas.camera.point(x, y)
        return QPoint(round(px), round(py))

    def between(self, one: DeviceId, other: DeviceId) -> QPoint:
        """The middle of a link in the view."""
        a, b = self.at(one), self.at(other)
        return QPoint((a.x() + b.x()) // 2, (a.y() + b.y()) // 2)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.mouseClick(self.canvas, LEFT, keys, at)

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        *,
        keys: Qt.KeyboardModifier = NO_KEYS,
        button: Qt.MouseButton = LEFT,
        is_held: bool = False,
    ) -> None:
        """Press, go there in three steps, and let go unless it `is_held`."""
        QTest.mousePress(self.canvas, button, keys, start)
        for step in (1, 2, 3):
            QTest.mouseMove(self.canvas, start + (end - start) * step / 3)
        if not is_held:
            QTest.mouseRelease(self.canvas, button, keys, end)
        QApplication.processEvents()

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(self.canvas, key, keys)


@contextmanager
def stage(bridge: Bridge, line: FakeLine, document: MapDocument | None = None) -> Iterator[Stage]:
    """A map view that shows `document` (the drawn campus where there is none given)."""
    line.tell(MapLoaded(document=document or drawn_campus(bridge)))
    bridge.tick()
    theme = Theme("dark")
    theme.motion = False
    made = Stage(bridge, line, theme)
    try:
        yield made
    finally:
        made.view.close_maps()
        made.view.close()
        made.view.deleteLater()
