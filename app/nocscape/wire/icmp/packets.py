"""ICMP messages as they arrive: hostile bytes in, a `Heard` or None out.

icmplib builds our requests (`sockets.py`). Its parser is not used: it assumes IPv4 headers without options and leaves
out the payload and the quoted destination, by which an answer is told from a forgery.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

COOKIE_SIZE = 16
"""Octets of payload in each request: 15 random ones, then the number of the attempt."""

_ECHO = struct.Struct("!BBHHH")
_V4_HEADER = 20
_V6_HEADER = 40
_QUOTE_AT = 8
"""RFC 792, RFC 4443: an error message quotes the packet that it is about from its ninth octet on."""


class Heard(NamedTuple):
    """A message about one of our requests, read but not yet believed."""

    source: str
    """Who sent it: the host that answers, or the router that reports an error."""
    destination: str
    """The address that was asked."""
    ident: int
    sequence: int
    cookie: bytes
    """Payload as far as it was returned; empty where a router quoted only the eight octets that it must."""
    error: str | None
    at: float
    """When the kernel took it in, wall clock seconds."""


class QuotedEcho(NamedTuple):
    """Our request as an error message quotes it."""

    ident: int
    sequence: int
    cookie: bytes


_V4_UNREACHABLE = {
    0: "net_unreachable",
    1: "host_unreachable",
    2: "protocol_unreachable",
    3: "port_unreachable",
    4: "too_big",
    6: "net_unreachable",
    7: "host_unreachable",
    9: "admin_prohibited",
    10: "admin_prohibited",
    11: "net_unreachable",
    12: "host_unreachable",
    13: "admin_prohibited",
    14: "admin_prohibited",
    15: "admin_prohibited",
}
_V6_UNREACHABLE = {
    0: "net_unreachable",
    1: "admin_prohibited",
    2: "net_unreachable",
    3: "host_unreachable",
    4: "port_unreachable",
    5: "admin_prohibited",
    6: "net_unreachable",
}


def v4_error(kind: int, code: int) -> str | None:
    """The word for an ICMPv4 error (RFC 792, RFC 1812 5.2.7.1); None where the type reports no error."""
    match kind:
        case 3:
            return _V4_UNREACHABLE.get(code, "unreachable")
        case 11:
            return "ttl_exceeded"
        case 12:
            return "parameter_problem"
    return None


def v6_error(kind: int, code: int) -> str | None:
    """The word for an ICMPv6 error (RFC 4443 section 3); None where the type reports no error."""
    match kind:
        case 1:
            return _V6_UNREACHABLE.get(code, "unreachable")
        case 2:
            return "too_big"
        case 3:
            return "ttl_exceeded"
        case 4:
            return "parameter_problem"
    return None


def read_v4(packet: bytes, source: str, at: float, *, has_header: bool) -> Heard | None:
    """An ICMPv4 message from a socket; `has_header` where the system leaves the IPv4 header in front."""
    message = _behind_v4_header(packet) if has_header else packet
    if message is None or len(message) < _ECHO.size:
        return None
    kind, code, _, ident, sequence = _ECHO.unpack_from(message)
    if kind == 0:
        return Heard(source, source, ident, sequence, message[8 : 8 + COOKIE_SIZE], None, at)
    word = v4_error(kind, code)
    inner = _behind_v4_header(message[_QUOTE_AT:]) if word else None
    quoted = read_quoted(inner, request=8) if inner is not None else None
    if quoted is None:
        return None
    destination = socket.inet_ntop(socket.AF_INET, message[_QUOTE_AT + 16 : _QUOTE_AT + 20])
    return Heard(source, destination, quoted.ident, quoted.sequence, quoted.cookie, word, at)


def read_v6(message: bytes, source: str, at: float) -> Heard | None:
    """An ICMPv6 message; sockets never show the IPv6 header (RFC 3542 section 3)."""
    if len(message) < _ECHO.size:
        return None
    kind, code, _, ident, sequence = _ECHO.unpack_from(message)
    if kind == 129:
        return Heard(source, source, ident, sequence, message[8 : 8 + COOKIE_SIZE], None, at)
    word = v6_error(kind, code)
    inner = message[_QUOTE_AT:]
    if word is None or len(inner) < _V6_HEADER or inner[0] >> 4 != 6 or inner[6] != socket.IPPROTO_ICMPV6:
        return None
    quoted = read_quoted(inner[_V6_HEADER:], request=128)
    if quoted is None:
        return None
    destination = socket.inet_ntop(socket.AF_INET6, inner[24:40])
    return Heard(source, destination, quoted.ident, quoted.sequence, quoted.cookie, word, at)


def read_quoted(inner: bytes, *, request: int) -> QuotedEcho | None:
    """An echo request (ICMP type `request`) from the quote in an error message; None where it is something else."""
    if len(inner) < _ECHO.size or inner[0] != request:
        return None
    _, _, _, ident, sequence = _ECHO.unpack_from(inner)
    cookie = inner[8 : 8 + COOKIE_SIZE]
    return QuotedEcho(ident, sequence, cookie if len(cookie) == COOKIE_SIZE else b"")


def _behind_v4_header(packet: bytes) -> bytes | None:
    """What an IPv4 packet of protocol ICMP carries; the header may have options (RFC 791).

    The fragment offset is not looked at: the kernel puts fragments together, and BSD hands it out in host byte order.
    """
    if len(packet) < _V4_HEADER or packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_ICMP:
        return None
    header = (packet[0] & 0x0F) * 4
    return packet[header:] if header >= _V4_HEADER else None
