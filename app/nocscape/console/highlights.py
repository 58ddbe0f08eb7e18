"""What stands out on the map besides its state, such as what changed between two times; shared by every panel."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from nocscape.model.net import DeviceId, LinkId

FOUND = "found"
"""The mark of what an operator looked for; the others are the words of `ChangeKind`."""


class Highlights(QObject):
    """Marks on devices and links, set by one panel at a time and drawn by the map; `changed` comes once for all."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices: dict[DeviceId, str] = {}
        self._links: dict[LinkId, str] = {}
        self._source: QObject | None = None
        self._is_spot = False

    @property
    def is_spot(self) -> bool:
        """Whether everything that is not marked steps back."""
        return self._is_spot

    @property
    def devices(self) -> dict[DeviceId, str]:
        """Marked devices with the word of their mark: `added`, `removed`, `changed`, `moved` or `found`."""
        return self._devices

    @property
    def links(self) -> dict[LinkId, str]:
        """Marked links, in the same words."""
        return self._links

    def show(
        self,
        devices: Mapping[DeviceId, str],
        links: Mapping[LinkId, str] | None = None,
        source: QObject | None = None,
        *,
        is_spot: bool = False,
    ) -> None:
        """Mark these and nothing else; `source` is the panel that explains the marks. With `is_spot` the rest fades."""
        self._source = source
        after = dict(devices), dict(links or {}), is_spot and bool(devices)
        if after != (self._devices, self._links, self._is_spot):
            self._devices, self._links, self._is_spot = after
            self.changed.emit()

    def clear(self, source: QObject | None = None) -> None:
        """Mark nothing; the marks of another panel than `source` stay."""
        if source is self._source:
            self.show({})
