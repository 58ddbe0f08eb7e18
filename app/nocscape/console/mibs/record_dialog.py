"""The dialog that records everything that a device says into a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.files import SaveDialog
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import CancelJob, SaveRecording
from nocscape.model.mibs import Recorded
from nocscape.model.net import DeviceId

WIDTH = 460
SPACING = 10
DONE = "done"


class RecordDialog(Retranslated, QDialog):
    """For the first of some devices. Asks for a file, shows how far the reading is, and can be stopped at any time.

    Closing it stops the recording too.
    """

    def __init__(self, bridge: Bridge, devices: Sequence[DeviceId], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._device = devices[0]
        self._job = ""
        self._name = device_name(bridge.live, self._device)
        self.asking: QFileDialog | None = None
        """What was opened last."""
        self.anonymise = QCheckBox()
        self._about = _wrapped()
        self.progress = QProgressBar()
        self.state = _wrapped()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        bridge.job_progressed.connect(self._progressed)
        self.retranslate()

    def _lay_out(self) -> None:
        self.progress.setRange(0, 0)
        self.progress.hide()
        self._start = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._start.setProperty("kind", "primary")
        self._start.clicked.connect(self.ask_where)
        self._stop = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.stop_or_close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(SPACING)
        for widget in (self._about, self.anonymise, self.progress, self.state, self.buttons):
            layout.addWidget(widget)

    def retranslate(self) -> None:
        """Say everything again in the language in force, but for how the last recording ended."""
        self.setWindowTitle(tr("Record {name}", name=self._name))
        self._about.setText(
            tr("Reads everything that the device says and writes it to a .snmprec file, which can be replayed.")
        )
        self.anonymise.setText(tr("Put others for names, addresses and serial numbers"))
        self._start.setText(tr("Record…"))
        self._name_stop()

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, then begin."""
        name = re.sub(r"[^\w.-]+", "_", self._name).strip("._") or "device"
        title, kinds = tr("Record {name}", name=self._name), {"snmprec": tr("Recorded devices")}
        dialog = SaveDialog(self, title, kinds, proposed=f"{name}.snmprec")
        dialog.fileSelected.connect(self.record)
        self.asking = dialog
        dialog.open()

    @Slot(str)
    def record(self, path: str) -> None:
        """Record into that file."""
        self._job = f"record-{uuid4().hex[:8]}"
        self._show_running(is_running=True)
        self._say(tr("Reading…"), "dim")
        ask = SaveRecording(
            job=self._job,
            device=self._device,
            path=str(Path(path).absolute()),
            is_anonymised=self.anonymise.isChecked(),
        )
        self._bridge.ask(ask, while_alive(self, self._ended))

    @Slot(object)
    def _progressed(self, progress: JobProgress) -> None:
        if progress.job == self._job:
            self._say(tr("{count} values", count=grouped(progress.done)), "dim")

    def _ended(self, reply: Reply) -> None:
        self._job = ""
        self._show_running(is_running=False)
        if reply.error is not None:
            self._say(" ".join(str(text) for text in (reply.error, reply.hint) if text), "crit")
            return
        recorded = value(reply, Recorded)
        if recorded.ended == DONE:
            self._say(tr("{count} values were written.", count=grouped(recorded.values)), "ok")
        else:
            self._say(tr("Cancelled; nothing was written."), "dim")

    @Slot()
    def stop_or_close(self) -> None:
        """Stop what runs; close where nothing does."""
        if self._job:
            self._bridge.ask(CancelJob(job=self._job))
        else:
            self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for it any more."""
        if self._job:
            self._bridge.ask(CancelJob(job=self._job))
        super().closeEvent(event)

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setVisible(is_running)
        self._start.setEnabled(not is_running)
        self.anonymise.setEnabled(not is_running)
        self._name_stop()

    def _name_stop(self) -> None:
        self._stop.setText(tr("Cancel") if self._job else tr("Close"))

    def _say(self, words: str, tone: str) -> None:
        set_tone(self.state, tone)
        self.state.setText(words)


def _wrapped(text: str = "") -> QLabel:
    label = plain_label(text)
    label.setWordWrap(True)
    return label
