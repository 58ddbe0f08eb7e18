"""Answers to "where is it?" and "what changed?"."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.net import DeviceId


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an address was seen; of several, the best comes first."""

    device: DeviceId
    interface: str | None = None
    """Key of the interface; None where only the device is known."""
    vlan: int | None = None
    last_seen: float = 0.0
    evidence: str = ""
    """`own` (the device has the address itself), `fdb`, `arp`, `lldp` ..., joined by `+`."""
    mac: str = ""
    addresses: tuple[str, ...] = ()


class ChangeKind(StrEnum):
    """What happened to a thing between two times."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is different between two times."""

    kind: ChangeKind
    object: str
    """`device`, `interface`, `link` or `address`."""
    id: str
    name: str
    field: str = ""
    """What of it changed, such as `os_version`; empty where all of it came or went."""
    before: str | None = None
    after: str | None = None
    at: float = 0.0
    """When it was noticed, UTC seconds."""
    device: DeviceId | None = None
    """The device that it belongs to, for showing it on the map."""
