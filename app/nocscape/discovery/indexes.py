"""Conceptual rows' indexes: addresses that stand in OIDs. What does not fit is empty or None, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nocscape.discovery import values

_VERSION_4 = 4


def mac(parts: Sequence[int]) -> str:
    """Six sub-identifiers as a MAC address; empty for anything else and for zeros."""
    if len(parts) != 6 or not all(0 <= part <= 255 for part in parts):
        return ""
    return values.mac(bytes(parts))


def ipv4(parts: Sequence[int]) -> str:
    """Four sub-identifiers as an address; empty for anything else."""
    if len(parts) != _VERSION_4 or not all(0 <= part <= 255 for part in parts):
        return ""
    return values.address(bytes(parts))


def inet(parts: Sequence[int]) -> str:
    """An InetAddressType and InetAddress that end the index; empty for anything else."""
    address, rest = values.indexed_address(list(parts))
    return "" if rest else address


class Hop(NamedTuple):
    """What the index of a route says."""

    address: str
    is_default: bool


def cidr_route(index: str) -> Hop | None:
    """inetCidrRouteTable: destination, prefix length, policy, next hop (RFC 4292)."""
    parts = values.numbers(index)
    destination, rest = values.indexed_address(parts)
    if not destination or len(rest) < 2:
        return None
    length, policy = rest[0], rest[1]
    address, left = values.indexed_address(rest[2 + policy :])
    return Hop(address, length == 0) if address and not left else None


def old_cidr_route(index: str) -> Hop | None:
    """ipCidrRouteTable: destination, mask, type of service, next hop (RFC 2096)."""
    parts = values.numbers(index)
    address = ipv4(parts[9:])
    return Hop(address, not any(parts[:8])) if len(parts) == 13 and address else None


def is_unset(address: str) -> bool:
    """Whether the address means that there is none."""
    return address in ("", "0.0.0.0", "::")  # noqa: S104
