"""What the agents of a plan would say, each at its own moment."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from nocscape.model.net import Device, Endpoint, Interface, Inventory, Kind
from nocscape.topology.observations import (
    AddressEntry,
    AddressTable,
    Aggregation,
    AnnouncedPort,
    DeviceReading,
    FdbEntry,
    ForwardingTable,
    IdType,
    LocalPort,
    Neighbour,
    Observation,
    RawId,
    SpanningTree,
    TreePort,
)
from tests.simulated.plan import MANAGEMENT, USER_VLANS, Node, Plan, Role
from tests.simulated.traffic import AGEING_S, POLLING_S, SWEEP_S, Frame, Learned, Switching, asked, chatter
from tests.simulated.tree import Port, StpPort, logical, root, span

START = 1_750_000_000.0


class Agents(NamedTuple):
    """How well agents tell what they know."""

    lost: float = 0.01
    """Share of entries that a table lacks for no reason that anybody could see."""
    ageing_s: float = AGEING_S
    tells_bundles: bool = True
    """Whether there is any MIB that says which ports a bundle is made of."""


USUAL = Agents()
_KINDS = {Role.SWITCH: Kind.SWITCH, Role.ROUTER: Kind.ROUTER, Role.SERVER: Kind.SERVER}
"""What profiles make of those that answer SNMP."""
_BUNDLE, _VLAN = 1000, 2000
"""Where the ifIndex of bundles and of VLAN interfaces begins."""


def read_all(plan: Plan, seed: int, agents: Agents = USUAL) -> list[DeviceReading]:
    """Let the network run for ten minutes, ping everybody, then poll everybody that answers, in random order."""
    rng = Random(seed)
    states = span(plan)
    switching = Switching(plan, states, agents.ageing_s)
    begin = 600.0 + SWEEP_S
    asked_at = {n.name: begin + rng.uniform(0, POLLING_S) for n in plan.nodes.values() if _answers(n)}
    frames = list(chatter(plan, rng, begin + POLLING_S))
    for name, at in asked_at.items():
        frames += asked(plan, plan.nodes[name], begin - rng.uniform(0, SWEEP_S), rng)
        frames += asked(plan, plan.nodes[name], at, rng)
    teller = _Teller(plan, states, switching, frames, rng, agents)
    readings: list[DeviceReading] = []
    waiting = sorted(asked_at, key=lambda n: -asked_at[n])
    end = Frame(float("inf"), "nms", "nms", MANAGEMENT)
    for frame in [*sorted(frames, key=lambda f: f.at), end]:
        while waiting and asked_at[waiting[-1]] + 1.0 < frame.at:
            name = waiting.pop()
            readings.append(teller.read(plan.nodes[name], asked_at[name] + 1.0))
        switching.send(frame)
    return readings


def _answers(node: Node) -> bool:
    return node.role not in (Role.QUIET, Role.DUMB)


class _Teller:
    """Puts into an agent's words what a node knows at one moment."""

    def __init__(
        self,
        plan: Plan,
        states: dict[Port, StpPort],
        switching: Switching,
        frames: list[Frame],
        rng: Random,
        agents: Agents,
    ) -> None:
        self._plan = plan
        self._states = states
        self._switching = switching
        self._frames = frames
        self._rng = rng
        self._agents = agents

    def read(self, node: Node, at: float) -> DeviceReading:
        """The reading of one node."""
        endpoint = Endpoint(node.address)
        is_polled = node.role is not Role.DESK
        device = Device(
            id="",
            name=self._plan.called(node) if is_polled else "",
            endpoint=endpoint,
            addresses=(node.address,),
            kind=_KINDS.get(node.role, Kind.UNKNOWN),
            snmp="v2c" if is_polled else None,
            protocols=("lldp",) if node.speaks_lldp else (),
            identity=_signs(node, self._plan.called(node)) if is_polled else {},
            first_seen=START + at,
            last_seen=START + at,
        )
        inventory = Inventory(device=device, interfaces=tuple(_interfaces(node)) if is_polled else ())
        said = tuple(self._observations(node, endpoint, at)) if is_polled else ()
        ports = tuple(_announced(node)) if node.speaks_lldp else ()
        return DeviceReading(
            endpoint=endpoint, at=START + at, inventory=inventory, observations=said, announced_ports=ports
        )

    def _observations(self, node: Node, endpoint: Endpoint, at: float) -> Iterator[Observation]:
        if node.speaks_lldp:
            yield from self._neighbours(node, endpoint, at)
        if node.role is Role.SWITCH:
            yield self._table(node, endpoint, at)
            yield self._tree(node, endpoint, at)
            for whole in sorted(set(node.bundles.values())) if self._agents.tells_bundles else ():
                members = tuple(n for n, b in node.bundles.items() if b == whole)
                yield Aggregation(
                    source="lag", at=START + at, seen_from=endpoint, if_index=_index(whole), members=members
                )
        if node.name == self._plan.gateway:
            yield self._resolved(node, endpoint, at)

    def _neighbours(self, node: Node, endpoint: Endpoint, at: float) -> Iterator[Neighbour]:
        for c in self._plan.cables:
            if node.name in (c.a, c.b):
                own = c.near(node.name)
                for name, port in self._heard(node.name, *c.far(node.name)):
                    other = self._plan.nodes[name]
                    yield Neighbour(
                        source="lldp",
                        at=START + at,
                        seen_from=endpoint,
                        local=LocalPort(number=own, id=RawId(IdType.INTERFACE_NAME, f"ge{own}")),
                        chassis=RawId(IdType.MAC, other.mac),
                        port=RawId(IdType.INTERFACE_NAME, f"ge{port}"),
                        sys_name=self._plan.called(other),
                    )

    def _heard(self, listener: str, name: str, port: int) -> Iterator[tuple[str, int]]:
        """Who announces itself at the far end of a cable, and beyond an unmanaged switch that floods."""
        if self._plan.nodes[name].floods_lldp:
            for c in self._plan.cables:
                if name in (c.a, c.b) and c.far(name)[0] != listener:
                    yield from self._heard(name, *c.far(name))
        elif self._plan.nodes[name].speaks_lldp:
            yield name, port

    def _table(self, node: Node, endpoint: Endpoint, at: float) -> ForwardingTable:
        told = self._switching.told(node.name, at)
        entries = [FdbEntry(node.mac, 0, MANAGEMENT, True)]
        entries += [_entry(e, x) for e, x in told.items() if self._rng.random() >= self._agents.lost]
        return ForwardingTable(source="fdb", at=START + at, seen_from=endpoint, entries=tuple(entries))

    def _tree(self, node: Node, endpoint: Endpoint, at: float) -> SpanningTree:
        ports = []
        for (name, port), state in sorted(self._states.items()):
            if name == node.name:
                bridge, designated = state.designated
                ports.append(
                    TreePort(
                        number=_index(port),
                        if_index=_index(port),
                        state="forwarding" if state.is_forwarding else "blocking",
                        designated_bridge=self._plan.nodes[bridge].mac,
                        designated_port=_index(designated),
                    )
                )
        top = self._plan.nodes[root(self._plan)].mac
        return SpanningTree(
            source="stp", at=START + at, seen_from=endpoint, bridge=node.mac, root=top, ports=tuple(ports)
        )

    def _resolved(self, node: Node, endpoint: Endpoint, at: float) -> AddressTable:
        """The router knows everybody that it has talked with."""
        talked = {f.source for f in self._frames if f.target == node.name and f.at <= at}
        known = [self._plan.nodes[name] for name in sorted(talked)]
        entries = tuple(AddressEntry(n.address, n.mac, _VLAN + n.vlan) for n in known)
        return AddressTable(source="arp", at=START + at, seen_from=endpoint, entries=entries)


