"""Interfaces and their addresses: IF-MIB (RFC 2863) and IP-MIB (RFC 4293)."""

from __future__ import annotations

import ipaddress
from collections import Counter, defaultdict
from collections.abc import Iterable

from nocscape.discovery import objects, values
from nocscape.discovery.agent import Agent
from nocscape.model.net import Interface
from nocscape.wire.snmp import SnmpValue

ADMIN = {1: "up", 2: "down", 3: "testing"}
OPER = {1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown"}
_MOST_INTERFACES = 20_000
_MAX_GAUGE = 0xFFFFFFFF
"""ifSpeed stands at this where the speed needs ifHighSpeed."""

Addresses = dict[int, list[str]]
"""By ifIndex, with prefix length where it is known."""
Row = list[SnmpValue]


async def read_interfaces(agent: Agent, addresses: Addresses) -> tuple[Interface, ...]:
    """All rows of ifTable with what ifXTable adds, in the order of ifIndex."""
    table = await agent.table(objects.IF_TABLE, most_rows=_MOST_INTERFACES)
    more = await agent.or_else("ifXTable", agent.table(objects.IFX_TABLE, most_rows=_MOST_INTERFACES), None)
    extended = dict(more.rows()) if more is not None else {}
    rows = [(int(index), row, extended.pop(index, _NOTHING)) for index, row in table.rows() if index.isdigit()]
    rows += [(int(index), list(_NO_ROW), row) for index, row in extended.items() if index.isdigit()]
    rows.sort(key=lambda r: r[0])
    found = [_interface(if_index, row, extra, addresses.get(if_index, ())) for if_index, row, extra in rows]
    return with_keys(found)


_NOTHING: Row = [None] * len(objects.IFX_TABLE)
_NO_ROW: Row = [None] * len(objects.IF_TABLE)


def _interface(if_index: int, row: Row, extra: Row, addresses: Iterable[str]) -> Interface:
    descr, if_type, mtu, speed, phys, admin, oper = row
    name, high_speed, alias = extra
    return Interface(
        key="",
        if_index=if_index,
        name=values.text(name),
        descr=values.text(descr),
        alias=values.text(alias),
        type=if_type if isinstance(if_type, int) else 0,
        mac=values.mac(phys),
        mtu=values.integer(mtu),
        speed_bps=_speed_bps(values.integer(speed), values.integer(high_speed)),
        admin=ADMIN.get(admin, "unknown") if isinstance(admin, int) else "unknown",
        oper=OPER.get(oper, "unknown") if isinstance(oper, int) else "unknown",
        addresses=tuple(addresses),
    )


def _speed_bps(speed: int | None, high_speed: int | None) -> int | None:
    """ifHighSpeed is in Mb/s and rounded: it counts where ifSpeed cannot hold the value or says nothing."""
    if high_speed and (not speed or speed >= _MAX_GAUGE or high_speed * 1_000_000 > _MAX_GAUGE):
        return high_speed * 1_000_000
    return speed


def with_keys(interfaces: list[Interface]) -> tuple[Interface, ...]:
    """Give each the key that survives a change of ifIndex: its name, description or MAC if only it has that."""
    names = Counter(i.name for i in interfaces)
    descrs = Counter(i.descr for i in interfaces)
    macs = Counter(i.mac for i in interfaces)
    keyed: list[Interface] = []
    taken: set[str] = set()
    for interface in interfaces:
        choices = ((interface.name, names), (interface.descr, descrs), (interface.mac, macs))
        key = next((text for text, counts in choices if text and counts[text] == 1 and text not in taken), "")
        key = key or f"ifIndex.{interface.if_index}"
        taken.add(key)
        keyed.append(_keyed(interface, key))
    return tuple(keyed)


def _keyed(interface: Interface, key: str) -> Interface:
    return Interface(
        key=key,
        if_index=interface.if_index,
        name=interface.name or interface.descr,
        descr=interface.descr,
        alias=interface.alias,
        type=interface.type,
        mac=interface.mac,
        mtu=interface.mtu,
        speed_bps=interface.speed_bps,
        admin=interface.admin,
        oper=interface.oper,
        addresses=interface.addresses,
    )


async def read_addresses(agent: Agent) -> Addresses:
    """IPv4 from ipAddrTable, IPv6 (and what the old table lacks) from ipAddressTable."""
    old = await agent.table(objects.IP_ADDR_TABLE)
    new = await agent.table(objects.IP_ADDRESS_TABLE)
    found: dict[tuple[int, str], int | None] = {}
    for index, (if_index, mask) in old.rows():
        if isinstance(if_index, int) and (told := _canonical(index)):
            found[if_index, told] = _prefix_of_mask(mask)
    for index, (if_index, prefix) in new.rows():
        told, _ = values.indexed_address(values.numbers(index))
        if isinstance(if_index, int) and told and found.get((if_index, told)) is None:
            found[if_index, told] = _prefix_of_row(prefix, told)
    by_interface: Addresses = defaultdict(list)
    for (if_index, told), length in found.items():
        by_interface[if_index].append(told if length is None else f"{told}/{length}")
    return by_interface


def _canonical(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


def _prefix_of_mask(mask: SnmpValue) -> int | None:
    try:
        return ipaddress.ip_network(f"0.0.0.0/{mask}").prefixlen if isinstance(mask, str) else None
    except ValueError:
        return None


def _prefix_of_row(prefix: SnmpValue, told: str) -> int | None:
    """ipAddressPrefix points to a row of ipAddressPrefixTable, whose index ends with the length."""
    if not isinstance(prefix, str) or prefix.count(".") < 12:
        return None
    length = int(prefix.rpartition(".")[2])
    return length if length <= (128 if ":" in told else 32) else None
