"""BRIDGE-MIB and Q-BRIDGE-MIB: which MAC address was learned on which port."""

from __future__ import annotations

from collections import defaultdict

from nocscape.discovery import bridge, indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import GAUGE, INTEGER, column
from nocscape.topology.observations import DeviceReading, FdbEntry, ForwardingTable
from nocscape.wire.snmp import SnmpError

SOURCE = "fdb"
ROOTS = (bridge.ROOT, "1.3.111.2.802.1.1.4")
MOST_ENTRIES = 20_000
"""Of one device, all its VLANs together."""
_INVALID, _SELF = 2, 4
_MOST_VLANS = 4_096
_PLAIN, _BY_VLAN, _IEEE = "1.3.6.1.2.1.17.4.3.1", "1.3.6.1.2.1.17.7.1.2.2.1", "1.3.111.2.802.1.1.4.1.2.2.1"
_PLAIN_FDB = (column(_PLAIN, 2, INTEGER), column(_PLAIN, 3, INTEGER))  # dot1dTpFdbPort, Status
_VLAN_FDB = (column(_BY_VLAN, 2, INTEGER), column(_BY_VLAN, 3, INTEGER))  # dot1qTpFdbPort, Status
_IEEE_FDB = (column(_IEEE, 2, GAUGE), column(_IEEE, 3, INTEGER))  # ieee8021QBridgeTpFdbPort, Status
_FDB_IDS = (column("1.3.6.1.2.1.17.7.1.4.2.1", 3, GAUGE),)  # dot1qVlanFdbId, by time mark and VLAN
_L2ALD, _EX = "1.3.6.1.4.1.2636.3.48.1.3.1.1", "1.3.6.1.4.1.2636.3.40.1.5.1.5.1"
_L2ALD_VLANS = (column(_L2ALD, 5, GAUGE), column(_L2ALD, 3, INTEGER))  # jnxL2aldVlanFdbId, Tag
_EX_VLANS = (column(_EX, 5, INTEGER),)  # jnxExVlanTag, by the number of the filtering database

Row = tuple[int | None, str, int, bool]
"""VLAN, MAC address, bridge port, whether it is the bridge's own."""


async def read(agent: Agent, reading: DeviceReading) -> list[ForwardingTable] | None:
    """One table of all VLANs; None where the device is no bridge."""
    rows = await _by_vlan(agent)
    if not rows:
        rows = await _plain(agent, None)
    ports = await bridge.port_map(agent) if rows else {}
    entries = [_entry(row, ports) for row in rows]
    if all(vlan is None for vlan, *_ in rows):
        entries += await _instances(agent, reading, MOST_ENTRIES - len(entries))
    if not entries:
        return None
    unique = tuple(dict.fromkeys(entries))
    return [ForwardingTable(source=SOURCE, at=reading.at, seen_from=reading.endpoint, entries=unique)]


def _entry(row: Row, ports: bridge.PortMap) -> FdbEntry:
    vlan, mac, port, is_own = row
    return FdbEntry(mac, bridge.if_index_of(ports, port), vlan, is_own)


async def _by_vlan(agent: Agent) -> list[Row]:
    """dot1qTpFdbTable, by filtering database and MAC address; the IEEE's own MIB has a component before them."""
    table = await agent.table(_VLAN_FDB, most_rows=MOST_ENTRIES)
    rows = list(table.rows())
    if not rows:
        rows = [(i.partition(".")[2], row) for i, row in (await agent.table(_IEEE_FDB, most_rows=MOST_ENTRIES)).rows()]
    vlans = await _vlans_by_fid(agent) if rows else {}
    found: list[Row] = []
    for index, (port, status) in rows:
        parts = values.numbers(index)
        mac = indexes.mac(parts[1:])
        if mac and status != _INVALID and isinstance(port, int):
            fid = parts[0]
            found.append((vlans.get(fid, _as_vlan(fid)), mac, port, status == _SELF))
    return found


async def _vlans_by_fid(agent: Agent) -> dict[int, int | None]:
    """VLAN of each filtering database; None where several share one, since its entries then do not tell."""
    shared: dict[int, set[int]] = defaultdict(set)
    for fid, number in await _fids(agent) or await _junos_fids(agent):
        vlan = _as_vlan(number)
        if vlan is not None:
            shared[fid].add(vlan)
    return {fid: next(iter(vlans)) if len(vlans) == 1 else None for fid, vlans in shared.items()}


async def _fids(agent: Agent) -> list[tuple[int, int]]:
    """Filtering database and VLAN of each row of dot1qVlanCurrentTable."""
    rows = (await agent.table(_FDB_IDS, most_rows=_MOST_VLANS)).rows()
    return [(fid, values.numbers(index)[-1]) for index, (fid,) in rows if isinstance(fid, int)]


async def _junos_fids(agent: Agent) -> list[tuple[int, int]]:
    """The same where Junos keeps it: by jnxL2aldVlanFdbId, or by the index of jnxExVlanTable."""
    rows = (await agent.table(_L2ALD_VLANS, most_rows=_MOST_VLANS)).rows()
    found = [(fid, tag) for _, (fid, tag) in rows if isinstance(fid, int) and isinstance(tag, int)]
    older = (await agent.table(_EX_VLANS, most_rows=_MOST_VLANS)).rows() if not found else ()
    return found + [(values.numbers(index)[-1], tag) for index, (tag,) in older if isinstance(tag, int)]


def _as_vlan(number: int) -> int | None:
    """Most bridges number a VLAN's filtering database as the VLAN."""
    return number if 0 < number < 4095 else None


async def _plain(agent: Agent, vlan: int | None, most: int = MOST_ENTRIES) -> list[Row]:
    """dot1dTpFdbTable, by MAC address."""
    found: list[Row] = []
    for index, (port, status) in (await agent.table(_PLAIN_FDB, most_rows=most)).rows():
        mac = indexes.mac(values.numbers(index))
        if mac and status != _INVALID and isinstance(port, int):
            found.append((vlan, mac, port, status == _SELF))
    return found


async def _instances(agent: Agent, reading: DeviceReading, room: int) -> list[FdbEntry]:
    """dot1dTpFdbTable of each VLAN's own instance, one after the other, until `room` entries."""
    found: list[FdbEntry] = []
    for vlan, instance in await bridge.vlan_instances(agent, reading.inventory):
        if len(found) >= room:
            break
        try:
            rows = await _plain(instance, vlan, room - len(found))
            ports = await bridge.port_map(instance) if rows else {}
        except SnmpError:
            break
        found += [_entry(row, ports) for row in rows]
    return found
