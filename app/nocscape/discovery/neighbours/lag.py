"""Interfaces made of others: IEEE8023-LAG-MIB, IF-MIB ifStackTable, CISCO-PAGP-MIB."""

from __future__ import annotations

from collections import defaultdict

from nocscape.discovery import values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import INTEGER, column
from nocscape.model.net import Interface
from nocscape.topology.observations import Aggregation, DeviceReading
from nocscape.wire.snmp import Column

SOURCE = "lag"
ROOTS = ("1.2.840.10006.300.43", "1.3.6.1.2.1.31.1.2", "1.3.6.1.4.1.9.9.98")
_MOST_PORTS = 4_096
_MOST_LAYERS = 20_000
_AGGREGATOR = "1.2.840.10006.300.43.1.1.1.1"
_AGGREGATORS = (column(_AGGREGATOR, 4), column(_AGGREGATOR, 8))  # dot3adAggActorSystemID, PartnerSystemID
_PORTS = (column("1.2.840.10006.300.43.1.2.1.1", 13, INTEGER),)  # dot3adAggPortAttachedAggID
_LAYERS = (column("1.3.6.1.2.1.31.1.2.1", 3, INTEGER),)  # ifStackStatus, by higher and lower ifIndex
_PAGP = (column("1.3.6.1.4.1.9.9.98.1.1.1.1", 8, INTEGER),)  # pagpGroupIfIndex
_ACTIVE = 1
_ETHERNET, _LAG, _MULTIPLEXOR = 6, 161, 54
"""ifType ethernetCsmacd, ieee8023adLag, propMultiplexor; the last is older gear's word for a bundle, and for others."""

Bundles = dict[int, list[int]]
"""Members' ifIndex by the bundle's."""


async def read(agent: Agent, reading: DeviceReading) -> list[Aggregation] | None:
    """All bundles with members; None where there are none. What runs LACP knows them best, the layers least."""
    interfaces = {i.if_index: i for i in reading.inventory.interfaces}
    bundles = await _layers(agent, interfaces)
    bundles |= await _attached(agent, _PAGP)
    lacp = await _attached(agent, _PORTS)
    bundles |= lacp
    systems = await _systems(agent) if lacp else {}
    found = [
        Aggregation(
            source=SOURCE,
            at=reading.at,
            seen_from=reading.endpoint,
            if_index=bundle,
            members=tuple(sorted(set(members))),
            actor=systems.get(bundle, ("", ""))[0],
            partner=systems.get(bundle, ("", ""))[1],
        )
        for bundle, members in sorted(bundles.items())
    ]
    return found or None


async def _attached(agent: Agent, columns: tuple[Column, ...]) -> Bundles:
    """Ports by what they are attached to; a port that is attached to nothing names 0 or itself."""
    found: Bundles = defaultdict(list)
    for index, (bundle,) in (await agent.table(columns, most_rows=_MOST_PORTS)).rows():
        if index.isdigit() and isinstance(bundle, int) and bundle > 0 and bundle != int(index):
            found[bundle].append(int(index))
    return dict(found)


async def _systems(agent: Agent) -> dict[int, tuple[str, str]]:
    """System of this side and of the other, by aggregator."""
    table = await agent.table(_AGGREGATORS, most_rows=_MOST_PORTS)
    return {int(i): (values.mac(own), values.mac(other)) for i, (own, other) in table.rows() if i.isdigit()}


async def _layers(agent: Agent, interfaces: dict[int, Interface]) -> Bundles:
    """Ethernet ports below an interface whose type is a bundle's; not asked for where there is no such interface."""
    if not any(i.type in (_LAG, _MULTIPLEXOR) for i in interfaces.values()):
        return {}
    table = await agent.table(_LAYERS, most_rows=_MOST_LAYERS)
    found: Bundles = defaultdict(list)
    for index, (status,) in table.rows():
        pair = values.numbers(index)
        if status == _ACTIVE and len(pair) == 2 and _are_bundled(interfaces.get(pair[0]), interfaces.get(pair[1])):
            found[pair[0]].append(pair[1])
    return dict(found)


def _are_bundled(higher: Interface | None, lower: Interface | None) -> bool:
    """Whether the two are a bundle and its member; VLANs and tunnels are stacked in the same table."""
    return higher is not None and lower is not None and higher.type in (_LAG, _MULTIPLEXOR) and lower.type == _ETHERNET
