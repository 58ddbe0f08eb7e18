"""The live topology: readings in, devices and links out, and only what a reading touches is inferred again.

What leads from a change to its effects are indexes: sign to devices (`Directory`), sign to the claims that look it up,
device to claims about it, pair of devices to the claims between them (`ClaimBook`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext

from nocscape.model.answers import Place
from nocscape.model.decisions import Decision
from nocscape.model.net import DeviceId, Interface, Inventory, Link, LinkId, PortRef, Station
from nocscape.model.status import LinkState
from nocscape.topology.announced import dressed
from nocscape.topology.bundles import folded, gathered, with_members
from nocscape.topology.claims import Claim, ClaimBook, Pair, pair_of
from nocscape.topology.ghosts import GhostBook, Heard
from nocscape.topology.identity import Directory, IdentityChange
from nocscape.topology.layers import Layers
from nocscape.topology.links import Joined, Patience, join, to_link, with_wires
from nocscape.topology.merge import current_readings, merged_inventory
from nocscape.topology.observations import DeviceReading, Neighbour
from nocscape.topology.overlay import LinkOverlay
from nocscape.topology.pins import DEVICE_KINDS
from nocscape.topology.ports import PortMatch, Ports, announced_name
from nocscape.topology.resolve import match_device
from nocscape.topology.rivals import contradicted
from nocscape.topology.steps import BULK, Delta, Step, uncollected
from nocscape.topology.where import find_places, stations
from nocscape.topology.wires import cloud_inventory, is_cloud
from nocscape.topology.wiring import Wiring


class Topology:
    """Devices and links as they follow from all readings. `now` is UTC seconds throughout."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.directory = Directory()
        self.claims = ClaimBook()
        self.inventories: dict[DeviceId, Inventory] = {}
        self.links: dict[LinkId, Link] = {}
        self.ghosts = GhostBook(self._unpolled_at, self.is_polled)
        self.overlay = LinkOverlay()
        self.wiring = Wiring(self.directory, self.claims, self.ghosts, self.ports, self._inventory)
        self.layers = Layers(self)
        self._links_of: dict[Pair, set[LinkId]] = {}
        self._merged: dict[DeviceId, Inventory] = {}
        self._ports: dict[DeviceId, Ports] = {}

    def apply(self, readings: Sequence[DeviceReading], now: float) -> Delta:
        """Take readings in, each in place of what its endpoint said before."""
        with uncollected() if len(readings) >= BULK else nullcontext():
            step = Step()
            for reading in readings:
                if self._is_outdone(reading):
                    continue
                self._note(self.directory.add(reading), step)
            return self._infer(step, now)

    def forget(self, device: DeviceId, now: float) -> Delta:
        """Take a device out with all that it said; it stays as a ghost where others announce it."""
        step = Step()
        self._note(self.directory.forget(device), step)
        return self._infer(step, now)

    def age(self, now: float) -> Delta:
        """Let links go stale that nothing has confirmed for long, and forget what nobody has heard for longer."""
        step = Step()
        for claim in list(self.claims.claims.values()):
            if not claim.is_current and now - claim.seen.at > self.patience.forget_after_s:
                self._drop_claim(claim, step)
        self.wiring.forget_before(now - self.patience.unlearn_after_s)
        for link in self.links.values():
            if link.state in (LinkState.UP, LinkState.BLOCKED) and now - link.last_seen > self.patience.stale_after_s:
                step.pairs.add(pair_of(link.a.device, link.b.device))
        return self._infer(step, now)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What the operator decided, newest first."""
        found = (*self.overlay.decisions.values(), *self.directory.pins.decisions.values())
        return tuple(sorted(found, key=lambda d: (-d.at, d.id)))

    def decide(self, decision: Decision, now: float) -> Delta:
        """Lay a decision over what is inferred, in place of one with the same id. Raises InputError for a link with no
        two ends."""
        step = Step()
        if decision.kind in DEVICE_KINDS:
            self._note(self.directory.decide(decision), step)
            return self._infer(step, now)
        step.pairs |= self.overlay.put(decision)
        return self._infer(step, now)

    def revoke(self, decision_id: str, now: float) -> Delta:
        """Take a decision back; what was inferred shows again. Nothing changes where there is none of that id."""
        step = Step()
        self._note(self.directory.revoke(decision_id), step)
        if (pair := self.overlay.drop(decision_id)) is not None:
            step.pairs.add(pair)
        return self._infer(step, now)

    def stations_of(self, device: DeviceId) -> tuple[Station, ...]:
        """MAC addresses whose access port is one of the device's, by port; for an empty id, of all devices."""
        bridges = [device] if device else sorted(self.wiring.broadcast.bridges)
        return tuple(s for bridge in bridges for s in stations(bridge, self.wiring))

    def places(self, address: str) -> tuple[Place, ...]:
        """Where an IP or MAC address is: its access port first, then the device that has it, then who resolved it.

        Raises InputError for what is neither.
        """
        return find_places(address, self, self.wiring)

    @property
    def adjacencies(self) -> dict[LinkId, Link]:
        """Links of all layers but the physical one, which is `links`."""
        return self.layers.links

    def owner_of(self, address: str) -> DeviceId | None:
        """The polled device that has an address (as `placed`); none where several have it."""
        found = [d for d in self.directory.having(f"a:{address}") if self.is_polled(d)]
        return found[0] if len(found) == 1 else None

    def links_between(self, pair: Pair) -> list[Link]:
        """Links of two devices, the smaller id first."""
        return [self.links[i] for i in sorted(self._links_of.get(pair, ()))]

    def links_of(self, device: DeviceId) -> list[Link]:
        """Wires with an end at a device, by id."""
        pairs = self.claims.pairs_of(device) | self.wiring.broadcast.pairs_of(device)
        found = {i for pair in pairs.union(self.overlay.pairs_of(device)) for i in self._links_of.get(pair, ())}
        return [self.links[i] for i in sorted(found)]

    def ports(self, device: DeviceId) -> Ports:
        """Lookups over the ports of a polled device."""
        found = self._ports.get(device)
        if found is None:
            readings = current_readings(self.directory.devices[device])
            announced = next((r.announced_ports for r in readings if r.announced_ports), ())
            found = self._ports[device] = Ports(self._merged[device].interfaces, announced)
        return found

    def interface(self, port: PortRef) -> Interface | None:
        """The interface at a port of a polled device."""
        if port.interface is None or not self.is_polled(port.device):
            return None
        return self.ports(port.device).interfaces.get(port.interface)

    def read_at(self, device: DeviceId) -> float | None:
        """When the device was last polled."""
        known = self.directory.devices.get(device)
        return (
            max((m.reading.at for m in known.members.values() if m.reading.is_polled), default=None) if known else None
        )

    def speaks(self, device: DeviceId, source: str) -> bool:
        """Whether a polled device speaks that neighbour protocol."""
        return self.is_polled(device) and source in self._merged[device].device.protocols

    def is_blocked(self, port: PortRef) -> bool:
        """Whether spanning tree keeps a port from forwarding."""
        return self.wiring.broadcast.is_blocked(self.wiring.bundle_of(port))

    def segments(self) -> tuple[Inventory, ...]:
        """Hubs, unmanaged switches and the like, which are no devices, in the order of their ids."""
        clouds = self.wiring.broadcast.clouds
        return tuple(self.inventories[cloud] for cloud in sorted(clouds) if cloud in self.inventories)

    def is_polled(self, device: DeviceId) -> bool:
        """Whether the device answers SNMP at any of its addresses."""
        known = self.directory.devices.get(device)
        return known is not None and known.is_polled

    def _unpolled_at(self, address: str) -> DeviceId | None:
        found = self.directory.having(f"a:{address}")
        return min((d for d in found if not self.is_polled(d)), default=None)

    def _is_outdone(self, reading: DeviceReading) -> bool:
        """Whether more is known of an endpoint than that it answers ping: an agent that fails leaves its device as it
        was, for as long as stale links are shown."""
        device = None if reading.is_polled else self.directory.at(reading.endpoint)
        if device is None:
            return False
        known = self.directory.devices[device].members[reading.endpoint].reading
        return known.is_polled and reading.at - known.at < self.patience.forget_after_s

    def _note(self, change: IdentityChange, step: Step) -> None:
        for device in change.gone:
            step.devices.discard(device)
        for device in change.touched:
            step.gone.pop(device, None)
        step.gone |= change.gone
        step.devices |= change.touched
        step.keys |= change.keys

    def _infer(self, step: Step, now: float) -> Delta:
        delta = Delta()
        for device in step.gone:
            self._leave(device, step)
        for device in tuple(step.devices):  # a claim that is dropped meanwhile shows its target again
            self._enter(device, step)
        step.claims |= self.claims.looking_up(step.keys)
        self._resolve(step)
        self._survey(step)
        self._show_devices(step, delta)
        for device in delta.inventories.keys() | delta.gone.keys():
            step.pairs.update(self.overlay.pairs_of(device))
        for pair in step.pairs:
            self._infer_pair(pair, delta, now)
        changed, gone = self.layers.settle(step.devices | step.gone.keys())
        delta.links |= changed
        delta.links_gone |= gone
        return delta

    def _survey(self, step: Step) -> None:
        """Follow what changed into the broadcast domains that it touches."""
        changed = self.wiring.settle(step.devices | step.gone.keys(), step.rewired)
        step.pairs |= changed.pairs
        for device in changed.doubted:
            step.pairs |= self.claims.pairs_of(device)
        for cloud in changed.clouds:
            if cloud in self.wiring.broadcast.clouds:
                step.devices.add(cloud)
            else:
                step.gone[cloud] = None

    def _look_around(self, device: DeviceId, step: Step) -> None:
        """Look again at the links of a device, and at the wires of those that it hears or is heard by."""
        pairs = self.claims.pairs_of(device)
        step.rewired.update(*pairs)
        step.pairs |= pairs | self.wiring.broadcast.pairs_of(device)

    def _leave(self, device: DeviceId, step: Step) -> None:
        self._look_around(device, step)
        self.wiring.leave(device)
        self.layers.leave(device)
        step.claims |= {c.id for c in self.claims.to(device)}
        self._merged.pop(device, None)
        self._ports.pop(device, None)
        for claim in self.claims.of(device):
            self._drop_claim(claim, step)

    def _enter(self, device: DeviceId, step: Step) -> None:
        """Bring the claims of a device that is new or was read again up to date."""
        known = self.directory.devices[device]
        self._merged[device] = merged_inventory(known)
        self._ports.pop(device, None)
        readings = current_readings(known)
        unread = {part for r in readings for part in r.unread}
        heard = [o for r in readings for o in r.observations if isinstance(o, Neighbour)]
        for claim in self.claims.replace(device, heard, unread):
            self._drop_claim(claim, step)
        for claim in self.claims.of(device):
            claim.local = self.ports(device).local(claim.seen.local)
            if claim.target is None:
                step.claims.add(claim.id)
        step.claims |= {c.id for c in self.claims.to(device)}
        self._look_around(device, step)
        self.wiring.enter(device)
        if known.is_polled:
            self.layers.enter(device, self._merged[device], readings, known.signs.owned)
        else:
            self.layers.leave(device)

    def _drop_claim(self, claim: Claim, step: Step) -> None:
        if claim.target is not None:
            step.pairs.add(pair_of(claim.owner, claim.target))
            step.rewired |= {claim.owner, claim.target}
            step.devices.add(claim.target)
        self.ghosts.remove(claim.id)
        step.claims.discard(claim.id)
        self.claims.drop(claim)

    def _resolve(self, step: Step) -> None:
        for claim_id in sorted(step.claims):
            claim = self.claims.claims.get(claim_id)
            if claim is not None:
                self._match(claim, step)
        for key in step.keys:
            if key.startswith("a:"):
                self.ghosts.touch(key[2:])
        for claim_id in self.ghosts.settle():
            claim = self.claims.claims[claim_id]
            name = announced_name(claim.seen.port, claim.seen.port_descr)
            claim.match = claim.match._replace(sure=1.0)
            self._aim(claim, self.ghosts.ghost_of(claim_id), PortMatch(name or None, "announced", 1.0), step)

    def _match(self, claim: Claim, step: Step) -> None:
        """Look for the polled device that was meant; what fits none is a ghost's."""
        seen = claim.seen
        claim.match = match_device(
            claim.signs, seen, self.directory, lambda d: self.ports(d).remote(seen.port, seen.port_descr).sure >= 1.0
        )
        device = claim.match.device
        if device is None:
            self.ghosts.put(Heard(claim.id, claim.signs, f"{claim.owner} {seen.local}", seen))
        else:
            self.ghosts.remove(claim.id)
            self._aim(claim, device, self.ports(device).remote(seen.port, seen.port_descr), step)

    def _aim(self, claim: Claim, target: DeviceId | None, port: PortMatch, step: Step) -> None:
        before = claim.target
        if (before, claim.port) != (target, port):
            step.rewired |= {d for d in (claim.owner, before, target) if d is not None}
        self.claims.aim(claim, target, port)
        for device in (before, target):
            if device is not None:
                step.pairs.add(pair_of(claim.owner, device))
                if not self.is_polled(device):
                    step.devices.add(device)
        if before is not None and target is not None and before != target:
            step.gone.setdefault(before, target)

    def _show_devices(self, step: Step, delta: Delta) -> None:
        for device in step.devices | step.gone.keys():
            inventory = self._inventory(device)
            if inventory is not None:
                self.inventories[device] = delta.inventories[device] = inventory
            elif self.inventories.pop(device, None) is not None:
                delta.gone[device] = step.gone.get(device)

    def _inventory(self, device: DeviceId) -> Inventory | None:
        if is_cloud(device):
            return self._cloud(device)
        merged = self._merged.get(device)
        ghost = self.ghosts.ghosts.get(device)
        if ghost is None or self.is_polled(device):
            return merged
        return dressed(merged, ghost)

    def _cloud(self, device: DeviceId) -> Inventory | None:
        cloud = self.wiring.broadcast.clouds.get(device)
        bridge = self._merged.get(cloud.bridge) if cloud is not None else None
        if cloud is None or bridge is None:
            return None
        return cloud_inventory(cloud, bridge.device.shown_name(), bridge.device.endpoint.realm)

    def _infer_pair(self, pair: Pair, delta: Delta, now: float) -> None:
        found = [to_link(joined, self, self.patience, now) for joined in self._joined(pair)]
        found = self.overlay.laid_over(pair, found, self.inventories.__contains__)
        before = self._links_of.pop(pair, set())
        for link in found:
            if self.links.get(link.id) != link:
                self.links[link.id] = delta.links[link.id] = link
        for gone in before - {link.id for link in found}:
            del self.links[gone]
            delta.links_gone.add(gone)
        if found:
            self._links_of[pair] = {link.id for link in found}

    def _joined(self, pair: Pair) -> list[Joined]:
        """All evidence between two devices, by the ports that it joins."""
        announced = folded(join(self.claims.between(pair)), self.wiring.bundle_of, self.interface)
        announced = [joined for joined in announced if not self.wiring.broadcast.is_shared(joined.a, joined.b)]
        broadcast = self.wiring.broadcast
        found = gathered(with_wires(announced, broadcast.between(pair)), broadcast.carries, self.interface)
        return [
            with_members(contradicted(joined, self.claims, broadcast.doubts), self.wiring.members_of)
            for joined in found
        ]
