"""The plan of the demo campus and what its devices say."""

from __future__ import annotations

import networkx as nx
import pytest

from nocscape.base.clock import FakeClock
from nocscape.demo.campus import Campus
from nocscape.demo.faults import default_script
from nocscape.demo.network import DemoNetwork
from nocscape.demo.traffic import Flow
from nocscape.wire.snmp.simulated import protocol
from nocscape.wire.snmp.simulated.agent import Agent
from nocscape.wire.snmp.simulated.protocol import GET, GET_BULK, GET_NEXT, V1, V2C, Request

IF_OPER_STATUS = "1.3.6.1.2.1.2.2.1.8"
LLDP_REM_SYS_NAME = "1.0.8802.1.1.2.1.4.1.1.9"


@pytest.fixture(scope="module")
def network() -> DemoNetwork:
    return DemoNetwork(Campus(), FakeClock())


@pytest.mark.parametrize("scale", [1, 5])
def test_the_campus_is_connected_and_grows_with_its_scale(scale: int) -> None:
    campus = Campus(scale=scale)
    graph: nx.MultiGraph[str] = nx.MultiGraph([(c.a.name, c.b.name) for c in campus.cables])
    assert nx.is_connected(graph)
    assert 50 * scale <= len(campus.boxes) <= 65 * scale
    assert len({b.address for b in campus.boxes}) == len({b.name for b in campus.boxes}) == len(campus.boxes)


def test_the_same_seed_gives_the_same_campus_and_another_seed_another() -> None:
    loads = [[c.down_bps for c in Campus(seed=s).cables] for s in (3, 3, 4)]
    assert loads[0] == loads[1] != loads[2]


def test_no_cable_is_planned_beyond_its_speed() -> None:
    assert all(0 < c.down_bps < c.speed_bps and 0 < c.up_bps < c.speed_bps for c in Campus(scale=3).cables)


def test_a_walk_meets_every_object_once_in_order(network: DemoNetwork) -> None:
    objects = network.devices[2].objects
    met, place = [], protocol.key("0.0")
    while (found := objects.after(place)) is not None:
        met.append(found)
        place = found
    assert met == sorted(met)
    assert len(met) == len(set(met)) == len(objects)


def test_both_ends_of_every_cable_announce_each_other(network: DemoNetwork) -> None:
    names = {d.box.name: d for d in network.devices}
    for device in network.devices:
        for cable in device.box.cables:
            other = cable.b if cable.a is device.box else cable.a
            mine = cable.a_port if cable.a is device.box else cable.b_port
            said = device.objects.get(protocol.key(f"{LLDP_REM_SYS_NAME}.0.{mine}.1"), 0.0)
            assert said is not None
            assert said[2:].decode() == other.name in names


def test_counters_grow_and_never_go_back() -> None:
    flow = Flow(1e9, 7, 1_750_000_000.0, lambda _: False)
    seen = [flow.octets(1_750_000_000.0 + s) for s in (0, 1, 5, 60, 60, 3600, 86400)]
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


def test_nothing_flows_through_a_cable_that_is_down() -> None:
    flow = Flow(1e9, 7, 0.0, lambda now: now >= 100)
    at_cut = flow.octets(100)
    assert flow.octets(1000) == at_cut


def test_the_script_takes_a_device_its_cables_and_what_hangs_on_it_down_and_up_again() -> None:
    campus = Campus()
    script = default_script(campus, 0.0)
    dead = next(b for b in campus.boxes if b.name == "acc-b2")
    states = [
        (script.is_on("device_silent", "ap-b2", at), script.is_cable_down(dead.cables[0], at)) for at in (0, 500, 700)
    ]
    assert states == [(False, False), (True, True), (False, False)]


def test_a_cut_cable_is_down_at_both_ends(network: DemoNetwork) -> None:
    fault = next(f for f in network._script.faults if f.what == "link_down")
    cable = next(c for c in network.campus.cables if c.name == fault.where)
    during = network._epoch + fault.start_s + 1
    for box, port in ((cable.a, cable.a_port), (cable.b, cable.b_port)):
        device = next(d for d in network.devices if d.box is box)
        assert device.objects.get(protocol.key(f"{IF_OPER_STATUS}.{port}"), during) == b"\x02\x01\x02"


def agent(network: DemoNetwork) -> Agent:
    return Agent({"public": network.devices[2].objects}, lambda: 0.0)


def test_a_missing_object_is_an_error_in_v1_and_an_exception_in_v2c(network: DemoNetwork) -> None:
    missing = [protocol.key("1.3.6.1.9.9")]
    v1 = agent(network).respond(Request(V1, b"public", GET, 1, 0, 0, missing), 0.0)
    v2c = agent(network).respond(Request(V2C, b"public", GET, 1, 0, 0, missing), 0.0)
    assert b"\x02\x01\x02\x02\x01\x01" in v1
    assert v2c.endswith(protocol.NO_SUCH_OBJECT)


def test_a_walk_past_the_end_says_so(network: DemoNetwork) -> None:
    for kind, second in ((GET_NEXT, 0), (GET_BULK, 10)):
        said = agent(network).respond(Request(V2C, b"public", kind, 1, 0, second, [protocol.key("1.9")]), 0.0)
        assert said.endswith(protocol.END_OF_MIB)


def test_a_bulk_response_fits_one_frame(network: DemoNetwork) -> None:
    request = Request(V2C, b"public", GET_BULK, 1, 0, 200, [protocol.key("1.3")])
    assert 1000 < len(agent(network).respond(request, 0.0)) < 1472
