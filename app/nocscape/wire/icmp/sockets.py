"""One ICMP socket for all hosts of an address family, unprivileged where the system allows, raw where it may.

An unprivileged socket (Linux `ping_group_range`, macOS) lets the kernel choose the identifier and filter what is not
ours; a raw socket sees every ICMP message of the machine. On Linux both hand out routers' errors through their error
queue (ip(7), IP_RECVERR); a raw socket without that option would also swallow ENOBUFS, by which we know to slow down.
"""

from __future__ import annotations

import contextlib
import errno
import secrets
import socket
import struct
import sys
import time
from collections.abc import Iterable
from typing import Protocol

from icmplib import ICMPv4Socket, ICMPv6Socket

from nocscape.wire.icmp.packets import Heard, read_quoted, read_v4, read_v6, v4_error, v6_error

SocketAddress = tuple[str, int] | tuple[str, int, int, int]

_IS_LINUX = sys.platform == "linux"
_RECEIVE_BUFFER = 8 * 1024 * 1024
_LONGEST = 2048
_ANCILLARY = 512
# Numbers of <asm-generic/socket.h>, <linux/in.h>, <linux/in6.h>, <linux/icmp.h> and <linux/icmpv6.h>, which Python's
# socket module does not name.
_SO_RCVBUFFORCE = 33
_SO_TIMESTAMPNS = 35
_IP_RECVERR = 11
_IPV6_RECVERR = 25
_SOL_RAW = 255
_ICMP_FILTER = 1
_MSG_ERRQUEUE = 0x2000
_TIMESPEC = struct.Struct("@qq")
_EXTENDED_ERROR = struct.Struct("@IBBBBII")
_FROM_ICMP = (2, 3)
"""`ee_origin` of errors that an ICMP or ICMPv6 message brought."""
_NO_ROOM = (errno.EAGAIN, errno.ENOBUFS, errno.ENOMEM)
_ERRORS_AT_ONCE = 64

Ancillary = Iterable[tuple[int, int, bytes]]


class EchoChannel(Protocol):
    """What the pinger needs of a socket; tests put a simulated network in its place."""

    ident: int | None

    def address_of(self, address: str) -> tuple[str, SocketAddress]:
        """The canonical text of `address`, as answers will show it, and what `send` takes."""
        ...

    def send(self, to: SocketAddress, sequence: int, cookie: bytes) -> None:
        """Send one echo request, or raise OSError (BlockingIOError, ENOBUFS: try again later)."""
        ...

    def receive(self, most: int) -> list[Heard]:
        """Up to `most` messages that wait, without blocking."""
        ...

    def fileno(self) -> int:
        """For the loop's selector."""
        ...

    def close(self) -> None:
        """Give the socket back."""
        ...


class _V4Builder(ICMPv4Socket):
    def request(self, ident: int, sequence: int, cookie: bytes) -> bytes:
        """An echo request by icmplib; 2 µs each with our short payload, against 7 µs for sending it."""
        return self._create_packet(ident, sequence, cookie)


class _V6Builder(ICMPv6Socket):
    def request(self, ident: int, sequence: int, cookie: bytes) -> bytes:
        """An echo request by icmplib; the kernel fills in the checksum (RFC 3542 section 3.1)."""
        return self._create_packet(ident, sequence, cookie)


