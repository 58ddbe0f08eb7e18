"""Real ICMP through a real router, over unprivileged and raw sockets."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Iterator

import pytest

from nocscape.wire.icmp import IcmpError, Pinger, PingReply, open_pinger
from tests.lab.private_net import LIVE_V6, ROUTER, ROUTER_V6, PrivateNet, needs_namespaces, private_net

pytestmark = [pytest.mark.lab, needs_namespaces]

PATIENCE_S = 1.0
"""Whatever answers or reports an error does so at once; a busy machine may be late to hear of it."""


@pytest.fixture(scope="module")
def net() -> Iterator[PrivateNet]:
    with private_net() as made:
        yield made


@pytest.fixture(params=["icmp socket", "raw socket"])
async def pinger(net: PrivateNet, request: pytest.FixtureRequest) -> AsyncIterator[Pinger]:
    with net.inside():
        opened = open_pinger(request.param)
    assert opened.mode == request.param
    yield opened
    await opened.close()


@pytest.mark.parametrize("address", [ROUTER, "10.80.17.1", ROUTER_V6, LIVE_V6])
async def test_a_live_address_answers(pinger: Pinger, address: str) -> None:
    replies = await pinger.ping(address, timeout_s=PATIENCE_S, count=2, interval_s=0.01)
    assert [r.is_alive for r in replies] == [True, True]


@pytest.mark.parametrize(
    ("address", "kind", "reporter"),
    [
        ("10.81.3.4", "host_unreachable", ROUTER),
        ("10.82.3.4", "admin_prohibited", ROUTER),
        ("10.83.3.4", "net_unreachable", ROUTER),
        ("10.84.3.4", "ttl_exceeded", None),
        ("fd82::5", "admin_prohibited", ROUTER_V6),
    ],
)
async def test_an_error_comes_with_its_reporter(pinger: Pinger, address: str, kind: str, reporter: str | None) -> None:
    (reply,) = await pinger.ping(address, timeout_s=PATIENCE_S)
    assert reply.error is not None
    assert reply.error.kind == kind
    assert reporter is None or reply.error.reporter == reporter


async def test_an_unroutable_v6_address_is_reported_by_the_router(pinger: Pinger) -> None:
    (reply,) = await pinger.ping("fd81::5", timeout_s=PATIENCE_S)
    assert reply.error is not None
    assert reply.error.reporter == ROUTER_V6


async def test_where_this_machine_knows_no_way_it_says_so_itself(pinger: Pinger) -> None:
    assert await pinger.ping("172.31.0.1") == [PingReply("172.31.0.1", error=IcmpError("no_route"))]


async def test_errors_that_pour_in_disturb_no_other_request(pinger: Pinger) -> None:
    def mixed() -> Iterator[str]:
        for number in range(2000):
            yield f"10.81.{number >> 8}.{number & 255}"
            yield f"10.80.{16 + (number >> 8)}.{number & 255}"

    replies: list[PingReply] = []
    silent: list[str] = []
    await pinger.sweep(mixed(), timeout_s=1.0, on_reply=replies.append, on_silent=silent.append)
    assert sum(r.is_alive for r in replies) == 2000
    assert {r.error.reporter for r in replies if r.error} <= {ROUTER}
    assert len(replies) + len(silent) == 4000


async def test_a_sweep_finds_all_that_live_and_nothing_else(pinger: Pinger) -> None:
    alive: set[str] = set()
    await pinger.sweep(
        (str(a) for a in ipaddress.ip_network("10.80.12.0/22")), timeout_s=0.2, retries=0,
        on_reply=lambda reply: alive.add(reply.address),
    )  # fmt: skip
    assert not alive
    await pinger.sweep(
        (str(a) for a in ipaddress.ip_network("10.80.16.0/20")), timeout_s=PATIENCE_S,
        on_reply=lambda reply: alive.add(reply.address),
    )  # fmt: skip
    assert alive == {str(a) for a in ipaddress.ip_network("10.80.16.0/20")}
