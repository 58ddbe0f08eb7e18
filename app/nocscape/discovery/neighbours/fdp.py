"""FOUNDRY-SN-SWITCH-GROUP-MIB: who announced itself by the Foundry Discovery Protocol (or CDP, to such a switch)."""

from __future__ import annotations

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours.cdp import bare_name
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import DeviceReading, IdType, LocalPort, Neighbour, RawId
from nocscape.wire.snmp import Column, SnmpValue

SOURCE = "fdp"
_FDP = "1.3.6.1.4.1.1991.1.1.3.20"
ROOTS = (_FDP,)
_MOST_NEIGHBOURS = 10_000
_RUNS = 1
_CDP = 2
_GLOBAL_RUN = Column(f"{_FDP}.1.3.1.0", INTEGER)  # snFdpGlobalRun
_CACHE = f"{_FDP}.1.2.1.1"
_NEIGHBOURS = (
    column(_CACHE, 3),  # snFdpCacheDeviceId
    column(_CACHE, 5),  # snFdpCacheAddress
    column(_CACHE, 6),  # snFdpCacheVersion
    column(_CACHE, 7),  # snFdpCacheDevicePort
    column(_CACHE, 8),  # snFdpCachePlatform
    column(_CACHE, 9),  # snFdpCacheCapabilities
    column(_CACHE, 10, INTEGER),  # snFdpCacheVendorId
)
_CAPABILITIES = {"router": "router", "switch": "bridge", "bridge": "bridge", "host": "station"}


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of snFdpCacheTable; None where the device has no FDP."""
    if agent.lacks(_FDP):
        return None
    scalars = await agent.scalars((_GLOBAL_RUN,))
    table = await agent.table(_NEIGHBOURS, most_rows=_MOST_NEIGHBOURS)
    rows = [(values.numbers(index), row) for index, row in table.rows() if index.count(".") == 1]
    if not rows:
        return [] if scalars.get(_GLOBAL_RUN.oid) == _RUNS else None
    return [_neighbour(reading, index[0], row) for index, row in rows]


def _neighbour(reading: DeviceReading, if_index: int, row: list[SnmpValue]) -> Neighbour:
    device_id, octets, version, port, platform, capabilities, protocol = row
    name = values.text(device_id)
    mac = values.mac(device_id) or values.mac_in_text(name)
    address = values.address(octets) if isinstance(octets, bytes) else ""
    return Neighbour(
        source="cdp" if protocol == _CDP else SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        local=LocalPort(if_index=if_index),
        chassis=RawId(IdType.MAC, mac) if mac else RawId(IdType.DEVICE_NAME, name) if name else None,
        port=RawId(IdType.INTERFACE_NAME, values.text(port)) if port else None,
        sys_name=bare_name(name),
        sys_descr=values.long_text(version),
        addresses=(address,) if address and address != "0.0.0.0" else (),  # noqa: S104
        capabilities=_words(values.text(capabilities)),
        platform=values.text(platform),
    )


def _words(capabilities: str) -> tuple[str, ...]:
    """The MIB gives them as text, such as `Router Switch`."""
    words = capabilities.casefold().replace(",", " ").split()
    return tuple(dict.fromkeys(_CAPABILITIES[word] for word in words if word in _CAPABILITIES))
