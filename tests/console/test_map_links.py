"""Links by hand: drawn, moved, rejected; layers and marks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.layers import MapLayer
from nocscape.console.map.camera import Camera
from nocscape.console.map.chrome.link_dialog import LinkDialog
from nocscape.console.map.scene import hit
from nocscape.console.map.tools import ports
from nocscape.model.batches import LinksChanged, Reply
from nocscape.model.commands import Decide, Revoke
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Layer, Link, LinkMember, PortRef, link_id
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def decided(on_stage: Stage) -> list[tuple[DecisionKind, str, str]]:
    return [
        (ask.decision.kind, ask.decision.a.device, ask.decision.b.device)
        for ask in on_stage.line.asks
        if isinstance(ask, Decide) and ask.decision.a and ask.decision.b
    ]


def revoked(on_stage: Stage) -> list[str]:
    return [ask.decision for ask in on_stage.line.asks if isinstance(ask, Revoke)]


def answer_decisions(on_stage: Stage) -> None:
    """Give every decision that waits an id, as the engine does."""
    for place, command in enumerate(list(on_stage.line.sent)):
        if isinstance(command.ask, Decide):
            on_stage.line.reply(command.request, replace(command.ask.decision, id=f"d{place}"))
    on_stage.bridge.tick()


def asked_dialog(on_stage: Stage) -> LinkDialog:
    dialog = on_stage.view.commands.links.asking
    assert isinstance(dialog, LinkDialog)
    return dialog


def wire_between(on_stage: Stage, one: str, other: str) -> Link:
    return next(x for x in on_stage.bridge.live.links.values() if {x.a.device, x.b.device} == {one, other})


def test_a_link_is_drawn_from_device_to_device_and_undo_revokes_it(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.drag(on_stage.at("ap-a1"), on_stage.at("ap-a2"))
    dialog = asked_dialog(on_stage)
    dialog.ports[0].setCurrentIndex(1)
    dialog.accept()
    assert decided(on_stage) == [(DecisionKind.DRAW_LINK, "ap-a1", "ap-a2")]
    answer_decisions(on_stage)
    assert str(on_stage.view.model.undo_title()) == "Drew the link ap-a1 – ap-a2"
    on_stage.view.commands.undo()
    assert len(revoked(on_stage)) == 1
    on_stage.view.commands.redo()
    assert len(decided(on_stage)) == 2


def test_a_free_port_is_offered_before_those_in_use(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.drag(on_stage.at("core-1"), on_stage.at("ap-a2"))
    dialog = asked_dialog(on_stage)
    texts = [dialog.ports[0].itemText(i) for i in range(dialog.ports[0].count())]
    assert texts[0] == "unknown port"
    assert "in use" not in texts[1]
    assert "in use" in texts[-1]
    dialog.reject()
    assert not decided(on_stage)


def spot(on_stage: Stage, device: str, place: int) -> tuple[ports.Spot, QPoint]:
    """A port in the ring around a device, and the pixel that it is at."""
    found = ports.spots(on_stage.canvas, device)[place]
    return found, QPoint(round(found.x), round(found.y))


def test_a_link_is_pulled_from_port_to_port_without_a_question(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.canvas.look(replace_camera(on_stage, 1.5))
    QTest.mouseMove(on_stage.canvas, on_stage.at("dist-a"))
    assert on_stage.canvas.pointer.hovered == "dist-a"
    (one, start), (other, end) = spot(on_stage, "dist-a", 0), spot(on_stage, "acc-a2", 1)
    QTest.mouseMove(on_stage.canvas, start)
    on_stage.canvas.grab()
    on_stage.drag(start, end)
    assert on_stage.view.commands.links.asking is None
    decision = next(ask.decision for ask in on_stage.line.asks if isinstance(ask, Decide))
    assert decision.a == PortRef("dist-a", one.port.key)
    assert decision.b == PortRef("acc-a2", other.port.key)


def test_no_card_covers_the_ports_while_links_are_drawn(on_stage: Stage) -> None:
    QTest.mouseMove(on_stage.canvas, on_stage.at("dist-a"))
    assert on_stage.view.hover.is_waiting
    on_stage.view.map_actions["link"].trigger()
    QTest.mouseMove(on_stage.canvas, on_stage.at("acc-a2"))
    assert not on_stage.view.hover.is_waiting


def test_a_link_that_is_pulled_from_a_port_to_a_device_asks_for_the_other_port(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.canvas.look(replace_camera(on_stage, 1.5))
    QTest.mouseMove(on_stage.canvas, on_stage.at("dist-a"))
    one, start = spot(on_stage, "dist-a", 2)
    on_stage.drag(start, on_stage.at("acc-a2"))
    dialog = asked_dialog(on_stage)
    assert dialog.ports[0].currentData() == one.port.key
    assert dialog.ports[1].currentData() is None
    dialog.reject()


def test_esc_in_the_middle_of_pulling_from_a_port_draws_none(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.canvas.look(replace_camera(on_stage, 1.5))
    QTest.mouseMove(on_stage.canvas, on_stage.at("dist-a"))
    (_, start), (_, end) = spot(on_stage, "dist-a", 0), spot(on_stage, "acc-a2", 1)
    on_stage.drag(start, end, is_held=True)
    on_stage.canvas.grab()
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, end)
    assert not decided(on_stage)


def replace_camera(on_stage: Stage, scale: float) -> Camera:
    x, y = on_stage.nodes["acc-a2"]
    return dataclasses.replace(on_stage.canvas.camera, x=x, y=y - 60, scale=scale)


def test_esc_in_the_middle_of_drawing_a_link_draws_none(on_stage: Stage) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.drag(on_stage.at("ap-a1"), on_stage.at("ap-a2"), is_held=True)
    on_stage.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(on_stage.canvas, LEFT, NO_KEYS, on_stage.at("ap-a2"))
    assert on_stage.view.commands.links.asking is None
    assert not on_stage.edits


@pytest.mark.parametrize("end", ["ap-a1", ""])
def test_a_link_to_itself_or_to_nothing_is_none(on_stage: Stage, end: str) -> None:
    on_stage.view.map_actions["link"].trigger()
    on_stage.drag(on_stage.at("ap-a1"), on_stage.at(end) if end else QPoint(20, 400))
    assert on_stage.view.commands.links.asking is None


def test_an_undo_before_the_engine_answered_revokes_as_soon_as_it_does(on_stage: Stage) -> None:
    on_stage.view.commands.links.draw(PortRef("ap-a1"), PortRef("ap-a2"))
    on_stage.view.commands.undo()
    assert not revoked(on_stage)
    answer_decisions(on_stage)
    assert len(revoked(on_stage)) == 1


def test_a_decision_that_the_engine_refuses_is_said(on_stage: Stage) -> None:
    refused: list[str] = []
    on_stage.view.model.refused.connect(refused.append)
    on_stage.view.commands.links.draw(PortRef("ap-a1"), PortRef("ap-a2"))
    request = on_stage.line.sent[-1].request
    on_stage.line.tell(Reply(request=request, error=msg("The engine has stopped.")))
    on_stage.bridge.tick()
    assert refused == ["The engine has stopped."]


def test_the_end_of_a_selected_link_can_be_put_on_another_device(on_stage: Stage) -> None:
    link = wire_between(on_stage, "dist-b1", "acc-b3")
    on_stage.selection.select_link(link.id)
    handles = hit.link_handles(on_stage.view.scene, on_stage.canvas.camera)
    row = on_stage.view.scene.links.row[link.id]
    is_a = on_stage.view.scene.nodes.ids[int(on_stage.view.scene.links.a[row])] == "acc-b3"
    x, y = handles[0 if is_a else 1]
    on_stage.drag(QPoint(round(x), round(y)), on_stage.at("acc-b4"))
    asked_dialog(on_stage).accept()
    (rejected, *_), (drawn, *ends) = decided(on_stage)
    assert (rejected, drawn) == (DecisionKind.REJECT_LINK, DecisionKind.DRAW_LINK)
    assert set(ends) == {"dist-b1", "acc-b4"}
    assert on_stage.view.model.undo_stack.count() == 1


def test_delete_on_a_selected_link_asks_and_rejects_it(on_stage: Stage) -> None:
    link = wire_between(on_stage, "dist-b1", "acc-b3")
    on_stage.click(on_stage.between("dist-b1", "acc-b3"))
    on_stage.view.map_actions["remove"].trigger()
    box = on_stage.view.commands.links.asking
    assert isinstance(box, QMessageBox)
    box.close()
    assert not decided(on_stage)
    assert on_stage.view.commands.links.reject(link.id)
    assert decided(on_stage) == [(DecisionKind.REJECT_LINK, link.a.device, link.b.device)]


def test_a_locked_map_takes_no_decision(on_stage: Stage) -> None:
    on_stage.view.map_actions["lock"].trigger()
    assert not on_stage.view.commands.links.draw(PortRef("ap-a1"), PortRef("ap-a2"))
    assert not decided(on_stage)


def test_another_layer_shows_its_own_links_and_the_wires_come_back(on_stage: Stage) -> None:
    a, b = PortRef("core-1"), PortRef("core-2")
    ospf = Link(id=f"ospf:{link_id(a, b)}", a=a, b=b, layer=Layer.OSPF, subject="area 0")
    on_stage.line.tell(LinksChanged(links=(ospf,)))
    on_stage.bridge.tick()
    layers = on_stage.view.scene.layers
    wires = set(on_stage.view.scene.links.ids)
    layers.choose(MapLayer.OSPF)
    assert on_stage.view.scene.links.ids == [ospf.id]
    layers.choose(MapLayer.PHYSICAL)
    assert set(on_stage.view.scene.links.ids) == wires
    assert ospf.id not in wires


def test_a_bundle_is_one_line_that_knows_its_wires(on_stage: Stage) -> None:
    link = wire_between(on_stage, "core-1", "leaf-1")
    members = tuple(LinkMember(f"Te1/1/{i}", f"Te1/1/{i}") for i in (1, 2, 3))
    on_stage.line.tell(LinksChanged(links=(replace(link, members=members),)))
    on_stage.bridge.tick()
    on_stage.view.scene.take_links()
    links = on_stage.view.scene.links
    assert links.members[links.row[link.id]] == 3


def test_marks_are_drawn_and_taken_away(on_stage: Stage) -> None:
    canvas, marks = on_stage.canvas, on_stage.view.scene.highlights
    canvas.settle()
    before = canvas.grab().toImage()
    link = wire_between(on_stage, "core-1", "leaf-1")
    marks.show({"core-1": "added", "core-2": "removed", "nobody": "found"}, {link.id: "changed"})
    assert canvas.grab().toImage() != before
    marks.clear()
    assert canvas.grab().toImage() == before


def test_a_decision_survives_the_wire() -> None:
    decision = Decision(id="", kind=DecisionKind.DRAW_LINK, a=PortRef("a", "1"), b=PortRef("b"))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(decision), type=Decision) == decision
