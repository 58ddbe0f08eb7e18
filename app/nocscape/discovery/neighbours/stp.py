"""BRIDGE-MIB dot1dStp (RFC 4188) and IEEE8021-MSTP-MIB: how a bridge stands in its spanning trees."""

from __future__ import annotations

from nocscape.discovery import bridge, objects, values
from nocscape.discovery.agent import Agent
from nocscape.discovery.objects import GAUGE, INTEGER, OCTETS, column
from nocscape.topology.observations import DeviceReading, SpanningTree, TreePort
from nocscape.wire.snmp import Column, SnmpError, SnmpValue

SOURCE = "stp"
_MSTP = "1.3.111.2.802.1.1.6.1"
ROOTS = (bridge.ROOT, _MSTP)
_MOST_PORTS = 4_096
_MOST_INSTANCES = 64
_STP = "1.3.6.1.2.1.17.2"
_PROTOCOL, _PRIORITY = Column(f"{_STP}.1.0", INTEGER), Column(f"{_STP}.2.0", INTEGER)
_ROOT = Column(f"{_STP}.5.0", OCTETS)  # dot1dStpDesignatedRoot
_ROOT_COST, _ROOT_PORT = Column(f"{_STP}.6.0", INTEGER), Column(f"{_STP}.7.0", INTEGER)
_VERSION = Column(f"{_STP}.16.0", INTEGER)
_TIMES = {
    "since_topology_change": Column(f"{_STP}.3.0", objects.SYS_UPTIME.syntax),
    "topology_changes": Column(f"{_STP}.4.0", GAUGE),
    "max_age": Column(f"{_STP}.8.0", INTEGER),
    "hello_time": Column(f"{_STP}.9.0", INTEGER),
    "hold_time": Column(f"{_STP}.10.0", INTEGER),
    "forward_delay": Column(f"{_STP}.11.0", INTEGER),
    "bridge_max_age": Column(f"{_STP}.12.0", INTEGER),
    "bridge_hello_time": Column(f"{_STP}.13.0", INTEGER),
    "bridge_forward_delay": Column(f"{_STP}.14.0", INTEGER),
}
_SCALARS = (_PROTOCOL, _PRIORITY, _ROOT, _ROOT_COST, _ROOT_PORT, _VERSION, objects.BRIDGE_ADDRESS, *_TIMES.values())
_PORT = f"{_STP}.15.1"
_PORTS = (
    column(_PORT, 3, INTEGER),  # dot1dStpPortState
    column(_PORT, 2, INTEGER),  # dot1dStpPortPriority
    column(_PORT, 4, INTEGER),  # dot1dStpPortEnable
    column(_PORT, 5, INTEGER),  # dot1dStpPortPathCost
    column(_PORT, 6),  # dot1dStpPortDesignatedRoot
    column(_PORT, 7, INTEGER),  # dot1dStpPortDesignatedCost
    column(_PORT, 8),  # dot1dStpPortDesignatedBridge
    column(_PORT, 9),  # dot1dStpPortDesignatedPort
    column(_PORT, 11, INTEGER),  # dot1dStpPortPathCost32
)
_STATES = {1: "disabled", 2: "blocking", 3: "listening", 4: "learning", 5: "forwarding", 6: "broken"}
_MST_ENTRY, _MST_PORT = f"{_MSTP}.2.1", f"{_MSTP}.4.1"
_MST_INSTANCES = (
    column(_MST_ENTRY, 3),  # ieee8021MstpBridgeId
    column(_MST_ENTRY, 7),  # ieee8021MstpDesignatedRoot
    column(_MST_ENTRY, 8, INTEGER),  # ieee8021MstpRootPathCost
    column(_MST_ENTRY, 9, GAUGE),  # ieee8021MstpRootPort
)
_MST_PORTS = (
    column(_MST_PORT, 5, INTEGER),  # ieee8021MstpPortState
    column(_MST_PORT, 6, INTEGER),  # ieee8021MstpPortPriority
    column(_MST_PORT, 7, INTEGER),  # ieee8021MstpPortPathCost
    column(_MST_PORT, 8),  # ieee8021MstpPortDesignatedRoot
    column(_MST_PORT, 9, INTEGER),  # ieee8021MstpPortDesignatedCost
    column(_MST_PORT, 10),  # ieee8021MstpPortDesignatedBridge
    column(_MST_PORT, 11, GAUGE),  # ieee8021MstpPortDesignatedPort
)
_MST_STATES = {1: "disabled", 2: "listening", 3: "learning", 4: "forwarding", 5: "blocking"}
_ENABLED = 1
_COST_IN_32 = 65_535
"""dot1dStpPortPathCost where the cost needs dot1dStpPortPathCost32."""
_VERSIONS = {0: "stp", 2: "rstp", 3: "mstp"}
_PROTOCOLS = {2: "decLb100", 3: "ieee8021d"}


