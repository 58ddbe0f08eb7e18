"""Reading instances and subtrees live, with names and values as the MIB says; recording whole devices as they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import reach
from nocscape.mibs import Kind, MibDictionary
from nocscape.model.batches import JobProgress, MibRow, MibRows, RecordedLines
from nocscape.model.commands import ReadValues, RecordDevice, SaveRecording, WalkMib
from nocscape.wire.snmp import SnmpTarget, VarBind
from nocscape.wire.snmp.recording import line_of

MOST_NAMES = 500
"""Instances in one `ReadValues` or `WriteValues`."""

RECORDED_ROOTS = ("1.0", "1.2", "1.3")
"""Where MIBs stand: LLDP below 1.0 (ISO), link aggregation below 1.2 (members), all others below 1.3 (org)."""


EVERYTHING = "1"
"""A root that stands for all of these; no agent can be asked from an OID of one number."""


async def walk_mib(rooms: Rooms, session: Session, ask: WalkMib) -> str:
    """Walk, sending rows as they come; returns how it ended. Raises InputError and SnmpError."""
    root = rooms.mibs.resolve(ask.root)
    target = await reach(rooms, ask.device, ask.snmp_port, ask.credentials)
    return await rooms.jobs.run(ask.job, _walk(rooms, session, ask, target, root))


async def read_values(rooms: Rooms, ask: ReadValues) -> tuple[MibRow, ...]:
    """The named instances, in the order asked. Raises InputError and SnmpError."""
    oids = instances(rooms.mibs, ask.names)
    target = await reach(rooms, ask.device, ask.snmp_port, ask.credentials)
    found = await rooms.snmp.get(target, oids)
    at = rooms.clock.now()
    return tuple(render_row(rooms.mibs, varbind, at) for varbind in found)


def instances(mibs: MibDictionary, names: tuple[str, ...]) -> list[str]:
    """OIDs of instances by name or number; InputError for what is none, such as a column without a row."""
    if len(names) > MOST_NAMES:
        raise InputError(tr("No more than {most} values at once", most=MOST_NAMES))
    return [_instance(mibs, name) for name in names]


def _instance(mibs: MibDictionary, name: str) -> str:
    oid = mibs.resolve(name)
    found = mibs.by_oid(oid)
    if found is None or found.suffix:
        return oid
    if found.object.kind is Kind.SCALAR:
        return f"{oid}.0"
    if found.object.kind is Kind.COLUMN:
        raise InputError(
            tr("{name} is a column of a table", name=name), hint=tr("name its row, as in {name}.3", name=name)
        )
    raise InputError(tr("{name} has no value of its own", name=name), hint=tr("walk what stands below it"))


async def _walk(rooms: Rooms, session: Session, ask: WalkMib, target: SnmpTarget, root: str) -> None:
    roots = RECORDED_ROOTS if root == EVERYTHING else (root,)
    async for chunk in walked(rooms, session, ask, target, roots):
        at = rooms.clock.now()
        rows = tuple(render_row(rooms.mibs, varbind, at) for varbind in chunk)
        rooms.publisher.send(session, MibRows(job=ask.job, rows=rows))


async def walked(
    rooms: Rooms,
    session: Session,
    ask: WalkMib | RecordDevice | SaveRecording,
    target: SnmpTarget,
    roots: Iterable[str] = RECORDED_ROOTS,
) -> AsyncIterator[list[VarBind]]:
    """What stands below the roots, as it comes, up to `ask.most`; the session is told how far it is after each part."""
    done = 0
    for root in roots:
        async for chunk in rooms.snmp.walk(target, root, most=max(0, ask.most - done)):
            done += len(chunk)
            yield chunk
            rooms.publisher.send(session, JobProgress(job=ask.job, stage="walk", done=done))


async def record_device(rooms: Rooms, session: Session, ask: RecordDevice) -> str:
    """Read all that a device has, sending lines as they come; returns how it ended. Raises InputError and SnmpError."""
    target = await reach(rooms, ask.device, ask.snmp_port, ask.credentials)
    return await rooms.jobs.run(ask.job, _record(rooms, session, ask, target))


async def _record(rooms: Rooms, session: Session, ask: RecordDevice, target: SnmpTarget) -> None:
    async for chunk in walked(rooms, session, ask, target):
        rooms.publisher.send(session, RecordedLines(job=ask.job, lines=tuple(map(line_of, chunk))))


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
