"""Puts the console together and runs it."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from nocscape.console import guard
from nocscape.console.access.panel import AccessPanel
from nocscape.console.bridge import Bridge
from nocscape.console.charts.map_drags import MapDrags
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.events.panel import EventsPanel
from nocscape.console.highlights import Highlights
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.layers import Layers
from nocscape.console.map.view import MapView
from nocscape.console.mibs.book_panel import MibBookPanel
from nocscape.console.mibs.recordings import Recordings
from nocscape.console.selection import Selection
from nocscape.console.settings.store import SettingsKeeper
from nocscape.console.shell.appearance import Appearance, system_theme
from nocscape.console.shell.demo_start import DemoStart
from nocscape.console.shell.panels import Panels
from nocscape.console.shell.window import MainWindow
from nocscape.console.theme import Theme
from nocscape.console.topology.changes_panel import ChangesPanel
from nocscape.console.topology.decisions_panel import DecisionsPanel
from nocscape.console.topology.where_panel import WherePanel
from nocscape.console.topology.why_panel import WhyPanel
from nocscape.engine.client import EngineClient
from nocscape.model.commands import StartDiscovery
from nocscape.model.net import DeviceId

if TYPE_CHECKING:
    from nocscape.console.overviews.panel import OverviewsPanel

log = logging.getLogger(__name__)

SWITCH_INTERVAL_S = 0.0005
"""How long another thread may hold the interpreter; with Python's own 5 ms a busy engine costs frames of 400 ms."""


PRELOAD_AFTER_MS = 1500
"""When the window has been painted and the first devices are in it."""


def run(
    client: EngineClient, *, profile: Path | None = None, on_demo: Callable[[], StartDiscovery] | None = None
) -> int:
    """Show the console until its window is closed, and return the exit status.

    Settings live in `profile`, in memory where it is None. `on_demo` starts the demo network and returns how it is
    found (see DemoStart); where it is None, nothing offers it. Raises VersionError where this Qt cannot run on this
    Python.
    """
    guard.check()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = make_application(sys.argv[:1])
    bridge = Bridge(client)
    window = build(app, bridge, profile, on_demo=on_demo)
    window.closed.connect(app.quit)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: window.close())
    window.show()
    bridge.start()
    idle = QTimer(singleShot=True, interval=PRELOAD_AFTER_MS)
    idle.timeout.connect(preload)
    idle.start()
    status = app.exec()
    idle.stop()
    bridge.close()
    return status


def preload() -> None:
    """Load the plotting library beside the running window, before the first chart asks for it.

    Loaded where it is needed it stops the window for 140 ms and more; in a thread no frame is late by over 10 ms.
    """
    Thread(target=import_module, args=("nocscape.console.charts.plot",), name="preload").start()


def make_application(arguments: list[str]) -> QApplication:
    """The application object, named for the desktop."""
    app = QApplication(arguments)
    app.setApplicationName("nocscape")
    app.setApplicationDisplayName("Nocscape")
    app.setDesktopFileName("nocscape")
    app.setQuitOnLastWindowClosed(False)
    return app


def build(
    app: QApplication, bridge: Bridge, profile: Path | None, *, on_demo: Callable[[], StartDiscovery] | None = None
) -> MainWindow:
    """The main window with all its panels, dressed and in its place, not yet shown."""
    keeper = SettingsKeeper(profile, app)
    theme = Theme(keeper.now.theme or system_theme(app), text_scale=keeper.now.text_percent / 100, parent=app)
    appearance = Appearance(app, theme, keeper)
    theme.prepare(app)
    selection = Selection(app)
    panels = make_panels(bridge, theme, selection, Highlights(app), Layers(app))
    window = MainWindow(bridge, theme, selection, keeper, panels, has_demo=on_demo is not None)
    if isinstance(panels.map, MapView):
        panels.map.map_wanted.connect(window.centre.show_map)
        panels.map.seeing.remember(keeper)
    if on_demo is not None:
        DemoStart(window, on_demo)
    appearance.dress()
    appearance.setParent(window)
    app.focusChanged.connect(window.mark_panel)
    window.restore_place()
    return window


def make_panels(bridge: Bridge, theme: Theme, selection: Selection, highlights: Highlights, layers: Layers) -> Panels:
    """The panels of the other rooms; what they share besides the selection is handed to each."""
    view = MapView(bridge, theme, selection, layers, highlights)
    MapDrags(view.canvas, bridge.live)
    mibs = MibBookPanel(bridge, theme, selection)
    where = WherePanel(bridge, theme, selection, highlights)
    return Panels(
        map=view,
        placer=view,
        inspector=InspectorPanel(bridge, theme, selection),
        chart=ChartPanel(bridge, theme, selection),
        events=EventsPanel(bridge, theme, selection),
        overviews=Overviews(bridge, theme, selection),
        why=WhyPanel(bridge, theme, selection),
        where=where,
        changes=ChangesPanel(bridge, theme, selection, highlights),
        decisions=DecisionsPanel(bridge, theme, selection),
        mibs=mibs,
        access=AccessPanel(bridge, theme, selection),
        import_files=mibs.import_files,
        recordings=Recordings(bridge, theme, selection),
        look_for=where.look_for,
        highlights=highlights,
        layers=layers,
        discover=partial(_discovery, bridge, theme),
    )


class Overviews:
    """The panel of overviews, made when somebody first looks: it brings every kind of widget along."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection) -> None:
        self._make = partial(_overviews, bridge, theme, selection)

    @cached_property
    def _panel(self) -> OverviewsPanel:
        return self._make()

    def panel(self) -> QWidget:
        """The panel."""
        return self._panel

    def open_device(self, device: DeviceId) -> None:
        """Show the ready-made overview of a device."""
        self._panel.open_device(device)


def _overviews(bridge: Bridge, theme: Theme, selection: Selection) -> OverviewsPanel:
    from nocscape.console.overviews.panel import OverviewsPanel  # noqa: PLC0415 - not needed to start

    return OverviewsPanel(bridge, theme, selection)


def _discovery(bridge: Bridge, theme: Theme, window: QWidget) -> QDialog:
    from nocscape.console.discovery.dialog import DiscoveryDialog  # noqa: PLC0415 - not needed to start

    return DiscoveryDialog(bridge, theme, window)
