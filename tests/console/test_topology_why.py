"""Why is there a link: asked about, answered, decided, taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.topology.decisions_panel import DecisionsPanel
from nocscape.console.topology.ends import EndField
from nocscape.console.topology.why_panel import WhyPanel
from nocscape.model.batches import LinksChanged, Reply
from nocscape.model.commands import Ask, Decide, ExplainLink, ListDecisions, Revoke
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Endpoint, PortRef
from tests.console.campus import NOW
from tests.console.fake_line import FakeLine
from tests.console.topology_stage import CORE, DIST, apart, decisions, linked

pytestmark = pytest.mark.qt


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(campus: Bridge, selection: Selection) -> Iterator[WhyPanel]:
    panel = WhyPanel(campus, Theme(), selection)
    panel.resize(360, 700)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def answer(line: FakeLine, bridge: Bridge, value: object) -> None:
    line.reply(line.sent[-1].request, value)
    bridge.tick()


def last_ask(line: FakeLine) -> Ask:
    return line.asks[-1]


def shown_buttons(panel: WhyPanel) -> set[str]:
    return {button.text() for button in panel.buttons.values() if not button.isHidden()}


def test_two_selected_devices_are_asked_about_and_why_not_is_said_with_what_to_try(
    panel: WhyPanel, selection: Selection, campus: Bridge, line: FakeLine
) -> None:
    selection.select_devices(("dist-a", "leaf-2"))
    assert last_ask(line) == ExplainLink(a="dist-a", b="leaf-2")
    answer(line, campus, apart())
    assert panel.verdict.text() == "No link is on the map"
    assert [(f.title, f.text) for f in panel.reasons.facts] == [
        ("Reasons", ""),
        ("Speaks no neighbour protocol", "LLDP is not running · seen from leaf-2"),
        ("No common segment", "No bridge table of either knows the other · seen from dist-a"),
        ("What to try", ""),
        ("1", "Turn LLDP on at both ends and read them again."),
        ("2", "Draw the link by hand if you know that it is there."),
    ]
    assert shown_buttons(panel) == {"Draw link"}


def test_a_selected_link_shows_what_both_ends_say_and_what_speaks_against_it(
    panel: WhyPanel, selection: Selection, campus: Bridge, line: FakeLine
) -> None:
    link = next(x for x in campus.live.links.values() if x.a.device == "core-1" and x.b.device == "dist-a")
    selection.select_link(link.id)
    assert last_ask(line) == ExplainLink(a=f"core-1:{link.a.interface}", b=f"dist-a:{link.b.interface}")
    answer(line, campus, linked(NOW))
    assert panel.evidence.lines() == [
        "core-1 Te1/1/4 ↔ dist-a Te1/1/1 92 % sure",
        "  LLDP from core-1: neighbour dist-a, port Te1/1/1 (interfaceName)",
        "  LLDP from dist-a: neighbour core-1, port Te1/1/4 (interfaceName)",
        "  FDB from core-1: 00:1b:54:aa:00:05 in VLAN 10 behind Te1/1/4",
        "  Against it, STP from dist-a: designated bridge 8000.001b54aa0009 is not core-1",
    ]
    assert shown_buttons(panel) == {"Accept", "Pin", "Reject"}


@pytest.mark.parametrize(
    ("button", "kind"),
    [("Accept", DecisionKind.ACCEPT_LINK), ("Pin", DecisionKind.PIN_LINK), ("Reject", DecisionKind.REJECT_LINK)],
)
def test_a_link_is_decided_and_the_decision_taken_back(
    panel: WhyPanel, campus: Bridge, line: FakeLine, button: str, kind: DecisionKind
) -> None:
    panel.ask_about(CORE, DIST)
    answer(line, campus, linked(NOW))
    next(b for b in panel.buttons.values() if b.text() == button).click()
    wanted = Decision(id="", kind=kind, a=CORE, b=DIST)
    assert last_ask(line) == Decide(decision=wanted)
    answer(line, campus, Decision(id="d7", kind=kind, a=CORE, b=DIST, actor="tester", at=NOW))
    assert "core-1 Te1/1/4 ↔ dist-a Te1/1/1" in panel.notice.words.text()
    panel.notice.undo_button.click()
    assert last_ask(line) == Revoke(decision="d7")
    answer(line, campus, None)
    assert panel.notice.words.text() == "The decision was taken back"
    assert not panel.undo_action.isEnabled()


def test_where_there_is_no_link_one_is_drawn_between_the_ends_that_the_engine_understood(
    panel: WhyPanel, campus: Bridge, line: FakeLine
) -> None:
    panel.ask_about(PortRef("dist-a"), PortRef("leaf-2"))
    answer(line, campus, apart())
    panel.buttons["topology.draw"].click()
    assert last_ask(line) == Decide(
        decision=Decision(id="", kind=DecisionKind.DRAW_LINK, a=PortRef("dist-a"), b=PortRef("leaf-2"))
    )


def test_a_refused_decision_and_an_unanswered_question_are_said(
    panel: WhyPanel, campus: Bridge, line: FakeLine
) -> None:
    panel.ask_about(CORE, DIST)
    answer(line, campus, linked(NOW))
    panel.buttons["topology.accept"].click()
    line.tell(Reply(request=line.sent[-1].request, error=msg("Not allowed."), hint=msg("Ask an admin.")))
    campus.tick()
    assert panel.notice.words.text() == "Not allowed. — Ask an admin."
    panel.explain()
    line.tell(Reply(request=line.sent[-1].request, error=msg("There is no device x"), hint=msg("Look at its name.")))
    campus.tick()
    assert panel._empty.isVisible()
    assert panel._empty._text.text() == "There is no device x — Look at its name."


def test_an_answer_that_was_overtaken_is_not_shown(panel: WhyPanel, campus: Bridge, line: FakeLine) -> None:
    panel.ask_about(CORE, DIST)
    first = line.sent[-1].request
    panel.ask_about(PortRef("dist-a"), PortRef("leaf-2"))
    answer(line, campus, apart())
    line.reply(first, linked(NOW))
    campus.tick()
    assert panel.verdict.text() == "No link is on the map"


def test_an_answer_on_show_is_asked_for_again_when_its_link_changes(
    panel: WhyPanel, campus: Bridge, line: FakeLine
) -> None:
    panel.ask_about(CORE, DIST)
    answer(line, campus, linked(NOW))
    line.tell(LinksChanged(links=linked(NOW).links))
    for _ in range(100):  # a tick does no more than its share of work
        campus.tick()
    assert panel._soon.isActive()
    panel._soon.timeout.emit()
    assert line.asks.count(ExplainLink(a="core-1:Te1/1/4", b="dist-a:Te1/1/1")) == 2


def test_both_ends_are_exchanged_with_what_they_stand_for(panel: WhyPanel, line: FakeLine) -> None:
    panel.ask_about(CORE, PortRef("leaf-2"))
    panel._swap.click()
    assert last_ask(line) == ExplainLink(a="leaf-2", b="core-1:Te1/1/4")


def test_nothing_is_asked_while_the_panel_is_hidden(panel: WhyPanel, selection: Selection, line: FakeLine) -> None:
    panel.hide()
    selection.select_devices(("dist-a", "leaf-2"))
    assert not [a for a in line.asks if isinstance(a, ExplainLink)]
    panel.show()
    assert last_ask(line) == ExplainLink(a="dist-a", b="leaf-2")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("core", ["core-1", "core-2"]),
        ("10.0.0.12", ["fw-2"]),
        ("CORE-1:te1/1/9", ["core-1:Te1/1/9"]),
        ("nothing", []),
        ("fe80::1", []),
    ],
)
def test_devices_are_offered_by_name_and_address_and_ports_after_a_colon(
    campus: Bridge, typed: str, offered: list[str]
) -> None:
    field = EndField(campus.live)
    QTest.keyClicks(field, typed)
    assert field.offers.stringList() == offered
    assert field.asked_for == typed
    field.deleteLater()


def test_what_is_typed_over_a_selection_counts(campus: Bridge) -> None:
    field = EndField(campus.live)
    field.put(CORE)
    assert field.asked_for == "core-1:Te1/1/4"
    field.selectAll()
    QTest.keyClicks(field, "leaf-1")
    assert field.asked_for == "leaf-1"
    field.deleteLater()


@pytest.fixture
def listed(campus: Bridge, selection: Selection, line: FakeLine) -> Iterator[DecisionsPanel]:
    panel = DecisionsPanel(campus, Theme(), selection)
    panel.show()
    assert last_ask(line) == ListDecisions()
    answer(line, campus, decisions(NOW))
    yield panel
    panel.close()
    panel.deleteLater()


def test_decisions_are_listed_in_words(listed: DecisionsPanel) -> None:
    rows = range(listed.model.rowCount())
    shown = [[listed.model.index(row, column).data() for column in (0, 1, 2, 4)] for row in rows]
    assert shown == [
        ["Link rejected", "core-1 Te1/1/4 ↔ dist-a Te1/1/1", "kim", "patched away"],
        ["Link drawn", "leaf-1 ↔ hv-1 Te1/1/1", "lee", ""],
        ["Merged into one device", "core-1, core-2", "kim", "one chassis"],
        ["Kept apart as devices", "leaf-1, leaf-2", "park", ""],
        ["Link accepted", "fw-1 Te1/1/2 ↔ core-1", "", ""],
    ]


def test_a_click_on_a_title_sorts_and_the_order_stays_when_the_list_is_read_again(
    listed: DecisionsPanel, campus: Bridge, line: FakeLine
) -> None:
    listed.view.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert [d.id for d in listed.model.items] == ["d5", "d4", "d3", "d2", "d1"]
    listed.read()
    answer(line, campus, decisions(NOW))
    assert [d.id for d in listed.model.items] == ["d5", "d4", "d3", "d2", "d1"]
    listed.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [d.id for d in listed.model.items] == ["d4", "d2", "d5", "d3", "d1"]
    listed.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert [d.id for d in listed.model.items] == ["d1", "d2", "d3", "d4", "d5"]


def test_selected_decisions_are_taken_back_and_the_list_read_again(
    listed: DecisionsPanel, campus: Bridge, line: FakeLine
) -> None:
    assert not listed.revoke_button.isEnabled()
    listed.view.selectRow(2)
    listed.revoke_button.click()
    assert last_ask(line) == Revoke(decision="d3")
    answer(line, campus, None)
    assert last_ask(line) == ListDecisions()


def test_a_decision_leads_to_its_devices(listed: DecisionsPanel, selection: Selection) -> None:
    listed.view.activated.emit(listed.model.index(2, 0))
    assert selection.devices == ("core-1", "core-2")
    listed.view.activated.emit(listed.model.index(0, 0))
    assert selection.devices == ("core-1", "dist-a")


def test_decisions_are_filtered_and_an_empty_list_says_what_to_do(
    listed: DecisionsPanel, campus: Bridge, line: FakeLine
) -> None:
    listed.filter.setText("chassis")
    listed.filter.tell()
    assert [d.id for d in listed.model.items] == ["d3"]
    listed.read()
    answer(line, campus, ())
    assert listed._empty.isVisible()
    assert "Accept, reject or draw" in listed._empty._text.text()


def test_an_endpoint_of_no_known_device_is_named_by_its_address(listed: DecisionsPanel, campus: Bridge) -> None:
    gone = Decision(id="x", kind=DecisionKind.MERGE, endpoints=(Endpoint("192.0.2.7"), Endpoint("10.0.0.1")))
    listed.model.show([gone])
    assert listed.model.index(0, 1).data() == "192.0.2.7, core-1"
    QApplication.processEvents()
