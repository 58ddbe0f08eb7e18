"""The console as a whole, with its real panels on a fake line."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console import main
from nocscape.console.bridge import Bridge
from nocscape.console.shell.finder import HitKind
from nocscape.console.shell.window import MainWindow
from nocscape.console.topology.deciding import Deciding
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceChanged, MapLoaded
from nocscape.model.commands import CompareTimes, FindAddress, ListDecisions, Revoke
from nocscape.model.decisions import DecisionKind
from nocscape.model.mapdoc import MapDocument
from nocscape.model.net import Device, Endpoint, Inventory
from tests.console.fake_line import FakeLine
from tests.console.stage import StagedLine, campus_map, staged_items

pytestmark = pytest.mark.qt


@pytest.fixture
def line() -> StagedLine:
    return StagedLine()


@pytest.fixture
def window(qapp: QApplication, bridge: Bridge, line: StagedLine, tmp_path: Path) -> Iterator[MainWindow]:
    window = main.build(qapp, bridge, tmp_path)
    window.show()
    line.tell(MapLoaded(document=campus_map()))
    bridge.tick()
    line.tell(*staged_items(time.time()))
    for _ in range(20):
        bridge.tick()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_every_panel_hears_what_is_selected_in_the_tree(window: MainWindow) -> None:
    window.inventory.view.setCurrentIndex(window.inventory.model.index_of("core-1"))
    assert window.selection.devices == ("core-1",)
    window.grab()


def test_every_action_has_words_a_name_and_keys_of_its_own(window: MainWindow) -> None:
    book = window.book
    assert len({a.objectName() for a in book}) == len(list(book)) > 40
    assert [a.objectName() for a in book if not a.text()] == []
    clashes = {a.objectName(): book.holder(book.shortcut(a.objectName()), a.objectName()) for a in book}
    assert {name: other for name, other in clashes.items() if other} == {}


def test_what_waits_can_be_placed_from_the_palette(window: MainWindow, line: StagedLine) -> None:
    window.inventory.arrivals.recount()
    waiting = set(window.inventory.arrivals.waiting)
    assert waiting == {"10.2.9.77", "10.2.9.80", "10.2.9.88"}
    window.book["network.place-all"].trigger()
    for _ in range(5):
        window.bridge.tick()
    assert waiting <= set(window.bridge.live.maps["main"].nodes)
    window.inventory.arrivals.recount()
    assert not window.inventory.arrivals.isVisible()


def test_a_decision_is_told_and_taken_back_by_its_keys_while_its_panel_stands_behind_another(
    window: MainWindow, line: StagedLine
) -> None:
    link = next(iter(window.bridge.live.links.values()))
    Deciding.of(window.bridge).decide_link(DecisionKind.REJECT_LINK, link.a, link.b)
    window.bridge.tick()
    assert "Link rejected: " in window.status_bar.text()
    assert "Ctrl+Alt+Z takes it back" in window.status_bar.text()
    assert not window.panels.why.isVisible()
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert Revoke(decision="d9") in line.asks


def test_an_address_typed_into_the_palette_is_looked_for(window: MainWindow, line: StagedLine) -> None:
    window.palette_box.open("10.2.9.3")
    window.palette_box.finish_search()
    hits = window.palette_box.model.hits
    place = next(row for row, hit in enumerate(hits) if hit.kind is HitKind.ADDRESS)
    window.palette_box._choose(window.palette_box.model.index(place), False)
    assert window.panels.where.isVisible()
    assert FindAddress(address="10.2.9.3") in line.asks
    window.bridge.tick()
    assert window.selection.interface == ("dist-b1", "Te1/1/3")


@pytest.mark.parametrize(("panel", "ask"), [("changes", CompareTimes), ("decisions", ListDecisions)])
def test_panels_behind_others_ask_when_they_are_brought_forward(
    window: MainWindow, line: StagedLine, panel: str, ask: type
) -> None:
    assert not any(isinstance(a, ask) for a in line.asks)
    window.book[f"panel.{panel}"].trigger()
    assert any(isinstance(a, ask) for a in line.asks)


def test_the_console_ends_at_once_in_the_middle_of_a_flood(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flood = FakeLine()
    flood.tell(MapLoaded(document=MapDocument(id="main", title="")))
    for i in range(3_000):
        device = Device(id=f"d{i}", name=f"d{i}", endpoint=Endpoint(f"10.1.{i // 250}.{i % 250}"))
        flood.tell(DeviceChanged(inventory=Inventory(device=device)))
    closed: list[str] = []
    client = EngineClient(flood, origin="console", on_close=lambda: closed.append("engine"))
    monkeypatch.setattr(main, "make_application", lambda _arguments: qapp)
    QTimer.singleShot(250, lambda: [w.close() for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)])
    assert main.run(client, profile=tmp_path) == 0
    assert closed == ["engine"]
    assert (tmp_path / "console.json").exists()
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
