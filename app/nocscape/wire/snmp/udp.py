"""pysnmp's UDP transports with a guard at the door: who may speak, what is parsed, what the network reports back."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import struct
import sys
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pysnmp.carrier.asyncio.dgram.base import DgramAsyncioProtocol
from pysnmp.carrier.asyncio.dgram.udp import UdpAsyncioTransport
from pysnmp.carrier.asyncio.dgram.udp6 import Udp6AsyncioTransport

from nocscape.base.counters import Counters
from nocscape.wire.snmp import ber
from nocscape.wire.snmp.discovery_probe import engine_of
from nocscape.wire.udp_resets import ignore_resets

Peer = tuple[str, int]
"""Numeric address and UDP port."""

_RECEIVE_BUFFER_OCTETS = 4 * 1024 * 1024
_MAX_PEERS = 8192
_ENGINE_LASTS_S = 20.0
"""A peer that claims a new engine ID more often than this is not believed."""

_IP_RECVERR, _IPV6_RECVERR = 11, 25
_MSG_ERRQUEUE = 0x2000
_ERROR_NOTES = frozenset({(socket.IPPROTO_IP, _IP_RECVERR), (socket.IPPROTO_IPV6, _IPV6_RECVERR)})
_FATAL = frozenset({errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EACCES, errno.EPERM})


class Exchange:
    """One request under way: its deadline, and what was noticed meanwhile."""

    def __init__(self, deadline: asyncio.Timeout) -> None:
        self._deadline = deadline
        self.refused = ""
        self.is_malformed = False
        self.is_heard = False
        self.is_new_engine = False

    def refuse(self, reason: str) -> None:
        """End the wait now, since the network said that no answer can come."""
        self.refused = reason
        self._end()

    def renew(self) -> None:
        """End the wait now, since another engine than before answers at this address."""
        self.is_new_engine = True
        self._end()

    def _end(self) -> None:
        with suppress(RuntimeError):
            self._deadline.reschedule(asyncio.get_running_loop().time())


class Guard:
    """Knows whom we wait for; counts what is dropped under `snmp.dropped.*`."""

    def __init__(self, counters: Counters) -> None:
        self.counters = counters
        self._waiting: dict[Peer, list[Exchange]] = {}
        self._engine_ids: OrderedDict[Peer, tuple[bytes, float]] = OrderedDict()

    @contextmanager
    def expect(self, peer: Peer, exchange: Exchange) -> Iterator[None]:
        """Accept datagrams from `peer` while the block runs."""
        self._waiting.setdefault(peer, []).append(exchange)
        try:
            yield
        finally:
            waiting = self._waiting[peer]
            waiting.remove(exchange)
            if not waiting:
                del self._waiting[peer]

    def admit(self, peer: Peer, datagram: bytes) -> bytes | None:
        """The message in `datagram`, if it comes from somebody who was asked and is fit to be parsed."""
        waiting = self._waiting.get(peer)
        if waiting is None:
            self.counters.add("snmp.dropped.stranger")
            return None
        try:
            message = ber.message_in(datagram)
            ber.check_reply(message)
        except ber.BerError:
            self.malformed(peer)
            return None
        is_new_engine = self._is_new_engine(peer, message)
        for exchange in waiting:
            exchange.is_heard = True
            if is_new_engine:
                exchange.renew()
        return message

    def _is_new_engine(self, peer: Peer, message: bytes) -> bool:
        """Whether `message` comes from another SNMPv3 engine than before; said once in a while at most, as it costs."""
        try:
            engine_id = engine_of(message).engine_id
        except ber.BerError:
            return False
        now = asyncio.get_running_loop().time()
        known, since = self._engine_ids.get(peer, (engine_id, -_ENGINE_LASTS_S))
        is_new = known != engine_id
        if is_new and now - since < _ENGINE_LASTS_S:
            return False
        self._engine_ids[peer] = (engine_id, now if is_new else since)
        if len(self._engine_ids) > _MAX_PEERS:
            self._engine_ids.popitem(last=False)
        return is_new

    def malformed(self, peer: Peer) -> None:
        """Note that `peer` sent something that cannot be parsed; its request goes on waiting for better."""
        self.counters.add("snmp.dropped.malformed")
        for exchange in self._waiting.get(peer, ()):
            exchange.is_malformed = True

    def refused(self, peer: Peer, reason: str) -> None:
        """Tell all who wait for `peer` that the network cannot deliver."""
        for exchange in self._waiting.get(peer, ()):
            exchange.refuse(reason)

    def refuse_all(self, reason: str) -> None:
        """End every wait."""
        for peer in list(self._waiting):
            self.refused(peer, reason)


class _Guarded(DgramAsyncioProtocol):
    """What both address families share.

    The socket is our own, so that on Linux its error queue says which peer an ICMP error is about, and so that an
    error about one peer never costs the datagram of another.
    """

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard
        self._sock = _open_socket(self.SOCK_FAMILY)
        self.open_server_mode(sock=self._sock)

    def datagram_received(self, datagram: bytes, address: tuple[Any, ...]) -> None:
        """Hand on what the guard admits; a parser that stumbles costs this datagram and no more."""
        peer = address[:2]
        message = self._guard.admit(peer, datagram)
        if message is None:
            return
        try:
            self._callback_function(self, address, message)
        except Exception:  # noqa: BLE001 - pysnmp and pyasn1 raise whatever hostile octets make them raise
            self._guard.malformed(peer)

    def send_message(self, message: bytes, address: tuple[Any, ...]) -> None:
        """Send at once; an error that belongs to another peer is noted, and the send tried again."""
        for _ in range(8):
            try:
                self._sock.sendto(message, tuple(address))
            except BlockingIOError:
                self._guard.counters.add("snmp.dropped.send_buffer_full")
            except OSError as error:
                if _drain_errors(self._sock, self._guard):
                    continue
                self._guard.refused(tuple(address[:2]), error.strerror or str(error))
            return

    def close_transport(self) -> None:
        """Close the socket, also where asyncio had not taken it over yet."""
        super().close_transport()
        if self.transport is None:
            self._sock.close()

    def error_received(self, _error: Exception) -> None:
        """Asyncio met an error on the socket: see whom it is about."""
        _drain_errors(self._sock, self._guard)


class GuardedUdp(_Guarded, UdpAsyncioTransport):
    """UDP over IPv4."""


class GuardedUdp6(_Guarded, Udp6AsyncioTransport):
    """UDP over IPv6."""


def _open_socket(family: int) -> socket.socket:
    """A bound non-blocking UDP socket that queues ICMP errors where the system can."""
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_OCTETS)
    queue_icmp_errors(sock)
    ignore_resets(sock)
    sock.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", 0))  # noqa: S104 - any local address may be the right one
    return sock


def queue_icmp_errors(sock: socket.socket) -> None:
    """Let the system report every ICMP error about the socket, where it can (Linux, ip(7)); they must be drained."""
    if sys.platform != "linux":
        return
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)


def drain_icmp_errors(sock: socket.socket) -> list[tuple[tuple[Any, ...], int]]:
    """What `queue_icmp_errors` gathered: the address that was written to, and the error number."""
    if sys.platform != "linux":
        return []
    found: list[tuple[tuple[Any, ...], int]] = []
    while True:
        try:
            _, notes, _, address = sock.recvmsg(0, 512, _MSG_ERRQUEUE)
        except OSError:
            return found
        for level, kind, octets in notes:
            if (level, kind) in _ERROR_NOTES:
                found.append((address, struct.unpack_from("=I", octets)[0]))


def _drain_errors(sock: socket.socket, guard: Guard) -> int:
    """Tell `guard` what the network reported; returns how many reports there were."""
    reports = drain_icmp_errors(sock)
    for address, number in reports:
        if number in _FATAL:
            guard.refused(tuple(address[:2]), os.strerror(number))
    return len(reports)
