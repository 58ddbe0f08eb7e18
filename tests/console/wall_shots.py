"""Pictures of walls, and of the map as it was: `python -m tests.console.wall_shots DIR [WIDTHxHEIGHT]`.

Those in `resources/docs` that begin with `wall` or `map-past` were taken with it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.main import build, make_application
from nocscape.console.map.view import MapView
from nocscape.console.overviews.wall_pages import OverviewPages
from nocscape.console.theme import Theme
from nocscape.console.wall.pages import MapPages
from nocscape.console.wall.wall import WallWindow
from nocscape.engine.client import EngineClient
from nocscape.model.batches import EngineStats, MapLoaded, StatusChanged
from nocscape.model.commands import Ask, ReadNetworkAt, StartDiscovery, SweepSpec
from nocscape.model.net import DeviceStatus
from nocscape.model.past import NetworkThen
from nocscape.model.status import Status
from tests.console.map_shots import keep
from tests.console.overview_shots import OverviewLine, settle
from tests.console.stage import campus_map, staged_items

WALL = (1920, 1080)
WINDOW = (1600, 1000)
COLOURS = 200
STALE_S = 80.0
AGO_S = 7200.0
STILL_WELL = ("ap-b2", "cam-b2", "app-2")
"""What had no trouble then."""


class PastLine(OverviewLine):
    """Knows what the network was like, too: the dead switch was still the only trouble."""

    bridge: Bridge

    def _reply(self, ask: Ask) -> object:
        if not isinstance(ask, ReadNetworkAt):
            return super()._reply(ask)
        live = self.bridge.live
        statuses = [state for device, state in live.statuses.items() if device not in STILL_WELL]
        statuses += [DeviceStatus(device=device, status=Status.UP, since=ask.at - AGO_S) for device in STILL_WELL]
        return NetworkThen(
            at=ask.at,
            devices=tuple(live.devices.values()),
            statuses=tuple(statuses),
            links=tuple(live.links.values()),
            maps=(campus_map(),),
        )


def told(line: PastLine, app: QApplication) -> Bridge:
    """A console's bridge that has heard everything of the campus."""
    bridge = line.bridge = Bridge(EngineClient(line, origin="console"), app)
    bridge.start()
    line.tell(MapLoaded(document=campus_map()))
    bridge.tick()
    line.tell(*staged_items(time.time()))
    for _ in range(20):
        bridge.tick()
    line.tell(EngineStats(at=time.time(), icmp_mode="raw socket", polls_on_time_percent=100.0))
    bridge.tick()
    return bridge


def take(widget: QWidget, path: Path, theme: Theme) -> None:
    """Keep a picture of a widget; with many colours beside those of the theme, since a stale wall is dimmed."""
    keep(widget.grab(), path, theme, COLOURS)
    print(path)


def take_walls(app: QApplication, folder: Path, size: tuple[int, int]) -> None:
    """The map, an overview, and the map once the engine has been silent for a while."""
    line = PastLine()
    bridge = told(line, app)
    pages = ["map:main", "overview:built-in:network"]
    wall = WallWindow(bridge, "dark", [MapPages(bridge), OverviewPages(bridge)], pages, every_s=600)
    line.tell(StatusChanged(devices=tuple(bridge.live.statuses.values())))
    wall.resize(*size)
    wall.show()
    settle(app)
    take(wall, folder / "wall-dark.png", wall.theme)
    wall.show_page(1)
    settle(app)
    take(wall, folder / "wall-overview-dark.png", wall.theme)
    wall.show_page(0)
    wall.freshness.now = lambda: time.time() + STALE_S
    wall.freshness.ticked.emit()
    settle(app)
    take(wall, folder / "wall-stale-dark.png", wall.theme)
    wall.close()
    bridge.close()


def take_past(app: QApplication, folder: Path) -> None:
    """The window while it shows how the map was."""
    bridge = told(PastLine(), app)
    window = build(app, bridge, None, on_demo=lambda: StartDiscovery(sweep=SweepSpec(targets=())))
    window.keeper.change(theme="dark", language="en")
    window.resize(*WINDOW)
    window.show()
    settle(app)
    view = window.panels.map
    assert isinstance(view, MapView)
    view.seeing.machine.go(time.time() - AGO_S)
    settle(app)
    take(window, folder / "map-past-dark.png", window.theme)
    window.close()
    bridge.close()


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    width, _, height = (sys.argv[2] if len(sys.argv) > 2 else "x".join(map(str, WALL))).partition("x")
    app = make_application(["wall-shots"])
    Theme("dark").apply(app)
    take_walls(app, folder, (int(width), int(height)))
    take_past(app, folder)


if __name__ == "__main__":
    main()
