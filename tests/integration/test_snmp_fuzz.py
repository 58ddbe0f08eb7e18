"""Mutations of a real agent's replies thrown at every parser: values or an `SnmpError`, in time, and nothing else."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import cast

import pytest
from msgspec.structs import replace

from nocscape.base.counters import Counters
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.wire.snmp import Column, SnmpError, SnmpTarget, Syntax, ber, open_client
from nocscape.wire.snmp.discovery_probe import discovery_message, engine_in
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, user_lines, v2c
from tests.integration.test_snmp_snmpd import SYS_DESCR, SYSTEM

pytestmark = needs_snmpd

NOBODY = SnmpCredential(name="nobody", version=SnmpVersion.V3, user="nobody")
SECRET = SnmpCredential(
    name="secret",
    version=SnmpVersion.V3,
    user="secret",
    auth=AuthProtocol.SHA1,
    auth_key="correct horse",
    priv=PrivProtocol.AES128,
    priv_key="battery staple",
)
CREDENTIALS = {"v1": v2c(version=SnmpVersion.V1), "v2c": v2c(), "v3": NOBODY, "v3 encrypted": SECRET}
NAMES = Column("1.3.6.1.2.1.1.9.1.3", Syntax.OCTETS)
AT_ONCE = 50
IN_TIME_S = 60.0
"""A mutation must not hang; on a busy machine fifty of them take a while."""


def mutate(rng: random.Random, datagram: bytes) -> bytes:
    """One to four small injuries."""
    octets = bytearray(datagram)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(octets)) if octets else 0
        match rng.randrange(7):
            case 0 if octets:
                octets[at] ^= 1 << rng.randrange(8)
            case 1 if octets:
                octets[at] = rng.choice((0x00, 0x7F, 0x80, 0x81, 0x84, 0xFF, rng.randrange(256)))
            case 2:
                del octets[at:]
            case 3:
                del octets[at : at + rng.randint(1, 8)]
            case 4:
                octets[at:at] = rng.randbytes(rng.randint(1, 8))
            case 5:
                octets[at:at] = octets[at : at + rng.randint(1, 60)]
            case _ if octets:
                octets[at % 40 % len(octets)] ^= 1 << rng.randrange(8)
    return bytes(octets)


class Mutilator(asyncio.DatagramProtocol):
    """Stands before a real agent and injures what it says."""

    def __init__(self, agent: Snmpd, rng: random.Random) -> None:
        self._agent = (agent.address, agent.port)
        self._rng = rng
        self._askers: list[tuple[str, int]] = []
        self.injured = 0
        self.is_gentle = False
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        assert self.transport is not None
        if address != self._agent:
            self._askers.append(address)
            self.transport.sendto(data, self._agent)
        elif self._askers:
            self.injured += not self.is_gentle
            said = data if self.is_gentle else mutate(self._rng, data)
            self.transport.sendto(said, self._askers.pop(0))


@asynccontextmanager
async def mutilator(agent: Snmpd, seed: int) -> AsyncIterator[tuple[Mutilator, int]]:
    """A mutilator and its port."""
    rng = random.Random(seed)
    loop = asyncio.get_running_loop()
    transport, relay = await loop.create_datagram_endpoint(lambda: Mutilator(agent, rng), local_addr=("127.0.0.1", 0))
    try:
        yield relay, transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    lines = ["rocommunity public", *user_lines(NOBODY), *user_lines(SECRET)]
    with running_snmpd(tmp_path_factory.mktemp("snmpd"), lines) as running:
        yield running


@pytest.fixture(autouse=True)
def no_exception_in_the_loop(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What a parser throws must not reach asyncio."""
    yield
    assert not [r for r in caplog.get_records("call") if r.name == "asyncio" and r.levelno >= logging.ERROR]


async def in_batches(count: int, once: Callable[[int], Awaitable[None]]) -> None:
    """Run `once` so often, some at a time, and fail where a batch hangs."""
    for first in range(0, count, AT_ONCE):
        async with asyncio.timeout(IN_TIME_S):
            await asyncio.gather(*(once(n) for n in range(first, min(count, first + AT_ONCE))))


async def throw_at_pysnmp(agent: Snmpd, credential: SnmpCredential, count: int, seed: int) -> Counters:
    """GETs and walks whose replies are injured."""
    client = open_client("pysnmp", max_concurrent_per_device=AT_ONCE)
    async with mutilator(agent, seed) as (relay, port):
        there = SnmpTarget(address="127.0.0.1", port=port, credential=credential, timeout_s=0.1, retries=0)

        async def once(n: int) -> None:
            with suppress(SnmpError):
                if n % 2:
                    await client.get(there, [SYS_DESCR, NAMES.oid + ".1"])
                else:
                    async for _ in client.walk(there, NAMES.oid, most=60):
                        pass

        while relay.injured < count:
            await in_batches(min(count, 200), once)
    await client.close()
    return client.counters


