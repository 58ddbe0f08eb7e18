"""IP-MIB ipNetToMediaTable and ipNetToPhysicalTable: which MAC address an IPv4 address was resolved to."""

from __future__ import annotations

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import AddressEntry, AddressTable, DeviceReading

SOURCE = "arp"
ROOTS = ("1.3.6.1.2.1.4.22", "1.3.6.1.2.1.4.35")
MOST_ENTRIES = 20_000
_MEDIA, _PHYSICAL = "1.3.6.1.2.1.4.22.1", "1.3.6.1.2.1.4.35.1"
_OLD = (column(_MEDIA, 2), column(_MEDIA, 4, INTEGER))  # ipNetToMediaPhysAddress, Type
NET_TO_PHYSICAL = (column(_PHYSICAL, 4), column(_PHYSICAL, 6, INTEGER))  # ipNetToPhysicalPhysAddress, Type
INVALID = 2
"""Of both types: the entry is no more."""


async def read(agent: Agent, reading: DeviceReading) -> list[AddressTable] | None:
    """The IPv4 addresses of the newer table, or of the older where that has none; None where none were resolved."""
    found = [e for e in await resolved(agent) if ":" not in e.address] or await _media(agent)
    if not found:
        return None
    entries = tuple(dict.fromkeys(found))
    return [AddressTable(source=SOURCE, at=reading.at, seen_from=reading.endpoint, entries=entries)]


async def _media(agent: Agent) -> list[AddressEntry]:
    """ipNetToMediaTable, by ifIndex and address."""
    found: list[AddressEntry] = []
    for index, (mac, kind) in (await agent.table(_OLD, most_rows=MOST_ENTRIES)).rows():
        parts = values.numbers(index)
        address, resolved = indexes.ipv4(parts[1:]), values.mac(mac)
        if kind != INVALID and resolved and not indexes.is_unset(address):
            found.append(AddressEntry(address, resolved, parts[0]))
    return found


async def resolved(agent: Agent) -> list[AddressEntry]:
    """ipNetToPhysicalTable, by ifIndex, address family and address: IPv4 and IPv6."""
    found: list[AddressEntry] = []
    for index, (mac, kind) in (await agent.shared_table(NET_TO_PHYSICAL, most_rows=MOST_ENTRIES)).rows():
        parts = values.numbers(index)
        address, resolved = indexes.inet(parts[1:]), values.mac(mac)
        if kind != INVALID and resolved and not indexes.is_unset(address):
            found.append(AddressEntry(address, resolved, parts[0]))
    return found
