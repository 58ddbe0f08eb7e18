"""Chooses the best way of pinging that this machine allows."""

from __future__ import annotations

import socket
from collections.abc import Callable

from icmplib import ICMPLibError

from nocscape.base.counters import Counters
from nocscape.wire.icmp import port_probes, system_ping
from nocscape.wire.icmp.exchange import EchoExchange
from nocscape.wire.icmp.pinger import Pinger
from nocscape.wire.icmp.port_probes import PortPinger
from nocscape.wire.icmp.socket_pinger import SocketPinger
from nocscape.wire.icmp.sockets import EchoChannel, EchoSocket
from nocscape.wire.icmp.system_ping import SystemPinger, find_ping

ICMP_SOCKET = "icmp socket"
RAW_SOCKET = "raw socket"
MODES = (ICMP_SOCKET, RAW_SOCKET, system_ping.MODE, port_probes.MODE)
"""In the order in which they are tried."""


def open_pinger(prefer: str | None = None, counters: Counters | None = None) -> Pinger:
    """The best pinger there is, or `prefer` (one of `MODES`) where this machine allows it.

    Refused messages are counted in `counters` as `icmp.dropped.<reason>`.
    """
    if prefer is not None and prefer not in MODES:
        raise ValueError(f"unknown mode {prefer!r}")
    counted = counters or Counters()
    openers: dict[str, Callable[[], Pinger | None]] = {
        ICMP_SOCKET: lambda: _socket_pinger(ICMP_SOCKET, counted, is_raw=False),
        RAW_SOCKET: lambda: _socket_pinger(RAW_SOCKET, counted, is_raw=True),
        system_ping.MODE: _system_pinger,
        port_probes.MODE: PortPinger,
    }
    for mode in sorted(MODES, key=lambda m: m != prefer):
        if pinger := openers[mode]():
            return pinger
    return PortPinger()


def _socket_pinger(mode: str, counters: Counters, *, is_raw: bool) -> Pinger | None:
    channels: dict[int, EchoChannel] = {}
    for version, family in ((4, socket.AF_INET), (6, socket.AF_INET6)):
        try:
            channels[version] = EchoSocket(family, is_raw=is_raw)
        except (OSError, ICMPLibError):
            continue
    return SocketPinger(EchoExchange(channels, counters), mode) if channels else None


def _system_pinger() -> Pinger | None:
    program = find_ping()
    return SystemPinger(program) if program else None
