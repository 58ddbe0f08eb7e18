"""Interfaces and their addresses: IF-MIB (RFC 2863) and IP-MIB (RFC 4293)."""

from __future__ import annotations

import ipaddress
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.model.net import Interface
from nocscape.wire.snmp import SnmpValue

ADMIN = {1: "up", 2: "down", 3: "testing"}
OPER = {1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown"}
_MOST_INTERFACES = 20_000
_FAST_BPS = 20_000_000
"""Above this RFC 2863 (3.1.6) wants wide counters."""
_ROUNDING_BPS = 500_000

Addresses = dict[int, list[str]]
"""By ifIndex, with prefix length where it is known."""
Row = list[SnmpValue]


async def read_interfaces(agent: Agent, addresses: Addresses) -> tuple[Interface, ...]:
    """All rows of ifTable with what ifXTable adds, in the order of ifIndex."""
    table = await agent.table(objects.IF_TABLE, most_rows=_MOST_INTERFACES)
    extension = agent.table(objects.IFX_TABLE, most_rows=_MOST_INTERFACES, expected_rows=len(table))
    more = await agent.or_else("ifXTable", extension, None)
    extended = dict(more.rows()) if more is not None else {}
    rows = [(int(index), row, extended.pop(index, _NOTHING)) for index, row in table.rows() if index.isdigit()]
    rows += [(int(index), list(_NO_ROW), row) for index, row in extended.items() if index.isdigit()]
    rows.sort(key=lambda r: r[0])
    named = [_named(if_index, row, extra) for if_index, row, extra in rows]
    keys = keys_of(named)
    return tuple(
        _interface(names, key, row, extra[1], addresses.get(names.if_index, ()))
        for names, key, (_, row, extra) in zip(named, keys, rows, strict=True)
    )


_NOTHING: Row = [None] * len(objects.IFX_TABLE)
_NO_ROW: Row = [None] * len(objects.IF_TABLE)


class Names(NamedTuple):
    """By what an interface can be known again."""

    if_index: int
    name: str
    descr: str
    alias: str
    mac: str


def _named(if_index: int, row: Row, extra: Row) -> Names:
    return Names(if_index, values.text(extra[0]), values.text(row[0]), values.text(extra[2]), values.mac(row[4]))


def _interface(names: Names, key: str, row: Row, high_speed: SnmpValue, addresses: Iterable[str]) -> Interface:
    _, if_type, mtu, speed, _, admin, oper = row
    return Interface(
        key=key,
        if_index=names.if_index,
        name=names.name or names.descr,
        descr=names.descr,
        alias=names.alias,
        type=if_type if isinstance(if_type, int) else 0,
        mac=names.mac,
        mtu=values.integer(mtu),
        speed_bps=_speed_bps(values.integer(speed), values.integer(high_speed)),
        admin=ADMIN.get(admin, "unknown") if isinstance(admin, int) else "unknown",
        oper=OPER.get(oper, "unknown") if isinstance(oper, int) else "unknown",
        addresses=tuple(addresses),
    )


def _speed_bps(speed: int | None, high_speed: int | None) -> int | None:
    """ifHighSpeed is in Mb/s and rounded: it counts from where RFC 2863 calls an interface fast, and where ifSpeed
    says nothing, cannot hold the value or contradicts it (agents that count ifSpeed in kb/s)."""
    high_bps = (high_speed or 0) * 1_000_000
    if high_bps and (not speed or high_bps > _FAST_BPS or abs(speed - high_bps) > _ROUNDING_BPS):
        return high_bps
    return speed


def keys_of(named: Sequence[Names]) -> list[str]:
    """The keys that survive a change of ifIndex: name, description or MAC, whatever only this interface has."""
    counts: list[Counter[str]] = [
        Counter(column) for column in zip(*((n.name, n.descr, n.mac) for n in named), strict=True)
    ]
    taken: set[str] = set()
    keys: list[str] = []
    for names in named:
        choices = ((names.name, counts[0]), (names.descr, counts[1]), (names.mac, counts[2]))
        key = next((text for text, count in choices if text and count[text] == 1 and text not in taken), "")
        keys.append(key or f"ifIndex.{names.if_index}")
        taken.add(keys[-1])
    return keys


async def read_addresses(agent: Agent) -> Addresses:
    """From ipAddressTable; from the older ipAddrTable where that has no IPv4 address, or lacks a prefix length."""
    new = await agent.table(objects.IP_ADDRESS_TABLE)
    found: dict[tuple[int, str], int | None] = {}
    for index, (if_index, prefix) in new.rows():
        address, _ = values.indexed_address(values.numbers(index))
        if isinstance(if_index, int) and address:
            found[if_index, address] = _prefix_of_row(prefix, address)
    lengths = [length for (_, address), length in found.items() if ":" not in address]
    if not lengths or None in lengths:
        old = await agent.table(objects.IP_ADDR_TABLE)
        for index, (if_index, mask) in old.rows():
            if isinstance(if_index, int) and (address := _canonical(index)):
                found[if_index, address] = _prefix_of_mask(mask)
    by_interface: Addresses = defaultdict(list)
    for (if_index, address), length in found.items():
        by_interface[if_index].append(address if length is None else f"{address}/{length}")
    return by_interface


def _canonical(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def _prefix_of_mask(mask: SnmpValue) -> int | None:
    try:
        return ipaddress.ip_network(f"0.0.0.0/{mask}").prefixlen if isinstance(mask, str) else None
    except ValueError:
        return None


def _prefix_of_row(prefix: SnmpValue, address: str) -> int | None:
    """ipAddressPrefix points to a row of ipAddressPrefixTable, whose index ends with the length."""
    if not isinstance(prefix, str) or prefix.count(".") < 12:
        return None
    length = int(prefix.rpartition(".")[2])
    return length if length <= (128 if ":" in address else 32) else None
