"""One device read again: all its agents, each with the credential that worked, or a ghost that may answer by now."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Iterator
from itertools import groupby

from nocscape.discovery.credentials import Keyring
from nocscape.discovery.pipeline import Candidate, Discovery
from nocscape.engine.finding.gathering import Gathering
from nocscape.engine.rooms import Rooms
from nocscape.model.net import DeviceId, Endpoint, Inventory
from nocscape.topology.observations import DeviceReading


class Rereading:
    """Reads devices that are known already."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._gathering = Gathering(rooms.clock, rooms.tasks, self._take_in)

    async def read(self, device: DeviceId) -> None:
        """Ask every agent of a device, or where a ghost could be; what is found is taken in soon.

        A credential that a command lent opens what it opened before, and nothing else.
        """
        rooms = self._rooms
        await rooms.memory.recall()
        worked = self._worked(device)
        lent = [c for name in sorted(set(worked.values())) if (c := await rooms.ring.get(name)) is not None]
        keyring = Keyring(rooms.snmp, await rooms.ring.to_try(lent), worked=worked)
        for (realm, port), endpoints in groupby(sorted(self._endpoints(device)), key=lambda e: (e.realm, e.port)):
            discovery = Discovery(
                rooms.snmp, keyring, rooms.topology, rooms.clock, knowledge=rooms.profiles, realm=realm, port=port
            )
            for reading in await discovery.read(self._candidates([e.address for e in endpoints])):
                self._gathering.put(reading)

    def _worked(self, device: DeviceId) -> dict[Endpoint, str]:
        known = self._rooms.topology.directory.devices.get(device)
        readings = [m.reading for m in known.members.values()] if known is not None else []
        return {r.endpoint: r.inventory.device.credential for r in readings if r.inventory.device.credential}

    async def _candidates(self, addresses: list[str]) -> AsyncIterator[Candidate]:
        """Taken for silent: what does not answer SNMP now keeps what was read of it last."""
        for address in addresses:
            yield Candidate(address, has_answered_ping=False)

    def _take_in(self, readings: tuple[DeviceReading, ...]) -> None:
        self._rooms.intake.take(self._rooms.topology.apply(readings, self._rooms.clock.now()), readings)

    def _endpoints(self, device: DeviceId) -> list[Endpoint]:
        """Where a device was polled; where a ghost could be, if that is next door to somebody who heard it."""
        known = self._rooms.topology.directory.devices.get(device)
        if known is not None and known.is_polled:
            return [e for e, member in known.members.items() if member.reading.is_polled]
        ghost = self._rooms.state.devices.get(device)
        if ghost is None or not ghost.device.is_ghost or not ghost.device.endpoint.address:
            return []
        endpoint = ghost.device.endpoint
        return [endpoint] if self._is_next_door(device, endpoint) else []

    def _is_next_door(self, ghost: DeviceId, endpoint: Endpoint) -> bool:
        """Whether its address is in a subnet of who heard it.

        Anybody can announce any address, and whoever sits there would be handed the communities of v1 and v2c.
        """
        heard = self._rooms.topology.ghosts.ghosts.get(ghost)
        for seen_from in {h.seen.seen_from for h in heard.heard} if heard is not None else set():
            owner = self._rooms.topology.directory.at(seen_from)
            inventory = self._rooms.topology.inventories.get(owner or "")
            if inventory is not None and any(_contains(net, endpoint.address) for net in _networks(inventory)):
                return True
        return False


def _networks(inventory: Inventory) -> Iterator[str]:
    return (address for interface in inventory.interfaces for address in interface.addresses if "/" in address)


def _contains(network: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
