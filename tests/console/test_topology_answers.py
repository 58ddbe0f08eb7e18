"""Where is it, and what changed: lists that lead to the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers, MapLayer
from nocscape.console.parts.fitting import LEAST
from nocscape.console.selection import Selection
from nocscape.console.shell.finder import Finder, HitKind
from nocscape.console.theme import Theme
from nocscape.console.topology.addresses import is_address
from nocscape.console.topology.changes_panel import ChangesPanel
from nocscape.console.topology.differences import change_text, marks_of
from nocscape.console.topology.layer_switch import LayerSwitch
from nocscape.console.topology.periods import Period, span
from nocscape.console.topology.where_panel import WherePanel
from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.batches import Reply
from nocscape.model.commands import CompareTimes, FindAddress
from tests.console.campus import NOW
from tests.console.fake_line import FakeLine
from tests.console.topology_stage import adjacencies, differences, places

pytestmark = pytest.mark.qt


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def marks() -> Highlights:
    return Highlights()


@pytest.fixture
def where(campus: Bridge, selection: Selection, marks: Highlights) -> Iterator[WherePanel]:
    panel = WherePanel(campus, Theme(), selection, marks)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def answer(line: FakeLine, bridge: Bridge, value: object) -> None:
    line.reply(line.sent[-1].request, value)
    bridge.tick()


def chosen(selection: Selection) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    return selection.devices, selection.interface


def texts(panel: WherePanel | ChangesPanel, columns: range) -> list[list[str]]:
    return [[panel.model.index(row, c).data() for c in columns] for row in range(panel.model.rowCount())]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("10.0.0.1", True),
        ("2001:db8::1", True),
        ("00:40:8c:12:34:56", True),
        ("0040.8c12.3456", True),
        ("00408c123456", True),
        ("00-40-8C-12-34-56", True),
        ("10.0.0", False),
        ("core-1", False),
        ("00:40:8c", False),
        ("", False),
    ],
)
def test_addresses_are_told_from_other_words(text: str, is_one: bool) -> None:
    assert is_address(text) is is_one


def test_an_address_is_looked_for_and_the_best_place_selected_and_all_marked(
    where: WherePanel, campus: Bridge, line: FakeLine, selection: Selection, marks: Highlights
) -> None:
    QTest.keyClicks(where.field, "10.2.9.3")
    QTest.keyClick(where.field, Qt.Key.Key_Return)
    assert line.asks[-1] == FindAddress(address="10.2.9.3")
    answer(line, campus, places(NOW))
    assert texts(where, range(3)) == [["dist-b1", "Te1/1/3", "30"], ["core-1", "Te1/1/2", "30"], ["core-2", "", ""]]
    assert chosen(selection) == (("dist-b1",), ("dist-b1", "Te1/1/3"))
    assert marks.devices == {"dist-b1": "found", "core-1": "found", "core-2": "found"}
    where.view.activated.emit(where.model.index(2, 0))
    assert chosen(selection) == (("core-2",), None)
    where.hide()
    assert marks.devices == {}


def test_what_was_not_seen_and_what_is_no_address_is_said(where: WherePanel, campus: Bridge, line: FakeLine) -> None:
    where.look_for("core-1")
    assert line.asks == []
    assert where._problem.text() == "This is no IP or MAC address."
    where.look_for("192.0.2.9")
    answer(line, campus, ())
    assert where._empty._title.text() == "192.0.2.9 was not seen"
    where.look_for("192.0.2.9")
    line.tell(Reply(request=line.sent[-1].request, error=msg("Busy"), hint=msg("Wait")))
    campus.tick()
    assert where._problem.text() == "Busy — Wait"


def test_the_palette_offers_to_look_for_an_address() -> None:
    hits = [hit for hit in Finder().search("10.2.9.3") if hit is not None]
    assert [(h.kind, h.title, h.target) for h in hits] == [(HitKind.ADDRESS, "Where is 10.2.9.3?", "10.2.9.3")]
    assert not [hit for hit in Finder().search("core") if hit is not None]


@pytest.fixture
def changes(campus: Bridge, selection: Selection, marks: Highlights) -> Iterator[ChangesPanel]:
    panel = ChangesPanel(campus, Theme(), selection, marks, now=lambda: NOW)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def test_what_changed_is_listed_newest_first_and_marked_on_the_map(
    changes: ChangesPanel, campus: Bridge, line: FakeLine, marks: Highlights
) -> None:
    assert line.asks[-1] == CompareTimes(since=NOW - 3600, until=NOW)
    answer(line, campus, differences(NOW))
    assert texts(changes, range(1, 5)) == [
        ["Changed", "Port", "acc-a1 Te1/1/2", "oper: up → down"],
        ["Removed", "Link", "dist-b1 Te1/1/5 ↔ dist-b2 Te1/1/2", ""],
        ["Changed", "Device", "leaf-1", "os version: 17.9.3 → 17.9.4"],
        ["Moved", "Address", "10.2.9.3", "acc-b1 Te1/1/2 → dist-b1 Te1/1/3"],
        ["Added", "Device", "ups-b4", ""],
    ]
    assert marks.devices == {"acc-a1": "changed", "leaf-1": "changed", "dist-b1": "changed", "ups-b4": "added"}
    assert list(marks.links.values()) == ["removed"]
    changes.on_map.setChecked(False)
    assert (marks.devices, marks.links) == ({}, {})


def test_changes_are_filtered_by_object_kind_and_words(
    changes: ChangesPanel, campus: Bridge, line: FakeLine, marks: Highlights
) -> None:
    answer(line, campus, differences(NOW))
    changes.objects.setCurrentIndex(changes.objects.findData("device"))
    changes.objects.activated.emit(0)
    assert [d.id for d in changes.model.items] == ["leaf-1", "ups-b4"]
    changes.kinds.setCurrentIndex(changes.kinds.findData("added"))
    changes.kinds.activated.emit(0)
    assert marks.devices == {"ups-b4": "added"}
    changes.filter.setText("nothing like it")
    changes.filter.tell()
    assert changes._empty._title.text() == "No change fits this filter"
    changes._empty.pressed.emit()
    assert len(changes.model.items) == 5


def test_a_change_leads_to_its_device_or_link(
    changes: ChangesPanel, campus: Bridge, line: FakeLine, selection: Selection
) -> None:
    link = next(iter(campus.live.links))
    known = Difference(kind=ChangeKind.CHANGED, object="link", id=link, name="x")
    answer(line, campus, (*differences(NOW), known))
    changes.view.clicked.emit(changes.model.index(0, 0))
    assert selection.link == link
    changes.view.clicked.emit(changes.model.index(1, 0))
    assert selection.devices == ("acc-a1",)


def test_times_of_ones_own_are_compared_when_asked_and_only_forwards(changes: ChangesPanel, line: FakeLine) -> None:
    changes.period.setCurrentIndex(changes.period.findData("custom"))
    changes.period.activated.emit(0)
    changes.since.setDateTime(changes.until.dateTime().addDays(-3))
    before = len(line.asks)
    changes.compare_button.click()
    asked = line.asks[-1]
    assert isinstance(asked, CompareTimes)
    assert asked.until - asked.since == 3 * 86_400
    changes.since.setDateTime(changes.until.dateTime().addSecs(60))
    changes.compare_button.click()
    assert len(line.asks) == before + 1
    assert changes._problem.text() == "The end must be after the beginning."


def test_days_begin_at_midnight_here() -> None:
    begin, end = span(Period.YESTERDAY, NOW)
    today, now = span(Period.TODAY, NOW)
    assert (end, now) == (today, NOW)
    assert {datetime.fromtimestamp(at).astimezone().hour for at in (begin, end)} == {0}
    assert span(Period.WEEK, NOW) == (NOW - 7 * 86_400, NOW)


def test_the_strongest_change_of_a_device_marks_it_and_its_ports_never_outdo_it() -> None:
    def told(kind: ChangeKind, what: str = "device") -> Difference:
        return Difference(kind=kind, object=what, id="a", name="a", device="a")

    port = told(ChangeKind.REMOVED, "interface")
    assert marks_of([told(ChangeKind.ADDED), port, told(ChangeKind.CHANGED)])[0] == {"a": "added"}
    assert marks_of([port])[0] == {"a": "changed"}
    assert change_text(told(ChangeKind.CHANGED)) == ""


def test_layers_are_offered_as_far_as_there_are_any_and_the_switch_and_the_map_agree(
    campus: Bridge, line: FakeLine
) -> None:
    layers = Layers()
    host = QWidget()
    switch = LayerSwitch(campus, layers, host)
    switch.set_room(2000)
    line.tell(adjacencies())
    campus.tick()
    switch.recount()
    assert [switch.list.itemText(i) for i in range(switch.list.count())] == [
        "Physical",
        "Subnets",
        "VLAN",
        "STP",
        "OSPF",
        "BGP",
    ]
    switch.buttons.chosen.emit("vlan")
    assert layers.current is MapLayer.VLAN
    assert [switch.vlans.itemText(i) for i in range(switch.vlans.count())] == ["All VLANs", "10", "20", "30"]
    switch.vlans.activated.emit(2)
    assert layers.vlan == 20
    layers.choose(MapLayer.OSPF)
    assert (switch.buttons.current, switch.list.currentData()) == ("ospf", "ospf")
    assert switch.vlans.isHidden()
    assert (switch.buttons.isHidden(), switch.list.isHidden()) == (False, True)
    switch.set_room(120)
    assert (switch.buttons.isHidden(), switch.list.isHidden()) == (True, False)
    host.deleteLater()


def test_columns_share_a_narrow_width_and_none_is_out_of_sight(
    changes: ChangesPanel, campus: Bridge, line: FakeLine
) -> None:
    changes.resize(480, 300)
    answer(line, campus, differences(NOW))
    header = changes.view.horizontalHeader()
    widths = [header.sectionSize(column) for column in range(header.count())]
    assert sum(widths) <= changes.view.viewport().width()
    assert min(widths[3:]) >= LEAST
    changes.resize(1600, 300)
    changes.view.viewport().resize(1580, 260)
    assert header.sectionSize(3) > widths[3]