async def throw_at_gufo(agent: Snmpd, credential: SnmpCredential, count: int, seed: int) -> int:
    """The same at gufo-snmp's own parser, which panics at some of it; returns how many it could not read."""
    gufo_session = pytest.importorskip("nocscape.wire.snmp.gufo_session")
    usm = pytest.importorskip("nocscape.wire.snmp.usm")
    is_v3 = credential.version is SnmpVersion.V3
    user = gufo_session.usm_user(*usm.identity(credential)) if is_v3 else None
    unread = 0
    async with mutilator(agent, seed) as (relay, port):
        there = SnmpTarget(address="127.0.0.1", port=port, credential=credential, timeout_s=0.1, retries=0)

        async def once(n: int) -> None:
            nonlocal unread
            session = gufo_session.GufoSession(there)
            try:
                await session.prepare(user, 0.1)
                if n % 2:
                    await session.get([SYS_DESCR], 0.1)
                else:
                    at = gufo_session._fast.GetIter(NAMES.oid, 20)
                    await session.column(at, lambda chunk: len(chunk) > 0, 0.1)
            except (TimeoutError, SnmpError, gufo_session.UnreadableError, gufo_session.RefusedError):
                unread += 1
            finally:
                session.close()

        while relay.injured < count:
            await in_batches(min(count, 200), once)
    return unread


async def throw_at_the_probe(agent: Snmpd, count: int, seed: int) -> None:
    """Injured reports, straight into the parser."""
    rng = random.Random(seed)
    loop = asyncio.get_running_loop()
    heard: asyncio.Future[bytes] = loop.create_future()

    class Once(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, _address: object) -> None:
            heard.set_result(data)

    transport, _ = await loop.create_datagram_endpoint(Once, remote_addr=(agent.address, agent.port))
    transport.sendto(discovery_message(77))
    report = await asyncio.wait_for(heard, 5)
    transport.close()
    assert engine_in(report, 77).engine_id
    for _ in range(count):
        with suppress(ber.BerError):
            engine_in(mutate(rng, report), 77)


@pytest.mark.parametrize("way", CREDENTIALS)
async def test_pysnmp_survives_200_mutations(agent: Snmpd, way: str) -> None:
    counters = await throw_at_pysnmp(agent, CREDENTIALS[way], 200, seed=1)
    assert counters.get("snmp.dropped.malformed") > 0


@pytest.mark.parametrize("way", ["v2c", "v3", "v3 encrypted"])
async def test_gufo_snmp_survives_200_mutations(agent: Snmpd, way: str) -> None:
    assert await throw_at_gufo(agent, CREDENTIALS[way], 200, seed=2) > 0


async def test_the_engine_probe_survives_200_mutations(agent: Snmpd) -> None:
    await throw_at_the_probe(agent, 200, seed=3)


@pytest.mark.parametrize("prefer", ["gufo-snmp", "pysnmp"])
async def test_a_client_that_was_fed_mutations_works_on(agent: Snmpd, prefer: str) -> None:
    client = open_client(prefer, max_concurrent_per_device=AT_ONCE)
    async with mutilator(agent, seed=4) as (relay, port):
        there = SnmpTarget(address="127.0.0.1", port=port, credential=v2c(), timeout_s=0.1, retries=0)

        async def once(_n: int) -> None:
            with suppress(SnmpError):
                await client.columns(there, [NAMES], most_rows=60)

        await in_batches(60, once)
        relay.is_gentle = True
        patient = replace(there, timeout_s=5.0)
        assert SYS_DESCR in await client.scalars(patient, SYSTEM)
        assert len((await client.columns(patient, [NAMES]))[NAMES.oid]) > 3
    await client.close()


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", CREDENTIALS)
async def test_pysnmp_survives_10_000_mutations(agent: Snmpd, way: str) -> None:
    await throw_at_pysnmp(agent, CREDENTIALS[way], 10_000, seed=5)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("way", ["v2c", "v3", "v3 encrypted"])
async def test_gufo_snmp_survives_10_000_mutations(agent: Snmpd, way: str) -> None:
    await throw_at_gufo(agent, CREDENTIALS[way], 10_000, seed=5)


@pytest.mark.long
async def test_the_engine_probe_survives_10_000_mutations(agent: Snmpd) -> None:
    await throw_at_the_probe(agent, 10_000, seed=5)
