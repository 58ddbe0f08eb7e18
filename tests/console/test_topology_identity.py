"""Merging, splitting, forgetting; and what the inspector shows behind the ports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.inspector.hardware import hardware, sensor_value
from nocscape.console.inspector.neighbours_tab import NeighboursTab
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.topology.deciding import Deciding, forgotten_text
from nocscape.console.topology.identity_actions import IdentityActions, contradictions
from nocscape.model.batches import DeviceChanged, DeviceGone
from nocscape.model.commands import Decide, ForgetDevice, ReadStations, StartDiscovery, SweepSpec
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Device, DeviceId, Endpoint, Entity, Inventory, Sensor
from tests.console.campus import NOW, campus_items
from tests.console.fake_line import FakeLine
from tests.console.hands import press
from tests.console.topology_stage import adjacencies, deeper, stations

pytestmark = pytest.mark.qt


class Host(QWidget):
    """A widget in which some devices are chosen."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.chosen: tuple[DeviceId, ...] = ()
        self.identity = IdentityActions(bridge, Theme(), self, "test", lambda: self.chosen)
        self.identity.retranslate()


@pytest.fixture
def host(campus: Bridge) -> Iterator[Host]:
    host = Host(campus)
    host.show()
    yield host
    host.close()
    host.deleteLater()


def retold(bridge: Bridge, device: DeviceId, **changes: object) -> DeviceChanged:
    known = bridge.live.devices[device]
    return DeviceChanged(inventory=replace(known, device=replace(known.device, **changes)))


def test_what_can_be_done_follows_what_is_chosen(host: Host, campus: Bridge, line: FakeLine) -> None:
    line.tell(retold(campus, "core-2", addresses=("10.0.0.2", "10.9.0.2")))
    campus.tick()
    for chosen, expected in (
        ((), (False,) * 8),
        (("core-1",), (True, True, True, True, True, False, False, True)),
        (("core-2",), (True, True, True, True, True, False, True, True)),
        (("core-1", "core-2"), (True, True, True, True, True, True, False, True)),
    ):
        host.chosen = chosen
        host.identity.refresh()
        assert tuple(a.isEnabled() for a in host.identity.actions) == expected


def test_merging_asks_first_and_names_what_speaks_against_it(host: Host, campus: Bridge, line: FakeLine) -> None:
    for device, serial in (("core-1", "FDO1"), ("core-2", "FDO2")):
        line.tell(retold(campus, device, identity={"serial": (serial,)}))
    campus.tick()
    host.chosen = ("core-1", "core-2")
    host.identity.ask_merge()
    box = host.findChild(QMessageBox)
    assert box is not None
    assert box.defaultButton().text() == "Cancel"
    assert "core-1, core-2" in box.informativeText()
    assert "Serial numbers differ: FDO1, FDO2" in box.informativeText()
    assert not line.asks
    press(host, "Merge")
    endpoints = (Endpoint("10.0.0.1"), Endpoint("10.0.0.2"))
    assert line.asks == [Decide(decision=Decision(id="", kind=DecisionKind.MERGE, endpoints=endpoints))]


def test_signs_that_only_one_has_or_that_both_share_are_no_contradiction(campus: Bridge) -> None:
    one, other = (campus.live.devices[d].device for d in ("core-1", "core-2"))
    assert contradictions([replace(one, identity={"serial": ("A",)}), other]) == []
    shared = {"serial": ("A", "B")}, {"serial": ("B", "C")}
    assert contradictions([replace(one, identity=shared[0]), replace(other, identity=shared[1])]) == []


def test_an_address_is_split_off_from_the_others(host: Host, campus: Bridge, line: FakeLine) -> None:
    line.tell(retold(campus, "core-2", addresses=("10.0.0.2", "10.9.0.2", "10.9.0.3")))
    campus.tick()
    host.chosen = ("core-2",)
    host.identity.ask_split()
    dialog = host.findChild(QInputDialog)
    assert dialog is not None
    assert dialog.comboBoxItems() == ["10.9.0.2", "10.9.0.3"]
    dialog.setTextValue("10.9.0.3")
    dialog.accept()
    endpoints = (Endpoint("10.9.0.3"), Endpoint("10.0.0.2"), Endpoint("10.9.0.2"))
    assert line.asks == [Decide(decision=Decision(id="", kind=DecisionKind.SPLIT, endpoints=endpoints))]


