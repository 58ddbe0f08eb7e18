"""Ports for the daemons that tests start."""

from __future__ import annotations

import itertools
import os
import random
import socket

_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
_BELOW_EPHEMERAL = range(20_000 + _WORKER, 32_000, _WORKERS)
"""No kernel hands these out by itself, so nothing slips in between the look and the daemon's bind; nor does another
process of the same run, which has ports of its own."""
_candidates = itertools.cycle(random.Random(os.getpid()).sample(_BELOW_EPHEMERAL, len(_BELOW_EPHEMERAL)))


def free_udp_port(address: str = "127.0.0.1") -> int:
    """A UDP port that nobody has; each call gives another one."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for port in _candidates:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
            return port
    raise AssertionError
