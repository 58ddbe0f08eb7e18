"""The inspector shows what is selected, in full, and follows it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from nocscape.base import i18n
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.evidence import EvidenceTree
from nocscape.console.inspector.facts import Fact, FactsView
from nocscape.console.inspector.header import DeviceHeader
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.inspector.ports_model import PERCENT_ROLE, Column, PortsModel
from nocscape.console.parts.words import age, long_age, natural, short_port
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import DeviceChanged, DeviceGone, LinksChanged, LoadChanged, SamplesArrived, StatusChanged
from nocscape.model.commands import Ask, ListCredentials, ListSeries, ReadEvents, ReadHistory, WalkMib, WatchSeries
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpVersion
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.net import Device, DeviceStatus, Endpoint, Evidence, Interface, LinkLoad
from nocscape.model.status import LinkState, Status
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

NOC = CredentialInfo(name="noc", version=SnmpVersion.V3, user="u", auth=AuthProtocol.SHA256, priv=PrivProtocol.AES128)


def answer(ask: Ask) -> object:
    if isinstance(ask, ReadHistory):
        times = [ask.until - 60, ask.until]
        return tuple(SeriesData(key=k, times=times, values=[2e9, 4e9]) for k in ask.keys)
    return (NOC,) if isinstance(ask, ListCredentials) else ()


@pytest.fixture
def panel(campus: Bridge, line: FakeLine) -> Iterator[InspectorPanel]:
    line.answer = answer
    panel = InspectorPanel(campus, Theme(), Selection())
    panel.resize(345, 800)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def select(panel: InspectorPanel, bridge: Bridge, *devices: str) -> None:
    panel._selection.select_devices(devices)
    bridge.tick()


def test_an_empty_inspector_says_what_to_do(panel: InspectorPanel) -> None:
    assert panel.currentWidget() is panel.empty
    assert panel.empty._title.text() == "Nothing is selected"


def test_a_device_is_introduced_by_name_make_and_address(panel: InspectorPanel, campus: Bridge) -> None:
    select(panel, campus, "core-1")
    page = panel.device_page
    assert page.header.words == ("core-1", "Cisco C9500-48Y4C · IOS-XE 17.9.4 · 10.0.0.1")
    assert page.header.state.text.startswith("Up · since ")
    assert page.header.access.text() == "SNMPv3 authPriv"
    assert page.header.protocols.text() == "LLDP · OSPF"
    assert [tile.figure for tile in page.tiles.values()] == ["23 %", "61 %", "0.8 ms · 0 %", "41 °C"]
    assert page.tabs.tabText(1) == "Ports 9"


@pytest.mark.parametrize(
    ("device", "credential", "words"),
    [
        (Device(id="a", name="a", endpoint=Endpoint("10.0.0.1"), snmp="v2c"), None, "SNMPv2c"),
        (Device(id="a", name="a", endpoint=Endpoint("10.0.0.1")), None, "ping only"),
        (Device(id="a", name="a", endpoint=Endpoint("10.0.0.1"), is_ghost=True), None, "announced by a neighbour"),
        (
            Device(id="a", name="a", endpoint=Endpoint("10.0.0.1"), snmp="v3"),
            replace(NOC, priv=PrivProtocol.NONE),
            "SNMPv3 authNoPriv",
        ),
        (
            Device(id="a", name="a", endpoint=Endpoint("10.0.0.1"), snmp="v3"),
            replace(NOC, auth=AuthProtocol.NONE),
            "SNMPv3 noAuthNoPriv",
        ),
    ],
)
def test_how_a_device_lets_us_in_is_named(
    qapp: QApplication, device: Device, credential: CredentialInfo | None, words: str
) -> None:
    header = DeviceHeader(Theme())
    header.show_device(device, None, credential)
    assert header.access.text() == words
    assert header.state.text == "Unknown"


def test_a_new_state_is_shown_as_it_comes(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    select(panel, campus, "core-1")
    down = DeviceStatus(device="core-1", status=Status.CRITICAL, reason=i18n.msg("No answer"), cpu_percent=None)
    line.tell(StatusChanged(devices=(down,)))
    campus.tick()
    assert panel.device_page.header.state.text == "Critical"
    assert panel.device_page.tiles["cpu_percent"].figure == "–"
    assert ("Reason", "No answer") in [(f.title, f.text) for f in panel.device_page.overview.facts]


def test_tiles_draw_the_last_hour_and_go_on_live(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    select(panel, campus, "core-1")
    campus.tick()
    assert len(panel.device_page.readings.curve("cpu_percent").times) == 2
    line.tell(StatusChanged(devices=(DeviceStatus(device="core-1", cpu_percent=50.0),)))
    campus.tick()
    assert not panel.device_page.tiles["cpu_percent"].grab().isNull()


def test_a_device_without_a_polled_temperature_shows_that_of_its_hottest_sensor(
    panel: InspectorPanel, campus: Bridge, line: FakeLine
) -> None:
    sensors = [SeriesKey("core-2", "sensor_temperature_c", place) for place in ("Inlet", "Outlet")]
    line.answer = lambda ask: sensors if isinstance(ask, ListSeries) else answer(ask)
    line.tell(StatusChanged(devices=(DeviceStatus(device="core-2"),)))
    campus.tick()
    select(panel, campus, "core-2")
    for _ in range(3):
        campus.tick()
    tile = panel.device_page.tiles["temperature_c"]
    later = int(time.time()) + 60
    line.tell(SamplesArrived(samples=tuple(Sample(k, later, v) for k, v in zip(sensors, (31.0, 38.5), strict=True))))
    campus.tick()
    assert tile.figure == "38.5 °C"


def test_a_device_that_was_read_again_shows_what_it_has_now(
    panel: InspectorPanel, campus: Bridge, line: FakeLine
) -> None:
    select(panel, campus, "core-1")
    inventory = campus.live.devices["core-1"]
    line.tell(DeviceChanged(inventory=replace(inventory, interfaces=inventory.interfaces[:3])))
    campus.tick()
    assert panel.device_page.tabs.tabText(1) == "Ports 3"


def test_a_forgotten_device_leaves_the_inspector_empty_and_a_merged_one_leads_on(
    panel: InspectorPanel, campus: Bridge, line: FakeLine
) -> None:
    select(panel, campus, "core-1")
    line.tell(DeviceGone(device="core-1", into="core-2"))
    campus.tick()
    assert panel.device_page.device == "core-2"
    line.tell(DeviceGone(device="core-2"))
    campus.tick()
    assert panel.currentWidget() is panel.empty


def test_opening_a_device_reads_its_mib_values(panel: InspectorPanel, line: FakeLine) -> None:
    panel._selection.open_device("core-1")
    walk = line.asks[-1]
    assert isinstance(walk, WalkMib)
    assert walk.device == "core-1"
    assert panel.device_page.tabs.currentWidget() is panel.device_page.mibs


def test_ports_are_watched_while_their_tab_is_seen(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    select(panel, campus, "core-1")
    page = panel.device_page
    assert not [a for a in line.asks if isinstance(a, WatchSeries)]
    page.tabs.setCurrentWidget(page.ports)
    campus.tick()
    watch = line.asks[-2]
    assert isinstance(watch, WatchSeries)
    assert SeriesKey("core-1", "if_in_bps", "Te1/1/1") in watch.keys
    assert page.ports.model.index(0, Column.IN).data() == "4 Gb/s"
    assert page.ports.model.index(0, Column.IN).data(PERCENT_ROLE) == 40.0
    page.tabs.setCurrentWidget(page.overview)
    last = line.asks[-1]
    assert isinstance(last, WatchSeries)
    assert last.keys == ()


def test_choosing_a_port_selects_it_everywhere(panel: InspectorPanel, campus: Bridge) -> None:
    select(panel, campus, "core-1")
    page = panel.device_page
    page.tabs.setCurrentWidget(page.ports)
    page.ports.view.setCurrentIndex(page.ports.model.index(2, Column.NAME))
    assert panel._selection.interface == ("core-1", "Te1/1/3")


def test_a_port_that_was_selected_elsewhere_comes_into_sight(panel: InspectorPanel, campus: Bridge) -> None:
    panel._selection.select_interface("core-2", "Te1/1/2")
    page = panel.device_page
    assert page.device == "core-2"
    assert page.tabs.currentWidget() is page.ports
    assert page.ports.view.currentIndex().row() == 1


def test_events_and_evidence_are_those_of_the_device(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    select(panel, campus, "core-1")
    page = panel.device_page
    page.tabs.setCurrentWidget(page.events)
    assert line.asks[-1] == ReadEvents(most=500, device="core-1")
    lines = page.evidence.lines()
    assert lines[0] == "Te1/1/1 ↔ fw-1 Te1/1/2 100 % sure"
    assert lines[1].startswith("  LLDP from core-1: fw-1 Te1/1/2")


def test_a_link_that_an_operator_drew_says_so_with_the_note_and_no_word_of_the_program(
    panel: InspectorPanel, campus: Bridge, line: FakeLine
) -> None:
    select(panel, campus, "core-1")
    link = campus.live.links_of("core-1")[0]
    for detail, words in (("draw_link", "An operator decided so."), ("patch 7", "An operator decided so: patch 7")):
        drawn = replace(link, evidence=(Evidence("operator", "", detail),), decision="d1")
        line.tell(LinksChanged(links=(drawn,)))
        campus.tick()
        said = panel.device_page.evidence.lines()
        assert any(one.strip() == words for one in said)
        assert not [one for one in said if "OPERATOR" in one or "draw_link" in one]


def test_links_that_come_later_appear_in_the_evidence(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    select(panel, campus, "core-1")
    link = campus.live.links_of("core-1")[0]
    both = (*link.evidence, Evidence("lldp", link.b.device, "seen from the other end"))
    line.tell(LinksChanged(links=(replace(link, evidence=both, confidence=0.6),)))
    campus.tick()
    assert "60 % sure" in " ".join(panel.device_page.evidence.lines())
    assert "seen from the other end" in " ".join(panel.device_page.evidence.lines())


def test_several_devices_are_summed_up_worst_first(panel: InspectorPanel, campus: Bridge) -> None:
    select(panel, campus, "core-1", "app-2", "dist-b2", "ap-b2")
    page = panel.devices_page
    assert panel.currentWidget() is page
    assert page.title == "4 devices"
    assert [page.model.device_at(r) for r in range(4)] == ["dist-b2", "ap-b2", "app-2", "core-1"]
    assert [c.text for c in page.chips.values() if c.isVisible()] == [
        "Critical 1",
        "Unreachable 1",
        "Warning 1",
        "Up 1",
    ]
    assert page.tiles["cpu_percent"].figure == "91 %"
    page._look_at(page.model.index(2, 0))
    assert panel._selection.devices == ("app-2",)


def test_a_link_shows_both_ends_load_and_evidence(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    link = next(x for x in campus.live.links_of("core-1") if "dist-b1" in x.id)
    panel._selection.select_link(link.id)
    page = panel.link_page
    assert panel.currentWidget() is page
    assert page.title == "core-1 Te1/1/6 ↔ dist-b1 Te1/1/1"
    assert ("core-1 Te1/1/6 →", "7.9 Gb/s · 79 %") in [(f.title, f.text) for f in page.facts.facts]
    line.tell(
        LoadChanged(loads=(LinkLoad(link.id, 1e9, 2e9, 10, 20),)),
        LinksChanged(links=(replace(link, state=LinkState.DOWN),)),
    )
    campus.tick()
    assert ("core-1 Te1/1/6 →", "1 Gb/s · 10 %") in [(f.title, f.text) for f in page.facts.facts]
    assert page.state.text == "Down"
    page.ends[1].click()
    assert panel._selection.interface == ("dist-b1", "Te1/1/1")


def test_a_link_that_is_no_more_leaves_the_inspector_empty(
    panel: InspectorPanel, campus: Bridge, line: FakeLine
) -> None:
    link = campus.live.links_of("core-1")[0]
    panel._selection.select_link(link.id)
    line.tell(LinksChanged(gone=(link.id,)))
    campus.tick()
    assert panel.currentWidget() is panel.empty


def test_choosing_evidence_selects_its_link(campus: Bridge) -> None:
    selection = Selection()
    tree = EvidenceTree(campus, Theme(), selection)
    link = campus.live.links_of("fw-1")[0]
    tree.show_links((link,), "fw-1")
    item = tree.tree.topLevelItem(0)
    assert item is not None
    child = item.child(0)
    assert child is not None
    tree._choose(child, 0)
    assert selection.link == link.id


def test_names_from_devices_are_shown_as_plain_text(panel: InspectorPanel, campus: Bridge, line: FakeLine) -> None:
    inventory = campus.live.devices["core-1"]
    evil = replace(inventory.device, name="<b>core</b>\u202e\n1", sys_descr="<img src=x>")
    line.tell(DeviceChanged(inventory=replace(inventory, device=evil)))
    campus.tick()
    select(panel, campus, "core-1")
    header = panel.device_page.header
    assert header.words[0] == "<b>core</b> 1"
    assert header._name.textFormat() is Qt.TextFormat.PlainText


def test_the_inspector_speaks_korean_as_soon_as_the_language_is_switched(panel: InspectorPanel, campus: Bridge) -> None:
    select(panel, campus, "core-1")
    i18n.set_language("ko")
    for widget in (panel, panel.device_page):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert [panel.device_page.tabs.tabText(i) for i in range(7)] == [
        "개요",
        "포트 9",
        "이웃",
        "MIB 값",
        "부품",
        "이벤트",
        "근거",
    ]


def port(number: int, **more: object) -> Interface:
    known: dict[str, object] = {"name": f"Te1/1/{number}", "speed_bps": 10**10, "admin": "up", "oper": "up"}
    return Interface(key=f"k{number}", if_index=number, **(known | more))  # type: ignore[arg-type]


def names(model: PortsModel) -> list[str]:
    return [model.index(r, Column.NAME).data() for r in range(model.rowCount())]


def rate(number: int, metric: str, value: float) -> Sample:
    return Sample(SeriesKey("d", metric, f"k{number}"), 0, value)


def test_ports_are_in_the_order_in_which_people_count(qapp: QApplication) -> None:
    model = PortsModel(Theme())
    model.show_ports([port(10), port(9), port(1)], ())
    assert names(model) == ["Te1/1/1", "Te1/1/9", "Te1/1/10"]
    assert natural("Te1/1/9") < natural("te1/1/10") < natural("Te1/1/10x")


def test_live_rates_are_told_as_ranges_and_never_move_a_row(qapp: QApplication) -> None:
    model = PortsModel(Theme())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_ports([port(n) for n in range(1, 9)], ())
    model.sort(Column.IN, Qt.SortOrder.DescendingOrder)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row())))
    model.take([rate(n, "if_in_bps", n * 1e9) for n in (2, 3, 4, 7)])
    assert told == [(1, 3), (6, 6)]
    assert names(model)[0] == "Te1/1/1"
    kept = QPersistentModelIndex(model.index(6, Column.NAME))
    model.resort()
    assert names(model)[:4] == ["Te1/1/7", "Te1/1/4", "Te1/1/3", "Te1/1/2"]
    assert kept.row() == 0


def test_a_port_that_is_down_is_a_fault_only_where_a_link_is_known(qapp: QApplication) -> None:
    model = PortsModel(Theme())
    model.show_ports([port(1, oper="down"), port(2, oper="down"), port(3, admin="down", oper="down")], ["k1"])
    assert [model._sign(model.port_at(r)) for r in range(3)] == [Status.CRITICAL, Status.UNKNOWN, Status.MAINTENANCE]
    assert [model.state_words(model.port_at(r)) for r in range(3)] == [
        "Down",
        "Nothing connected",
        "Switched off by its administrator",
    ]
    model.show_links(["k2"])
    assert model._sign(model.port_at(0)) is Status.UNKNOWN


def test_ports_are_filtered_by_name_description_and_address(qapp: QApplication) -> None:
    model = PortsModel(Theme())
    model.show_ports([port(1, alias="Uplink Seoul"), port(2, addresses=("10.9.0.1/24",)), port(3)], ())
    for text, found in (("uplink seoul", ["Te1/1/1"]), ("10.9.", ["Te1/1/2"]), ("1/3", ["Te1/1/3"]), ("nothing", [])):
        model.choose(text)
        assert names(model) == found


@pytest.mark.parametrize(
    ("seconds", "short", "long"),
    [(0, "0 s", "0 s"), (59, "59 s", "59 s"), (134, "2 min", "2 min 14 s"), (41 * 86400 + 3, "41 d", "41 d"),
     (41 * 86400 + 3 * 3600, "41 d", "41 d 3 h"), (-5, "0 s", "0 s")],
)  # fmt: skip
def test_a_stretch_of_time_is_said_in_its_largest_units(seconds: float, short: str, long: str) -> None:
    assert (age(seconds), long_age(seconds)) == (short, long)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("TenGigabitEthernet1/1/4", "Te1/1/4"),
        ("GigabitEthernet0/0.100", "Gi0/0.100"),
        ("Ethernet2", "Eth2"),
        ("xe-0/0/2", "xe-0/0/2"),
        ("Vlan", "Vlan"),
        ("Ethernet uplink", "Ethernet uplink"),
    ],
)
def test_a_port_is_written_as_people_write_it(name: str, short: str) -> None:
    assert short_port(name) == short


def test_a_long_name_of_a_storage_leaves_room_for_what_is_said_of_it(qapp: QApplication) -> None:
    facts = FactsView(Theme())
    facts.resize(300, 300)
    facts.show_facts([Fact("/var/lib/containers/storage/overlay/0a1b2c3d4e5f/merged", "12 % · 4 GiB of 30 GiB", 12.0)])
    facts.show()
    qapp.processEvents()
    (said,) = (label for label in facts.findChildren(QLabel) if label.text().startswith("12 %"))
    assert said.width() > 0.4 * facts.width()
    facts.close()
    facts.deleteLater()
