"""What may be asked about links, addresses and changes of the network."""

from __future__ import annotations

import msgspec

from nocscape.model.decisions import Decision
from nocscape.model.net import DeviceId


class ExplainLink(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Why there is a link between two devices or ports, or why there is none. Reply: `Explanation`.

    Each end is a device by id, name or address, or `DEVICE:PORT`.
    """

    a: str
    b: str


class Decide(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Lay a decision over the topology; its id, actor and time are set by the engine. Reply: `Decision`."""

    decision: Decision


class Revoke(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Take a decision back."""

    decision: str


class ListDecisions(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[Decision, ...]`, newest first."""


class FindAddress(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Where an IP or MAC address is: device, port, VLAN, last seen. Reply: `tuple[Place, ...]`, the best first."""

    address: str


class CompareTimes(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What is different between two times, UTC seconds. Reply: `tuple[Difference, ...]` in order of time."""

    since: float
    until: float


class ReadNetworkAt(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The network and its maps as they were at a time in UTC seconds. Reply: `NetworkThen`."""

    at: float


class ReadStations(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """MAC addresses behind a device's ports. Reply: `tuple[Station, ...]`."""

    device: DeviceId


class ReadProtocols(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """BGP peers, spanning trees, bundles ... of a device, or of all. Reply: `dict[DeviceId, Protocols]`; a device
    that was never polled is left out."""

    device: DeviceId | None = None


class SetRediscovery(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read every known device's topology again each so many seconds (0: never); kept in the profile."""

    interval_s: float


class SetTrapPort(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Receive SNMP traps on this UDP port, 162 by the standard, and let those of topology change have their sender read
    again (0: receive none); kept in the profile."""

    port: int


TopologyAsk = (
    ExplainLink
    | Decide
    | Revoke
    | ListDecisions
    | FindAddress
    | CompareTimes
    | ReadNetworkAt
    | ReadStations
    | ReadProtocols
    | SetRediscovery
    | SetTrapPort
)
"""All of these."""
