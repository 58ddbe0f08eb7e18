"""Addresses as the system writes them."""

from __future__ import annotations

import socket


def canonical(address: str) -> str | None:
    """The one way to write `address` without its zone, as received addresses are written; None where it is none."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.inet_ntop(family, socket.inet_pton(family, address.partition("%")[0]))
    except (OSError, ValueError):
        return None
