"""The document that a map shows, its history, and how it stays in step with the engine.

What the operator does is shown at once and sent as `EditMap`; until the engine has confirmed it, it is laid over the
document that the engine confirmed last. Edits of other consoles are applied below it. Undo and redo touch only what
still stands as this operator left it, so nobody's work is undone by somebody else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from nocscape.base.i18n import Text, mark, msg, tr
from nocscape.console.bridge import Bridge
from nocscape.console.map.edits import Edit
from nocscape.console.map.history import DecisionCommand, HistoryCommand, OnReply
from nocscape.model.batches import MapChanged, Reply
from nocscape.model.commands import Ask, Decide, EditMap, Revoke
from nocscape.model.decisions import Decision
from nocscape.model.mapdoc import (
    Change,
    Items,
    MapDocument,
    Step,
    Together,
    apply,
    exchange,
    items_named,
    takes_arrivals,
)
from nocscape.model.mapparts import CANVAS
from nocscape.model.net import DeviceId

GROWN = "grow:"
"""Names of edits that fill a fresh map begin with this; all others are somebody's own work."""


class EditCommand(HistoryCommand):
    """One edit of this operator in the history."""

    def __init__(self, model: MapModel, title: Text, change: Change, *, series: int = -1) -> None:
        super().__init__(title)
        self._series = series
        self._model = model
        self._change: Change | None = change
        self.before = Items()
        self.after = Items()

    def redo(self) -> None:
        """Do it, or do again what still stands as undo left it."""
        document = self._model.document
        if (change := self._change) is not None:
            self._change = None
            self.before = items_named(document, change)
            self.after = items_named(apply(document, change), change)
            self._model.send(change, self)
            self._goes_out()
        else:
            self._step(self.before, self.after)

    def undo(self) -> None:
        """Take back what still stands as this edit left it."""
        self._step(self.after, self.before)

    def id(self) -> int:
        """The series of small edits that this one belongs to, -1 where it stands alone."""
        return self._series

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next edit of the same series: one undo takes back all."""
        if not isinstance(other, EditCommand) or _names(other.after) != _names(self.after):
            return False
        self.after = other.after
        return True

    def _step(self, expected: Items, wanted: Items) -> None:
        if self._goes_out():
            return
        change = exchange(self._model.document, expected, wanted)
        if change is None:
            self.setObsolete(True)
        else:
            self._model.send(change, self)


def _names(items: Items) -> tuple[AbstractSet[str], ...]:
    return items.nodes.keys(), items.notes.keys(), items.parts.keys()


class MapModel(QObject):
    """One map: its document as the operator sees it, with unlimited undo.

    Signals:
        reset(): another document is shown as a whole.
        changed(Items): these items are different; they are given as they stand now, None where they are gone.
        edited(Text): the operator did something.
        travelled(Text, bool): the operator undid (True) or redid something.
        refused(str): the engine did not take an edit, which was rolled back; the reason.
        foreign_edited(str): somebody else edited; the name of the edit.
        history_changed(): what can be undone and redone is different.
        unplaced_changed(): other devices wait to be placed.
        lock_changed(bool)
    """

    reset = Signal()
    changed = Signal(object)
    edited = Signal(object)
    travelled = Signal(object, bool)
    refused = Signal(str)
    foreign_edited = Signal(str)
    history_changed = Signal()
    unplaced_changed = Signal()
    lock_changed = Signal(bool)

    def __init__(self, bridge: Bridge, map_id: str = "main", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.map_id = map_id
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._tell_history)
        self._bridge = bridge
        self._is_loaded = map_id in bridge.live.maps
        self._confirmed = bridge.live.maps.get(map_id, MapDocument(id=map_id, title=""))
        self.document = self._confirmed
        self._pending: dict[str, tuple[Change, EditCommand | None]] = {}
        self._is_locked = False
        self._holds_arrivals = False
        self._acts = 0
        self._unplaced: set[DeviceId] = set()
        self._in_order: tuple[DeviceId, ...] | None = ()
        bridge.map_loaded.connect(self._take_document)
        bridge.map_changed.connect(self._take_change)
        bridge.devices_changed.connect(self._look_for_unplaced)
        bridge.devices_gone.connect(self._look_for_unplaced)
        self._look_for_unplaced()

    @property
    def is_loaded(self) -> bool:
        """Whether the engine has told what this map holds, and it is shown."""
        return self._is_loaded

    @property
    def is_locked(self) -> bool:
        """Whether edits are refused, against accidents."""
        return self._is_locked

    def set_locked(self, is_locked: bool) -> None:  # noqa: FBT001 - a Qt setter
        """Refuse edits, or take them again."""
        if is_locked != self._is_locked:
            self._is_locked = is_locked
            self.lock_changed.emit(is_locked)

    # -- edits --------------------------------------------------------------------------------------------------------

    def edit(self, title: Text, change: Change, *, series: int = -1) -> bool:
        """Do something that can be undone; False where the map is locked or the engine is gone.

        Edits of one `series` that follow each other on the same items (steps of the arrow keys) are undone together.
        """
        if self._is_locked:
            return False
        before = self._acts
        self.undo_stack.push(EditCommand(self, title, change, series=series))
        if self._acts == before:
            return False
        self.edited.emit(title)
        return True

    def do(self, edit: Edit | None, *, series: int = -1) -> bool:
        """`edit` for what `edits` made; False also where there is nothing to do."""
        return edit is not None and self.edit(*edit, series=series)

    def decide(self, title: Text, decisions: Iterable[Decision]) -> bool:
        """Lay the operator's word over the topology; undo revokes it. False where the map is locked."""
        if self._is_locked:
            return False
        self.undo_stack.push(DecisionCommand(self, title, tuple(decisions)))
        self.edited.emit(title)
        return True

    def ask_engine(self, ask: Decide | Revoke, on_reply: OnReply) -> None:
        """Send an Ask that changes something; commands of the history call this."""
        self._acts += 1
        self._bridge.ask(ask, on_reply)

    def ask_other(self, ask: Ask, on_reply: OnReply | None = None) -> None:
        """Send an Ask that is no edit of this map (another map, a version)."""
        self._bridge.ask(ask, on_reply)

    def tell_refused(self, reason: str) -> None:
        """The engine did not do what a command of the history asked for."""
        self.refused.emit(reason)

    def edit_quietly(self, change: Change, name: str = "") -> None:
        """Change the document outside the operator's history (a fresh map filling up, a device that was merged)."""
        self.send(change, None, name=name)

    def undo(self) -> None:
        """Take back the last edit of which something is left."""
        self._travel(is_undo=True)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._travel(is_undo=False)

    def travel_to(self, index: int) -> None:
        """Undo or redo until the first `index` edits of the history stand."""
        is_undo, before = index < self.undo_stack.index(), self._acts
        if self._is_locked or index == self.undo_stack.index():
            return
        self.undo_stack.setIndex(index)
        if self._acts > before:
            title = self._title_at(self.undo_stack.index() - 1) or msg("The map as it was opened")
            self.travelled.emit(msg("Now at: {edit}", edit=str(title)), is_undo)

    def undo_title(self) -> Text | None:
        """What undo would take back."""
        return self._title_at(self.undo_stack.index() - 1)

    def redo_title(self) -> Text | None:
        """What redo would do again."""
        return self._title_at(self.undo_stack.index())

    def send(self, change: Change, command: EditCommand | None, *, name: str = "") -> None:
        """Show a change at once and tell the engine; commands of the history call this."""
        edit = name or uuid.uuid4().hex
        self._pending[edit] = (change, command)
        base = self._confirmed.revision
        self._show(apply(self.document, change), [change])
        ask = EditMap(map=self.map_id, change=change, edit=edit, base_revision=base)
        try:
            self._bridge.ask(ask, lambda reply: self._take_reply(edit, reply))
        except ConnectionError:
            self._roll_back(edit, tr("The engine has stopped; nothing can be changed."))
        else:
            self._acts += 1

    def _travel(self, *, is_undo: bool) -> None:
        stack = self.undo_stack
        while not self._is_locked and (stack.canUndo() if is_undo else stack.canRedo()):
            title, before = (self.undo_title() if is_undo else self.redo_title()), self._acts
            (stack.undo if is_undo else stack.redo)()
            if self._acts > before:
                source = mark("Undone: {edit}") if is_undo else mark("Redone: {edit}")
                self.travelled.emit(Text(source, {"edit": str(title)}), is_undo)
                return

    def _title_at(self, index: int) -> Text | None:
        if not 0 <= index < self.undo_stack.count():
            return None
        command = self.undo_stack.command(index)
        return command.title if isinstance(command, HistoryCommand) else None

    @Slot()
    def _tell_history(self) -> None:
        self.history_changed.emit()

    # -- in step with the engine --------------------------------------------------------------------------------------

    def _take_reply(self, edit: str, reply: Reply) -> None:
        if reply.error is not None:
            self._roll_back(edit, str(reply.error))

    def _roll_back(self, edit: str, reason: str) -> None:
        refused = self._pending.pop(edit, None)
        if refused is not None:
            change, command = refused
            if command is not None:
                command.refuse()
            self._rebuild([change])
        self.refused.emit(reason)

    @Slot(str)
    def _take_document(self, map_id: str) -> None:
        if map_id == self.map_id:
            self._is_loaded = True
            self._confirmed = self._bridge.live.maps[map_id]
            self.document = self._over(self._confirmed)
            self.reset.emit()
            self._look_for_unplaced()

    @Slot(object)
    def _take_change(self, told: MapChanged) -> None:
        if told.map != self.map_id:
            return
        self._is_loaded = True
        own = self._pending.pop(told.edit, None)
        revision = self._confirmed.revision
        if told.revision == revision + 1:
            self._confirmed = apply(self._confirmed, told.change)
        elif told.revision > revision:
            self._confirmed = self._bridge.live.maps.get(self.map_id, self._confirmed)
        if own is None:
            self._rebuild([told.change])
            self.foreign_edited.emit(told.edit)

    def _rebuild(self, changes: Iterable[Change]) -> None:
        waiting = [change for change, _ in self._pending.values()]
        self._show(self._over(self._confirmed), [*changes, *waiting])

    def _over(self, document: MapDocument) -> MapDocument:
        for change, _ in self._pending.values():
            document = apply(document, change)
        return document

    def _show(self, document: MapDocument, changes: Iterable[Change]) -> None:
        steps: list[Step] = []
        for change in changes:
            steps += change.changes if isinstance(change, Together) else (change,)
        had = len(self.document.nodes)
        self.document = document
        items = items_named(document, Together(changes=tuple(steps)))
        self.changed.emit(items)
        if None in items.nodes.values() or len(document.nodes) != had or CANVAS in items.parts:
            self._look_for_unplaced()

    # -- arrivals -----------------------------------------------------------------------------------------------------

    @property
    def has_unplaced(self) -> bool:
        """Whether `unplaced` has any."""
        return bool(self._unplaced) and not self._holds_arrivals

    @property
    def has_waiting(self) -> bool:
        """Whether `waiting` has any."""
        return bool(self._unplaced)

    def unplaced(self) -> tuple[DeviceId, ...]:
        """Devices that are known and not on this map, the oldest first; none while a fresh map fills itself."""
        return () if self._holds_arrivals else self.waiting()

    def waiting(self) -> tuple[DeviceId, ...]:
        """Devices that are known and not on this map, also while it fills itself."""
        if self._in_order is None:
            devices = self._bridge.live.devices
            found = [devices[name].device for name in self._unplaced if name in devices]
            found.sort(key=lambda device: (device.first_seen, device.name, device.id))
            self._in_order = tuple(device.id for device in found)
        return self._in_order

    def hold_arrivals(self, is_holding: bool) -> None:  # noqa: FBT001 - a Qt setter
        """Whether a fresh map is filling itself, so that nothing waits for the operator."""
        if is_holding != self._holds_arrivals:
            self._holds_arrivals = is_holding
            self.unplaced_changed.emit()

    @Slot()
    def _look_for_unplaced(self) -> None:
        devices = self._bridge.live.devices.keys() if takes_arrivals(self.document) else set[DeviceId]()
        unplaced = devices - self.document.nodes.keys()
        if unplaced != self._unplaced:
            self._unplaced = unplaced
            self._in_order = None
            self.unplaced_changed.emit()
