"""S5-ETH-MULTISEG-TOPOLOGY-MIB: the Nortel (SynOptics, Bay, Avaya) discovery protocol."""

from __future__ import annotations

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import DeviceReading, IdType, LocalPort, Neighbour, RawId
from nocscape.wire.snmp import SnmpValue

SOURCE = "ndp"
ROOTS = ("1.3.6.1.4.1.45.1.6.13",)
_MOST_NEIGHBOURS = 10_000
_TOPOLOGY = "1.3.6.1.4.1.45.1.6.13.2.1.1"
_NEIGHBOURS = (
    column(_TOPOLOGY, 5),  # s5EnMsTopNmmMacAddr
    column(_TOPOLOGY, 6, INTEGER),  # s5EnMsTopNmmChassisType
)


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of s5EnMsTopNmmTable but the device's own; None where there is no such table."""
    table = await agent.table(_NEIGHBOURS, most_rows=_MOST_NEIGHBOURS)
    if not len(table):
        return None
    found = (_neighbour(reading, values.numbers(index), row) for index, row in table.rows())
    return [one for one in found if one is not None]


def _neighbour(reading: DeviceReading, index: list[int], row: list[SnmpValue]) -> Neighbour | None:
    """Index: slot and port here (0, 0 for the device itself), address of the neighbour, and its segment."""
    if len(index) != 7 or not any(index[:2]):
        return None
    mac, address = values.mac(row[0]), indexes.ipv4(index[2:6])
    far = segment_port(index[6])
    return Neighbour(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        local=_local(reading, index[0], index[1]),
        chassis=RawId(IdType.MAC, mac) if mac else None,
        port=RawId(IdType.INTERFACE_NAME, far) if far else None,
        addresses=() if indexes.is_unset(address) else (address,),
    )


def _local(reading: DeviceReading, slot: int, port: int) -> LocalPort:
    """Ports are named by slot and port; a switch that is no stack names them by port alone."""
    names = {i.name for i in reading.inventory.interfaces}
    name = f"{slot}/{port}"
    if name not in names and slot <= 1 and str(port) in names:
        name = str(port)
    return LocalPort(id=RawId(IdType.INTERFACE_NAME, name))


def segment_port(segment: int) -> str:
    """s5EnMsTopNmmSegId: slot and port where the neighbour sent it, in its two lower octets."""
    slot, port = segment >> 8 & 0xFF, segment & 0xFF
    return f"{slot}/{port}" if segment > 0 and port else ""
