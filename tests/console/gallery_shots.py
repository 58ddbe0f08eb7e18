"""Pictures of every screen on the demo network, and what in them cannot be read.

`python -m tests.console.gallery_shots DIR [--profile P] [--looks dark-en ...] [--sizes 1280x800 ...] [--scale 1.5]
[--only WORD ...]`. With `--profile` the pictures are taken of the engine that runs there already, as with
`nocscape engine --profile P`; else a demo network is started and found first.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from nocscape.cli import demo_process
from nocscape.console.bridge import Bridge
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.events.panel import EventsPanel
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.main import build, make_application
from nocscape.console.map.view import MapView
from nocscape.console.mibs.book_panel import DICTIONARY, MODULES, MibBookPanel
from nocscape.console.overviews.panel import OverviewsPanel
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import open_client
from nocscape.model.commands import StartDiscovery, SweepSpec
from tests.console.legible import cut_words

PORT = 16463
LOOKS = ("dark-en", "dark-ko", "light-en", "light-ko", "high-contrast-en", "high-contrast-ko")
SIZES = ("1280x800", "1600x1000", "2560x1440")
SETTLE_S = 0.35
Scene = Callable[[MainWindow], QWidget]
SCENES: dict[str, Scene] = {}


def scene(name: str) -> Callable[[Scene], Scene]:
    """Enter a scene under this name."""

    def enter(play: Scene) -> Scene:
        SCENES[name] = play
        return play

    return enter


def settle(seconds: float = SETTLE_S) -> None:
    """Let the window live."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.004)
    QApplication.processEvents()


def device(window: MainWindow, name: str) -> str:
    """Id of a device of the demo network."""
    return next(i.device.id for i in window.bridge.live.devices.values() if i.device.shown_name() == name)


def select_core(window: MainWindow) -> None:
    """What an operator would look at: a port of a core switch."""
    core = window.bridge.live.devices[device(window, "core-1")]
    port = next(i for i in core.interfaces if i.name.endswith("1/1/1"))
    window.selection.select_devices((core.device.id,))
    window.selection.select_interface(core.device.id, port.key)


def inspector(window: MainWindow) -> InspectorPanel:
    """The inspector, brought to the front."""
    panel = window.docks.show("inspector")
    assert isinstance(panel, InspectorPanel)
    return panel


def overviews(window: MainWindow) -> OverviewsPanel:
    """The panel of overviews."""
    panel = window.panels.overviews.panel()
    assert isinstance(panel, OverviewsPanel)
    return panel


def dialog(window: MainWindow) -> QDialog:
    """The dialog that was opened last."""
    settle()
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert found, "no dialog is open"
    return found[-1]


def opened(window: MainWindow, action: str) -> QWidget:
    """The dialog that an action opens."""
    window.book[action].trigger()
    return dialog(window)


def popped(window: MainWindow, menu: QMenu) -> QMenu:
    """A menu that is open."""
    menu.popup(window.mapToGlobal(QPoint(300, 60)))
    settle(0.2)
    return menu


def popup(window: MainWindow) -> QWidget:
    """The menu that a click opened."""
    settle(0.2)
    found = QApplication.activePopupWidget()
    assert found is not None, "no menu is open"
    return found


@scene("main")
def _main(window: MainWindow) -> QWidget:
    select_core(window)
    return window


def _tab(name: str, window: MainWindow) -> QWidget:
    select_core(window)
    page = inspector(window).device_page
    page.tabs.setCurrentWidget(getattr(page, name))
    if name == "mibs":
        page.open_mibs()
        settle(1.0)
    return window


for _name in ("overview", "ports", "neighbours", "mibs", "parts", "events", "evidence"):
    SCENES[f"inspector-{_name}"] = partial(_tab, _name)


@scene("inspector-several")
def _several(window: MainWindow) -> QWidget:
    window.selection.select_devices(tuple(list(window.bridge.live.devices)[:5]))
    return window


@scene("inspector-link")
def _link(window: MainWindow) -> QWidget:
    link = next(iter(window.bridge.live.links.values()))
    window.selection.select_link(link.id)
    return window


@scene("inspector-nothing")
def _nothing(window: MainWindow) -> QWidget:
    window.selection.select_devices(())
    return window


def _panel(name: str, window: MainWindow) -> QWidget:
    window.docks.show(name)
    return window


