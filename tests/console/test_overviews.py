"""Overviews: composed by hand, undone, kept, shared; every kind of widget by one contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QMessageBox, QSpinBox, QWidget

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.overviews.form import CHOICES, SettingsDialog
from nocscape.console.overviews.kind import WidgetKind
from nocscape.console.overviews.panel import OverviewsPanel
from nocscape.console.overviews.schema import Control, fields_of
from nocscape.console.overviews.templates import BUILT_IN, built_in
from nocscape.console.overviews.view import OverviewView
from nocscape.console.overviews.wall_pages import OverviewPages
from nocscape.console.overviews.widgets import kinds
from nocscape.console.overviews.widgets.alarms import AlarmsTile
from nocscape.console.overviews.widgets.availability import AvailabilityTile
from nocscape.console.overviews.widgets.chart import ChartTile, key_of, text_of
from nocscape.console.overviews.widgets.gauge import GaugeTile
from nocscape.console.overviews.widgets.number import NumberTile
from nocscape.console.overviews.widgets.statuses import StatusesTile
from nocscape.console.overviews.widgets.top import TopTile
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, ROW, Theme
from nocscape.model.alarms import ListAlarmRules
from nocscape.model.batches import OverviewsChanged, Reply
from nocscape.model.commands import (
    Ask,
    ListMetrics,
    ListSeries,
    ReadEvents,
    ReadHistory,
    ReadTogether,
    ReadTop,
    WatchSeries,
)
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import DEVICE_METRICS, ENGINE, SeriesData, SeriesKey
from nocscape.model.overview import (
    Cells,
    ListOverviews,
    Overview,
    OverviewInfo,
    ReadOverview,
    RemoveOverview,
    SaveOverview,
    Scope,
    Widget,
)
from nocscape.model.status import Status
from nocscape.model.utilisation import UTILISATION
from tests.console.campus import NOW
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

SEOUL = Overview(id="mine", title="Mine", widgets=(Widget(id="t", kind="text", cells=Cells(0, 0, 4, 2)),), revision=3)


def answer(ask: Ask) -> object:
    """A small engine: half a percent of loss, a few ports with traffic, one overview."""
    match ask:
        case ReadHistory(keys=keys, since=since, until=until):
            times = list(range(since // 3600 * 3600 + 3600, until + 1, 3600))
            return tuple(SeriesData(key=k, times=times, values=[0.5] * len(times), step_s=3600) for k in keys)
        case ReadTop(metric=metric, most=most, devices=devices):
            all_ports = (("core-1", 9e9), ("fw-1", 5e9), ("acc-a1", 1e9))
            rows = tuple((SeriesKey(d, metric, "Te1/1/1"), v) for d, v in all_ports if devices and d in devices)
            return Ranking(rows[:most])
        case ReadTogether(metric=metric, since=since, until=until):
            hours = list(range(since // 3600 * 3600 + 3600, until + 1, 3600)) or [until]
            return SeriesData(key=SeriesKey("", metric), times=hours, values=[0.5] * len(hours), step_s=3600)
        case ListSeries(device=device):
            return [SeriesKey(device, metric) for metric in DEVICE_METRICS]
        case ListOverviews():
            return [OverviewInfo("mine", "Mine", 3)]
        case ReadOverview():
            return SEOUL
        case SaveOverview(overview=overview):
            return replace(overview, revision=overview.revision + 1)
    return [] if isinstance(ask, ListMetrics | ReadEvents | ListAlarmRules) else None


@pytest.fixture
def engine(line: FakeLine) -> FakeLine:
    line.answer = answer
    return line


@pytest.fixture
def view(campus: Bridge, engine: FakeLine) -> Iterator[OverviewView]:
    view = OverviewView(campus, Theme(), Selection(), now=lambda: NOW)
    view.resize(1000, 700)
    view.show()
    yield view
    dismiss(view)


@pytest.fixture
def panel(campus: Bridge, engine: FakeLine) -> Iterator[OverviewsPanel]:
    panel = OverviewsPanel(campus, Theme(), Selection(), now=lambda: NOW)
    panel.resize(1100, 700)
    panel.open(SEOUL)
    panel.show()
    campus.tick()
    yield panel
    panel._save_soon.stop()
    dismiss(panel)


def dismiss(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def show_one(view: OverviewView, bridge: Bridge, kind: str, scope: Scope | None = None, **settings: object) -> QWidget:
    """An overview of a single widget, after the engine has answered."""
    widget = Widget(id="w", kind=kind, cells=Cells(0, 0, 6, 6), settings=settings)  # type: ignore[arg-type]
    view.show_overview(Overview(id="o", title="", widgets=(widget,), scope=scope or Scope()))
    for _ in range(4):
        bridge.tick()
    return view.grid.frames["w"].tile


# every kind


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda k: k.name)
def test_a_kind_of_widget_declares_itself_and_costs_nothing_while_it_is_hidden(
    kind: WidgetKind, view: OverviewView, campus: Bridge, engine: FakeLine
) -> None:
    show_one(view, campus, kind.name)
    assert not view.grab().isNull()
    assert kind.title in i18n.catalogue("ko")
    assert {f.title for f in fields_of(kind.settings)} <= set(i18n.catalogue("ko"))
    assert {c for f in fields_of(kind.settings) for c in f.choices} <= set(CHOICES)
    view.hide()
    asked = len(engine.asks)
    QTest.qWait(20)
    assert len(engine.asks) == asked
    watches = [a for a in engine.asks if isinstance(a, WatchSeries)]
    assert not watches or watches[-1].keys == ()


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda k: k.name)
def test_settings_of_another_version_fall_back_one_by_one(kind: WidgetKind) -> None:
    assert kind.read({"of a later version": 1}) == kind.settings()
    for field in fields_of(kind.settings):
        assert kind.read({field.name: ("what", "is this")}) is not None


def test_there_are_all_the_kinds_that_an_operator_was_promised() -> None:
    promised = {"chart", "gauge", "number", "top", "statuses", "map", "events", "alarms", "availability", "text"}
    assert promised | {"image", "clock"} == set(kinds())


def test_a_widget_of_a_later_version_is_kept_though_it_cannot_be_shown(panel: OverviewsPanel) -> None:
    odd = Widget(id="odd", kind="hologram", cells=Cells(0, 4, 3, 3), settings={"depth": 3})
    panel.edit(replace(panel.overview, widgets=(*panel.overview.widgets, odd)))
    assert panel.overview.widget("odd") == odd
    assert "odd" not in panel.view.grid.frames


# what widgets show


def test_a_number_is_the_average_of_the_site_and_says_how_it_changed(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "number", Scope(site="HQ/Core", span_s=86_400), metric="icmp_loss_percent")
    assert isinstance(tile, NumberTile)
    assert tile.words == "0.5 %"
    assert tile._change.text() == "→ as before"
    assert tile.title == "HQ/Core · Loss"


def test_a_top_table_keeps_to_its_site_and_selects_what_is_clicked(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "top", Scope(site="HQ/Core"))
    assert isinstance(tile, TopTile)
    assert [key.device for key, _ in tile.rows] == ["core-1", "fw-1"]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(40, 12))
    assert view.context.selection.interface == ("core-1", "Te1/1/1")


def test_a_chart_of_a_site_is_of_its_busiest_ports(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "chart", Scope(site="HQ/Core", span_s=3600), most=1)
    assert isinstance(tile, ChartTile)
    assert [c.key for c in tile.chart.curves] == [SeriesKey("core-1", "if_in_bps", "Te1/1/1")]
    assert tile.chart.span_s == 3600


def test_the_state_of_every_device_is_counted_and_the_bad_ones_stand_first(view: OverviewView, campus: Bridge) -> None:
    grid = show_one(view, campus, "statuses")
    assert isinstance(grid, StatusesTile)
    assert [c[0] for c in grid.cells[:4]] == ["dist-b2", "ap-b2", "cam-b2", "app-2"]
    grid.resize(90, 90)
    picture = grid.grab().toImage()
    up = {(x, y) for x in range(90) for y in range(90) if picture.pixelColor(x, y) == grid.context.theme.color("ok")}
    assert len(up) > 12 * (len(grid.cells) - 4), "a sign for each that is up, however small the tile is"
    counters = show_one(view, campus, "alarms")
    assert isinstance(counters, AlarmsTile)
    assert counters.counts[Status.CRITICAL] == 1
    assert counters.counts[Status.UNREACHABLE] == 2


def test_a_day_of_the_calendar_is_the_share_of_answers(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "availability", Scope(device="core-1"), days=14)
    assert isinstance(tile, AvailabilityTile)
    assert 14 <= len(tile.days) <= 15
    assert set(tile.days.values()) == {99.5}
    today = max(tile.days)
    assert tile.means(today) == [("Today", 99.5), ("7 days", 99.5)]
    assert tile.means(today + timedelta(days=40))[0] == ("Today", None)
    assert (tile.tone(99.95), tile.tone(99.5), tile.tone(50.0), tile.tone(None)) == ("ok", "warn", "crit", "line")


def test_the_greatest_of_one_device_are_asked_for_and_not_looked_for_among_those_of_all(
    view: OverviewView, campus: Bridge, line: FakeLine
) -> None:
    tile = show_one(view, campus, "top", Scope(device="acc-a1"), most=1)
    assert isinstance(tile, TopTile)
    assert [key.device for key, _ in tile.rows] == ["acc-a1"]
    assert next(a for a in line.asks if isinstance(a, ReadTop)).devices == ("acc-a1",)


def test_what_is_counted_and_did_not_happen_is_not_among_the_greatest(
    view: OverviewView, campus: Bridge, line: FakeLine
) -> None:
    quiet = Ranking(((SeriesKey("core-1", "if_in_errors_per_s", "Te1/1/1"), 0.0),))
    line.answer = lambda ask: quiet if isinstance(ask, ReadTop) else answer(ask)
    tile = show_one(view, campus, "top", metric="if_in_errors_per_s")
    assert isinstance(tile, TopTile)
    assert tile.rows == []


def test_the_fullest_ports_stand_in_percent_and_those_without_a_speed_are_counted(
    view: OverviewView, campus: Bridge, line: FakeLine
) -> None:
    ranking = Ranking(((SeriesKey("core-1", UTILISATION, "Te1/1/1"), 40.0),), without_speed=3)
    line.answer = lambda ask: ranking if isinstance(ask, ReadTop) else answer(ask)
    tile = show_one(view, campus, "top", metric=UTILISATION)
    assert isinstance(tile, TopTile)
    assert tile.note == "Without a known speed: 3"
    described = tile.accessibleDescription().splitlines()
    assert described[0].endswith("40 %")
    assert described[-1] == tile.note
    picture = tile.grab().toImage()
    bar = [x for x in range(picture.width()) if picture.pixelColor(x, GRID + ROW - 2) == tile.context.theme.color("s1")]
    assert len(bar) == pytest.approx(0.4 * (tile.width() - 6 * GRID), abs=2)


def test_a_gauge_of_utilisation_is_of_ports_that_have_a_speed(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "gauge", Scope(device="core-1"), metric=UTILISATION, combine="highest")
    assert isinstance(tile, GaugeTile)
    speeds = {i.key: i.speed_bps for i in campus.live.devices["core-1"].interfaces if i.oper == "up"}
    assert {key.instance for key in tile.feed.keys} == {port for port, speed in speeds.items() if speed}
    assert tile.feed.keys


def test_a_chart_without_series_says_so_in_words(view: OverviewView, campus: Bridge, line: FakeLine) -> None:
    line.answer = lambda ask: Ranking() if isinstance(ask, ReadTop) else answer(ask)
    tile = show_one(view, campus, "chart", metric="temperature_c")
    assert isinstance(tile, ChartTile)
    assert not tile.chart.isVisible()
    assert "No values in this time" in [label.text() for label in tile.findChildren(QLabel)]


def test_a_figure_of_very_many_devices_is_joined_by_the_engine(
    view: OverviewView, campus: Bridge, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nocscape.console.overviews.figures.MOST_SERIES", 5)
    tile = show_one(view, campus, "number", metric="cpu_percent", combine="highest")
    assert isinstance(tile, NumberTile)
    assert tile.words == "0.5 %"
    (asked, *_) = [ask for ask in line.asks if isinstance(ask, ReadTogether)]
    assert tile.feed._pause.interval() == 30_000
    assert (asked.metric, asked.combine, len(asked.devices or ())) == (
        "cpu_percent",
        "highest",
        len(campus.live.devices),
    )
    assert not any(isinstance(ask, ReadHistory) for ask in line.asks)


def test_curves_on_the_overview_of_a_device_do_not_say_its_name(view: OverviewView, campus: Bridge) -> None:
    series = (text_of(SeriesKey("core-1", "cpu_percent")),)
    for scope, label in ((Scope(device="core-1"), "Processor load"), (Scope(), "core-1 · Processor load")):
        tile = show_one(view, campus, "chart", scope, series=series)
        assert isinstance(tile, ChartTile)
        assert tile.chart.view is not None
        assert [curve.label for curve in tile.chart.view.curves] == [label]


def test_figures_of_the_engine_itself_can_be_shown(view: OverviewView, campus: Bridge) -> None:
    tile = show_one(view, campus, "number", metric="engine_cpu_percent")
    assert isinstance(tile, NumberTile)
    assert tile.series() == {"Engine of Nocscape": SeriesKey(ENGINE, "engine_cpu_percent")}


def test_a_series_is_written_into_settings_and_read_again() -> None:
    key = SeriesKey("core-1", "if_in_bps", "Te1/1/1\twith a tab")
    assert key_of(text_of(key)) == key
    assert key_of("nonsense") is None


def test_an_answer_to_a_widget_that_is_gone_hurts_nobody(view: OverviewView, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    show_one(view, campus, "top")
    request = next(c.request for c in line.sent if isinstance(c.ask, ReadTop))
    view.show_overview(Overview(id="o", title=""))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    line.reply(request, Ranking())
    campus.tick()


def test_a_map_that_was_taken_off_hears_no_more_of_themes(view: OverviewView, campus: Bridge) -> None:
    show_one(view, campus, "map")
    view.show_overview(Overview(id="o", title=""))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    view.context.theme.set("light")


# composing


def test_a_widget_is_moved_by_hand_and_the_step_undone(panel: OverviewsPanel, campus: Bridge) -> None:
    panel._edit.setChecked(True)
    frame = panel.view.grid.frames["t"]
    frame.cover.dragged.emit(QPoint(3 * panel.view.grid.width() // 12, 44), False)
    frame.cover.let_go.emit()
    moved = panel.overview.widget("t")
    assert moved is not None
    assert (moved.cells.x, moved.cells.y) == (3, 1)
    panel.undo_stack.undo()
    assert panel.overview.widgets == SEOUL.widgets
    panel.undo_stack.redo()
    assert panel.overview.widget("t") == moved


def test_the_keyboard_moves_and_resizes_too(panel: OverviewsPanel) -> None:
    panel._edit.setChecked(True)
    cover = panel.view.grid.frames["t"].cover
    QTest.keyClick(cover, Qt.Key.Key_Right)
    QTest.keyClick(cover, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    moved = panel.overview.widget("t")
    assert moved is not None
    assert moved.cells == Cells(1, 0, 4, 3)


def test_a_new_widget_is_put_where_there_is_room_and_asks_for_its_settings(panel: OverviewsPanel) -> None:
    panel._edit.setChecked(True)
    panel.add_widget("gauge")
    added = panel.overview.widgets[-1]
    assert (added.kind, added.cells.x) == ("gauge", 4)
    dialog = panel.asking
    assert isinstance(dialog, SettingsDialog)
    dialog._title.setText("Hot")
    dialog._agree()
    assert panel.overview.widgets[-1].title == "Hot"


def test_the_form_is_made_of_the_schema(panel: OverviewsPanel, campus: Bridge) -> None:
    widget = Widget(id="x", kind="top", cells=Cells(0, 0, 4, 4), settings={"most": 7, "device": "core-1"})
    dialog = SettingsDialog(panel.view.context, kinds()["top"], widget, panel)
    assert dialog.values() == {"metric": "if_in_bps", "device": "core-1", "most": 7, "warning": 0.0, "critical": 0.0}
    most = dialog.findChildren(QSpinBox)[0]
    assert (most.minimum(), most.maximum()) == (1, 50)
    assert [f.control for f in fields_of(kinds()["top"].settings)][:3] == [
        Control.METRIC,
        Control.DEVICE,
        Control.WHOLE,
    ]
    dialog.reject()


def test_ports_in_the_form_are_those_of_the_device_that_is_chosen(panel: OverviewsPanel, campus: Bridge) -> None:
    widget = Widget(id="x", kind="number", cells=Cells(0, 0, 4, 4), settings={"device": "core-1", "port": "Te1/1/2"})
    dialog = SettingsDialog(panel.view.context, kinds()["number"], widget, panel)
    assert dialog.values()["port"] == "Te1/1/2"
    assert isinstance(dialog._devices, QComboBox)
    assert isinstance(dialog._ports, QComboBox)
    dialog._devices.setCurrentIndex(0)
    assert dialog._ports.count() == 1
    dialog.reject()


def test_what_is_dragged_onto_a_chart_of_an_overview_stays_in_it(panel: OverviewsPanel) -> None:
    chart = Widget(id="c", kind="chart", cells=Cells(0, 3, 6, 4))
    panel.edit(replace(panel.overview, widgets=(*panel.overview.widgets, chart)))
    panel.view.grid._put_series("c", [SeriesKey("core-1", "cpu_percent")])
    after = panel.overview.widget("c")
    assert after is not None
    assert after.settings["series"] == ("core-1\tcpu_percent\t",)


def test_a_change_is_kept_with_the_revision_that_it_is_based_on(
    panel: OverviewsPanel, campus: Bridge, engine: FakeLine
) -> None:
    panel._edit.setChecked(True)
    panel.view.grid.remove("t")
    panel._edit.setChecked(False)
    campus.tick()
    saved = [a.overview for a in engine.asks if isinstance(a, SaveOverview)]
    assert [(o.revision, o.widgets) for o in saved] == [(3, ())]
    assert panel.overview.revision == 4


def test_a_save_that_is_refused_says_why(panel: OverviewsPanel, campus: Bridge, engine: FakeLine) -> None:
    engine.answer = None
    panel._edit.setChecked(True)
    panel.view.grid.remove("t")
    panel._flush()
    request = next(c.request for c in engine.sent if isinstance(c.ask, SaveOverview))
    engine.tell(Reply(request=request, error=msg("Somebody else"), hint=msg("Open it again")))
    campus.tick()
    assert panel._problem.text() == "Somebody else Open it again"


def test_what_somebody_else_kept_is_shown_unless_one_composes(
    panel: OverviewsPanel, campus: Bridge, engine: FakeLine
) -> None:
    engine.tell(OverviewsChanged(overview="mine", revision=9))
    campus.tick()
    assert any(isinstance(a, ReadOverview) for a in engine.asks)
    before = len([a for a in engine.asks if isinstance(a, ReadOverview)])
    panel._edit.setChecked(True)
    engine.tell(OverviewsChanged(overview="mine", revision=10))
    campus.tick()
    assert len([a for a in engine.asks if isinstance(a, ReadOverview)]) == before


def test_an_overview_is_shared_as_a_file_and_opened_as_a_new_one(panel: OverviewsPanel, tmp_path: Path) -> None:
    path = tmp_path / "a.nocscape-overview"
    panel.sharing.write(str(path))
    panel.sharing.read(str(path))
    assert panel.overview.id != "mine"
    assert panel.overview.widgets == SEOUL.widgets
    (tmp_path / "b.json").write_text("{}")
    panel.sharing.read(str(tmp_path / "b.json"))
    assert "b.json was not read" in panel._problem.text()


# what is there from the start


def test_an_overview_is_removed_after_a_question_that_takes_its_title_for_no_markup(
    panel: OverviewsPanel, campus: Bridge, line: FakeLine
) -> None:
    panel.edit(replace(panel.overview, title="<h1>Core</h1>"))
    panel.sharing.ask_removal()
    box = panel.asking
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "<h1>Core</h1>" in box.text()
    assert not any(isinstance(ask, RemoveOverview) for ask in line.asks)
    next(button for button in box.buttons() if button.text() == "Remove").click()
    assert any(isinstance(ask, RemoveOverview) for ask in line.asks)


def test_a_built_in_overview_is_composed_as_a_copy(panel: OverviewsPanel) -> None:
    overview = built_in("wan")
    assert overview is not None
    panel.open(overview)
    panel._edit.setChecked(True)
    assert not panel.overview.id.startswith(BUILT_IN)
    assert panel.overview.title == "WAN (mine)"


def test_the_overview_of_the_selected_device_follows_the_selection(panel: OverviewsPanel, campus: Bridge) -> None:
    panel.open_device("core-1")
    campus.tick()
    assert panel.overview.title == "core-1"
    panel._selection.select_devices(("fw-1",))
    campus.tick()
    assert panel.overview.title == "fw-1"


def test_overviews_are_pages_of_a_wall(campus: Bridge, engine: FakeLine, qapp: object) -> None:
    pages = OverviewPages(campus)
    campus.tick()
    assert pages.offered()["overview:mine"] == "Mine"
    parent = QWidget()
    page = pages.make("overview:mine", Theme(), parent)
    page.begin()
    campus.tick()
    assert page.title == "Mine"
    page.end()
    page.close()
    dismiss(parent)


def test_the_words_of_an_overview_follow_the_language(panel: OverviewsPanel) -> None:
    overview = built_in("network")
    assert overview is not None
    panel.open(overview)
    i18n.set_language("ko")
    panel.retranslate()
    assert panel.overview.widgets[1].title == "손실"
    assert panel._about._sites.itemText(0) == "모든 사이트"
