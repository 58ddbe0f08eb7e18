"""What can stand in the history of a map besides edits of its document: the operator's word on links.

A decision belongs to the topology, not to a map: it is sent as `Decide`, and taken back as `Revoke`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QTime
from PySide6.QtGui import QUndoCommand

from nocscape.base.i18n import Text
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import Decide, Revoke
from nocscape.model.decisions import Decision

OnReply = Callable[[Reply], None]


class HistoryCommand(QUndoCommand):
    """An entry of the history with a title in the language in force."""

    def __init__(self, title: Text) -> None:
        super().__init__(str(title))
        self.title = title
        self.at = QTime.currentTime()
        self._is_refused = False

    def refuse(self) -> None:
        """The engine did not take it: nothing of it is undone or done again. The history may have let go of it."""
        self._is_refused = True

    def _goes_out(self) -> bool:
        """Whether the engine refused it, so that it leaves the history now."""
        if self._is_refused:
            self.setObsolete(True)
        return self._is_refused


class Asker(Protocol):
    """The part of a map's model that decisions need."""

    def ask_engine(self, ask: Decide | Revoke, on_reply: OnReply) -> None:
        """Send an Ask that changes something."""
        ...

    def tell_refused(self, reason: str) -> None:
        """Say that the engine did not do it."""
        ...


class DecisionCommand(HistoryCommand):
    """Decisions that are one act: done by deciding them all, undone by revoking them in reverse order."""

    def __init__(self, asker: Asker, title: Text, decisions: Sequence[Decision]) -> None:
        super().__init__(title)
        self._asker = asker
        self._decisions = tuple(decisions)
        self._standing: dict[int, str] = {}
        self._is_done = False

    def redo(self) -> None:
        """Decide."""
        if self._goes_out():
            return
        self._is_done = True
        for place, decision in enumerate(self._decisions):
            self._asker.ask_engine(Decide(decision=decision), partial(self._take_id, place))

    def undo(self) -> None:
        """Revoke; what the engine has not yet answered is revoked when it does."""
        self._goes_out()
        self._is_done = False
        for place in sorted(self._standing, reverse=True):
            self._revoke(self._standing.pop(place))

    def _take_id(self, place: int, reply: Reply) -> None:
        if reply.error is not None:
            self.refuse()
            self._asker.tell_refused(str(reply.error))
            return
        decided = value(reply, Decision)
        if self._is_done:
            self._standing[place] = decided.id
        else:
            self._revoke(decided.id)

    def _revoke(self, decision: str) -> None:
        self._asker.ask_engine(Revoke(decision=decision), self._take_revoked)

    def _take_revoked(self, reply: Reply) -> None:
        if reply.error is not None:
            self._asker.tell_refused(str(reply.error))
