"""IS-IS adjacencies: ISIS-MIB (RFC 4444) and CISCO-IETF-ISIS-MIB, a draft of it."""

from __future__ import annotations

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours.ospf import word
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import Adjacency, DeviceReading
from nocscape.wire.snmp import SnmpValue

SOURCE = "isis"
ROOTS = ("1.3.6.1.2.1.138", "1.3.6.1.4.1.9.10.118")
_MOST_NEIGHBOURS = 10_000
_STATES = ("", "down", "initializing", "up", "failed")
_SYSTEMS = ("", "l1IntermediateSystem", "l2IntermediateSystem", "l1L2IntermediateSystem", "unknown")


async def read(agent: Agent, reading: DeviceReading) -> list[Adjacency] | None:
    """The adjacencies of the first MIB that has any; None where IS-IS does not run."""
    for root in ROOTS:
        entry = f"{root}.1.6.1.1"
        columns = (
            column(entry, 2, INTEGER),  # isisISAdjState
            column(entry, 4),  # isisISAdjNeighSNPAAddress
            column(entry, 5, INTEGER),  # isisISAdjNeighSysType
            column(entry, 6),  # isisISAdjNeighSysID
        )
        table = await agent.table(columns, most_rows=_MOST_NEIGHBOURS)
        if not len(table):
            continue
        circuits = dict((await agent.table((column(f"{root}.1.3.2.1", 2, INTEGER),))).rows())  # isisCircIfIndex
        addresses = await _addresses(agent, root)
        return [
            _adjacency(reading, row, circuits.get(index.partition(".")[0], [None])[0], addresses.get(index, ""))
            for index, row in table.rows()
        ]
    return None


async def _addresses(agent: Agent, root: str) -> dict[str, str]:
    """The first IP address of each neighbour, by circuit and adjacency (isisISAdjIPAddrAddress)."""
    found: dict[str, str] = {}
    for index, (octets,) in (await agent.table((column(f"{root}.1.6.3.1", 3),), most_rows=_MOST_NEIGHBOURS)).rows():
        address = values.address(octets) if isinstance(octets, bytes) else ""
        if address:
            found.setdefault(index.rpartition(".")[0], address)
    return found


def _adjacency(reading: DeviceReading, row: list[SnmpValue], if_index: SnmpValue, address: str) -> Adjacency:
    state, snpa, system, system_id = row
    raw = {"isisISAdjNeighSysType": word(_SYSTEMS, system), "isisISAdjNeighSNPAAddress": values.mac(snpa)}
    return Adjacency(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        peer=shown_system_id(system_id),
        address=address,
        if_index=if_index if isinstance(if_index, int) else None,
        state=word(_STATES, state),
        raw={name: value for name, value in raw.items() if value},
    )


def shown_system_id(value: SnmpValue) -> str:
    """Six octets as `0100.0000.0001`, the way of writing them that routers use."""
    if not isinstance(value, bytes) or len(value) != 6:
        return values.text(value)
    return ".".join(value[at : at + 2].hex() for at in (0, 2, 4))
