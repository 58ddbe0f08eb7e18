"""OSPFV3-MIB (RFC 5643): the neighbours of OSPF version 3, where vendors put it too."""

from __future__ import annotations

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours.ospf import STATES, word
from nocscape.discovery.objects import GAUGE, INTEGER, column
from nocscape.topology.observations import Adjacency, DeviceReading
from nocscape.wire.snmp import Column, SnmpValue

SOURCE = "ospfv3"
ROOTS = ("1.3.6.1.2.1.191", "1.3.6.1.4.1.1916.1.50", "1.3.6.1.4.1.2011.5.25.147")
_MOST_NEIGHBOURS = 10_000
_ENABLED = 1
_IDS = tuple(Column(f"{root}.1.1.1.0", GAUGE) for root in ROOTS)  # ospfv3RouterId
_ADMIN = tuple(Column(f"{root}.1.1.2.0", INTEGER) for root in ROOTS)  # ospfv3AdminStatus


async def read(agent: Agent, reading: DeviceReading) -> list[Adjacency] | None:
    """The rows of ospfv3NbrTable; None where OSPFv3 does not run. Vendors' MIBs are drafts of the standard one."""
    present = [place for place, root in enumerate(ROOTS) if not agent.lacks(root)]
    if not present:
        return None
    scalars = await agent.scalars([s for p in present for s in (_IDS[p], _ADMIN[p])])
    for place in present:
        table = await agent.table(_neighbours(ROOTS[place]), most_rows=_MOST_NEIGHBOURS)
        router_id = dotted(scalars.get(_IDS[place].oid))
        found = [_adjacency(reading, values.numbers(i), row, router_id) for i, row in table.rows()]
        if found:
            return [one for one in found if one is not None]
    return [] if any(scalars.get(_ADMIN[p].oid) == _ENABLED for p in present) else None


def _neighbours(root: str) -> tuple[Column, ...]:
    entry = f"{root}.1.9.1"
    return (
        column(entry, 8, INTEGER),  # ospfv3NbrState
        column(entry, 5),  # ospfv3NbrAddress
        column(entry, 7, INTEGER),  # ospfv3NbrPriority
    )


def _adjacency(reading: DeviceReading, index: list[int], row: list[SnmpValue], router_id: str) -> Adjacency | None:
    """Index: ifIndex, instance, the neighbour's router id as a number."""
    if len(index) != 3:
        return None
    state, address, priority = row
    raw = {"ospfv3RouterId": router_id, "ospfv3NbrPriority": values.text(priority), "ospfv3NbrIfInstId": str(index[1])}
    return Adjacency(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        peer=dotted(index[2]),
        address=values.address(address) if isinstance(address, bytes) else "",
        if_index=index[0],
        state=word(STATES, state),
        raw={name: value for name, value in raw.items() if value},
    )


def dotted(router_id: SnmpValue) -> str:
    """A router id that the MIB keeps as a number."""
    if not isinstance(router_id, int) or not 0 < router_id < 2**32:
        return ""
    return values.address(router_id.to_bytes(4, "big"))
