"""Real notifications of all versions, from net-snmp's senders and from floods, into a listener and a whole engine."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from nocscape.base.counters import Counters
from nocscape.base.errors import BusyError
from nocscape.engine.core import Engine
from nocscape.engine.rooms import Rooms
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.wire.snmp.traps import Trap, TrapListener
from nocscape.wire.snmp.traps.listener import BURST, KEYS_BURST
from tests.integration.fake_agent import fake_agent
from tests.integration.ports import free_udp_port
from tests.integration.test_rediscovery import discover, found, named, until

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
ENGINE_ID = "0x8000000001020304"
USER = SnmpCredential(
    name="traps",
    version=SnmpVersion.V3,
    user="nocuser",
    auth=AuthProtocol.SHA256,
    auth_key="authpass123",
    priv=PrivProtocol.AES128,
    priv_key="privpass123",
)
SECURED = ("-v3", "-u", "nocuser", "-l", "authPriv", "-a", "SHA-256", "-A", "authpass123", "-x", "AES", "-X")
needs_snmptrap = pytest.mark.skipif(shutil.which("snmptrap") is None, reason="needs net-snmp's snmptrap")


class Heard:
    """A listener on a free port, and what it heard."""

    def __init__(self) -> None:
        self.counters = Counters()
        self.traps: list[Trap] = []
        self.is_known = True
        self.listener = TrapListener(self.counters, lambda _: self.is_known, self._credential, self.traps.append)
        self.port = 0

    async def _credential(self, _address: str, user: str) -> SnmpCredential | None:
        return USER if user == USER.user else None

    async def until_read(self, count: int) -> None:
        """Until so many were heard or dropped."""
        await until(lambda: len(self.traps) + self.counters.total("trap.dropped.") >= count)

    def dropped(self, reason: str) -> int:
        return self.counters.get(f"trap.dropped.{reason}")


@asynccontextmanager
async def listening() -> AsyncIterator[Heard]:
    heard = Heard()
    heard.port = await heard.listener.open(free_udp_port())
    reading = asyncio.create_task(heard.listener.run())
    try:
        yield heard
    finally:
        reading.cancel()
        await asyncio.wait([reading])
        await heard.listener.close()


async def send(
    port: int, *words: str, program: str = "snmptrap", host: str = "127.0.0.1", tail: tuple[str, ...]
) -> int:
    """Run net-snmp's sender to its end; an inform that nobody acknowledges fails."""
    sender = await asyncio.create_subprocess_exec(
        program, "-r0", "-t20", *words, f"{host}:{port}", "", *tail, stderr=asyncio.subprocess.DEVNULL
    )
    return await sender.wait()


@needs_snmptrap
async def test_traps_and_informs_of_every_version_are_heard_and_informs_acknowledged() -> None:
    async with listening() as heard:
        port = ("1.3.6.1.2.1.2.2.1.1.7", "i", "7")
        assert await send(heard.port, "-v1", "-c", "any", tail=("10.1.2.3", "2", "0", "", *port)) == 0
        assert await send(heard.port, "-v2c", "-c", "any", tail=(LINK_DOWN, *port)) == 0
        assert await send(heard.port, "-v2c", "-c", "any", program="snmpinform", tail=(LINK_DOWN, *port)) == 0
        v3 = (*SECURED, USER.priv_key)
        assert await send(heard.port, *v3, "-e", ENGINE_ID, tail=(LINK_DOWN, *port)) == 0
        assert await send(heard.port, *v3, program="snmpinform", tail=(LINK_DOWN, *port)) == 0
        assert await send(heard.port, *v3, program="snmpinform", host="udp6:[::1]", tail=(LINK_DOWN, *port)) == 0
        await heard.until_read(6)
    assert [t.oid for t in heard.traps] == [LINK_DOWN] * 6
    assert [t.version.value for t in heard.traps] == ["v1", "v2c", "v2c", "v3", "v3", "v3"]
    assert [t.sender for t in heard.traps] == ["127.0.0.1"] * 5 + ["::1"]
    assert heard.traps[0].origin == "10.1.2.3"
    assert all((told := t.value("1.3.6.1.2.1.2.2.1.1")) is not None and told.value == 7 for t in heard.traps)


@needs_snmptrap
async def test_a_secured_trap_with_a_wrong_key_or_user_and_ever_new_engines_are_dropped() -> None:
    async with listening() as heard:
        await send(heard.port, *SECURED, "another-key", "-e", ENGINE_ID, tail=(LINK_DOWN,))
        await send(heard.port, "-v3", "-u", "nobody", "-l", "noAuthNoPriv", "-e", ENGINE_ID, tail=(LINK_DOWN,))
        await heard.until_read(2)
        assert (heard.dropped("not_authentic"), heard.dropped("unknown_user")) == (1, 1)
        for number in range(KEYS_BURST):
            await send(heard.port, *SECURED, USER.priv_key, "-e", f"0x80000000010203{number:02x}99", tail=(LINK_DOWN,))
        await heard.until_read(2 + KEYS_BURST)
        assert heard.dropped("too_many_engines") >= 1
    assert len(heard.traps) < KEYS_BURST


async def test_strangers_floods_and_rubbish_are_counted_and_cost_nothing_else() -> None:
    rubbish = [b"", b"\x30", b"\x30\x82\xff\xff", b"\x30\x03\x02\x01\x01", bytes(60), b"\x30\x84\x7f\xff\xff\xff" * 9]
    async with listening() as heard:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for datagram in rubbish:
                sender.sendto(datagram, ("127.0.0.1", heard.port))
            await heard.until_read(len(rubbish))
            assert heard.dropped("malformed") == len(rubbish)
            for _ in range(4 * BURST):
                sender.sendto(rubbish[1], ("127.0.0.1", heard.port))
            await heard.until_read(len(rubbish) + 4 * BURST)
            assert heard.dropped("too_many") >= BURST
            heard.is_known = False
            sender.sendto(rubbish[0], ("127.0.0.1", heard.port))
            await until(lambda: heard.dropped("stranger") == 1)
    assert heard.traps == []


async def test_a_port_that_another_program_has_is_refused() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        listener = Heard().listener
        with pytest.raises(BusyError, match="cannot be listened on"):
            await listener.open(other.getsockname()[1])


@asynccontextmanager
async def engine() -> AsyncIterator[Rooms]:
    """An engine in memory that listens for traps."""
    made = Engine(None)
    await made.start()
    made.rooms.rediscovery.start()
    await made.rooms.traps.listen(free_udp_port())
    try:
        yield made.rooms
    finally:
        await made.stop()


@needs_snmptrap
async def test_a_trap_lets_an_engine_read_its_sender_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nocscape.engine.finding.rediscovery.SOON_S", 0.1)
    monkeypatch.setattr("nocscape.engine.finding.rediscovery.LEAST_GAP_S", 0.1)
    async with engine() as rooms, fake_agent(named("odd-1")) as agent:
        await discover(rooms, agent)
        rooms.rediscovery.set_interval(86_400.0)
        assert found(rooms).device.name == "odd-1"
        agent.answer = named("odd-2")
        await send(rooms.traps.port, "-v2c", "-c", "any", tail=(LINK_DOWN,))
        await until(lambda: found(rooms).device.name == "odd-2")
        assert [e.kind for e in rooms.state.events if e.kind == "topology_trap"] == ["topology_trap"]
