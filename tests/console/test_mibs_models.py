"""MIB values as tree, list and table, and on the clipboard."""

from __future__ import annotations

import csv
import gc
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from nocscape.console.mibs.export import COLUMNS, as_csv, as_json, as_text
from nocscape.console.mibs.feed import Feed
from nocscape.console.mibs.names import Place, is_figure, place_of, value_of
from nocscape.console.mibs.tables import CHUNK, MibGridModel, MibListModel
from nocscape.console.mibs.tree import MibTreeModel
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow
from tests.console.campus import NOW

pytestmark = pytest.mark.qt


def scalar(name: str = "SNMPv2-MIB::sysName.0", value: str = "core-1", **more: str) -> MibRow:
    return MibRow("1.3.6.1.2.1.1.5.0", name, value, value, more.pop("syntax", "OctetString"), NOW, **more)


def cell(column: str, index: int | str, value: str = "7", table: str = "IF-MIB::ifTable") -> MibRow:
    module = table.partition("::")[0]
    oid = f"1.3.6.1.2.1.2.2.1.{len(column)}.{index}"
    return MibRow(oid, f"{module}::{column}.{index}", value, value, "INTEGER", NOW, table, str(index))


def column_major(columns: int, rows: int) -> list[MibRow]:
    """As a walk brings a table: column by column."""
    return [cell(f"ifCol{c}", r) for c in range(columns) for r in range(1, rows + 1)]


def tree(*batches: list[MibRow]) -> MibTreeModel:
    model = MibTreeModel(Theme(), lambda _table, index: index)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for batch in batches:
        model.take(batch)
    return model


def drawn(model: MibTreeModel, parent: QModelIndex = QModelIndex(), depth: int = 0) -> list[str]:  # noqa: B008
    """Every line of the tree, opened fully, indented by its depth."""
    if model.canFetchMore(parent):
        model.fetchMore(parent)
    lines = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        lines.append("  " * depth + str(index.data()))
        lines.extend(drawn(model, index, depth + 1))
    return lines


def test_values_are_grouped_by_module_table_and_row(qapp: QApplication) -> None:
    model = tree([scalar(), cell("ifDescr", 1), cell("ifDescr", 2)], [cell("ifMtu", 1), cell("ifMtu", 2)])
    assert drawn(model) == [
        "SNMPv2-MIB",
        "  sysName",
        "IF-MIB",
        "  ifTable",
        "    1",
        "      ifDescr",
        "      ifMtu",
        "    2",
        "      ifDescr",
        "      ifMtu",
    ]


@given(st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12), max_size=6), st.data())
def test_it_does_not_matter_when_groups_are_opened_while_values_arrive(
    batches: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    rows = [[cell(f"c{c}", i) if c else scalar(f"M{i}::o{c}.0") for c, i in batch] for batch in batches]
    early, late = tree(), tree(*rows)
    for batch in rows:
        early.take(batch)
        if data.draw(st.booleans()):
            drawn(early)
    assert drawn(early) == drawn(late)


def test_a_group_that_nobody_opened_announces_nothing(qapp: QApplication) -> None:
    model = tree(column_major(1, 50))
    model.fetchMore(model.index(0, 0))
    told: list[int] = []
    model.rowsInserted.connect(lambda *_: told.append(1))
    model.take(column_major(20, 50))
    assert told == []
    table = model.index(0, 0, model.index(0, 0))
    model.fetchMore(table)
    model.take([cell("ifOne", 51), cell("ifOne", 52)])
    assert told == [1, 1]


def test_a_group_is_found_again_by_its_key(qapp: QApplication) -> None:
    model = tree([scalar(), cell("ifDescr", 1)])
    assert not model.index_of(("IF-MIB", "ifTable")).isValid()
    drawn(model)
    index = model.index_of(("IF-MIB", "ifTable"))
    assert index.data() == "ifTable"
    assert model.key_at(index) == ("IF-MIB", "ifTable")
    assert model.key_at(model.index(0, 0, model.index(0, 0))) == ()


def test_the_values_under_a_group_are_all_of_it_in_order(qapp: QApplication) -> None:
    rows = column_major(2, 3)
    model = tree(rows)
    assert sorted(r.oid for r in model.rows_under(model.index(0, 0))) == sorted(r.oid for r in rows)
    assert len(list(model.rows_under(QModelIndex()))) == 6


def test_objects_that_no_mib_knows_are_grouped_by_enterprise() -> None:
    oid = "1.3.6.1.4.1.9.9.13.1"
    assert place_of(MibRow(oid, oid, "1", "1", "INTEGER", NOW)) == Place("1.3.6.1.4.1.9", "", "", oid)


def test_a_value_carries_its_unit_once() -> None:
    assert value_of(scalar(value="10 000", units="Mb/s")) == "10 000 Mb/s"
    assert value_of(scalar(value="41 °C", units="°C")) == "41 °C"
    assert value_of(scalar(value="up (1)"), is_raw=True) == "up (1)"


def test_only_bare_numbers_are_set_as_figures() -> None:
    assert is_figure(scalar(value="8\u202f123", syntax="Counter64"))
    assert not is_figure(scalar(value="up (1)", syntax="INTEGER"))
    assert not is_figure(scalar(value="12"))


def test_the_list_tells_of_rows_as_a_view_gets_to_them(qapp: QApplication) -> None:
    model = MibListModel(Theme())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.take(column_major(1, CHUNK * 2 + 5))
    assert model.rowCount() == CHUNK
    model.take([scalar()])
    assert model.rowCount() == CHUNK
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == CHUNK * 2 + 6
    assert model.index(CHUNK * 2 + 5, 0).data() == "SNMPv2-MIB::sysName.0"


def test_a_table_of_the_mib_has_its_own_rows_and_columns(qapp: QApplication) -> None:
    model = MibGridModel(Theme(), lambda _table, index: f"port {index}")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.choose("IF-MIB::ifTable")
    model.take([scalar(), cell("ifDescr", 1, "Te1"), cell("ifDescr", 2, "Te2")])
    model.take([cell("ifMtu", 2, "1500"), cell("ipAddr", 1, table="IP-MIB::ipAddrTable")])
    assert (model.rowCount(), model.columnCount()) == (2, 2)
    assert model.headerData(1, Qt.Orientation.Horizontal) == "ifMtu"
    assert model.headerData(0, Qt.Orientation.Vertical) == "port 1"
    assert model.index(1, 1).data() == "1500"
    assert model.index(0, 1).data() is None
    assert [r.value for r in model.rows_under(QModelIndex())] == ["Te1", "Te2", "1500"]


def test_cells_of_a_column_are_told_as_one_range(qapp: QApplication) -> None:
    model = MibGridModel(Theme(), lambda _table, index: index)
    model.choose("IF-MIB::ifTable")
    model.take(column_major(1, 40))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda a, b: told.append((a.row(), b.row())))
    model.take(column_major(2, 40)[40:])
    assert told == [(0, 39)]


