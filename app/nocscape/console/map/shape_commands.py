"""Actions on what is selected: putting nodes in line, selecting more, copying, following ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from nocscape.base.i18n import Text, mark, msg
from nocscape.console.map import alike, clipboard, edits, shape_edits
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.shaping import Edge, aligned, distributed, mirrored, turned
from nocscape.model.mapdoc import PutItems
from nocscape.model.net import DeviceId

QUARTER = 90.0


class ShapeCommands(QObject):
    """Acts on the selection of the map that a canvas shows."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.align_left = partial(self._align, Edge.LEFT)
        self.align_centre = partial(self._align, Edge.CENTRE)
        self.align_right = partial(self._align, Edge.RIGHT)
        self.align_top = partial(self._align, Edge.TOP)
        self.align_middle = partial(self._align, Edge.MIDDLE)
        self.align_bottom = partial(self._align, Edge.BOTTOM)
        self.select_kind = partial(self._select_alike, alike.kind)
        self.select_vendor = partial(self._select_alike, alike.vendor)
        self.select_status = partial(self._select_alike, alike.status)

    # -- in line ------------------------------------------------------------------------------------------------------

    def distribute_across(self) -> None:
        """The same distance from left to right."""
        self._shape(partial(distributed, is_across=True), mark("Distributed {count} devices"))

    def distribute_down(self) -> None:
        """The same distance from top to bottom."""
        self._shape(partial(distributed, is_across=False), mark("Distributed {count} devices"))

    def turn_right(self) -> None:
        """A quarter clockwise."""
        self._shape(partial(turned, degrees=QUARTER), mark("Turned {count} devices"))

    def turn_left(self) -> None:
        """A quarter counter-clockwise."""
        self._shape(partial(turned, degrees=-QUARTER), mark("Turned {count} devices"))

    def mirror_across(self) -> None:
        """Exchange left and right."""
        self._shape(partial(mirrored, is_across=True), mark("Mirrored {count} devices"))

    def mirror_down(self) -> None:
        """Exchange top and bottom."""
        self._shape(partial(mirrored, is_across=False), mark("Mirrored {count} devices"))

    def pin(self) -> None:
        """Have layouts leave the selected devices where they are, or let them move again."""
        document = self._canvas.model.document
        nodes = [document.nodes[device] for device in self._chosen()]
        if nodes and not self._refuse():
            is_pinned = not all(node.is_pinned for node in nodes)
            put = PutItems(nodes=tuple(replace(node, is_pinned=is_pinned) for node in nodes))
            title = msg("Pinned {count} devices", count=len(nodes))
            self._canvas.model.edit(title if is_pinned else msg("Unpinned {count} devices", count=len(nodes)), put)

    def _align(self, edge: Edge) -> None:
        self._shape(partial(aligned, edge=edge), mark("Aligned {count} devices"))

    def _shape(self, shape: Callable[[Places], Places], title: str) -> None:
        spots = self._spots()
        if len(spots) < 2 or self._refuse():
            return
        placed = {device: (round(x, 1), round(y, 1)) for device, (x, y) in shape(spots).items()}
        edit = edits.moved(self._canvas.model.document, placed, {}, "")
        if edit is not None:
            self._canvas.model.edit(Text(title, {"count": len(spots)}), edit.change)

    # -- selecting ----------------------------------------------------------------------------------------------------

    def select_around(self) -> None:
        """What is linked to the selection, too."""
        self._canvas.select(alike.around(self._canvas.scene, self._chosen()))

    def select_behind(self) -> None:
        """What would be cut off if the selected device failed."""
        chosen = self._chosen()
        if len(chosen) == 1:
            self._canvas.select(alike.behind(self._canvas.scene, chosen[0]))

    def show_way(self) -> None:
        """Mark the shortest way between two selected devices."""
        chosen, scene = self._chosen(), self._canvas.scene
        if len(chosen) != 2:
            return
        rows = alike.shortest(scene, chosen[0], chosen[1])
        ends = {int(end) for row in rows for end in (scene.links.a[row], scene.links.b[row])}
        marks = {scene.nodes.ids[end]: "found" for end in ends}
        scene.highlights.show(marks, {scene.links.ids[row]: "found" for row in rows}, is_spot=True)

    def clear_marks(self) -> None:
        """Take away what was marked."""
        self._canvas.scene.highlights.show({})

    def _select_alike(self, sign: alike.Sign) -> None:
        self._canvas.select(alike.alike(self._canvas.scene, self._chosen(), sign))

    # -- clipboard ----------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        canvas = self._canvas
        chosen = canvas.selection.devices
        clip = clipboard.copied(canvas.model.document, chosen, canvas.selected_note, canvas.selected_shape)
        if clip.nodes or clip.notes or clip.parts:
            names = "\n".join(canvas.scene.nodes.names[canvas.scene.nodes.row[n.device]] for n in clip.nodes)
            QGuiApplication.clipboard().setMimeData(clipboard.to_mime(clip, names))

    def paste(self) -> None:
        """Put what is on the clipboard on this map."""
        clip = clipboard.from_mime(QGuiApplication.clipboard().mimeData())
        if clip is not None:
            self._put(clip)

    def duplicate(self) -> None:
        """Another copy of the selected drawing or note beside it."""
        copy = shape_edits.duplicated(self._canvas.model.document, self._canvas.selected_shape)
        if copy is not None:
            edit, shape = copy
            if not self._refuse() and self._canvas.model.do(edit):
                self._canvas.select_shape(shape)
            return
        self._put(clipboard.copied(self._canvas.model.document, (), self._canvas.selected_note))

    def _put(self, clip: clipboard.Clip) -> None:
        canvas = self._canvas
        edit = clipboard.pasted(canvas.model.document, clip, frozenset(canvas.scene.live.devices))
        if edit is None or self._refuse() or not canvas.model.do(edit):
            return
        put = edit.change
        if isinstance(put, PutItems):
            canvas.select(node.device for node in put.nodes)
            canvas.select_note(put.notes[-1].id if put.notes and not put.nodes else None)
            if put.parts and not put.nodes:
                canvas.select_shape(put.parts[-1].id)

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> list[DeviceId]:
        return _on_map(self._canvas.selection.devices, self._canvas)

    def _spots(self) -> Places:
        nodes = self._canvas.model.document.nodes
        return {device: (nodes[device].x, nodes[device].y) for device in self._chosen()}

    def _refuse(self) -> bool:
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
        return self._canvas.model.is_locked


def _on_map(devices: Iterable[DeviceId], canvas: MapCanvas) -> list[DeviceId]:
    return [device for device in devices if device in canvas.scene.nodes.row]
