"""What devices say through their protocols, read from the evidence that the topology keeps."""

from __future__ import annotations

from nocscape.discovery.protocols_json import protocols_of
from nocscape.engine.asking import Handler, on
from nocscape.engine.rooms import Rooms
from nocscape.model.commands import ReadProtocols
from nocscape.model.net import DeviceId
from nocscape.model.protocols import Protocols
from nocscape.topology.infer import Topology
from nocscape.topology.merge import current_readings


def protocol_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for the one Ask of this kind."""

    async def read_protocols(ask: ReadProtocols) -> dict[DeviceId, Protocols]:
        await rooms.memory.recall()
        wanted = (ask.device,) if ask.device is not None else tuple(rooms.topology.directory.devices)
        read = ((device, protocols_said(rooms.topology, device)) for device in wanted)
        return {device: protocols for device, protocols in read if protocols is not None}

    return {ReadProtocols: on(ReadProtocols, read_protocols)}


def protocols_said(topology: Topology, device: DeviceId) -> Protocols | None:
    """What a polled device said at the first address that answers; None for one that was never polled."""
    known = topology.directory.devices.get(device)
    readings = current_readings(known) if known is not None else []
    first = next((r for r in readings if r.is_polled), None)
    return protocols_of(first, topology.ports(device)) if first is not None else None
