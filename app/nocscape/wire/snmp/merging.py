"""Joining requests: what several readers want of one agent while it is busy goes into one message.

The first request leaves at once. Those that come while it is under way wait together, and leave as one when it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from nocscape.wire.snmp.errors import SnmpError, SnmpStatusError
from nocscape.wire.snmp.types import SnmpTarget, VarBind

Get = Callable[[SnmpTarget, Sequence[str]], Awaitable[list[VarBind]]]


class _Batch:
    """OIDs that are to be asked for together, each once, and what came of it: neither where each should ask alone."""

    def __init__(self) -> None:
        self.oids: dict[str, None] = {}
        self.is_ready = asyncio.Event()
        self.is_led = False
        self.is_done = asyncio.Event()
        self.found: dict[str, VarBind] | None = None
        self.fault: SnmpError | None = None


class Merger:
    """Reads instances for any number of readers; each waits for its own answer and may be cancelled alone."""

    def __init__(self, get: Get) -> None:
        self._get = get
        self._busy: dict[SnmpTarget, _Batch] = {}
        """Agents that are asked just now, with what is to be asked next."""

    async def get(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        """The named instances in the order asked. Raises what reading them raises."""
        batch = self._busy.get(target)
        if batch is None:
            return await self._ask(target, oids)
        batch.oids.update(dict.fromkeys(oids))
        await batch.is_ready.wait()
        if batch.is_led:
            await batch.is_done.wait()
        else:
            await self._lead(target, batch)
        if batch.fault is not None:
            raise batch.fault
        if batch.found is None:
            return await self._get(target, oids)
        return [batch.found[oid] for oid in oids]

    async def _ask(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        """Ask now; whoever comes meanwhile is let go together afterwards."""
        following = self._busy[target] = _Batch()
        try:
            return await self._get(target, oids)
        finally:
            del self._busy[target]
            following.is_ready.set()

    async def _lead(self, target: SnmpTarget, batch: _Batch) -> None:
        """Ask for all who wait. A refusal may concern one of them alone, and a reader may be cancelled: then each asks
        for itself. Silence concerns all."""
        batch.is_led = True
        try:
            asked = list(batch.oids)
            batch.found = dict(zip(asked, await self.get(target, asked), strict=True))
        except SnmpStatusError:
            pass
        except SnmpError as error:
            batch.fault = error
        finally:
            batch.is_done.set()
