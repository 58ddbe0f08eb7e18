"""CISCO-CDP-MIB: who announced itself by the Cisco Discovery Protocol."""

from __future__ import annotations

import re

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.topology.observations import DeviceReading, IdType, LocalPort, Neighbour, RawId
from nocscape.wire.snmp import SnmpValue

SOURCE = "cdp"
ROOTS = ("1.3.6.1.4.1.9.9.23.1.2",)
_MOST_NEIGHBOURS = 10_000
_RUNS = 1
_IP = 1
"""CiscoNetworkProtocol ip(1); IPv6 is 20."""
_WITH_SERIAL = re.compile(r"^(.+)\(\w{6,}\)$")
_CAPABILITIES = (
    (0x01, "router"),
    (0x02, "bridge"),
    (0x04, "bridge"),
    (0x08, "bridge"),
    (0x10, "station"),
    (0x40, "repeater"),
    (0x80, "telephone"),
)


async def read(agent: Agent, reading: DeviceReading) -> list[Neighbour] | None:
    """The rows of cdpCacheTable; None where the device has no CDP."""
    table = await agent.table(objects.CDP_CACHE, most_rows=_MOST_NEIGHBOURS)
    rows = [(values.numbers(index), row) for index, row in table.rows() if index.count(".") == 1]
    if not rows:
        return [] if agent.answers.get(objects.CDP_RUN.oid) == _RUNS else None
    return [_neighbour(reading, index[0], row) for index, row in rows]


def _neighbour(reading: DeviceReading, if_index: int, row: list[SnmpValue]) -> Neighbour:
    device_id, kind, octets, version, port, platform, capabilities, name, management = row
    device_name = values.text(device_id)
    return Neighbour(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        local=LocalPort(if_index=if_index),
        chassis=_chassis(device_id),
        port=RawId(IdType.INTERFACE_NAME, values.text(port)) if port else None,
        sys_name=values.name(name) or bare_name(device_name),
        sys_descr=values.long_text(version),
        addresses=_addresses(kind, octets, management),
        capabilities=_words(capabilities),
        platform=values.text(platform),
    )


def _chassis(device_id: SnmpValue) -> RawId | None:
    """A device id is a name on most gear; phones and some switches send their MAC address."""
    if not isinstance(device_id, bytes) or not device_id:
        return None
    if mac := values.mac(device_id):
        return RawId(IdType.MAC, mac)
    return RawId(IdType.DEVICE_NAME, values.text(device_id))


def bare_name(device_id: str) -> str:
    """The name in a device id: NX-OS adds the serial number in brackets; a MAC address is no name."""
    if values.mac_in_text(device_id):
        return ""
    with_serial = _WITH_SERIAL.match(device_id)
    return with_serial[1] if with_serial else device_id


def _addresses(kind: SnmpValue, octets: SnmpValue, management: SnmpValue) -> tuple[str, ...]:
    addresses = [values.address(o) for o in (management, octets) if isinstance(o, bytes) and len(o) in (4, 16)]
    is_known = kind in (None, _IP) or (isinstance(octets, bytes) and len(octets) in (4, 16))
    return tuple(dict.fromkeys(a for a in addresses if a and a != "0.0.0.0")) if is_known else ()  # noqa: S104


def _words(capabilities: SnmpValue) -> tuple[str, ...]:
    """cdpCacheCapabilities: four octets, the words of the CDP capability TLV in the lowest."""
    bits = int.from_bytes(capabilities[-4:], "big") if isinstance(capabilities, bytes) else 0
    return tuple(dict.fromkeys(word for bit, word in _CAPABILITIES if bits & bit))
