"""What a chart shows of what is selected: a port's traffic, errors and discards, or the readings of devices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.words import short_port
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId

MOST_DEVICES = 8
"""Curves of several devices in one chart; more could not be told apart."""
_TOKENS = ("u1", "u2", "u3", "unreach", "u4", "ok", "accent", "u5")


class CurveSpec(NamedTuple):
    """One curve: which series, what it is called, its colour, and whether it is drawn downwards."""

    key: SeriesKey
    label: str
    token: str
    is_below: bool = False


class View(NamedTuple):
    """Curves of one unit that belong together."""

    name: str
    title: str
    unit: str
    curves: tuple[CurveSpec, ...]
    capacity: float | None = None
    """What 100 % is, in the unit of the curves."""


class Subject(NamedTuple):
    """What is charted and whose events are marked in it."""

    title: str
    devices: tuple[DeviceId, ...]
    interface: str | None
    views: tuple[View, ...]


_PORT_VIEWS: tuple[tuple[str, str, str, str], ...] = (
    (mark("Traffic"), "b/s", "if_in_bps", "if_out_bps"),
    (mark("Errors"), "/s", "if_in_errors_per_s", "if_out_errors_per_s"),
    (mark("Discards"), "/s", "if_in_discards_per_s", "if_out_discards_per_s"),
    (mark("Packets"), "/s", "if_in_unicast_pps", "if_out_unicast_pps"),
)
_DEVICE_VIEWS: tuple[tuple[str, str, str], ...] = (
    (mark("CPU"), "%", "cpu_percent"),
    (mark("Memory"), "%", "memory_percent"),
    (mark("RTT"), "ms", "icmp_rtt_ms"),
    (mark("Loss"), "%", "icmp_loss_percent"),
    (mark("Temperature"), "°C", "temperature_c"),
    (mark("Storage"), "%", "storage_percent"),
)


def of_interface(live: LiveNetwork, device: DeviceId, key: str) -> Subject | None:
    """A port: what comes in stands above the axis, what goes out below it."""
    interface = live.interface(device, key)
    if interface is None:
        return None
    views = tuple(
        View(
            name,
            tr(name),
            unit,
            (
                CurveSpec(SeriesKey(device, incoming, key), tr("in"), "u1"),
                CurveSpec(SeriesKey(device, outgoing, key), tr("out"), "u2", is_below=True),
            ),
            float(interface.speed_bps) if interface.speed_bps and unit == "b/s" else None,
        )
        for name, unit, incoming, outgoing in _PORT_VIEWS
    )
    title = f"{_name(live, device)} · {one_line(short_port(interface.name or interface.descr or key))}"
    return Subject(title, (device,), key, views)


def of_devices(live: LiveNetwork, devices: Iterable[DeviceId]) -> Subject | None:
    """Readings of one device, or of several beside each other."""
    known = tuple(d for d in devices if d in live.devices)[:MOST_DEVICES]
    if not known:
        return None
    views = tuple(
        View(name, tr(name), unit, _device_curves(live, known, metric, tr(name)))
        for name, unit, metric in _DEVICE_VIEWS
    )
    title = _name(live, known[0]) if len(known) == 1 else tr("{count} devices", count=len(known))
    return Subject(title, known, None, views)


def _device_curves(live: LiveNetwork, devices: tuple[DeviceId, ...], metric: str, title: str) -> tuple[CurveSpec, ...]:
    if len(devices) == 1:
        return (CurveSpec(SeriesKey(devices[0], metric), title, _TOKENS[0]),)
    return tuple(
        CurveSpec(SeriesKey(device, metric), _name(live, device), token)
        for device, token in zip(devices, _TOKENS, strict=False)
    )


def _name(live: LiveNetwork, device: DeviceId) -> str:
    return one_line(live.devices[device].device.shown_name())
