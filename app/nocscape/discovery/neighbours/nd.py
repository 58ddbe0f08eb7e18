"""Neighbour discovery: which MAC address an IPv6 address was resolved to (IP-MIB, IPV6-MIB, CISCO-IETF-IP-MIB)."""

from __future__ import annotations

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.neighbours import arp
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import AddressEntry, AddressTable, DeviceReading

SOURCE = "nd"
ROOTS = ("1.3.6.1.2.1.4.35", "1.3.6.1.2.1.55", "1.3.6.1.4.1.9.10.86")
_IPV6, _CISCO = "1.3.6.1.2.1.55.1.12.1", "1.3.6.1.4.1.9.10.86.1.1.3.1"
_IPV6_MIB = (column(_IPV6, 2), column(_IPV6, 3, INTEGER))  # ipv6NetToMediaPhysAddress, Type
_CISCO_IETF = (column(_CISCO, 3), column(_CISCO, 5, INTEGER))  # cInetNetToMediaPhysAddress, Type


async def read(agent: Agent, reading: DeviceReading) -> list[AddressTable] | None:
    """The IPv6 addresses of ipNetToPhysicalTable, or of older tables where that is empty; None where there are none."""
    resolved = await arp.resolved(agent)
    found = [e for e in resolved if ":" in e.address]
    if not resolved:
        found = await _ipv6_mib(agent) or await _cisco(agent)
    if not found:
        return None
    entries = tuple(dict.fromkeys(found))
    return [AddressTable(source=SOURCE, at=reading.at, seen_from=reading.endpoint, entries=entries)]


async def _ipv6_mib(agent: Agent) -> list[AddressEntry]:
    """ipv6NetToMediaTable (RFC 2465), by ifIndex and sixteen octets; some agents count them."""
    found: list[AddressEntry] = []
    for index, (mac, kind) in (await agent.table(_IPV6_MIB, most_rows=arp.MOST_ENTRIES)).rows():
        parts = values.numbers(index)
        octets = parts[2:] if len(parts) == 18 and parts[1] == 16 else parts[1:]
        found += _entry(parts[0], indexes.inet([2, 16, *octets]), values.mac(mac), is_valid=kind != arp.INVALID)
    return found


async def _cisco(agent: Agent) -> list[AddressEntry]:
    """cInetNetToMediaTable, by ifIndex, address family and address."""
    found: list[AddressEntry] = []
    for index, (mac, kind) in (await agent.table(_CISCO_IETF, most_rows=arp.MOST_ENTRIES)).rows():
        parts = values.numbers(index)
        found += _entry(parts[0], indexes.inet(parts[1:]), values.mac(mac), is_valid=kind != arp.INVALID)
    return found


def _entry(if_index: int, address: str, mac: str, *, is_valid: bool) -> list[AddressEntry]:
    """The entry, if it is one of IPv6."""
    is_one = is_valid and mac and ":" in address and not indexes.is_unset(address)
    return [AddressEntry(address, mac, if_index)] if is_one else []
