"""An action that opens a dialog for the devices that are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.theme import Theme
from nocscape.model.net import DeviceId

Chosen = Callable[[], Sequence[DeviceId]]
Make = Callable[[Bridge, Sequence[DeviceId], QWidget], QDialog]


class DeviceAction(QObject):
    """An action with that name and those (marked) words; `make` makes the dialog, `icon` is a Lucide icon."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        host: QWidget,
        name: str,
        chosen: Chosen,
        *,
        words: str,
        icon: str,
        make: Make,
    ) -> None:
        super().__init__(host)
        self._bridge = bridge
        self._theme = theme
        self._host = host
        self._chosen = chosen
        self._words = words
        self._icon = icon
        self._make = make
        self.action = QAction(host)
        self.action.setObjectName(name)
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.triggered.connect(self.open)
        host.addAction(self.action)
        theme.changed.connect(self.retint)
        self.retint()

    @Slot()
    def retint(self) -> None:
        """Take the theme's colours."""
        self.action.setIcon(self._theme.icon(self._icon))

    def retranslate(self) -> None:
        """Say it again in the language in force."""
        self.action.setText(tr(self._words))

    def refresh(self) -> None:
        """Offer it where something is chosen."""
        self.action.setEnabled(bool(self._known()))

    @Slot()
    def open(self) -> None:
        """Open the dialog."""
        if devices := self._known():
            self._make(self._bridge, devices, self._host).open()

    def _known(self) -> list[DeviceId]:
        live = self._bridge.live.devices
        return [device for device in self._chosen() if device in live]
