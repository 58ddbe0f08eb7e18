"""The mouse: what a press takes hold of, and what a click means."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QPainter

from nocscape.console.map.paint.notes import note_rect
from nocscape.console.map.picks import NO_PICKS, Picks
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.shapes import is_corner, notes_of, shape_at
from nocscape.console.map.tools.bending import BendLink, without_bend
from nocscape.console.map.tools.drawing import DrawShape, StretchShape
from nocscape.console.map.tools.gestures import Gesture, MoveItems, Pan, RubberBand
from nocscape.console.map.tools.labels import PullName, PullRates, is_across, is_on_name
from nocscape.console.map.tools.lasso import Lasso
from nocscape.console.map.tools.linking import DrawLink
from nocscape.console.map.tools.ports import draw_ports, is_around, port_at
from nocscape.console.map.tools.stage import Stage
from nocscape.model.mapdoc import Note
from nocscape.model.mapparts import Shape
from nocscape.model.net import DeviceId, Interface, LinkId

DRAG_PX = 4.0
"""A press that moves less than this is a click."""

_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Tool(StrEnum):
    """What the left button does."""

    SELECT = "select"
    HAND = "hand"
    LINK = "link"
    LASSO = "lasso"
    DRAW = "draw"


class Hit:
    """What lies under a view pixel: at most one of these."""

    def __init__(self, stage: Stage, x: float, y: float) -> None:
        scene, camera = stage.scene, stage.camera
        self.device: DeviceId | None = None
        self.note: Note | None = None
        self.group: str | None = None
        self.link: LinkId | None = None
        self.shape: Shape | None = None
        if (row := hit.node_at(scene, camera, x, y)) is not None:
            self.device = scene.nodes.ids[row]
        elif (note := _note_at(stage, x, y)) is not None:
            self.note = note
        elif (group := hit.header_at(scene, camera, x, y)) is not None:
            self.group = group
        elif (link := hit.link_at(scene, camera, x, y)) is not None:
            self.link = scene.links.ids[link]
        else:
            self.shape = shape_at(scene.document, camera, x, y)


class Pointer:
    """Turns mouse events into gestures and clicks; at most one gesture at a time."""

    def __init__(self, stage: Stage) -> None:
        self.tool = Tool.SELECT
        self.holds_space = False
        self.gesture: Gesture | None = None
        self.hovered: DeviceId | None = None
        """The device whose ports are shown, while links are drawn."""
        self._stage = stage
        self._pressed: tuple[float, float] | None = None
        self._begin: Callable[[], Gesture | None] | None = None
        self._click: Callable[[], None] | None = None
        self._port: Interface | None = None
        self._at = (0.0, 0.0)

    @property
    def is_busy(self) -> bool:
        """Whether a button is held."""
        return self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """A button went down: remember what it may become."""
        if self._pressed is not None:
            return
        x, y = event.position().toTuple()
        is_left = event.button() is Qt.MouseButton.LeftButton
        is_panning = event.button() is Qt.MouseButton.MiddleButton or (is_left and self.holds_space)
        if not is_left and not is_panning:
            return
        self._pressed = (x, y)
        self._begin = self._click = None
        if is_panning:
            self.gesture = Pan(self._stage, x, y)
        else:
            self._take_hold(Hit(self._stage, x, y), x, y, is_adding=bool(event.modifiers() & _ADDING))

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with a button held."""
        if self._pressed is None:
            return
        x, y = self._at = event.position().toTuple()
        if self.gesture is None and math.dist(self._pressed, (x, y)) >= DRAG_PX:
            self._click = None
            self.gesture = self._begin() if self._begin is not None else None
            self._begin = None
        if self.gesture is not None:
            self.gesture.move(x, y)

    def hover(self, x: float, y: float) -> None:
        """The pointer moved with no button held: while links are drawn, show the ports of the device below it."""
        before = self.hovered
        if self.tool is not Tool.LINK:
            self.hovered = None
        elif before is None or not is_around(self._stage, before, x, y):
            row = hit.node_at(self._stage.scene, self._stage.camera, x, y)
            self.hovered = None if row is None else self._stage.scene.nodes.ids[row]
        if self.hovered is not None or before is not None:
            self._port = port_at(self._stage, self.hovered, x, y) if self.hovered is not None else None
            self._stage.update()

    def release(self, event: QMouseEvent) -> None:
        """The button went up: the gesture ends, or it was a click."""
        if self._pressed is None:
            return
        gesture, click = self.gesture, self._click
        self._forget()
        if gesture is not None:
            gesture.move(*event.position().toTuple())
            gesture.finish()
        elif click is not None:
            click()

    def cancel(self) -> bool:
        """Esc: undo what the gesture did so far; whether there was one."""
        gesture, was_busy = self.gesture, self.is_busy
        self._forget()
        if gesture is not None:
            gesture.cancel()
        return was_busy

    def double_click(self, event: QMouseEvent) -> None:
        """Look inside a device, expand a collapsed group, rename an open one, write in a note, take out a bend."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        stage = self._stage
        found = Hit(stage, *event.position().toTuple())
        self._forget()
        link, bend = stage.selection.link, hit.bend_at(stage.scene, stage.camera, *event.position().toTuple())
        if bend is not None and link is not None:
            without_bend(stage, link, bend)
        elif found.device is not None:
            stage.selection.open_device(found.device)
        elif found.group is not None and found.group in stage.scene.folds.ids:
            stage.fold_group(found.group)
        elif found.group is not None:
            stage.rename_group(found.group)
        elif found.note is not None:
            stage.edit_note(found.note.id)
        elif found.shape is not None:
            stage.edit_shape(found.shape.id)

    def select_below(self, x: float, y: float) -> None:
        """Select what a menu is asked for, unless it is among what is selected already."""
        stage, found = self._stage, Hit(self._stage, x, y)
        pick = Picks(
            (found.note.id,) if found.note is not None else (), (found.shape.id,) if found.shape is not None else ()
        )
        if found.device is not None:
            if found.device not in stage.selection.devices:
                stage.select((found.device,))
        elif found.group is not None:
            stage.select(stage.scene.nodes.ids[row] for row in stage.scene.groups.members(found.group))
        elif found.link is not None:
            stage.selection.select_link(found.link)
        elif pick and not stage.picks.holds(pick):
            stage.select((), pick)

    def paint(self, painter: QPainter) -> None:
        """What the gesture draws over the map."""
        if self.gesture is not None:
            self.gesture.paint(painter)
        elif self.hovered is not None:
            draw_ports(painter, self._stage, self.hovered, self._port.key if self._port is not None else None)

    # -- what a press takes hold of -----------------------------------------------------------------------------------

    def _take_hold(self, found: Hit, x: float, y: float, *, is_adding: bool) -> None:
        stage = self._stage
        if self.tool is Tool.LINK and self.hovered is not None and found.device is None:
            found.device = self.hovered
        if self.tool is Tool.DRAW:
            self._begin = lambda: self._unlocked(lambda: DrawShape(stage, x, y, stage.drawing))
        elif not self._hold_part(found, x, y, is_adding=is_adding):
            self._hold_found(found, x, y, is_adding=is_adding)

    def _hold_part(self, found: Hit, x: float, y: float, *, is_adding: bool) -> bool:
        """Take a part of what is selected, or words: an end, a bend, rates, a name. Whether there is one."""
        stage = self._stage
        if (end := hit.link_end_at(stage.scene, stage.camera, x, y)) is not None:
            self._begin = lambda: self._unlocked(lambda: DrawLink(stage, x, y, end.fixed, end.link, is_b=end.is_b))
        elif self._holds_bend(x, y):
            self._hold_link(x, y)
        elif self.tool is Tool.SELECT and (rated := stage.rates_at(x, y)) is not None:
            self._click = lambda: stage.selection.select_link(rated)
            self._begin = lambda: self._unlocked(lambda: self._pulled(rated, x, y))
        elif self._holds_link(found):
            self._hold_link(x, y)
        elif found.device is not None and self._holds_name(found.device, x, y, is_adding=is_adding):
            self._hold_name(found.device, x, y)
        else:
            return False
        return True

    def _pulled(self, link: LinkId, x: float, y: float) -> Gesture:
        """Words go along their link; pulled away from it, they take the selected link with them."""
        stage = self._stage
        if stage.selection.link == link and is_across(stage, link, (x, y), self._at):
            return BendLink(stage, x, y, link, None)
        return PullRates(stage, x, y, link)

    def _hold_found(self, found: Hit, x: float, y: float, *, is_adding: bool) -> None:
        stage = self._stage
        if found.device is not None:
            self._hold_device(found.device, x, y, is_adding=is_adding)
        elif found.group is not None:
            self._hold_group(found.group, x, y, is_adding=is_adding)
        elif found.note is not None:
            self._hold_drawn(Picks(notes=(found.note.id,)), x, y, is_adding=is_adding)
        elif (shape := self._shape_under(found, x, y)) is not None:
            self._hold_shape(shape, x, y, is_adding=is_adding)
        else:
            self._begin = lambda: self._empty_drag(x, y, is_adding=is_adding)
            link = found.link
            if link is not None:
                self._click = lambda: stage.selection.select_link(link)
            elif not is_adding:
                self._click = lambda: stage.select(())

    def _hold_device(self, device: DeviceId, x: float, y: float, *, is_adding: bool) -> None:
        stage, chosen = self._stage, self._stage.selection.devices
        if is_adding:
            rest = [one for one in chosen if one != device]
            self._click = lambda: stage.select(rest if device in chosen else [*chosen, device], stage.picks)
        elif device in chosen:
            self._click = lambda: stage.select((device,))
        else:
            stage.select((device,))
        if self.tool is Tool.HAND:
            self._begin = lambda: Pan(stage, x, y)
            return
        if self.tool is Tool.LINK:
            self._begin = lambda: self._unlocked(lambda: DrawLink(stage, x, y, device))
            return
        is_together = device in chosen or is_adding
        moved = list(dict.fromkeys([device, *chosen])) if is_together else [device]
        picks = stage.picks if is_together else NO_PICKS
        self._begin = lambda: self._unlocked(lambda: MoveItems(stage, x, y, moved, picks))

    def _holds_name(self, device: DeviceId, x: float, y: float, *, is_adding: bool) -> bool:
        """Whether the pointer is on the name of the one device that is selected."""
        is_alone = self._stage.selection.devices == (device,) and not self._stage.picks
        return is_alone and self.tool is Tool.SELECT and not is_adding and is_on_name(self._stage, device, x, y)

    def _hold_name(self, device: DeviceId, x: float, y: float) -> None:
        self._begin = lambda: self._unlocked(lambda: PullName(self._stage, x, y, device))

    def is_on_word(self, x: float, y: float) -> bool:
        """Whether a press there would pull a name or rates elsewhere."""
        chosen = self._stage.selection.devices
        if self.tool is not Tool.SELECT or self._stage.model.is_locked:
            return False
        is_name = len(chosen) == 1 and self._holds_name(chosen[0], x, y, is_adding=False)
        return is_name or (self._stage.rates_at(x, y) is not None and not self._holds_bend(x, y))

    def _hold_group(self, group: str, x: float, y: float, *, is_adding: bool) -> None:
        stage, nodes = self._stage, self._stage.scene.nodes
        members = [nodes.ids[row] for row in stage.scene.groups.members(group)]
        chosen = stage.selection.devices
        is_together = is_adding or set(members) <= set(chosen)
        moved, picks = ([*members, *chosen], stage.picks) if is_together else (members, NO_PICKS)
        kept = [*chosen, *members] if is_adding else members
        self._click = lambda: stage.select(kept, picks if is_adding else NO_PICKS)
        self._begin = lambda: self._unlocked(lambda: MoveItems(stage, x, y, moved, picks, is_whole_group=True))

    def _holds_link(self, found: Hit) -> bool:
        """Whether the pointer is on the selected link."""
        link = self._stage.selection.link
        return self.tool is Tool.SELECT and link in self._stage.scene.links.row and found.link == link

    def _holds_bend(self, x: float, y: float) -> bool:
        """Whether the pointer is on a bend of the selected link; its square lies over all else."""
        return self.tool is Tool.SELECT and hit.bend_at(self._stage.scene, self._stage.camera, x, y) is not None

    def _hold_link(self, x: float, y: float) -> None:
        stage, link = self._stage, self._stage.selection.link or ""
        number = hit.bend_at(stage.scene, stage.camera, x, y)
        self._begin = lambda: self._unlocked(lambda: BendLink(stage, x, y, link, number))

    def _shape_under(self, found: Hit, x: float, y: float) -> Shape | None:
        """The drawing under the pointer, or the selected one whose corner is there; only where nothing is above it."""
        chosen = self._stage.scene.document.parts.get(self._stage.selected_shape or "")
        if isinstance(chosen, Shape) and is_corner(chosen, self._stage.camera, x, y):
            return chosen
        return found.shape if self.tool is Tool.SELECT else None

    def _hold_shape(self, shape: Shape, x: float, y: float, *, is_adding: bool) -> None:
        stage = self._stage
        if stage.selected_shape == shape.id and is_corner(shape, stage.camera, x, y):
            self._begin = lambda: self._unlocked(lambda: StretchShape(stage, x, y, shape))
        else:
            self._hold_drawn(Picks(shapes=(shape.id,)), x, y, is_adding=is_adding)

    def _hold_drawn(self, pick: Picks, x: float, y: float, *, is_adding: bool) -> None:
        """A note or a drawing; one that is selected takes everything along that is selected with it."""
        stage, chosen, picks = self._stage, self._stage.selection.devices, self._stage.picks
        if self.tool is Tool.HAND:
            self._begin = lambda: Pan(stage, x, y)
            return
        is_picked = picks.holds(pick)
        if is_adding:
            self._click = lambda: stage.select(chosen, picks.without(pick) if is_picked else picks.with_(pick))
        elif is_picked:
            self._click = lambda: stage.select((), pick)
        else:
            stage.select((), pick)
        devices, moved = (chosen, pick.with_(picks)) if is_adding or is_picked else ((), pick)
        self._begin = lambda: self._unlocked(lambda: MoveItems(stage, x, y, devices, moved))

    def _empty_drag(self, x: float, y: float, *, is_adding: bool) -> Gesture:
        if self.tool is Tool.HAND:
            return Pan(self._stage, x, y)
        if self.tool is Tool.LASSO:
            return Lasso(self._stage, x, y, is_adding=is_adding)
        return RubberBand(self._stage, x, y, is_adding=is_adding)

    def _unlocked(self, make: Callable[[], Gesture]) -> Gesture | None:
        if self._stage.model.is_locked:
            self._stage.tell_locked()
            return None
        return make()

    def _forget(self) -> None:
        self.gesture = self._pressed = self._begin = self._click = None


def _note_at(stage: Stage, x: float, y: float) -> Note | None:
    point = stage.camera.to_scene(x, y)
    for note in reversed(notes_of(stage.scene.document)):
        if note_rect(note, stage.theme).holds(*point):
            return note
    return None