def _signs(node: Node, name: str) -> dict[str, tuple[str, ...]]:
    macs = (node.mac, *(node.port_mac(n) for n in range(1, node.ports + 1)))
    signs = {"mac": tuple(dict.fromkeys(macs)), "sys_name": (name,)}
    return signs | ({"chassis_id": (f"mac:{node.mac}",)} if node.speaks_lldp else {})


def _interfaces(node: Node) -> Iterator[Interface]:
    for n in range(1, node.ports + 1):
        yield _interface(f"ge{n}", n, 6, node.port_mac(n))
    for whole in sorted(set(node.bundles.values())):
        yield _interface(whole, _index(whole), 161, node.port_mac(int(whole[2:])))
    if node.role is Role.ROUTER:
        for vlan in (MANAGEMENT, *USER_VLANS):
            yield _interface(f"ge1.{vlan}", _VLAN + vlan, 135, node.mac)


def _interface(name: str, index: int, kind: int, mac: str) -> Interface:
    return Interface(key=name, if_index=index, name=name, descr=name, type=kind, mac=mac, oper="up", admin="up")


def _announced(node: Node) -> Iterator[AnnouncedPort]:
    for n in range(1, node.ports + 1):
        yield AnnouncedPort(number=n, id=RawId(IdType.INTERFACE_NAME, f"ge{n}"), descr=f"ge{n}")


def _index(port: str) -> int:
    return _BUNDLE + int(port[2:]) if port.startswith("po") else int(port[2:])


def _entry(entry: tuple[str, int], learned: Learned) -> FdbEntry:
    mac, vlan = entry
    return FdbEntry(mac, _index(learned.port), vlan)


def truth_port(plan: Plan, name: str, port: int) -> str | None:
    """How a link names that port: nobody can know the ports of what answers ping alone, or nothing."""
    role = plan.nodes[name].role
    return None if role in (Role.DESK, Role.DUMB) else logical(plan, name, port)
