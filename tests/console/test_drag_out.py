"""Every table, tree and tile gives out what it shows, and a chart takes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.dragging import devices_in, objects_in, objects_mime, ports_in, series_in
from nocscape.console.events.model import EventsModel
from nocscape.console.inspector.branches import Branch, BranchTree
from nocscape.console.inspector.tiles import MetricTile
from nocscape.console.mibs.feed import Feed
from nocscape.console.mibs.tree import MibTreeModel
from nocscape.console.mibs.views import LIST, TABLE, TREE, MibViews
from nocscape.console.parts.ranges import ROOT, Index
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import EventsRaised, MibRow, Reply
from nocscape.model.commands import Ask, ChartObject, ListMetrics
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesKey
from nocscape.model.mibs import Charted
from nocscape.model.net import PortRef
from nocscape.model.status import Severity
from tests.console.campus import NOW
from tests.console.chart_stage import Wall, history_of
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

ERRORS = "1.3.6.1.2.1.2.2.1.14.3"
ROWS = (
    MibRow(ERRORS, "IF-MIB::ifInErrors.3", "7", "7", "Counter32", NOW, "IF-MIB::ifTable", "3"),
    MibRow("1.3.6.1.2.1.2.2.1.2.3", "IF-MIB::ifDescr.3", "eth0", "eth0", "OctetString", NOW, "IF-MIB::ifTable", "3"),
)
KEY = SeriesKey("core-1", "if_in_errors_per_s", "Te1/1/1")


@pytest.fixture
def panel(campus: Bridge, line: FakeLine) -> Iterator[ChartPanel]:
    line.answer = history_of
    panel = ChartPanel(campus, Theme(), Selection(), now=Wall())
    panel.resize(700, 300)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


@pytest.mark.parametrize("name", [TREE, LIST, TABLE])
def test_numbers_are_dragged_out_of_every_view_of_mib_values_and_words_are_not(qapp: QApplication, name: str) -> None:
    views = MibViews(Feed(), Theme(), lambda _, index: index)
    views.show_device("core-1")
    views.show_table("IF-MIB::ifTable")
    views.show_view(name)
    views.model.take(ROWS)
    places = [place for place in indexes(views.model) if views.model.row_at(place) is not None]
    can = [place for place in places if views.model.flags(place) & Qt.ItemFlag.ItemIsDragEnabled]
    assert 0 < len(can) < len(places)
    for chosen in (places, can):
        assert objects_in(views.model.mimeData(chosen)) == [("core-1", ERRORS)]
    views.deleteLater()


def indexes(model: QAbstractItemModel, parent: Index = ROOT) -> Iterator[QModelIndex]:
    """Every index of a model, group after group."""
    if model.canFetchMore(parent):
        model.fetchMore(parent)
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            yield model.index(row, column, parent)
        if isinstance(model, MibTreeModel):
            yield from indexes(model, model.index(row, 0, parent))


def test_a_mib_value_on_a_chart_becomes_its_series_and_what_is_new_is_said(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    def answer(ask: Ask) -> object:
        if isinstance(ask, ChartObject):
            return Charted(key=KEY, title="ifInErrors", interval_s=60.0, is_new=True)
        return history_of(ask)

    line.answer = answer
    panel._selection.select_devices(["core-1"])
    put_on(panel, objects_mime([("core-1", ERRORS)], ["IF-MIB::ifInErrors.3"]))
    assert ChartObject(device="core-1", object=ERRORS) in line.asks
    campus.tick()
    assert panel._chosen_views()[0].curves[0].key == KEY
    assert panel.subject is not None
    assert len(panel.subject.views) == 2
    assert line.asks.count(ListMetrics()) == 2
    assert panel._problem.text() == "ifInErrors is measured every 60 s from now on."


def test_a_value_that_cannot_be_measured_says_why(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    put_on(panel, objects_mime([("core-1", ERRORS)], []))
    line.tell(Reply(request=line.sent[-1].request, error=msg("no number"), hint=msg("choose another")))
    campus.tick()
    assert panel._problem.text() == "no number choose another"
    assert panel.subject is None


def put_on(panel: ChartPanel, mime: QMimeData) -> None:
    """What is dragged is let go over an empty chart."""
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    panel.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, keys))


def test_an_event_gives_its_port_or_its_device(campus: Bridge, line: FakeLine) -> None:
    model = EventsModel(campus.live, Theme())
    made = (
        Event(id="1", at=NOW, kind="x", severity=Severity.MINOR, text=msg("a"), device="core-1", interface="Te1/1/1"),
        Event(id="2", at=NOW + 1, kind="down", severity=Severity.MINOR, text=msg("b"), device="core-2"),
        Event(id="3", at=NOW + 2, kind="told", severity=Severity.INFO, text=msg("c")),
    )
    line.tell(EventsRaised(events=made))
    model.take(made)
    rows = [model.index(row, 0) for row in range(3)]
    can = [bool(model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled) for index in rows]
    assert can == [False, True, True]
    mime = model.mimeData(rows)
    assert ports_in(mime) == [("core-1", "Te1/1/1")]
    assert devices_in(mime) == ["core-2"]
    assert mime.text() == "core-2\ncore-1"


def test_a_neighbour_gives_the_port_that_it_stands_behind(qapp: QApplication) -> None:
    tree = BranchTree(Theme(), "network", lambda _: None)
    leaf = Branch("ap-1", target=PortRef("core-1", "Te1/1/1"))
    tree.show_branches([Branch("Access points", children=(leaf,))])
    group = tree.tree.topLevelItem(0)
    assert group is not None
    assert not group.flags() & Qt.ItemFlag.ItemIsDragEnabled
    below = group.child(0)
    assert below is not None
    assert ports_in(tree.tree.mimeData([group, below])) == [("core-1", "Te1/1/1")]
    tree.deleteLater()


def test_a_figure_is_dragged_when_the_pointer_went_far_enough(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: dragged.append(drag.mimeData()))
    tile = MetricTile(Theme(), "s1")
    tile.key = KEY
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, x in ((QEvent.Type.MouseButtonPress, 5), (QEvent.Type.MouseMove, 7), (QEvent.Type.MouseMove, 60)):
        at = QPointF(x, 5)
        qapp.sendEvent(tile, QMouseEvent(kind, at, tile.mapToGlobal(at), left, left, none))
        assert bool(dragged) == (x == 60)
    assert series_in(dragged[0]) == [KEY]
    assert tile.mime_at(QPointF(QPoint())) is not None
    tile.deleteLater()
