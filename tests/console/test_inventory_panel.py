"""The inventory dock as an operator uses it: keyboard, filter, menu, arrivals."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu, QMessageBox, QPushButton

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.panel import InventoryPanel
from nocscape.console.selection import DEVICES_MIME, Selection
from nocscape.console.theme import Theme
from nocscape.console.topology.deciding import Deciding
from nocscape.model.batches import DeviceChanged, MapChanged, MapLoaded, Reply
from nocscape.model.commands import ForgetDevice, SetDevice
from nocscape.model.mapdoc import MapDocument, Node, PutItems
from nocscape.model.net import Device, Endpoint, Inventory
from nocscape.model.status import Status
from tests.console.campus import DEVICES
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

KEY = Qt.Key


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    return Selection()


@pytest.fixture
def panel(campus: Bridge, selection: Selection) -> Iterator[InventoryPanel]:
    panel = InventoryPanel(campus, Theme(), selection)
    panel.resize(280, 1200)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def press(panel: InventoryPanel, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(panel.view, key)


def test_a_small_tree_stands_open_and_arrows_walk_it(panel: InventoryPanel, selection: Selection) -> None:
    panel.view.setCurrentIndex(panel.model.index(0, 0))
    press(panel, KEY.Key_Down, KEY.Key_Down)
    assert selection.devices == ("acc-a1",)


def test_a_selected_group_selects_its_devices(panel: InventoryPanel, selection: Selection) -> None:
    panel.view.setCurrentIndex(panel.model.index_of_branch(("HQ", "Core")))
    assert selection.devices == ("core-1", "core-2", "fw-1", "fw-2")


def test_enter_looks_inside_a_device_and_folds_a_group(panel: InventoryPanel, selection: Selection) -> None:
    opened: list[str] = []
    selection.device_opened.connect(opened.append)
    panel.view.setCurrentIndex(panel.model.index_of("fw-1"))
    press(panel, KEY.Key_Return)
    assert opened == ["fw-1"]
    core = panel.model.index_of_branch(("HQ", "Core"))
    panel.view.setCurrentIndex(core)
    press(panel, KEY.Key_Return)
    assert not panel.view.isExpanded(core)


def test_what_is_selected_elsewhere_is_selected_and_in_sight_here(panel: InventoryPanel, selection: Selection) -> None:
    panel.resize(280, 300)
    selection.select_devices(("ups-1",))
    index = panel.model.index_of("ups-1")
    assert panel.view.selectionModel().isSelected(index)
    assert panel.view.viewport().rect().contains(panel.view.visualRect(index).center())


def test_what_is_selected_stays_selected_when_it_moves_to_another_group(
    panel: InventoryPanel, campus: Bridge, line: FakeLine, selection: Selection
) -> None:
    selection.select_interface("fw-1", "eth0")
    moved = Device(id="fw-1", name="fw-1", endpoint=Endpoint("10.0.0.11"), site="Busan / 2F")
    line.tell(DeviceChanged(inventory=Inventory(device=moved)))
    campus.tick()
    assert selection.interface == ("fw-1", "eth0")
    assert panel.view.chosen() == ["fw-1"]
    line.tell(DeviceChanged(inventory=Inventory(device=replace(moved, site="Busan / 3F"))))
    campus.tick()
    assert panel.view.chosen() == ["fw-1"]


def test_a_folded_group_stays_folded_through_a_change_of_filter(panel: InventoryPanel) -> None:
    panel.view.setExpanded(panel.model.index_of_branch(("HQ", "Core")), False)
    panel.filter.setText("fw")
    panel.filter.tell()
    panel.show_all()
    assert not panel.view.isExpanded(panel.model.index_of_branch(("HQ", "Core")))
    assert panel.view.isExpanded(panel.model.index_of_branch(("HQ", "Building A")))


def test_f2_renames_in_the_row_and_asks_the_engine(panel: InventoryPanel, line: FakeLine) -> None:
    panel.view.setCurrentIndex(panel.model.index_of("fw-1"))
    panel.view.rename_action.trigger()
    editor = panel.view.findChild(QLineEdit, "inlineEditor")
    assert editor is not None
    QTest.keyClicks(editor, "edge")
    QTest.keyClick(editor, KEY.Key_Return)
    QApplication.processEvents()
    assert line.asks[-1] == SetDevice(device="fw-1", name="edge")


def test_a_site_is_asked_for_and_set_for_all_that_is_selected(panel: InventoryPanel, line: FakeLine) -> None:
    panel.view.setCurrentIndex(panel.model.index_of_branch(("HQ", "Core")))
    panel.view.site_action.trigger()
    dialog = panel.view.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue(" Busan/Core ")
    dialog.accept()
    assert line.asks[-4:] == [SetDevice(device=d, site="Busan/Core") for d in ("core-1", "core-2", "fw-1", "fw-2")]


def test_forgetting_asks_first_and_no_is_the_default(panel: InventoryPanel, line: FakeLine) -> None:
    panel.view.setCurrentIndex(panel.model.index_of("fw-1"))
    panel.view.identity.forget_action.trigger()
    box = panel.view.findChild(QMessageBox)
    assert box is not None
    assert "fw-1" in box.informativeText()
    assert box.defaultButton().text() == "Cancel"
    assert ForgetDevice(device="fw-1") not in line.asks
    next(b for b in box.findChildren(QPushButton) if b.text() == "Forget").click()
    assert line.asks[-1] == ForgetDevice(device="fw-1")


def test_what_the_engine_refuses_is_told_with_its_hint(panel: InventoryPanel, campus: Bridge, line: FakeLine) -> None:
    told: list[str] = []
    Deciding.of(campus).failed.connect(told.append)
    panel.view.setCurrentIndex(panel.model.index_of("fw-1"))
    panel.view.identity.ask_forget()
    next(b for b in panel.view.findChildren(QPushButton) if b.text() == "Forget").click()
    line.tell(Reply(request=line.sent[-1].request, error=msg("Not allowed."), hint=msg("Ask an admin.")))
    campus.tick()
    assert told == ["Not allowed. — Ask an admin."]


def test_addresses_are_copied_one_a_line(panel: InventoryPanel) -> None:
    panel.view.setCurrentIndex(panel.model.index_of_branch(("HQ", "Core")))
    panel.view.copy_action.trigger()
    assert QGuiApplication.clipboard().text().splitlines() == ["10.0.0.1", "10.0.0.2", "10.0.0.11", "10.0.0.12"]


def test_the_menu_offers_what_fits_the_selection(panel: InventoryPanel) -> None:
    panel.view.setCurrentIndex(panel.model.index_of_branch(("HQ", "Core")))
    panel.view._show_menu(QPoint(5, 5))
    menu = panel.view.findChild(QMenu)
    assert menu is not None
    offered = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    assert offered["Forget…"]
    assert not offered["Rename…"]
    assert "Place on the map" in offered


def test_a_counter_shows_only_that_state_until_the_chip_is_pressed(panel: InventoryPanel) -> None:
    chip = panel.findChild(QPushButton, "statusChip")
    assert chip is not None
    panel.show_only(Status.UNREACHABLE)
    assert (panel.model.shown, chip.text(), chip.isVisible()) == (2, "Unreachable", True)
    chip.click()
    assert (panel.model.shown, chip.isVisible()) == (32, False)


def test_a_filter_that_fits_nothing_says_so_and_offers_the_way_back(panel: InventoryPanel) -> None:
    panel.filter.setText("no such thing")
    panel.filter.tell()
    offered = [b for b in panel.findChildren(QPushButton) if b.isVisible() and b.text() == "Show all"]
    assert len(offered) == 1
    offered[0].click()
    assert panel.model.shown == 32


def test_the_tree_speaks_korean_when_the_language_changes(panel: InventoryPanel) -> None:
    i18n.set_language("ko")
    panel.set_grouping("kind")
    panel.retranslate()
    panel.model.rebuild()
    assert panel.model.index(0, 0).data() == "L3 스위치"
    assert panel.filter.placeholderText() == "필터"


@pytest.fixture
def mapped(panel: InventoryPanel, campus: Bridge, line: FakeLine) -> InventoryPanel:
    nodes = {name: Node(device=name, x=0, y=0) for name, *_ in DEVICES[:-2]}
    line.tell(MapLoaded(document=MapDocument(id="main", title="", nodes=nodes)))
    campus.tick()
    panel.arrivals.set_map("main")
    return panel


def test_arrivals_are_what_the_map_lacks(mapped: InventoryPanel, campus: Bridge, line: FakeLine) -> None:
    assert mapped.arrivals.waiting == ("hv-1", "ups-1")
    assert mapped.arrivals.isVisible()
    line.tell(DeviceChanged(inventory=Inventory(device=Device(id="n", name="new", endpoint=Endpoint("10.9.9.9")))))
    put = PutItems(nodes=(Node(device="hv-1", x=0, y=0), Node(device="ups-1", x=0, y=0)))
    line.tell(MapChanged(map="main", change=put, revision=1, edit="e", actor="kim"))
    campus.tick()
    mapped.arrivals.recount()
    assert list(mapped.arrivals.waiting) == ["n"]


def test_nothing_waits_on_a_full_map_and_the_box_is_gone(
    mapped: InventoryPanel, campus: Bridge, line: FakeLine
) -> None:
    put = PutItems(nodes=(Node(device="hv-1", x=0, y=0), Node(device="ups-1", x=0, y=0)))
    line.tell(MapChanged(map="main", change=put, revision=1, edit="e", actor="kim"))
    campus.tick()
    mapped.arrivals.recount()
    assert not mapped.arrivals.isVisible()


def test_place_all_asks_for_everything_that_waits(mapped: InventoryPanel) -> None:
    asked: list[tuple[str, ...]] = []
    mapped.placing_asked.connect(asked.append)
    button = mapped.arrivals.findChild(QPushButton)
    assert button is not None
    button.click()
    assert asked == [("hv-1", "ups-1")]


def test_the_arrivals_are_dragged_as_devices(mapped: InventoryPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    dragged: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData()))
    box = mapped.arrivals
    QTest.mousePress(box, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(box, QPointF(120, 60).toPoint())
    QApplication.processEvents()
    assert [json.loads(bytes(data.data(DEVICES_MIME).data())) for data in dragged] == [["hv-1", "ups-1"]]


def test_a_click_on_the_arrivals_selects_them(mapped: InventoryPanel, selection: Selection) -> None:
    QTest.mouseClick(mapped.arrivals, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert selection.devices == ("hv-1", "ups-1")
