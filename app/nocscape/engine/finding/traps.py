"""Traps of topology change let a device be read again at once; what they say is a hint, and is not believed further."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Iterator

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import Text, msg
from nocscape.engine.finding.rediscovery import LEAST_GAP_S
from nocscape.engine.rooms import Rooms
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import DeviceId, Interface
from nocscape.model.status import Severity
from nocscape.wire.snmp.traps import Trap, TrapListener

log = logging.getLogger(__name__)

TRAP_PORT = "trap_port"
"""Name of the profile's setting."""
INDEX_LASTS_S = 10.0
"""Who has which address is looked up anew that often at most: there are thousands, and a storm brings many traps."""
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"
"""IF-MIB ifIndex, in linkDown and linkUp (RFC 2863)."""

TOPOLOGY_TRAPS = {
    "1.3.6.1.6.3.1.1.5.1": "coldStart",
    "1.3.6.1.6.3.1.1.5.2": "warmStart",
    "1.3.6.1.6.3.1.1.5.3": "linkDown",
    "1.3.6.1.6.3.1.1.5.4": "linkUp",
    "1.3.6.1.6.3.1.1.5.6": "egpNeighborLoss",
    "1.3.6.1.2.1.17.0.1": "newRoot",
    "1.3.6.1.2.1.17.0.2": "topologyChange",
    "1.0.8802.1.1.2.0.0.1": "lldpRemTablesChange",
    "1.3.111.2.802.1.1.13.0.0.1": "lldpV2RemTablesChange",
    "1.2.840.10006.300.43.0.1": "dot3adAggLinkUpNotification",
    "1.2.840.10006.300.43.0.2": "dot3adAggLinkDownNotification",
    "1.3.6.1.2.1.14.16.2.1": "ospfVirtIfStateChange",
    "1.3.6.1.2.1.14.16.2.2": "ospfNbrStateChange",
    "1.3.6.1.2.1.14.16.2.3": "ospfVirtNbrStateChange",
    "1.3.6.1.2.1.14.16.2.16": "ospfIfStateChange",
    "1.3.6.1.2.1.191.0.2": "ospfv3NbrStateChange",
    "1.3.6.1.2.1.191.0.10": "ospfv3IfStateChange",
    "1.3.6.1.2.1.15.0.1": "bgpEstablishedNotification",
    "1.3.6.1.2.1.15.0.2": "bgpBackwardTransNotification",
    "1.3.6.1.2.1.15.7.1": "bgpEstablished",
    "1.3.6.1.2.1.15.7.2": "bgpBackwardTransition",
    "1.3.6.1.2.1.15.7.0.1": "bgpEstablished",
    "1.3.6.1.2.1.15.7.0.2": "bgpBackwardTransition",
    "1.3.6.1.2.1.138.0.17": "isisAdjacencyChange",
    "1.3.6.1.2.1.47.2.0.1": "entConfigChange",
    "1.3.6.1.4.1.9.9.46.2.0.7": "vlanTrunkPortDynamicStatusChange",
    "1.3.6.1.4.1.9.9.46.2.0.10": "vtpVlanCreated",
    "1.3.6.1.4.1.9.9.46.2.0.11": "vtpVlanDeleted",
    "1.3.6.1.4.1.9.9.82.2.0.1": "stpxInconsistencyUpdate",
}
"""Notifications after which neighbours, ports or tables may be others, by snmpTrapOID; BGP4-MIB's traps have had three
numbers, as RFC 1657 and RFC 4273 wrote them and as v1 turns out (RFC 3584)."""


