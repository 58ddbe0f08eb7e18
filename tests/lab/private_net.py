"""A small routed network of nameless namespaces: it clashes with nothing and vanishes with its processes.

operator, 10.79.0.1 fd79::1 -- router, 10.79.0.2 fd79::2 -- beyond. Through the router:

10.80.16.0/20   every address answers
10.80.0.0/16    the rest of it is silent
10.81.0.0/16    host unreachable
10.82.0.0/16    administratively prohibited
10.83.0.0/16    net unreachable
10.84.0.0/16    goes to and fro between router and beyond until its TTL ends
fd80:1::/64     every address answers
fd81::/64       unreachable
fd82::/64       administratively prohibited
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

ROUTER = "10.79.0.2"
ROUTER_V6 = "fd79::2"
LIVE_NET = "10.80.16.0/20"
SWEPT_NET = "10.80.0.0/16"
LIVE_V6 = "fd80:1::77"

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
HAS_NAMESPACES = os.geteuid() == 0 and all(
    shutil.which(tool, path=PATH) for tool in ("unshare", "nsenter", "ip", "sysctl")
)
needs_namespaces = pytest.mark.skipif(
    not HAS_NAMESPACES, reason="needs root and network namespaces (Debian packages iproute2 and procps)"
)

_OPERATOR = """
ip link set lo up
sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link add v0 type veth peer name v1 netns {router}
ip addr add 10.79.0.1/30 dev v0
ip addr add fd79::1/64 dev v0 nodad
ip link set v0 up
ip route add 10.80.0.0/13 via 10.79.0.2
ip route add 10.83.0.0/16 via 10.79.0.2
sysctl -qw net.ipv4.ping_group_range="0 2147483647"
"""
_ROUTER = """
ip link set lo up
sysctl -qw net.ipv6.conf.v1.accept_dad=0
ip addr add 10.79.0.2/30 dev v1
ip addr add fd79::2/64 dev v1 nodad
ip link set v1 up
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000 net.ipv6.icmp.ratelimit=0
ip route add local 10.80.16.0/20 dev lo
ip route add blackhole 10.80.0.0/16
ip route add unreachable 10.81.0.0/16
ip route add prohibit 10.82.0.0/16
ip link add w0 type veth peer name w1 netns {beyond}
ip addr add 10.79.1.1/30 dev w0
ip link set w0 up
ip route add 10.84.0.0/16 via 10.79.1.2
ip -6 route add local fd80:1::/64 dev lo
ip -6 route add unreachable fd81::/64
ip -6 route add prohibit fd82::/64
"""
_BEYOND = """
ip addr add 10.79.1.2/30 dev w1
ip link set w1 up
ip route add default via 10.79.1.1
sysctl -qw net.ipv4.ip_forward=1
"""
_READY_S = 10.0
_CLOSED_PORT = 9
_OPERATOR_V6 = "ip -6 route add fd80::/9 via fd79::2"
_CLONE_NEWNET = 0x40000000


class PrivateNet:
    """Three namespaces, held open by a process each that ends with us: it waits for words that never come."""

    def __init__(self) -> None:
        self._holders = [
            subprocess.Popen(["unshare", "-n", "sh", "-c", "echo; exec cat"], stdin=-1, stdout=-1) for _ in range(3)
        ]
        for holder in self._holders:
            assert holder.stdout is not None
            holder.stdout.readline()
        self.operator, self.router, self._beyond = (holder.pid for holder in self._holders)

    def wire(self) -> None:
        """Lay the cables, give addresses and routes."""
        self._run(self.operator, _OPERATOR.format(router=self.router))
        self._run(self.router, _ROUTER.format(beyond=self._beyond))
        self._run(self._beyond, _BEYOND)
        self._run(self.operator, _OPERATOR_V6)
        with self.inside():
            _await_refusal(ROUTER_V6)
            _await_refusal(LIVE_V6)

    def _run(self, pid: int, script: str) -> None:
        subprocess.run([*self.within(pid), "sh", "-ec", script], check=True)

    def within(self, pid: int) -> list[str]:
        """The beginning of a command line that runs in the namespace of `pid`."""
        return ["nsenter", "-t", str(pid), "-n"]

    def inside(self) -> AbstractContextManager[None]:
        """Sockets that this thread opens in the block belong to the operator's namespace, and stay in it."""
        return entered(self.operator)

    def close(self) -> None:
        """End the namespaces."""
        for holder in self._holders:
            holder.kill()
            holder.communicate()


@contextmanager
def entered(pid: int) -> Iterator[None]:
    """This thread is in the network namespace of `pid` for as long as the block lasts."""
    with Path("/proc/thread-self/ns/net").open() as home, Path(f"/proc/{pid}/ns/net").open() as there:
        _enter(there.fileno())
        try:
            yield
        finally:
            _enter(home.fileno())


def _await_refusal(address: str) -> None:
    """Until the router says that nobody listens there: the kernel tells IPv6 of a new carrier up to a second later."""
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.settimeout(0.1)
            try:
                probe.connect((address, _CLOSED_PORT))
                probe.send(b"?")
                probe.recv(1)
            except ConnectionRefusedError:
                return
            except OSError:
                time.sleep(0.05)
    raise TimeoutError(f"there is no way to {address}")


def _enter(descriptor: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


@contextmanager
def private_net() -> Iterator[PrivateNet]:
    """A network for as long as the block lasts."""
    net = PrivateNet()
    try:
        net.wire()
        yield net
    finally:
        net.close()
