"""A real network on one machine: every node is a namespace with its own `snmpd` and `lldpd`, wired by veth pairs.

The namespaces have no names and vanish with the processes that hold them open, so labs do not clash. The operator has
a namespace of its own on the management bridge; a test enters it with `lab.inside()`. Link interfaces are called
ge1, ge2 ... at each node in the order of the links.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest

from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from tests.lab.private_net import HAS_NAMESPACES, PATH, entered

SNMPD, LLDPD = shutil.which("snmpd", path=PATH), shutil.which("lldpd", path=PATH)
FRR = Path("/usr/lib/frr")

needs_lab = pytest.mark.skipif(
    not (HAS_NAMESPACES and SNMPD and LLDPD), reason="needs root, network namespaces, snmpd and lldpd"
)

MANAGEMENT = ipaddress.ip_network("10.77.0.0/24")
V2C = SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")
V3 = SnmpCredential(
    name="noc",
    version=SnmpVersion.V3,
    user="nocuser",
    auth=AuthProtocol.SHA256,
    auth_key="authpass123",
    priv=PrivProtocol.AES128,
    priv_key="privpass123",
)
_ACCESS = {
    "v2c": "rocommunity public\n",
    "v3": f"createUser {V3.user} SHA-256 {V3.auth_key} AES {V3.priv_key}\nrouser {V3.user} authpriv\n",
}
_SETTLED_S = 30.0

Port = tuple[str, str]
"""Node and interface."""


class Node(NamedTuple):
    """What a node runs."""

    name: str
    snmp: str | None = "v2c"
    """`v2c`, `v3` or None."""
    lldp: bool = True
    lldp_only: str = ""
    """`rx` where it listens and says nothing, `tx` where it speaks and does not listen."""
    cdp: bool = False
    ospf: bool = False
    called: str = ""
    """Its sysName, where that is another than its name in the lab."""
    more_addresses: int = 0
    """How many addresses it has beside the first; it answers at all of them."""
    conf: str = ""
    """More lines for snmpd.conf."""

    @property
    def speaks(self) -> bool:
        """Whether it announces itself."""
        return self.lldp and self.lldp_only != "rx"

    @property
    def listens(self) -> bool:
        """Whether it keeps what others announce."""
        return self.lldp and self.lldp_only != "tx"


class Hub(NamedTuple):
    """An unmanaged switch: a Linux bridge, which keeps LLDP to itself (IEEE 802.1D-2004, 7.12.6)."""

    name: str
    nodes: tuple[str, ...]


class _Space:
    """A namespace held open by a sleeping process; a node's own name resolves in it, or lldpd would stall."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        folder.mkdir(mode=0o755)
        hosts = folder / "hosts"
        hosts.write_text(f"127.0.0.1 {name} localhost\n")
        script = f"mount --bind {hosts} /etc/hosts; hostname {name}; echo; exec sleep 600"
        self._holder = subprocess.Popen(["unshare", "-n", "-u", "-m", "sh", "-ec", script], stdout=subprocess.PIPE)
        assert self._holder.stdout is not None
        self._holder.stdout.readline()
        self.pid = self._holder.pid
        self._agents: list[subprocess.Popen[bytes]] = []

    def argv(self, *command: str) -> list[str]:
        """`command` as it runs within."""
        return ["nsenter", "-t", str(self.pid), "-n", "-u", "-m", *command]

    def run(self, script: str) -> str:
        """Run a shell script within."""
        return subprocess.run(self.argv("sh", "-ec", script), check=True, capture_output=True, text=True).stdout

    def spawn(self, *command: str) -> None:
        """Start an agent within."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("wb")
        env = {**os.environ, "SNMP_PERSISTENT_DIR": str(self.folder / "state")}
        with log:
            agent = subprocess.Popen(
                self.argv(*command), stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True
            )
        self._agents.append(agent)

    def end_agents(self) -> None:
        """Stop what was started within."""
        for agent in self._agents:
            with suppress(ProcessLookupError):
                os.killpg(agent.pid, 15)
        for agent in self._agents:
            agent.wait()
        self._agents.clear()
        (self.folder / "agentx").unlink(missing_ok=True)

    def close(self) -> None:
        """End everything within, and the namespace with it."""
        self.end_agents()
        self._holder.kill()
        self._holder.communicate()


class Lab:
    """A running network and the truth about it."""

    def __init__(
        self, nodes: Sequence[Node], links: Sequence[tuple[str, str]], folder: Path, hubs: Sequence[Hub] = ()
    ) -> None:
        self.nodes = {node.name: node for node in nodes}
        hosts = list(MANAGEMENT.hosts())
        self.address = {name: str(hosts[place]) for place, name in enumerate(self.nodes)}
        self.more_addresses = {
            name: [f"10.76.{place}.{number + 1}" for number in range(node.more_addresses)]
            for place, (name, node) in enumerate(self.nodes.items())
        }
        self.links = list(_ports(links))
        self.hubs = tuple(hubs)
        self._operator = _Space("operator", folder / "operator")
        self._spaces = {name: _Space(name, folder / name) for name in self.nodes}
        self.operator = str(hosts[-1])
        self._wire(self.operator)
        for name in self.nodes:
            self.start(name)

    def inside(self) -> AbstractContextManager[None]:
        """Sockets that this thread opens meanwhile belong to the operator's namespace."""
        return entered(self._operator.pid)

    def visible(self) -> set[frozenset[Port]]:
        """Links that somebody can see: one end announces itself, the other one hears it and answers SNMP."""
        return {frozenset(ends) for ends in self.links if self._is_told(*ends) or self._is_told(*ends[::-1])}

    def unseen(self) -> set[frozenset[str]]:
        """Pairs of nodes that share a wire, or a hub, and that nobody can know to."""
        seen = {frozenset(node for node, _ in ends) for ends in self.visible()}
        wired = {frozenset((a, b)) for (a, _), (b, _) in self.links}
        wired |= {frozenset(pair) for hub in self.hubs for pair in combinations(hub.nodes, 2)}
        return wired - seen

    def _is_told(self, speaker: Port, listener: Port) -> bool:
        near = self.nodes[listener[0]]
        return self.nodes[speaker[0]].speaks and near.listens and near.snmp is not None

    def set_link(self, ends: frozenset[Port], state: str) -> None:
        """Take the link `down` or `up` at one of its ends."""
        node, interface = min(ends)
        self._spaces[node].run(f"ip link set {interface} {state}")

    def send_trap(self, name: str, trap: str) -> None:
        """Send the operator a trap of SNMPv2c from a node."""
        self._spaces[name].run(f"snmptrap -v2c -c public {self.operator} '' {trap}")

    def stop(self, name: str) -> None:
        """Stop a node's agents; the node still answers ping."""
        self._spaces[name].end_agents()

    def start(self, name: str) -> None:
        """Start a node's agents."""
        node, space = self.nodes[name], self._spaces[name]
        agentx = space.folder / "agentx"
        if node.snmp is not None:
            conf = space.folder / "snmpd.conf"
            conf.write_text(
                f"agentaddress udp:161\n{_ACCESS[node.snmp]}sysName {node.called or name}\nsysLocation rack {name}\n"
                f"master agentx\nagentXSocket {agentx}\n{node.conf}"
            )
            space.spawn(str(SNMPD), "-f", "-Lo", "-C", "-c", str(conf))
            _await(lambda: _listens(agentx), _SETTLED_S)
        if node.ospf:
            _start_ospf(space, agentx)
        if node.lldp:
            quick = space.folder / "lldpd.conf"
            quick.write_text(f"configure lldp tx-interval 1\nconfigure lldp tx-hold 3\n{_naming(node)}")
            argv = [str(LLDPD), "-d", "-u", str(space.folder / "lldp.sock"), "-I", "ge*", "-m", self.address[name]]
            argv += ["-S", f"Lab node {name}", "-O", str(quick)]
            argv += ["-x", "-X", str(agentx)] if node.snmp is not None else []
            argv += ["-cc", "-l"] if node.cdp else []
            space.spawn(*argv)

    def await_settled(self, without: frozenset[str] = frozenset()) -> None:
        """Wait until every speaker hears all speakers at its links; nodes in `without` are silent."""
        speakers = {n for n, node in self.nodes.items() if node.speaks} - without
        listeners = {n for n, node in self.nodes.items() if node.listens} - without
        both_ways = [(a, b) for (a, _), (b, _) in self.links] + [(b, a) for (a, _), (b, _) in self.links]
        expected = Counter(near for near, far in both_ways if near in listeners and far in speakers)
        try:
            _await(lambda: all(self._heard_by(n) >= count for n, count in expected.items()), _SETTLED_S)
        except TimeoutError as error:
            deaf = {n: f"{self._heard_by(n)} of {count}" for n, count in expected.items() if self._heard_by(n) < count}
            raise TimeoutError(f"the lab did not settle: {deaf}") from error

    def _heard_by(self, name: str) -> int:
        space = self._spaces[name]
        command = space.argv("lldpcli", "-u", str(space.folder / "lldp.sock"), "-f", "keyvalue", "show", "neighbors")
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return said.count(".via=LLDP")

    def _wire(self, operator_address: str) -> None:
        self._operator.run(
            "ip link set lo up; ip link add mgmt0 type bridge\n"
            f"ip addr add {operator_address}/{MANAGEMENT.prefixlen} dev mgmt0; ip link set mgmt0 up"
        )
        for place, (name, space) in enumerate(self._spaces.items()):
            self._operator.run(
                f"ip link add m{place} type veth peer name eth0 netns {space.pid}; ip link set m{place} master mgmt0 up"
            )
            space.run(f"ip link set lo up; ip addr add {self.address[name]}/24 dev eth0; ip link set eth0 up")
            for more in self.more_addresses[name]:
                space.run(f"ip addr add {more}/32 dev lo")
                self._operator.run(f"ip route add {more}/32 via {self.address[name]}")
        for place, hub in enumerate(self.hubs):
            self._plug(place, hub)
        for place, ((a, a_port), (b, b_port)) in enumerate(self.links):
            peer = self._spaces[b].pid
            self._spaces[a].run(f"ip link add {a_port} type veth peer name {b_port} netns {peer}")
            for end, (node, interface) in enumerate(((a, a_port), (b, b_port))):
                address = f"10.78.{place}.{end + 1}/30"
                self._spaces[node].run(f"ip addr add {address} dev {interface}; ip link set {interface} up")

    def _plug(self, place: int, hub: Hub) -> None:
        """The hub stands where the operator is; its ports at the nodes are called ge90, ge91 ...."""
        self._operator.run(f"ip link add {hub.name} type bridge; ip link set {hub.name} up")
        for number, name in enumerate(hub.nodes):
            space = self._spaces[name]
            self._operator.run(
                f"ip link add h{place}x{number} type veth peer name ge9{place} netns {space.pid}\n"
                f"ip link set h{place}x{number} master {hub.name} up"
            )
            space.run(f"ip addr add 10.75.{place}.{number + 1}/24 dev ge9{place}; ip link set ge9{place} up")

    def close(self) -> None:
        """Take the network down."""
        for space in (*self._spaces.values(), self._operator):
            space.close()


