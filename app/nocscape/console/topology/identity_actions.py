"""What can be done with devices: merge, split, forget, each asks first and can be taken back; maintenance;
metrics; checks; exporters; recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QMessageBox, QToolButton, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.checks.dialog import ChecksDialog
from nocscape.console.exporters.dialog import ExportersDialog
from nocscape.console.maintenance.dialog import MaintenanceDialog
from nocscape.console.measuring.dialog import MetricsDialog
from nocscape.console.mibs.record_dialog import RecordDialog
from nocscape.console.parts.device_action import DeviceAction, Make
from nocscape.console.parts.hint import set_kind
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import Theme
from nocscape.console.topology.deciding import Deciding
from nocscape.model.net import Device, DeviceId, Endpoint

MOST_NAMED = 8
_ICONS = {"merge": "merge", "split": "split", "forget": "trash-2"}
_STRONG_SIGNS: dict[str, str] = {"serial": mark("Serial numbers differ"), "chassis_id": mark("Chassis ids differ")}
"""Signs that one device cannot have twice."""

Chosen = Callable[[], Sequence[DeviceId]]


class IdentityActions(QObject):
    """Actions for the devices that `chosen` gives, named `<prefix>.merge` and so on; `Deciding` tells how it went."""

    def __init__(self, bridge: Bridge, theme: Theme, host: QWidget, prefix: str, chosen: Chosen) -> None:
        super().__init__(host)
        self._bridge = bridge
        self._theme = theme
        self._host = host
        self._chosen = chosen
        self._deciding = Deciding.of(bridge)
        self.merge_action = self._action(f"{prefix}.merge", self.ask_merge)
        self.split_action = self._action(f"{prefix}.split", self.ask_split)
        self.forget_action = self._action(f"{prefix}.forget", self.ask_forget)
        self.forget_action.setShortcut("Del")
        self._dialogs = _dialogs(bridge, theme, host, prefix, chosen)
        theme.changed.connect(self._retint)
        self._retint()

    @property
    def actions(self) -> list[QAction]:
        """Maintenance, metrics, checks, exporters, recording, merge, split, forget."""
        return [*(dialog.action for dialog in self._dialogs), *self._decisions]

    @property
    def _decisions(self) -> list[QAction]:
        return [self.merge_action, self.split_action, self.forget_action]

    def _action(self, name: str, handler: Callable[[], None]) -> QAction:
        action = QAction(self._host)
        action.setObjectName(name)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(handler)
        self._host.addAction(action)
        return action

    @Slot()
    def _retint(self) -> None:
        for action in self._decisions:
            action.setIcon(self._theme.icon(_ICONS[action.objectName().rpartition(".")[2]]))

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for dialog in self._dialogs:
            dialog.retranslate()
        self.merge_action.setText(tr("Merge into one device…"))
        self.split_action.setText(tr("Split an address off…"))
        self.forget_action.setText(tr("Forget…"))

    def refresh(self) -> None:
        """Offer what can be done with what is chosen now; for menus that are about to be shown."""
        devices = self._known()
        for dialog in self._dialogs:
            dialog.refresh()
        self.merge_action.setEnabled(len(devices) > 1)
        self.split_action.setEnabled(len(devices) == 1 and len(_addresses(devices[0])) > 1)
        self.forget_action.setEnabled(bool(devices))

    def _known(self) -> list[Device]:
        live = self._bridge.live.devices
        return [live[d].device for d in self._chosen() if d in live]

    # merging

    def ask_merge(self) -> None:
        """Ask whether the chosen devices are one, naming what speaks against it."""
        devices = self._known()
        if len(devices) < 2:
            return
        against = contradictions(devices)
        words = [self._names(devices), *against, tr("The map keeps one of them. You can take this back at any time.")]
        title = tr("Merge {count} devices into one?", count=len(devices))
        box = self._ask(tr("Merge devices"), title, words, tr("Merge"))
        box.setIcon(QMessageBox.Icon.Warning if against else QMessageBox.Icon.Question)
        box.accepted.connect(partial(self._deciding.merge, [d.id for d in devices]))
        box.open()

    # splitting

    def ask_split(self) -> None:
        """Ask which address of the chosen device is another device."""
        devices = self._known()
        if len(devices) != 1 or len(addresses := _addresses(devices[0])) < 2:
            return
        dialog = QInputDialog(self._host)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Split an address off"))
        dialog.setLabelText(tr("Which address of {name} is another device?", name=self._name(devices[0])))
        dialog.setComboBoxItems([a for a in addresses if a != devices[0].endpoint.address])
        dialog.setOkButtonText(tr("Split"))
        dialog.setCancelButtonText(tr("Cancel"))
        dialog.textValueSelected.connect(partial(self._split, devices[0]))
        dialog.open()

    def _split(self, device: Device, address: str) -> None:
        at = device.endpoint
        rest = [Endpoint(a, at.port, at.realm) for a in _addresses(device) if a != address]
        self._deciding.split(Endpoint(address, at.port, at.realm), rest)

    # forgetting

    def ask_forget(self) -> None:
        """Ask whether the chosen devices are to be forgotten."""
        devices = self._known()
        if not devices:
            return
        count = len(devices)
        title = tr("Forget {count} devices?", count=count) if count > 1 else tr("Forget this device?")
        words = [
            self._names(devices),
            tr("They leave the inventory and the maps. Their history stays until it expires.")
            if count > 1
            else tr("It leaves the inventory and the maps. Its history stays until it expires."),
        ]
        box = self._ask(tr("Forget devices"), title, words, tr("Forget"))
        box.setIcon(QMessageBox.Icon.Warning)
        box.accepted.connect(partial(self._forget, devices))
        box.open()

    def _forget(self, devices: Sequence[Device]) -> None:
        for device in devices:
            self._deciding.forget(device)

    # words

    def _ask(self, window_title: str, title: str, words: Sequence[str], verb: str) -> QMessageBox:
        box = QMessageBox(self._host)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(window_title)
        box.setText(title)
        box.setInformativeText("\n".join(words))
        set_kind(box.addButton(verb, QMessageBox.ButtonRole.AcceptRole), "danger")
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        return box

    def _names(self, devices: Sequence[Device]) -> str:
        names = ", ".join(self._name(device) for device in devices[:MOST_NAMED])
        return f"{names} …" if len(devices) > MOST_NAMED else names

    def _name(self, device: Device) -> str:
        return device_name(self._bridge.live, device.id)


_DIALOGS: tuple[tuple[str, str, str, Make], ...] = (
    ("maintenance", mark("Maintenance…"), "wrench", MaintenanceDialog),
    ("metrics", mark("What is measured…"), "sliders-horizontal", MetricsDialog),
    ("checks", mark("Checks…"), "shield-check", ChecksDialog),
    ("exporters", mark("Exporters…"), "gauge", ExportersDialog),
    ("record", mark("Record into a file…"), "file-down", RecordDialog),
)
"""Name, words, icon and dialog of each action that opens one."""


def _dialogs(bridge: Bridge, theme: Theme, host: QWidget, prefix: str, chosen: Chosen) -> list[DeviceAction]:
    return [
        DeviceAction(bridge, theme, host, f"{prefix}.{name}", chosen, words=words, icon=icon, make=make)
        for name, words, icon, make in _DIALOGS
    ]


def attach_menu(button: QToolButton, identity: IdentityActions) -> QMenu:
    """Have a button offer the actions in a menu."""
    menu = QMenu(button)
    menu.addActions(identity.actions)
    menu.aboutToShow.connect(identity.refresh)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return menu


def contradictions(devices: Sequence[Device]) -> list[str]:
    """Why these cannot well be one device, a line for each sign in which they contradict each other."""
    lines = []
    for sign, words in _STRONG_SIGNS.items():
        signs = {device.id: set(device.identity.get(sign, ())) for device in devices}
        known = [values for values in signs.values() if values]
        if len(known) > 1 and not set.intersection(*known):
            shown = ", ".join(one_line(min(values), 60) for values in known)
            lines.append(tr("{what}: {values}", what=tr(words), values=shown))
    return lines


def _addresses(device: Device) -> list[str]:
    return list(dict.fromkeys((device.endpoint.address, *device.addresses)))
