"""From what devices tell of their tables to the wires between them: who owns which address, who learned it where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from nocscape.model.net import DeviceId, Evidence, Inventory, Kind, PortRef
from nocscape.topology.bridged import Broadcast, Changed
from nocscape.topology.claims import ClaimBook, pair_of
from nocscape.topology.ghosts import GhostBook
from nocscape.topology.identity import Directory, KnownDevice
from nocscape.topology.merge import current_readings
from nocscape.topology.observations import AddressTable, DeviceReading
from nocscape.topology.owners import Owners, Resolutions, Resolved
from nocscape.topology.ports import Ports
from nocscape.topology.signs import is_identifying_mac, placed
from nocscape.topology.skeleton import Heard
from nocscape.topology.tables import PortKey, bundles_of, read_bridge

_FORWARDING = frozenset(
    {
        Kind.SWITCH, Kind.L3_SWITCH, Kind.ACCESS_POINT, Kind.PHONE, Kind.HUB, Kind.MODEM, Kind.OLT, Kind.RADIO,
        Kind.HYPERVISOR, Kind.WLAN_CONTROLLER,
    }
)  # fmt: skip
_TERMINAL = frozenset(
    {
        Kind.SERVER, Kind.STORAGE, Kind.WORKSTATION, Kind.PRINTER, Kind.UPS, Kind.PDU, Kind.CAMERA, Kind.SENSOR,
        Kind.PLC,
    }
)  # fmt: skip
ANNOUNCING = frozenset({"lldp", "cdp", "edp", "fdp", "ndp"})
"""Protocols by which devices announce themselves on a wire."""
_POLLED, _PINGED, _ANNOUNCED = range(3)


class Wiring:
    """Owners of addresses, ARP, bundles and broadcast domains, kept up to date device by device."""

    def __init__(
        self,
        directory: Directory,
        claims: ClaimBook,
        ghosts: GhostBook,
        ports: Callable[[DeviceId], Ports],
        inventory: Callable[[DeviceId], Inventory | None],
    ) -> None:
        self.owners = Owners()
        self.resolved = Resolutions()
        self.broadcast = Broadcast(self.owners, self)
        self._directory = directory
        self._claims = claims
        self._ghosts = ghosts
        self._ports = ports
        self._inventory = inventory
        self._bundles: dict[DeviceId, dict[PortKey, PortKey]] = {}
        self._faces: dict[DeviceId, int] = {}
        self._heard: dict[DeviceId, dict[PortKey, Heard]] = {}
        self._readdressed: set[str] = set()

    def bundle_of(self, port: PortRef) -> PortRef:
        """The bundle that a port is part of, or the port itself."""
        whole = self._bundles.get(port.device, {}).get(port.interface or "")
        return PortRef(port.device, whole) if whole is not None else port

    def members_of(self, port: PortRef) -> tuple[PortKey, ...]:
        """The ports of a bundle."""
        bundles = self._bundles.get(port.device, {})
        return tuple(sorted(member for member, whole in bundles.items() if whole == port.interface))

    def enter(self, device: DeviceId) -> None:
        """Take in what a device of the directory says now."""
        readings = current_readings(self._directory.devices[device])
        ports = self._ports(device)
        self._bundles.pop(device, None)
        if bundles := bundles_of(readings, ports):
            self._bundles[device] = bundles
        before = self.broadcast.bridges.get(device)
        bridge = read_bridge(device, readings, ports, bundles, self._own_macs(device), before)
        if bridge is not None:
            self.broadcast.put(bridge)
        elif before is not None:
            self.broadcast.drop(device)
        self._readdressed |= self.resolved.put(device, _resolved(readings))

    def leave(self, device: DeviceId) -> None:
        """Forget everything that a device said or owned."""
        self._bundles.pop(device, None)
        self._faces.pop(device, None)
        self._readdressed |= self.resolved.drop(device)
        self.broadcast.drop(device)
        self.broadcast.touch_macs(self.owners.put(device, frozenset()))

    def forget_before(self, at: float) -> None:
        """Forget addresses that nobody has learned or resolved since (UTC seconds)."""
        self.resolved.expire(at)
        self.broadcast.expire(at)

    def settle(self, touched: Iterable[DeviceId], neighbours: Iterable[DeviceId]) -> Changed:
        """Survey again what changed: `touched` may own other addresses than before, `neighbours` hear other devices."""
        again = {d for a in self._readdressed for d in self._directory.having(f"a:{a}")}
        self._readdressed.clear()
        for device in again.union(touched):
            self._own(device)
        for device in neighbours:
            self.broadcast.touch(device)
        changed = self.broadcast.settle()
        self._heard.clear()
        return changed

    def _own(self, device: DeviceId) -> None:
        """Bring up to date what a device owns, and what else of it matters to its neighbours."""
        macs, rank = self._macs_and_rank(device)
        changed = self.owners.put(device, macs, rank)
        face = self._face(device) if macs else 0
        if face != self._faces.get(device, 0):
            changed |= macs
        if face:
            self._faces[device] = face
        else:
            self._faces.pop(device, None)
        self.broadcast.touch_macs(changed)

    def _macs_and_rank(self, device: DeviceId) -> tuple[frozenset[str], int]:
        known = self._directory.devices.get(device)
        ghost = self._ghosts.ghosts.get(device)
        announced = frozenset(m for h in ghost.heard for m in h.signs.macs) if ghost is not None else frozenset[str]()
        if known is None:
            return announced, _ANNOUNCED
        if known.is_polled:
            own = self._own_macs(device) or self._resolved_macs(known)
            bridge = self.broadcast.bridges.get(device)
            return own | bridge.own if bridge is not None else own, _POLLED
        return announced | self._resolved_macs(known), _PINGED

    def _own_macs(self, device: DeviceId) -> frozenset[str]:
        known = self._directory.devices[device]
        chassis = (c.removeprefix("mac:") for c in known.signs.chassis if c.startswith("mac:"))
        inventory = self._inventory(device)
        ports = (i.mac for i in inventory.interfaces) if inventory is not None and known.is_polled else ()
        others = set(chain(chassis, ports)) - known.signs.macs
        return known.signs.macs | set(filter(is_identifying_mac, others)) if others else known.signs.macs

    def _resolved_macs(self, known: KnownDevice) -> frozenset[str]:
        found = (self.resolved.mac_of(address) for address in known.signs.answered)
        return frozenset(r.mac for r in found if r is not None)

    def _face(self, device: DeviceId) -> int:
        inventory = self._inventory(device)
        if inventory is None:
            return 0
        return hash((inventory.device.kind, tuple((i.key, i.mac, i.type) for i in inventory.interfaces)))

    def forwards(self, device: DeviceId) -> bool:
        """Whether a device that tells no table passes on what others send."""
        inventory = self._inventory(device)
        return inventory is not None and inventory.device.kind in _FORWARDING

    def is_terminal(self, device: DeviceId) -> bool:
        """Whether a device is of a kind that passes on nothing."""
        inventory = self._inventory(device)
        return inventory is not None and inventory.device.kind in _TERMINAL

    def port_with(self, device: DeviceId, mac: str) -> PortKey | None:
        """The interface of a device that sends from an address."""
        known = self._directory.devices.get(device)
        key = self._ports(device).with_mac(mac) if known is not None else None
        return self.bundle_of(PortRef(device, key)).interface

    def would_hear(self, one: DeviceId, other: DeviceId) -> bool:
        """Whether two devices announce themselves in a protocol that both speak."""
        found = [i for i in map(self._inventory, (one, other)) if i is not None]
        spoken = [ANNOUNCING.intersection(i.device.protocols) for i in found]
        return len(spoken) == 2 and not spoken[0].isdisjoint(spoken[1])

    def announced_between(self, one: DeviceId, other: DeviceId) -> list[Evidence]:
        """What either of two devices hears of the other."""
        claims = self._claims.between(pair_of(one, other))
        return [Evidence(c.seen.source, c.owner, c.seen.said(), c.seen.at) for c in claims if c.is_current]

    def heard_by(self, device: DeviceId) -> Mapping[PortKey, Heard]:
        """Who is announced at which of a device's ports, by what it heard and by what others heard of it."""
        found = self._heard.get(device)
        if found is None:
            found = self._heard[device] = {}
            for claim in self._claims.of(device):
                if claim.is_current and claim.target is not None:
                    self._note(found, claim.near, claim.far)
            for claim in self._claims.to(device):
                if claim.is_current and claim.port.sure >= 1.0:
                    self._note(found, claim.far, claim.near)
        return found

    def _note(self, found: dict[PortKey, Heard], near: PortRef, far: PortRef) -> None:
        port = self.bundle_of(near).interface
        if port is not None and near.device != far.device:
            there = found.setdefault(port, {})
            there[far.device] = self.bundle_of(far).interface or there.get(far.device)


def _resolved(readings: Iterable[DeviceReading]) -> dict[str, Resolved]:
    """What a device's ARP and neighbour tables say; where two disagree, the newer."""
    found: dict[str, Resolved] = {}
    for table in (o for r in readings for o in r.observations if isinstance(o, AddressTable)):
        for entry in table.entries:
            if is_identifying_mac(entry.mac):
                address, resolved = (
                    placed(entry.address, table.seen_from),
                    Resolved(entry.mac, table.at, entry.if_index),
                )
                if address not in found or (found[address].at, found[address].mac) < (resolved.at, resolved.mac):
                    found[address] = resolved
    return found
