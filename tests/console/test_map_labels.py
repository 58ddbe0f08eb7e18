"""Names and rates that are pulled elsewhere, and put back."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.exchange.files import read, written
from nocscape.console.map.geometry import SIDES
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.ways import path, point_at, share_at
from nocscape.console.map.tools.labels import name_rect
from nocscape.model.mapparts import Bend, LinkWay, Route, way_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt

DEVICE = "dist-b1"


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        x, y = made.nodes[DEVICE]
        made.canvas.look(dataclasses.replace(made.canvas.camera, x=x, y=y, scale=1.2))
        made.canvas.settle()
        yield made


def middle_of_name(on_stage: Stage, side: str | None = None) -> QPoint:
    rect = name_rect(on_stage.canvas, DEVICE, side)
    assert rect is not None
    return QPoint(round(rect.middle[0]), round(rect.middle[1]))


def side(on_stage: Stage) -> str:
    return on_stage.view.model.document.nodes[DEVICE].label_side


@pytest.mark.parametrize("wanted", [name for name in SIDES if name != "below"])
def test_the_name_of_the_selected_device_is_pulled_to_another_side(on_stage: Stage, wanted: str) -> None:
    before = on_stage.nodes
    on_stage.click(on_stage.at(DEVICE))
    on_stage.drag(middle_of_name(on_stage), middle_of_name(on_stage, wanted))
    assert side(on_stage) == wanted
    assert on_stage.nodes == before
    assert len(on_stage.edits) == 1
    at = middle_of_name(on_stage)
    row = hit.node_at(on_stage.view.scene, on_stage.canvas.camera, at.x(), at.y())
    assert row is not None
    assert on_stage.view.scene.nodes.ids[row] == DEVICE
    on_stage.view.commands.undo()
    assert side(on_stage) == "below"


def test_a_device_that_is_not_selected_is_moved_by_its_name(on_stage: Stage) -> None:
    start = middle_of_name(on_stage)
    on_stage.drag(start, start + QPoint(0, 60))
    assert side(on_stage) == "below"
    assert str(on_stage.view.model.undo_title()) == f"Moved {DEVICE}"


def test_esc_in_the_middle_of_pulling_a_name_leaves_it(on_stage: Stage) -> None:
    on_stage.click(on_stage.at(DEVICE))
    end = middle_of_name(on_stage, "above")
    on_stage.drag(middle_of_name(on_stage), end, is_held=True)
    on_stage.canvas.settle()
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, end)
    assert side(on_stage) == "below"
    assert not on_stage.edits


def rated(on_stage: Stage) -> tuple[str, QPoint]:
    """A link whose rates are shown, and where."""
    on_stage.canvas.settle()
    link, rect = next(iter(on_stage.canvas.renderer.rates.items()))
    return link, QPoint(round(rect.middle[0]), round(rect.middle[1]))


def on_way(on_stage: Stage, link: str, share: float) -> QPoint:
    row = on_stage.view.scene.links.row[link]
    line = on_stage.canvas.camera.to_view(hit.link_line(on_stage.view.scene, on_stage.canvas.camera, row))
    x, y = point_at(line, share).tolist()
    return QPoint(round(x), round(y))


def share(on_stage: Stage, link: str) -> float:
    way = on_stage.view.model.document.parts.get(way_id(link))
    return way.label_at if isinstance(way, LinkWay) else 0.5


def test_rates_are_pulled_along_their_link_and_drawn_to_its_quarters(on_stage: Stage) -> None:
    link, at = rated(on_stage)
    on_stage.drag(at, on_way(on_stage, link, 0.25) + QPoint(3, 3))
    assert share(on_stage, link) == 0.25
    assert len(on_stage.edits) == 1
    on_stage.canvas.settle()
    shown = on_stage.canvas.renderer.rates[link].middle
    want = on_way(on_stage, link, 0.25)
    assert math.dist(shown, (want.x(), want.y())) < 4
    on_stage.view.commands.undo()
    assert share(on_stage, link) == 0.5


def test_rates_stand_anywhere_on_the_way_where_nothing_snaps(on_stage: Stage) -> None:
    on_stage.canvas.is_snapping = False
    link, at = rated(on_stage)
    on_stage.drag(at, on_way(on_stage, link, 0.3))
    assert share(on_stage, link) == pytest.approx(0.3, abs=0.03)
    assert share(on_stage, link) != 0.25


def test_rates_of_the_selected_link_that_are_pulled_away_from_it_bend_it(on_stage: Stage) -> None:
    link, at = rated(on_stage)
    on_stage.selection.select_link(link)
    on_stage.canvas.settle()
    row = on_stage.view.scene.links.row[link]
    (x1, y1), (x2, y2) = hit.link_line(on_stage.view.scene, on_stage.canvas.camera, row)[[0, -1]].tolist()
    length = math.dist((x1, y1), (x2, y2))
    away = QPoint(round(-(y2 - y1) / length * 40), round((x2 - x1) / length * 40))
    on_stage.drag(at, at + away, is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    assert not on_stage.edits
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, at + away)
    on_stage.drag(at, at + away)
    way = on_stage.view.model.document.parts[way_id(link)]
    assert isinstance(way, LinkWay)
    assert len(way.bends) == 1
    assert way.label_at == 0.5


def test_a_click_on_rates_selects_their_link(on_stage: Stage) -> None:
    link, at = rated(on_stage)
    on_stage.click(at)
    assert on_stage.selection.link == link
    assert not on_stage.edits


def test_esc_in_the_middle_of_pulling_rates_leaves_them(on_stage: Stage) -> None:
    link, at = rated(on_stage)
    end = on_way(on_stage, link, 0.8)
    on_stage.drag(at, end, is_held=True)
    on_stage.canvas.settle()
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, end)
    assert share(on_stage, link) == 0.5
    assert not on_stage.edits


def test_words_go_back_where_they_usually_stand(on_stage: Stage) -> None:
    link, at = rated(on_stage)
    on_stage.drag(at, on_way(on_stage, link, 0.25))
    on_stage.canvas.select((DEVICE, "core-1"))
    on_stage.view.map_actions["name_left"].trigger()
    on_stage.canvas.select((DEVICE,))
    on_stage.view.map_actions["words_reset"].trigger()
    assert (side(on_stage), share(on_stage, link)) == ("below", 0.25)
    on_stage.canvas.select(())
    on_stage.view.map_actions["words_reset"].trigger()
    assert on_stage.view.model.document.nodes["core-1"].label_side == "below"
    assert share(on_stage, link) == 0.5
    on_stage.view.map_actions["words_reset"].trigger()
    assert len(on_stage.edits) == 4, "there was nothing left to put back"


def test_nothing_is_pulled_on_a_locked_map(on_stage: Stage) -> None:
    on_stage.click(on_stage.at(DEVICE))
    on_stage.view.map_actions["lock"].trigger()
    on_stage.drag(middle_of_name(on_stage), middle_of_name(on_stage, "above"))
    _, at = rated(on_stage)
    on_stage.drag(at, at + QPoint(40, 0))
    assert not on_stage.edits


@pytest.mark.parametrize("suffix", ["json", "graphml", "drawio"])
def test_the_sides_of_names_survive_a_file(on_stage: Stage, suffix: str) -> None:
    model = on_stage.view.model
    sides = dict(zip(model.document.nodes, [*SIDES, "hidden"], strict=False))
    document = replace(
        model.document,
        nodes={d: replace(n, label_side=sides.get(d, "below")) for d, n in model.document.nodes.items()},
    )
    on_stage.view.scene.show(document, ())
    put = read(suffix, written(suffix, on_stage.view.scene, on_stage.canvas.theme), on_stage.bridge.live)
    assert {n.device: n.label_side for n in put.nodes} == {n.device: n.label_side for n in document.nodes.values()}


def test_a_picture_shows_names_where_they_were_put(on_stage: Stage) -> None:
    before = written("png", on_stage.view.scene, on_stage.canvas.theme)
    on_stage.canvas.select(())
    plain = written("png", on_stage.view.scene, on_stage.canvas.theme)
    assert plain == before
    on_stage.canvas.select((DEVICE,))
    on_stage.view.map_actions["name_above"].trigger()
    on_stage.canvas.select(())
    assert written("png", on_stage.view.scene, on_stage.canvas.theme) != plain


@given(st.floats(0.0, 1.0), st.sampled_from(Route))
def test_a_point_of_a_way_is_found_again_by_its_share(at: float, route: Route) -> None:
    line = path(np.array((0.0, 0.0)), np.array((300.0, 120.0)), route, [Bend(0.4, 0.2)] if route != "curved" else [])
    assert share_at(line, point_at(line, at).tolist()) == pytest.approx(at, abs=0.02)
