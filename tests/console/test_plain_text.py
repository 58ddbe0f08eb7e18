"""Whatever a device calls itself, its ports, parts and sensors: nothing on the screen takes it for markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.inventory.panel import InventoryPanel
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import DeviceChanged
from nocscape.model.net import Entity, Interface, Inventory, Sensor
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

EVIL = "<img src='file:///etc/passwd'><b>본사</b>"


def hostile(inventory: Inventory) -> Inventory:
    """A device that puts markup into every word of its own."""
    device = replace(
        inventory.device,
        name=EVIL,
        model=EVIL,
        vendor=EVIL,
        os=EVIL,
        os_version=EVIL,
        serial=EVIL,
        sys_descr=EVIL,
        sys_location=EVIL,
        sys_contact=EVIL,
    )
    return replace(
        inventory,
        device=device,
        interfaces=(Interface(key="1", if_index=1, name=EVIL, descr=EVIL, alias=EVIL, oper="up", admin="up"),),
        entities=(Entity(index=1, kind="chassis", name=EVIL, descr=EVIL, model=EVIL, serial=EVIL),),
        sensors=(Sensor(key="s", kind="temperature", descr=EVIL, value=20.0, units="C"),),
    )


@pytest.fixture
def selection(campus: Bridge, line: FakeLine) -> Selection:
    line.answer = lambda _ask: ()
    line.tell(DeviceChanged(inventory=hostile(campus.live.devices["core-1"])))
    campus.tick()
    return Selection()


@pytest.fixture(params=[InspectorPanel, InventoryPanel])
def panel(request: pytest.FixtureRequest, campus: Bridge, selection: Selection) -> Iterator[QWidget]:
    panel: QWidget = request.param(campus, Theme(), selection)
    panel.resize(400, 800)
    panel.show()
    selection.select_devices(("core-1",))
    campus.tick()
    QApplication.processEvents()
    yield panel
    panel.close()
    panel.deleteLater()


def tips(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    """Every tool tip of a model, all levels of it."""
    above = parent or QModelIndex()
    for row in range(model.rowCount(above)):
        for column in range(model.columnCount(above)):
            yield str(model.index(row, column, above).data(Qt.ItemDataRole.ToolTipRole) or "")
        first = model.index(row, 0, above)
        if model.rowCount(first):
            yield from tips(model, first)


def test_no_label_takes_what_a_device_says_for_markup(panel: QWidget) -> None:
    evil = [label for label in panel.findChildren(QLabel) if "<" in label.text()]
    assert evil or isinstance(panel, InventoryPanel), "the hostile device is not on the screen"
    assert [label.text() for label in evil if label.textFormat() is not Qt.TextFormat.PlainText] == []


def test_no_tool_tip_takes_what_a_device_says_for_markup(panel: QWidget) -> None:
    models = [view.model() for view in panel.findChildren(QAbstractItemView)]
    said = [widget.toolTip() for widget in panel.findChildren(QWidget)]
    said += [tip for model in models if model is not None for tip in tips(model)]
    assert any("&lt;img" in tip for tip in said), "the hostile device has no tool tip"
    assert [tip for tip in said if "<img" in tip or "<b>" in tip] == []
