"""The dialog that puts devices into maintenance for a while, or ends what they are in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDateTime, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import duration
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.maintenance import MaintenanceWindow, Repeat
from nocscape.model.net import DeviceId
from nocscape.model.watching import DropMaintenance, ListMaintenance, PutMaintenance

LASTING_S = (1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 86_400, 3 * 86_400)
USUAL = 1
"""Which of them is offered first."""
MOST_NAMED = 8
MOST_NOTE = 200
WIDTH = 440
SPACING = 10
TIME = "yyyy-MM-dd HH:mm"


class MaintenanceDialog(QDialog):
    """For some devices; opens without waiting for the engine, and fills in what they are in when that is told."""

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Maintenance"))
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._devices = tuple(devices)
        self._waiting = 0
        self.lasting = QComboBox()
        self.repeat = QComboBox()
        self.note = QLineEdit()
        self.fault = _wrapped()
        self._running = QVBoxLayout()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        bridge.ask(ListMaintenance(), self._listed)

    def _lay_out(self) -> None:
        for seconds in LASTING_S:
            self.lasting.addItem(duration(seconds), seconds)
        self.lasting.setCurrentIndex(USUAL)
        words = {Repeat.NEVER: tr("once"), Repeat.DAILY: tr("every day"), Repeat.WEEKLY: tr("every week")}
        for repeat, word in words.items():
            self.repeat.addItem(word, repeat)
        self.note.setMaxLength(MOST_NOTE)
        self.note.setPlaceholderText(tr("What is done, for those who see it"))
        form = QFormLayout()
        form.setVerticalSpacing(SPACING)
        form.addRow(tr("From now for"), self.lasting)
        form.addRow(tr("Repeats"), self.repeat)
        form.addRow(tr("Note"), self.note)
        begin = self.buttons.addButton(tr("Begin maintenance"), QDialogButtonBox.ButtonRole.AcceptRole)
        begin.setProperty("kind", "primary")
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.begin)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(SPACING)
        layout.addWidget(_wrapped(self._names()))
        layout.addLayout(self._running)
        layout.addWidget(_wrapped(tr("They are measured all the same; nobody is told when they go or come back.")))
        layout.addLayout(form)
        layout.addWidget(self.fault)
        layout.addWidget(self.buttons)

    def _names(self) -> str:
        names = ", ".join(device_name(self._bridge.live, device) for device in self._devices[:MOST_NAMED])
        return f"{names} …" if len(self._devices) > MOST_NAMED else names

    @Slot()
    def begin(self) -> None:
        """Ask for a window for each of the devices; the dialog closes when all of them stand."""
        now = time.time()
        self._waiting = len(self._devices)
        self.buttons.setEnabled(False)
        for device in self._devices:
            window = MaintenanceWindow(
                scope=f"device:{device}",
                since=now,
                until=now + self.lasting.currentData(),
                repeat=Repeat(self.repeat.currentData()),
                note=self.note.text(),
            )
            self._bridge.ask(PutMaintenance(window=window), self._taken)

    def _taken(self, reply: Reply) -> None:
        if self._has_failed(reply):
            return
        self._waiting -= 1
        if not self._waiting:
            self.accept()

    def _listed(self, reply: Reply) -> None:
        """Show what the devices are in already, each with a way out of it."""
        if self._has_failed(reply):
            return
        scopes = {f"device:{device}" for device in self._devices}
        now = time.time()
        for window in value(reply, tuple[MaintenanceWindow, ...]):
            if window.scope in scopes and window.is_open(now):
                self._running.addLayout(self._row(window))

    def _row(self, window: MaintenanceWindow) -> QHBoxLayout:
        opened = window.opened(time.time()) or window.since
        until = QDateTime.fromSecsSinceEpoch(int(opened + window.until - window.since)).toString(TIME)
        name = device_name(self._bridge.live, window.scope.partition(":")[2])
        told = [tr("{name}: until {time}", name=name, time=until), one_line(window.actor, 20), one_line(window.note)]
        row = QHBoxLayout()
        row.addWidget(_wrapped(" · ".join(filter(None, told))), 1)
        end = QPushButton(tr("End"))
        end.clicked.connect(partial(self._end, window.id))
        row.addWidget(end)
        return row

    def _end(self, window: str) -> None:
        self._waiting = 1
        self._bridge.ask(DropMaintenance(window=window), self._taken)

    def _has_failed(self, reply: Reply) -> bool:
        if reply.error is None:
            return False
        self.fault.setText(str(reply.error))
        self.buttons.setEnabled(True)
        return True


def _wrapped(text: str = "") -> QLabel:
    label = plain_label(text)
    label.setWordWrap(True)
    return label
