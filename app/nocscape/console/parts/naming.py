"""What devices and ports are called where several panels speak of them."""

from __future__ import annotations

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import short_port
from nocscape.model.metrics import ENGINE
from nocscape.model.net import DeviceId, PortRef

ENDS = " ↔ "
MOST_NAME = 80


def device_name(live: LiveNetwork, device: DeviceId) -> str:
    """The name of a device for people; the id of one that is no more. The engine stands among devices in series."""
    if device == ENGINE:
        return tr("Engine of Nocscape")
    known = live.devices.get(device)
    return one_line(known.device.shown_name() if known else device, MOST_NAME)


def port_name(live: LiveNetwork, end: PortRef) -> str:
    """The port of an end in short; empty where only the device is known."""
    if end.interface is None:
        return ""
    known = live.interface(end.device, end.interface)
    return one_line(short_port((known.name or known.descr) if known else end.interface) or end.interface, MOST_NAME)


def end_name(live: LiveNetwork, end: PortRef) -> str:
    """Device and port of one end."""
    return f"{device_name(live, end.device)} {port_name(live, end)}".strip()


def pair_name(live: LiveNetwork, a: PortRef | None, b: PortRef | None) -> str:
    """Both ends of a link."""
    return ENDS.join(end_name(live, end) if end is not None else tr("unknown") for end in (a, b))
