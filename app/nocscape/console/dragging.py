"""What can be dragged from one panel to another: devices, ports, series, MIB values, as JSON under types of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec
from PySide6.QtCore import QMimeData

from nocscape.console.selection import DEVICES_MIME
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId, PortRef

SERIES_MIME = "application/x-nocscape-series"
"""A JSON list of series keys."""
PORTS_MIME = "application/x-nocscape-ports"
"""A JSON list of pairs of device and interface key."""
OBJECTS_MIME = "application/x-nocscape-objects"
"""A JSON list of pairs of device and OID."""
MOST_BYTES = 1_000_000

Port = tuple[DeviceId, str]
ObjectAt = tuple[DeviceId, str]
T = TypeVar("T")


def series_mime(keys: Sequence[SeriesKey]) -> QMimeData:
    """Series, and their names as text for other programs."""
    return _mime(SERIES_MIME, list(keys), [f"{k.device} {k.metric} {k.instance}".strip() for k in keys])


def ports_mime(ports: Sequence[Port]) -> QMimeData:
    """Ports, and their names as text for other programs."""
    return _mime(PORTS_MIME, list(ports), [f"{device}:{key}" for device, key in ports])


def objects_mime(objects: Sequence[ObjectAt], names: Iterable[str]) -> QMimeData:
    """MIB values, and their names as text for other programs."""
    return _mime(OBJECTS_MIME, list(objects), names)


def devices_mime(devices: Sequence[DeviceId], names: Iterable[str]) -> QMimeData:
    """Devices, and their names as text for other programs."""
    return _mime(DEVICES_MIME, list(devices), names)


def places_mime(places: Iterable[PortRef], name_of: Callable[[DeviceId], str]) -> QMimeData:
    """Ports, and devices where no port is meant, with the devices' names as text for other programs."""
    known = list(places)
    mime = devices_mime([p.device for p in known if p.interface is None], [name_of(p.device) for p in known])
    ports = [(p.device, p.interface) for p in known if p.interface is not None]
    mime.setData(PORTS_MIME, msgspec.json.encode(ports))
    return mime


def series_in(mime: QMimeData) -> list[SeriesKey]:
    """The series that are dragged."""
    return _decoded(mime, SERIES_MIME, list[SeriesKey])


def ports_in(mime: QMimeData) -> list[Port]:
    """The ports that are dragged."""
    return _decoded(mime, PORTS_MIME, list[Port])


def objects_in(mime: QMimeData) -> list[ObjectAt]:
    """The MIB values that are dragged."""
    return _decoded(mime, OBJECTS_MIME, list[ObjectAt])


def devices_in(mime: QMimeData) -> list[DeviceId]:
    """The devices that are dragged."""
    return _decoded(mime, DEVICES_MIME, list[str])


def is_chartable(mime: QMimeData) -> bool:
    """Whether any of this can be drawn in a chart."""
    return any(mime.hasFormat(name) for name in (SERIES_MIME, PORTS_MIME, OBJECTS_MIME, DEVICES_MIME))


def _mime(name: str, value: object, lines: Iterable[str]) -> QMimeData:
    mime = QMimeData()
    mime.setData(name, msgspec.json.encode(value))
    mime.setText("\n".join(lines))
    return mime


def _decoded(mime: QMimeData, name: str, kind: type[list[T]]) -> list[T]:
    """What other programs may have put there is not believed."""
    raw = mime.data(name).data() if mime.hasFormat(name) else b""
    if not raw or len(raw) > MOST_BYTES:
        return []
    try:
        return msgspec.json.decode(raw, type=kind)
    except ValueError:
        return []
