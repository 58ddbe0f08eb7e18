"""What a screen reader finds on a map of sixty devices, and what it is told as one walks on it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map import accessible
from nocscape.console.map.accessible import SpokenLink, SpokenNode
from nocscape.console.map.layouts.jobs import work
from nocscape.console.map.placing import Fresh
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceChanged, LinksChanged, StatusChanged
from nocscape.model.mapdoc import MapDocument, apply
from nocscape.model.net import DeviceStatus, Inventory, Link, PortRef, link_id
from nocscape.model.status import LinkState, Status
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage
from tests.unit.map.networks import enterprise

pytestmark = pytest.mark.qt

DEVICES = 60
NAME, ABOUT = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def on_stage(qapp: QApplication) -> Iterator[Stage]:
    line = FakeLine()
    bridge = Bridge(EngineClient(line, origin="console"))
    devices, wires = enterprise(DEVICES)
    for device in devices:
        bridge.live.take(DeviceChanged(inventory=Inventory(device=device)))
    ports = [sorted((PortRef(a, f"ge{n}"), PortRef(b, f"ge{n}"))) for n, (a, b) in enumerate(wires)]
    bridge.live.take(LinksChanged(links=tuple(Link(id=link_id(a, b), a=a, b=b) for a, b in ports)))
    states = (Status.UP, Status.CRITICAL, Status.UNREACHABLE, Status.UP)
    told = (DeviceStatus(device=d.id, status=states[n % 4]) for n, d in enumerate(devices))
    bridge.live.take(StatusChanged(devices=tuple(told)))
    fresh = Fresh(bridge.live, bridge.live.devices)
    with stage(bridge, line, apply(MapDocument(id="main", title="Sixty"), fresh.put(work(fresh.job)))) as made:
        yield made
    bridge.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[QAccessibleEvent]:
    """What a screen reader would be told, were there one."""
    events: list[QAccessibleEvent] = []
    monkeypatch.setattr(accessible, "is_listened_to", lambda: True)
    monkeypatch.setattr(accessible, "send", events.append)
    return events


def root_of(on_stage: Stage) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(on_stage.canvas)


def nodes_of(on_stage: Stage) -> list[SpokenNode]:
    root = root_of(on_stage)
    found = [root.child(place) for place in range(root.childCount())]
    return [node for node in found if isinstance(node, SpokenNode)]


def links_of(node: SpokenNode) -> list[SpokenLink]:
    found = [node.child(place) for place in range(node.childCount())]
    return [link for link in found if isinstance(link, SpokenLink)]


def test_every_device_is_there_once_with_its_state_and_its_neighbours(on_stage: Stage) -> None:
    live = on_stage.bridge.live
    spoken = {node.device: node for node in nodes_of(on_stage)}
    assert len(spoken) == root_of(on_stage).childCount() == DEVICES
    assert set(spoken) == set(live.devices)
    words = {Status.UP: "Up", Status.CRITICAL: "Critical", Status.UNREACHABLE: "Unreachable"}
    for device, node in spoken.items():
        known = live.devices[device].device
        assert node.text(NAME).startswith(f"{known.shown_name()}, ")
        assert node.text(NAME).endswith(f", {words[live.status(device)]}")
        others = [link.b.device if link.a.device == device else link.a.device for link in live.links_of(device)]
        for other in others[:12]:
            assert live.devices[other].device.shown_name() in node.text(ABOUT)


def test_a_neighbour_behind_two_links_is_told_once_and_first_where_one_is_down(on_stage: Stage) -> None:
    live = on_stage.bridge.live
    node = next(node for node in nodes_of(on_stage) if len(live.links_of(node.device)) > 2)
    link = live.links_of(node.device)[-1]
    other = live.devices[link.b.device if link.a.device == node.device else link.a.device].device.shown_name()
    on_stage.line.tell(LinksChanged(links=(replace(link, id=f"{link.id}-second", state=LinkState.DOWN),)))
    on_stage.bridge.tick()
    words = node.text(ABOUT).removeprefix("Linked to ").split(", ")
    assert words[0] == f"{other} (Down)"
    assert other not in words


def test_links_stand_below_their_devices_and_lead_to_the_other_end(on_stage: Stage) -> None:
    live = on_stage.bridge.live
    seen: dict[str, int] = {}
    for node in nodes_of(on_stage):
        links = links_of(node)
        assert len(links) == len(live.links_of(node.device))
        for place, link in enumerate(links):
            assert node.indexOfChild(link) == place
            assert link.parent() is node
            assert link.text(NAME).startswith("Link to ")
            assert link.text(NAME).endswith(", Up")
            assert "Ports: ge" in link.text(ABOUT)
            assert link.isValid()
            assert not link.childCount()
            seen[link.link] = seen.get(link.link, 0) + 1
    assert seen == dict.fromkeys(live.links, 2)


def test_each_step_of_the_arrows_tells_the_device_that_is_looked_at(
    on_stage: Stage, told: list[QAccessibleEvent]
) -> None:
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        on_stage.key(key)
        walked.append(on_stage.selection.devices[0])
    assert [event.type() for event in told] == [QAccessible.Event.Focus] * 4
    spoken = nodes_of(on_stage)
    assert [spoken[event.child()].device for event in told] == walked
    assert spoken[told[-1].child()].state().focused
    assert len(set(walked)) > 2


def test_a_state_that_changes_under_the_operator_is_told_once(on_stage: Stage, told: list[QAccessibleEvent]) -> None:
    first, other = list(on_stage.nodes)[:2]
    on_stage.canvas.select((first,))
    told.clear()
    for device, status in ((other, Status.WARNING), (first, Status.MINOR), (other, Status.UP)):
        on_stage.line.tell(StatusChanged(devices=(DeviceStatus(device=device, status=status),)))
        on_stage.bridge.tick()
    assert [event.type() for event in told] == [QAccessible.Event.NameChanged]
    assert root_of(on_stage).child(told[0].child()).text(NAME).endswith(", Minor")


def test_what_is_out_of_view_or_collapsed_says_so(on_stage: Stage) -> None:
    view, scene = on_stage.view, on_stage.view.scene
    spoken = {node.device: node for node in nodes_of(on_stage)}
    inside = {scene.nodes.ids[row] for row in scene.groups.members(scene.groups.ids[0])}
    assert not any(node.state().offscreen or node.state().invisible for node in spoken.values())
    on_stage.canvas.fold_group(scene.groups.ids[0])
    assert {device for device, node in spoken.items() if node.state().invisible} == inside
    on_stage.canvas.look(view.canvas.camera.panned(10_000, 0))
    assert all(node.state().offscreen for node in spoken.values())


def test_nothing_is_left_of_a_map_that_was_closed(qapp: QApplication, campus: Bridge, line: FakeLine) -> None:
    with stage(campus, line) as made:
        node = nodes_of(made)[0]
        numbers = [QAccessible.uniqueId(one) for one in (*nodes_of(made), *links_of(node))]
        assert all(QAccessible.accessibleInterface(number) is not None for number in numbers)
        canvas, spoken = ref(made.canvas), ref(node)
        del node
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del made
    gc.collect()
    assert [QAccessible.accessibleInterface(number) for number in numbers] == [None] * len(numbers)
    assert (canvas(), spoken()) == (None, None)
