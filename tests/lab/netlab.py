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
from pathlib import Path
from typing import NamedTuple

import pytest

from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from tests.lab.private_net import HAS_NAMESPACES, PATH, entered

SNMPD, LLDPD = shutil.which("snmpd", path=PATH), shutil.which("lldpd", path=PATH)

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
    cdp: bool = False
    conf: str = ""
    """More lines for snmpd.conf."""


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

    def __init__(self, nodes: Sequence[Node], links: Sequence[tuple[str, str]], folder: Path) -> None:
        self.nodes = {node.name: node for node in nodes}
        hosts = list(MANAGEMENT.hosts())
        self.address = {name: str(hosts[place]) for place, name in enumerate(self.nodes)}
        self.links = list(_ports(links))
        self._operator = _Space("operator", folder / "operator")
        self._spaces = {name: _Space(name, folder / name) for name in self.nodes}
        self._wire(str(hosts[-1]))
        for name in self.nodes:
            self.start(name)

    def inside(self) -> AbstractContextManager[None]:
        """Sockets that this thread opens meanwhile belong to the operator's namespace."""
        return entered(self._operator.pid)

    def visible(self) -> set[frozenset[Port]]:
        """Links that somebody can see: both ends speak LLDP and one of them answers SNMP."""
        return {
            frozenset(ends)
            for ends in self.links
            if all(self.nodes[n].lldp for n, _ in ends) and any(self.nodes[n].snmp for n, _ in ends)
        }

    def set_link(self, ends: frozenset[Port], state: str) -> None:
        """Take the link `down` or `up` at one of its ends."""
        node, interface = min(ends)
        self._spaces[node].run(f"ip link set {interface} {state}")

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
                f"agentaddress udp:161\n{_ACCESS[node.snmp]}sysName {name}\nsysLocation rack {name}\n"
                f"master agentx\nagentXSocket {agentx}\n{node.conf}"
            )
            space.spawn(str(SNMPD), "-f", "-Lo", "-C", "-c", str(conf))
            _await(lambda: _listens(agentx), 5.0)
        if node.lldp:
            quick = space.folder / "lldpd.conf"
            quick.write_text("configure lldp tx-interval 1\nconfigure lldp tx-hold 3\n")
            argv = [str(LLDPD), "-d", "-u", str(space.folder / "lldp.sock"), "-I", "ge*", "-m", self.address[name]]
            argv += ["-S", f"Lab node {name}", "-O", str(quick)]
            argv += ["-x", "-X", str(agentx)] if node.snmp is not None else []
            argv += ["-cc"] if node.cdp else []
            space.spawn(*argv)

    def await_settled(self, without: frozenset[str] = frozenset()) -> None:
        """Wait until every speaker hears all speakers at its links; nodes in `without` are silent."""
        speakers = {n for n, node in self.nodes.items() if node.lldp} - without
        expected = Counter(a for ends in self.links for (a, _), (b, _) in (ends, ends[::-1]) if {a, b} <= speakers)
        _await(lambda: all(self._heard_by(n) >= count for n, count in expected.items()), _SETTLED_S)

    def _heard_by(self, name: str) -> int:
        space = self._spaces[name]
        command = space.argv("lldpcli", "-u", str(space.folder / "lldp.sock"), "-f", "keyvalue", "show", "neighbors")
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return said.count(".chassis.name=")

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
        for place, ((a, a_port), (b, b_port)) in enumerate(self.links):
            peer = self._spaces[b].pid
            self._spaces[a].run(f"ip link add {a_port} type veth peer name {b_port} netns {peer}")
            for end, (node, interface) in enumerate(((a, a_port), (b, b_port))):
                address = f"10.78.{place}.{end + 1}/30"
                self._spaces[node].run(f"ip addr add {address} dev {interface}; ip link set {interface} up")

    def close(self) -> None:
        """Take the network down."""
        for space in (*self._spaces.values(), self._operator):
            space.close()


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
def netlab(nodes: Sequence[Node], links: Sequence[tuple[str, str]]) -> Iterator[Lab]:
    """A network for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="netlab-") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(nodes, links, Path(folder))
        try:
            lab.await_settled()
            yield lab
        finally:
            lab.close()
