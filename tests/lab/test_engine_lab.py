"""The running engine on a real network: what is cut, killed, healed and started shows on its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from nocscape.console.live import LiveNetwork
from nocscape.engine.client import EngineClient, open_client
from nocscape.model.batches import EventsRaised
from nocscape.model.commands import SetPolling, SetTrapPort, StartDiscovery, Subscribe, SweepSpec
from nocscape.model.events import Event
from nocscape.model.net import Layer, Link
from nocscape.model.status import LinkState, Status
from tests.lab.netlab import V2C, V3, Lab, Node, needs_lab, netlab

pytestmark = [pytest.mark.lab, needs_lab]

POLL_S = 5.0
TWO_POLLS_S = 2 * POLL_S + 10.0
"""With what a busy machine may take beside."""
PATIENCE_S = 60.0
AGENT_CACHE_S = 15.0
"""snmpd itself takes so long to see that an interface changed."""

NODES = (Node("core", snmp="v3"), Node("left"), Node("right"), Node("host"))
LINKS = (("core", "left"), ("core", "right"), ("left", "right"), ("right", "host"))


class Screen:
    """What a console would show."""

    def __init__(self, client: EngineClient) -> None:
        self.live = LiveNetwork()
        self.events: list[Event] = []
        self.client = client

    def wait(self, is_so: Callable[[], object], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not is_so() and time.monotonic() < deadline:
            for batch in self.client.receive(0.2):
                for item in batch.items:
                    self.live.take(item)
                    self.events += item.events if isinstance(item, EventsRaised) else ()
        return bool(is_so())

    def device(self, name: str) -> str:
        """Its id; empty where it has not been told yet."""
        return next((d for d, i in self.live.devices.items() if i.device.name == name), "")

    def status(self, name: str) -> Status:
        return self.live.status(self.device(name))

    def link(self, a: str, b: str) -> Link:
        ends = {self.device(a), self.device(b)}
        return next(
            x for x in self.live.links.values() if x.layer is Layer.PHYSICAL and {x.a.device, x.b.device} == ends
        )


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with netlab(NODES, LINKS) as made:
        yield made


@pytest.fixture
def screen(lab: Lab) -> Iterator[Screen]:
    with lab.inside():
        client = open_client(None, origin="console")
    screen = Screen(client)
    spec = SweepSpec(targets=tuple(lab.address.values()))
    client.call(Subscribe(), on_item=screen.live.take, timeout_s=10)
    client.call(SetPolling(interval_s=POLL_S), on_item=screen.live.take, timeout_s=10)
    client.call(StartDiscovery(sweep=spec, credentials=(V3, V2C)), on_item=screen.live.take, timeout_s=60)
    assert screen.wait(lambda: all(screen.status(n.name) is Status.UP for n in NODES), PATIENCE_S)
    yield screen
    client.close()


def test_a_cut_cable_shows_as_down_and_a_healed_one_as_up(lab: Lab, screen: Screen) -> None:
    cut = frozenset({("left", "ge2"), ("right", "ge2")})
    lab.set_link(cut, "down")
    try:
        down = screen.wait(lambda: screen.link("left", "right").state is LinkState.DOWN, TWO_POLLS_S + AGENT_CACHE_S)
    finally:
        lab.set_link(cut, "up")
    assert down
    assert screen.wait(lambda: screen.link("left", "right").state is LinkState.UP, TWO_POLLS_S + AGENT_CACHE_S)


def test_a_killed_agent_shows_within_two_polls_and_so_does_its_return(lab: Lab, screen: Screen) -> None:
    lab.stop("host")
    try:
        assert screen.wait(lambda: screen.status("host") is Status.WARNING, TWO_POLLS_S)
        assert screen.live.statuses[screen.device("host")].reason
    finally:
        lab.start("host")
    assert screen.wait(lambda: screen.status("host") is Status.UP, TWO_POLLS_S)


def test_a_trap_of_a_node_lets_it_be_read_again_and_one_of_nobody_does_not(lab: Lab, screen: Screen) -> None:
    screen.client.call(SetTrapPort(port=162), on_item=screen.live.take, timeout_s=10)

    def told() -> list[str]:
        return [str(e.device) for e in screen.events if e.kind == "topology_trap"]

    lab.send_trap("left", "1.3.6.1.6.3.1.1.5.5")
    lab.send_trap("right", "1.3.6.1.6.3.1.1.5.3")
    assert screen.wait(told, PATIENCE_S)
    assert told() == [screen.device("right")]
