"""Which of the known devices have an object: one GETNEXT each."""

from __future__ import annotations

import asyncio

from nocscape.base.errors import InputError
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.targets import target_of
from nocscape.model.batches import JobProgress
from nocscape.model.commands import FindAnswering
from nocscape.model.mibs import Answering
from nocscape.model.net import Inventory
from nocscape.wire.snmp import SnmpError

DEVICES_AT_ONCE = 32


async def find_answering(rooms: Rooms, session: Session, ask: FindAnswering) -> tuple[Answering, ...]:
    """The devices that have something below the object, by name; those found before a cancel count too."""
    search = _Search(rooms, session, ask)
    await rooms.jobs.run(ask.job, search.run())
    return tuple(sorted(search.found, key=lambda answer: answer.device))


class _Search:
    """One question to all devices."""

    def __init__(self, rooms: Rooms, session: Session, ask: FindAnswering) -> None:
        self.found: list[Answering] = []
        self._rooms = rooms
        self._session = session
        self._job = ask.job
        self._root = rooms.mibs.resolve(ask.object)
        self._done = 0
        self._turns = asyncio.Semaphore(DEVICES_AT_ONCE)

    async def run(self) -> None:
        """Ask all that speak SNMP, some at once."""
        asked = [i for i in self._rooms.state.devices.values() if i.device.snmp is not None]
        async with asyncio.TaskGroup() as group:
            for inventory in asked:
                group.create_task(self._one(inventory, len(asked)))

    async def _one(self, inventory: Inventory, total: int) -> None:
        async with self._turns:
            try:
                target = await target_of(self._rooms, inventory)
                async for first, *_ in self._rooms.snmp.walk(target, self._root, most=1):
                    shown = self._rooms.mibs.render(first.oid, first.syntax, first.value)
                    name = self._rooms.mibs.label(first.oid)
                    self.found.append(Answering(device=inventory.device.id, oid=first.oid, name=name, value=shown.text))
            except (SnmpError, InputError):
                pass
        self._done += 1
        progress = JobProgress(job=self._job, stage="walk", done=self._done, total=total, found=len(self.found))
        self._rooms.publisher.send(self._session, progress)
