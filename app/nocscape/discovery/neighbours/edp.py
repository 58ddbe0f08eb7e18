"""EXTREME-EDP-MIB: who announced itself by the Extreme Discovery Protocol."""

from __future__ import annotations

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import DeviceReading, IdType, LocalPort, Neighbour, RawId
from nocscape.wire.snmp import SnmpValue, Syntax

SOURCE = "edp"
ROOTS = ("1.3.6.1.4.1.1916.1.13",)
_MOST_NEIGHBOURS = 10_000
_EDP, _VLANS = "1.3.6.1.4.1.1916.1.13.2.1", "1.3.6.1.4.1.1916.1.13.3.1"
_NEIGHBOURS = (
    column(_EDP, 3),  # extremeEdpNeighborName
    column(_EDP, 4),  # extremeEdpNeighborSoftwareVersion
    column(_EDP, 5, INTEGER),  # extremeEdpNeighborSlot
    column(_EDP, 6, INTEGER),  # extremeEdpNeighborPort
)
_ADDRESSES = (column(_VLANS, 3, Syntax.IP_ADDRESS),)  # extremeEdpNeighborVlanIpAddress, by VLAN name as well
_DEVICE_ID = 8
"""Octets of an ExtremeDeviceId: two of priority, then a MAC address."""


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of extremeEdpTable; None where there are none."""
    table = await agent.table(_NEIGHBOURS, most_rows=_MOST_NEIGHBOURS)
    rows = [(values.numbers(index), row) for index, row in table.rows()]
    addresses = await _addresses(agent) if rows else {}
    found = [
        _neighbour(reading, index, row, tuple(addresses.get(tuple(index), ())))
        for index, row in rows
        if len(index) == 1 + _DEVICE_ID
    ]
    return found or None


async def _addresses(agent: Agent) -> dict[tuple[int, ...], list[str]]:
    """Addresses in all VLANs, by port and neighbour."""
    found: dict[tuple[int, ...], list[str]] = {}
    for index, (octets,) in (await agent.table(_ADDRESSES, most_rows=_MOST_NEIGHBOURS)).rows():
        address = values.text(octets)
        if not indexes.is_unset(address):
            found.setdefault(tuple(values.numbers(index)[: 1 + _DEVICE_ID]), []).append(address)
    return found


def _neighbour(reading: DeviceReading, index: list[int], row: list[SnmpValue], addresses: tuple[str, ...]) -> Neighbour:
    name, version, slot, port = row
    mac = indexes.mac(index[3:])
    return Neighbour(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        local=LocalPort(if_index=index[0]),
        chassis=RawId(IdType.MAC, mac) if mac else None,
        port=RawId(IdType.INTERFACE_NAME, port_name(slot, port)) if isinstance(port, int) else None,
        sys_name=values.name(name),
        sys_descr=values.text(version),
        addresses=tuple(dict.fromkeys(addresses)),
    )


def port_name(slot: SnmpValue, port: int) -> str:
    """As ExtremeXOS writes its ports: `3:12` on a chassis or stack, `12` where there is but one slot."""
    return f"{slot}:{port}" if isinstance(slot, int) and slot > 0 else str(port)
