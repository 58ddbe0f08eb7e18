"""A network in memory behind the socket interface: which hosts answer, what is lost, what is forged."""

from __future__ import annotations

import errno
import socket
import time
from collections import Counter, deque
from collections.abc import Callable

from nocscape.base.counters import Counters
from nocscape.wire.icmp.exchange import EchoExchange
from nocscape.wire.icmp.packets import Heard
from nocscape.wire.icmp.socket_pinger import SocketPinger
from nocscape.wire.icmp.sockets import SocketAddress

IDENT = 4711
Answer = Callable[[str, int, bytes], list[Heard]]


class SimulatedChannel:
    """Answers through `behaviour(address, sequence, cookie)`; readable like a real socket."""

    ident: int | None = IDENT

    def __init__(self, behaviour: Answer) -> None:
        self.behaviour = behaviour
        self.requests: Counter[str] = Counter()
        self.sequences: list[int] = []
        self.full_for = 0
        """So many sends find no room."""
        self.refuse_with: int | None = None
        self._heard: deque[Heard] = deque()
        self._wake, self._woken = socket.socketpair()

    def address_of(self, address: str) -> tuple[str, SocketAddress]:
        return address, (address, 0)

    def send(self, to: SocketAddress, sequence: int, cookie: bytes) -> None:
        if self.full_for:
            self.full_for -= 1
            raise OSError(errno.ENOBUFS, "no room")
        if self.refuse_with is not None:
            raise OSError(self.refuse_with, "refused")
        self.requests[to[0]] += 1
        self.sequences.append(sequence)
        for heard in self.behaviour(to[0], sequence, cookie):
            self.deliver(heard)

    def deliver(self, heard: Heard) -> None:
        if not self._heard:
            self._wake.send(b"\0")
        self._heard.append(heard)

    def receive(self, most: int) -> list[Heard]:
        taken = [self._heard.popleft() for _ in range(min(most, len(self._heard)))]
        if taken and not self._heard:
            self._woken.recv(1)
        return taken

    def fileno(self) -> int:
        return self._woken.fileno()

    def close(self) -> None:
        self._wake.close()
        self._woken.close()


def reply(address: str, sequence: int, cookie: bytes, ident: int = IDENT) -> Heard:
    return Heard(address, address, ident, sequence, cookie, None, time.time())


def router_error(kind: str, reporter: str, address: str, sequence: int, cookie: bytes = b"") -> Heard:
    return Heard(reporter, address, IDENT, sequence, cookie, kind, time.time())


def everyone_answers(address: str, sequence: int, cookie: bytes) -> list[Heard]:
    return [reply(address, sequence, cookie)]


def nobody_answers(_address: str, _sequence: int, _cookie: bytes) -> list[Heard]:
    return []


def pinger_on(channel: SimulatedChannel, counters: Counters | None = None) -> SocketPinger:
    return SocketPinger(EchoExchange({4: channel}, counters or Counters()), "simulated")
