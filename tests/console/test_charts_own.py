"""Charts of what was put there: own series, formulas, lines, comparisons, files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.charts.curve import Joined
from nocscape.console.charts.drawing import WEEK_S, Options
from nocscape.console.charts.export import as_csv
from nocscape.console.charts.map_drags import MapDrags
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.charts.picker import SeriesPicker
from nocscape.console.charts.scene import Drawn
from nocscape.console.charts.subject import Formula
from nocscape.console.dragging import devices_in, ports_mime, series_mime
from nocscape.console.inventory.telling import devices_mime
from nocscape.console.map.view import MapView
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import EventsRaised, MapLoaded, Reply
from nocscape.model.commands import Ask, ListSeries, ReadFormula, ReadHistory
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.status import Severity
from tests.console.campus import NOW
from tests.console.chart_stage import IN, OUT, Wall, asked, history_of, select_port, shown_panel
from tests.console.fake_line import FakeLine
from tests.console.stage import campus_map

pytestmark = pytest.mark.qt


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def panel(campus: Bridge, line: FakeLine, wall: Wall) -> Iterator[ChartPanel]:
    with shown_panel(campus, line, wall) as panel:
        yield panel


# what was put here, and how it is drawn


def test_what_is_dragged_here_stays_beside_what_was_shown_until_it_is_cleared(
    panel: ChartPanel, campus: Bridge
) -> None:
    select_port(panel, campus)
    panel.take_drop(ports_mime([("core-2", "Te1/1/1")]))
    assert panel.subject is not None
    labels = [c.label for c in panel.subject.views[0].curves]
    assert labels[0] == "core-1 · Te1/1/1 · Traffic in"
    assert len(labels) == 4
    panel._selection.select_devices(["fw-1"])
    assert panel.subject.title == "4 curves"
    panel.clear_own()
    assert panel.subject.title == "fw-1"


def test_a_device_dragged_onto_a_chart_joins_by_the_metric_that_is_shown(panel: ChartPanel, campus: Bridge) -> None:
    panel._selection.select_devices(["core-1"])
    panel.take_drop(devices_mime(campus.live, ["core-2"]))
    assert panel.subject is not None
    assert [c.key for c in panel.subject.views[0].curves] == [
        SeriesKey("core-1", "cpu_percent"),
        SeriesKey("core-2", "cpu_percent"),
    ]


def test_series_of_several_units_get_a_chart_each_with_one_crosshair(panel: ChartPanel, campus: Bridge) -> None:
    panel.take_drop(series_mime([SeriesKey("core-1", "cpu_percent"), SeriesKey("core-1", "temperature_c")]))
    panel._views.setCurrentIndex(panel._views.findData("all"))
    panel._show_views()
    first, second = panel.charts
    assert first.plot is not None
    assert second.plot is not None
    first.plot.pointer_at(QPointF(first.plot.frame.area.center()))
    assert second.plot.scene.cursor_at == first.plot.scene.cursor_at is not None
    first.plot.set_range(NOW - 5000, NOW - 4000)
    first._moved(NOW - 5000, NOW - 4000)
    assert second.plot.view_range == pytest.approx((NOW - 5000, NOW - 4000))
    assert not panel._live.isChecked()


def test_a_click_on_the_line_of_an_event_goes_to_it(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    event = Event(id="m1", at=NOW - 60, kind="link_down", severity=Severity.CRITICAL, text=msg("Down"), device="core-1")
    line.tell(EventsRaised(events=(event,)))
    campus.tick()
    QTest.qWait(1)
    gone_to: list[str] = []
    panel._selection.event_opened.connect(gone_to.append)
    place = QPointF(plot.frame.x(NOW - 60) + 2, plot.frame.area.center().y()).toPoint()
    QTest.mouseClick(plot._canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gone_to == ["m1"]


def test_last_week_is_read_a_week_earlier_and_laid_beneath(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    plot = select_port(panel, campus)
    panel.compare(WEEK_S)
    assert any(isinstance(a, ReadHistory) and a.until < NOW - 6 * 86_400 for a in line.asks)
    campus.tick()
    QTest.qWait(1)
    past = [c for c in plot.scene.curves if c.is_past]
    assert [c.label for c in past] == ["in, a week before", "out, a week before"]
    assert past[0].joined.times[-1] > NOW - 900


def test_every_curve_in_colour_is_compared_and_so_are_formulas(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    def answer(ask: Ask) -> object:
        if isinstance(ask, ReadFormula):
            key = SeriesKey("", "formula", ask.formula)
            return SeriesData(key=key, times=[ask.until - 60, ask.until], values=[1.0, 3.0], step_s=60)
        return history_of(ask)

    line.answer = answer
    keys = [SeriesKey("core-1", "if_in_bps", f"port {n}") for n in range(40)]
    panel.add([*keys[:6], Formula("a + b", {"a": IN, "b": OUT}, "bit/s")])
    panel.compare(WEEK_S)
    campus.tick()
    QTest.qWait(1)
    earlier = [a for a in line.asks if isinstance(a, ReadFormula) and a.until < NOW - 6 * 86_400]
    assert [a.formula for a in earlier] == ["a + b"]
    plot = panel.charts[0].plot
    assert plot is not None
    past = [c for c in plot.scene.curves if c.is_past]
    now = [c for c in plot.scene.curves if not c.is_past]
    assert len(past) == 7
    assert [c.token for c in past] == [c.token for c in now]
    panel.add(keys)
    for _ in range(2):
        campus.tick()
        QTest.qWait(1)
        panel.charts[0]._look()
    assert sum(c.is_past for c in plot.scene.curves) == panel.options.most


def test_lines_stand_at_percentile_threshold_and_four_fifths_of_the_speed(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    panel.set_options(Options(has_percentile=True, thresholds=(5e9,)))
    QTest.qWait(1)
    texts = [limit.text for limit in plot.scene.limits]
    assert texts == ["80 %", "80 %", "5 Gb/s", "in 95 %: 1 Gb/s", "out 95 %: 1 Gb/s"]


def test_a_logarithmic_scale_shows_both_directions_above_the_axis(panel: ChartPanel, campus: Bridge) -> None:
    plot = select_port(panel, campus)
    panel.set_options(Options(is_log=True))
    QTest.qWait(1)
    assert (plot.frame.low, plot.frame.high) == (1e9, 1e10)
    assert plot.frame.y(1e10) == pytest.approx(plot.frame.area.top())
    assert not plot.grab().isNull()


def test_of_very_many_curves_the_greatest_are_coloured_and_named(panel: ChartPanel, campus: Bridge) -> None:
    panel.add([SeriesKey("core-1", "if_in_bps", f"port {n}") for n in range(40)])
    campus.tick()
    QTest.qWait(1)
    plot = panel.charts[0].plot
    assert plot is not None
    assert sum(not c.is_quiet for c in plot.scene.curves) == 12
    assert panel.charts[0].legend._rest.text() == "and 28 more"
    plot.highlight(39)
    assert not plot.grab().isNull()
    readings = plot._canvas._painter._readings(plot.scene, NOW - 60, [])
    assert readings[1][1].startswith("port 39")
    assert readings[-1][1] == "and 30 more"


def test_a_formula_is_worked_out_by_the_engine_and_drawn(panel: ChartPanel, campus: Bridge, line: FakeLine) -> None:
    def answer(ask: Ask) -> object:
        if isinstance(ask, ReadFormula):
            key = SeriesKey("", "formula", ask.formula)
            return SeriesData(key=key, times=[ask.until - 60, ask.until], values=[1.0, 3.0], step_s=60)
        return history_of(ask)

    line.answer = answer
    panel.add([Formula("a + b", {"a": IN, "b": OUT}, "bit/s")])
    campus.tick()
    QTest.qWait(1)
    asked_for = asked(line, ReadFormula)[0]
    assert isinstance(asked_for, ReadFormula)
    assert asked_for.series == {"a": IN, "b": OUT}
    plot = panel.charts[0].plot
    assert plot is not None
    assert plot.scene.unit == "b/s"
    assert plot.scene.curves[0].joined.values.tolist() == [1.0, 3.0]


def test_a_formula_whose_units_do_not_fit_says_so_in_the_chart(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    line.answer = None
    panel.add([Formula("a + b", {"a": IN, "b": SeriesKey("core-1", "cpu_percent")}, "bit/s")])
    request = next(c.request for c in line.sent if isinstance(c.ask, ReadFormula))
    line.tell(
        Reply(request=request, error=msg("{formula} adds {left} and {right}", formula="a + b", left="bit/s", right="%"))
    )
    campus.tick()
    assert panel._problem.text() == "a + b adds bit/s and %"


def test_the_picker_offers_every_series_of_a_device_and_names_formulas(
    panel: ChartPanel, campus: Bridge, line: FakeLine
) -> None:
    line.answer = lambda ask: (IN, OUT) if isinstance(ask, ListSeries) else ()
    panel._selection.select_devices(["core-1"])
    panel.ask_for_series()
    campus.tick()
    picker = panel.asking
    assert isinstance(picker, SeriesPicker)
    assert [picker._list.item(i).text() for i in range(2)] == [
        "Te1/1/1 · Traffic in [bit/s]",
        "Te1/1/1 · Traffic out [bit/s]",
    ]
    picker._list.selectAll()
    picker._formula.setText("a + b")
    picker._unit.setText("bit/s")
    assert picker._names.text().startswith("a = Te1/1/1")
    picker._add.click()
    assert panel.subject is not None
    assert panel.subject.views[0].curves[0].formula == Formula("a + b", {"a": IN, "b": OUT}, "bit/s")
    picker.reject()


def test_a_chart_is_written_as_picture_drawing_and_numbers(panel: ChartPanel, campus: Bridge, tmp_path: Path) -> None:
    select_port(panel, campus)
    for suffix, begin in (
        ("png", b"\x89PNG"),
        ("svg", b"<?xml"),
        ("csv", "\ufeffTime (UTC),in [b/s],out [b/s]".encode()),
    ):
        panel.menu.saving.write(str(tmp_path / f"chart.{suffix}"))
        assert (tmp_path / f"chart.{suffix}").read_bytes().startswith(begin)
    assert (tmp_path / "chart.csv").read_text().count("\n") > 10
    panel.menu.saving.write(str(tmp_path / "chart.xyz"))
    assert "PNG" in panel._problem.text()


def test_charts_above_each_other_are_written_together(panel: ChartPanel, campus: Bridge, tmp_path: Path) -> None:
    select_port(panel, campus)
    panel._views.setCurrentIndex(panel._views.findData("all"))
    panel._show_views()
    campus.tick()
    campus.tick()
    assert len(panel.charts) > 2
    panel.menu.saving.write(str(tmp_path / "all.csv"))
    heading = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert heading.startswith("Time (UTC),Traffic: in [b/s],Traffic: out [b/s],Utilisation: in [%]")
    panel.menu.saving.write(str(tmp_path / "all.png"))
    assert QImage(str(tmp_path / "all.png")).height() == 2 * sum(chart.height() for chart in panel.charts)


def test_numbers_leave_gaps_empty_and_names_are_no_formulas_for_a_spreadsheet() -> None:
    one = Joined(np.array([0, 60]), np.array([1.0, np.nan]))
    other = Joined(np.array([60]), np.array([2.0]))
    curves = [("=evil", "", Drawn("=evil", "s1", one)), ("b", "", Drawn("b", "s2", other))]
    text = as_csv(curves, 0, 100)
    assert text.splitlines() == ["Time (UTC),'=evil,b", "1970-01-01T00:00:00Z,1.0,", "1970-01-01T00:01:00Z,,2.0"]


def test_devices_and_links_are_dragged_out_of_a_map_with_alt(campus: Bridge, line: FakeLine) -> None:
    line.tell(MapLoaded(document=campus_map()))
    campus.tick()
    view = MapView(campus, Theme(), Selection())
    view.resize(1200, 800)
    view.show()
    view.commands.fit()
    drags = MapDrags(view.canvas, campus.live)
    camera = view.canvas.camera
    node = campus_map().nodes["core-1"]
    mime = drags.mime_at(QPointF(*camera.to_view(np.array([[node.x, node.y]]))[0].tolist()))
    assert mime is not None
    assert devices_in(mime) == ["core-1"]
    assert drags.mime_at(QPointF(1, 1)) is None
    view.close_maps()
    view.close()
    view.deleteLater()
