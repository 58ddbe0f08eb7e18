"""Reading a subtree live, with names and values as the MIB says."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import target_of
from nocscape.engine.transport import Session
from nocscape.mibs import MibDictionary
from nocscape.model.batches import JobProgress, MibRow, MibRows
from nocscape.model.commands import WalkMib
from nocscape.model.credentials import SnmpCredential
from nocscape.wire.snmp import SnmpError, SnmpTarget, VarBind

SYS_OBJECT_ID = "1.3.6.1.2.1.1.2.0"


async def walk_mib(rooms: Rooms, session: Session, ask: WalkMib) -> str:
    """Walk, sending rows as they come; returns how it ended. Raises InputError and SnmpError."""
    root = rooms.mibs.resolve(ask.root)
    target = await _target(rooms, ask)
    return await rooms.jobs.run(ask.job, _walk(rooms, session, ask, target, root))


async def _target(rooms: Rooms, ask: WalkMib) -> SnmpTarget:
    known = rooms.state.devices.get(ask.device) or rooms.state.by_address(ask.device)
    if known is not None:
        return await target_of(rooms, known)
    tried = await rooms.ring.to_try(ask.credentials)
    return await _first_that_answers(rooms, ask, tried)


async def _first_that_answers(rooms: Rooms, ask: WalkMib, tried: Iterable[SnmpCredential]) -> SnmpTarget:
    fault: SnmpError | None = None
    for credential in tried:
        target = SnmpTarget(address=ask.device, port=ask.snmp_port, credential=credential)
        try:
            await rooms.snmp.get(target, [SYS_OBJECT_ID])
        except SnmpError as error:
            fault = error
        else:
            return target
    if fault is not None:
        raise fault
    raise InputError(
        tr("No credential to try on {address}", address=ask.device), hint=tr("name one with --community C")
    )


async def _walk(rooms: Rooms, session: Session, ask: WalkMib, target: SnmpTarget, root: str) -> None:
    done = 0
    async for chunk in rooms.snmp.walk(target, root, most=ask.most):
        at = rooms.clock.now()
        done += len(chunk)
        rows = tuple(render_row(rooms.mibs, varbind, at) for varbind in chunk)
        rooms.publisher.send(session, MibRows(job=ask.job, rows=rows))
        rooms.publisher.send(session, JobProgress(job=ask.job, stage="walk", done=done, total=0))


def render_row(mibs: MibDictionary, varbind: VarBind, at: float) -> MibRow:
    """One object instance as its MIB says."""
    shown = mibs.render(varbind.oid, varbind.syntax, varbind.value)
    found = mibs.by_oid(varbind.oid)
    row = mibs.row(varbind.oid)
    return MibRow(
        oid=varbind.oid,
        name=mibs.label(varbind.oid),
        value=shown.text,
        raw=shown.raw,
        syntax=varbind.syntax,
        at=at,
        table=row.table if row else "",
        index=row.text if row else "",
        units=shown.units,
        description=found.object.description if found else "",
    )
