"""Actions on groups: collapse, expand, open as a map of their own, group by an attribute."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.i18n import tr
from nocscape.console.map import group_edits
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.attributes import DEVICE_WORDS, GROUPING
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.regroup_dialog import RegroupDialog
from nocscape.console.map.edits import Edit
from nocscape.console.map.group_edits import Rejoin
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.placing import arrange_job, is_held
from nocscape.console.map.preview import Proposal
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import MapDocument, Node, PutItems, Retitle, Together, apply
from nocscape.model.mapparts import Arrivals, Canvas
from nocscape.model.net import DeviceId


class GroupCommands(QObject):
    """Acts on the groups of the map that a canvas shows.

    `map_wanted(str)`: show this map; `proposed(Proposal)`: show other groups with a layout, and ask.
    """

    map_wanted = Signal(str)
    proposed = Signal(object)

    def __init__(self, canvas: MapCanvas, arranger: Arranger) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.arranger = arranger
        self.asking: RegroupDialog | None = None
        """What was opened last."""
        for attribute in GROUPING:
            setattr(self, f"group_by_{attribute}", partial(self._group_by, attribute))
        canvas.fold_wanted.connect(self.toggle)

    # -- collapse and expand ------------------------------------------------------------------------------------------

    @Slot(str)
    def toggle(self, group: str) -> None:
        """Collapse an open group, expand a collapsed one."""
        known = self._canvas.model.document.groups.get(group)
        if known is not None:
            self._fold([group], is_collapsed=not known.is_collapsed)

    def collapse(self) -> None:
        """Show the group of the selection as one node, or expand it."""
        if (group := self.chosen()) is not None:
            self.toggle(group)

    def collapse_all(self) -> None:
        """Show every outermost group as one node."""
        groups = self._canvas.model.document.groups.values()
        self._fold([group.id for group in groups if group.parent is None], is_collapsed=True)

    def expand_all(self) -> None:
        """Open every group."""
        self._fold(list(self._canvas.model.document.groups), is_collapsed=False)

    def _fold(self, groups: list[str], *, is_collapsed: bool) -> None:
        if not self._canvas.refuses():
            self._canvas.model.do(group_edits.collapsed(self._canvas.model.document, groups, is_collapsed=is_collapsed))

    # -- a map of its own ---------------------------------------------------------------------------------------------

    def open_submap(self) -> None:
        """Show the group of the selection as a map of its own, which is made from it at the first time."""
        canvas, group = self._canvas, self.chosen()
        if group is None:
            return
        model, known = canvas.model, canvas.model.document.groups[group]
        name = f"{model.map_id}/{group}"
        if name not in canvas.scene.live.maps:
            members = [canvas.scene.nodes.ids[row] for row in canvas.scene.groups.members(group)]
            nodes = tuple(
                replace(model.document.nodes[device], group=_inner(model.document.nodes[device], group))
                for device in members
            )
            inside = {node.group for node in nodes}
            groups = tuple(g for g in model.document.groups.values() if g.id in inside)
            put = PutItems(nodes=nodes, groups=groups, parts=(Canvas(arrivals=Arrivals.IGNORE),))
            change = Together(changes=(Retitle(title=known.title), put))
            model.ask_other(EditMap(map=name, change=change, edit=uuid.uuid4().hex))
        self.map_wanted.emit(name)

    # -- by attribute -------------------------------------------------------------------------------------------------

    def _group_by(self, attribute: str) -> None:
        """Group what is selected, or all devices, by an attribute and lay them out so; one edit."""
        canvas = self._canvas
        document, live = canvas.model.document, canvas.scene.live
        if self._canvas.refuses():
            return
        chosen = [device for device in canvas.selection.devices if device in document.nodes]
        devices = chosen if len(chosen) > 1 else list(document.nodes)
        joins = group_edits.groups_by(document, live, devices, attribute)
        if not joins:
            word = tr(DEVICE_WORDS[attribute])
            canvas.model.tell_refused(tr("No two of these devices share a value of: {attribute}", attribute=word))
            return
        nodes = {
            d: replace(n, group=joins[d].id if d in joins else None)
            for d, n in document.nodes.items()
            if d in set(devices)
        }
        groups = document.groups | {group.id: group for group in joins.values()}
        after = replace(document, nodes=document.nodes | nodes, groups=groups)
        job, word = arrange_job(after, live, devices), tr(DEVICE_WORDS[attribute])
        make = partial(group_edits.grouped_by, joins=joins, devices=devices, attribute=word)
        self.arranger.start(job, partial(self._propose, make, after))

    def _propose(self, make: Callable[[MapDocument, Places], Edit | None], after: MapDocument, places: Places) -> None:
        """Let the operator see it first; where all devices are held in their places there is nothing to see."""
        document = self._canvas.model.document
        free = {device: spot for device, spot in places.items() if not is_held(document, device)}
        if free:
            self.proposed.emit(Proposal(free, make, after))
        else:
            self._canvas.model.do(make(document, free))

    # -- by the rules of the map --------------------------------------------------------------------------------------

    def group_by_rules(self) -> None:
        """Show what the grouping rules would change in what is selected, or in all devices, and ask."""
        canvas = self._canvas
        document, live = canvas.model.document, canvas.scene.live
        if canvas.refuses():
            return
        if not group_edits.has_rules(document):
            canvas.model.tell_refused(tr("This map has no rules for groups; make some under Rules of the map."))
            return
        chosen = [device for device in canvas.selection.devices if device in document.nodes]
        wanted = group_edits.rejoins(document, live, chosen if len(chosen) > 1 else document.nodes)
        if not wanted:
            canvas.model.tell_refused(tr("Every device is in the group that the rules name already."))
            return
        self.asking = RegroupDialog(wanted, self._name, canvas)
        self.asking.kept.connect(self.regroup)
        self.asking.open()

    @Slot(object, bool)
    def regroup(self, wanted: tuple[Rejoin, ...], is_laid_out: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Do what was agreed to: one edit."""
        canvas = self._canvas
        document = canvas.model.document
        edit = group_edits.rejoined(document, {}, wanted)
        if edit is None or canvas.refuses():
            return
        if not is_laid_out:
            canvas.model.do(edit)
            return
        after = apply(document, edit.change)
        touched = {rejoin.group.id for rejoin in wanted}
        devices = [device for device, node in after.nodes.items() if node.group in touched]
        job = arrange_job(after, canvas.scene.live, devices)
        self.arranger.start(job, partial(self._propose, partial(group_edits.rejoined, wanted=wanted), after))

    # -- helpers ------------------------------------------------------------------------------------------------------

    def _name(self, device: DeviceId) -> str:
        nodes = self._canvas.scene.nodes
        return nodes.names[nodes.row[device]]

    def chosen(self) -> str | None:
        """The group of the selected devices, where it is one and the same; the collapsed one where one hides them."""
        scene = self._canvas.scene
        nodes = self._canvas.model.document.nodes
        rows = [scene.nodes.row[device] for device in self._canvas.selection.devices if device in nodes]
        folds = {int(scene.folds.of[row]) for row in rows}
        if len(folds) == 1 and (fold := folds.pop()) >= 0:
            return scene.folds.ids[fold]
        groups = {nodes[device].group for device in self._canvas.selection.devices if device in nodes}
        group = groups.pop() if len(groups) == 1 else None
        return group if group in self._canvas.model.document.groups else None


def _inner(node: Node, group: str) -> str | None:
    """The frame of a node within a map that shows one group alone."""
    return node.group if node.group != group else None
