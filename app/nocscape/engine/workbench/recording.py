"""A device recorded into a file, for bug reports, demos and tests."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.files import absolute
from nocscape.engine.jobs import DONE
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import reach
from nocscape.engine.workbench.walk import walked
from nocscape.mibs import MibDictionary, anonymised
from nocscape.model.commands import SaveRecording
from nocscape.model.mibs import Recorded
from nocscape.wire.snmp import SnmpTarget, VarBind
from nocscape.wire.snmp.recording import line_of, write_lines


async def save_recording(rooms: Rooms, session: Session, ask: SaveRecording) -> Recorded:
    """Read all, then write the file at once. Raises InputError and SnmpError."""
    path = absolute(ask.path)
    target = await reach(rooms, ask.device)
    found: list[VarBind] = []
    ended = await rooms.jobs.run(ask.job, _read(rooms, session, ask, target, found))
    if ended != DONE:
        return Recorded(ended=ended)
    if not found:
        raise InputError(tr("{host} has nothing that can be recorded", host=target.address))
    await asyncio.to_thread(_write, path, found, rooms.mibs if ask.is_anonymised else None)
    return Recorded(ended=ended, values=len(found))


async def _read(rooms: Rooms, session: Session, ask: SaveRecording, target: SnmpTarget, found: list[VarBind]) -> None:
    async for chunk in walked(rooms, session, ask, target):
        found += chunk


def _write(path: Path, found: list[VarBind], mibs: MibDictionary | None) -> None:
    """`mibs` say what is secret; None writes down everything."""
    shown = found if mibs is None else anonymised(found, mibs, secrets.token_bytes(32))
    write_lines(path, map(line_of, shown))
