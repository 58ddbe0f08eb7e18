"""The main window: what a person does with it and sees of it, with plain widgets in the place of the panels."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
)

from nocscape.base import i18n
from nocscape.base.i18n import msg, tr
from nocscape.console.bridge import Bridge
from nocscape.console.settings.dialog import SettingsDialog
from nocscape.console.shell.alarms import Bell
from nocscape.console.wall.dialog import WallDialog
from nocscape.console.wall.wall import WallWindow
from nocscape.model.batches import DeviceGone, EngineStats, EventsRaised, MapLoaded
from nocscape.model.events import Event
from nocscape.model.mapdoc import MapDocument
from nocscape.model.status import Severity, Status
from tests.console.campus import campus_items
from tests.console.fake_line import FakeLine
from tests.console.shell_stage import Bench, PlainOverviews, shown_texts

pytestmark = pytest.mark.qt


def test_the_first_start_says_what_to_do_and_offers_the_buttons(bench: Bench) -> None:
    window = bench.open()
    bench.tell(MapLoaded(document=MapDocument(id="main", title="")))
    asked: list[str] = []
    window.demo_asked.connect(lambda: asked.append("demo"))
    assert window.centre.is_welcome
    assert "No network yet" in shown_texts(window)
    next(b for b in window.findChildren(QPushButton) if b.text() == "Open the demo network").click()
    assert asked == ["demo"]


def test_without_a_demo_nothing_offers_one(bench: Bench) -> None:
    window = bench.open(has_demo=False)
    assert "Open the demo network" not in shown_texts(window)
    assert "network.demo" not in window.book


def test_the_first_device_brings_the_map_and_the_last_one_takes_it(bench: Bench) -> None:
    window = bench.open()
    bench.tell(MapLoaded(document=MapDocument(id="main", title="")), campus_items()[0])
    assert not window.centre.is_welcome
    assert window.panels.placer.shown == ["main"]  # type: ignore[attr-defined]
    bench.tell(DeviceGone(device="internet"))
    assert window.centre.is_welcome


def test_every_map_has_a_tab(bench: Bench) -> None:
    window = bench.open()
    bench.tell(
        *(MapLoaded(document=MapDocument(id=i, title=t)) for i, t in (("main", ""), ("wan", "WAN"))), *campus_items()
    )
    tabs = window.centre.findChild(QTabBar)
    assert tabs is not None
    assert [tabs.tabText(i) for i in range(tabs.count())] == ["Network map", "WAN"]
    tabs.setCurrentIndex(1)
    assert window.centre.map_id == "wan"
    assert window.panels.placer.shown == ["main", "wan"]  # type: ignore[attr-defined]


def test_the_counters_show_the_states_and_lead_to_the_devices(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    window.alarms.recount()
    counters = [
        b for b in window.top_bar.findChildren(QPushButton) if b.property("kind") == "counter" and b.isVisible()
    ]
    assert [(b.text(), b.accessibleName()) for b in counters] == [
        ("1", "Critical: 1"),
        ("2", "Unreachable: 2"),
        ("1", "Warning: 1"),
    ]
    window.docks.hide("inventory")
    counters[1].click()
    assert window.docks.is_open("inventory")
    assert window.inventory.model.shown == 2


def test_the_status_bar_shows_every_figure_with_its_unit_and_colours_what_is_bad(bench: Bench) -> None:
    window = bench.open()
    assert "Waiting for the engine" in window.status_bar.text()
    good = EngineStats(at=time.time(), icmp_mode="raw socket", cpu_percent=9.04, devices=412)
    bench.tell(good)
    text = window.status_bar.text()
    for part in (
        "ICMP raw socket",
        "412 devices",
        "polls on time 100 %",
        "late 0",
        "dropped 0",
        "engine 9 %",
        "data 1 s old",
    ):
        assert part in text
    bench.tell(
        EngineStats(
            at=time.time() - 90, late=3, dropped=12_000, drops={"trap.full": 12_000}, warnings=(msg("Disk full."),)
        )
    )
    text = window.status_bar.text()
    for part in ("No ICMP", "late 3", "dropped 12\u202f000", "data 1 min 30 s old", "Disk full."):
        assert part in text
    tips = [label.toolTip() for label in window.status_bar.findChildren(QLabel)]
    assert any("trap.full: 12\u202f000" in tip for tip in tips)


def test_a_lost_engine_is_said_and_not_overwritten(bench: Bench) -> None:
    window = bench.open()
    bench.tell(EngineStats(at=time.time()))
    window.bridge.connection_lost.emit()
    window.status_bar.redraw()
    assert "The engine has stopped" in window.status_bar.text()


def test_the_whole_window_changes_its_language_while_it_runs(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    english = set(shown_texts(window)) - {"Nocscape"}
    window.book["language.ko"].trigger()
    korean = set(shown_texts(window))
    for word in ("장비", "이벤트", "차트", "상세", "장비 32대", "장비, 포트, 주소, 명령 검색"):
        assert word in korean, word
    latin = {text for text in english & korean if any(c.isalpha() for c in text)}
    latin -= {text for text in latin if text.endswith("UTC") or text[0].isdigit()}
    assert latin <= {
        "Ctrl K",
        "map",
        "inspector",
        "chart",
        "events",
        *(i.device.name for i in window.bridge.live.devices.values()),
    }
    assert window.keeper.now.language == "ko"
    window.book["view.language"].trigger()
    assert i18n.language() == "en"


def test_every_action_is_translated(bench: Bench) -> None:
    window = bench.open()
    window.book["language.ko"].trigger()
    plain = {a.text() for a in window.book if a.text().isascii()}
    assert plain <= {"English", "Nocscape"}


def test_the_theme_changes_while_it_runs_and_is_remembered(bench: Bench) -> None:
    window = bench.open()
    window.book["theme.light"].trigger()
    assert window.theme.name == "light"
    assert bench.app.palette().window().color() == window.theme.color("panel")
    window.book["view.theme"].trigger()
    assert window.theme.name == "dark"
    for name, other in (("colour-blind-dark", "colour-blind-light"), ("high-contrast", "light")):
        window.book[f"theme.{name}"].trigger()
        window.book["view.theme"].trigger()
        assert window.theme.name == other
    window.close()
    assert bench.open().theme.name == "light"


def test_a_wall_is_put_up_from_the_window_and_goes_with_it(bench: Bench) -> None:
    window = bench.open()
    bench.tell(MapLoaded(document=MapDocument(id="main", title="Campus")), *campus_items())
    window.book["view.wall"].trigger()
    dialog = next(child for child in window.findChildren(WallDialog) if child.isVisible())
    dialog.accept()
    walls = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, WallWindow)]
    assert [wall.head.accessibleName().startswith("Campus") for wall in walls] == [True]
    window.close()
    assert not any(wall.isVisible() for wall in walls)


def test_a_wall_that_is_kept_survives_the_window(bench: Bench) -> None:
    window = bench.open()
    bench.tell(MapLoaded(document=MapDocument(id="main", title="Campus")), *campus_items())
    window.book["view.wall"].trigger()
    dialog = next(child for child in window.findChildren(WallDialog) if child.isVisible())
    dialog.name.setText("NOC room")
    dialog.accept()
    window.close()
    kept = bench.open().keeper.now.walls
    assert [(wall.name, wall.pages) for wall in kept] == [("NOC room", ("map:main",))]


def test_a_dock_can_be_torn_off_and_stands_so_after_a_restart(bench: Bench) -> None:
    window = bench.open()
    window.docks.manager.dockWidgetsMap()["chart"].setFloating()
    window.docks.hide("events")
    window.close()
    again = bench.open()
    assert again.docks.manager.dockWidgetsMap()["chart"].isFloating()
    assert not again.docks.is_open("events")
    again.book["view.reset"].trigger()
    assert not again.docks.manager.dockWidgetsMap()["chart"].isFloating()
    assert again.docks.is_open("events")


@pytest.mark.parametrize("wrong", ["not base64 !", "AAAA", "x" * 300_000])
def test_an_arrangement_that_is_wrong_leaves_the_first_one(bench: Bench, wrong: str) -> None:
    window = bench.open()
    window.keeper.change(arrangement=wrong)
    window.keeper.flush()
    again = bench.open()
    assert all(again.docks.is_open(name) for name in again.docks.names())


def test_panels_are_shown_by_their_keys_and_hidden_when_they_had_the_floor(bench: Bench) -> None:
    window = bench.open()
    window.docks.hide("chart")
    window.book["panel.chart"].trigger()
    assert window.docks.is_open("chart")
    window.mark_panel(None, window.inventory.view)
    marked = [name for name, button in window.rail._buttons.items() if button.isChecked()]
    assert marked == ["inventory"]


def test_arrivals_are_placed_on_the_map_that_is_shown(bench: Bench) -> None:
    window = bench.open()
    bench.tell(MapLoaded(document=MapDocument(id="main", title="")), *campus_items())
    window.inventory.arrivals.recount()
    window.book["network.place-all"].trigger()
    placed = window.panels.placer.placed  # type: ignore[attr-defined]
    assert len(placed[0]) == 32


def test_the_settings_dialog_opens_at_a_page_and_changes_at_once(bench: Bench) -> None:
    window = bench.open()
    window.book["app.shortcuts"].trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    prompt = dialog.shortcuts.keys.findChild(QLineEdit)
    assert prompt is not None
    assert prompt.placeholderText() == "Press the keys"
    dialog.shortcuts.choose("network.discover")
    dialog.shortcuts.keys.setKeySequence(QKeySequence("Ctrl+K"))
    assert any("Search and commands" in label.text() for label in dialog.findChildren(QLabel))
    dialog.shortcuts.assign()
    assert window.book.shortcut("network.discover") == "Ctrl+K"
    dialog.general.text_size.setValue(150)
    assert window.theme.text_scale == 1.5
    dialog.close()


def test_everything_that_can_be_pressed_has_a_name(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    nameless = [
        f"{type(b).__name__} {b.objectName()} in {type(b.parentWidget()).__name__}"
        for b in [*window.findChildren(QToolButton), *window.findChildren(QPushButton)]
        if b.isVisible()
        and not isinstance(b.parentWidget(), QLineEdit)
        and not (b.accessibleName() or b.text() or b.toolTip())
    ]
    assert nameless == []


def test_files_that_are_dropped_anywhere_are_imported_as_mibs(bench: Bench) -> None:
    window = bench.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/srv/mibs/acme.mib"), QUrl("https://example.org/other.mib")])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *how))
    assert [list(paths) for paths in bench.imported] == [["/srv/mibs/acme.mib"]]
    assert window.docks.is_open("mibs")


def test_recorded_devices_are_opened_where_they_are_dropped_and_from_the_menu(bench: Bench) -> None:
    window = bench.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in ("/srv/core.SNMPREC", "/srv/acme.mib", "/srv/edge.snmprec")])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), *how))
    assert bench.recordings.opened == [["/srv/core.SNMPREC", "/srv/edge.snmprec"]]
    assert bench.imported == [["/srv/acme.mib"]]
    assert window.book["network.recording"] in window.book.group("network")
    window.book["network.recording"].trigger()
    assert bench.recordings.asked == 1


def test_closing_keeps_everything_and_tells_once(bench: Bench) -> None:
    window = bench.open()
    told: list[str] = []
    window.closed.connect(lambda: told.append("closed"))
    window.inventory.set_grouping("vendor")
    window.close()
    assert told == ["closed"]
    assert bench.open().inventory.model.grouping == "vendor"


def test_the_bell_rings_once_for_many_new_alarms_and_never_for_old_ones(bridge: Bridge, line: FakeLine) -> None:
    rings: list[int] = []
    bell = Bell(bridge, lambda: rings.append(1))
    now = time.time()

    def event(number: int, **more: object) -> Event:
        made = {"id": str(number), "at": now, "kind": "device_down", "severity": Severity.CRITICAL, "text": msg("Down")}
        return Event(**(made | more))  # type: ignore[arg-type]

    line.tell(
        EventsRaised(
            events=(event(1, at=now - 600), event(2, severity=Severity.WARNING), event(3, acknowledged_by="kim"))
        )
    )
    bridge.tick()
    assert rings == []
    line.tell(EventsRaised(events=tuple(event(i) for i in range(4, 40))))
    bridge.tick()
    line.tell(EventsRaised(events=(event(40),)))
    bridge.tick()
    assert rings == [1]
    bell.is_on = False


def test_states_have_words_in_korean() -> None:
    i18n.set_language("ko")
    assert tr("Layer 3 switch") == "L3 스위치"
    assert all(not tr(word).isascii() for word in ("Unknown", "Up", "Critical", "Unreachable"))
    assert Status.UP


def test_overviews_take_the_middle_until_the_map_is_asked_for(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    window.book["panel.overviews"].trigger()
    overviews = window.panels.overviews
    assert isinstance(overviews, PlainOverviews)
    assert overviews.panel().isVisible()
    assert not window.panels.map.isVisible()
    bench.tell(*campus_items())
    assert overviews.panel().isVisible()
    window.selection.select_devices(("core-1",))
    window.book["view.device-overview"].trigger()
    assert overviews.opened == ["core-1"]
    window.book["panel.map"].trigger()
    assert window.panels.map.isVisible()


def test_the_panel_that_is_shown_has_its_whole_title_on_its_tab(bench: Bench) -> None:
    window = bench.open()
    window.resize(1280, 800)
    for name in ("events", "changes"):
        window.docks.show(name)
        QApplication.processEvents()
        tab = window.docks.manager.findDockWidget(name).tabWidget()
        assert tab.isActiveTab()
        assert not tab.isTitleElided()
