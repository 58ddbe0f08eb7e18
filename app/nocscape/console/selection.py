"""What the operator points at, shared by every panel: they talk through this and never to each other."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from nocscape.model.net import DeviceId, LinkId

DEVICES_MIME = "application/x-nocscape-devices"
"""Devices that are dragged: a JSON list of device ids."""


class Selection(QObject):
    """The selected devices, or one port, or one link; a signal comes only where something is different.

    Signals:
        devices_selected(tuple of DeviceId), interface_selected((DeviceId, interface key)), link_selected(LinkId)
        device_opened(DeviceId): asked to look inside (double click, Enter); comes every time.
        event_opened(event id): asked to look at an event; comes every time.
        values_asked(DeviceId, str root): asked to read a MIB subtree of a device; comes every time.
        port_values_asked(DeviceId, interface key): asked to read all that a device says of a port.
        object_asked(str name or OID): asked to look an object up in the dictionary.
    """

    devices_selected = Signal(object)
    interface_selected = Signal(object)
    link_selected = Signal(str)
    device_opened = Signal(str)
    event_opened = Signal(str)
    values_asked = Signal(str, str)
    port_values_asked = Signal(str, str)
    object_asked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices: tuple[DeviceId, ...] = ()
        self._interface: tuple[DeviceId, str] | None = None
        self._link: LinkId | None = None
        self._source: QObject | None = None

    @property
    def devices(self) -> tuple[DeviceId, ...]:
        """The selected devices, the first one being the one that is looked at."""
        return self._devices

    @property
    def interface(self) -> tuple[DeviceId, str] | None:
        """The selected port, as device and interface key."""
        return self._interface

    @property
    def link(self) -> LinkId | None:
        """The selected link."""
        return self._link

    @property
    def source(self) -> QObject | None:
        """Who made the present selection; a panel that hears its own choice need not follow it."""
        return self._source

    def select_devices(self, ids: Iterable[DeviceId], source: QObject | None = None) -> None:
        """Select these devices and nothing else; an empty choice selects nothing."""
        devices = tuple(dict.fromkeys(ids))
        if devices == self._devices and self._link is None and self._interface is None:
            return
        self._devices, self._interface, self._link = devices, None, None
        self._source = source
        self.devices_selected.emit(devices)

    def select_interface(self, device: DeviceId, key: str, source: QObject | None = None) -> None:
        """Select a port of a device; the device becomes the selected one."""
        if (device, key) == self._interface:
            return
        is_other = self._devices != (device,)
        self._devices, self._link, self._source = (device,), None, source
        self._interface = (device, key)
        if is_other:
            self.devices_selected.emit(self._devices)
        self.interface_selected.emit(self._interface)

    def select_link(self, link: LinkId, source: QObject | None = None) -> None:
        """Select a link; its devices are not selected with it."""
        if link == self._link:
            return
        had_devices = bool(self._devices)
        self._devices, self._interface, self._link, self._source = (), None, link, source
        if had_devices:
            self.devices_selected.emit(())
        self.link_selected.emit(link)

    def open_device(self, device: DeviceId) -> None:
        """Select a device and look inside it."""
        self.select_devices((device,))
        self.device_opened.emit(device)

    def ask_values(self, device: DeviceId, root: str = "") -> None:
        """Select a device and read what stands below `root` (dotted OID or name), or what was read last."""
        self.select_devices((device,))
        self.values_asked.emit(device, root)

    def ask_port_values(self, device: DeviceId, key: str) -> None:
        """Select a port and read all that its device says of it."""
        self.select_interface(device, key)
        self.port_values_asked.emit(device, key)

    def ask_object(self, name: str) -> None:
        """Look an object up in the dictionary."""
        self.object_asked.emit(name)

    def open_event(self, event: str) -> None:
        """Look at an event."""
        self.event_opened.emit(event)

    def forget(self, gone: dict[DeviceId, DeviceId | None]) -> None:
        """Drop devices that are no more, following those that were merged into another."""
        if not any(device in gone for device in self._devices):
            return
        kept = (gone.get(device, device) for device in self._devices)
        self.select_devices(device for device in kept if device is not None)
