"""A console of its own process that drags one node to its end and holds another one in the air, until it is killed.

`python -m tests.integration.dragging_console PROFILE` attaches to the engine of that profile and says on stdout how far
it is.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map.view import MapView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.engine.client import EngineClient
from nocscape.engine.lines.socket_line import SocketLine

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
STEP = QPoint(0, 60)
PATIENCE_S = 30


def main() -> None:
    """Drag `a`, then hold `b`."""
    app = QApplication(["dragging"])
    bridge = Bridge(EngineClient(SocketLine(Path(sys.argv[1])), origin="console"))
    view = MapView(bridge, Theme("dark"), Selection())
    view.resize(900, 600)
    view.show()
    bridge.start()
    until = time.monotonic() + PATIENCE_S
    while "b" not in view.model.document.nodes and time.monotonic() < until:
        QTest.qWait(20)
    view.canvas.is_snapping = False
    drag(view, "a")
    QTest.mouseRelease(view.canvas, LEFT, NO_KEYS, place(view, "a") + STEP)
    while (bridge.live.maps["main"].nodes["a"].y == 0 or bridge._on_reply) and time.monotonic() < until:
        QTest.qWait(20)  # an edit is told before it is on the disk, and answered after
    say(f"dragged {view.model.document.nodes['a'].y}")
    drag(view, "b")
    say(f"held {view.scene.is_moving}")
    app.exec()


def say(words: str) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def place(view: MapView, device: str) -> QPoint:
    """Where a node is in the view."""
    node = view.model.document.nodes[device]
    x, y = view.canvas.camera.point(node.x, node.y)
    return QPoint(round(x), round(y))


def drag(view: MapView, device: str) -> None:
    """Take a node and go with it, without letting go."""
    start = place(view, device)
    QTest.mousePress(view.canvas, LEFT, NO_KEYS, start)
    for share in (1, 2, 3):
        QTest.mouseMove(view.canvas, start + STEP * share / 3)


if __name__ == "__main__":
    main()