async def read(agent: Agent, reading: DeviceReading) -> list[SpanningTree] | None:
    """The tree of the bridge, with those of each VLAN or MST instance where it keeps several; None where it takes part
    in none."""
    if all(map(agent.lacks, (_STP, _MSTP))):
        return None
    trees = [await _tree(agent, reading, None), *await _instances(agent, reading)]
    if trees[0] is not None:
        for vlan, instance in await bridge.vlan_instances(agent, reading.inventory):
            try:
                trees.append(await _tree(instance, reading, vlan))
            except SnmpError:
                break
    return [tree for tree in trees if tree is not None] or None


async def _tree(agent: Agent, reading: DeviceReading, vlan: int | None) -> SpanningTree | None:
    scalars = await agent.scalars(_SCALARS)
    ports = await _ports(agent)
    root = bridge.bridge_mac(scalars.get(_ROOT.oid))
    if not root and not ports:
        return None
    version, protocol = scalars.get(_VERSION.oid), scalars.get(_PROTOCOL.oid)
    return SpanningTree(
        source=SOURCE,
        at=reading.at,
        seen_from=reading.endpoint,
        bridge=values.mac(scalars.get(objects.BRIDGE_ADDRESS.oid)),
        priority=values.integer(scalars.get(_PRIORITY.oid)),
        root=root,
        root_port=values.integer(scalars.get(_ROOT_PORT.oid)),
        root_cost=values.integer(scalars.get(_ROOT_COST.oid)),
        vlan=vlan,
        protocol=_word(_VERSIONS, version) or _word(_PROTOCOLS, protocol),
        ports=ports,
        times={name: value for name, c in _TIMES.items() if (value := values.integer(scalars.get(c.oid))) is not None},
    )


async def _instances(agent: Agent, reading: DeviceReading) -> list[SpanningTree]:
    """ieee8021MstpTable with ieee8021MstpPortTable, by component, instance and port."""
    table = await agent.table(_MST_INSTANCES, most_rows=_MOST_INSTANCES)
    rows = [(values.numbers(index), row) for index, row in table.rows() if index.count(".") == 1]
    ports = await _instance_ports(agent) if rows else {}
    return [
        SpanningTree(
            source=SOURCE,
            at=reading.at,
            seen_from=reading.endpoint,
            bridge=bridge.bridge_mac(own),
            priority=bridge.bridge_priority(own),
            root=bridge.bridge_mac(root),
            root_port=values.integer(root_port),
            root_cost=values.integer(cost),
            instance=index[1],
            protocol="mstp",
            ports=tuple(ports.get(tuple(index), ())),
        )
        for index, (own, root, cost, root_port) in rows
    ]


async def _instance_ports(agent: Agent) -> dict[tuple[int, ...], list[TreePort]]:
    """Ports by component and instance."""
    found: dict[tuple[int, ...], list[TreePort]] = {}
    mapped = await bridge.port_map(agent)
    for index, row in (await agent.table(_MST_PORTS, most_rows=_MOST_PORTS)).rows():
        parts = values.numbers(index)
        state, priority, cost, root, designated_cost, designated_bridge, designated_port = row
        port = TreePort(
            number=parts[-1],
            if_index=mapped.get(parts[-1]),
            state=_word(_MST_STATES, state),
            priority=values.integer(priority),
            cost=values.integer(cost),
            designated_root=bridge.bridge_mac(root),
            designated_bridge=bridge.bridge_mac(designated_bridge),
            designated_port=values.integer(designated_port),
            designated_cost=values.integer(designated_cost),
        )
        found.setdefault(tuple(parts[:2]), []).append(port)
    return found


async def _ports(agent: Agent) -> tuple[TreePort, ...]:
    table = await agent.table(_PORTS, most_rows=_MOST_PORTS)
    if not len(table):
        return ()
    ports = await bridge.port_map(agent)
    return tuple(_port(int(index), row, ports) for index, row in table.rows() if index.isdigit())


def _port(number: int, row: list[SnmpValue], ports: bridge.PortMap) -> TreePort:
    state, priority, enable, cost, root, designated_cost, designated_bridge, designated_port, wide_cost = row
    is_on = enable in (None, _ENABLED)
    has_wide_cost = isinstance(wide_cost, int) and wide_cost > 0 and cost in (None, 0, _COST_IN_32)
    return TreePort(
        number=number,
        if_index=ports.get(number),
        state=_word(_STATES, state) if is_on else "disabled",
        priority=values.integer(priority),
        cost=values.integer(wide_cost if has_wide_cost else cost),
        designated_root=bridge.bridge_mac(root),
        designated_bridge=bridge.bridge_mac(designated_bridge),
        designated_port=port_number(designated_port),
        designated_cost=values.integer(designated_cost),
    )


def port_number(identifier: SnmpValue) -> int | None:
    """The number in a port identifier, whose upper four bits are its priority (IEEE 802.1D-2004, 9.2.7)."""
    if not isinstance(identifier, bytes) or len(identifier) != 2:
        return None
    return int.from_bytes(identifier, "big") & 0x0FFF


def _word(words: dict[int, str], value: SnmpValue) -> str:
    return words.get(value, "") if isinstance(value, int) else ""
