"""What lies above what: nodes, frames, notes and drawings brought forward and sent back."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.console.bridge import Bridge
from nocscape.console.map.camera import Rect
from nocscape.console.map.exchange.files import read, written
from nocscape.console.map.ordering import Layered, Move, levels
from nocscape.console.map.picks import Picks
from nocscape.console.map.scene import hit
from nocscape.model.mapdoc import Group, MapDocument, Node, Note
from nocscape.model.mapparts import Shape, ShapeKind
from nocscape.model.net import DeviceId
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

PILE = ("core-1", "core-2", "dist-a")
"""Devices that lie on one another."""


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    nodes = {d: Node(device=d, x=4.0 * i, y=4.0 * i, group="g" if i < 2 else None) for i, d in enumerate(PILE)}
    nodes["ap-a1"] = Node(device="ap-a1", x=900.0, y=0.0, group="h")
    groups = {"g": Group(id="g", title="G"), "h": Group(id="h", title="H")}
    document = MapDocument(id="main", title="pile", nodes=nodes, groups=groups)
    with stage(campus, line, document) as made:
        yield made


def level(on_stage: Stage, device: DeviceId) -> int:
    return on_stage.view.model.document.nodes[device].z


def top(on_stage: Stage) -> str:
    """The device that a press at the pile takes hold of."""
    row = hit.node_at(on_stage.view.scene, on_stage.canvas.camera, *on_stage.canvas.camera.point(4.0, 4.0))
    assert row is not None
    return on_stage.view.scene.nodes.ids[row]


@pytest.mark.parametrize("device", PILE)
def test_a_node_brought_to_the_front_is_drawn_and_taken_over_the_others(on_stage: Stage, device: str) -> None:
    on_stage.canvas.settle()
    before = on_stage.canvas.grab().toImage()
    on_stage.canvas.select((device,))
    on_stage.view.map_actions["bring_to_front"].trigger()
    assert top(on_stage) == device
    assert len(on_stage.edits) == 1
    assert str(on_stage.view.model.undo_title()) == "Brought to the front"
    on_stage.view.map_actions["bring_to_front"].trigger()
    assert len(on_stage.edits) == 1, "it is there already"
    on_stage.view.commands.undo()
    on_stage.canvas.select(())
    on_stage.canvas.settle()
    assert on_stage.canvas.grab().toImage() == before


def test_what_is_drawn_on_top_is_the_node_of_the_highest_level(on_stage: Stage) -> None:
    shots = {}
    for device in ("core-1", "dist-a"):
        on_stage.canvas.select((device,))
        on_stage.view.map_actions["bring_to_front"].trigger()
        on_stage.canvas.select(())
        on_stage.canvas.settle()
        shots[device] = on_stage.canvas.grab().toImage()
    assert shots["core-1"] != shots["dist-a"]


def test_steps_forward_and_backward_pass_one_overlapping_node_each(on_stage: Stage) -> None:
    for device in PILE:
        on_stage.canvas.select((device,))
        on_stage.view.map_actions["bring_to_front"].trigger()
    assert top(on_stage) == "dist-a"
    on_stage.canvas.select(("core-1",))
    on_stage.view.map_actions["bring_forward"].trigger()
    assert level(on_stage, "core-2") < level(on_stage, "core-1")
    on_stage.view.map_actions["bring_forward"].trigger()
    assert top(on_stage) == "core-1"
    on_stage.view.map_actions["send_to_back"].trigger()
    assert level(on_stage, "core-1") < min(level(on_stage, "core-2"), level(on_stage, "ap-a1"))


def test_a_node_that_overlaps_nothing_takes_no_step(on_stage: Stage) -> None:
    on_stage.canvas.select(("ap-a1",))
    on_stage.view.map_actions["bring_forward"].trigger()
    on_stage.view.map_actions["send_backward"].trigger()
    assert not on_stage.edits


def test_a_frame_goes_to_the_front_with_all_its_devices(on_stage: Stage) -> None:
    on_stage.canvas.select(("core-1", "core-2"))
    on_stage.view.map_actions["bring_to_front"].trigger()
    assert on_stage.view.model.document.groups["g"].z > on_stage.view.model.document.groups["h"].z
    assert on_stage.view.scene.groups.ids[-1] == "g"
    on_stage.view.map_actions["send_to_back"].trigger()
    assert on_stage.view.scene.groups.ids[0] == "g"


def test_notes_and_drawings_go_to_the_front_among_their_own(on_stage: Stage) -> None:
    model = on_stage.view.model
    box = Shape(id="one", kind=ShapeKind.RECTANGLE, x=0.0, y=0.0, width=50.0, height=50.0)
    notes = {name: Note(id=name, x=0.0, y=0.0, text=name) for name in ("a", "b")}
    document = replace(model.document, parts={"one": box, "two": replace(box, id="two")}, notes=notes)
    model.document = document
    on_stage.view.scene.show(document, ())
    on_stage.canvas.select((), Picks(("a",), ("one",)))
    on_stage.view.map_actions["bring_to_front"].trigger()
    assert on_stage.view.model.document.notes["a"].z == 1
    front = max((p for p in model.document.parts.values() if isinstance(p, Shape)), key=lambda shape: shape.z)
    assert front.id == "one"


def test_the_order_is_saved_with_the_document(on_stage: Stage) -> None:
    on_stage.canvas.select(("core-2",))
    on_stage.view.map_actions["bring_to_front"].trigger()
    document = on_stage.view.model.document
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=MapDocument) == document
    assert document.nodes["core-2"].z == 1


@pytest.mark.parametrize("suffix", ["json", "graphml", "drawio"])
def test_the_order_survives_a_file(on_stage: Stage, suffix: str) -> None:
    on_stage.canvas.select(("core-1",))
    on_stage.view.map_actions["bring_to_front"].trigger()
    raw = written(suffix, on_stage.view.scene, on_stage.canvas.theme)
    put = read(suffix, raw, on_stage.bridge.live)
    assert {node.device: node.z for node in put.nodes} == {**dict.fromkeys((*PILE, "ap-a1"), 0), "core-1": 1}


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=8), st.sampled_from([*Move]))
def test_every_move_leads_where_it_says(piles: list[tuple[int, bool]], move: Move) -> None:
    box = Rect(0, 0, 10, 10)
    things = sorted((Layered(str(i), z, box) for i, (z, _) in enumerate(piles)), key=lambda thing: thing.z)
    chosen = {str(i) for i, (_, is_chosen) in enumerate(piles) if is_chosen}
    after = {thing.key: thing.z for thing in things} | levels(things, chosen, move)
    own, others = [after[key] for key in chosen], [z for key, z in after.items() if key not in chosen]
    assert all(after[thing.key] == thing.z for thing in things if thing.key not in chosen)
    if own and others:
        assert move is not Move.FRONT or min(own) > max(others)
        assert move is not Move.BACK or max(own) < min(others)
