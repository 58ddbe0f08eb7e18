"""Pings and sweeps over one shared socket, on a simulated network."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from nocscape.base.counters import Counters
from nocscape.wire.icmp import IcmpError, PingReply
from nocscape.wire.icmp.packets import Heard
from nocscape.wire.icmp.socket_pinger import SocketPinger
from tests.unit.icmp.simulated import (
    SimulatedChannel,
    everyone_answers,
    nobody_answers,
    pinger_on,
    reply,
    router_error,
)

HOST = "192.0.2.1"
ROUTER = "198.51.100.1"
TIMEOUT_S = 0.02

OpenOn = Callable[[SimulatedChannel], SocketPinger]


@pytest.fixture
def counters() -> Counters:
    return Counters()


@pytest.fixture
async def open_on(counters: Counters) -> AsyncIterator[OpenOn]:
    opened: list[SocketPinger] = []

    def open_pinger(channel: SimulatedChannel) -> SocketPinger:
        opened.append(pinger_on(channel, counters))
        return opened[-1]

    yield open_pinger
    for pinger in opened:
        await pinger.close()


async def sweep(pinger: SocketPinger, addresses: list[str], retries: int = 1) -> tuple[list[PingReply], list[str]]:
    replies: list[PingReply] = []
    silent: list[str] = []
    await pinger.sweep(
        addresses, timeout_s=TIMEOUT_S, retries=retries, on_reply=replies.append, on_silent=silent.append
    )
    return replies, silent


async def test_each_echo_of_a_ping_is_answered_in_order(open_on: OpenOn) -> None:
    channel = SimulatedChannel(everyone_answers)
    replies = await open_on(channel).ping(HOST, count=3, interval_s=0)
    assert [r.is_alive for r in replies] == [True] * 3
    assert len(set(channel.sequences)) == 3


async def test_a_host_that_is_silent_gives_neither_time_nor_error(open_on: OpenOn) -> None:
    assert await open_on(SimulatedChannel(nobody_answers)).ping(HOST, timeout_s=TIMEOUT_S) == [PingReply(HOST)]


async def test_thousands_of_pings_share_the_socket(open_on: OpenOn) -> None:
    pinger = open_on(SimulatedChannel(everyone_answers))
    answers = await asyncio.gather(*(pinger.ping(f"10.0.{i >> 8}.{i & 255}", timeout_s=30.0) for i in range(3000)))
    assert all(replies[0].is_alive for replies in answers)


async def test_an_error_names_the_router_that_reported_it(open_on: OpenOn) -> None:
    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        return [router_error("admin_prohibited", ROUTER, address, sequence, cookie)]

    (answer,) = await open_on(SimulatedChannel(behaviour)).ping(HOST, timeout_s=TIMEOUT_S)
    assert answer.error == IcmpError("admin_prohibited", ROUTER)


async def test_an_answer_beats_an_error_that_came_before_it(open_on: OpenOn) -> None:
    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        return [router_error("host_unreachable", ROUTER, address, sequence), reply(address, sequence, cookie)]

    (answer,) = await open_on(SimulatedChannel(behaviour)).ping(HOST)
    assert answer.is_alive


@pytest.mark.parametrize(
    "forge",
    [
        lambda _, sequence, cookie: reply("192.0.2.99", sequence, cookie),
        lambda address, sequence, _: reply(address, sequence, bytes(16)),
        lambda address, sequence, _: reply(address, sequence, b""),
        lambda address, sequence, cookie: reply(address, sequence ^ 1, cookie),
        lambda address, sequence, cookie: reply(address, sequence, cookie, ident=1),
        lambda address, sequence, cookie: reply(address, sequence, cookie[:-1] + b"\x09"),
        lambda _, sequence, __: router_error("ttl_exceeded", ROUTER, "192.0.2.99", sequence),
        lambda address, sequence, _: router_error("ttl_exceeded", ROUTER, address, sequence, bytes(16)),
    ],
    ids=[
        "other source", "other cookie", "no cookie", "other sequence", "other program", "attempt never made",
        "error about another address", "error with another cookie",
    ],
)  # fmt: skip
async def test_a_forged_message_is_not_believed(open_on: OpenOn, forge: Callable[[str, int, bytes], Heard]) -> None:
    channel = SimulatedChannel(lambda *request: [forge(*request)])
    assert await open_on(channel).ping(HOST, timeout_s=TIMEOUT_S) == [PingReply(HOST)]


async def test_a_duplicate_is_counted_and_not_reported_again(open_on: OpenOn, counters: Counters) -> None:
    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        return [reply(address, sequence, cookie)] * 3

    replies, _ = await sweep(open_on(SimulatedChannel(behaviour)), [HOST, "192.0.2.2"])
    assert len(replies) == 2
    assert counters.get("icmp.late_or_duplicate") >= 2
    assert not [name for name in counters.snapshot() if ".dropped." in name]


async def test_what_this_machine_cannot_send_is_said_at_once(open_on: OpenOn) -> None:
    channel = SimulatedChannel(everyone_answers)
    pinger = open_on(channel)
    channel.refuse_with = errno.ENETUNREACH
    assert await pinger.ping(HOST) == [PingReply(HOST, error=IcmpError("no_route"))]
    channel.refuse_with = errno.EPERM
    assert await pinger.ping(HOST) == [PingReply(HOST, error=IcmpError("not_permitted"))]


async def test_an_address_of_a_family_without_socket_has_no_route(open_on: OpenOn) -> None:
    pinger = open_on(SimulatedChannel(everyone_answers))
    assert (await pinger.ping("2001:db8::1"))[0].error == IcmpError("no_route")
    replies, _ = await sweep(pinger, ["2001:db8::1", HOST])
    assert {r.address: r.is_alive for r in replies} == {"2001:db8::1": False, HOST: True}


async def test_a_sweep_settles_every_address_exactly_once(open_on: OpenOn) -> None:
    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        last = int(address.rpartition(".")[2])
        if last % 3 == 0:
            return [reply(address, sequence, cookie)]
        return [router_error("host_unreachable", "10.0.0.254", address, sequence)] if last % 3 == 1 else []

    addresses = [f"10.0.{i >> 8}.{i & 255}" for i in range(1000)]
    replies, silent = await sweep(open_on(SimulatedChannel(behaviour)), addresses)
    assert sorted([r.address for r in replies] + silent) == sorted(addresses)
    assert {r.address for r in replies if r.is_alive} == {a for a in addresses if int(a.rpartition(".")[2]) % 3 == 0}


async def test_only_the_silent_are_asked_again(open_on: OpenOn) -> None:
    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        return [reply(address, sequence, cookie)] if address == HOST else []

    channel = SimulatedChannel(behaviour)
    await sweep(open_on(channel), [HOST, "192.0.2.2"], retries=2)
    assert channel.requests == {HOST: 1, "192.0.2.2": 3}


async def test_a_host_whose_first_request_was_lost_is_found_by_the_retry(open_on: OpenOn) -> None:
    lost: set[str] = set()

    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        if address not in lost:
            lost.add(address)
            return []
        return [reply(address, sequence, cookie)]

    replies, silent = await sweep(open_on(SimulatedChannel(behaviour)), ["192.0.2.1", "192.0.2.2"])
    assert len(replies) == 2
    assert not silent


async def test_a_late_answer_to_the_first_request_counts_with_its_own_time(open_on: OpenOn) -> None:
    first: list[Heard] = []

    def behaviour(address: str, sequence: int, cookie: bytes) -> list[Heard]:
        first.append(reply(address, sequence, cookie))
        return [first[0]._replace(at=first[1].at)] if len(first) == 2 else []

    replies, _ = await sweep(open_on(SimulatedChannel(behaviour)), [HOST])
    assert (replies[0].rtt_ms or 0) >= TIMEOUT_S * 1000


async def test_sequence_numbers_come_round_without_two_owners(open_on: OpenOn) -> None:
    channel = SimulatedChannel(everyone_answers)
    found: list[PingReply] = []
    pinger = open_on(channel)
    addresses = (f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}" for i in range(70_000))
    await pinger.sweep(addresses, timeout_s=5, retries=0, on_reply=found.append)
    assert len({r.address for r in found}) == 70_000
    assert len(set(channel.sequences)) == 65_536


async def test_a_full_send_buffer_slows_a_sweep_and_loses_nothing(open_on: OpenOn) -> None:
    channel = SimulatedChannel(everyone_answers)
    channel.full_for = 5
    replies, _ = await sweep(open_on(channel), ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
    assert len(replies) == 3


async def test_a_ping_that_finds_no_room_until_its_time_ends_says_so(open_on: OpenOn) -> None:
    channel = SimulatedChannel(everyone_answers)
    channel.full_for = 10_000
    (answer,) = await open_on(channel).ping(HOST, timeout_s=TIMEOUT_S)
    assert answer.error == IcmpError("send_failed")


async def test_a_cancelled_sweep_gives_back_what_it_held(open_on: OpenOn) -> None:
    channel = SimulatedChannel(nobody_answers)
    pinger = open_on(channel)
    before = pinger._exchange.free
    all_sent = asyncio.Event()
    running = asyncio.create_task(
        pinger.sweep(
            (f"10.0.0.{i}" for i in range(200)),
            timeout_s=60,
            on_reply=lambda _: None,
            on_progress=lambda sent: all_sent.set() if sent == 200 else None,
        )
    )
    await all_sent.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert pinger._exchange.free == before


async def test_addresses_are_taken_only_as_they_are_sent(open_on: OpenOn) -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        for number in range(10**9):
            taken.append(number)
            yield f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    pinger = open_on(SimulatedChannel(everyone_answers))
    answered = asyncio.Event()
    running = asyncio.create_task(pinger.sweep(endless(), rate_per_s=1000, on_reply=lambda _: answered.set()))
    await answered.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(taken) < 10_000


async def test_progress_counts_addresses_and_not_retries(open_on: OpenOn) -> None:
    sent: list[int] = []
    pinger = open_on(SimulatedChannel(nobody_answers))
    await pinger.sweep(
        [f"10.0.0.{i}" for i in range(100)], timeout_s=TIMEOUT_S, on_reply=lambda _: None, on_progress=sent.append
    )
    assert sent == sorted(sent)
    assert sent[-1] == 100
