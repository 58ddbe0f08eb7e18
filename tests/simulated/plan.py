"""A bridged network as it is cabled: switches, bundles, spare links, unmanaged switches, hosts in VLANs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

MANAGEMENT = 1
USER_VLANS = (10, 20, 30)


class Role(StrEnum):
    """What a node is, and how it can be asked."""

    SWITCH = "switch"
    ROUTER = "router"
    SERVER = "server"
    """Answers SNMP."""
    DESK = "desk"
    """Answers ping alone."""
    QUIET = "quiet"
    """Answers nobody; only its frames are seen."""
    DUMB = "dumb"
    """An unmanaged switch: no address, no table that anybody could read."""


@dataclass
class Node:
    """One box; ports are numbered from 1."""

    name: str
    role: Role
    mac: str
    address: str = ""
    speaks_lldp: bool = False
    floods_lldp: bool = False
    """An unmanaged switch that passes on announcements, which IEEE 802.1D forbids and cheap ones do."""
    vlan: int = MANAGEMENT
    ports: int = 0
    bundles: dict[int, str] = field(default_factory=dict)
    """Bundle of each port that is in one."""

    def new_port(self) -> int:
        """The next free port."""
        self.ports += 1
        return self.ports

    def port_mac(self, port: int) -> str:
        """Each port of a switch has an address beside the switch's own; hosts have one for all."""
        if self.role is not Role.SWITCH:
            return self.mac
        return f"{self.mac[:-2]}{int(self.mac[-2:], 16) + port:02x}"


@dataclass(frozen=True)
class Cable:
    """Two ports; `vlans` that both ends let pass."""

    a: str
    a_port: int
    b: str
    b_port: int
    vlans: frozenset[int]

    def far(self, name: str) -> tuple[str, int]:
        """The other end, seen from one of the nodes."""
        return (self.b, self.b_port) if name == self.a else (self.a, self.a_port)

    def near(self, name: str) -> int:
        """The port of one of the nodes."""
        return self.a_port if name == self.a else self.b_port


@dataclass
class Plan:
    """The whole network of one site, below 256."""

    site: int = 27
    gateway: str = "gw"
    """Who routes between VLANs: a router on one port, or a core switch."""
    nodes: dict[str, Node] = field(default_factory=dict)
    cables: list[Cable] = field(default_factory=list)

    def of(self, *roles: Role) -> list[Node]:
        """Nodes of these kinds."""
        return [n for n in self.nodes.values() if n.role in roles]

    def add(self, name: str, role: Role, vlan: int = MANAGEMENT) -> Node:
        """One more node, with addresses that nobody else has, at this site or another."""
        number, site = len(self.nodes) + 1, self.site
        mac = f"00:{site >> 8:02x}:{site & 255:02x}:{number >> 8:02x}:{number & 255:02x}:00"
        address = f"10.{site}.{number >> 8}.{number & 255}"
        self.nodes[name] = node = Node(name, role, mac, address, vlan=vlan)
        return node

    def called(self, node: Node) -> str:
        """The system name of a node: two sites have a `gw` each."""
        return f"{node.name}.site{self.site}"

    def cable(self, one: Node, other: Node, vlans: frozenset[int], wires: int = 1) -> None:
        """Join two nodes by one wire, or by a bundle of several."""
        made = [Cable(one.name, one.new_port(), other.name, other.new_port(), vlans) for _ in range(wires)]
        if wires > 1:
            for node, ports in ((one, [c.a_port for c in made]), (other, [c.b_port for c in made])):
                node.bundles |= dict.fromkeys(ports, f"po{ports[0]}")
        self.cables += made


TRUNK = frozenset({MANAGEMENT, *USER_VLANS})


