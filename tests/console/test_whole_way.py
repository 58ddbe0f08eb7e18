"""The whole way on a real network: discover, drag, look inside, chart, undo, restart; everything is still there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.discovery.dialog import DiscoveryDialog
from nocscape.console.discovery.run import Stage as Discovering
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.main import build
from nocscape.console.map.growth import Stage as Growing
from nocscape.console.map.view import MapView
from nocscape.console.shell.window import MainWindow
from nocscape.console.topology.why_panel import WhyPanel
from nocscape.engine.client import open_client
from nocscape.model.commands import PutCredential
from nocscape.model.metrics import Sample
from nocscape.model.net import Layer, Link
from nocscape.model.status import LinkState
from tests.lab.netlab import V2C, V3, Lab, Node, needs_lab, netlab

W = TypeVar("W", bound=QWidget)

pytestmark = [pytest.mark.lab, pytest.mark.qt, needs_lab, pytest.mark.timeout(240)]

NODES = (Node("core", snmp="v3"), Node("left"), Node("right"), Node("host"))
LINKS = (("core", "left"), ("core", "right"), ("left", "right"), ("right", "host"))
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with netlab(NODES, LINKS) as made:
        yield made


def found(window: QWidget, kind: type[W]) -> W:
    child = window.findChild(kind)
    assert child is not None
    return child


def of_kind(panel: QWidget, kind: type[W]) -> W:
    """A panel of the window; one that stands behind another tab is no child of it."""
    assert isinstance(panel, kind)
    return panel


class Desk:
    """A window on an engine, and an operator in front of it."""

    def __init__(self, app: QApplication, bridge: Bridge, window: MainWindow) -> None:
        self.app, self.bridge, self.window = app, bridge, window
        self.view = found(window, MapView)
        self.inspector = of_kind(window.panels.inspector, InspectorPanel)
        self.chart = of_kind(window.panels.chart, ChartPanel)

    def until(self, is_so: Callable[[], object], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, "did not happen in time"
            self.app.processEvents()
            time.sleep(0.005)

    def device(self, name: str) -> str:
        return next((d for d, i in self.bridge.live.devices.items() if i.device.name == name), "")

    def at(self, name: str) -> QPoint:
        node = self.view.model.document.nodes[self.device(name)]
        return QPoint(*(round(v) for v in self.view.canvas.camera.point(node.x, node.y)))

    def place(self, name: str) -> tuple[float, float]:
        node = self.view.model.document.nodes[self.device(name)]
        return node.x, node.y

    def drag(self, name: str, by: QPoint) -> None:
        canvas, start = self.view.canvas, self.at(name)
        QTest.mousePress(canvas, LEFT, NO_KEYS, start)
        for step in range(1, 6):
            QTest.mouseMove(canvas, start + by * step / 5)
            self.app.processEvents()
        QTest.mouseRelease(canvas, LEFT, NO_KEYS, start + by)
        self.app.processEvents()


@contextmanager
def desk(app: QApplication, profile: Path, lab: Lab) -> Iterator[Desk]:
    with lab.inside():
        client = open_client(profile, origin="console")
    bridge = Bridge(client)
    window = build(app, bridge, profile)
    window.resize(1600, 1000)
    window.show()
    bridge.start()
    try:
        yield Desk(app, bridge, window)
    finally:
        window.close()
        app.processEvents()
        bridge.close()
        window.deleteLater()


def wires(desk: Desk) -> list[Link]:
    """Links of the physical layer; subnets have links of their own."""
    return [link for link in desk.bridge.live.links.values() if link.layer is Layer.PHYSICAL]


def discover(desk: Desk, lab: Lab) -> None:
    """As an operator does it: open the dialog, type the addresses, press start."""
    for credential in (V2C, V3):
        desk.bridge.ask(PutCredential(credential=credential))
    desk.window.open_discovery()
    dialog = next(w for w in desk.app.topLevelWidgets() if isinstance(w, DiscoveryDialog))
    dialog.form.targets.setPlainText(" ".join(lab.address.values()))
    desk.until(dialog.start_button.isEnabled)
    QTest.mouseClick(dialog.start_button, LEFT)
    desk.until(lambda: dialog.run.stage is Discovering.DONE)
    desk.until(lambda: len(wires(desk)) == len(LINKS))
    desk.until(lambda: desk.view._sheet.growth.stage is Growing.GROWN)
    dialog.close()


def test_the_whole_way(qapp: QApplication, tmp_path: Path, lab: Lab) -> None:
    profile = tmp_path / "profile"
    with desk(qapp, profile, lab) as first:
        discover(first, lab)
        assert {i.device.name for i in first.bridge.live.devices.values()} == {n.name for n in NODES}
        assert {x.state for x in wires(first)} == {LinkState.UP}
        assert len(first.view.model.document.nodes) == len(NODES)
        assert not first.view.model.unplaced()
        first.view.canvas.settle()
        before = first.place("host")
        first.drag("host", QPoint(0, 60))
        moved = first.place("host")
        assert moved != before
        look_inside(first)
        chart_a_port(first)
        ask_why(first)
        first.view.model.undo()
        assert first.place("host") == before
        first.view.model.redo()
        assert first.place("host") == moved
        kept = {name: first.place(name) for name in ("core", "left", "right", "host")}
        first.until(lambda: first.bridge.live.maps["main"].nodes[first.device("host")].y == moved[1], 10)
    with desk(qapp, profile, lab) as again:
        again.until(lambda: len(wires(again)) == len(LINKS), 20)
        again.until(lambda: len(again.view.model.document.nodes) == len(NODES), 20)
        assert {name: again.place(name) for name in kept} == kept


def look_inside(desk: Desk) -> None:
    """Double-click a node: its values, named as their MIB says."""
    QTest.mouseDClick(desk.view.canvas, LEFT, NO_KEYS, desk.at("core"))
    feed = desk.inspector.device_page.mibs.feed
    desk.until(lambda: any(r.name == "SNMPv2-MIB::sysName.0" and r.value == "core" for r in feed.rows))
    desk.until(lambda: any(r.name.startswith("IF-MIB::ifOperStatus.") and r.value == "up (1)" for r in feed.rows))


def chart_a_port(desk: Desk) -> None:
    """Select a port: its traffic, live."""
    heard: list[Sample] = []
    desk.bridge.samples_arrived.connect(heard.extend)
    device = desk.device("left")
    port = next(i for i in desk.bridge.live.devices[device].interfaces if i.name == "eth0")
    desk.window.selection.select_interface(device, port.key)
    desk.until(lambda: desk.chart.subject is not None)
    desk.until(lambda: any(s.key.metric == "if_in_bps" and s.value is not None for s in heard))


def ask_why(desk: Desk) -> None:
    """Select a wire: the evidence of its ends, from the engine itself."""
    why = of_kind(desk.window.docks.show("why"), WhyPanel)
    desk.window.selection.select_link(wires(desk)[0].id)
    desk.until(lambda: why.verdict.text() == "A link is on the map")
    assert sum("LLDP" in text for text in why.evidence.lines()) >= 1
