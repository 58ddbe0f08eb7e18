"""Where nothing may send ICMP: knock at TCP ports and at SNMP. Any answer, a refusal too, shows a host.

A firewall that refuses in the name of all its hosts makes them look alive; no other mode is deceived so.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import secrets
import time
from collections.abc import Coroutine
from typing import Any

from nocscape.wire.icmp.one_by_one import OneByOnePinger
from nocscape.wire.icmp.replies import IcmpError, PingReply
from nocscape.wire.snmp.discovery_probe import discovery_message

MODE = "tcp/snmp probes"
TCP_PORTS = (22, 80, 443, 23)
SNMP_PORT = 161
_MOST_AT_ONCE = 128
"""Five sockets each; within the usual limit of 1,024 open files."""
_UNREACHABLE = {
    errno.EHOSTUNREACH: "host_unreachable",
    errno.ENETUNREACH: "net_unreachable",
    errno.EACCES: "not_permitted",
    errno.EPERM: "not_permitted",
}


class PortPinger(OneByOnePinger):
    """Knocks at all ports of a host at once; the first sign of life counts."""

    def __init__(self, tcp_ports: tuple[int, ...] = TCP_PORTS, snmp_port: int = SNMP_PORT) -> None:
        super().__init__(MODE, _MOST_AT_ONCE)
        self._tcp_ports = tcp_ports
        self._snmp_port = snmp_port

    async def _ask(self, address: str, timeout_s: float) -> PingReply:
        begun = time.monotonic()
        knocks: list[Coroutine[Any, Any, str | None]] = [_knock_tcp(address, port) for port in self._tcp_ports]
        knocks.append(_knock_snmp(address, self._snmp_port))
        tasks = [asyncio.create_task(knock, name="knock") for knock in knocks]
        errors: list[str] = []
        try:
            for outcome in asyncio.as_completed(tasks, timeout=timeout_s):
                error = await outcome
                if error is None:
                    return PingReply(address, 1000 * (time.monotonic() - begun))
                errors.append(error)
        except TimeoutError:
            pass
        finally:
            await _end(tasks)
        return PingReply(address, error=IcmpError(errors[0]) if errors else None)


async def _end(tasks: list[asyncio.Task[str | None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _knock_tcp(address: str, port: int) -> str | None:
    """None where the host accepted or refused, else the kind of error."""
    try:
        _, writer = await asyncio.open_connection(address, port)
    except ConnectionRefusedError:
        return None
    except OSError as error:
        return _UNREACHABLE.get(error.errno or 0, "unreachable")
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return None


class _Answer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.outcome: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:  # noqa: ARG002
        if not self.outcome.done():
            self.outcome.set_result(None)

    def error_received(self, exc: Exception) -> None:
        code = exc.errno if isinstance(exc, OSError) else None
        is_refusal = isinstance(exc, ConnectionRefusedError)
        if not self.outcome.done():
            self.outcome.set_result(None if is_refusal else _UNREACHABLE.get(code or 0, "unreachable"))


async def _knock_snmp(address: str, port: int) -> str | None:
    """Ask for the SNMPv3 engine: None where an agent answered or the host said that the port is closed.

    It needs no credentials, and the socket hears that host alone."""
    try:
        transport, answer = await asyncio.get_running_loop().create_datagram_endpoint(
            _Answer, remote_addr=(address, port)
        )
    except OSError as error:
        return _UNREACHABLE.get(error.errno or 0, "unreachable")
    try:
        transport.sendto(discovery_message(secrets.randbelow(0x7FFF_FFFF)))
        return await answer.outcome
    finally:
        transport.close()
