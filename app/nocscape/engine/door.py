"""The engine's door: who may ask what, and what is written down of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from nocscape.base.errors import NocscapeError, RefusedError
from nocscape.base.i18n import msg, tr
from nocscape.model.batches import Reply
from nocscape.model.commands import (
    AcknowledgeEvent,
    Ask,
    Command,
    DropCredential,
    EditMap,
    ForgetDevice,
    PutCredential,
    SetDevice,
    StartDiscovery,
    StartSweep,
)

log = logging.getLogger(__name__)

LOCAL_ORIGINS = frozenset({"console", "cli"})
"""Origins on the profile owner's own account; the socket lets nobody else in."""

CHANGING: tuple[type, ...] = (
    AcknowledgeEvent,
    DropCredential,
    EditMap,
    ForgetDevice,
    PutCredential,
    SetDevice,
    StartDiscovery,
    StartSweep,
)
"""What changes the profile or sends traffic: refused to other origins, and audited."""


class Auditor(Protocol):
    """The part of the store that keeps the audit trail."""

    def audit(self, actor: str, origin: str, what: str, detail: str, /) -> object:
        """Write one line down."""
        ...


Handler = Callable[[Command], Awaitable[object]]


class Gate:
    """Checks permission, audits, runs the handler, and makes the Reply of it, whatever happens."""

    def __init__(self, auditor: Auditor, handlers: dict[type, Handler]) -> None:
        self._auditor = auditor
        self._handlers = handlers

    async def answer(self, command: Command) -> Reply:
        """The Reply to a command; never raises but for cancellation."""
        try:
            self._check(command)
            value = await self._handlers[type(command.ask)](command)
            return Reply(request=command.request, value=msgspec.Raw(msgspec.msgpack.encode(value)))
        except NocscapeError as error:
            hint = msg("{text}", text=error.hint) if error.hint else None
            return Reply(request=command.request, error=msg("{text}", text=error.message), hint=hint)
        except Exception:
            log.exception("%s failed", type(command.ask).__name__)
            return Reply(
                request=command.request,
                error=msg("Something went wrong inside the engine."),
                hint=msg("The log file of the profile holds the details."),
            )

    def _check(self, command: Command) -> None:
        if not isinstance(command.ask, CHANGING):
            return
        if command.origin not in LOCAL_ORIGINS:
            raise RefusedError(tr("{origin} may look, but not change anything here", origin=command.origin))
        self._auditor.audit(command.actor, command.origin, type(command.ask).__name__, _audited(command.ask))


def _audited(ask: Ask) -> str:
    """What the audit trail holds of an Ask: everything but secrets."""
    match ask:
        case PutCredential(credential=credential):
            return credential.name
        case StartDiscovery(sweep=sweep):
            return f"{', '.join(sweep.targets)} without {', '.join(sweep.exclude) or '-'}"
        case EditMap(map=name, edit=edit):
            return f"{name} {edit}"
        case _:
            return msgspec.json.encode(ask).decode()
