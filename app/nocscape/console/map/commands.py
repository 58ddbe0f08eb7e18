"""What the actions of a map do."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.i18n import tr
from nocscape.console.map import edits, item_edits
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.camera import Camera, Rect
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.free_place import free_place
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.layouts.ways import Way
from nocscape.console.map.link_commands import LinkCommands
from nocscape.console.map.picks import everything
from nocscape.console.map.placing import Fresh, arrange_job, is_held, near_job, put_near
from nocscape.console.map.preview import Proposal
from nocscape.console.map.tools.keys import ZOOM_STEP, zoom
from nocscape.model.mapdoc import Note
from nocscape.model.net import DeviceId

_EDGE_PX, _AROUND_PX = 30.0, 120.0
"""How far inside the view what a layout moves has to be, and the room around it where it was not."""

BELOW_PX = 36.0
"""Room that the legend takes at the lower edge, kept free where the whole map is shown."""


class MapCommands(QObject):
    """Acts on the map that a canvas shows. `fitted()`: from now on the whole map is to be shown, also as it grows."""

    fitted = Signal()

    def __init__(self, canvas: MapCanvas, arranger: Arranger, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.arranger = arranger
        self.links = LinkCommands(canvas)
        self.layout_radial = partial(self._arrange_as, Way.RADIAL)
        self.layout_circular = partial(self._arrange_as, Way.CIRCULAR)
        self.layout_grid = partial(self._arrange_as, Way.GRID)
        self.layout_force = partial(self._arrange_as, Way.FORCE)
        self.layout_geographic = partial(self._arrange_as, Way.GEOGRAPHIC)
        self.layout_layered = partial(self._arrange_as, Way.LAYERED)
        canvas.preview.ended.connect(self._keep)
        canvas.looked.connect(self._stay)
        self._looked_from: Camera | None = None
        """Where the operator looked before a preview needed more room."""
        self.corner = (0.0, 0.0)
        """Width and height of what floats over the lower right corner, in px."""
        self.above_px = 0.0
        """Height of what floats along all of the top."""
        self.bar_px = 0.0
        """Height of the tool bar, which may float over a part of the top alone."""
        self.below_px = BELOW_PX

    # -- looking ------------------------------------------------------------------------------------------------------

    @Slot()
    def fit(self) -> None:
        """Show the whole map."""
        self.show_whole()
        self.fitted.emit()

    def show_whole(self) -> None:
        """All of the map in view, as far as can be beside what floats over it."""
        canvas = self._canvas
        bounds = canvas.scene.bounds()
        if bounds is not None and not canvas.scene.is_moving:
            points = canvas.scene.nodes.xy
            camera = canvas.camera.fitted_beside(bounds, points, self.corner, self.below_px, self.above_px)
            canvas.fly(camera, is_asked=False)

    def zoom_in(self) -> None:
        """Nearer."""
        zoom(self._canvas, ZOOM_STEP)

    def zoom_out(self) -> None:
        """Farther."""
        zoom(self._canvas, 1 / ZOOM_STEP)

    def zoom_full(self) -> None:
        """One scene unit is one pixel."""
        zoom(self._canvas, 1 / self._canvas.camera.scale)

    def show_selection(self) -> None:
        """Bring what is selected into view."""
        nodes = self._canvas.scene.nodes
        rows = np.flatnonzero(nodes.is_selected)
        bounds = self._canvas.scene.bounds(rows)
        if bounds is not None:
            self._canvas.fly(self._canvas.camera.fitted(bounds, 160.0))

    # -- editing ------------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last edit."""
        self._canvas.cancel()
        self._canvas.model.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        self._canvas.cancel()
        self._canvas.model.redo()

    def select_all(self) -> None:
        """Select every device, note and drawing on the map that is not locked in its place."""
        self._canvas.select(self._canvas.scene.nodes.ids, everything(self._canvas.model.document))

    def remove(self) -> None:
        """Take what is selected off the map, or reject the selected link."""
        canvas = self._canvas
        chosen, picks = canvas.selection.devices, canvas.picks
        if not chosen and not picks and self.links.ask_reject():
            return
        if self._refuse():
            return
        name = self._name(chosen[0]) if chosen else ""
        if canvas.model.do(item_edits.removed(canvas.model.document, chosen, picks, name)):
            canvas.select(())

    def group(self) -> None:
        """Put a frame around the selected devices and let its title be typed."""
        if self._refuse():
            return
        canvas, group = self._canvas, uuid.uuid4().hex
        edit = edits.grouped(canvas.model.document, canvas.selection.devices, group, tr("New group"))
        if canvas.model.do(edit):
            canvas.rename_group(group)

    def chosen_group(self) -> str | None:
        """The group of the selected devices, where it is one and the same."""
        nodes = self._canvas.model.document.nodes
        groups = {nodes[d].group for d in self._canvas.selection.devices if d in nodes}
        group = groups.pop() if len(groups) == 1 else None
        return group if group in self._canvas.model.document.groups else None

    def rename_group(self) -> None:
        """Let another title be typed for the group of the selection."""
        group = self.chosen_group()
        if group is not None and not self._refuse():
            self._canvas.rename_group(group)

    def dissolve(self) -> None:
        """Take the frame around the selection away; its devices stay."""
        group = self.chosen_group()
        if group is not None and not self._refuse():
            self._canvas.model.do(edits.dissolved(self._canvas.model.document, group))

    def leave_group(self) -> None:
        """Take the selected devices out of their frames."""
        if not self._refuse():
            self._canvas.model.do(edits.left_group(self._canvas.model.document, self._canvas.selection.devices))

    def note(self) -> None:
        """Begin a note where the view has room for it, as near to its middle as can be."""
        if not self._refuse():
            self._canvas.edit_note("")

    @Slot(str, str)
    def keep_title(self, group: str, title: str) -> None:
        """A title was typed."""
        self._canvas.model.do(edits.renamed_group(self._canvas.model.document, group, title))

    @Slot(str, str)
    def keep_note(self, note: str, text: str) -> None:
        """A note was written; a key that is no note yet makes one where the view has room."""
        document = self._canvas.model.document
        known = document.notes.get(note)
        if known is None:
            x, y = free_place(self._canvas.scene, self._canvas.camera).tolist()
            known = Note(id=uuid.uuid4().hex, x=x, y=y, text="")
        if self._canvas.model.do(edits.noted(document, replace(known, text=text))):
            self._canvas.select_note(known.id if text.strip() else None)

    # -- layouts ------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Lay out the whole map anew, in the frames that it has."""
        self._arrange(list(self._canvas.model.document.nodes))

    def arrange_selection(self) -> None:
        """Lay out the selected devices where they are."""
        self._arrange(list(self._canvas.selection.devices))

    def _arrange_as(self, way: Way) -> None:
        """Lay out what is selected, or the whole map, in another way."""
        document = self._canvas.model.document
        chosen = [device for device in self._canvas.selection.devices if device in document.nodes]
        self._arrange(chosen if len(chosen) > 1 else list(document.nodes), way)

    def place(self, devices: Sequence[DeviceId]) -> None:
        """Put devices on the map beside their neighbours, as one edit; an empty map is laid out as a whole."""
        if self._refuse():
            return
        canvas = self._canvas
        document = canvas.model.document
        late = [d for d in devices if d in canvas.scene.live.devices and d not in document.nodes]
        if not late:
            return
        if document.nodes:
            job, joins = near_job(canvas.scene, late)
            self.arranger.start(job, lambda places: self._put_near(places, joins))
        else:
            fresh = Fresh(canvas.scene.live, late)
            self.arranger.start(fresh.job, lambda places: self._put_fresh(fresh, places))

    def place_arrivals(self) -> None:
        """Put everything that waits on the map."""
        self.place(self._canvas.model.unplaced())

    def _arrange(self, devices: list[DeviceId], way: Way = Way.LAYERED) -> None:
        if self._refuse() or len(devices) < 2:
            return
        canvas = self._canvas
        job = arrange_job(canvas.model.document, canvas.scene.live, devices, way)
        if way is Way.GEOGRAPHIC and all(vertex.place is None for vertex in job.plan.vertices):
            canvas.model.tell_refused(tr("No site or location of these devices names a city or coordinates."))
        else:
            self.arranger.start(job, self._show_arranged)

    def _show_arranged(self, places: Places) -> None:
        """Let the operator see it first; what is pinned or locked holds."""
        document = self._canvas.model.document
        free = {device: spot for device, spot in places.items() if not is_held(document, device)}
        self.propose(Proposal(free, edits.arranged))

    @Slot(object)
    def propose(self, proposal: Proposal) -> None:
        """Show where nodes would go and where they were, all of it in view until there is a word."""
        canvas, free = self._canvas, proposal.places
        if not free:
            canvas.model.tell_refused(tr("All of these devices are pinned or locked in their places."))
            return
        known, before = canvas.model.document.nodes, canvas.camera
        spots = [*free.values(), *((known[device].x, known[device].y) for device in free)]
        xs, ys = zip(*spots, strict=True)
        box = Rect(min(xs), min(ys), max(xs), max(ys))
        left, top = before.to_scene(_EDGE_PX, self.bar_px + _EDGE_PX)
        right, bottom = before.to_scene(before.width - _EDGE_PX, before.height - self.below_px - _EDGE_PX)
        canvas.preview.show(proposal, canvas.theme.motion_ms)
        if box.left < left or box.top < top or box.right > right or box.bottom > bottom:
            room = before.fitted(box, _AROUND_PX, below_px=self.below_px)
            canvas.fly(room, is_asked=False)
            self._looked_from = before

    @Slot()
    def _stay(self) -> None:
        """The operator looks elsewhere and means to."""
        self._looked_from = None

    @Slot(object)
    def _keep(self, proposal: Proposal | None) -> None:
        model, before, self._looked_from = self._canvas.model, self._looked_from, None
        if proposal is not None:
            model.do(proposal.make(model.document, proposal.places))
            if len(proposal.places) == len(model.document.nodes):
                self.fit()
        elif before is not None:
            self._canvas.fly(before, is_asked=False)

    def _put_near(self, places: Places, joins: dict[DeviceId, str | None]) -> None:
        put = put_near(self._canvas.scene, places, joins)
        self._placed(edits.filled(put, self._name(next(iter(places), ""))), places)

    def _put_fresh(self, fresh: Fresh, places: Places) -> None:
        self._placed(edits.filled(fresh.put(places)), places)
        self.fit()

    def _placed(self, edit: edits.Edit | None, places: Places) -> None:
        if self._canvas.model.do(edit):
            self._canvas.select(places)

    def _refuse(self) -> bool:
        if self._canvas.model.is_locked:
            self._canvas.tell_locked()
        return self._canvas.model.is_locked

    def _name(self, device: DeviceId) -> str:
        row = self._canvas.scene.nodes.row.get(device)
        if row is not None:
            return self._canvas.scene.nodes.names[row]
        known = self._canvas.scene.live.devices.get(device)
        return known.device.shown_name() if known is not None else device