for _name in ("why", "where", "changes", "decisions", "access", "mibs"):
    SCENES[f"panel-{_name}"] = partial(_panel, _name)


@scene("panel-why-answer")
def _why(window: MainWindow) -> QWidget:
    link = next(x for x in window.bridge.live.links.values() if device(window, "core-1") in (x.a.device, x.b.device))
    window.docks.show("why")
    window.selection.select_link(link.id)
    return window


@scene("panel-where-answer")
def _where(window: MainWindow) -> QWidget:
    window.docks.show("where")
    window.panels.look_for("10.0.0.1")
    settle(0.6)
    return window


def _mibs(window: MainWindow, page: str, text: str = "") -> QWidget:
    panel = window.docks.show("mibs")
    assert isinstance(panel, MibBookPanel)
    panel._turn_to(page)
    if text:
        panel.look_up(text)
    settle(0.8)
    return window


SCENES["panel-mibs-object"] = partial(_mibs, page=DICTIONARY, text="IF-MIB::ifOperStatus")
SCENES["panel-mibs-modules"] = partial(_mibs, page=MODULES)


@scene("overviews")
def _overviews(window: MainWindow) -> QWidget:
    window.show_overviews()
    settle(1.0)
    return window


@scene("overviews-device")
def _overviews_device(window: MainWindow) -> QWidget:
    select_core(window)
    window.open_device_overview()
    settle(1.0)
    return window


@scene("overviews-editing")
def _overviews_editing(window: MainWindow) -> QWidget:
    window.show_overviews()
    overviews(window)._edit.setChecked(True)
    settle(0.6)
    return window


@scene("palette")
def _palette(window: MainWindow) -> QWidget:
    window.palette_box.open("core")
    return window


@scene("palette-nothing")
def _palette_nothing(window: MainWindow) -> QWidget:
    window.palette_box.open("qwertyuiop")
    return window


@scene("main-menu")
def _menu(window: MainWindow) -> QWidget:
    return popped(window, window.menu)


@scene("map-menu")
def _map_menu(window: MainWindow) -> QWidget:
    view = window.panels.map
    assert isinstance(view, MapView)
    select_core(window)
    return popped(window, view.map_actions.menu(view))


@scene("inventory-menu")
def _inventory_menu(window: MainWindow) -> QWidget:
    select_core(window)
    view = window.inventory.view
    QApplication.postEvent(view.viewport(), _context(view.viewport(), QPoint(80, 80)))
    return popup(window)


@scene("events-menu")
def _events_menu(window: MainWindow) -> QWidget:
    panel = window.docks.show("events")
    assert isinstance(panel, EventsPanel)
    view = panel.table.view
    QApplication.postEvent(view.viewport(), _context(view.viewport(), QPoint(80, 20)))
    return popup(window)


def _context(widget: QWidget, at: QPoint) -> QContextMenuEvent:
    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))


for _page in ("general", "watching", "history", "shortcuts", "credentials"):

    def _settings(window: MainWindow, page: str = _page) -> QWidget:
        window.commands.open_settings(page)
        settle(0.5)
        return dialog(window)

    SCENES[f"settings-{_page}"] = _settings


@scene("settings-credentials-form")
def _credential_form(window: MainWindow) -> QWidget:
    window.commands.open_settings("credentials")
    found = dialog(window)
    page = found.credentials  # type: ignore[attr-defined]
    page.add_button.click() if hasattr(page, "add_button") else page._add.click()
    settle(0.3)
    return found


for _key, _action in {
    "discovery": "network.discover",
    "report": "network.report",
    "about": "app.about",
    "wall-dialog": "view.wall",
    "map-filter": "map.select-where",
    "map-rules": "map.edit-rules",
    "map-versions": "map.show-versions",
    "map-export": "map.export-map",
    "chart-add": "chart.add",
    "chart-threshold": "chart.threshold",
}.items():
    SCENES[_key] = partial(opened, action=_action)


def _of_device(window: MainWindow, action: str) -> QWidget:
    select_core(window)
    settle(0.2)
    return opened(window, action)


for _key in ("site", "split", "forget", "maintenance", "checks", "exporters", "record"):
    SCENES[f"device-{_key}"] = partial(_of_device, action=f"inventory.{_key}")