def test_a_forgotten_device_is_looked_for_where_it_answered_when_that_is_taken_back(
    host: Host, campus: Bridge, line: FakeLine
) -> None:
    host.chosen = ("fw-1",)
    host.identity.ask_forget()
    press(host, "Forget")
    line.reply(line.sent[-1].request)
    line.tell(DeviceGone(device="fw-1"))
    campus.tick()
    deciding = Deciding.of(campus)
    assert isinstance(deciding.last, Device)
    assert forgotten_text(deciding.last) == "Forgotten: fw-1"
    deciding.undo()
    assert line.asks == [
        ForgetDevice(device="fw-1"),
        StartDiscovery(sweep=SweepSpec(targets=("10.0.0.11",)), snmp_port=161),
    ]
    assert deciding.last is None


@pytest.fixture
def tab(campus: Bridge, line: FakeLine) -> Iterator[NeighboursTab]:
    line.tell(adjacencies(), *(deeper(item) for item in campus_items() if isinstance(item, DeviceChanged)))
    for _ in range(20):
        campus.tick()
    tab = NeighboursTab(campus, Theme(), Selection())
    tab.show_device("core-1")
    tab.show()
    yield tab
    tab.close()
    tab.deleteLater()


def test_neighbours_of_every_layer_members_and_stations_stand_under_their_port(
    tab: NeighboursTab, campus: Bridge, line: FakeLine
) -> None:
    assert line.asks[-1] == ReadStations(device="core-1")
    line.reply(line.sent[-1].request, stations(NOW))
    campus.tick()
    lines = tab.branches.lines()
    second = lines.index("Te1/1/2 10 Gb/s")
    assert lines[second + 1 : second + 4] == [
        "  core-2 Te1/1/1 LLDP",
        "  Subnet · core-2 Te1/1/1 10.0.0.0/30",
        "  OSPF · core-2 Te1/1/1 area 0.0.0.0",
    ]
    ninth = next(i for i, text in enumerate(lines) if text.startswith("Te1/1/9"))
    assert lines[ninth + 1 :] == [
        "  leaf-2 Te1/1/7 LACP · VLAN 10, 20, 30",
        "    Te1/1/9 – Te1/1/7 member of the bundle",
        "    Te1/1/8 – Te1/1/6 member of the bundle",
        "  3c:52:82:00:11:22 VLAN 10",
        "  3c:52:82:00:11:23 VLAN 10 · beyond",
        "Port not known",
        "  BGP · fw-1 AS 64512 – AS 64513",
        "VLANs 3",
        "  10 staff",
        "  20 voice",
        "  30 cameras",
    ]
    assert "  cam-b2 · 10.2.9.3 · 00:40:8c:12:34:56 VLAN 30" in lines


def test_a_row_leads_to_the_port_or_the_device(tab: NeighboursTab) -> None:
    tree = tab.branches.tree
    port = tree.topLevelItem(1)
    assert port is not None
    tree.itemActivated.emit(port, 0)
    assert tab._selection.interface == ("core-1", "Te1/1/2")
    tree.itemActivated.emit(port.child(0), 0)
    assert tab._selection.interface == ("core-2", "Te1/1/1")


def test_stations_are_not_read_while_nobody_looks(campus: Bridge, line: FakeLine) -> None:
    tab = NeighboursTab(campus, Theme(), Selection())
    tab.show_device("core-1")
    assert not line.asks
    tab.deleteLater()


def test_parts_are_nested_as_the_device_says_and_those_that_hold_each_other_left_out(campus: Bridge) -> None:
    device = campus.live.devices["core-1"].device
    loop = Inventory(
        device=device,
        entities=(
            Entity(index=1, kind="chassis", name="Chassis", serial="S1"),
            Entity(index=3, parent=1, position=2, name="Slot 2"),
            Entity(index=2, parent=1, position=1, descr="Slot 1"),
            Entity(index=8, parent=9, name="Loop A"),
            Entity(index=9, parent=8, name="Loop B"),
        ),
        sensors=(
            Sensor(key="1", kind="temperature", descr="Inlet", value=24.5, units="°C"),
            Sensor(key="2", kind="odd"),
        ),
    )
    top = hardware(loop)
    assert [(b.words, b.detail, [c.words for c in b.children]) for b in top] == [
        ("Chassis", "S1", ["Slot 1", "Slot 2"]),
        ("Temperature", "1", ["Inlet"]),
        ("odd", "1", ["2"]),
    ]
    assert [sensor_value(s) for s in loop.sensors] == ["24.5 °C", "–"]
