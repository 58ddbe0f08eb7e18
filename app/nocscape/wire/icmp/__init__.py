"""Talking ICMP: echo requests to one host or to whole networks, IPv4 and IPv6."""

from nocscape.wire.icmp.opening import MODES, open_pinger
from nocscape.wire.icmp.pinger import OnProgress, OnReply, OnSilent, Pinger
from nocscape.wire.icmp.replies import LOCAL_KINDS, IcmpError, PingReply

__all__ = [
    "LOCAL_KINDS",
    "MODES",
    "IcmpError",
    "OnProgress",
    "OnReply",
    "OnSilent",
    "PingReply",
    "Pinger",
    "open_pinger",
]
