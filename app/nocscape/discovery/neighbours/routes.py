"""IP-FORWARD-MIB: the gateways that a device's routes point to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from nocscape.discovery import indexes, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.indexes import Hop
from nocscape.discovery.objects import INTEGER, column
from nocscape.topology.observations import DeviceReading, NextHop, RouteTable
from nocscape.wire.snmp import Column, SnmpValue, Syntax

SOURCE = "routes"
ROOTS = ("1.3.6.1.2.1.4.21", "1.3.6.1.2.1.4.24.4", "1.3.6.1.2.1.4.24.7")
MOST_ROUTES = 2_000
"""Of a table that may hold the whole Internet; the gateways that count stand in its beginning, with the default."""
_INET, _CIDR, _OLD = "1.3.6.1.2.1.4.24.7.1", "1.3.6.1.2.1.4.24.4.1", "1.3.6.1.2.1.4.21.1"
_INET_ROUTES = (column(_INET, 7, INTEGER), column(_INET, 9, INTEGER))  # inetCidrRouteIfIndex, Proto
_CIDR_ROUTES = (column(_CIDR, 5, INTEGER), column(_CIDR, 7, INTEGER))  # ipCidrRouteIfIndex, Proto
_OLD_ROUTES = (
    column(_OLD, 2, INTEGER),  # ipRouteIfIndex
    column(_OLD, 9, INTEGER),  # ipRouteProto
    column(_OLD, 7, Syntax.IP_ADDRESS),  # ipRouteNextHop
)
_PROTOCOLS = {
    2: "local",
    3: "netmgmt",
    4: "icmp",
    5: "egp",
    6: "ggp",
    7: "hello",
    8: "rip",
    9: "isIs",
    10: "esIs",
    11: "ciscoIgrp",
    12: "bbnSpfIgp",
    13: "ospf",
    14: "bgp",
    15: "idpr",
    16: "ciscoEigrp",
    17: "dvmrp",
}


class _Gateway(NamedTuple):
    address: str
    if_index: int | None


async def read(agent: Agent, reading: DeviceReading) -> list[RouteTable] | None:
    """The gateways of the newest table that has any; None where no route leaves the device's own subnets."""
    for columns, hop_of in (
        (_INET_ROUTES, indexes.cidr_route),
        (_CIDR_ROUTES, indexes.old_cidr_route),
        (_OLD_ROUTES, None),
    ):
        hops = _gateways(await _routes(agent, columns, hop_of))
        if hops:
            return [RouteTable(source=SOURCE, at=reading.at, seen_from=reading.endpoint, hops=hops)]
    return None


async def _routes(
    agent: Agent, columns: tuple[Column, ...], hop_of: Callable[[str], Hop | None] | None
) -> list[tuple[Hop, SnmpValue, SnmpValue]]:
    """Gateway, ifIndex and protocol of each route."""
    found: list[tuple[Hop, SnmpValue, SnmpValue]] = []
    for index, row in (await agent.table(columns, most_rows=MOST_ROUTES)).rows():
        hop = hop_of(index) if hop_of else Hop(values.text(row[2]), index == "0.0.0.0")  # noqa: S104
        if hop is not None and not indexes.is_unset(hop.address):
            found.append((hop, row[0], row[1]))
    return found


def _gateways(routes: Iterable[tuple[Hop, SnmpValue, SnmpValue]]) -> tuple[NextHop, ...]:
    """Routes counted by gateway; a protocol is named where all of them came by it."""
    counts: Counter[_Gateway] = Counter()
    defaults: set[_Gateway] = set()
    protocols: dict[_Gateway, set[str]] = {}
    for hop, if_index, protocol in routes:
        gateway = _Gateway(hop.address, if_index if isinstance(if_index, int) and if_index > 0 else None)
        counts[gateway] += 1
        protocols.setdefault(gateway, set()).add(_PROTOCOLS.get(protocol, "") if isinstance(protocol, int) else "")
        if hop.is_default:
            defaults.add(gateway)
    return tuple(
        NextHop(g.address, g.if_index, n, g in defaults, next(iter(protocols[g])) if len(protocols[g]) == 1 else "")
        for g, n in counts.items()
    )
