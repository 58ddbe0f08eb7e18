"""LLDP-MIB (IEEE 802.1AB-2005): who announced itself on which port; where it is empty, LLDP-V2-MIB and its like."""

from __future__ import annotations

from collections import defaultdict

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import AnnouncedPort, DeviceReading, LocalPort, Neighbour
from nocscape.wire.snmp import Column, SnmpValue

SOURCE = "lldp"
ROOTS = ("1.0.8802.1.1.2.1.3.7", "1.0.8802.1.1.2.1.4", "1.3.111.2.802.1.1.13.1", "1.3.6.1.4.1.6527.3.1.2.59")
_MOST_NEIGHBOURS = 10_000
_V2, _NOKIA = "1.3.111.2.802.1.1.13.1", "1.3.6.1.4.1.6527.3.1.2.59.4"
_BY_INTERFACE = (
    (f"{_V2}.4.1.1", 5, f"{_V2}.4.2.1"),  # lldpV2RemTable, lldpV2RemManAddrTable
    (f"{_NOKIA}.1.1", 4, f"{_NOKIA}.2.1"),  # tmnxLldpRemTable (TIMETRA-LLDP-MIB)
)
"""Remote systems, the first of their columns, and management addresses; the order of columns is LLDP-MIB's."""
_OFFSETS = tuple(zip((0, 1, 2, 3, 4, 5, 6, 8), objects.LLDP_REMOTES, strict=True))
_V2_LOCAL_PORTS = (
    column(f"{_V2}.3.7.1", 3),  # lldpV2LocPortId
    column(f"{_V2}.3.7.1", 2, INTEGER),  # lldpV2LocPortIdSubtype
    column(f"{_V2}.3.7.1", 4),  # lldpV2LocPortDesc
)


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of lldpRemTable; None where the device does not speak LLDP, as far as its MIB says."""
    table = await agent.table(objects.LLDP_REMOTES, most_rows=_MOST_NEIGHBOURS)
    rows = {index: row for index, row in table.rows() if index.count(".") == 2}
    if not rows and (found := await _by_interface(agent, reading)):
        return found
    if not rows:
        return [] if reading.announced_ports or "chassis_id" in reading.inventory.device.identity else None
    addresses = await _addresses(agent, objects.LLDP_REMOTE_ADDRESSES, key_length=3)
    ports = {p.number: p for p in reading.announced_ports}
    newest: dict[tuple[object, ...], tuple[int, Neighbour]] = {}
    for index, row in rows.items():
        time_mark, number, remote = values.numbers(index)
        seen = _neighbour(reading, _local(number, ports), row, addresses.get((number, remote), ()))
        same = (number, seen.chassis, seen.port)
        if same not in newest or newest[same][0] <= time_mark:
            newest[same] = time_mark, seen
    return [seen for _, seen in newest.values()]


async def _by_interface(agent: Agent, reading: DeviceReading) -> list[Neighbour]:
    """The rows of the first MIB that counts ports by ifIndex and has any; its index ends with a destination and the
    remote's own number. A neighbour that sends to several destinations is one."""
    for remotes, first, addresses in _BY_INTERFACE:
        columns = tuple(column(remotes, first + offset, c.syntax) for offset, c in _OFFSETS)
        table = await agent.table(columns, most_rows=_MOST_NEIGHBOURS)
        rows = [(values.numbers(index), row) for index, row in table.rows() if index.count(".") == 3]
        management = await _addresses(agent, (column(addresses, 3, INTEGER),), key_length=4) if rows else {}
        found = [
            _neighbour(reading, LocalPort(if_index=index[1]), row, management.get(tuple(index[1:]), ()))
            for index, row in rows
        ]
        if found:
            return list({(n.local, n.chassis, n.port): n for n in found}.values())
    return []


def _local(number: int, ports: dict[int, AnnouncedPort]) -> LocalPort:
    own = ports.get(number)
    return LocalPort(number=number, id=own.id if own else None, descr=own.descr if own else "")


def _neighbour(
    reading: DeviceReading, local: LocalPort, row: list[SnmpValue], addresses: tuple[str, ...] | list[str]
) -> Neighbour:
    chassis_type, chassis, port_type, port, descr, name, sys_descr, capabilities = row
    return Neighbour(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        local=local,
        chassis=values.chassis_id(chassis_type, chassis),
        port=values.port_id(port_type, port),
        port_descr=values.text(descr),
        sys_name=values.name(name),
        sys_descr=values.long_text(sys_descr),
        addresses=tuple(addresses),
        capabilities=values.lldp_capabilities(capabilities),
    )


async def _addresses(agent: Agent, columns: tuple[Column, ...], *, key_length: int) -> dict[tuple[int, ...], list[str]]:
    """Management addresses by the remote's index without its time mark, which may differ from the neighbour's."""
    table = await agent.table(columns, most_rows=_MOST_NEIGHBOURS)
    found: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for index, _ in table.rows():
        parts = values.numbers(index)
        address, _ = values.indexed_address(parts[key_length:])
        known = found[tuple(parts[1:key_length])]
        if address and address not in known:
            known.append(address)
    return found


async def read_own_ports(agent: Agent) -> tuple[AnnouncedPort, ...]:
    """The device's ports as it announces them: lldpLocPortTable, lldpV2LocPortTable."""
    for columns in (objects.LLDP_LOCAL_PORTS, _V2_LOCAL_PORTS):
        table = await agent.table(columns, most_rows=_MOST_NEIGHBOURS)
        ports = [(index, values.port_id(subtype, raw), descr) for index, (raw, subtype, descr) in table.rows()]
        found = [
            AnnouncedPort(number=int(index), id=port, descr=values.text(descr))
            for index, port, descr in ports
            if index.isdigit() and port is not None
        ]
        if found:
            return tuple(found)
    return ()
