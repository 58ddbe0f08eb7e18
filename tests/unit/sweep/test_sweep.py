"""A sweep that is watched, cancelled and resumed, on a simulated network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from nocscape.discovery.sweep import Sweep
from nocscape.discovery.targets import Targets
from nocscape.model.net import Unanswered
from nocscape.wire.icmp.packets import Heard
from nocscape.wire.icmp.socket_pinger import SocketPinger
from tests.unit.icmp.simulated import SimulatedChannel, pinger_on, reply, router_error

ROUTER = "198.51.100.1"
Begin = Callable[..., Sweep]


def network(address: str, sequence: int, cookie: bytes) -> list[Heard]:
    """Of four addresses one answers, one is reported as unreachable, two are silent."""
    match int(address.rpartition(".")[2]) % 4:
        case 0:
            return [reply(address, sequence, cookie)]
        case 1:
            return [router_error("host_unreachable", ROUTER, address, sequence)]
    return []


@pytest.fixture
async def pinger() -> AsyncIterator[SocketPinger]:
    made = pinger_on(SimulatedChannel(network))
    yield made
    await made.close()


def sweep(pinger: SocketPinger, targets: str | Targets = "10.0.0.0/24", timeout_s: float = 0.02) -> Sweep:
    parsed = Targets.parse([targets]) if isinstance(targets, str) else targets
    return Sweep(pinger, parsed, timeout_s=timeout_s)


def last_octets(addresses: list[str]) -> set[int]:
    return {int(a.rpartition(".")[2]) for a in addresses}


async def test_live_addresses_come_out_and_the_rest_is_told_with_reason_and_reporter(pinger: SocketPinger) -> None:
    run = sweep(pinger)
    live = [answer.address async for answer in run.run()]
    problems = run.take_problems()
    assert last_octets(live) == set(range(4, 255, 4))
    assert Unanswered("10.0.0.1", "host_unreachable", ROUTER) in problems
    assert Unanswered("10.0.0.2", "no_answer") in problems
    assert len(live) + len(problems) == run.total == run.sent == 254
    assert run.silent == len([p for p in problems if p.reason == "no_answer"])
    assert not run.take_problems()


async def test_a_sweep_that_is_cancelled_ends_at_once_and_the_next_asks_only_the_rest(pinger: SocketPinger) -> None:
    first = sweep(pinger, timeout_s=60)
    live: list[str] = []
    has_many = asyncio.Event()

    async def collect() -> None:
        async for answer in first.run():
            live.append(answer.address)
            if len(live) == 60:
                has_many.set()

    running = asyncio.create_task(collect())
    await has_many.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    rest = first.remaining()
    assert set(rest).isdisjoint(live)
    assert len(rest) == 254 - len(live)

    second = sweep(pinger, rest)
    live += [answer.address async for answer in second.run()]
    assert last_octets(live) == set(range(4, 255, 4))
    assert len(live) == len(set(live))


async def test_whoever_has_seen_enough_may_close_the_stream(pinger: SocketPinger) -> None:
    stream = sweep(pinger, timeout_s=60).run()
    assert (await anext(stream)).is_alive
    await stream.aclose()  # type: ignore[attr-defined]


async def test_nothing_is_left_of_a_sweep_that_ran_to_its_end(pinger: SocketPinger) -> None:
    run = sweep(pinger, "10.0.0.1-9")
    assert [answer.address async for answer in run.run()] == ["10.0.0.4", "10.0.0.8"]
    assert len(run.remaining()) == 0


async def test_an_error_of_this_machine_names_no_reporter(pinger: SocketPinger) -> None:
    run = sweep(pinger, "2001:db8::1")
    assert not [answer async for answer in run.run()]
    assert run.take_problems() == [Unanswered("2001:db8::1", "no_route")]
