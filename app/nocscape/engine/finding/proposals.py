"""Which networks this machine itself is in: what a discovery may begin with."""

from __future__ import annotations

import ipaddress
import socket

import psutil

WIDEST_PREFIX = 20
"""A larger network than this is proposed as the /20 around this machine's own address."""


def own_networks() -> tuple[str, ...]:
    """IPv4 networks of the interfaces that are up, loopback and link-local left out, as CIDRs."""
    states = psutil.net_if_stats()
    found: dict[str, None] = {}
    for name, addresses in psutil.net_if_addrs().items():
        if name in states and not states[name].isup:
            continue
        for address in addresses:
            if address.family is socket.AF_INET and address.netmask:
                network = _network(address.address, address.netmask)
                if network is not None:
                    found[network] = None
    return tuple(found)


def _network(address: str, netmask: str) -> str | None:
    interface = ipaddress.IPv4Interface(f"{address}/{netmask}")
    if interface.ip.is_loopback or interface.ip.is_link_local or interface.network.prefixlen >= 31:
        return None
    prefix = max(interface.network.prefixlen, WIDEST_PREFIX)
    return str(ipaddress.IPv4Network(f"{address}/{prefix}", strict=False))
