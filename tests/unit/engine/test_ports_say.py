"""A link is down while a poll says that a port of it is, whatever an older reading of that device says."""

from __future__ import annotations

from msgspec.structs import replace

from nocscape.base.clock import FakeClock
from nocscape.engine.ports_say import as_ports_say
from nocscape.engine.state import NetworkState
from nocscape.model.net import Device, Endpoint, Interface, Inventory, Layer, Link, LinkMember, PortRef, link_id
from nocscape.model.status import LinkState
from nocscape.topology.infer import Topology
from nocscape.topology.steps import Delta
from tests.unit.engine.test_state import Keeper
from tests.unit.topology.made import NOW, later, switch, wired

A, B = PortRef("a", "ge1"), PortRef("b", "ge1")


def device(name: str, oper: str = "up", admin: str = "up") -> Inventory:
    ports = tuple(Interface(key=f"ge{n}", if_index=n, name=f"ge{n}", oper=oper, admin=admin) for n in (1, 2))
    return Inventory(device=Device(id=name, name=name, endpoint=Endpoint(f"{name}.example")), interfaces=ports)


def link(state: LinkState, layer: Layer = Layer.PHYSICAL, members: tuple[LinkMember, ...] = ()) -> Link:
    return Link(id=link_id(A, B), a=A, b=B, state=state, layer=layer, members=members)


def state_now(one: Link, a: Inventory, b: Inventory) -> LinkState:
    (found,) = as_ports_say([one], {"a": a, "b": b})
    return found.state


def test_a_port_that_is_down_at_either_end_takes_its_link_down() -> None:
    for a, b in ((device("a", "down"), device("b")), (device("a"), device("b", admin="down"))):
        for state in LinkState:
            assert state_now(link(state), a, b) is LinkState.DOWN


def test_what_inference_alone_knows_stays_where_both_ports_are_up() -> None:
    a, b = device("a"), device("b")
    assert state_now(link(LinkState.BLOCKED), a, b) is LinkState.BLOCKED
    assert state_now(link(LinkState.STALE), a, b) is LinkState.STALE
    assert state_now(link(LinkState.DOWN, Layer.OSPF), a, b) is LinkState.DOWN


def test_a_link_that_was_read_as_down_is_up_again_with_its_ports() -> None:
    assert state_now(link(LinkState.DOWN), device("a"), device("b")) is LinkState.UP


def test_wires_of_a_bundle_are_down_one_by_one() -> None:
    wires = (LinkMember("ge1", "ge1"), LinkMember("ge2", "ge2"))
    down = replace(device("a"), interfaces=(device("a").interfaces[0], device("a", "down").interfaces[1]))
    whole = replace(link(LinkState.UP, members=wires), a=PortRef("a", "po1"))
    (found,) = as_ports_say([whole], {"a": down, "b": device("b")})
    assert [member.state for member in found.members] == [LinkState.UP, LinkState.DOWN]
    assert found.state is LinkState.UP


def test_reading_the_other_end_again_does_not_take_back_what_a_poll_said_of_this_one() -> None:
    state, topology = NetworkState(FakeClock(), Keeper(), lambda _: None), Topology()
    a, b = wired(switch("a"), 1, switch("b"), 1)
    state.take(topology.apply([a, b], NOW))
    polled = state.devices[topology.directory.at(a.endpoint) or ""]
    ports = tuple(replace(i, oper="down") if i.key == "ge1" else i for i in polled.interfaces)
    state.put_devices([replace(polled, interfaces=ports)])
    delta = topology.apply([later(b, 5.0)], NOW + 5.0)
    assert [one.state for one in delta.links.values()] == [LinkState.UP]
    state.take(delta)
    assert [one.state for one in state.links.values()] == [LinkState.DOWN]
    state.take(Delta())
    assert [one.state for one in state.links.values()] == [LinkState.DOWN]
