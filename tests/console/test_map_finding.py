"""Ways to a place on the map: search, kept views, maps inside maps, windows, keys, and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.map.bookmarks import MOST
from nocscape.console.map.camera import FULL_NAMES, Camera
from nocscape.console.map.chrome.crumbs import ways
from nocscape.console.map.finding import spots
from nocscape.console.map.window import MapWindow
from nocscape.console.parts.kept import KeptView
from nocscape.console.settings.store import SettingsKeeper
from nocscape.model.batches import MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import MapDocument, Node, Note
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage
from tests.console.waiting import until

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def find(on_stage: Stage, text: str) -> None:
    """Type into the search field of the map."""
    on_stage.view.seeing.find()
    field = on_stage.view.seeing.find_bar.field
    field.setText(text)
    field.tell()


# -- search -----------------------------------------------------------------------------------------------------------


def test_a_search_marks_what_fits_and_flies_to_it(on_stage: Stage) -> None:
    on_stage.canvas.look(at_scale(on_stage, 0.1))
    find(on_stage, "ap-b")
    scene = on_stage.canvas.scene
    assert set(scene.highlights.devices) == {"ap-b1", "ap-b2", "ap-b3"}
    assert on_stage.selection.devices == ("ap-b1",)
    assert on_stage.canvas.camera.scale >= FULL_NAMES
    assert (on_stage.canvas.camera.x, on_stage.canvas.camera.y) == pytest.approx(on_stage.nodes["ap-b1"])
    assert on_stage.view.seeing.find_bar.count.text() == "1 of 3"


def at_scale(on_stage: Stage, scale: float) -> Camera:
    """The camera of the view at another scale."""
    camera = on_stage.canvas.camera
    return camera.zoomed(scale / camera.scale, 0, 0)


def test_enter_goes_on_and_shift_enter_back_and_round(on_stage: Stage) -> None:
    find(on_stage, "ap-b")
    bar = on_stage.view.seeing.find_bar
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert on_stage.selection.devices == ("ap-b2",)
    for _ in range(2):
        QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert on_stage.selection.devices == ("ap-b3",)


def test_esc_ends_a_search_and_takes_its_marks_away(on_stage: Stage) -> None:
    find(on_stage, "core")
    QTest.keyClick(on_stage.view.seeing.find_bar.field, Qt.Key.Key_Escape)
    assert on_stage.canvas.scene.highlights.devices == {}
    assert on_stage.view.seeing.find_bar.isHidden()


def test_names_come_before_addresses_models_groups_and_notes(on_stage: Stage) -> None:
    scene = on_stage.canvas.scene
    note = Note(id="n", x=1.0, y=2.0, text="core switch moves in May")
    scene.document = replace(scene.document, notes={"n": note})
    assert [spot.name for spot in spots(scene, "core")][:2] == ["core-1", "core-2"]
    assert spots(scene, "10.2.9.1")[0].device == "ap-b1"
    assert {spot.device for spot in spots(scene, "fortinet")} == {"fw-1", "fw-2"}
    assert any(spot.frame is not None for spot in spots(scene, "building a"))
    assert spots(scene, "moves may")[0].name == note.text
    assert spots(scene, "nothing like this") == []


def test_a_search_without_hits_says_so_and_stays(on_stage: Stage) -> None:
    before = on_stage.canvas.camera
    find(on_stage, "zzz")
    assert on_stage.view.seeing.find_bar.count.text() == "0 of 0"
    assert on_stage.canvas.camera == before


def test_a_device_that_was_searched_for_is_flown_to_as_close_as_names_are_read(on_stage: Stage) -> None:
    on_stage.canvas.look(at_scale(on_stage, 0.1))
    on_stage.view.fly_to("san-1")
    assert (on_stage.canvas.camera.x, on_stage.canvas.camera.y) == pytest.approx(on_stage.nodes["san-1"])
    assert on_stage.canvas.camera.scale >= FULL_NAMES


def test_a_device_of_another_map_turns_to_that_map(on_stage: Stage) -> None:
    other = MapDocument(id="other", title="", nodes={"elsewhere": Node(device="elsewhere", x=1.0, y=1.0)})
    on_stage.line.tell(MapLoaded(document=other))
    on_stage.bridge.tick()
    on_stage.view.map_wanted.connect(on_stage.view.show_map)
    on_stage.view.fly_to("elsewhere")
    assert on_stage.view.model.map_id == "other"
    assert on_stage.canvas.camera.x == 1.0
    on_stage.view.fly_to("nowhere")
    assert on_stage.view.model.map_id == "other"


# -- kept views -------------------------------------------------------------------------------------------------------


def test_a_kept_view_is_gone_back_to_by_its_key_and_survives_the_program(on_stage: Stage, tmp_path: Path) -> None:
    keeper = SettingsKeeper(tmp_path)
    seeing = on_stage.view.seeing
    seeing.remember(keeper)
    x, y = on_stage.nodes["app-2"]
    there = on_stage.canvas.camera
    on_stage.canvas.look(Camera(x, y, 1.5, there.width, there.height))
    on_stage.view.map_actions["keep_view"].trigger()
    keeper.flush()
    on_stage.view.commands.fit()
    on_stage.view.map_actions["view_1"].trigger()
    assert (on_stage.canvas.camera.x, on_stage.canvas.camera.scale) == pytest.approx((round(x), 1.5))
    assert on_stage.view.map_actions["view_1"].text() == "app-2"
    assert SettingsKeeper(tmp_path).now.views == seeing.bookmarks.views


def test_keeping_a_view_again_lets_go_of_it(on_stage: Stage) -> None:
    for count in (1, 0):
        on_stage.view.map_actions["keep_view"].trigger()
        assert len(on_stage.view.seeing.bookmarks.views) == count


def test_the_oldest_view_makes_room(on_stage: Stage) -> None:
    bookmarks, camera, scene = on_stage.view.seeing.bookmarks, on_stage.canvas.camera, on_stage.canvas.scene
    for step in range(MOST + 1):
        bookmarks.toggle("main", camera.panned(500 * step, 0), scene)
    assert len(bookmarks.views) == MOST


def test_damaged_views_are_left_out(on_stage: Stage) -> None:
    bookmarks = on_stage.view.seeing.bookmarks
    good = KeptView(map="main", title="a", x=0.0, y=0.0, scale=1.0)
    bookmarks.restore([KeptView(map="m", title="", x=float("nan"), y=0.0, scale=1.0), replace(good, scale=0.0), good])
    assert bookmarks.views == (good,)


def test_a_kept_view_of_another_map_asks_for_that_map(on_stage: Stage) -> None:
    wanted: list[str] = []
    on_stage.view.map_wanted.connect(wanted.append)
    on_stage.view.seeing.bookmarks.restore([KeptView(map="other", title="o", x=0.0, y=0.0, scale=1.0)])
    on_stage.view.seeing.show_kept(0)
    assert wanted == ["other"]


# -- maps inside maps, windows ----------------------------------------------------------------------------------------


def test_a_submap_shows_the_way_to_it_and_a_press_goes_back(on_stage: Stage) -> None:
    crumbs = on_stage.view.seeing.crumbs
    assert crumbs.isHidden()
    on_stage.line.tell(MapLoaded(document=MapDocument(id="main/g1", title="Building A", revision=1)))
    on_stage.bridge.tick()
    on_stage.view.show_map("main/g1")
    assert [button.text() for button in crumbs.buttons] == ["Campus"]
    assert crumbs.isVisible()
    wanted: list[str] = []
    on_stage.view.map_wanted.connect(wanted.append)
    crumbs.buttons[0].click()
    assert wanted == ["main"]


def test_ways_are_the_maps_around_a_map() -> None:
    assert ways("main/a/b") == ["main", "main/a", "main/a/b"]


def test_a_map_in_a_window_of_its_own_looks_elsewhere_and_goes_with_the_main_one(on_stage: Stage) -> None:
    on_stage.view.map_actions["new_window"].trigger()
    (window,) = on_stage.view.seeing.windows
    assert isinstance(window, MapWindow)
    assert window.windowTitle() == "Campus – Nocscape"
    window.view.canvas.look(window.view.canvas.camera.panned(300, 0))
    assert window.view.canvas.camera != on_stage.canvas.camera
    assert window.view.model.document.nodes == on_stage.view.model.document.nodes
    on_stage.view.seeing.close()
    assert on_stage.view.seeing.windows == []


def test_a_second_window_does_not_fill_a_fresh_map_too(campus: Bridge, line: FakeLine) -> None:
    with stage(campus, line, MapDocument(id="main", title="")) as made:
        made.view.seeing.new_window()

        def fills() -> int:
            return sum(isinstance(ask, EditMap) for ask in line.asks)

        until(fills)
        QTest.qWait(300)
        campus.tick()
        assert fills() == 1
        made.view.seeing.close()


# -- keys -------------------------------------------------------------------------------------------------------------


def test_space_keeps_devices_selected_while_arrows_go_on(on_stage: Stage) -> None:
    on_stage.canvas.select(("dist-a",))
    on_stage.key(Qt.Key.Key_Space)
    on_stage.key(Qt.Key.Key_Down)
    below = on_stage.selection.devices[0]
    assert on_stage.selection.devices == (below, "dist-a")
    on_stage.key(Qt.Key.Key_Space)
    on_stage.key(Qt.Key.Key_Down)
    assert set(on_stage.selection.devices[1:]) == {below, "dist-a"}


def test_space_again_lets_go(on_stage: Stage) -> None:
    on_stage.canvas.select(("dist-a",))
    on_stage.key(Qt.Key.Key_Space)
    on_stage.key(Qt.Key.Key_Space)
    on_stage.key(Qt.Key.Key_Down)
    assert len(on_stage.selection.devices) == 1


def test_space_with_nothing_selected_begins(on_stage: Stage) -> None:
    on_stage.canvas.select(())
    on_stage.key(Qt.Key.Key_Space)
    assert len(on_stage.selection.devices) == 1


# -- screen readers ---------------------------------------------------------------------------------------------------


def test_the_tree_for_screen_readers_holds_every_device_with_state_and_neighbours(on_stage: Stage) -> None:
    on_stage.canvas.select(("dist-b2",))
    root = QAccessible.queryAccessibleInterface(on_stage.canvas)
    assert root.role() is QAccessible.Role.List
    spoken = [root.child(place) for place in range(root.childCount())]
    assert len(spoken) == len(on_stage.nodes)
    for place, node in enumerate(spoken):
        assert root.indexOfChild(node) == place
        assert node.parent().role() is QAccessible.Role.List
        assert node.role() is QAccessible.Role.ListItem
        assert node.text(QAccessible.Text.Description)
    told = {node.text(QAccessible.Text.Name): node for node in spoken}
    down = told["dist-b2, Switch, Critical"]
    assert down.text(QAccessible.Text.Description) == (
        "Linked to ap-b2 (Not seen lately), cam-b2 (Not seen lately), core-2 (Down), dist-b1 (Down)"
    )
    assert down.state().selected
    assert [name for name, node in told.items() if node.state().selected] == ["dist-b2, Switch, Critical"]
    assert hit(root, down) is down


def hit(root: QAccessibleInterface, node: QAccessibleInterface) -> QAccessibleInterface:
    """What a screen reader finds in the middle of a node."""
    middle = node.rect().center()
    return root.childAt(middle.x(), middle.y())


def test_signs_and_lines_are_explained_on_a_card(on_stage: Stage) -> None:
    card = on_stage.view.seeing.sign_card
    assert card.isHidden()
    on_stage.view.map_actions["signs"].trigger()
    assert card.isVisible()
    assert on_stage.view.rect().contains(card.geometry())
    assert card.accessibleName().startswith("Up; Warning; Minor; Critical; Unreachable; Unknown; Maintenance; Pinned")
    on_stage.view.map_actions["signs"].trigger()
    assert card.isHidden()


def test_what_floats_over_the_map_has_names_for_screen_readers(on_stage: Stage) -> None:
    seeing = on_stage.view.seeing
    for widget in (
        seeing.legend,
        seeing.bar.track,
        seeing.bar.play_button,
        seeing.find_bar.field,
        on_stage.view.minimap,
    ):
        assert widget.accessibleName()
    QApplication.processEvents()
