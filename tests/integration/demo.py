"""The demo network as a peer for tests, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nocscape.base.clock import SystemClock
from nocscape.demo.campus import Campus
from nocscape.demo.naming import port_name
from nocscape.demo.network import CREDENTIALS, DemoNetwork
from nocscape.demo.plan import Box, Cable
from nocscape.model.commands import StartDiscovery, SweepSpec
from tests.integration.ports import free_udp_port

CREDENTIAL = CREDENTIALS[0]


@contextmanager
def demo_network(scale: int = 1) -> Iterator[StartDiscovery]:
    """A running campus; yields what to ask an engine to discover it."""
    port = free_udp_port()
    command = [sys.executable, "-m", "nocscape.cli.main", "demo", "--serve", "--port", str(port), "--scale", str(scale)]
    agents = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert agents.stdout is not None
        assert agents.stdout.readline().strip() == "ready"
        yield StartDiscovery(
            sweep=SweepSpec(targets=DemoNetwork(Campus(scale=scale), SystemClock()).targets),
            snmp_port=port,
            credentials=CREDENTIALS,
            job="demo",
        )
    finally:
        agents.terminate()
        agents.wait(10)
        if agents.stdout is not None:
            agents.stdout.close()


def drawn_links(campus: Campus) -> set[frozenset[tuple[str, str]]]:
    """The wires that its map shows, as pairs of device and port: a bundle of cables is one."""
    return {frozenset((box.name, _port(box, cable)) for box in (cable.a, cable.b)) for cable in campus.cables}


def _port(box: Box, cable: Cable) -> str:
    if cable.bundle:
        return box.gear.bundle_port.replace("{n}", str(cable.bundle))
    return port_name(box, cable.port_at(box))