class TrapRoom:
    """Listens on a port while there is one, and passes hints on to rediscovery."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._listener: TrapListener | None = None
        self._reading: asyncio.Task[None] | None = None
        self._senders: dict[str, DeviceId | None] = {}
        self._indexed_at = -INDEX_LASTS_S
        self._told_at: dict[DeviceId, float] = {}
        self.port = 0
        """Where it listens; 0 where it does not."""
        self.fault: Text | None = None
        """Why the port that was wanted could not be had."""

    async def listen(self, port: int) -> None:
        """Listen there from now on, or no more (0). Raises BusyError or InputError where the port cannot be had; the
        one that was listened on before goes on then."""
        if port == self.port:
            return
        listener = TrapListener(self._rooms.counters, self._knows, self._credential, self.hear) if port else None
        if listener is not None:
            await listener.open(port)
        await self.close()
        self.port, self.fault = port, None
        if listener is not None:
            self._listener, self._reading = listener, self._rooms.tasks.spawn(listener.run(), "traps")

    async def restore(self, port: int) -> None:
        """Listen where the profile says; where that fails, say so and go on without."""
        try:
            await self.listen(port)
        except NocscapeError as error:
            log.warning("traps are not received: %s", error)
            self.fault = msg("SNMP traps are not received: {fault}", fault=error.message)

    async def close(self) -> None:
        """Give the port back."""
        if self._reading is not None:
            self._reading.cancel()
        if self._listener is not None:
            await self._listener.close()
        self._listener, self._reading, self.port = None, None, 0

    def _knows(self, address: str) -> bool:
        """A device's address, or this machine's own, where a forwarder may run that writes the origin into the trap."""
        return self._sender(address) is not None or ipaddress.ip_address(address).is_loopback

    def _sender(self, address: str) -> DeviceId | None:
        now = self._rooms.clock.monotonic()
        if now - self._indexed_at >= INDEX_LASTS_S:
            self._senders, self._indexed_at = self._index(), now
        return self._senders.get(address)

    def _index(self) -> dict[str, DeviceId | None]:
        """The device at each address; none for what several have, unless it is polled at one of them alone."""
        self._told_at = {device: at for device, at in self._told_at.items() if device in self._rooms.state.devices}
        polled: dict[str, DeviceId | None] = {}
        owned: dict[str, DeviceId | None] = {}
        for device, inventory in self._rooms.state.devices.items():
            if inventory.device.snmp is None:
                continue
            _claim(polled, inventory.device.endpoint.address, device)
            for address in inventory.device.addresses:
                _claim(owned, address, device)
        return owned | polled

    async def _credential(self, address: str, user: str) -> SnmpCredential | None:
        """The one that works at the sender, if it is of that user; else the first of that user in the profile."""
        sender = self._rooms.state.devices.get(self._sender(address) or "")
        name = sender.device.credential if sender is not None else None
        tried = [await self._rooms.ring.get(name), *await self._rooms.ring.to_try(())]
        fitting = (c for c in tried if c is not None and c.version is SnmpVersion.V3 and c.user == user)
        return next(fitting, None)

    def hear(self, trap: Trap) -> None:
        """Take a notification of anybody who is known."""
        device = self._sender(trap.sender) or self._sender(trap.origin)
        name = TOPOLOGY_TRAPS.get(trap.oid)
        if device is None or device not in self._rooms.state.devices:
            self._rooms.counters.add("trap.dropped.stranger")
        elif name is not None:
            self._reread(device, name, trap)

    def _reread(self, device: DeviceId, name: str, trap: Trap) -> None:
        self._rooms.rediscovery.rediscover(device, f"it sent {name}")
        port = self._port(device, trap)
        for far in self._across(device, port) if port is not None else ():
            self._rooms.rediscovery.rediscover(far, f"its neighbour sent {name}")
        self._tell(device, name, port)

    def _port(self, device: DeviceId, trap: Trap) -> Interface | None:
        told = trap.value(IF_INDEX)
        interfaces = self._rooms.state.devices[device].interfaces if told is not None else ()
        return next((i for i in interfaces if told is not None and i.if_index == told.value), None)

    def _across(self, device: DeviceId, port: Interface) -> Iterator[DeviceId]:
        """Who is at the other end of that port's links."""
        for link in self._rooms.state.links_of(device):
            for near, far in ((link.a, link.b), (link.b, link.a)):
                if (near.device, near.interface) == (device, port.key):
                    yield far.device

    def _tell(self, device: DeviceId, name: str, port: Interface | None) -> None:
        """One event a device and gap between readings, whatever pours in."""
        now = self._rooms.clock.monotonic()
        if now - self._told_at.get(device, -LEAST_GAP_S) < LEAST_GAP_S:
            return
        self._told_at[device] = now
        known = self._rooms.state.devices[device].device.shown_name()
        if port is None:
            text = msg("{name} sent the trap {trap}; it is read again", name=known, trap=name)
        else:
            where = port.name or port.descr
            text = msg(
                "{name} sent the trap {trap} for port {port}; it is read again", name=known, trap=name, port=where
            )
        self._rooms.state.raise_event(
            "topology_trap", Severity.INFO, text, device=device, interface=port.key if port is not None else None
        )


def _claim(owners: dict[str, DeviceId | None], address: str, device: DeviceId) -> None:
    owners[address] = device if owners.get(address, device) == device else None
