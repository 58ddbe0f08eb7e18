"""The SNMPv3 doctor with all that the engine knows: ping, kept credentials, and the engine IDs of the whole network."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import Text, msg, tr
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import known_device
from nocscape.model.commands import ExamineAccess
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.mibs import Diagnosis
from nocscape.model.net import Inventory
from nocscape.wire.snmp import SnmpTarget
from nocscape.wire.snmp.doctor import CURES, Examination, Finding, examine

ENGINES_AT_ONCE = 64
_PING_S = 1.0
_BY_TWINS = frozenset({Finding.TIME_WINDOW, Finding.WRONG_KEY, Finding.SILENT, Finding.REFUSED})
"""What a second device with the same engine ID looks like, since keys and clock are kept for each engine ID."""


async def examine_access(rooms: Rooms, ask: ExamineAccess) -> Diagnosis:
    """Why a device lets a v3 user in or not. InputError where there is no v3 credential to examine."""
    known = known_device(rooms, ask.device)
    own = known.device.credential if known is not None else None
    credential = ask.credential or await rooms.ring.get(ask.kept or own)
    if credential is None or credential.version is not SnmpVersion.V3:
        raise InputError(tr("There is no SNMPv3 user to examine"), hint=tr("name one with --v3 USER"))
    target = _target(ask, known, credential)
    examination = await examine(target, is_alive=await _is_alive(rooms, target.address))
    twins = await _twins(rooms, target, examination) if ask.is_network_wide else ()
    return _diagnosis(target, examination, twins)


def _target(ask: ExamineAccess, known: Inventory | None, credential: SnmpCredential) -> SnmpTarget:
    if known is None:
        return SnmpTarget(address=ask.device, port=ask.snmp_port, credential=credential)
    endpoint = known.device.endpoint
    return SnmpTarget(address=endpoint.address, port=endpoint.port, credential=credential)


async def _is_alive(rooms: Rooms, address: str) -> bool | None:
    """Whether it answers ping; None where this machine cannot ask."""
    try:
        replies = await rooms.pinger.ping(address, timeout_s=_PING_S)
    except (OSError, ValueError):
        return None
    return any(reply.is_alive for reply in replies)


async def _twins(rooms: Rooms, target: SnmpTarget, examination: Examination) -> tuple[str, ...]:
    """Names of other known devices whose SNMPv3 engine has the same ID."""
    if examination.engine is None:
        return ()
    turns = asyncio.Semaphore(ENGINES_AT_ONCE)

    async def engine_id(inventory: Inventory) -> str:
        endpoint = inventory.device.endpoint
        there = replace(target, address=endpoint.address, port=endpoint.port, timeout_s=1.0, retries=1)
        async with turns:
            found = await rooms.snmp.engine_id(there)
        return found.hex() if found else next(iter(inventory.device.identity.get("engine_id", ())), "")

    others = [
        inventory
        for inventory in rooms.state.devices.values()
        if target.address not in (inventory.device.endpoint.address, *inventory.device.addresses)
        and not inventory.device.is_ghost
    ]
    ids = await asyncio.gather(*map(engine_id, others))
    mine = examination.engine.engine_id.hex()
    return tuple(sorted(o.device.shown_name() for o, found in zip(others, ids, strict=True) if found == mine))


def _diagnosis(target: SnmpTarget, examination: Examination, twins: tuple[str, ...]) -> Diagnosis:
    finding, cure, evidence = examination.finding, examination.cure, examination.evidence
    if twins:
        evidence = (*evidence, msg("the same engine ID is on {devices}", devices=", ".join(twins)))
        if finding in _BY_TWINS:
            finding = Finding.DUPLICATE_ENGINE
            cure = Text(CURES[finding])
    engine = examination.engine
    return Diagnosis(
        agent=str(target),
        finding=finding,
        evidence=evidence,
        cure=cure,
        engine_id=engine.engine_id.hex() if engine else "",
        boots=engine.boots if engine else 0,
        time_s=engine.time_s if engine else 0,
        auth=examination.auth,
        priv=examination.priv,
        duplicates=twins,
    )
