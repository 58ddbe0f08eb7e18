"""The action that opens the maintenance dialog for what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.maintenance.dialog import MaintenanceDialog
from nocscape.console.theme import Theme
from nocscape.model.net import DeviceId
from nocscape.model.status import Status

SIGN = 18


class MaintenanceAction(QObject):
    """An action named `<prefix>.maintenance` for the devices that `chosen` gives."""

    def __init__(
        self, bridge: Bridge, theme: Theme, host: QWidget, prefix: str, chosen: Callable[[], Sequence[DeviceId]]
    ) -> None:
        super().__init__(host)
        self._bridge = bridge
        self._theme = theme
        self._host = host
        self._chosen = chosen
        self.action = QAction(host)
        self.action.setObjectName(f"{prefix}.maintenance")
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.triggered.connect(self.open)
        host.addAction(self.action)
        theme.changed.connect(self.retint)
        self.retint()

    @Slot()
    def retint(self) -> None:
        """Take the theme's colours."""
        self.action.setIcon(QIcon(self._theme.status_icon(Status.MAINTENANCE, SIGN)))

    def retranslate(self) -> None:
        """Say it again in the language in force."""
        self.action.setText(tr("Maintenance…"))

    def refresh(self) -> None:
        """Offer it where something is chosen."""
        self.action.setEnabled(bool(self._known()))

    @Slot()
    def open(self) -> None:
        """Ask for how long."""
        if devices := self._known():
            MaintenanceDialog(self._bridge, devices, self._host).open()

    def _known(self) -> list[DeviceId]:
        live = self._bridge.live.devices
        return [device for device in self._chosen() if device in live]
