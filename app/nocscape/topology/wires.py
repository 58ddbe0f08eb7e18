"""Wires that follow from what bridges learned, before they are joined with what devices announce."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from nocscape.model.net import Device, DeviceId, Endpoint, Evidence, Inventory, Kind, PortRef
from nocscape.topology.claims import Pair, pair_of
from nocscape.topology.tables import PortKey

CLOUD = "cloud-"
"""How ids of clouds begin."""


class Wire(msgspec.Struct, frozen=True):
    """Two ports on one wire; `a` sorts before `b`."""

    a: PortRef
    b: PortRef
    sure: float
    evidence: tuple[Evidence, ...]
    vlans: tuple[int, ...] = ()
    is_blocked: bool = False

    @property
    def pair(self) -> Pair:
        """The devices at its ends."""
        return pair_of(self.a.device, self.b.device)

    @property
    def last_seen(self) -> float:
        """When it was last confirmed, UTC seconds."""
        return max((e.at for e in self.evidence), default=0.0)


class Cloud(msgspec.Struct, frozen=True):
    """A hub, an unmanaged switch or whatever else joins several devices at one port of a bridge and tells nothing."""

    id: DeviceId
    bridge: DeviceId
    port: PortKey
    at: float


def cloud_at(bridge: DeviceId, port: PortKey, at: float) -> Cloud:
    """The cloud behind that port; the same port has the same one in every run."""
    digest = hashlib.blake2b(f"{bridge} {port}".encode(), digest_size=8).hexdigest()
    return Cloud(f"{CLOUD}{digest}", bridge, port, at)


def is_cloud(device: DeviceId) -> bool:
    """Whether an id is that of a cloud: a segment of the network, no device."""
    return device.startswith(CLOUD)


def cloud_inventory(cloud: Cloud, bridge_name: str, realm: str) -> Inventory:
    """A cloud as the map shows it, named after the port that it hangs on."""
    device = Device(
        id=cloud.id,
        name=f"{bridge_name}:{cloud.port}",
        endpoint=Endpoint("", realm=realm),
        kind=Kind.CLOUD,
        is_ghost=True,
        first_seen=cloud.at,
        last_seen=cloud.at,
    )
    return Inventory(device=device)


def wire(
    one: PortRef,
    other: PortRef,
    sure: float,
    evidence: Iterable[Evidence],
    vlans: Iterable[int] = (),
    *,
    is_blocked: bool = False,
) -> Wire:
    """A wire with its ends and its evidence in their order."""
    a, b = sorted((shown(one), shown(other)), key=lambda p: (p.device, p.interface or ""))
    ordered = tuple(sorted(set(evidence), key=lambda e: (e.source, e.seen_from, e.detail, e.at)))
    return Wire(a, b, sure, ordered, tuple(sorted(set(vlans))), is_blocked)


def shown(port: PortRef) -> PortRef:
    """A port as links name it: a bridge port that is no interface is not known."""
    if port.interface == "" or (port.interface or "").startswith("#"):
        return PortRef(port.device)
    return port
