"""The one SNMP client that the rest of the program uses."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from nocscape.base.counters import Counters
from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp.agents import MAX_AGENTS, Agent, AgentBook
from nocscape.wire.snmp.discovery_probe import probe_engine
from nocscape.wire.snmp.merging import Merger
from nocscape.wire.snmp.pysnmp_backend import PysnmpBackend
from nocscape.wire.snmp.pysnmp_values import dotted, numbers
from nocscape.wire.snmp.rows import RowPlan, Rows
from nocscape.wire.snmp.types import AgentFault, Column, ColumnTable, EngineInfo, SnmpTarget, SnmpValue, VarBind

if TYPE_CHECKING:
    from nocscape.wire.snmp.gufo_backend import GufoBackend

MAX_ROWS = 20_000
MAX_WALKED = 200_000

THOROUGH, FAST = "pysnmp", "gufo-snmp"


class SnmpClient:
    """Talks to any number of agents at once, to each of them only a little at a time.

    All faults are `SnmpError`s. What was dropped or survived is counted in `counters` under `snmp.*`. Belongs to one
    asyncio loop; `close` when done.
    """

    def __init__(self, max_concurrent_per_device: int, counters: Counters, *, is_fast_wanted: bool) -> None:
        self.counters = counters
        self._book = AgentBook(max_concurrent_per_device, counters)
        self._thorough = PysnmpBackend(self._book, counters)
        self._merger = Merger(self._thorough.get)
        self._fast = _fast_backend(max_concurrent_per_device, self._thorough, counters) if is_fast_wanted else None

    @property
    def backend(self) -> str:
        """What reads columns: `gufo-snmp` or `pysnmp`."""
        return FAST if self._fast else THOROUGH

    async def get(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        """The named instances in the order asked; what the agent lacks has a `NO_SUCH_*` syntax.

        While an agent is asked already, further requests for it are joined into one.
        """
        return await self._merger.get(target, oids)

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars (OIDs with their `.0`) by OID; what the agent lacks is left out."""
        agent = self._book.of(target)
        if self._fast and columns and _suits_fast(target, agent):
            found = await self._fast.scalars(target, agent, columns)
            if found is not None:
                return found
            self.counters.add("snmp.fast.left_to_thorough")
        return await self._thorough.scalars(target, columns)

    async def columns(
        self,
        target: SnmpTarget,
        columns: Sequence[Column],
        *,
        most_rows: int = MAX_ROWS,
        expected_rows: int | None = None,
    ) -> ColumnTable:
        """Declared columns, each with at most `most_rows` rows; a column that the agent lacks is empty.

        `expected_rows`, where it is known, spares the agent what lies beyond the table.
        """
        agent = self._book.of(target)
        done: ColumnTable = {}
        if self._fast and columns and _suits_fast(target, agent):
            done = await self._fast.columns(target, agent, columns, most_rows, expected_rows)
        left = [column for column in columns if column.oid not in done]
        if left:
            if done:
                self.counters.add("snmp.fast.left_to_thorough", len(left))
            done |= await self._thorough.columns(target, left, most_rows=most_rows)
        return {column.oid: done[column.oid] for column in columns}

    async def rows(self, target: SnmpTarget, plan: RowPlan) -> Rows:
        """Known rows of declared columns, and no others; a row that the agent lacks is left out."""
        agent = self._book.of(target)
        if self._fast and len(plan) and agent.suits_rows and _suits_fast(target, agent):
            found = await self._fast.rows(target, agent, plan)
            if found is not None:
                return found
            self.counters.add("snmp.fast.rows_left_to_columns")
        return Rows.of_table(plan, await self.columns(target, list(plan.rows)))

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        """The instance that follows each OID, empty where the MIB ends before; one request tells of many tables that
        they are not there. OIDs for which the agent gives no answer that makes sense are left out."""
        agent = self._book.of(target)
        if self._fast and target.credential.version is SnmpVersion.V2C and _suits_fast(target, agent):
            names = [numbers(oid) for oid in oids]
            found = await self._fast.after(target, agent, names)
            if found is not None:
                pairs = zip(names, found, strict=True)
                return {
                    dotted(oid): dotted(next_one or ()) for oid, next_one in pairs if not next_one or next_one > oid
                }
        return await self._thorough.after(target, oids)

    def walk(self, target: SnmpTarget, root: str, *, most: int = MAX_WALKED) -> AsyncIterator[list[VarBind]]:
        """Everything below `root`, any type, in order; each chunk is what one reply brought."""
        return self._thorough.walk(target, root, most=most)

    async def set(self, target: SnmpTarget, varbinds: Sequence[VarBind]) -> list[VarBind]:
        """Write all `varbinds` or none; returns what the agent says that they are now."""
        return await self._thorough.set(target, varbinds)

    async def knock(self, target: SnmpTarget) -> None:
        """Return once the agent answers to this credential; SnmpTimeout where it does not.

        For trying several credentials side by side: does not wait for those that wait for an answer already.
        """
        await self._thorough.knock(target)

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
        if self._fast:
            await self._fast.close()
        await self._thorough.close()


def open_client(
    prefer: str | None = None, *, max_concurrent_per_device: int = 2, counters: Counters | None = None
) -> SnmpClient:
    """A client for the running loop; `prefer="pysnmp"` does without the fast back-end."""
    return SnmpClient(max_concurrent_per_device, counters or Counters(), is_fast_wanted=prefer != THOROUGH)


def _fast_backend(max_concurrent: int, thorough: PysnmpBackend, counters: Counters) -> GufoBackend | None:
    """The fast back-end where gufo-snmp is installed (it has no wheels for Windows) and is the one we know."""
    try:
        module = importlib.import_module("nocscape.wire.snmp.gufo_backend")
    except (ImportError, AttributeError):
        return None
    backend: GufoBackend = module.GufoBackend(max_concurrent, thorough.ends_at, counters)
    return backend


def _suits_fast(target: SnmpTarget, agent: Agent) -> bool:
    """gufo-snmp loses values of v1 agents, has no contexts, and takes numeric addresses only."""
    credential = target.credential
    return (
        credential.version is not SnmpVersion.V1
        and not credential.context
        and agent.suits_fast
        and _is_numeric(target.address)
    )


@lru_cache(maxsize=MAX_AGENTS)
def _is_numeric(address: str) -> bool:
    try:
        return ip_address(address).version == 4 or "%" not in address
    except ValueError:
        return False
