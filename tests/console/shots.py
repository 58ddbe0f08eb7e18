"""Screenshots of the console on the sample campus: `python -m tests.console.shots DIR [NAME...]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QDialog

from nocscape.console.bridge import Bridge
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.main import build, make_application
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import EngineClient
from nocscape.model.batches import EngineStats, MapLoaded
from nocscape.model.commands import StartDiscovery, SweepSpec
from nocscape.model.mapdoc import MapDocument
from tests.console.stage import StagedLine, campus_map, staged_items, staged_stats

SETTLE_S = 1.2


class Shot(NamedTuple):
    """One picture: how the window looks and what happens in it."""

    theme: str
    language: str
    size: tuple[int, int]
    scale: float = 1.0
    scene: str = "campus"


SHOTS: dict[str, Shot] = {
    "main-dark-en": Shot("dark", "en", (1600, 1000)),
    "main-dark-ko": Shot("dark", "ko", (1600, 1000)),
    "main-light-en": Shot("light", "en", (1600, 1000)),
    "main-light-ko": Shot("light", "ko", (1600, 1000)),
    "main-dark-en-1280": Shot("dark", "en", (1280, 800)),
    "main-light-ko-1280": Shot("light", "ko", (1280, 800)),
    "main-dark-en-2560": Shot("dark", "en", (2560, 1440)),
    "main-dark-en-200": Shot("dark", "en", (1600, 1000), 2.0),
    "main-light-ko-200": Shot("light", "ko", (1600, 1000), 2.0),
    "main-dark-en-125": Shot("dark", "en", (1600, 1000), 1.25),
    "high-contrast": Shot("high-contrast", "en", (1600, 1000)),
    "colour-blind-dark": Shot("colour-blind-dark", "en", (1600, 1000)),
    "colour-blind-light": Shot("colour-blind-light", "ko", (1600, 1000)),
    "first-start": Shot("dark", "en", (1600, 1000), scene="empty"),
    "first-start-ko": Shot("light", "ko", (1280, 800), scene="empty"),
    "palette": Shot("dark", "en", (1600, 1000), scene="palette"),
    "palette-ko": Shot("light", "ko", (1280, 800), scene="palette"),
    "settings-general": Shot("dark", "en", (1280, 800), scene="settings general"),
    "settings-watching": Shot("dark", "en", (1280, 800), scene="settings watching"),
    "settings-watching-ko": Shot("light", "ko", (1280, 800), scene="settings watching"),
    "settings-shortcuts": Shot("light", "ko", (1280, 800), scene="settings shortcuts"),
    "settings-credentials": Shot("dark", "ko", (1280, 800), scene="settings credentials"),
    "discovery": Shot("dark", "en", (1280, 800), scene="discovery"),
    **{
        f"{panel}-{theme}-{language}": Shot(theme, language, (1600, 1000), scene=f"panel {panel}")
        for panel in ("why", "whynot", "where", "changes", "decisions", "neighbours", "parts")
        for theme, language in (("dark", "en"), ("light", "ko"))
    },
    "changes-1280": Shot("light", "en", (1280, 800), scene="panel changes"),
    "why-1280": Shot("dark", "ko", (1280, 800), scene="panel why"),
    "text-150": Shot("dark", "ko", (1600, 1000), scene="text 150"),
}


def main() -> int:
    """Take the pictures that were named, or all; each scale of screen needs a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at", type=float, default=0.0, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    names = chosen.names or list(SHOTS)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.at:
        take_all(chosen.folder, names)
        return 0
    for scale in sorted({SHOTS[name].scale for name in names}):
        of_scale = [name for name in names if SHOTS[name].scale == scale]
        command = [sys.executable, "-m", "tests.console.shots", str(chosen.folder), *of_scale, "--at", str(scale)]
        subprocess.run(command, check=True, env=os.environ | {"QT_SCALE_FACTOR": str(scale)})
    return 0


def take_all(folder: Path, names: list[str]) -> None:
    """Take pictures in this process."""
    app = make_application(["nocscape"])
    for name in names:
        window = open_window(app, SHOTS[name])
        target = play(app, window, SHOTS[name].scene)
        target.grab().save(str(folder / f"{name}.png"))
        window.close()
        window.deleteLater()
        settle(app, 0.05)


def open_window(app: QApplication, shot: Shot) -> MainWindow:
    """A window dressed as the shot says, that has heard everything."""
    line = StagedLine(is_empty=shot.scene == "empty")
    bridge = Bridge(EngineClient(line, origin="console"), app)
    window = build(app, bridge, None, on_demo=lambda: StartDiscovery(sweep=SweepSpec(targets=())))
    window.keeper.change(theme=shot.theme, language=shot.language)
    window.resize(*shot.size)
    window.show()
    bridge.start()
    now = time.time()
    if shot.scene == "empty":
        line.tell(MapLoaded(document=MapDocument(id="main", title="")), EngineStats(at=now, icmp_mode="raw socket"))
    else:
        line.tell(MapLoaded(document=campus_map()))
        bridge.tick()
        line.tell(*staged_items(now))
    settle(app)
    line.tell(
        staged_stats(time.time()) if shot.scene != "empty" else EngineStats(at=time.time(), icmp_mode="raw socket")
    )
    settle(app, 0.2)
    return window


def play(app: QApplication, window: MainWindow, scene: str) -> MainWindow | QDialog:
    """What the operator does before the picture is taken, and the widget to take it of."""
    if scene != "empty":
        window.selection.select_interface("core-1", "Te1/1/1")
        settle(app)
    word, _, rest = scene.partition(" ")
    if word == "palette":
        window.palette_box.open("core")
        settle(app, 0.3)
    elif word == "text":
        window.keeper.change(text_percent=int(rest))
        settle(app, 0.5)
    elif word == "panel":
        show_panel(window, rest)
        settle(app, 0.6)
    elif word in ("settings", "discovery"):
        if word == "settings":
            window.commands.open_settings(rest)
        else:
            window.open_discovery()
        settle(app, 0.5)
        return next(child for child in window.findChildren(QDialog) if child.isVisible())
    return window


def show_panel(window: MainWindow, name: str) -> None:
    """Bring a panel of the topology to the front with something in it."""
    inspector = window.panels.inspector
    assert isinstance(inspector, InspectorPanel)
    page = inspector.device_page
    if name in ("neighbours", "parts"):
        page.tabs.setCurrentWidget(page.neighbours if name == "neighbours" else page.parts)
        return
    window.docks.show("why" if name == "whynot" else name)
    if name == "why":
        link = next(x for x in window.bridge.live.links.values() if {x.a.device, x.b.device} == {"core-1", "dist-a"})
        window.selection.select_link(link.id)
    elif name == "whynot":
        window.selection.select_devices(("dist-a", "leaf-2"))
    elif name == "where":
        window.panels.look_for("10.2.9.3")


def settle(app: QApplication, seconds: float = SETTLE_S) -> None:
    """Let events and timers run."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
