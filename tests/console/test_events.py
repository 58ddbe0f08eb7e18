"""The table of events and its panel."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.events.book import EventBook, EventFilter
from nocscape.console.events.model import Column, EventsModel
from nocscape.console.events.panel import EventsPanel
from nocscape.console.events.table import EventsTable
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import event_sign
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import EventsRaised, Reply
from nocscape.model.commands import AcknowledgeEvent, ReadEvents
from nocscape.model.events import Event
from nocscape.model.status import Severity, Status
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


def event(number: int, at: float | None = None, **more: object) -> Event:
    said: dict[str, object] = {"severity": Severity.WARNING, "text": msg("Number {n}", n=number), "device": "core-1"}
    return Event(id=f"x{number}", at=number if at is None else at, kind="threshold", **(said | more))  # type: ignore[arg-type]


@pytest.fixture
def panel(campus: Bridge) -> Iterator[EventsPanel]:
    panel = EventsPanel(campus, Theme(), Selection())
    panel.resize(700, 300)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


def texts(model: EventsModel, column: Column = Column.TEXT) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def settle(panel: EventsPanel, line: FakeLine, bridge: Bridge, *events: Event) -> None:
    line.tell(EventsRaised(events=events))
    bridge.tick()


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.booleans()), max_size=8), max_size=6))
def test_whatever_order_events_come_in_the_book_holds_the_newest_of_each_in_order_of_time(
    batches: list[list[tuple[int, int, bool]]],
) -> None:
    book, expected = EventBook(str, most=1000), dict[str, Event]()
    book.choose(EventFilter(is_open_only=True))
    for batch in batches:
        events = [event(n, at, acknowledged_by="kim" if done else None) for n, at, done in batch]
        news = book.compare(events)
        if news.is_in_order:
            book.replace(news.changed)
            book.append(news.fresh, book.that_show(news.fresh))
        else:
            book.merge(news)
        expected |= {e.id: e for e in events}
    wanted = sorted((e for e in expected.values() if not e.acknowledged_by), key=lambda e: (e.at, e.id))
    assert book.shown == wanted
    assert len(book) == len(expected)


def test_a_batch_of_new_events_is_one_insertion_at_the_top(qapp: QApplication) -> None:
    model = EventsModel(LiveNetwork(), Theme())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    model.take([event(n) for n in range(1000)])
    model.take([event(n) for n in range(1000, 1003)])
    assert inserted == [(0, 999), (0, 2)]
    assert texts(model)[:2] == ["Number 1002", "Number 1001"]


def test_changed_events_are_told_as_ranges(qapp: QApplication) -> None:
    model = EventsModel(LiveNetwork(), Theme())
    model.take([event(n) for n in range(10)])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.take([event(n, acknowledged_by="kim") for n in (1, 2, 3, 7)])
    assert changed == [(2, 2), (6, 8)]
    assert model.index(2, Column.NOTE).data() == "✓"


def test_the_oldest_go_when_there_are_too_many(qapp: QApplication) -> None:
    model = EventsModel(LiveNetwork(), Theme())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.book._most = 5
    model.take([event(n) for n in range(4)])
    model.take([event(n) for n in range(4, 8)])
    assert texts(model) == [f"Number {n}" for n in (7, 6, 5, 4, 3)]


def test_the_words_of_a_filter_are_looked_for_in_text_and_device(campus: Bridge) -> None:
    model = EventsModel(campus.live, Theme())
    model.take([event(1), event(2, device="fw-1"), event(3, severity=Severity.CRITICAL)])
    model.choose(EventFilter(text="number FW"))
    assert texts(model) == ["Number 2"]
    model.choose(EventFilter(at_least=Severity.CRITICAL))
    assert texts(model) == ["Number 3"]


def test_a_hundred_thousand_events_can_be_filtered_and_added_to(qapp: QApplication) -> None:
    model = EventsModel(LiveNetwork(), Theme())
    model.take([event(n) for n in range(100_000)])
    model.choose(EventFilter(text="99999"))
    model.take([event(100_001)])
    assert texts(model) == ["Number 99999"]
    assert len(model.book) == 100_000


def test_device_text_is_never_markup(campus: Bridge) -> None:
    model = EventsModel(campus.live, Theme())
    model.take([event(1, text=msg("<b>x</b>\n{n}", n="\u202e<i>"))])
    assert texts(model) == ["<b>x</b> <i>"]
    assert "&lt;b&gt;" in model.index(0, Column.TEXT).data(Qt.ItemDataRole.ToolTipRole)


def test_what_came_before_is_read_once_somebody_looks(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    reads = [c for c in line.sent if isinstance(c.ask, ReadEvents)]
    assert [c.ask for c in reads] == [ReadEvents(most=500)]
    line.reply(reads[0].request, [event(n) for n in range(500, 0, -1)])
    campus.tick()
    assert panel.table.model.rowCount() == 500
    bar = panel.table.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert line.asks[-1] == ReadEvents(most=2000)


def test_nothing_more_is_read_once_the_store_has_no_more(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    line.reply(line.sent[-1].request, [event(n) for n in range(100)])
    campus.tick()
    before = len(line.sent)
    panel.table.read_older()
    assert len(line.sent) == before


def test_a_failed_read_is_said_and_not_repeated(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    failures: list[str] = []
    panel.table.failed.connect(failures.append)
    line.tell(Reply(request=line.sent[-1].request, error=msg("The store is closed.")))
    campus.tick()
    panel.table.read_older()
    assert failures == ["The store is closed."]
    assert isinstance(line.asks[-1], ReadEvents)


def test_space_acknowledges_what_is_selected(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    settle(panel, line, campus, event(1), event(2), event(3, acknowledged_by="lee"))
    panel.activateWindow()
    panel.activateWindow()
    QApplication.processEvents()
    panel.table.view.setFocus()
    panel.table.view.selectAll()
    QTest.keyClick(panel.table.view, Qt.Key.Key_Space)
    assert line.asks[-2:] == [AcknowledgeEvent(event="x2"), AcknowledgeEvent(event="x1")]


def test_the_button_is_dead_while_nothing_open_is_selected(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    settle(panel, line, campus, event(1, acknowledged_by="lee"))
    panel.table.view.selectAll()
    assert not panel._acknowledge.isEnabled()
    settle(panel, line, campus, event(2))
    panel.table.view.selectAll()
    assert panel._acknowledge.isEnabled()


def test_a_click_selects_the_device_or_its_port(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    settle(panel, line, campus, event(1), event(2, device="dist-a", interface="Te1/1/1"))
    click(panel.table, 1)
    assert panel.table._selection.devices == ("core-1",)
    click(panel.table, 0)
    assert panel.table._selection.interface == ("dist-a", "Te1/1/1")


def test_a_click_on_the_cause_goes_to_that_event(panel: EventsPanel, campus: Bridge, line: FakeLine) -> None:
    settle(panel, line, campus, event(1, device="dist-b2"), event(2, device="ap-b2", cause="x1"))
    assert panel.table.model.index(0, Column.NOTE).data() == "← cause dist-b2"
    click(panel.table, 0, Column.NOTE)
    assert panel.table.view.currentIndex().row() == 1


def click(table: EventsTable, row: int, column: Column = Column.TEXT) -> None:
    index: QModelIndex = table.model.index(row, column)
    place = table.view.visualRect(index).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_one_devices_events_are_read_for_that_device(campus: Bridge, line: FakeLine) -> None:
    table = EventsTable(campus, Theme(), Selection())
    table.show()
    table.show_device("fw-1")
    assert line.asks[-1] == ReadEvents(most=500, device="fw-1")
    line.tell(EventsRaised(events=(event(1), event(2, device="fw-1"))))
    campus.tick()
    assert texts(table.model) == ["Number 2"]
    table.close()


def test_the_reply_for_a_device_left_behind_does_not_count_as_read(campus: Bridge, line: FakeLine) -> None:
    table = EventsTable(campus, Theme(), Selection())
    table.show()
    table.show_device("fw-1")
    first = line.sent[-1].request
    table.show_device("fw-2")
    line.reply(first, [])
    campus.tick()
    table.read_older()
    assert [a for a in line.asks if isinstance(a, ReadEvents)][-1].device == "fw-2"
    assert table._is_reading
    table.close()


def test_events_speak_korean_as_soon_as_the_language_is_switched(panel: EventsPanel) -> None:
    i18n.set_language("ko")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert panel._acknowledge.toolTip() == "선택한 이벤트를 확인 처리 (Space)"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [300, 360, 700])
def test_the_bar_wraps_before_a_word_of_it_is_cut(panel: EventsPanel, width: int, language: str) -> None:
    i18n.set_language(language)
    try:
        panel.retranslate()
        panel.resize(width, 300)
        QApplication.processEvents()
        for widget in (panel._level, panel._acknowledge):
            assert widget.width() >= widget.sizeHint().width()
        bar = panel._filter.parentWidget()
        assert bar is not None
        assert all(bar.rect().contains(w.geometry()) for w in (panel._filter, panel._level, panel._acknowledge))
    finally:
        i18n.set_language("en")


def test_information_wears_no_sign_of_a_state() -> None:
    assert event_sign(event(1, severity=Severity.INFO)) is None
    assert event_sign(event(2, severity=Severity.CLEAR)) is Status.UP


def test_a_wide_table_has_room_for_longer_names_of_devices(panel: EventsPanel) -> None:
    def name_px(table_px: int) -> int:
        panel.resize(table_px, 300)
        return panel.table.view.columnWidth(Column.DEVICE)

    assert name_px(300) < name_px(560) < name_px(900) == name_px(1600)