def test_a_table_of_any_size_is_nothing_to_the_collector(qapp: QApplication) -> None:
    grid = MibGridModel(Theme(), lambda _table, index: index)
    grid.choose("IF-MIB::ifTable")
    rows = column_major(4, 500)
    before = len(gc.get_objects())
    grid.take(rows)
    assert len(gc.get_objects()) - before < 100
    assert grid.rowCount() == 500
    assert [row.oid for row in grid.rows_under(grid.index(7, 2))] == [rows[2 * 500 + 7].oid]


def test_a_feed_gives_the_model_what_fits_the_filter(qapp: QApplication) -> None:
    feed, model = Feed(), MibListModel(Theme())
    feed.show_in(model)
    feed.add(column_major(3, 10))
    feed.choose("ifcol1 .7")
    assert [model.index(r, 0).data() for r in range(model.rowCount())] == ["IF-MIB::ifCol1.7"]
    feed.add([cell("ifCol1x", 7)])
    assert (model.rowCount(), feed.matched, len(feed.rows)) == (2, 2, 31)
    feed.choose("")
    assert model.rowCount() == 31
    assert feed.tables == {"IF-MIB::ifTable": 31}


def test_a_burst_is_given_in_slices_and_completely(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nocscape.console.mibs.feed.SLICE_S", 1e-9)
    feed, model = Feed(), MibTreeModel(Theme(), lambda _table, index: index)
    feed.show_in(model)
    feed.add(column_major(10, 100))
    slices = 1
    while len(list(model.rows_under(QModelIndex()))) < 1000:
        QApplication.processEvents()
        slices += 1
    assert feed.is_done
    assert slices > 2


text = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.builds(MibRow, text, text, text, text, text, st.floats(0, 2e9), text, text, text), max_size=5))
def test_csv_and_json_hold_every_field(rows: list[MibRow]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(rows), newline="")))
    assert tuple(read[0]) == COLUMNS
    assert [r[2].removeprefix("'") for r in read[1:]] == [r.value.removeprefix("'") for r in rows]
    assert [r["raw"] for r in json.loads(as_json(rows))] == [r.raw for r in rows]


def test_what_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not() -> None:
    line = as_csv([scalar(value='=cmd|"/c calc"!A1', units="-6.8")]).splitlines()[1]
    fields = next(csv.reader([line]))
    assert fields[2] == '\'=cmd|"/c calc"!A1'
    assert fields[3] == "-6.8"


def test_text_is_a_line_for_each_value() -> None:
    assert as_text([scalar(), scalar(value="10", units="s")]) == (
        "SNMPv2-MIB::sysName.0 = core-1\nSNMPv2-MIB::sysName.0 = 10 s"
    )
