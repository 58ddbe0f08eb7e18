"""The audit trail: who asked the engine for what, from where, and what became of it."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from nocscape.base.text import plain
from nocscape.model.access import WebCredential
from nocscape.model.commands import Command
from nocscape.model.credentials import SnmpCredential

_MAX_DETAIL = 2000


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the trail; `at` in UTC seconds, `detail` JSON of the Ask without secrets, cut at 2,000 characters."""

    at: float
    actor: str
    origin: str
    what: str
    detail: str
    outcome: str


def describe(command: Command, at: float, outcome: str) -> AuditEntry:
    """The entry for a command; a credential inside it is named, never shown."""
    fields = {name: _without_secrets(getattr(command.ask, name)) for name in command.ask.__struct_fields__}
    return AuditEntry(
        at=at,
        actor=command.actor,
        origin=command.origin,
        what=type(command.ask).__name__,
        detail=plain(msgspec.json.encode(fields).decode(), _MAX_DETAIL),
        outcome=outcome,
    )


def _without_secrets(value: Any) -> Any:
    if isinstance(value, SnmpCredential | WebCredential):
        return value.name
    if isinstance(value, tuple):
        return [_without_secrets(part) for part in value]
    return value


def put_audit(db: sqlite3.Connection, entry: AuditEntry) -> None:
    """Append to the trail."""
    db.execute(
        "INSERT INTO audit (at, actor, origin, what, detail, outcome) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.at, entry.actor, entry.origin, entry.what, entry.detail, entry.outcome),
    )


def read_audit(db: sqlite3.Connection, most: int) -> tuple[AuditEntry, ...]:
    """The newest entries, newest first."""
    rows = db.execute("SELECT at, actor, origin, what, detail, outcome FROM audit ORDER BY id DESC LIMIT ?", (most,))
    names = AuditEntry.__struct_fields__
    return tuple(AuditEntry(**dict(zip(names, row, strict=True))) for row in rows)
