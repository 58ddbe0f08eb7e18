"""What operators decided about the topology: kept before it takes effect, laid over every inference, revocable."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from msgspec.structs import replace

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import plain
from nocscape.engine.rooms import Rooms
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import DeviceId

ABOUT_DEVICES = frozenset({DecisionKind.MERGE, DecisionKind.SPLIT})
MAX_NOTE = 500
MAX_ENDPOINTS = 64


class DecisionRoom:
    """Takes decisions and takes them back."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def listed(self) -> tuple[Decision, ...]:
        """All that stand, newest first."""
        await self._rooms.memory.recall()
        return self._rooms.topology.decisions

    async def decide(self, wanted: Decision, actor: str) -> Decision:
        """Keep a decision, then lay it over the topology. Raises InputError where it names nothing that can be decided.

        Whoever sees it take effect, or gets it as an answer, can rely on its surviving this process.
        """
        rooms = self._rooms
        await rooms.memory.recall()
        now = rooms.clock.now()
        decision = replace(wanted, id=uuid.uuid4().hex[:12], note=plain(wanted.note, MAX_NOTE), actor=actor, at=now)
        _check(decision, rooms.state.devices)
        await rooms.inventory.put_decision(decision)
        rooms.intake.take(rooms.topology.decide(decision, now))
        return decision

    async def revoke(self, decision: str) -> None:
        """Take a decision back. Raises InputError where none has that id."""
        rooms = self._rooms
        await rooms.memory.recall()
        if all(d.id != decision for d in rooms.topology.decisions):
            raise InputError(tr("There is no decision {id}", id=decision))
        await rooms.inventory.drop_decision(decision)
        rooms.intake.take(rooms.topology.revoke(decision, rooms.clock.now()))


def _check(decision: Decision, known: Collection[DeviceId]) -> None:
    if decision.kind in ABOUT_DEVICES:
        if not 2 <= len(set(decision.endpoints)) <= MAX_ENDPOINTS:
            raise InputError(tr("Name two devices at least"))
        return
    for port in (decision.a, decision.b):
        if port is None or port.device not in known:
            raise InputError(tr("There is no device {device}", device=port.device if port is not None else ""))
    if decision.a is not None and decision.b is not None and decision.a.device == decision.b.device:
        raise InputError(tr("A link needs two devices"))