@scene("recording")
def _recording(window: MainWindow) -> QWidget:
    window.panels.recordings.open(["/srv/core-1.snmprec"], window)
    return dialog(window)


@scene("device-merge")
def _merge(window: MainWindow) -> QWidget:
    window.selection.select_devices((device(window, "core-1"), device(window, "core-2")))
    settle(0.2)
    inspector(window).devices_page.identity.ask_merge()
    return dialog(window)


@scene("chart-events-log")
def _chart(window: MainWindow) -> QWidget:
    select_core(window)
    panel = window.docks.show("chart")
    assert isinstance(panel, ChartPanel)
    settle(0.8)
    return window


def _tool(action: str, window: MainWindow) -> QWidget:
    window.book[action].trigger()
    settle(0.5)
    return window


for _key in ("find", "signs", "history"):
    SCENES[f"map-{_key}"] = partial(_tool, f"map.{_key}")
UNDO = {"map-find": "", "map-signs": "map.signs", "map-history": "map.history"}


def tidy(window: MainWindow, name: str) -> None:
    """Close what a scene has opened."""
    while (popup_widget := QApplication.activePopupWidget()) is not None:
        popup_widget.close()
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            one.reject()
    if UNDO.get(name):
        window.book[UNDO[name]].trigger()
    if window.palette_box.isVisible():
        QTest.keyClick(window.palette_box, Qt.Key.Key_Escape)
        window.palette_box.hide()
    if name == "overviews-editing":
        overviews(window)._edit.setChecked(False)
    window.centre.show_maps()
    window.docks.show("inspector")
    window.docks.show("events")
    settle(0.1)


def take(window: MainWindow, folder: Path, look: str, size: str, only: list[str]) -> Iterator[tuple[str, str]]:
    """One picture of every scene; tells what cannot be read."""
    theme, _, language = look.rpartition("-")
    window.keeper.change(theme=theme, language=language)
    width, _, height = size.partition("x")
    window.resize(int(width), int(height))
    settle(0.3)
    window.docks.arrange_first(window.docks.manager.width(), window.docks.manager.height())
    settle(0.5)
    for name, play in SCENES.items():
        if only and not any(word in name for word in only):
            continue
        try:
            target = play(window)
            settle()
            path = folder / f"{name}--{size}-{look}.png"
            target.grab().save(str(path))
            yield from ((f"{name} {size} {look}", fault) for fault in cut_words(target))
        except Exception as error:  # noqa: BLE001 - the other pictures are wanted still
            yield f"{name} {size} {look}", f"FAILED {type(error).__name__}: {error}"
        tidy(window, name)


@contextmanager
def demo_profile(given: Path | None) -> Iterator[Path]:
    """The profile whose engine is looked at."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as name, demo_process.serving(PORT):
        yield Path(name) / "profile"


def main() -> None:
    """Take the pictures; each scale of the screen needs a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--looks", nargs="*", default=list(LOOKS))
    parser.add_argument("--sizes", nargs="*", default=list(SIZES))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", nargs="*", default=[])
    chosen = parser.parse_args()
    if chosen.scale != float(os.environ.get("QT_SCALE_FACTOR", "1")):
        command = [sys.executable, "-m", "tests.console.gallery_shots", *sys.argv[1:]]
        subprocess.run(command, check=True, env=os.environ | {"QT_SCALE_FACTOR": str(chosen.scale)})
        return
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with demo_profile(chosen.profile) as profile:
        client = open_client(profile, origin="console")
        app = make_application(["gallery"])
        bridge = Bridge(client)
        window = build(app, bridge, None, on_demo=lambda: StartDiscovery(sweep=SweepSpec(targets=())))
        window.move(20, 20)
        window.show()
        bridge.start()
        if chosen.profile is None:
            bridge.ask(demo_process.discovery_of_demo(PORT))
            settle(40)
        settle(3)
        faults: dict[str, list[str]] = {}
        for size in chosen.sizes:
            for look in chosen.looks:
                for where, fault in take(window, chosen.folder, look, size, chosen.only):
                    faults.setdefault(fault, []).append(where)
        for fault, places in faults.items():
            print(f"{fault}   [{len(places)}: {', '.join(places[:3])}]")
        window.close()
        bridge.close()


if __name__ == "__main__":
    main()
