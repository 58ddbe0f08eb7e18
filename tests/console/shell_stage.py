"""A main window with plain widgets in the place of its panels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QWidget,
)

from nocscape.console.bridge import Bridge
from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers
from nocscape.console.selection import Selection
from nocscape.console.settings.store import SettingsKeeper
from nocscape.console.shell.appearance import Appearance
from nocscape.console.shell.panels import Panels
from nocscape.console.shell.window import MainWindow
from nocscape.console.theme import Theme
from nocscape.engine.client import EngineClient
from nocscape.model.batches import Item
from nocscape.model.net import DeviceId
from tests.console.fake_line import FakeLine


class PlainMap(QLabel):
    """A map that only remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__("map")
        self.shown: list[str] = []
        self.placed: list[tuple[DeviceId, ...]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_map(self, map_id: str) -> None:
        self.shown.append(map_id)

    def place_devices(self, devices: Sequence[DeviceId]) -> None:
        self.placed.append(tuple(devices))

    def fly_to(self, device: DeviceId) -> None:
        self.shown.append(device)


class PlainOverviews:
    """Remembers whose overview was asked for."""

    def __init__(self) -> None:
        self.opened: list[DeviceId] = []
        self._panel: QLabel | None = None

    def panel(self) -> QLabel:
        if self._panel is None:
            self._panel = QLabel("overviews")
            self._panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self._panel

    def open_device(self, device: DeviceId) -> None:
        self.opened.append(device)


class PlainRecordings:
    """Remembers which files were to be opened, and how often one was to choose some."""

    def __init__(self) -> None:
        self.opened: list[Sequence[str]] = []
        self.asked = 0

    def open(self, paths: Sequence[str], window: QWidget) -> None:
        assert window.isWindow()
        self.opened.append(paths)

    def ask(self, window: QWidget) -> QDialog:
        self.asked += 1
        return QDialog(window)


class Bench:
    """A window on a fake line, and what makes it again from the same profile."""

    def __init__(self, app: QApplication, profile: Path) -> None:
        self.app = app
        self.profile = profile
        self.line = FakeLine()
        self.windows: list[MainWindow] = []
        self.looked_for: list[str] = []
        self.imported: list[Sequence[str]] = []
        self.recordings = PlainRecordings()
        self.owned: list[Appearance | SettingsKeeper | Bridge] = []

    def open(self, *, has_demo: bool = True) -> MainWindow:
        """A window, after the one before it is closed and gone."""
        self.close()
        keeper = SettingsKeeper(self.profile)
        if not keeper.now.theme:
            keeper.change(theme="dark", language="en")
        theme = Theme(keeper.now.theme)
        appearance = Appearance(self.app, theme, keeper)
        bridge = Bridge(EngineClient(self.line, origin="console", actor="tester"))
        view = PlainMap()
        panels = Panels(
            map=view,
            placer=view,
            inspector=QLabel("inspector"),
            chart=QLabel("chart"),
            events=QLabel("events"),
            overviews=PlainOverviews(),
            why=QLabel("why"),
            where=QLabel("where"),
            changes=QLabel("changes"),
            decisions=QLabel("decisions"),
            mibs=QLabel("mibs"),
            access=QLabel("access"),
            import_files=self.imported.append,
            recordings=self.recordings,
            look_for=self.looked_for.append,
            highlights=Highlights(),
            layers=Layers(),
            discover=QDialog,
        )
        window = MainWindow(bridge, theme, Selection(), keeper, panels, has_demo=has_demo)
        appearance.dress()
        window.resize(1400, 900)
        window.show()
        self.windows.append(window)
        self.owned += [appearance, keeper, bridge]
        return window

    def tell(self, *items: Item) -> None:
        self.line.tell(*items)
        for _ in range(20):
            self.windows[-1].bridge.tick()

    def close(self) -> None:
        for window in self.windows:
            window.close()
            window.bridge.close()
            window.deleteLater()
        for owned in self.owned:
            owned.deleteLater()
        self.windows.clear()
        self.owned.clear()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown_texts(window: QWidget) -> list[str]:
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    buttons = [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    return [text for text in (*labels, *buttons) if text]
