"""LLDP-MIB (IEEE 802.1AB-2005): who announced itself on which port."""

from __future__ import annotations

from collections import defaultdict

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.topology.observations import AnnouncedPort, DeviceReading, LocalPort, Neighbour
from nocscape.wire.snmp import SnmpValue

SOURCE = "lldp"
ROOTS = ("1.0.8802.1.1.2.1.4",)
_MOST_NEIGHBOURS = 10_000


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of lldpRemTable; None where the device does not speak LLDP, as far as its MIB says."""
    table = await agent.table(objects.LLDP_REMOTES, most_rows=_MOST_NEIGHBOURS)
    rows = {index: row for index, row in table.rows() if index.count(".") == 2}
    if not rows:
        return [] if reading.announced_ports or "chassis_id" in reading.inventory.device.identity else None
    addresses = await _addresses(agent)
    ports = {p.number: p for p in reading.announced_ports}
    newest: dict[tuple[object, ...], tuple[int, Neighbour]] = {}
    for index, row in rows.items():
        time_mark, number, remote = values.numbers(index)
        seen = _neighbour(reading, _local(number, ports), row, addresses.get((number, remote), ()))
        same = (number, seen.chassis, seen.port)
        if same not in newest or newest[same][0] <= time_mark:
            newest[same] = time_mark, seen
    return [seen for _, seen in newest.values()]


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
        sys_name=values.text(name),
        sys_descr=values.long_text(sys_descr),
        addresses=tuple(addresses),
        capabilities=values.lldp_capabilities(capabilities),
    )


async def _addresses(agent: Agent) -> dict[tuple[int, int], list[str]]:
    """Management addresses by local port number and remote index; the time mark may differ from the neighbour's."""
    table = await agent.table(objects.LLDP_REMOTE_ADDRESSES, most_rows=_MOST_NEIGHBOURS)
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for index, _ in table.rows():
        parts = values.numbers(index)
        told, _ = values.indexed_address(parts[3:])
        if told and told not in found[parts[1], parts[2]]:
            found[parts[1], parts[2]].append(told)
    return found


async def read_own_ports(agent: Agent) -> tuple[AnnouncedPort, ...]:
    """lldpLocPortTable: the device's ports as it announces them; not asked for where there is no local chassis id."""
    if objects.LLDP_CHASSIS_ID.oid not in agent.told:
        return ()
    table = await agent.table(objects.LLDP_LOCAL_PORTS, most_rows=_MOST_NEIGHBOURS)
    found: list[AnnouncedPort] = []
    for index, (subtype, raw, descr) in table.rows():
        port = values.port_id(subtype, raw)
        if index.isdigit() and port is not None:
            found.append(AnnouncedPort(number=int(index), id=port, descr=values.text(descr)))
    return tuple(found)
