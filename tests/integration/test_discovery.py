"""Reading devices over real UDP: agents with odd tables, wrong credentials, silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from nocscape.base.clock import SystemClock
from nocscape.discovery.agent import Agent
from nocscape.discovery.credentials import Keyring, NoWayIn, Refusal, WayIn
from nocscape.discovery.knowledge import NoKnowledge
from nocscape.discovery.neighbours import NeighbourSource, sources
from nocscape.discovery.pipeline import Candidate, Discovery, Step
from nocscape.discovery.reader import read_device
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Endpoint
from nocscape.topology.infer import Topology
from nocscape.topology.observations import DeviceReading, IdType, Neighbour, RawId
from nocscape.wire.snmp import SnmpClient, SnmpTarget, open_client
from tests.integration.fake_agent import OID, Asked, FakeAgent, Mib, Value, encode_oid, fake_agent, number, text
from tests.integration.snmpd import needs_snmpd, running_snmpd
from tests.unit.topology.made import switch

Objects = dict[str, Value]
RIGHT = SnmpCredential(name="right", version=SnmpVersion.V2C, community="public")
WRONG = SnmpCredential(name="wrong", version=SnmpVersion.V2C, community="guess")
CHASSIS = b"\x00\x1b\x21\x0a\x0b\x0c"
FAR_CHASSIS = b"\x00\x1b\x21\x0d\x0e\x0f"

SYSTEM: Objects = {
    "1.3.6.1.2.1.1.1.0": text("Odd switch, version 1"),
    "1.3.6.1.2.1.1.2.0": Value(OID, encode_oid((1, 3, 6, 1, 4, 1, 99999, 1))),
    "1.3.6.1.2.1.1.5.0": text("odd-1"),
}


def row(entry: str, index: str, **columns: Value) -> Objects:
    """Instances of one conceptual row; columns as `c4=`."""
    return {f"{entry}.{name[1:]}.{index}": value for name, value in columns.items()}


def interface(index: int, name: str) -> Objects:
    return row("1.3.6.1.2.1.2.2.1", str(index), c2=text(name), c3=number(6), c7=number(1), c8=number(1)) | row(
        "1.3.6.1.2.1.31.1.1.1", str(index), c1=text(name)
    )


LLDP_LOCAL: Objects = {
    "1.0.8802.1.1.2.1.3.1.0": number(4),
    "1.0.8802.1.1.2.1.3.2.0": text(CHASSIS),
    "1.0.8802.1.1.2.1.3.6.0": text(b"\x28"),
}
LLDP: Objects = {
    **LLDP_LOCAL,
    **row("1.0.8802.1.1.2.1.3.7.1", "1", c2=number(7), c3=text("1"), c4=text("xe2")),
    **row("1.0.8802.1.1.2.1.3.7.1", "2", c2=number(7), c3=text("2"), c4=text("xe1")),
    **row(
        "1.0.8802.1.1.2.1.4.1.1",
        "77.1.5",
        c4=number(4),
        c5=text(FAR_CHASSIS),
        c6=number(5),
        c7=text("Gi0/1"),
        c8=text("uplink"),
        c9=text("far-1"),
        c10=text("Far away"),
        c12=text(b"\x20"),
    ),
    **row("1.0.8802.1.1.2.1.4.2.1", "77.1.5.1.4.10.9.8.7", c3=number(2)),
}
CDP: Objects = row(
    "1.3.6.1.4.1.9.9.23.1.2.1.1",
    "101.3",
    c3=number(1),
    c4=text(b"\x0a\x09\x08\x07"),
    c5=text("Far away"),
    c6=text("far-1(FOC1234X0AB)"),
    c7=text("GigabitEthernet0/1"),
    c8=text("cisco WS-C2960"),
    c9=text(b"\x00\x00\x00\x28"),
)
PORTS: Objects = interface(101, "xe1") | interface(102, "xe2")


def mib(*parts: Objects) -> Mib:
    return Mib({tuple(map(int, oid.split("."))): value for part in parts for oid, value in part.items()})


def answering(community: str, honest: Mib) -> Callable[[Asked], list[bytes]]:
    """An agent that is silent towards everybody else, as RFC 3584 wants."""
    return lambda asked: honest.answer(asked) if asked.community == community.encode() else []


@pytest.fixture(params=["gufo-snmp", "pysnmp"])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[SnmpClient]:
    opened = open_client(request.param)
    yield opened
    await opened.close()


async def read(client: SnmpClient, agent: FakeAgent) -> DeviceReading:
    target = SnmpTarget(address="127.0.0.1", port=agent.port, credential=RIGHT, timeout_s=1.0)
    endpoint = Endpoint("127.0.0.1", agent.port)
    return await read_device(client, target, endpoint, NoKnowledge(), SystemClock())


def heard(reading: DeviceReading) -> list[Neighbour]:
    """Who announced itself."""
    return [o for o in reading.observations if isinstance(o, Neighbour)]


async def test_an_lldp_neighbour_is_heard_on_the_port_that_is_meant(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM, PORTS, LLDP))) as agent:
        reading = await read(client, agent)
    (seen,) = heard(reading)
    assert seen.chassis == RawId(IdType.MAC, "00:1b:21:0d:0e:0f")
    assert seen.addresses == ("10.9.8.7",)
    assert seen.capabilities == ("bridge",)
    topology = Topology()
    topology.apply([reading], reading.at)
    (link,) = topology.links.values()
    ends = {topology.inventories[p.device].device.name: p.interface for p in (link.a, link.b)}
    assert ends == {"odd-1": "xe2", "far-1": "Gi0/1"}


async def test_lldp_and_cdp_of_one_neighbour_are_one_link(client: SnmpClient) -> None:
    at_xe2 = {oid.replace(".101.3", ".102.3"): value for oid, value in CDP.items()}
    async with fake_agent(answering("public", mib(SYSTEM, PORTS, LLDP, at_xe2))) as agent:
        reading = await read(client, agent)
    assert reading.inventory.device.protocols == ("cdp", "lldp")
    topology = Topology()
    topology.apply([reading], reading.at)
    ghosts = [i for i in topology.inventories.values() if i.device.is_ghost]
    assert [g.device.name for g in ghosts] == ["far-1"]
    assert ghosts[0].device.addresses == ("10.9.8.7",)


async def test_cdp_names_lose_their_serial_number(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM, PORTS, CDP))) as agent:
        (seen,) = heard(await read(client, agent))
    assert (seen.sys_name, seen.platform, seen.capabilities) == ("far-1", "cisco WS-C2960", ("bridge",))
    assert seen.local.if_index == 101


async def test_an_agent_with_nothing_but_a_system_group_is_a_device(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM))) as agent:
        reading = await read(client, agent)
    assert reading.inventory.device.name == "odd-1"
    assert reading.inventory.device.sys_object_id == "1.3.6.1.4.1.99999.1"
    assert reading.inventory.interfaces == ()
    assert reading.unread == ()
    assert reading.inventory.device.protocols == ()


async def test_interfaces_that_share_a_name_keep_apart(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM, interface(1, "port"), interface(2, "port")))) as agent:
        reading = await read(client, agent)
    assert [i.key for i in reading.inventory.interfaces] == ["ifIndex.1", "ifIndex.2"]
    assert [i.name for i in reading.inventory.interfaces] == ["port", "port"]


@pytest.mark.parametrize("source", sources(), ids=lambda s: s.SOURCE)
@pytest.mark.parametrize("objects", [SYSTEM, SYSTEM | PORTS | LLDP | CDP], ids=["empty agent", "full agent"])
async def test_every_neighbour_source_keeps_its_contract(source: NeighbourSource, objects: Objects) -> None:
    client = open_client("pysnmp")
    async with fake_agent(answering("public", mib(objects))) as fake, AsyncExitStack() as stack:
        stack.push_async_callback(client.close)
        target = SnmpTarget(address="127.0.0.1", port=fake.port, credential=RIGHT, timeout_s=1.0)
        reading = switch("reader")
        said = await source.read(Agent(client, target), reading)
        assert said is None or all(o.source == source.SOURCE for o in said)
        assert said is None or all(o.seen_from == reading.endpoint and o.at == reading.at for o in said)
        assert objects is not SYSTEM or not said


async def test_the_first_credential_that_opens_is_taken_and_remembered(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM))) as agent:
        keyring = Keyring(client, [WRONG, RIGHT], timeout_s=0.3, retries=0)
        endpoint = Endpoint("127.0.0.1", agent.port)
        first = await keyring.open(endpoint)
        assert isinstance(first, WayIn)
        assert first.target.credential is RIGHT
        assert first.system["1.3.6.1.2.1.1.5.0"] == b"odd-1"
        agent.asked.clear()
        await keyring.open(endpoint)
        assert {asked.community for asked in agent.asked} == {b"public"}


async def test_credentials_wait_beside_each_other_not_one_after_the_other(client: SnmpClient) -> None:
    guesses = [SnmpCredential(name=f"c{n}", version=SnmpVersion.V2C, community=f"guess{n}") for n in range(8)]
    async with fake_agent(answering("public", mib(SYSTEM))) as agent:
        patient = Keyring(client, [*guesses, RIGHT], timeout_s=60.0)
        way = await patient.open(Endpoint("127.0.0.1", agent.port))
    assert isinstance(way, WayIn)
    assert way.target.credential is RIGHT


async def test_silence_is_told_from_refusal(client: SnmpClient) -> None:
    async with fake_agent(lambda _: []) as agent:
        keyring = Keyring(client, [WRONG, RIGHT], timeout_s=0.3, retries=0)
        assert await keyring.open(Endpoint("127.0.0.1", agent.port)) == NoWayIn(Refusal.NO_ANSWER)


async def test_a_closed_port_is_not_tried_with_every_key(client: SnmpClient) -> None:
    async with fake_agent(lambda _: []) as agent:
        port = agent.port
    keyring = Keyring(client, [WRONG, RIGHT], timeout_s=5.0)
    assert await keyring.open(Endpoint("127.0.0.1", port)) == NoWayIn(Refusal.PORT_CLOSED)


@needs_snmpd
async def test_an_agent_that_admits_nobody_is_told_from_silence(client: SnmpClient, tmp_path: Path) -> None:
    with running_snmpd(tmp_path) as agent:
        keyring = Keyring(client, [WRONG], timeout_s=0.7, retries=0)
        assert await keyring.open(Endpoint(agent.address, agent.port)) == NoWayIn(Refusal.NOT_ADMITTED)


async def addresses(*found: str, then_wait: bool = False) -> AsyncIterator[Candidate]:
    for address in found:
        yield Candidate(address)
    if then_wait:
        await asyncio.Event().wait()


async def test_a_discovery_tells_of_devices_while_it_runs_and_ends_at_once_when_cancelled(client: SnmpClient) -> None:
    async with fake_agent(answering("public", mib(SYSTEM, PORTS, LLDP))) as agent:
        steps: list[Step] = []
        has_step = asyncio.Event()

        def take(step: Step) -> None:
            steps.append(step)
            has_step.set()

        keyring = Keyring(client, [RIGHT], timeout_s=1.0)
        discovery = Discovery(client, keyring, Topology(), SystemClock(), port=agent.port)
        work = asyncio.ensure_future(discovery.run(addresses("127.0.0.1", then_wait=True), take))
        await has_step.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
    assert {i.device.name for i in steps[0].delta.inventories.values()} == {"odd-1", "far-1"}
    assert steps[0].delta.links


async def test_what_answers_ping_alone_is_a_device_and_what_answers_nothing_is_a_problem(client: SnmpClient) -> None:
    async with fake_agent(lambda _: []) as agent:
        port = agent.port
    topology = Topology()
    steps: list[Step] = []
    discovery = Discovery(client, Keyring(client, [RIGHT]), topology, SystemClock(), port=port)

    async def candidates() -> AsyncIterator[Candidate]:
        yield Candidate("127.0.0.1")
        yield Candidate("127.0.0.2", has_answered_ping=False)

    await discovery.run(candidates(), steps.append)
    assert [i.device.endpoint.address for i in topology.inventories.values()] == ["127.0.0.1"]
    assert [p.address for s in steps for p in s.problems] == ["127.0.0.2"]


def deaf(honest: Mib, below: str, times: int) -> Callable[[Asked], list[bytes]]:
    """An agent that loses the first requests about what is below an OID."""
    root = tuple(map(int, below.split(".")))
    left = [times]

    def answer(asked: Asked) -> list[bytes]:
        if left[0] and any(oid[: len(root)] == root for oid in asked.oids):
            left[0] -= 1
            return []
        return honest.answer(asked)

    return answer


async def test_what_fell_silent_in_between_is_read_again_at_the_end(client: SnmpClient) -> None:
    async with fake_agent(deaf(mib(SYSTEM, PORTS, LLDP), "1.0.8802.1.1.2.1.4.1", 3)) as agent:
        topology = Topology()
        keyring = Keyring(client, [RIGHT], timeout_s=0.2, retries=1)
        discovery = Discovery(client, keyring, topology, SystemClock(), port=agent.port)
        await discovery.run(addresses("127.0.0.1"), lambda _: None)
    assert {i.device.name for i in topology.inventories.values()} == {"odd-1", "far-1"}
    assert len(topology.links) == 1


async def test_an_agent_that_is_there_is_waited_for_once_more(
    client: SnmpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answers_anybody(_target: SnmpTarget) -> bytes:
        return bytes(8)

    monkeypatch.setattr(client, "engine_id", answers_anybody)
    async with fake_agent(deaf(mib(SYSTEM), "1.3.6.1.2.1.1", 1)) as agent:
        keyring = Keyring(client, [RIGHT], timeout_s=0.3, retries=0)
        assert isinstance(await keyring.open(Endpoint("127.0.0.1", agent.port)), WayIn)


def test_sources_are_found_by_listing_their_folder() -> None:
    assert {s.SOURCE for s in sources()} >= {"lldp", "cdp"}