def _naming(node: Node) -> str:
    name = f"configure system hostname {node.called}\n" if node.called else ""
    return name + (f"configure lldp status {node.lldp_only}-only\n" if node.lldp_only else "")


def _start_ospf(space: _Space, agentx: Path) -> None:
    """Point-to-point OSPF on all link interfaces, its MIB at the node's agent (frr's daemons drop their privileges)."""
    agentx.chmod(0o777)
    folder = space.folder / "frr"
    folder.mkdir(exist_ok=True)
    for conf in ("frr.conf", "snmp.conf"):
        (space.folder / conf).write_text(f"agentXSocket {agentx}\n")
    quick = " ip ospf network point-to-point\n ip ospf hello-interval 1\n ip ospf dead-interval 4\n"
    (folder / "zebra.conf").write_text(f"hostname {space.name}\nagentx\n")
    (folder / "ospfd.conf").write_text(
        f"hostname {space.name}\nagentx\nrouter ospf\n network 10.78.0.0/16 area 0\n"
        + "".join(f"interface ge{number}\n{quick}" for number in range(1, 20))
    )
    space.run(f"chown -R frr:frr {folder}")
    for daemon in ("zebra", "ospfd"):
        argv = [str(FRR / daemon), "-f", str(folder / f"{daemon}.conf"), "-M", "snmp", "--vty_socket", str(folder)]
        argv += ["-z", str(folder / "zserv.api"), "-i", str(folder / f"{daemon}.pid"), "-A", "127.0.0.1"]
        space.spawn("env", f"SNMPCONFPATH={space.folder}", *argv)
        _await((folder / f"{daemon}.pid").exists, _SETTLED_S)


def _ports(links: Sequence[tuple[str, str]]) -> Iterator[tuple[Port, Port]]:
    used: Counter[str] = Counter()
    for a, b in links:
        used.update((a, b))
        yield (a, f"ge{used[a]}"), (b, f"ge{used[b]}")


def _listens(path: Path) -> bool:
    """Whether somebody accepts at a Unix socket; lldpd tries its agent again only after 15 s."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0


def _await(is_so: Callable[[], bool], deadline_s: float) -> None:
    until = time.monotonic() + deadline_s
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError("the lab did not settle")
        time.sleep(0.05)


@contextmanager
def netlab(nodes: Sequence[Node], links: Sequence[tuple[str, str]], hubs: Sequence[Hub] = ()) -> Iterator[Lab]:
    """A network for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="netlab-") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(nodes, links, Path(folder), hubs)
        try:
            lab.await_settled()
            yield lab
        finally:
            lab.close()
