"""What can be done with a value: opened from anywhere, charted, kept, compared, written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.inspector.panel import InspectorPanel
from nocscape.console.mibs.compare import Compared, CompareDialog
from nocscape.console.mibs.live_chart import LiveChart, Rate
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.mibs.value_actions import ValueActions
from nocscape.console.mibs.write_dialog import WriteDialog
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import MibRow, MibRows
from nocscape.model.commands import (
    CheckWrites,
    MeasureObject,
    ReadPort,
    ReadRecording,
    ReadValues,
    ShowObject,
    WalkMib,
    WriteValues,
)
from nocscape.model.mibs import Measured, Replayed, ValueWrite, WriteCheck, Written
from nocscape.model.net import DeviceId, PortRef
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import IF_DESCR, Engine, number_row, page_of
from tests.console.test_mibs_models import scalar

pytestmark = pytest.mark.qt

STATE = MibRow(
    "1.3.6.1.2.1.2.2.1.7.3", "IF-MIB::ifAdminStatus.3", "up (1)", "1", "INTEGER", 0.0, "IF-MIB::ifTable", "3"
)
CHECK = WriteCheck(
    oid=STATE.oid,
    name=STATE.name,
    syntax="INTEGER",
    before="up (1)",
    before_raw="1",
    after="down (2)",
    after_raw="2",
)


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def engine(campus: Bridge, line: FakeLine) -> Engine:
    engine = Engine(line, campus)
    engine.answers = {ShowObject: lambda _: page_of(IF_DESCR, enums={"up": 1, "down": 2})}
    return engine


# from anywhere


def test_the_values_of_what_is_selected_are_a_step_away(campus: Bridge, selection: Selection) -> None:
    action = OpenValues(campus, Theme(), selection, selection)
    asked: list[tuple[str, str]] = []
    selection.values_asked.connect(lambda device, _root: asked.append((device, "")))
    selection.port_values_asked.connect(lambda device, key: asked.append((device, key)))
    action.offer()
    assert not action.isEnabled()
    selection.select_devices(("core-1",))
    action.offer()
    assert action.text() == "MIB values of this device"
    action.trigger()
    link = next(x for x in campus.live.links.values() if x.a.interface is not None)
    selection.select_link(link.id)
    action.offer()
    assert action.text() == "MIB values of this port"
    action.trigger()
    action.offer(PortRef("fw-1", "ge-0"))
    action.trigger()
    assert asked == [("core-1", ""), (link.a.device, link.a.interface), ("fw-1", "ge-0")]


def test_a_port_is_read_and_read_again_by_itself(campus: Bridge, selection: Selection, engine: Engine) -> None:
    panel = InspectorPanel(campus, Theme(), selection)
    panel.show()
    pane = panel.device_page.mibs
    engine.answers[ReadPort] = lambda _: (number_row(),)
    selection.ask_port_values("core-1", "Te1/1/1")
    engine.run()
    assert [row.name for row in pane.feed.rows] == ["IF-MIB::ifHCInOctets.3"]
    pane.read()
    engine.run()
    assert engine.asked(ReadPort) == [ReadPort(device="core-1", interface="Te1/1/1")] * 2
    selection.ask_values("core-1", "IF-MIB::ifTable")
    assert [ask.root for ask in engine.asked(WalkMib)] == ["IF-MIB::ifTable"]
    panel.close()
    panel.deleteLater()


# from a number to monitoring


@pytest.fixture
def chosen() -> list[MibRow]:
    return [number_row()]


@pytest.fixture
def actions(campus: Bridge, selection: Selection, chosen: list[MibRow]) -> Iterator[ValueActions]:
    host = QWidget()

    def what() -> tuple[DeviceId, list[MibRow]]:
        return "core-1", chosen

    yield ValueActions(campus, Theme(), selection, host, what)
    host.deleteLater()


def test_only_what_makes_sense_is_offered(actions: ValueActions, chosen: list[MibRow]) -> None:
    def offered() -> set[str]:
        actions.refresh()
        return {name for name, action in actions.actions.items() if action.isEnabled()}

    every = {"chart", "keep", "keep-all", "keep-kind", "look-up", "threshold", "write"}
    assert offered() == every
    chosen[:] = [scalar()]
    assert offered() == {"look-up", "write"}
    chosen[:] = [number_row(), number_row(row=4)]
    assert offered() == {"chart"}
    chosen.clear()
    assert offered() == set()


def test_a_number_is_kept_in_history_with_two_clicks(actions: ValueActions, engine: Engine) -> None:
    said: list[tuple[str, str]] = []
    actions.said.connect(lambda words, tone: said.append((words, tone)))
    kept = Measured(metric="octets_per_s", title="x", unit="B/s", interval_s=60, profile="own", file="/p/own.yaml")
    engine.answers[MeasureObject] = lambda _: kept
    actions.open_menu(QPoint(0, 0))
    actions.actions["keep"].trigger()
    actions.actions["keep-kind"].trigger()
    engine.run()
    asked = [(ask.is_one_row, ask.is_for_kind) for ask in engine.asked(MeasureObject)]
    assert asked == [(True, False), (False, True)]
    words = "octets_per_s is measured every 60 s from now on. The file /p/own.yaml says so and can be shared."
    assert said == [(words, "ok")] * 2
    engine.answers[MeasureObject] = lambda _: "!sysDescr is no number"
    actions.actions["keep"].trigger()
    engine.run()
    assert said[-1] == ("sysDescr is no number", "crit")


def test_of_a_table_one_row_is_kept_or_all_of_them(actions: ValueActions, engine: Engine, chosen: list[MibRow]) -> None:
    said: list[str] = []
    actions.said.connect(lambda words, _tone: said.append(words))
    engine.answers[MeasureObject] = lambda ask: Measured(
        metric="m", title="x", unit="1", interval_s=60, profile="own", rows=("3",) if ask.is_one_row else ()
    )
    keep, keep_all = actions.actions["keep"], actions.actions["keep-all"]
    actions.refresh()
    assert (keep.text(), keep_all.text(), keep_all.isVisible()) == (
        "Keep this row in history",
        "Keep all rows in history",
        True,
    )
    keep.trigger()
    keep_all.trigger()
    engine.run()
    assert [(ask.object, ask.is_one_row) for ask in engine.asked(MeasureObject)] == [
        (chosen[0].oid, True),
        (chosen[0].oid, False),
    ]
    assert said == [
        "m is measured every 60 s from now on, of these rows: 3.",
        "m is measured every 60 s from now on.",
    ]
    chosen[:] = [replace(chosen[0], table="")]
    actions.refresh()
    assert (keep.text(), keep_all.isVisible()) == ("Keep in history", False)


def test_counters_are_rates_and_what_was_set_back_is_none() -> None:
    rate = Rate()
    readings = [number_row(at, raw) for at, raw in ((0.0, "100"), (5.0, "600"), (10.0, "50"), (12.0, "70"))]
    assert [rate.of(row) for row in readings] == [None, 100.0, None, 10.0]
    rate = Rate()
    around = [number_row(at, raw, "Counter32") for at, raw in ((0.0, "4294967290"), (1.0, "4"))]
    assert [rate.of(row) for row in around] == [None, 10.0]
    assert Rate().of(number_row(0.0, "-68", "INTEGER")) == -68.0


def test_a_chart_reads_while_it_is_seen_and_says_what_went_wrong(campus: Bridge, engine: Engine) -> None:
    row = number_row(0.0, "12", "Gauge32")
    chart = LiveChart(campus, Theme(), "core-1", [row], now=lambda: 100.0)
    engine.answers[ReadValues] = lambda _: (number_row(99.0, "14", "Gauge32"),)
    chart.show()
    engine.run()
    assert engine.asked(ReadValues) == [ReadValues(device="core-1", names=(row.oid,))]
    assert list(chart.curves[row.oid].joined().values) == [14.0]
    engine.answers[ReadValues] = lambda _: "!core-1 did not answer"
    chart.read()
    chart.read()
    engine.run()
    assert chart.problem.text() == "core-1 did not answer"
    chart.hide()
    assert not chart._timer.isActive()
    assert len(engine.asked(ReadValues)) == 2
    chart.deleteLater()


# comparing


def test_two_devices_are_compared_by_what_differs(campus: Bridge, line: FakeLine, engine: Engine) -> None:
    mine = [scalar(), STATE, number_row()]
    dialog = CompareDialog(campus, Theme(), Compared("core-1", "", tuple(mine), "1.3.6.1.2.1"))
    dialog.show()
    dialog.compare_with("core-2")
    walk = engine.asked(WalkMib)[-1]
    assert (walk.device, walk.root) == ("core-2", "1.3.6.1.2.1")
    down = MibRow(STATE.oid, STATE.name, "down (2)", "2", "INTEGER", 0.0)
    extra = MibRow("1.3.9", "X-MIB::x.0", "9", "9", "INTEGER", 0.0)
    line.tell(MibRows(job=walk.job, rows=(scalar(), down, number_row(raw="7"), extra)))
    campus.tick()
    engine.answers[WalkMib] = lambda _: "done"
    engine.run()

    def shown() -> list[list[str]]:
        model = dialog.model
        return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]

    assert shown() == [[STATE.name, "up (1)", "down (2)"], ["X-MIB::x.0", "—", "9"]]
    dialog.restless.setChecked(True)
    assert len(shown()) == 3
    dialog.differing.setChecked(False)
    assert len(shown()) == 4
    dialog.filter.setText("admin")
    dialog.filter.tell()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == f"{STATE.name}\tup (1)\tdown (2)"
    dialog.close()
    dialog.deleteLater()


def test_a_device_is_compared_with_how_it_was_recorded(campus: Bridge, line: FakeLine, engine: Engine) -> None:
    dialog = CompareDialog(campus, Theme(), Compared("core-1", "", (STATE,), "1.3.6.1.2.1"))
    dialog.show()
    assert dialog.device_box.itemText(0) == "A recording…"
    dialog.device_box.activated.emit(0)
    assert dialog.asking is not None
    dialog.asking.filesSelected.emit(["/srv/before.snmprec"])
    dialog.asking.close()
    read = engine.asked(ReadRecording)[-1]
    assert (read.path, read.root) == ("/srv/before.snmprec", "1.3.6.1.2.1")
    line.tell(MibRows(job=read.job, rows=(replace(STATE, value="down (2)", raw="2"),)))
    campus.tick()
    engine.answers[ReadRecording] = lambda _: Replayed(ended="done")
    engine.run()
    titles = [dialog.model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert titles == ["Name", "core-1", "before.snmprec"]
    assert [dialog.model.index(0, column).data() for column in (1, 2)] == ["up (1)", "down (2)"]
    dialog.close()
    dialog.deleteLater()


# writing


@pytest.fixture
def writing(campus: Bridge, engine: Engine) -> Iterator[WriteDialog]:
    dialog = WriteDialog(campus, "core-1", "core-1", STATE)
    dialog.show()
    engine.run()
    yield dialog
    dialog.close()
    dialog.deleteLater()


def typed(dialog: WriteDialog, engine: Engine, text: str) -> None:
    dialog.field.setEditText(text)
    dialog._pause.stop()
    dialog._ask_check()
    engine.run()


def test_a_write_is_checked_confirmed_and_read_back(writing: WriteDialog, engine: Engine) -> None:
    done: list[bool] = []
    writing.written.connect(lambda: done.append(True))
    assert [writing.field.itemText(place) for place in range(writing.field.count())] == ["up", "down"]
    assert not writing.write_button.isEnabled()
    engine.answers[CheckWrites] = lambda _: (CHECK,)
    typed(writing, engine, "down")
    assert (writing.before.text(), writing.after.text()) == ("up (1)", "down (2)   (INTEGER)")
    writing.write_button.click()
    assert not engine.asked(WriteValues)
    box = writing.findChild(QMessageBox)
    assert box is not None
    assert "up (1) → down (2)" in box.informativeText()
    engine.answers[WriteValues] = lambda _: (Written(check=CHECK, now="down (2)", is_as_asked=True),)
    box.accept()
    engine.run()
    wanted = ValueWrite(name=STATE.oid, value="down", before="1")
    assert engine.asked(WriteValues) == [WriteValues(device="core-1", writes=(wanted,))]
    assert writing.problem.text() == "Written. The device says: down (2)"
    assert done == [True]


def test_what_the_mib_forbids_cannot_be_written(writing: WriteDialog, engine: Engine) -> None:
    engine.answers[CheckWrites] = lambda _: "!7 is none of its values"
    typed(writing, engine, "7")
    assert writing.problem.text() == "7 is none of its values"
    assert not writing.write_button.isEnabled()


def test_a_value_that_is_already_there_need_not_be_written(writing: WriteDialog, engine: Engine) -> None:
    same = replace(CHECK, after="up (1)", after_raw="1")
    engine.answers[CheckWrites] = lambda _: (same,)
    typed(writing, engine, "up")
    assert writing.after.text() == "the same as it is"
    assert not writing.write_button.isEnabled()


def test_a_device_that_says_something_else_afterwards_is_told_of(writing: WriteDialog, engine: Engine) -> None:
    engine.answers[CheckWrites] = lambda _: (CHECK,)
    typed(writing, engine, "down")
    engine.answers[WriteValues] = lambda _: (Written(check=CHECK, now="testing (3)", is_as_asked=False),)
    writing.write()
    engine.run()
    assert writing.problem.text() == "The device took it and says something else: testing (3)"
