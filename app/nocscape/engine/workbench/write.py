"""Writing values to devices (SNMP SET): what it would do, what it did, and what the device says afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nocscape.base.errors import InputError, RefusedError
from nocscape.base.i18n import tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import reach
from nocscape.engine.workbench.walk import instances
from nocscape.mibs import MibDictionary, MibType, Rendered, value_of
from nocscape.mibs.values import Value
from nocscape.model.commands import CheckWrites, WriteValues
from nocscape.model.mibs import ValueWrite, WriteCheck, Written
from nocscape.wire.snmp import SnmpError, SnmpTarget, Syntax, VarBind

_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(?:[ :.-]?[0-9A-Fa-f]{2})*")
_WRITABLE = frozenset({"read-write", "read-create", "write-only"})


async def check_writes(rooms: Rooms, ask: CheckWrites) -> tuple[WriteCheck, ...]:
    """What the writes would do. InputError where a MIB forbids one, SnmpError where the device cannot be asked."""
    target = await reach(rooms, ask.device, ask.snmp_port, ask.credentials)
    prepared = await _prepare(rooms, target, ask.writes)
    return tuple(check for check, _ in prepared)


async def write_values(rooms: Rooms, ask: WriteValues) -> tuple[Written, ...]:
    """Write and read back. RefusedError where a value is not any more what the operator saw."""
    target = await reach(rooms, ask.device, ask.snmp_port, ask.credentials)
    prepared = await _prepare(rooms, target, ask.writes)
    for (check, _), write in zip(prepared, ask.writes, strict=True):
        if write.before is not None and write.before != (check.before_raw or ""):
            raise RefusedError(
                tr("{name} is {value} by now", name=check.name, value=check.before), hint=tr("look again, then write")
            )
    await rooms.snmp.set(target, [varbind for _, varbind in prepared])
    return await _read_back(rooms, target, prepared)


async def _prepare(rooms: Rooms, target: SnmpTarget, writes: Sequence[ValueWrite]) -> list[tuple[WriteCheck, VarBind]]:
    if not writes:
        raise InputError(tr("There is nothing to write"))
    oids = instances(rooms.mibs, tuple(write.name for write in writes))
    if len(set(oids)) < len(oids):
        raise InputError(tr("One value is written twice"))
    before = await rooms.snmp.get(target, oids)
    return [_checked(rooms.mibs, old, write.value) for old, write in zip(before, writes, strict=True)]


def _checked(mibs: MibDictionary, old: VarBind, text: str) -> tuple[WriteCheck, VarBind]:
    shown = mibs.render(old.oid, old.syntax, old.value)
    syntax, value = _typed(mibs, old, _as_shown(old, shown, text))
    after = mibs.render(old.oid, syntax, value)
    check = WriteCheck(
        oid=old.oid,
        name=mibs.label(old.oid),
        syntax=syntax,
        before=shown.text,
        before_raw=None if old.syntax.is_exception else shown.raw,
        after=after.text,
        after_raw=after.raw,
    )
    return check, VarBind(old.oid, Syntax(syntax), value)


def _as_shown(old: VarBind, shown: Rendered, text: str) -> str:
    """Pairs of hexadecimal digits are octets and no letters where the value that is there is shown as such."""
    is_pairs = isinstance(old.value, bytes) and bool(old.value) and shown.text == shown.raw
    return f"0x{text.strip()}" if is_pairs and _PAIRS.fullmatch(text.strip()) else text


def _typed(mibs: MibDictionary, old: VarBind, text: str) -> tuple[str, Value]:
    """The value by its MIB; by the type that the device itself uses where no MIB knows the number."""
    found = mibs.by_oid(old.oid)
    known = found.object if found is not None and found.object.type.base else None
    if known is None and (old.syntax.is_exception or old.syntax is Syntax.NULL):
        raise InputError(
            tr("Neither a MIB nor the device tells the type of {oid}", oid=old.oid),
            hint=tr("Import the MIB that defines it."),
        )
    if known is not None and known.access not in _WRITABLE:
        raise InputError(tr("{name} cannot be written: its MIB says {access}", name=known.label, access=known.access))
    kind = known.type if known is not None else MibType(base=str(old.syntax))
    return value_of(kind, text, mibs.resolve)


async def _read_back(
    rooms: Rooms, target: SnmpTarget, prepared: Sequence[tuple[WriteCheck, VarBind]]
) -> tuple[Written, ...]:
    """What the device says now; an object that can only be written, or a row that is gone, says nothing."""
    try:
        now = await rooms.snmp.get(target, [check.oid for check, _ in prepared])
    except SnmpError:
        return tuple(Written(check=check, now=None, is_as_asked=False) for check, _ in prepared)
    return tuple(
        Written(
            check=check,
            now=None if read.syntax.is_exception else rooms.mibs.render(read.oid, read.syntax, read.value).text,
            is_as_asked=read.value == asked.value,
        )
        for (check, asked), read in zip(prepared, now, strict=True)
    )
