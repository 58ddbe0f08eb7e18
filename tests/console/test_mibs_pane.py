"""Reading MIB values live, seen from the pane."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.pane import DEFAULT_ROOT, MibPane
from nocscape.console.mibs.tables import index_text
from nocscape.console.mibs.walk import Stage
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow, MibRows, Reply
from nocscape.model.commands import CancelJob, ShowObject, WalkMib
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import IF_TABLE, Engine, page_of
from tests.console.test_mibs_models import cell, column_major, scalar

pytestmark = pytest.mark.qt


@pytest.fixture
def pane(campus: Bridge) -> Iterator[MibPane]:
    pane = MibPane(campus, Theme(), Selection())
    pane.resize(340, 500)
    pane.show()
    pane.show_device("core-1")
    yield pane
    pane.close()
    pane.deleteLater()


def last_walk(line: FakeLine) -> WalkMib:
    return next(a for a in reversed(line.asks) if isinstance(a, WalkMib))


def arrive(line: FakeLine, bridge: Bridge, *rows: MibRow, job: str = "") -> None:
    line.tell(MibRows(job=job or last_walk(line).job, rows=rows))
    bridge.tick()


def end(line: FakeLine, bridge: Bridge, **how: object) -> None:
    request = next(c.request for c in reversed(line.sent) if isinstance(c.ask, WalkMib))
    line.tell(Reply(request=request, **how))  # type: ignore[arg-type]
    bridge.tick()


def test_nothing_is_read_before_it_is_asked_for(pane: MibPane, line: FakeLine) -> None:
    assert not [a for a in line.asks if isinstance(a, WalkMib)]
    assert pane._empty._title.text() == "MIB values of core-1"
    pane._empty._button.click()
    walk = last_walk(line)
    assert (walk.device, walk.root) == ("core-1", DEFAULT_ROOT)


def test_rows_are_on_show_as_soon_as_they_arrive(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar(), *column_major(2, 3))
    assert pane.views.isVisible()
    assert pane.views.tree.rowCount() == 2
    end(line, campus)
    assert pane.walk.stage is Stage.DONE
    assert pane._status.text().startswith("7 values · read ")


def test_cancel_answers_at_once_and_late_rows_are_dropped(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar())
    pane._refresh.click()
    assert pane.walk.stage is Stage.CANCELLED
    assert line.asks[-1] == CancelJob(job=last_walk(line).job)
    arrive(line, campus, cell("ifDescr", 1))
    end(line, campus)
    assert len(pane.feed.rows) == 1
    assert "cancelled" in pane._status.text()


def test_another_reading_replaces_the_one_that_runs(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    first = last_walk(line)
    pane.read("IF-MIB::ifTable")
    assert CancelJob(job=first.job) in line.asks
    arrive(line, campus, scalar(), job=first.job)
    assert pane.feed.rows == []
    assert last_walk(line).root == "IF-MIB::ifTable"


def test_rows_of_somebody_elses_reading_are_left_alone(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar(), job="walk-of-another")
    assert pane.feed.rows == []


def test_a_failure_says_what_to_try_and_offers_it(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    end(line, campus, error=msg("core-1 did not answer."), hint=msg("Check its SNMP settings."))
    assert pane._empty._text.text() == "core-1 did not answer. Check its SNMP settings."
    assert pane._empty._button.text() == "Read again"


def test_an_oid_or_name_and_enter_reads_that(pane: MibPane, line: FakeLine) -> None:
    for typed, root in ((".1.3.6.1.4.1.9", "1.3.6.1.4.1.9"), ("IF-MIB::ifXTable", "IF-MIB::ifXTable")):
        pane._filter.setText(typed)
        QTest.keyClick(pane._filter, Qt.Key.Key_Return)
        assert last_walk(line).root == root
        assert pane._filter.text() == ""


def test_a_word_and_enter_only_filters(pane: MibPane, line: FakeLine) -> None:
    pane._filter.setText("ifDescr")
    QTest.keyClick(pane._filter, Qt.Key.Key_Return)
    assert not [a for a in line.asks if isinstance(a, WalkMib)]
    assert pane.feed.is_filtered


def test_the_filter_counts_what_it_found(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar(), *column_major(2, 5))
    end(line, campus)
    pane._filter.setText("ifCol1")
    pane._filter.tell()
    assert pane._status.text().startswith("5 of 11 values")


def test_what_was_open_is_open_again_after_a_refresh(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, *column_major(2, 2))
    QApplication.processEvents()
    views = pane.views
    views.tree_view.expand(views.tree.index_of(("IF-MIB", "ifTable")))
    pane.read()
    arrive(line, campus, *column_major(2, 2))
    for _ in range(3):
        QApplication.processEvents()
    assert views.tree_view.isExpanded(views.tree.index_of(("IF-MIB", "ifTable")))


def test_rows_of_port_tables_are_named_after_the_port(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, cell("ifDescr", 1))
    pane._choose_view("table")
    assert pane.views.grid.headerData(0, Qt.Orientation.Vertical) == "1 · Te1/1/1"
    assert pane._table.currentText() == "IF-MIB::ifTable"


def test_another_table_can_be_chosen(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, cell("ifDescr", 1), cell("ipAddr", "10.0.0.1", table="IP-MIB::ipAddrTable"))
    pane._choose_view("table")
    pane._table.setCurrentIndex(1)
    pane._choose_table()
    assert pane.views.grid.headerData(0, Qt.Orientation.Horizontal) == "ipAddr"


def test_selected_values_are_copied_and_everything_where_nothing_is_selected(
    pane: MibPane, campus: Bridge, line: FakeLine
) -> None:
    pane.read()
    arrive(line, campus, scalar(), *column_major(1, 2))
    QApplication.processEvents()
    clipboard = QGuiApplication.clipboard()
    pane._copy_as(pane._copy_actions["text"])
    assert len(clipboard.text().splitlines()) == 3
    pane.views.tree_view.setCurrentIndex(pane.views.tree.index_of(("IF-MIB",)))
    pane._copy_as(pane._copy_actions["csv"])
    assert len(clipboard.text().splitlines()) == 3
    assert "sysName" not in clipboard.text()


def test_the_description_of_the_current_value_is_shown_on_demand(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar(description="The name of <b>this</b> node."))
    QApplication.processEvents()
    pane._info.setChecked(True)
    tree = pane.views.tree
    pane.views.tree_view.setCurrentIndex(tree.index(0, 0, tree.index(0, 0)))
    assert "The name of <b>this</b> node." in pane._details.toPlainText()
    assert "&lt;b&gt;" in tree.index(0, 0, tree.index(0, 0)).data(Qt.ItemDataRole.ToolTipRole)


def test_raw_values_are_shown_on_demand(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, MibRow("1.3.6.1.2.1.1.3.0", "SNMPv2-MIB::sysUpTime.0", "41 d", "355632755", "TimeTicks", 0.0))
    pane._choose_view("list")
    assert pane.views.list.index(0, 1).data() == "41 d"
    pane._raw.setChecked(True)
    assert pane.views.list.index(0, 1).data() == "355632755"


def test_another_device_cancels_and_forgets(pane: MibPane, campus: Bridge, line: FakeLine) -> None:
    pane.read()
    arrive(line, campus, scalar())
    pane.show_device("fw-1")
    assert line.asks[-1] == CancelJob(job=last_walk(line).job)
    assert pane.feed.rows == []
    assert pane._empty._title.text() == "MIB values of fw-1"


def test_a_device_without_snmp_says_so(pane: MibPane) -> None:
    pane.show_device("internet")
    assert pane._empty._title.text() == "internet does not answer SNMP"


def test_the_pane_speaks_korean_as_soon_as_the_language_is_switched(pane: MibPane) -> None:
    i18n.set_language("ko")
    QApplication.sendEvent(pane, QEvent(QEvent.Type.LanguageChange))
    assert pane._empty._title.text() == "core-1의 MIB 값"
    assert pane._filter.placeholderText() == "필터 · OID"


def test_tables_with_the_same_rows_stand_beside_each_other_on_demand(
    pane: MibPane, campus: Bridge, line: FakeLine
) -> None:
    engine = Engine(line, campus)
    by_port = dict.fromkeys(("IF-MIB::ifTable", "IF-MIB::ifXTable"), ("ifIndex",))
    indexes = by_port | {"IP-MIB::ipAddrTable": ("ipAdEntAddr",)}
    engine.answers[ShowObject] = lambda ask: page_of(IF_TABLE, index=indexes[ask.name])
    pane.read()
    other = cell("ipAddr", "10.0.0.1", table="IP-MIB::ipAddrTable")
    arrive(line, campus, cell("ifDescr", 1), cell("ifName", 1, table="IF-MIB::ifXTable"), other)
    assert not [a for a in line.asks if isinstance(a, ShowObject)]
    pane._choose_view("table")
    engine.run()
    assert pane._beside.isEnabled()
    pane._beside.setChecked(True)
    titles = [pane.views.grid.headerData(c, Qt.Orientation.Horizontal) for c in range(pane.views.grid.columnCount())]
    assert titles == ["ifDescr", "ifName"]
    tip = pane.views.grid.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>ifIndex 1</qt>"
    pane._table.setCurrentIndex(2)
    pane._choose_table()
    assert not pane._beside.isEnabled()
    assert pane.views.grid.columnCount() == 1


def test_an_index_is_named_by_its_parts_where_they_can_be_told_apart() -> None:
    assert index_text(("fdbId", "address"), "10 00:01:02:03:04:05") == "fdbId 10\naddress 00:01:02:03:04:05"
    assert index_text(("name",), "two words") == "two words"