class EchoSocket:
    """An open ICMP socket of one family."""

    def __init__(self, family: int, *, is_raw: bool) -> None:
        self.family = family
        self.is_raw = is_raw
        builder = _V4Builder if family == socket.AF_INET else _V6Builder
        self._builder = builder(privileged=is_raw)
        sock = self._builder.sock
        if sock is None:
            raise OSError(errno.EBADF, "icmplib gave no socket")
        self._sock = sock
        self._wire_ident = secrets.randbelow(0x10000)
        self.ident = self._wire_ident if is_raw or not _IS_LINUX else None
        """What answers must carry; None where the kernel chooses it and matches by itself."""
        self._backlog: list[Heard] = []
        self._set_up()

    def _set_up(self) -> None:
        self._sock.setblocking(False)
        _widen(self._sock)
        if not _IS_LINUX:
            return
        with contextlib.suppress(OSError):
            self._sock.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        if self.is_raw:
            _pass_replies_only(self._sock, self.family)
        if self.family == socket.AF_INET:
            self._sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
        else:
            self._sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)

    def address_of(self, address: str) -> tuple[str, SocketAddress]:
        """The canonical text of `address` and its socket address; OSError where it is none."""
        bare, _, zone = address.partition("%")
        text = socket.inet_ntop(self.family, socket.inet_pton(self.family, bare))
        if self.family == socket.AF_INET:
            return text, (text, 0)
        return text, (text, 0, 0, socket.if_nametoindex(zone) if zone else 0)

    def send(self, to: SocketAddress, sequence: int, cookie: bytes) -> None:
        """Send one echo request.

        On Linux an error that was reported for an earlier request makes the next send fail; it is set aside for
        `receive`, and this send is tried again.
        """
        packet = self._builder.request(self._wire_ident, sequence, cookie)
        try:
            self._sock.sendto(packet, to)
        except OSError as error:
            if not _IS_LINUX or error.errno in _NO_ROOM:
                raise
            self._backlog += self._reported_errors(_ERRORS_AT_ONCE)
            self._sock.sendto(packet, to)

    def receive(self, most: int) -> list[Heard]:
        """Up to about `most` messages that wait, answers and errors."""
        heard, self._backlog = self._backlog, []
        if _IS_LINUX:
            heard += self._reported_errors(most)
        for _ in range(most):
            try:
                packet, ancillary, _, source = self._receive_one()
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                continue
            if message := self._read(packet, _bare(source[0]), _time_of(ancillary)):
                heard.append(message)
        return heard

    def _receive_one(self) -> tuple[bytes, Ancillary, int, SocketAddress]:
        if hasattr(self._sock, "recvmsg"):
            return self._sock.recvmsg(_LONGEST, _ANCILLARY)
        packet, source = self._sock.recvfrom(_LONGEST)  # Windows has no recvmsg
        return packet, (), 0, source

    def _read(self, packet: bytes, source: str, at: float) -> Heard | None:
        if self.family == socket.AF_INET6:
            return read_v6(packet, source, at)
        return read_v4(packet, source, at, has_header=self.is_raw or not _IS_LINUX)

    def _reported_errors(self, most: int) -> list[Heard]:
        heard: list[Heard] = []
        for _ in range(most):
            try:
                quote, ancillary, _, destination = self._sock.recvmsg(_LONGEST, _ANCILLARY, _MSG_ERRQUEUE)
            except OSError:
                break
            if message := _read_reported(quote, ancillary, _bare(destination[0]), self.family):
                heard.append(message)
        return heard

    def fileno(self) -> int:
        """The socket's file descriptor."""
        return self._sock.fileno()

    def close(self) -> None:
        """Close the socket."""
        self._builder.close()


def _widen(sock: socket.socket) -> None:
    """A receive buffer for a burst of answers; only root may go beyond the system's limit."""
    if _IS_LINUX:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _RECEIVE_BUFFER)
            return
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)


def _pass_replies_only(sock: socket.socket, family: int) -> None:
    """Have the kernel drop other people's requests, so that they do not wake us; errors come by the error queue."""
    if family == socket.AF_INET:
        sock.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("@I", 0xFFFFFFFF & ~1))
        return
    blocked = [0xFFFFFFFF] * 8
    blocked[129 >> 5] &= ~(1 << (129 & 31))
    sock.setsockopt(socket.IPPROTO_ICMPV6, _ICMP_FILTER, struct.pack("@8I", *blocked))


def _time_of(ancillary: Ancillary) -> float:
    """When the kernel received the packet, or now; a busy loop then does not lengthen the round trip."""
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS and len(data) >= _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack_from(data)
            return float(seconds) + float(nanoseconds) / 1e9
    return time.time()


def _read_reported(quote: bytes, ancillary: Ancillary, destination: str, family: int) -> Heard | None:
    """An entry of the error queue: our request from the ICMP header on, and who complained (`SO_EE_OFFENDER`)."""
    wanted = (socket.IPPROTO_IP, _IP_RECVERR) if family == socket.AF_INET else (socket.IPPROTO_IPV6, _IPV6_RECVERR)
    quoted = read_quoted(quote, request=8 if family == socket.AF_INET else 128)
    for level, option, data in ancillary:
        if quoted is None or (level, option) != wanted or len(data) < _EXTENDED_ERROR.size:
            continue
        _, origin, kind, code, *_ = _EXTENDED_ERROR.unpack_from(data)
        word = v4_error(kind, code) if family == socket.AF_INET else v6_error(kind, code)
        offender = _offender(data[_EXTENDED_ERROR.size :], family)
        if origin in _FROM_ICMP and word and offender:
            return Heard(offender, destination, quoted.ident, quoted.sequence, quoted.cookie, word, time.time())
    return None


def _offender(raw: bytes, family: int) -> str | None:
    """The address in a `sockaddr_in` or `sockaddr_in6`."""
    begin, end = (4, 8) if family == socket.AF_INET else (8, 24)
    return socket.inet_ntop(family, raw[begin:end]) if len(raw) >= end else None


def _bare(address: str) -> str:
    return address.partition("%")[0]
