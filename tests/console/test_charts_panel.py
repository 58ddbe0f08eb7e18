"""The chart follows what is selected, asks for what is missing, and costs nothing while hidden."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.charts.loader import SeriesLoader
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.charts.subject import of_devices, of_interface
from nocscape.model.batches import EventsRaised, Reply, SamplesArrived
from nocscape.model.commands import ListSeries, ReadEvents, ReadHistory, WatchSeries
from nocscape.model.events import Event
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.status import Severity
from tests.console.campus import NOW
from tests.console.chart_stage import IN, OUT, Wall, asked, history_of, select_port, shown_panel
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def panel(campus: Bridge, line: FakeLine, wall: Wall) -> Iterator[ChartPanel]:
    with shown_panel(campus, line, wall) as panel:
        yield panel


def test_an_empty_chart_says_what_to_select_and_watches_nothing(panel: ChartPanel, line: FakeLine) -> None:
    assert panel._pages.currentWidget() is panel._empty
    assert not asked(line, WatchSeries)


def test_a_selected_port_is_watched_and_its_history_read(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    watch = asked(line, WatchSeries)[-1]
    assert isinstance(watch, WatchSeries)
    assert {IN, OUT} == set(watch.keys)
    assert watch.interval_s == 5.0
    read = asked(line, ReadHistory)[0]
    assert isinstance(read, ReadHistory)
    assert read.until == int(NOW)
    assert read.since < NOW - 900
    assert [c.label for c in plot.scene.curves] == ["in", "out", "in, a day before", "out, a day before"]
    assert panel.charts[0].legend.words()[0].startswith("in 1 Gb/s min 1 Gb/s")


def test_live_samples_go_on_where_history_ends(panel: ChartPanel, campus: Bridge, line: FakeLine, wall: Wall) -> None:
    plot = select_port(panel, campus)
    before = plot.scene.curves[0].joined.times
    wall.now += 5
    line.tell(SamplesArrived(samples=(Sample(IN, int(NOW), 5.0), Sample(IN, int(NOW) + 5, 7e9))))
    campus.tick()
    QTest.qWait(1)
    joined = plot.scene.curves[0].joined
    assert joined.times[: len(before)].tolist() == before.tolist()
    assert joined.values[-1] == 7e9
    assert joined.times.tolist() == sorted(set(joined.times.tolist()))


def test_a_hidden_chart_watches_nothing_and_takes_up_again(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    select_port(panel, campus)
    panel.hide()
    assert asked(line, WatchSeries)[-1] == WatchSeries(keys=(), interval_s=5.0)
    reads = len(asked(line, ReadHistory))
    panel._selection.select_interface("core-1", "Te1/1/2")
    assert len(asked(line, ReadHistory)) == reads
    panel.show()
    assert len(asked(line, ReadHistory)) > reads


def test_another_view_shows_other_curves_of_the_same_port(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    panel._views.setCurrentIndex(panel._views.findData("Errors"))
    panel._show_views()
    assert plot.scene.unit == "/s"
    assert len(plot.scene.curves) == 2


def test_a_low_panel_leaves_the_figures_to_the_tool_tip(panel: ChartPanel, campus: Bridge) -> None:
    panel.resize(700, 200)
    select_port(panel, campus)
    entry = panel.charts[0].legend._entries[0]
    assert not entry._rest.isVisible()
    assert entry.toolTip().startswith("min 1 Gb/s")
    panel.resize(700, 500)
    assert entry._rest.isVisible()


def test_a_longer_range_is_read_and_polled_less_often(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    panel._spans.choose("7 d")
    panel._choose_span("7 d")
    watch, read = asked(line, WatchSeries)[-1], asked(line, ReadHistory)[-1]
    assert isinstance(watch, WatchSeries)
    assert isinstance(read, ReadHistory)
    assert watch.interval_s == 30.0
    assert read.since <= NOW - 604_800
    since, until = plot.view_range
    assert (round(until - since), round(until)) == (604_800, round(NOW))


def test_zooming_out_asks_for_older_history_and_leaves_live(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    for _ in range(8):
        QTest.keyClick(plot, Qt.Key.Key_Minus)
    campus.tick()
    campus.tick()
    oldest = min(a.since for a in asked(line, ReadHistory) if isinstance(a, ReadHistory) and a.until > NOW - 80_000)
    assert oldest < NOW - 2 * 900
    assert not panel._live.isChecked()
    panel._live.click()
    assert plot.view_range == pytest.approx((NOW - 900, NOW))


def test_following_moves_with_the_clock(panel: ChartPanel, campus: Bridge, wall: Wall) -> None:
    plot = select_port(panel, campus)
    wall.now += 10
    panel.charts[0]._follow()
    assert plot.view_range[1] == pytest.approx(NOW + 10)


def test_what_is_in_sight_already_is_not_asked_again(
    panel: ChartPanel, campus: Bridge, line: FakeLine, wall: Wall
) -> None:
    select_port(panel, campus)
    reads = len(asked(line, ReadHistory))
    for _ in range(20):
        wall.now += 1
        panel.charts[0]._follow()
        campus.tick()
    assert len(asked(line, ReadHistory)) == reads


def test_events_of_the_port_are_marked_and_others_are_not(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    event = Event(id="m1", at=NOW - 60, kind="link_down", severity=Severity.CRITICAL, text=msg("Down"), device="core-1")
    other = Event(
        id="m2",
        at=NOW - 60,
        kind="link_down",
        severity=Severity.CRITICAL,
        text=msg("Down"),
        device="core-1",
        interface="Te1/1/9",
    )
    line.tell(EventsRaised(events=(event, other)))
    campus.tick()
    QTest.qWait(1)
    assert [m.text for m in plot.scene.marks] == ["Down"]
    assert ReadEvents(most=300, device="core-1") in line.asks


def test_stored_events_of_every_device_in_a_chart_are_asked_for(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    panel._selection.select_devices(["core-1", "fw-1"])
    campus.tick()
    assert {ask.device for ask in asked(line, ReadEvents) if isinstance(ask, ReadEvents)} >= {"core-1", "fw-1"}


def test_a_device_is_charted_by_its_readings_and_several_beside_each_other(panel: ChartPanel, campus: Bridge) -> None:
    panel._selection.select_devices(["core-1"])
    assert panel.subject is not None
    assert [v.title for v in panel.subject.views][:4] == ["CPU", "Memory", "RTT", "Loss"]
    panel._selection.select_devices(["core-1", "core-2"])
    assert panel.subject.title == "2 devices"
    assert [c.label for c in panel.subject.views[0].curves] == ["core-1", "core-2"]


def test_everything_that_a_device_has_can_be_charted_and_what_it_lacks_is_not_offered(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    measured = [
        SeriesKey("ups-1", m, i)
        for m, i in (("icmp_rtt_ms", ""), ("icmp_jitter_ms", ""), ("load", "2"), ("load", "10"))
    ]
    line.answer = lambda ask: measured if isinstance(ask, ListSeries) else history_of(ask)
    panel._selection.select_devices(["ups-1"])
    campus.tick()
    assert panel.subject is not None
    assert [v.title for v in panel.subject.views] == ["RTT", "Jitter", "load"]
    assert [c.label for c in panel.subject.views[-1].curves] == ["2", "10"]


def test_the_utilisation_of_a_port_is_its_traffic_against_its_speed(panel: ChartPanel, campus: Bridge) -> None:
    select_port(panel, campus)
    panel._views.setCurrentIndex(panel._views.findData("Utilisation"))
    panel._show_views()
    QTest.qWait(1)
    assert panel.subject is not None
    speed = next(i.speed_bps for i in campus.live.devices["core-1"].interfaces if i.key == "Te1/1/1")
    drawn = panel.charts[0].curves[0]
    assert speed
    assert drawn.joined.values[-1] == pytest.approx(1e9 / speed * 100, rel=1e-6)


def test_a_link_is_charted_at_its_first_end(panel: ChartPanel, campus: Bridge) -> None:
    link = campus.live.links_of("fw-1")[0]
    panel._selection.select_link(link.id)
    assert panel.subject is not None
    assert panel.subject.devices == (link.a.device,)
    assert panel.subject.interface == link.a.interface


def test_what_is_unknown_has_no_subject(campus: Bridge) -> None:
    assert of_interface(campus.live, "core-1", "no such port") is None
    assert of_devices(campus.live, ["nobody"], MetricBook(campus)) is None


def test_a_failed_read_is_said_in_the_chart(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    panel._selection.select_interface("core-1", "Te1/1/1")
    request = next(c.request for c in line.sent if isinstance(c.ask, ReadHistory))
    line.tell(Reply(request=request, error=msg("The store is closed.")))
    campus.tick()
    assert panel._problem.text() == "The store is closed."
    assert panel._problem.isVisible()


def test_the_crosshair_shows_values_and_the_reason_of_a_gap(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    readings = plot._canvas._painter._readings(plot.scene, NOW - 300, [])
    assert readings[1][1].startswith("in  1 Gb/s")
    gone = tuple(Sample(IN, int(NOW) + 100 + i, None, Gap.NO_ANSWER) for i in (0, 5))
    panel.charts[0].loader._take_live((*gone, Sample(IN, int(NOW) + 300, 1.0)))
    curves = (plot.scene.curves[0]._replace(joined=panel.charts[0].loader.joined(IN)),)
    plot.scene.curves = curves
    readings = plot._canvas._painter._readings(plot.scene, NOW + 200, [])
    assert readings[1][1] == "No values: no answer"


def test_the_pointer_moves_the_crosshair_and_leaving_takes_it_away(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    place = QPointF(300, 100)
    button = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot._canvas.viewport(), move)
    assert plot.scene.cursor_at == pytest.approx(plot.frame.time(300))
    assert not plot.grab().isNull()
    QApplication.sendEvent(plot._canvas, QEvent(QEvent.Type.Leave))
    assert plot.scene.cursor_at is None


def test_the_words_of_a_chart_follow_the_language(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    i18n.set_language("ko")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    assert plot.scene.curves[0].label == "수신"
    assert panel._live.toolTip().startswith("실시간")


def test_a_loader_keeps_one_request_at_a_time_and_the_last_wish(campus: Bridge, line: FakeLine) -> None:
    loader = SeriesLoader(campus, now=lambda: NOW)
    loader.choose([IN])
    for since in (1000, 2000, 3000):
        loader.look_at(NOW - since, NOW, 100)
    assert len(asked(line, ReadHistory)) == 1
    line.reply(line.sent[-1].request, history_of(line.sent[-1].ask))
    campus.tick()
    last = asked(line, ReadHistory)[-1]
    assert isinstance(last, ReadHistory)
    assert last.since <= NOW - 3000


def test_an_answer_for_series_that_were_left_is_dropped(campus: Bridge, line: FakeLine) -> None:
    loader = SeriesLoader(campus, now=lambda: NOW)
    loader.choose([IN])
    loader.look_at(NOW - 900, NOW, 100)
    late = line.sent[-1]
    loader.choose([OUT])
    line.reply(late.request, history_of(late.ask))
    campus.tick()
    assert loader.joined(OUT).times.size == 0
    assert loader.joined(IN).times.size == 0
