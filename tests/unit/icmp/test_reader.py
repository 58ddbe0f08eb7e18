"""Reading a socket without `add_reader`, as on Windows."""

from __future__ import annotations

import asyncio
import socket

import pytest

from nocscape.wire.icmp.reader import watch
from tests.unit.icmp.simulated import SimulatedChannel, everyone_answers, pinger_on


@pytest.fixture
async def proactor_like(monkeypatch: pytest.MonkeyPatch) -> None:
    """The running loop refuses `add_reader`, as Windows' proactor loop does."""

    def refuse(*_: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", refuse)


async def test_a_thread_waits_where_the_loop_cannot(proactor_like: None) -> None:
    one, other = socket.socketpair()
    one.setblocking(False)
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    stop = watch(one, lambda: heard.put_nowait(one.recv(10)))
    for word in (b"first", b"second"):
        other.send(word)
        assert await heard.get() == word
    stop()
    one.close()
    other.close()


async def test_pings_work_over_the_thread(proactor_like: None) -> None:
    pinger = pinger_on(SimulatedChannel(everyone_answers))
    answers = await asyncio.gather(*(pinger.ping(f"10.0.0.{i}") for i in range(100)))
    assert all(replies[0].is_alive for replies in answers)
    await pinger.close()


async def test_stopping_ends_the_thread_though_data_waits_unread(proactor_like: None) -> None:
    one, other = socket.socketpair()
    stop = watch(one, lambda: None)
    other.send(b"never read")
    await asyncio.sleep(0)
    stop()
    one.close()
    other.close()
