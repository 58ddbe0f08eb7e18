"""A door that answers each command with what it saw of it."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import msg
from nocscape.engine.lines.transport import Session
from nocscape.model.batches import Batch, Item, MapChanged, Reply
from nocscape.model.commands import Command, EditMap, ListCredentials


class EchoDoor:
    """Knows three answers: an edit, an error, and the name of the Ask with who asked from where."""

    def __init__(self) -> None:
        self.sessions: set[Session] = set()

    def enter(self, session: Session) -> None:
        self.sessions.add(session)

    def leave(self, session: Session) -> None:
        self.sessions.discard(session)

    def submit(self, session: Session, command: Command) -> None:
        session.deliver(Batch(sequence=1, at=0.0, items=_answer(command)))


def _answer(command: Command) -> tuple[Item, ...]:
    match command.ask:
        case EditMap(map=name, change=change, edit=edit):
            changed = MapChanged(map=name, change=change, revision=1, edit=edit, actor=command.actor)
            return (changed, Reply(request=command.request))
        case ListCredentials():
            no = Reply(request=command.request, error=msg("No credentials here"), hint=msg("Try another door"))
            return (no,)
        case ask:
            said = (type(ask).__name__, command.actor, command.origin)
            return (Reply(request=command.request, value=msgspec.Raw(msgspec.msgpack.encode(said))),)
