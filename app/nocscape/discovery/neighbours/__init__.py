"""One neighbour protocol a file; each yields observations and draws no link.

A file is found by being here. It declares `SOURCE`, the name of its evidence, `ROOTS`, the OIDs below which its tables
stand (one question tells that an agent has none of them), and
`async def read(agent, reading) -> list[Observation] | None`: what the device says through this protocol, and None
where it does not speak it. `reading` holds what was read of the device before: interfaces, addresses, own ports.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from nocscape.discovery.agent import Agent
from nocscape.topology.observations import DeviceReading, Observation


class NeighbourSource(Protocol):
    """What each file here provides."""

    SOURCE: str
    ROOTS: tuple[str, ...]

    async def read(self, agent: Agent, reading: DeviceReading) -> Sequence[Observation] | None:
        """What the device says through this protocol; None where it does not speak it."""
        ...


@cache
def sources() -> tuple[NeighbourSource, ...]:
    """All files of this folder, by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    return tuple(cast("NeighbourSource", importlib.import_module(f"{__name__}.{name}")) for name in names)


@cache
def roots() -> frozenset[str]:
    """Where all sources look; most agents have little of it."""
    return frozenset(root for source in sources() for root in source.ROOTS)
