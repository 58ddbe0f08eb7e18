"""Seeing more on the map: the last hour on cards, colours by any metric."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from nocscape.console.bridge import Bridge
from nocscape.console.map.heat.heat import from_ranking
from nocscape.console.map.heat.menu import heat_menu
from nocscape.console.map.heat.scale import limits_of, step_of, text_of
from nocscape.model.batches import StatusChanged
from nocscape.model.commands import Ask, ListMetrics, ReadEvents, ReadHistory, ReadTop
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import BUILT_IN, Metric, MetricProfileInfo, SeriesData, SeriesKey
from nocscape.model.net import DeviceStatus
from nocscape.model.status import Status
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

METRICS = {metric.name: metric for metric in BUILT_IN}
CPU, ERRORS = METRICS["cpu_percent"], METRICS["if_in_errors_per_s"]


class Historian(FakeLine):
    """Answers with an hour that rises, and a ranking of errors."""

    def __init__(self) -> None:
        super().__init__(self._reply)
        self.ranking: tuple[tuple[SeriesKey, float], ...] = ()

    def _reply(self, ask: Ask) -> object:
        match ask:
            case ReadHistory(keys=keys, since=since):
                return [
                    SeriesData(key=k, times=[since, since + 60, since + 120], values=[1.0, None, 3.0]) for k in keys
                ]
            case ReadTop():
                return Ranking(self.ranking)
            case ReadEvents():
                return ()
            case ListMetrics():
                room = Metric(name="fan_rpm", unit="1/min", title="Fan speed")
                return [MetricProfileInfo(name="fans", title="Fans", interval_s=60, metrics=(room,))]
        return None


@pytest.fixture
def line() -> Historian:
    return Historian()


@pytest.fixture
def on_stage(campus: Bridge, line: Historian) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def picture(on_stage: Stage) -> QImage:
    on_stage.canvas.settle()
    return on_stage.canvas.grab().toImage()


def has_color(image: QImage, color: QColor, x: int, y: int, reach: int = 8) -> bool:
    return any(image.pixelColor(x + dx, y + dy) == color for dx in range(-reach, reach) for dy in range(-reach, reach))


# -- cards ------------------------------------------------------------------------------------------------------------


def test_a_card_of_a_device_gets_its_last_hour(on_stage: Stage) -> None:
    QTest.mouseMove(on_stage.canvas, on_stage.at("app-2"))
    on_stage.view.hover.show_card()
    card = on_stage.view.card
    assert not any(curve.isVisible() for curve in card.curves)
    on_stage.bridge.tick()
    assert [curve.values for curve in card.curves] == [(1.0, None, 3.0)] * 2
    assert all(curve.isVisible() for curve in card.curves)
    assert on_stage.view.rect().contains(card.geometry())


def test_a_card_of_a_link_gets_traffic_both_ways_and_errors_of_both_ends(on_stage: Stage, line: Historian) -> None:
    QTest.mouseMove(on_stage.canvas, on_stage.between("dist-b1", "acc-b3"))
    on_stage.view.hover.show_card()
    asked = next(ask for ask in line.asks if isinstance(ask, ReadHistory))
    assert [key.metric for key in asked.keys[:2]] == ["if_out_bps", "if_in_bps"]
    assert {(key.device, key.metric) for key in asked.keys[2:]} == {
        (device, f"if_{way}_{what}_per_s")
        for device in ("dist-b1", "acc-b3")
        for way in ("in", "out")
        for what in ("errors", "discards")
    }
    on_stage.bridge.tick()
    texts = [label.text() for label in on_stage.view.card._values]
    assert texts.count("12 /s") == 2


def test_an_hour_that_comes_too_late_is_not_put_on_another_card(on_stage: Stage) -> None:
    QTest.mouseMove(on_stage.canvas, on_stage.at("app-2"))
    on_stage.view.hover.show_card()
    QTest.mouseMove(on_stage.canvas, QPoint(15, 400))
    on_stage.bridge.tick()
    assert not on_stage.view.card.isVisible()
    assert not any(curve.values for curve in on_stage.view.card.curves)


# -- only what counts --------------------------------------------------------------------------------------------------


def test_the_neighbourhood_stands_out_and_the_rest_fades_until_esc(on_stage: Stage) -> None:
    before = picture(on_stage)
    on_stage.canvas.select(("dist-a",))
    on_stage.view.map_actions["show_around"].trigger()
    marks = on_stage.canvas.scene.highlights
    assert set(marks.devices) == {"dist-a", "core-1", "acc-a1", "acc-a2", "acc-a3", "acc-a4"}
    assert all("dist-a" in link or "acc-a1" in link for link in marks.links)
    after = picture(on_stage)
    far, near_by = on_stage.at("san-1"), on_stage.at("acc-a3")
    assert brightest(after, far) < brightest(before, far) - 60
    assert brightest(after, near_by) >= brightest(before, near_by) - 10
    on_stage.key(Qt.Key.Key_Escape)
    assert not marks.is_spot
    assert brightest(picture(on_stage), far) == brightest(before, far)


def test_what_depends_on_a_device_stands_out(on_stage: Stage) -> None:
    on_stage.canvas.select(("dist-a",))
    on_stage.view.map_actions["show_behind"].trigger()
    shown = set(on_stage.canvas.scene.highlights.devices)
    assert {"dist-a", "acc-a1", "ap-a1", "prn-a"} <= shown
    assert not {"core-1", "dist-b1"} & shown


def brightest(image: QImage, at: QPoint) -> int:
    """The lightest grey around a point."""
    return max(image.pixelColor(at.x() + x, at.y() + y).lightness() for x in range(-9, 10) for y in range(-9, 10))


# -- colours ----------------------------------------------------------------------------------------------------------


def test_a_metric_of_devices_glows_around_them_and_takes_the_colours_from_links(on_stage: Stage) -> None:
    on_stage.view.seeing.colour_by(CPU)
    image, theme = picture(on_stage), on_stage.canvas.theme
    scale = on_stage.canvas.camera.scale
    at = on_stage.at("app-2")
    below = round(17 * scale) + 3
    hot = theme.color("u5")
    assert near(image, hot, at.x(), at.y() + below)
    cool = on_stage.at("app-1")
    assert not near(image, hot, cool.x(), cool.y() + below)
    assert on_stage.view.legend.accessibleName() == "Processor load: 25 · 50 · 75 · 90 %"
    on_stage.view.seeing.colour_by(None)
    assert not near(picture(on_stage), hot, at.x(), at.y() + below)


def near(image: QImage, color: QColor, x: int, y: int) -> bool:
    """Whether a pixel close by is about of that colour, as glows are."""
    return any(
        abs(found.red() - color.red()) + abs(found.green() - color.green()) + abs(found.blue() - color.blue()) < 90
        for dx in range(-3, 4)
        for dy in range(-3, 4)
        for found in (image.pixelColor(x + dx, y + dy),)
    )


def test_states_that_come_bring_the_glow_along(on_stage: Stage) -> None:
    seeing = on_stage.view.seeing
    seeing.colour_by(CPU)
    on_stage.line.tell(StatusChanged(devices=(DeviceStatus(device="db-1", status=Status.UP, cpu_percent=99.0),)))
    on_stage.bridge.tick()
    seeing.source.refresh()
    assert seeing.source.heat is not None
    assert seeing.source.heat.devices["db-1"] == 99.0


def test_a_metric_of_ports_colours_links_by_direction(on_stage: Stage, line: Historian) -> None:
    link = next(x for x in on_stage.bridge.live.links_of("acc-a4") if x.b.device == "ap-a4")
    line.ranking = ((SeriesKey("ap-a4", ERRORS.name, link.b.interface or ""), 50.0),)
    on_stage.view.seeing.colour_by(ERRORS)
    on_stage.bridge.tick()
    heat = on_stage.view.seeing.source.heat
    assert heat is not None
    ab, ba = heat.link_steps(on_stage.canvas.scene.links, on_stage.bridge.live)
    row = on_stage.canvas.scene.links.row[link.id]
    assert (ab[row], ba[row]) == (5, 0)
    image, theme = picture(on_stage), on_stage.canvas.theme
    a, b = on_stage.at("acc-a4"), on_stage.at("ap-a4")
    reach = round(19 * on_stage.canvas.camera.scale) + 6
    assert has_color(image, theme.color("u5"), a.x(), a.y() + reach, 3)
    assert has_color(image, theme.color("u0"), b.x(), b.y() - reach, 3)


def test_at_another_time_the_colours_are_of_that_time(on_stage: Stage, line: Historian) -> None:
    seeing = on_stage.view.seeing
    seeing.colour_by(CPU)
    assert not any(isinstance(ask, ReadTop) for ask in line.asks)
    seeing.source.look_at(5000.0)
    asked = [ask for ask in line.asks if isinstance(ask, ReadTop)]
    assert [(ask.metric, ask.until) for ask in asked] == [("cpu_percent", 5000)]
    seeing.source.look_at(None)
    assert seeing.source.heat is not None
    assert seeing.source.heat.devices["app-2"] == 91.0


def test_the_menu_offers_what_profiles_measure_too(on_stage: Stage) -> None:
    source = on_stage.view.seeing.source
    source.ask_metrics()
    on_stage.bridge.tick()
    chosen: list[Metric | None] = []
    menu = heat_menu(source, chosen.append, on_stage.view)
    fans = next(action.menu() for action in menu.actions() if action.text() == "Fans")
    assert isinstance(fans, QMenu)
    fans.actions()[0].trigger()
    menu.actions()[0].trigger()
    assert [metric.name if metric else None for metric in chosen] == ["fan_rpm", None]
    menu.close()


def test_a_press_on_the_legend_opens_the_menu(on_stage: Stage) -> None:
    legend = on_stage.view.legend
    legend.setFocus()
    QTest.keyClick(legend, Qt.Key.Key_Space)
    menu = on_stage.view.findChild(QMenu)
    assert menu is not None
    menu.close()


def test_the_highest_of_several_instances_counts() -> None:
    ranking = ((SeriesKey("a", "storage_percent", "1"), 20.0), (SeriesKey("a", "storage_percent", "2"), 90.0))
    assert from_ranking(METRICS["storage_percent"], ranking).devices == {"a": 90.0}


@pytest.mark.parametrize(
    ("metric", "unit", "values", "limits"),
    [
        ("cpu_percent", "%", (1.0,), (25.0, 50.0, 75.0, 90.0)),
        ("icmp_rtt_ms", "ms", (1.0,), (2, 10, 50, 150)),
        ("if_in_errors_per_s", "1/s", (9.0,), (0.0, 0.01, 0.1, 1.0)),
        ("fan_rpm", "1/min", (1000.0, 8000.0), (800.0, 2000.0, 4000.0, 6000.0)),
        ("fan_rpm", "1/min", (), (0.0, 1.0, 2.0, 3.0)),
    ],
)
def test_limits_are_known_or_round_parts_of_the_largest_value(
    metric: str, unit: str, values: tuple[float, ...], limits: tuple[float, ...]
) -> None:
    assert limits_of(metric, unit, values) == limits
    assert [step_of(limit, limits) for limit in limits] == [1, 2, 3, 4]
    assert step_of(limits[-1] + 1, limits) == 5


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(91.2, "%", "91 %"), (2.5e9, "bit/s", "2.5 Gb/s"), (0.823, "ms", "0.82 ms"), (7.0, "1", "7")],
)
def test_values_are_short(value: float, unit: str, text: str) -> None:
    assert text_of(value, unit) == text
