"""Thresholds in the window: offered where values are, filled in, kept, listed, changed, drawn in charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nocscape.base.i18n import msg, set_language
from nocscape.console.bridge import Bridge
from nocscape.console.charts.subject import of_interface
from nocscape.console.inspector.ports_tab import PortsTab
from nocscape.console.inspector.tiles import MetricTile
from nocscape.console.mibs.value_actions import ValueActions
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.thresholds.book import RuleBook
from nocscape.console.thresholds.dialog import ThresholdDialog
from nocscape.console.thresholds.lines import limits_of
from nocscape.console.thresholds.menu import offer, port_series
from nocscape.console.thresholds.model import Column
from nocscape.console.thresholds.page import ThresholdsPage
from nocscape.model.alarms import (
    Alarm,
    AlarmRule,
    ConditionInfo,
    DropAlarmRule,
    Level,
    ListAlarmRules,
    PutAlarmRule,
    RuleInfo,
    Side,
    Suggestion,
    SuggestLevels,
)
from nocscape.model.batches import EventsRaised, Reply
from nocscape.model.commands import Ask, ChartObject
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesKey
from nocscape.model.mibs import Charted
from nocscape.model.status import Severity
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import number_row

pytestmark = pytest.mark.qt

CPU = SeriesKey("core-1", "cpu_percent")
TRAFFIC = SeriesKey("core-1", "if_in_bps", "Te1/1/1")
LEVELS = (
    Level(severity=Severity.WARNING, limit=80.0, clear=76.0),
    Level(severity=Severity.CRITICAL, limit=90.0, clear=85.5),
)
BOTH = (Side.ABOVE, Side.BELOW)
CONDITIONS = (
    ConditionInfo(name="threshold", title="Value", sides=BOTH, has_window=False, unit="%"),
    ConditionInfo(name="change", title="Change within a time", sides=BOTH, has_window=True, unit="%"),
    ConditionInfo(
        name="missing",
        title="No value for a time",
        sides=(Side.ABOVE,),
        has_window=False,
        unit="s",
        levels=(Level(severity=Severity.WARNING, limit=300.0),),
    ),
)
OWN = AlarmRule(id="own", metric="cpu_percent", scope="device:core-1", levels=LEVELS, for_s=300.0)
WIDE = AlarmRule(id="wide", metric="if_in_bps", scope="kind:l3_switch", condition="utilisation", levels=LEVELS[:1])


class Rules:
    """The engine's part: keeps rules, tells what they tell."""

    def __init__(self, *rules: AlarmRule) -> None:
        self.rules = list(rules)
        self.alarms: tuple[Alarm, ...] = ()

    def answer(self, ask: Ask) -> object:
        match ask:
            case ListAlarmRules():
                return tuple(self._info(rule) for rule in self.rules)
            case SuggestLevels(side=side):
                levels = LEVELS if side is Side.ABOVE else (Level(severity=Severity.MINOR, limit=10.0),)
                return Suggestion(
                    unit="%", title="Processor load", latest=12.0, percentile=61.0, levels=levels, conditions=CONDITIONS
                )
            case PutAlarmRule(rule=rule):
                kept = rule if rule.id else replace(rule, id=f"r{len(self.rules)}")
                self.rules = [kept if r.id == kept.id else r for r in self.rules]
                self.rules += [] if kept in self.rules else [kept]
                return kept
            case DropAlarmRule(rule=rule):
                self.rules = [r for r in self.rules if r.id != rule]
            case ChartObject(device=device):
                return Charted(key=SeriesKey(device, "processes"))
        return None

    def _info(self, rule: AlarmRule) -> RuleInfo:
        alarms = tuple(alarm for alarm in self.alarms if alarm.rule == rule.id)
        is_share = rule.condition == "utilisation"
        title = "Traffic in" if is_share else "Processor load"
        condition = "Share of the port's speed" if is_share else "Value"
        return RuleInfo(rule=rule, alarms=alarms, title=title, condition=condition, unit="%")


