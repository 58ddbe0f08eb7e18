"""Actions on what is selected: putting nodes in line, selecting more, copying, following ways."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from nocscape.base.i18n import msg, tr
from nocscape.console.map import alike, clipboard
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.lining import (
    ALIGNED,
    DISTRIBUTED,
    MIRRORED,
    TURNED,
    Way,
    lined,
    mirrored_extent,
    turned_extent,
)
from nocscape.console.map.ordering import Move, reordered
from nocscape.console.map.picks import Picks
from nocscape.console.map.shaping import Edge, aligned, distributed, mirrored, turned
from nocscape.model.mapdoc import PutItems
from nocscape.model.mapparts import Shape
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
        self.bring_to_front = partial(self._reorder, Move.FRONT)
        self.bring_forward = partial(self._reorder, Move.FORWARD)
        self.send_backward = partial(self._reorder, Move.BACKWARD)
        self.send_to_back = partial(self._reorder, Move.BACK)
        self.select_kind = partial(self._select_alike, alike.kind)
        self.select_vendor = partial(self._select_alike, alike.vendor)
        self.select_status = partial(self._select_alike, alike.status)

    # -- in line ------------------------------------------------------------------------------------------------------

    def distribute_across(self) -> None:
        """The same distance from left to right."""
        self._line(Way(lambda spots, halves: distributed(spots, is_across=True, halves=halves), *DISTRIBUTED))

    def distribute_down(self) -> None:
        """The same distance from top to bottom."""
        self._line(Way(lambda spots, halves: distributed(spots, is_across=False, halves=halves), *DISTRIBUTED))

    def turn_right(self) -> None:
        """A quarter clockwise."""
        self._turn(is_right=True)

    def turn_left(self) -> None:
        """A quarter counter-clockwise."""
        self._turn(is_right=False)

    def mirror_across(self) -> None:
        """Exchange left and right."""
        self._mirror(is_across=True)

    def mirror_down(self) -> None:
        """Exchange top and bottom."""
        self._mirror(is_across=False)

    def pin(self) -> None:
        """Have layouts leave the selected devices where they are, or let them move again."""
        document = self._canvas.model.document
        nodes = [document.nodes[device] for device in self._chosen()]
        if nodes and not self._refuse():
            is_pinned = not all(node.is_pinned for node in nodes)
            put = PutItems(nodes=tuple(replace(node, is_pinned=is_pinned) for node in nodes))
            pinned, unpinned = (
                msg("Pinned {count} devices", count=len(nodes)),
                msg("Unpinned {count} devices", count=len(nodes)),
            )
            if len(nodes) == 1:
                name = self._name(nodes[0].device)
                pinned, unpinned = msg("Pinned {name}", name=name), msg("Unpinned {name}", name=name)
            self._canvas.model.edit(pinned if is_pinned else unpinned, put)

    def _align(self, edge: Edge) -> None:
        self._line(Way(lambda spots, halves: aligned(spots, edge, halves), *ALIGNED))

    def _turn(self, *, is_right: bool) -> None:
        degrees = QUARTER if is_right else -QUARTER
        extent = partial(turned_extent, is_right=is_right)
        self._line(Way(lambda spots, _: turned(spots, degrees), *TURNED, extent=extent, least=1))

    def _mirror(self, *, is_across: bool) -> None:
        extent = partial(mirrored_extent, is_across=is_across)
        self._line(Way(lambda spots, _: mirrored(spots, is_across=is_across), *MIRRORED, extent=extent, least=1))

    def _line(self, way: Way) -> None:
        canvas = self._canvas
        edit = lined(canvas.scene, canvas.theme, self._chosen(), canvas.picks, way)
        if edit is not None and not self._refuse():
            canvas.model.do(edit)

    def _reorder(self, move: Move) -> None:
        canvas = self._canvas
        edit = reordered(canvas.scene, canvas.theme, self._chosen(), canvas.picks, move)
        if edit is not None and not self._refuse():
            canvas.model.do(edit)

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
        clip = clipboard.copied(canvas.model.document, canvas.scene.live, canvas.selection.devices, canvas.picks)
        if clip.nodes or clip.notes or clip.parts:
            names = [self._name(n.device) for n in clip.nodes]
            texts = [note.text for note in clip.notes]
            QGuiApplication.clipboard().setMimeData(clipboard.to_mime(clip, "\n".join([*names, *texts])))

    def paste(self) -> None:
        """Put what is on the clipboard on this map."""
        clip = clipboard.from_mime(QGuiApplication.clipboard().mimeData())
        if clip is not None:
            self._put(clip)

    def duplicate(self) -> None:
        """Another copy of the selected notes and drawings beside them; a device stands on a map once."""
        canvas = self._canvas
        self._put(clipboard.copied(canvas.model.document, canvas.scene.live, (), canvas.picks))

    def _put(self, clip: clipboard.Clip) -> None:
        canvas = self._canvas
        edit = clipboard.pasted(canvas.model.document, clip, frozenset(canvas.scene.live.devices))
        if edit is None and clip.nodes:
            canvas.model.tell_refused(tr("These devices stand on this map already, or are not known here."))
        if edit is None or self._refuse() or not canvas.model.do(edit):
            return
        put = edit.change
        if isinstance(put, PutItems):
            shapes = tuple(part.id for part in put.parts if isinstance(part, Shape))
            canvas.select((node.device for node in put.nodes), Picks(tuple(note.id for note in put.notes), shapes))

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _chosen(self) -> list[DeviceId]:
        return _on_map(self._canvas.selection.devices, self._canvas)

    def _name(self, device: DeviceId) -> str:
        nodes = self._canvas.scene.nodes
        return nodes.names[nodes.row[device]]

    def _refuse(self) -> bool:
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
        return self._canvas.model.is_locked


def _on_map(devices: Iterable[DeviceId], canvas: MapCanvas) -> list[DeviceId]:
    return [device for device in devices if device in canvas.scene.nodes.row]
