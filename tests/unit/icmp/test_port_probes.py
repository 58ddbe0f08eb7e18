"""Knocking at ports, against real sockets on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import cast

import pytest

from nocscape.wire.icmp.port_probes import PortPinger


async def test_a_port_that_refuses_shows_a_host() -> None:
    with socket.socket() as taken:  # bound and not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        pinger = PortPinger(tcp_ports=(taken.getsockname()[1],), snmp_port=9)
        assert (await pinger.ping("127.0.0.1"))[0].is_alive


async def test_an_open_tcp_port_shows_a_host() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert (await PortPinger(tcp_ports=(port,), snmp_port=9).ping("127.0.0.1"))[0].is_alive


class _Agent(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.asked.append(data)
        self._transport.sendto(b"report", addr)


@pytest.fixture
async def agent() -> AsyncIterator[tuple[_Agent, int]]:
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(_Agent, local_addr=("127.0.0.1", 0))
    yield protocol, transport.get_extra_info("sockname")[1]
    transport.close()


async def test_an_snmp_agent_shows_a_host(agent: tuple[_Agent, int]) -> None:
    protocol, port = agent
    assert (await PortPinger(tcp_ports=(), snmp_port=port).ping("127.0.0.1"))[0].is_alive
    assert len(protocol.asked) == 1


async def test_where_nothing_can_be_reached_the_kind_of_error_is_told() -> None:
    (reply,) = await PortPinger(tcp_ports=(9,)).ping("255.255.255.255", timeout_s=0.5)
    assert not reply.is_alive
    assert reply.error is not None