@pytest.fixture
def host(qapp: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


def settle(bridge: Bridge) -> None:
    for _ in range(4):
        bridge.tick()


def dialog_of(bridge: Bridge, host: QWidget, key: SeriesKey = CPU, **fields: Any) -> ThresholdDialog:
    made = ThresholdDialog(bridge, key, host, **fields)
    made.open()
    settle(bridge)
    return made


def put(line: FakeLine) -> AlarmRule:
    """The rule that was asked for last."""
    return [ask.rule for ask in line.asks if isinstance(ask, PutAlarmRule)][-1]


def test_a_threshold_is_filled_in_so_that_one_click_keeps_it(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules().answer
    dialog = dialog_of(campus, host)
    assert dialog.what.text() == "core-1 · Processor load"
    assert dialog.usual.text() == "now 12 % · 95 % of the last week below 61 %"
    dialog.keep()
    settle(campus)
    assert not dialog.isVisible()
    assert put(line) == AlarmRule(metric="cpu_percent", scope="device:core-1", levels=LEVELS, for_s=60.0)


def test_it_may_be_for_more_than_one_series(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules().answer
    dialog = dialog_of(campus, host, TRAFFIC)
    words = [dialog.form.reach.itemText(n) for n in range(dialog.form.reach.count())]
    assert words[:3] == ["core-1 Te1/1/1", "all of core-1", "all of kind Layer 3 switch"]
    assert words[-1] == "all devices"
    dialog.form.reach.setCurrentIndex(len(words) - 1)
    dialog.form.limits[Severity.WARNING].setText("2G")
    assert "no number" in dialog.form.problem()
    dialog.form.limits[Severity.WARNING].setText("70,5 %")
    dialog.keep()
    settle(campus)
    assert (put(line).scope, put(line).instance, put(line).levels[0].limit) == ("all", None, 70.5)


def test_the_other_side_and_other_conditions_bring_their_own_limits(
    campus: Bridge, line: FakeLine, host: QWidget
) -> None:
    line.answer = Rules().answer
    dialog = dialog_of(campus, host)
    form = dialog.form
    form.side.setCurrentIndex(form.side.findData(Side.BELOW))
    settle(campus)
    assert [field.text() for field in form.limits.values()] == ["", "10 %", ""]
    form.condition.setCurrentIndex(form.condition.findData("missing"))
    form.condition.activated.emit(form.condition.currentIndex())
    assert form.limits[Severity.WARNING].text() == "300 s"
    assert Side(form.side.currentData()) is Side.ABOVE
    form.limits[Severity.WARNING].setText("10 min")
    dialog.keep()
    settle(campus)
    assert (put(line).condition, put(line).levels[0].limit, put(line).window_s) == ("missing", 600.0, 0.0)


def test_a_series_that_has_a_rule_gets_it_to_change(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules(replace(OWN, is_on=False, text="{name}!")).answer
    dialog = dialog_of(campus, host)
    assert dialog.windowTitle() == "Change a threshold"
    dialog.form.limits[Severity.CRITICAL].setText("99")
    dialog.keep()
    settle(campus)
    assert put(line) == replace(
        OWN, is_on=False, text="{name}!", levels=(LEVELS[0], replace(LEVELS[1], limit=99.0, clear=99 * 0.95))
    )


def test_a_narrower_rule_says_that_it_takes_the_place_of_a_wider_one(
    campus: Bridge, line: FakeLine, host: QWidget
) -> None:
    line.answer = Rules(replace(OWN, scope="all")).answer
    dialog = dialog_of(campus, host)
    assert dialog.note.text() == "There is one for all devices already; the narrower one counts."
    dialog.close()


def test_what_the_engine_refuses_is_said_and_can_be_mended(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules().answer
    dialog = dialog_of(campus, host)
    line.answer = None
    dialog.keep()
    line.tell(Reply(request=line.sent[-1].request, error=msg("No."), hint=msg("Do.")))
    settle(campus)
    assert (dialog.note.text(), dialog.isVisible()) == ("No. Do.", True)
    assert dialog.buttons.isEnabled()
    dialog.close()


def test_a_menu_offers_it_for_one_series_or_for_several_by_name(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules().answer
    menu = QMenu(host)
    offer(menu, campus, Theme(), {"CPU": CPU}, host)
    offer(menu, campus, Theme(), port_series("core-1", "Te1/1/1"), host)
    offer(menu, campus, Theme(), {}, host)
    one, several = menu.actions()
    assert one.text() == "Add a threshold…"
    submenu = menu.findChild(QMenu)
    assert submenu is not None
    assert [action.text() for action in submenu.actions()][:3] == ["Traffic in", "Traffic out", "Errors in"]
    assert several.text() == "Add a threshold"
    submenu.actions()[0].trigger()
    settle(campus)
    dialog = host.findChild(ThresholdDialog)
    assert dialog is not None
    assert dialog.what.text() == "core-1 Te1/1/1 · Processor load"
    dialog.close()


def test_a_value_of_the_browser_is_measured_and_gets_a_threshold_in_two_clicks(
    campus: Bridge, line: FakeLine, host: QWidget
) -> None:
    line.answer = Rules().answer
    actions = ValueActions(campus, Theme(), Selection(), host, lambda: ("core-1", [number_row()]))
    actions.refresh()
    actions.actions["threshold"].trigger()
    settle(campus)
    dialog = host.findChild(ThresholdDialog)
    assert dialog is not None
    dialog.keep()
    settle(campus)
    assert put(line).metric == "processes"


def test_a_tile_and_a_port_ask_for_a_menu(campus: Bridge, line: FakeLine, host: QWidget) -> None:
    line.answer = Rules().answer
    tile = MetricTile(Theme(), "u1", host)
    asked: list[SeriesKey] = []
    tile.menu_asked.connect(lambda key, _: asked.append(key))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    tile.contextMenuEvent(event)
    tile.key = CPU
    tile.contextMenuEvent(event)
    assert asked == [CPU]
    tab = PortsTab(campus, Theme(), Selection(), host)
    tab.show_device("core-1")
    tab.choose_port("Te1/1/1")
    tab.view.customContextMenuRequested.emit(QPoint(2, 2))
    menu = tab.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["MIB values of this port", "Add a threshold"]
    menu.close()


def test_rules_are_lines_in_charts_of_what_they_judge(campus: Bridge, line: FakeLine) -> None:
    line.answer = Rules(WIDE, OWN).answer
    book = RuleBook.of(campus)
    assert RuleBook.of(campus) is book
    book.read()
    book.read()
    settle(campus)
    assert sum(isinstance(ask, ListAlarmRules) for ask in line.asks) == 1
    subject = of_interface(campus.live, "core-1", "Te1/1/1")
    assert subject is not None
    port = campus.live.interface("core-1", "Te1/1/1")
    assert port is not None
    assert port.speed_bps
    (limit,) = limits_of(book, subject.views[0])
    assert (limit.value, limit.token) == (0.8 * port.speed_bps, "warn")
    assert limit.text.startswith("Warning 8")
    assert [round(limit.value, 6) for limit in limits_of(book, subject.views[1])] == [80.0]
    assert limits_of(book, subject.views[2]) == ()


def test_all_rules_are_listed_with_what_they_tell_now(campus: Bridge, line: FakeLine) -> None:
    rules = Rules(OWN, WIDE)
    rules.alarms = (Alarm(rule="own", key=CPU, severity=Severity.CRITICAL, since=1.0, at=2.0, value=99.0, limit=90.0),)
    page = page_of(campus, line, rules)
    assert row(page, 0) == [
        "Processor load",
        "core-1",
        "Warning 80 % · Critical 90 %",
        "core-1: Critical",
        "Value, at or above, for 5 min",
    ]
    assert row(page, 1)[1] == "all of kind Layer 3 switch"
    set_language("ko")
    try:
        page.retranslate()
        assert row(page, 0)[4] == "값, 이상, 5분 지속"
    finally:
        set_language("en")
    done(page)


def test_a_rule_is_switched_off_removed_and_brought_back(campus: Bridge, line: FakeLine) -> None:
    rules = Rules(OWN, WIDE)
    page = page_of(campus, line, rules)
    index = page.model.index(0, Column.METRIC)
    assert page.model.setData(index, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    settle(campus)
    assert not rules.rules[0].is_on
    assert page.model.data(index, Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
    assert not page.remove_button.isEnabled()
    page.view.selectRow(1)
    page.remove_button.click()
    settle(campus)
    assert [rule.id for rule in rules.rules] == ["own"]
    page.restore_button.click()
    settle(campus)
    assert replace(rules.rules[1], id="wide") == WIDE
    done(page)


def test_a_rule_for_many_is_changed_from_the_list(campus: Bridge, line: FakeLine) -> None:
    rules = Rules(WIDE)
    page = page_of(campus, line, rules)
    page.view.selectRow(0)
    page.edit_button.click()
    settle(campus)
    dialog = page.findChild(ThresholdDialog)
    assert dialog is not None
    assert dialog.form.reach.currentText() == "all of kind Layer 3 switch"
    dialog.form.limits[Severity.CRITICAL].setText("95")
    dialog.keep()
    settle(campus)
    assert [level.limit for level in rules.rules[0].levels] == [80.0, 95.0]
    assert (rules.rules[0].id, rules.rules[0].scope) == ("wide", "kind:l3_switch")
    done(page)


def test_the_list_follows_what_is_told(campus: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nocscape.console.thresholds.book.SOON_MS", 0)
    rules = Rules(OWN)
    page = page_of(campus, line, rules)
    asked = sum(isinstance(ask, ListAlarmRules) for ask in line.asks)
    event = Event(id="e9", at=1.0, kind="alarm", severity=Severity.MINOR, text=msg("No."), device="core-1")
    line.tell(EventsRaised(events=(event,)))
    campus.tick()
    QApplication.processEvents()
    assert sum(isinstance(ask, ListAlarmRules) for ask in line.asks) == asked + 1
    done(page)


def page_of(bridge: Bridge, line: FakeLine, rules: Rules) -> ThresholdsPage:
    line.answer = rules.answer
    page = ThresholdsPage(bridge, Theme())
    page.show()
    settle(bridge)
    return page


def row(page: ThresholdsPage, number: int) -> list[str]:
    return [str(page.model.data(page.model.index(number, column))) for column in Column]


def done(page: ThresholdsPage) -> None:
    page.close()
    page.deleteLater()


def test_the_wire_carries_rules() -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(PutAlarmRule(rule=OWN)), type=PutAlarmRule).rule == OWN
