"""The operator's decisions on the topology: sent to the engine, told to every panel, taken back one by one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import MOST_NAME, device_name, pair_name
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import Decide, ForgetDevice, Revoke, StartDiscovery, SweepSpec
from nocscape.model.decisions import Decision, DecisionKind
from nocscape.model.net import Device, DeviceId, Endpoint, PortRef

DECISION_WORDS: dict[DecisionKind, str] = {
    DecisionKind.ACCEPT_LINK: mark("Link accepted"),
    DecisionKind.PIN_LINK: mark("Link pinned"),
    DecisionKind.REJECT_LINK: mark("Link rejected"),
    DecisionKind.DRAW_LINK: mark("Link drawn"),
    DecisionKind.MERGE: mark("Merged into one device"),
    DecisionKind.SPLIT: mark("Kept apart as devices"),
}


class Deciding(QObject):
    """Sends decisions and remembers those of this console, the newest last.

    Signals: decided(Decision), revoked(str decision id), forgotten(Device), found_again(Device) when a forgotten
    device is looked for again, failed(str) with what the engine refused.
    """

    decided = Signal(object)
    forgotten = Signal(object)
    found_again = Signal(object)
    revoked = Signal(str)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._own: list[Decision | Device] = []

    @classmethod
    def of(cls, bridge: Bridge) -> Deciding:
        """The one of this connection."""
        return bridge.findChild(cls) or cls(bridge, bridge)

    @property
    def last(self) -> Decision | Device | None:
        """The newest decision of this console that stands, or the device that it forgot; what `undo` takes back."""
        return self._own[-1] if self._own else None

    def decide_link(self, kind: DecisionKind, a: PortRef, b: PortRef, note: str = "") -> None:
        """Accept, pin, reject or draw the link between two ports."""
        self._send(Decision(id="", kind=kind, a=a, b=b, note=note))

    def merge(self, devices: Iterable[DeviceId], note: str = "") -> None:
        """Have these devices be one."""
        self._send(Decision(id="", kind=DecisionKind.MERGE, endpoints=tuple(self._endpoints(devices)), note=note))

    def split(self, one: Endpoint, rest: Iterable[Endpoint], note: str = "") -> None:
        """Have what answers at `one` be another device than each of the rest."""
        self._send(Decision(id="", kind=DecisionKind.SPLIT, endpoints=(one, *rest), note=note))

    def revoke(self, decision: str) -> None:
        """Take a decision back."""

        def take(reply: Reply) -> None:
            if self._is_well(reply):
                self._own = [d for d in self._own if isinstance(d, Device) or d.id != decision]
                self.revoked.emit(decision)

        self._bridge.ask(Revoke(decision=decision), take)

    def forget(self, device: Device) -> None:
        """Take a device out of the inventory."""

        def take(reply: Reply) -> None:
            if self._is_well(reply):
                self._own.append(device)
                self.forgotten.emit(device)

        self._bridge.ask(ForgetDevice(device=device.id), take)

    @Slot()
    def undo(self) -> None:
        """Take back the newest decision of this console; a forgotten device is looked for where it answered."""
        match self.last:
            case Decision(id=decision):
                self.revoke(decision)
            case Device() as device:
                self._own.pop()
                self._find_again(device)

    def _find_again(self, device: Device) -> None:
        at = device.endpoint
        sweep = SweepSpec(targets=(at.address,), realm=at.realm)
        self._bridge.ask(StartDiscovery(sweep=sweep, snmp_port=at.port), self._note)
        self.found_again.emit(device)

    def _endpoints(self, devices: Iterable[DeviceId]) -> Iterable[Endpoint]:
        known = self._bridge.live.devices
        return (known[device].device.endpoint for device in devices if device in known)

    def _send(self, decision: Decision) -> None:
        self._bridge.ask(Decide(decision=decision), self._take)

    def _take(self, reply: Reply) -> None:
        if self._is_well(reply):
            decision = value(reply, Decision)
            self._own.append(decision)
            self.decided.emit(decision)

    def _note(self, reply: Reply) -> None:
        self._is_well(reply)

    def _is_well(self, reply: Reply) -> bool:
        if reply.error is not None:
            self.failed.emit(reply.fault)
        return reply.error is None


def decision_subject(live: LiveNetwork, decision: Decision) -> str:
    """What a decision is about: both ends of a link, or the devices by name and address."""
    if not decision.endpoints:
        return pair_name(live, decision.a, decision.b)
    by_endpoint = {known.device.endpoint: device for device, known in live.devices.items()}
    return ", ".join(
        device_name(live, by_endpoint[endpoint]) if endpoint in by_endpoint else endpoint.address
        for endpoint in decision.endpoints
    )


def forgotten_text(device: Device) -> str:
    """That a device was forgotten."""
    return tr("Forgotten: {name}", name=one_line(device.shown_name(), MOST_NAME))


def decision_text(live: LiveNetwork, decision: Decision) -> str:
    """A decision in one line."""
    return tr("{what}: {subject}", what=tr(DECISION_WORDS[decision.kind]), subject=decision_subject(live, decision))
