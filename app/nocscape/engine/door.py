"""The engine's door: who may ask what, and what is written down of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec

from nocscape.base.errors import NocscapeError, RefusedError
from nocscape.base.i18n import msg, tr
from nocscape.engine.lines.transport import Session
from nocscape.model.alarms import CHANGING as CHANGING_ALARMS
from nocscape.model.batches import Reply
from nocscape.model.commands import (
    AcknowledgeEvent,
    CancelJob,
    ChartObject,
    CheckWrites,
    ChooseMetrics,
    Command,
    Decide,
    DropCredential,
    EditMap,
    ExamineAccess,
    FindAnswering,
    ForgetDevice,
    ImportMibs,
    MeasureObject,
    PollNow,
    PutCredential,
    ReadPort,
    ReadRecording,
    ReadValues,
    RecordDevice,
    ResumeJob,
    Revoke,
    SaveRecording,
    SetDevice,
    SetNote,
    SetPolling,
    SetRediscovery,
    SetTrapPort,
    StartDiscovery,
    StartSweep,
    WalkMib,
    WriteValues,
)
from nocscape.model.mapversions import DropVersion, NameVersion
from nocscape.model.overview import RemoveOverview, SaveOverview
from nocscape.model.reports import SetReportSchedules
from nocscape.model.watching import CHANGING as CHANGING_WATCHING
from nocscape.model.watching import BackUp, ExportHistory, ReadPage, RunCheck, ScrapeOnce

log = logging.getLogger(__name__)

LOCAL_ORIGINS = frozenset({"console", "cli"})
"""Origins on the profile owner's own account; the socket lets nobody else in."""

CHANGING: tuple[type, ...] = (
    AcknowledgeEvent,
    ChartObject,
    ChooseMetrics,
    Decide,
    DropCredential,
    DropVersion,
    EditMap,
    ForgetDevice,
    ImportMibs,
    MeasureObject,
    NameVersion,
    PutCredential,
    RemoveOverview,
    Revoke,
    SaveOverview,
    SaveRecording,
    SetDevice,
    SetNote,
    SetPolling,
    SetRediscovery,
    SetReportSchedules,
    SetTrapPort,
    StartDiscovery,
    StartSweep,
    WriteValues,
    *CHANGING_ALARMS,
    *CHANGING_WATCHING,
)
"""What changes the profile, a device or a file, or searches a network: refused to other origins, and audited."""

LOCAL: tuple[type, ...] = (
    CancelJob,
    CheckWrites,
    ExamineAccess,
    FindAnswering,
    PollNow,
    ReadPort,
    ReadRecording,
    ReadValues,
    RecordDevice,
    ResumeJob,
    WalkMib,
)
"""What reads files of the engine's machine, meddles with jobs, or asks devices: refused to other origins too, since any
address can be asked with the credentials of the profile."""


class Auditor(Protocol):
    """The part of the store that keeps the audit trail."""

    async def audit(self, command: Command, outcome: str = ...) -> None:
        """Write down who asked for what from where, without secrets, and what became of it."""
        ...


LASTING = (
    BackUp,
    ExportHistory,
    ImportMibs,
    ReadPage,
    RunCheck,
    SaveRecording,
    ScrapeOnce,
    StartDiscovery,
    StartSweep,
)
"""Of these, what takes its time: an engine that stops gives it up."""

Handler = Callable[[Session, Command], Awaitable[object]]


class Gate:
    """Checks permission, audits, runs the handler, and makes the Reply of it, whatever happens."""

    def __init__(self, auditor: Auditor, handlers: dict[type, Handler]) -> None:
        self._auditor = auditor
        self._handlers = handlers

    async def answer(self, session: Session, command: Command) -> Reply:
        """The Reply to a command; never raises but for cancellation."""
        reply = await self._answer(session, command)
        if isinstance(command.ask, CHANGING):
            await self._write_down(command, "done" if reply.error is None else str(reply.error))
        return reply

    async def _answer(self, session: Session, command: Command) -> Reply:
        try:
            _check(command)
            value = await self._handlers[type(command.ask)](session, command)
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

    async def _write_down(self, command: Command, outcome: str) -> None:
        try:
            await self._auditor.audit(command, outcome)
        except NocscapeError as error:
            log.warning("the audit trail could not be written: %s", error)


def is_edit(command: Command) -> bool:
    """Whether it changes the profile and soon has, so that an engine that stops lets it come to its end."""
    return isinstance(command.ask, CHANGING) and not isinstance(command.ask, LASTING)


def _check(command: Command) -> None:
    if isinstance(command.ask, (*CHANGING, *LOCAL)) and command.origin not in LOCAL_ORIGINS:
        raise RefusedError(tr("{origin} may look, but not change anything here", origin=command.origin))
