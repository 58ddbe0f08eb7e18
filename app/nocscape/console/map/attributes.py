"""What groups and rules can ask of a device or a link: one word for each attribute, and its value as text or number."""

from __future__ import annotations

from collections.abc import Callable

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.inventory.words import kind_word
from nocscape.console.live import LiveNetwork
from nocscape.console.map.layouts.grouping import site_path, subnet
from nocscape.model.net import Device, DeviceId, DeviceStatus, Kind, Link

DEVICE_WORDS: dict[str, str] = {
    "site": mark("Site"),
    "subnet": mark("Subnet"),
    "vlan": mark("VLAN"),
    "vendor": mark("Vendor"),
    "kind": mark("Kind"),
    "model": mark("Model"),
    "os": mark("Operating system"),
    "location": mark("Location (sysLocation)"),
    "realm": mark("Realm"),
    "name": mark("Name"),
    "address": mark("Address"),
    "status": mark("State"),
    "cpu": mark("CPU (%)"),
    "memory": mark("Memory (%)"),
    "temperature": mark("Temperature (°C)"),
    "rtt": mark("Round trip (ms)"),
    "loss": mark("Loss (%)"),
}
"""Attributes of devices in the operator's words."""

LINK_WORDS: dict[str, str] = {
    "load": mark("Load (%)"),
    "rate": mark("Rate (bit/s)"),
    "speed": mark("Speed (bit/s)"),
    "state": mark("State"),
    "layer": mark("Layer"),
    "confidence": mark("Confidence (%)"),
    "vlan": mark("VLAN"),
}
"""Attributes of links."""

GROUPING = ("site", "subnet", "vlan", "vendor", "kind", "model", "os", "location", "realm")
"""Attributes by which devices can be grouped."""

NUMBERS = frozenset(("cpu", "memory", "temperature", "rtt", "loss", "load", "rate", "speed", "confidence"))
"""Attributes that are compared as numbers."""

_PREFIXES = {"subnet": "net"}
_MOST = 80

_OF_DEVICE: dict[str, Callable[[Device], str | None]] = {
    "site": site_path,
    "subnet": subnet,
    "vendor": lambda device: device.vendor,
    "kind": lambda device: device.kind.value,
    "model": lambda device: device.model,
    "os": lambda device: device.os,
    "location": lambda device: device.sys_location,
    "realm": lambda device: device.endpoint.realm,
    "name": Device.shown_name,
    "address": lambda device: device.endpoint.address,
}

_OF_STATE: dict[str, Callable[[DeviceStatus], float | None]] = {
    "cpu": lambda state: state.cpu_percent,
    "memory": lambda state: state.memory_percent,
    "temperature": lambda state: state.temperature_c,
    "rtt": lambda state: state.rtt_ms,
    "loss": lambda state: state.loss_percent,
}


def device_value(live: LiveNetwork, device: DeviceId, attribute: str) -> str | float | None:
    """What a device has there; None where it has nothing, or is not known."""
    known = live.devices.get(device)
    if known is None:
        return None
    if attribute in _OF_DEVICE:
        return one_line(_OF_DEVICE[attribute](known.device) or "", _MOST) or None
    if attribute == "vlan":
        return _vlan(live, device)
    if attribute == "status":
        return live.status(device).value
    state = live.statuses.get(device)
    return _OF_STATE[attribute](state) if state is not None and attribute in _OF_STATE else None


def link_value(live: LiveNetwork, link: Link, attribute: str) -> str | float | None:
    """What a link has there; loads and rates are those of the busier direction."""
    load = live.loads.get(link.id)
    match attribute:
        case "load":
            return _most(load.ab_percent, load.ba_percent) if load is not None else None
        case "rate":
            return _most(load.ab_bps, load.ba_bps) if load is not None else None
        case "speed":
            return link.speed_bps
        case "confidence":
            return 100 * link.confidence
        case "state":
            return link.state.value
        case "layer":
            return link.layer.value
        case "vlan":
            return " ".join(map(str, link.vlans))
        case _:
            return None


def group_id(attribute: str, value: str) -> str:
    """Id of the group of all that have this value."""
    return f"{_PREFIXES.get(attribute, attribute)}:{value}"


def group_title(attribute: str, value: str) -> str:
    """What such a group is called."""
    if attribute == "kind" and value in set(Kind):
        return kind_word(Kind(value))
    if attribute == "site":
        return value.rpartition("/")[2]
    return tr("VLAN {number}", number=value) if attribute == "vlan" else value


def _vlan(live: LiveNetwork, device: DeviceId) -> str | None:
    """The lowest VLAN that it, else a link to it, carries; VLAN 1 only where there is no other."""
    own = {vlan.id for vlan in live.devices[device].vlans}
    known = own or {number for link in live.links_of(device) for number in link.vlans}
    return str(min(known - {1} or known)) if known else None


def _most(one: float | None, other: float | None) -> float | None:
    return max((value for value in (one, other) if value is not None), default=None)
