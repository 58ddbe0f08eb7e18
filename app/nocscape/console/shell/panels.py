"""What the window holds and does not know from inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QDialog, QWidget

from nocscape.console.highlights import Highlights
from nocscape.console.layers import Layers
from nocscape.model.net import DeviceId


class Placer(Protocol):
    """What the window asks of the map besides showing it."""

    def show_map(self, map_id: str) -> None:
        """Show this map document."""
        ...

    def place_devices(self, devices: Sequence[DeviceId]) -> None:
        """Put devices on the map where there is room, as one edit that can be undone."""
        ...

    def fly_to(self, device: DeviceId) -> None:
        """Bring a device into view, on whatever map it is."""
        ...


class OverviewSource(Protocol):
    """The room of overviews: made when somebody first looks."""

    def panel(self) -> QWidget:
        """The panel that shows and composes overviews."""
        ...

    def open_device(self, device: DeviceId) -> None:
        """Show the ready-made overview of a device in it."""
        ...


class RecordingSource(Protocol):
    """Files of recorded devices, which open in windows of their own over the main one."""

    def open(self, paths: Sequence[str], window: QWidget) -> None:
        """Open these."""
        ...

    def ask(self, window: QWidget) -> QDialog:
        """Let the operator choose which."""
        ...


@dataclass(frozen=True, kw_only=True)
class Panels:
    """The panels round which the window is built."""

    map: QWidget
    placer: Placer
    inspector: QWidget
    chart: QWidget
    events: QWidget
    overviews: OverviewSource
    why: QWidget
    where: QWidget
    changes: QWidget
    decisions: QWidget
    mibs: QWidget
    access: QWidget
    import_files: Callable[[Sequence[str]], None]
    """Imports MIB files into the dictionary, and shows how it goes in the panel `mibs`."""
    recordings: RecordingSource
    look_for: Callable[[str], None]
    """Looks for an IP or MAC address in the panel `where`."""
    highlights: Highlights
    layers: Layers
    discover: Callable[[QWidget], QDialog]
    """Makes the discovery dialog over a window."""
