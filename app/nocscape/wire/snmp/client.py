"""The one SNMP client that the rest of the program uses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from nocscape.base.counters import Counters
from nocscape.wire.snmp.agents import AgentBook
from nocscape.wire.snmp.discovery_probe import probe_engine
from nocscape.wire.snmp.pysnmp_backend import PysnmpBackend
from nocscape.wire.snmp.types import AgentFault, Column, ColumnTable, EngineInfo, SnmpTarget, SnmpValue, VarBind

MAX_ROWS = 20_000
MAX_WALKED = 200_000


class SnmpClient:
    """Talks to any number of agents at once, to each of them only a little at a time.

    All faults are `SnmpError`s. What was dropped or survived is counted in `counters` under `snmp.*`. Belongs to one
    asyncio loop; `close` when done.
    """

    def __init__(self, max_concurrent_per_device: int, counters: Counters) -> None:
        self.counters = counters
        self._book = AgentBook(max_concurrent_per_device, counters)
        self._thorough = PysnmpBackend(self._book, counters)

    @property
    def backend(self) -> str:
        """What reads columns: `gufo-snmp` or `pysnmp`."""
        return "pysnmp"

    async def get(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        """The named instances in the order asked; what the agent lacks has a `NO_SUCH_*` syntax."""
        return await self._thorough.get(target, oids)

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars (OIDs with their `.0`) by OID; what the agent lacks is left out."""
        return await self._thorough.scalars(target, columns)

    async def columns(self, target: SnmpTarget, columns: Sequence[Column], *, most_rows: int = MAX_ROWS) -> ColumnTable:
        """Declared columns, each with at most `most_rows` rows; a column that the agent lacks is empty."""
        return await self._thorough.columns(target, columns, most_rows=most_rows)

    def walk(self, target: SnmpTarget, root: str, *, most: int = MAX_WALKED) -> AsyncIterator[list[VarBind]]:
        """Everything below `root`, any type, in order; each chunk is what one reply brought."""
        return self._thorough.walk(target, root, most=most)

    async def set(self, target: SnmpTarget, varbinds: Sequence[VarBind]) -> list[VarBind]:
        """Write all `varbinds` or none; returns what the agent says that they are now."""
        return await self._thorough.set(target, varbinds)

    async def engine(self, target: SnmpTarget) -> EngineInfo | None:
        """What the agent's SNMPv3 engine says of itself, whatever the credential; None where there is no v3."""
        return await probe_engine(target)

    async def engine_id(self, target: SnmpTarget) -> bytes | None:
        """The agent's SNMPv3 engine ID, whatever the credential; None where there is no v3."""
        info = await self.engine(target)
        return info.engine_id if info else None

    def faults(self, target: SnmpTarget) -> tuple[AgentFault, ...]:
        """How the agent deviated from its RFCs so far."""
        return self._book.of(target).faults()

    async def close(self) -> None:
        """End the requests under way and close all sockets."""
        await self._thorough.close()


def open_client(
    prefer: str | None = None,  # noqa: ARG001
    *,
    max_concurrent_per_device: int = 2,
    counters: Counters | None = None,
) -> SnmpClient:
    """A client for the running loop; `prefer="pysnmp"` does without the fast back-end."""
    return SnmpClient(max_concurrent_per_device, counters or Counters())
