"""What polls say of ports: up or down, another speed, another duplex; and the links that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from nocscape.base.i18n import Text, msg
from nocscape.base.units import bps
from nocscape.engine.ports_say import as_ports_say
from nocscape.engine.rooms import Rooms
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId, Interface, Inventory, Link
from nocscape.model.status import LinkState, Severity
from nocscape.polling import PollResult, PortState
from nocscape.topology.links import DOWN_STATES

DUPLEX = "is_full_duplex"
"""Metric of the Ethernet profile (EtherLike-MIB)."""


class PortWatch:
    """Keeps interfaces and links as polls see them, and tells what changed unless it is maintenance."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._duplex: dict[SeriesKey, float] = {}
        self._agreed: dict[DeviceId, tuple[Mapping[str, PortState], tuple[Interface, ...]]] = {}
        """Said and known states that are the same, of which most polls bring nothing else."""

    def take(self, result: PollResult) -> bool:
        """What a poll brought; True where the poller should hear of another speed."""
        if result.ports:
            self._take_states(result.device, result.ports)
        self._take_duplex(result.device, result.samples)
        if result.speeds:
            self._take_speeds(result.device, result.speeds)
        return bool(result.speeds)

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more."""
        self._duplex = {key: value for key, value in self._duplex.items() if key.device != device}
        self._agreed.pop(device, None)

    def _take_states(self, device: DeviceId, ports: Mapping[str, PortState]) -> None:
        state = self._rooms.state
        inventory = state.devices[device]
        said, known = self._agreed.get(device, (None, None))
        if said is ports and known is inventory.interfaces:
            return
        changed = [(i, p) for i in inventory.interfaces if (p := ports.get(i.key)) and (i.admin, i.oper) != p]
        if not changed:
            self._agreed[device] = (ports, inventory.interfaces)
            return
        new = {i.key: replace(i, admin=p.admin, oper=p.oper) for i, p in changed}
        interfaces = tuple(new.get(i.key, i) for i in inventory.interfaces)
        state.put_devices([replace(inventory, interfaces=interfaces)])
        for interface, port in changed:
            self._tell_port(device, inventory, interface, port)
        self._reread_around(device, {i.key for i, p in changed if i.oper != p.oper})
        state.put_links(as_ports_say(map(self._inferred, state.links_of(device)), state.devices))

    def _take_speeds(self, device: DeviceId, speeds: Mapping[str, int]) -> None:
        inventory = self._rooms.state.devices[device]
        before = {i.key: i for i in inventory.interfaces if i.key in speeds}
        interfaces = tuple(replace(i, speed_bps=speeds.get(i.key, i.speed_bps)) for i in inventory.interfaces)
        self._rooms.state.put_devices([replace(inventory, interfaces=interfaces)])
        for key, port in before.items():
            if port.speed_bps and port.oper == "up":
                is_slower = speeds[key] < port.speed_bps
                text = msg(
                    "{name}: port {port} runs at {now}, before {before}",
                    name=inventory.device.shown_name(),
                    port=port.name or port.descr,
                    now=bps(speeds[key]),
                    before=bps(port.speed_bps),
                )
                self._tell("port_speed", Severity.WARNING if is_slower else Severity.INFO, text, device, key)

    def _take_duplex(self, device: DeviceId, samples: Iterable[Sample]) -> None:
        for sample in samples:
            if sample.key.metric != DUPLEX or sample.value is None:
                continue
            before = self._duplex.get(sample.key)
            self._duplex[sample.key] = sample.value
            if before is not None and before != sample.value:
                name, port = self._rooms.state.devices[device].device.shown_name(), sample.key.instance
                if sample.value:
                    text = msg("{name}: port {port} is full duplex now", name=name, port=port)
                    self._tell("port_duplex", Severity.INFO, text, device)
                else:
                    text = msg("{name}: port {port} is half duplex now", name=name, port=port)
                    self._tell("port_duplex", Severity.WARNING, text, device)

    def _tell(self, kind: str, severity: Severity, text: Text, device: DeviceId, interface: str | None = None) -> None:
        if self._rooms.maintenance.reason(device) is None:
            self._rooms.state.raise_event(kind, severity, text, device=device, interface=interface)

    def _reread_around(self, device: DeviceId, ports: set[str]) -> None:
        """Linked ports went up or down: both ends may say something else now."""
        for link in self._links(device):
            if not ports.isdisjoint(_ports_at(link, device)):
                for end in (link.a, link.b):
                    self._rooms.rediscovery.rediscover(end.device, "a link went up or down")

    def _tell_port(self, device: DeviceId, inventory: Inventory, before: Interface, now: PortState) -> None:
        was_down, is_down = before.oper in DOWN_STATES, now.oper in DOWN_STATES
        if was_down == is_down:
            return
        name, port = inventory.device.shown_name(), before.name or before.descr
        if is_down:
            is_loss = now.admin == "up" and self._is_needed(device, before.key)
            text = msg("{name}: port {port} went down", name=name, port=port)
            self._tell("link_down", Severity.CRITICAL if is_loss else Severity.INFO, text, device, before.key)
        else:
            text = msg("{name}: port {port} came up", name=name, port=port)
            self._tell("link_up", Severity.CLEAR, text, device, before.key)

    def _is_needed(self, device: DeviceId, key: str) -> bool:
        """Whether a link hangs on the port whose other end is in no maintenance."""
        for link in self._links(device):
            ends = {(e.device, e.interface): e for e in (link.a, link.b)}
            if (device, key) in ends:
                others = [e.device for where, e in ends.items() if where != (device, key)]
                return all(self._rooms.maintenance.reason(other) is None for other in others)
        return False

    def _links(self, device: DeviceId) -> list[Link]:
        return self._rooms.state.links_of(device)

    def _inferred(self, link: Link) -> Link:
        """The link as inference has it; what an engine that has just begun shows is of before, and maybe down."""
        topology = self._rooms.topology
        inferred = topology.links.get(link.id) or topology.adjacencies.get(link.id)
        if inferred is None and link.state is LinkState.DOWN:
            return replace(link, state=LinkState.UP)
        return inferred or link


def _ports_at(link: Link, device: DeviceId) -> set[str | None]:
    """The ports of a device that a link uses, those of a bundle's wires too."""
    ends = {end.interface for end in (link.a, link.b) if end.device == device}
    return ends | {m.a if link.a.device == device else m.b for m in link.members}
