"""The scene: what the document and the live network look like together, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers
from nocscape.console.live import LiveNetwork
from nocscape.console.map.camera import Rect
from nocscape.console.map.geometry import CHIP_BAND, NODE_HEIGHT, NOTE_HEIGHT, NOTE_WIDTH
from nocscape.console.map.scene.folds import Folds
from nocscape.console.map.scene.groups import GroupTable
from nocscape.console.map.scene.links import LinkTable, wires_of
from nocscape.console.map.scene.nodes import NodeTable, held_by
from nocscape.console.map.scene.shapes import shape_rect, shapes_of
from nocscape.console.map.scene.styles import Styles
from nocscape.model.mapdoc import Items, MapDocument
from nocscape.model.mapparts import CANVAS, Canvas
from nocscape.model.net import DeviceId, LinkId

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Scene:
    """Nodes, links and groups as arrays; derived parts are made again only when somebody looks.

    While nodes are dragged, `moving` marks them and `xy_shown` gives where they are drawn; the document and `nodes.xy`
    stay as they were until the gesture ends.
    """

    def __init__(
        self,
        document: MapDocument,
        live: LiveNetwork,
        layers: Layers | None = None,
        highlights: Highlights | None = None,
    ) -> None:
        self.document = document
        self.live = live
        self.layers = layers or Layers()
        self.highlights = highlights or Highlights()
        self.nodes = NodeTable()
        self.folds = Folds()
        self.styles = Styles()
        self.label_sides: dict[DeviceId, str] = {}
        """Nodes whose names do not stand below them."""
        self.held: dict[DeviceId, str] = {}
        """Nodes that hold their places, with the icon that says so."""
        self.moving: Mask = np.empty(0, dtype=bool)
        self.shift = (0.0, 0.0)
        self.share = 0.0
        """How far nodes of a preview have gone: 1 is where they would stand."""
        self._goal: dict[DeviceId, tuple[float, float]] = {}
        self._after: MapDocument | None = None
        self._proposed: GroupTable | None = None
        self._moved: tuple[DeviceId, ...] = ()
        self.selected_link: LinkId | None = None
        self._links = LinkTable()
        self._groups = GroupTable()
        self._links_are_old = self._ends_are_old = self._groups_are_old = self._frames_are_old = True
        self.revision = 0
        """Another number after each change of names, places or states."""
        self._bounds: Rect | None = None
        self._bounds_are_old = True
        self.show(document, ())

    def show(self, document: MapDocument, selected: Iterable[DeviceId]) -> None:
        """Another document, as a whole."""
        self.document = document
        self.revision += 1
        self._bounds_are_old = True
        self.nodes.fill(document.nodes.values(), self.live, selected)
        self._links_are_old = True
        self.label_sides = {d: node.label_side for d, node in document.nodes.items() if node.label_side != "below"}
        self.held = {d: icon for d, node in document.nodes.items() if (icon := held_by(node))}
        self._fold()
        self._rows_are_other()
        self._judge_all()

    def take_items(self, document: MapDocument, items: Items) -> None:
        """Some items of the document are different."""
        self.document = document
        self.revision += 1
        self._bounds_are_old = True
        had = len(self.nodes)
        self.nodes.drop(device for device, node in items.nodes.items() if node is None)
        self.nodes.put((node for node in items.nodes.values() if node is not None), self.live)
        self._frames_are_old = True
        self._groups_are_old = self._groups_are_old or bool(items.groups or items.nodes)
        self._links_are_old = self._links_are_old or bool(items.links)
        if len(self.nodes) != had or None in items.nodes.values():
            self._rows_are_other()
        if items.groups or items.nodes:
            self._fold()
        for device, node in items.nodes.items():
            self.label_sides.pop(device, None)
            if node is not None and node.label_side != "below":
                self.label_sides[device] = node.label_side
            self.held.pop(device, None)
            if node is not None and (icon := held_by(node)):
                self.held[device] = icon
        if items.parts:
            self._ends_are_old = True
            self._judge_all()
        elif items.nodes:
            self._judge_devices(items.nodes)

    def _fold(self) -> None:
        """Put nodes of collapsed groups where their groups stand."""
        if self.folds.fill(self.document.groups, self.document.nodes, self.nodes):
            self._ends_are_old = self._frames_are_old = True

    def _judge_all(self) -> None:
        """Look at everything by the rules of style, where there are any or were some."""
        if self.styles.take_rules(self.document.parts) or self.styles.has_link_rules:
            self.styles.judge_links({*self.live.links, *self.styles.links}, self.live)
        self._judge_devices({*self.nodes.ids, *self.styles.devices} if self.styles.devices else self.nodes.ids)

    def _judge_devices(self, devices: Iterable[DeviceId]) -> bool:
        if not self.styles.has_device_rules and not self.styles.devices:
            return False
        names = list(devices)
        is_different = self.styles.judge_devices(names, self.live)
        self.nodes.take_symbols(names, self.styles.devices, self.live)
        return is_different

    def take_devices(self, devices: Iterable[DeviceId]) -> bool:
        """Devices are different or gone; whether any is on the map."""
        devices = list(devices)
        shown = self.nodes.take_devices(devices, self.document.nodes, self.live)
        if shown:
            self._groups_are_old = self._frames_are_old = True
            self.revision += 1
        self._judge_devices(devices)
        return shown

    def take_statuses(self, devices: Iterable[DeviceId]) -> bool:
        """States are different; whether anything that is drawn is."""
        devices = list(devices)
        is_different = self.nodes.take_statuses(devices, self.live)
        self.revision += is_different
        if is_different and not self._groups_are_old:
            self._groups.count(self.nodes)
        return self._judge_devices(devices) or is_different

    def take_links(self) -> None:
        """Links were found or lost, or another layer is drawn."""
        self._links_are_old = True
        if self.styles.has_link_rules:
            self.styles.judge_links(self.live.links, self.live)

    def take_loads(self, links: Iterable[LinkId]) -> bool:
        """Traffic is different; whether any link has another colour now."""
        links = list(links)
        is_other = self.styles.has_link_rules and self.styles.judge_links(links, self.live)
        return (not self._links_are_old and self._links.take_loads(links, self.live.loads)) or is_other

    @property
    def links(self) -> LinkTable:
        """The links between nodes of this map."""
        if self._links_are_old:
            self._links.fill(wires_of(self.document, self.live, self.layers), self.live.loads)
        if self._links_are_old or self._ends_are_old:
            self._links.place(self.nodes.row, self.folds.of if len(self.folds) else None)
            self._links.ways.take(self.document, self._links.row)
            self._links_are_old = self._ends_are_old = False
        return self._links

    @property
    def groups(self) -> GroupTable:
        """The groups with their frames."""
        if self._groups_are_old:
            self._groups.fill(self.document.groups, self.nodes)
            self._groups_are_old, self._frames_are_old = False, True
        if self._frames_are_old:
            self._groups.frames = self._groups.frame(self.nodes, self.nodes.xy)
            if len(self.folds):
                self.folds.shrink(self._groups.frames, self._groups.row, self.document.groups)
            self._frames_are_old, self._bounds_are_old = False, True
        return self._groups

    @property
    def groups_shown(self) -> GroupTable:
        """The groups as they are told: those of a preview, around their nodes as these are drawn, where it has any."""
        if self._proposed is None:
            return self.groups
        self._proposed.frames = self._proposed.frame(self.nodes, self.xy_shown)
        return self._proposed

    # -- a gesture that moves nodes -----------------------------------------------------------------------------------

    def begin_move(self, devices: Iterable[DeviceId]) -> None:
        """These nodes are taken up; everything else stands still."""
        self._moved = tuple(devices)
        self._goal, self._after = {}, None
        self.shift = (0.0, 0.0)
        self._mark_moving()

    def begin_preview(self, goal: Mapping[DeviceId, tuple[float, float]], after: MapDocument | None = None) -> None:
        """These nodes would stand there, in the groups of the document `after` where it is given; `share` says how far
        on the way they are drawn."""
        self.begin_move(goal)
        self._goal, self._after = dict(goal), after
        self.share = 0.0
        self._mark_moving()

    def end_move(self) -> None:
        """Nothing is in the air any more."""
        self.begin_move(())

    @property
    def moved(self) -> list[DeviceId]:
        """Nodes that are in the air and still on the map, the one that was pressed first."""
        return [device for device in self._moved if device in self.nodes.row]

    def _mark_moving(self) -> None:
        self.moving = np.zeros(len(self.nodes), dtype=bool)
        self.moving[[self.nodes.row[device] for device in self.moved]] = True
        self._proposed = None
        if self._after is not None:
            nodes = self._after.nodes
            of = [nodes[device].group if device in nodes else None for device in self.nodes.ids]
            self._proposed = GroupTable()
            self._proposed.fill(self._after.groups, self.nodes, of)

    @property
    def is_moving(self) -> bool:
        """Whether a gesture has taken nodes up."""
        return bool(self.moving.any())

    @property
    def xy_shown(self) -> Array:
        """Where nodes are drawn: moved ones at the pointer."""
        if not self.is_moving:
            return self.nodes.xy
        shown = self.nodes.xy.copy()
        if self._goal:
            rows = np.flatnonzero(self.moving & ~self.folds.is_hidden)
            goal = np.array([self._goal[self.nodes.ids[row]] for row in rows.tolist()]).reshape(-1, 2)
            shown[rows] += (goal - shown[rows]) * self.share
            return shown
        shown[self.moving] += self.shift
        return shown

    @property
    def has_dots(self) -> bool:
        """Whether the grid is drawn on the ground."""
        canvas = self.document.parts.get(CANVAS)
        return not isinstance(canvas, Canvas) or canvas.ground == "dots"

    @property
    def has_vendors(self) -> bool:
        """Whether nodes say who made them."""
        canvas = self.document.parts.get(CANVAS)
        return isinstance(canvas, Canvas) and canvas.has_vendors

    # -- measures -----------------------------------------------------------------------------------------------------

    def bounds(self, rows: npt.NDArray[np.intp] | None = None) -> Rect | None:
        """The rectangle around everything on the map, or around some nodes; None where there is nothing."""
        if rows is not None:
            return _around(self._boxes(rows))
        frames = self.groups.frames
        if self._bounds_are_old:
            notes = [(n.x, n.y, n.x + NOTE_WIDTH, n.y + NOTE_HEIGHT) for n in self.document.notes.values()]
            notes += [shape_rect(shape) for shape in shapes_of(self.document)]
            drawn = np.array(notes, dtype=np.float64).reshape(-1, 4)
            self._bounds = _around(np.concatenate([self._boxes(slice(None)), frames, drawn]))
            self._bounds_are_old = False
        return self._bounds

    def _boxes(self, rows: npt.NDArray[np.intp] | slice) -> Array:
        """Left, top, right and bottom of nodes with their names."""
        xy, half = self.nodes.xy[rows], self.nodes.half_width[rows]
        up, down = CHIP_BAND / 2, NODE_HEIGHT - CHIP_BAND / 2
        return np.stack([xy[:, 0] - half, xy[:, 1] - up, xy[:, 0] + half, xy[:, 1] + down], axis=1)

    def _rows_are_other(self) -> None:
        self._ends_are_old = self._groups_are_old = self._frames_are_old = True
        self._mark_moving()


def _around(boxes: Array) -> Rect | None:
    if not len(boxes):
        return None
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return Rect(left, top, right, bottom)
