"""What is drawn: signs by state, level of detail, and a ground that is kept from frame to frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.paint import links as links_module
from nocscape.console.map.paint.labels import LabelCache
from nocscape.console.map.paint.link_texts import rates_text
from nocscape.console.map.paint.links import Segments
from nocscape.console.map.paint.pace import Pace
from nocscape.console.theme import Theme
from nocscape.model.batches import LoadChanged, StatusChanged
from nocscape.model.mapdoc import Group, MapDocument, Node
from nocscape.model.net import DeviceStatus, LinkLoad
from nocscape.model.status import Status
from tests.console.campus import DEVICES
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

CLOSE = 12


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        for floating in (made.view.tool_bar, made.view.legend, made.view.minimap, made.view.chip):
            floating.hide()
        yield made


def picture(on_stage: Stage) -> QImage:
    on_stage.canvas.settle()
    return on_stage.canvas.grab().toImage()


def wait_for_ground(on_stage: Stage) -> None:
    """Let the slices between events come to an end."""
    for _ in range(200):
        QTest.qWait(5)
        if not on_stage.canvas.ground.wants_work:
            return
    pytest.fail("the ground is never done")


def has_color(image: QImage, color: QColor, x: int, y: int, reach: int = 8) -> bool:
    return any(image.pixelColor(x + dx, y + dy) == color for dx in range(-reach, reach) for dy in range(-reach, reach))


def difference(one: QImage, other: QImage) -> int:
    """The largest difference of a colour channel anywhere; lines that are cut at tiles differ by a few steps."""
    pixels = [np.frombuffer(image.constBits(), dtype=np.uint8).astype(np.int16) for image in (one, other)]
    return int(np.abs(pixels[0] - pixels[1]).max())


def let_lines_be_slow(on_stage: Stage, monkeypatch: pytest.MonkeyPatch, *kinds: str) -> None:
    """Let the ground believe that a line of some pixels takes longer than any frame may."""
    for kind in kinds:
        monkeypatch.setattr(on_stage.canvas.ground, kind, Pace(1.0))


def test_a_state_is_shown_by_the_sign_at_the_corner_of_its_node(on_stage: Stage) -> None:
    theme = on_stage.canvas.theme
    scale = on_stage.canvas.camera.scale
    half = round(19 * scale)
    at = on_stage.at("acc-a1")
    before = picture(on_stage)
    assert has_color(before, theme.status_color(Status.UP), at.x() + half, at.y() - half)
    on_stage.line.tell(StatusChanged(devices=(DeviceStatus(device="acc-a1", status=Status.CRITICAL),)))
    on_stage.bridge.tick()
    after = picture(on_stage)
    assert has_color(after, theme.status_color(Status.CRITICAL), at.x() + half, at.y() - half)
    assert not has_color(after, theme.status_color(Status.UP), at.x() + half, at.y() - half)


def test_each_half_of_a_link_has_the_color_of_the_load_in_its_direction(on_stage: Stage) -> None:
    link = next(x for x in on_stage.bridge.live.links_of("acc-a4") if x.b.device == "ap-a4")
    on_stage.line.tell(LoadChanged(loads=(LinkLoad(link.id, 1e9, 1e9, 95.0, 40.0),)))
    on_stage.bridge.tick()
    theme, image = on_stage.canvas.theme, picture(on_stage)
    a, b = on_stage.at("acc-a4"), on_stage.at("ap-a4")
    reach = round(19 * on_stage.canvas.camera.scale) + 6
    assert has_color(image, theme.color("u5"), a.x(), a.y() + reach, 3)
    assert has_color(image, theme.color("u2"), b.x(), b.y() - reach, 3)


def test_a_pan_of_whole_pixels_gives_the_picture_that_drawing_anew_would_give(on_stage: Stage) -> None:
    picture(on_stage)
    on_stage.canvas.look(on_stage.canvas.camera.panned(37, -23))
    on_stage.canvas.look(on_stage.canvas.camera.panned(-60, 10))
    on_stage.canvas.repaint()
    scrolled = on_stage.canvas.grab().toImage()
    on_stage.canvas.redraw()
    anew = on_stage.canvas.grab().toImage()
    assert difference(scrolled, anew) <= CLOSE


def test_a_heavy_ground_is_drawn_coarsely_first_and_then_as_if_it_had_been_light(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = picture(on_stage)
    let_lines_be_slow(on_stage, monkeypatch, "_fine")
    on_stage.canvas.redraw()
    on_stage.canvas.repaint()
    assert on_stage.canvas.ground.wants_work
    wait_for_ground(on_stage)
    assert difference(on_stage.canvas.grab().toImage(), fine) <= CLOSE


def test_a_zoom_of_a_very_heavy_ground_stretches_what_there_is(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_lines_be_slow(on_stage, monkeypatch, "_fine", "_coarse")
    on_stage.canvas.repaint()
    on_stage.canvas.look(on_stage.canvas.camera.zoomed(1.3, 600, 400))
    on_stage.canvas.repaint()
    assert on_stage.canvas.ground.wants_work
    stretched = picture(on_stage)
    monkeypatch.undo()
    on_stage.canvas.redraw()
    assert difference(picture(on_stage), stretched) <= CLOSE


def test_an_edit_of_a_very_heavy_ground_is_drawn_in_slices_and_shown_when_it_is_whole(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = on_stage.canvas
    before = picture(on_stage)
    let_lines_be_slow(on_stage, monkeypatch, "_fine", "_coarse")
    on_stage.selection.select_devices(("dist-b2",))
    on_stage.view.commands.remove()
    canvas.repaint()
    assert canvas.ground.wants_work
    without = picture(on_stage)
    assert difference(without, before) > CLOSE
    monkeypatch.undo()
    canvas.redraw()
    assert difference(picture(on_stage), without) <= CLOSE


def test_another_map_never_has_the_ground_of_the_last_one(on_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = on_stage.canvas
    canvas.settle()
    let_lines_be_slow(on_stage, monkeypatch, "_fine", "_coarse")
    on_stage.view.show_map("other")
    bare = canvas.grab().toImage()
    assert not canvas.ground.wants_work
    monkeypatch.undo()
    assert difference(picture(on_stage), bare) <= CLOSE


def test_links_are_of_one_strength_in_all_parts_of_a_view(on_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links_module, "_CROWD", 4)
    monkeypatch.setattr(links_module, "_LONG_PX", (2000.0, 20.0))
    on_stage.canvas.redraw()
    at_once = picture(on_stage)
    let_lines_be_slow(on_stage, monkeypatch, "_fine")
    on_stage.canvas.redraw()
    assert difference(picture(on_stage), at_once) <= CLOSE


@pytest.mark.parametrize("scale", [0.03, 0.15, 0.3, 0.5, 0.8, 1.0, 1.6, 3.9])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_level_of_detail_can_be_drawn_in_every_theme(on_stage: Stage, scale: float, theme: str) -> None:
    on_stage.canvas.theme.set(theme)
    on_stage.selection.select_devices(("dist-b2",))
    on_stage.canvas.look(on_stage.canvas.camera.zoomed(scale / on_stage.canvas.camera.scale, 600, 400))
    image = picture(on_stage)
    assert image.pixelColor(1, 1) in (on_stage.canvas.theme.color("bg"), on_stage.canvas.theme.color("line"))


def test_while_a_node_is_dragged_the_ground_is_not_drawn_again(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Rect] = []
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(20, 20), is_held=True)
    on_stage.canvas.repaint()

    def note(painter: QPainter, camera: Camera, clip: Rect, seen: Segments, *, is_fine: bool) -> None:
        drawn.append(clip)

    monkeypatch.setattr(on_stage.canvas.renderer, "draw_ground", note)
    for step in range(10):
        QTest.mouseMove(on_stage.canvas, start + QPoint(20 + 3 * step, 20))
        on_stage.canvas.repaint()
    assert on_stage.view.scene.is_moving
    assert not drawn
    on_stage.canvas.cancel()


def test_texts_beyond_the_time_of_a_frame_come_with_the_next_ones(qapp: object) -> None:
    labels = LabelCache(Theme("dark"))
    labels.begin_frame(0.0)
    names = [f"switch-{i}" for i in range(2000)]
    first = [labels.get(name, 1.0) for name in names]
    assert labels.is_behind
    assert first[0] is not None
    frames = 0
    while labels.is_behind and frames < 500:
        frames += 1
        labels.begin_frame(0.0)
        for name in names[:800]:
            labels.get(name, 1.0)
    assert not labels.is_behind


@pytest.mark.parametrize(
    ("load", "text"),
    [
        (None, ""),
        (LinkLoad("x"), ""),
        (LinkLoad("x", 7.94e9, 4.6e9), "7.9 / 4.6 Gb/s"),
        (LinkLoad("x", 0.0, 0.0), "0 / 0 b/s"),
        (LinkLoad("x", 1_500.0, None), "1.5 kb/s / –"),
    ],
)
def test_rates_of_both_directions_are_said_in_one_unit(load: LinkLoad | None, text: str) -> None:
    assert rates_text(load) == text


def titled(titles: Mapping[str, str], spread: int) -> MapDocument:
    """Two devices in each group, `spread` apart; the groups stand side by side."""
    names = [device for device, *_ in DEVICES]
    groups = {name: Group(id=name, title=title) for name, title in titles.items()}
    nodes = [
        Node(device=names[2 * place + end], x=400.0 * place + spread * end, y=0.0, group=name)
        for place, name in enumerate(groups)
        for end in (0, 1)
    ]
    return MapDocument(id="main", title="Titles", nodes={node.device: node for node in nodes}, groups=groups)


def strip_of(on_stage: Stage, group: str) -> QRect:
    """Where the words of a group stand: along the upper edge of its frame."""
    groups, camera = on_stage.view.scene.groups, on_stage.canvas.camera
    frame = camera.rect(groups.rect(groups.row[group]))
    return QRectF(frame.left, frame.top - 10, frame.width, 38).toAlignedRect() & on_stage.canvas.rect()


def count_of(image: QImage, color: QColor, where: QRect) -> int:
    """Pixels of that very colour."""
    return sum(
        image.pixelColor(x, y) == color
        for x in range(where.left(), where.right())
        for y in range(where.top(), where.bottom())
    )


@pytest.mark.parametrize("scale", [0.26, 0.3, 0.45, 0.5, 0.7, 1.0])
def test_a_group_has_its_title_however_narrow_its_frame_is(campus: Bridge, line: FakeLine, scale: float) -> None:
    document = titled({"one": "Data centre of the whole campus", "two": "Data centre", "three": "DC"}, 60)
    with stage(campus, line, document) as on_stage:
        on_stage.canvas.look(replace(on_stage.canvas.camera, scale=scale))
        image, dim = picture(on_stage), on_stage.canvas.theme.color("dim")
        assert all(count_of(image, dim, strip_of(on_stage, group)) > 3 for group in document.groups)


@pytest.mark.parametrize("scale", [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_groups_that_are_alike_have_counts_beside_their_titles_together_or_not_at_all(
    campus: Bridge, line: FakeLine, scale: float
) -> None:
    with stage(campus, line, titled({"one": "Library", "two": "Building number A"}, 150)) as on_stage:
        on_stage.canvas.look(replace(on_stage.canvas.camera, scale=scale))
        image, up = picture(on_stage), on_stage.canvas.theme.status_color(Status.UP)
        seen = [count_of(image, up, strip_of(on_stage, group)) > 3 for group in ("one", "two")]
        assert seen[0] == seen[1]
