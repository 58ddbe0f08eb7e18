"""What the tree tells of its rows: to a hand that hovers, to a screen reader, to whoever is dragged devices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData

from nocscape.base.i18n import tr
from nocscape.console import dragging
from nocscape.console.inventory.tree import Branch, Leaf
from nocscape.console.inventory.words import kind_word
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import plain_tip, status_word
from nocscape.model.net import DeviceId


def spoken(node: Branch | Leaf) -> str:
    """A row for a screen reader."""
    if isinstance(node, Leaf):
        return tr("{name}, {status}, {address}", name=node.title, status=status_word(node.status), address=node.address)
    return tr("{name}, devices: {count}", name=node.title, count=node.count)


def tip(live: LiveNetwork, leaf: Leaf) -> str:
    """Name, kind and make, addresses, state with its reason."""
    inventory = live.devices.get(leaf.device)
    if inventory is None:
        return ""
    device = inventory.device
    state = live.statuses.get(leaf.device)
    gear = " ".join(part for part in (device.vendor, device.model) if part)
    lines = (
        device.shown_name(),
        " · ".join(part for part in (kind_word(device.kind), gear) if part),
        ", ".join(device.addresses[:4]) or device.endpoint.address,
        " · ".join(part for part in (status_word(leaf.status), str(state.reason or "") if state else "") if part),
    )
    return plain_tip("\n".join(lines))


def devices_mime(live: LiveNetwork, devices: Sequence[DeviceId]) -> QMimeData:
    """Devices on their way to the map: a JSON list of ids, and their names as lines of text."""
    return dragging.devices_mime(devices, [live.devices[d].device.shown_name() for d in devices if d in live.devices])
