"""What one step of inference looks at, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from nocscape.base import collector
from nocscape.model.net import DeviceId, Inventory, Link, LinkId
from nocscape.topology.claims import ClaimId, Pair

BULK = 200
"""Readings at once from which on the garbage collector would take half of the time and find nothing: no cycles here."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector; what was built stays for long, and is spared its next full round of 0.4 s as well."""
    with collector.paused():
        try:
            yield
        finally:
            collector.spare()


class Delta(msgspec.Struct):
    """What is different after a step."""

    inventories: dict[DeviceId, Inventory] = msgspec.field(default_factory=dict)
    gone: dict[DeviceId, DeviceId | None] = msgspec.field(default_factory=dict)
    """Devices that are no more, and the ones into which they were merged."""
    links: dict[LinkId, Link] = msgspec.field(default_factory=dict)
    """Of all layers."""
    links_gone: set[LinkId] = msgspec.field(default_factory=set)


class Step(msgspec.Struct):
    """What has to be looked at again while a change works its way through."""

    devices: set[DeviceId] = msgspec.field(default_factory=set)
    gone: dict[DeviceId, DeviceId | None] = msgspec.field(default_factory=dict)
    """Devices and ghosts that may be no more, and what they became."""
    keys: set[str] = msgspec.field(default_factory=set)
    claims: set[ClaimId] = msgspec.field(default_factory=set)
    pairs: set[Pair] = msgspec.field(default_factory=set)
    rewired: set[DeviceId] = msgspec.field(default_factory=set)
    """Devices that hear, or are heard by, others than before."""