def campus(seed: int, devices: int = 100, site: int = 27, unmanaged: float = 1.0) -> Plan:
    """A network of about so many devices that have an address, beside quiet hosts and unmanaged switches, of which
    there are `unmanaged` times as many as usual."""
    rng = Random(seed)
    plan = Plan(site)
    gateway = plan.add("gw", Role.ROUTER)
    cores = [plan.add(f"core{n}", Role.SWITCH) for n in range(2)]
    plan.cable(cores[0], cores[1], TRUNK, wires=2)
    plan.cable(gateway, rng.choice(cores), TRUNK)
    plan.gateway = rng.choice(("gw", "core0", "core1"))
    plan.cable(plan.add("nms", Role.QUIET), cores[0], frozenset({MANAGEMENT}))
    switches = _switches(plan, rng, cores, max(3, devices // 4), unmanaged)
    _hosts(plan, rng, switches, devices - len(plan.of(Role.SWITCH, Role.ROUTER)), unmanaged)
    for node in plan.of(Role.SWITCH, Role.ROUTER, Role.SERVER):
        node.speaks_lldp = rng.random() < 2 / 3
    for node in plan.of(Role.DUMB):
        node.floods_lldp = rng.random() < 0.3
    return plan


def _switches(plan: Plan, rng: Random, cores: list[Node], count: int, unmanaged: float) -> list[Node]:
    """Distribution below the cores, access below that; some doubly joined, some in chains, one behind a dumb switch."""
    floors = [plan.add(f"dist{n}", Role.SWITCH) for n in range(max(2, count // 6))]
    for floor in floors:
        plan.cable(rng.choice(cores), floor, TRUNK, wires=rng.choice((1, 2)))
        if rng.random() < 0.5:
            plan.cable(rng.choice(cores), floor, TRUNK)
    access: list[Node] = []
    while len(floors) + len(access) < count:
        switch = plan.add(f"acc{len(access)}", Role.SWITCH)
        above = rng.choice(access) if access and rng.random() < 0.2 else rng.choice(floors)
        if rng.random() < 0.06 * unmanaged:
            between = plan.add(f"hub-{switch.name}", Role.DUMB)
            plan.cable(above, between, TRUNK)
            plan.cable(between, switch, TRUNK)
            plan.cable(between, _host(plan, rng, Role.SERVER), TRUNK)
        else:
            plan.cable(above, switch, TRUNK)
        if rng.random() < 0.25:
            plan.cable(rng.choice(floors), switch, TRUNK)
        access.append(switch)
    return [*floors, *access]


def _host(plan: Plan, rng: Random, role: Role) -> Node:
    return plan.add(f"{role}{len(plan.nodes)}", role, vlan=rng.choice(USER_VLANS))


def _hosts(plan: Plan, rng: Random, switches: list[Node], count: int, unmanaged: float) -> None:
    """Hosts at access ports, one in five of them behind an unmanaged switch with others; and as many quiet ones."""
    left = count
    while left > 0:
        switch = rng.choice(switches)
        if rng.random() < 0.08 * unmanaged and left >= 3:
            left -= _workgroup(plan, rng, switch)
            continue
        role = Role.SERVER if rng.random() < 0.35 else Role.DESK
        host = _host(plan, rng, role)
        plan.cable(switch, host, frozenset({host.vlan}))
        left -= 1
        if rng.random() < 0.8:
            quiet = _host(plan, rng, Role.QUIET)
            plan.cable(rng.choice(switches), quiet, frozenset({quiet.vlan}))


def _workgroup(plan: Plan, rng: Random, switch: Node) -> int:
    """Several hosts of one VLAN behind an unmanaged switch; returns how many have an address."""
    hub = plan.add(f"hub{len(plan.nodes)}", Role.DUMB)
    vlan = rng.choice(USER_VLANS)
    plan.cable(switch, hub, frozenset({vlan}))
    roles = [Role.DESK, rng.choice((Role.DESK, Role.SERVER)), *rng.choices((Role.DESK, Role.QUIET), k=rng.randrange(2))]
    for role in roles:
        host = plan.add(f"{role}{len(plan.nodes)}", role, vlan=vlan)
        plan.cable(hub, host, frozenset({vlan}))
    return sum(role is not Role.QUIET for role in roles)
