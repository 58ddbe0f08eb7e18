"""Writing a value (SNMP SET): the old one is shown, the new one checked by its MIB, and only then it is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.latest import Latest
from nocscape.console.mibs.page import enums_text
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import MibRow, Reply
from nocscape.model.commands import CheckWrites, ShowObject, WriteValues
from nocscape.model.mibs import MibPage, ValueWrite, WriteCheck, Written
from nocscape.model.net import DeviceId

CHECK_MS = 350
"""After the last key; each check asks the device for the value that it holds."""
LEAST_WIDTH = 460
MOST_LETTERS = 20_000


class WriteDialog(Retranslated, QDialog):
    """Asks for the new value of one instance. Signal: written() after the device took it."""

    written = Signal()

    def __init__(
        self, bridge: Bridge, device: DeviceId, device_name: str, row: MibRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._device = device
        self._device_name = device_name
        self._row = row
        self.check: WriteCheck | None = None
        self._checks = Latest(bridge, self._checked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_MS)
        self.field = QComboBox()
        self.before = plain_label(one_line(row.value, 300))
        self.after = plain_label()
        self.allowed = plain_label(role="small", tone="dim")
        self.problem = plain_label(role="small", tone="crit")
        self.write_button = QPushButton()
        self._buttons = QDialogButtonBox()
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self._titles = {widget: plain_label(tone="dim") for widget in (self.before, self.field, self.after)}
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show()
        bridge.ask(ShowObject(name=row.oid), self._take_page)

    def _lay_out(self) -> None:
        self.setMinimumWidth(LEAST_WIDTH)
        self.field.setEditable(True)
        typing = QLineEdit()
        typing.setMaxLength(MOST_LETTERS)
        self.field.setLineEdit(typing)
        self.write_button.setProperty("kind", "danger")
        self._buttons.addButton(self.write_button, QDialogButtonBox.ButtonRole.ActionRole)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        for widget, title in self._titles.items():
            form.addRow(title, widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(plain_label(self._row.name, role="heading"))
        column.addWidget(plain_label(self._device_name, tone="dim"))
        column.addLayout(form)
        for label in (self.before, self.after, self.allowed, self.problem):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.allowed)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self.field.editTextChanged.connect(self._typed)
        self._pause.timeout.connect(self._ask_check)
        self.write_button.clicked.connect(self.confirm)
        self._buttons.rejected.connect(self.reject)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle(tr("Write a value"))
        for widget, words in (
            (self.before, tr("It is now")),
            (self.field, tr("New value")),
            (self.after, tr("It will be")),
        ):
            self._titles[widget].setText(words)
        self.field.setAccessibleName(tr("New value"))
        self.write_button.setText(tr("Write…"))
        self._close.setText(tr("Close"))

    def _take_page(self, reply: Reply) -> None:
        """Offer the labels of an enumeration, and say what its MIB permits."""
        if reply.error is not None:
            return
        page = value(reply, MibPage)
        if page.enums:
            self.field.blockSignals(True)
            self.field.addItems([one_line(label, 80) for label in page.enums])
            self.field.setEditText("")
            self.field.blockSignals(False)
        told = (enums_text(page.enums), one_line(page.hit.syntax, 200), page.hit.access)
        self.allowed.setText(" · ".join(text for text in told if text))
        self._fit()

    @Slot()
    def _typed(self) -> None:
        self.check = None
        self.problem.setText("")
        self._pause.start()
        self._show()

    @Slot()
    def _ask_check(self) -> None:
        text = self.field.currentText()
        self._checks.ask(CheckWrites(device=self._device, writes=(ValueWrite(name=self._row.oid, value=text),)))

    def _checked(self, reply: Reply) -> None:
        if self._pause.isActive():
            return
        if reply.error is not None:
            self._complain(reply)
            return
        self.check = value(reply, tuple[WriteCheck, ...])[0]
        self._show()

    def _show(self) -> None:
        check = self.check
        if check is not None:
            self.before.setText(one_line(check.before, 300))
        is_same = check is not None and check.after_raw == check.before_raw
        after = f"{one_line(check.after, 300)}   ({check.syntax})" if check is not None else "—"
        self.after.setText(tr("the same as it is") if is_same else after)
        self.write_button.setEnabled(check is not None and not is_same)
        self._fit()

    def _fit(self) -> None:
        """Be high enough for texts that wrap."""
        layout = self.layout()
        if layout is not None and (needed := layout.totalHeightForWidth(self.width())) > self.height():
            self.resize(self.width(), needed)

    @Slot()
    def confirm(self) -> None:
        """Ask once more, with the old and the new value."""
        if self.check is None:
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Write a value"))
        box.setText(tr("Write to {name}?", name=self._device_name))
        lines = (self.check.name, f"{one_line(self.check.before, 200)} → {one_line(self.check.after, 200)}")
        box.setInformativeText("\n".join((*lines, tr("It is sent once and written down in the audit trail."))))
        box.addButton(tr("Write"), QMessageBox.ButtonRole.AcceptRole).setProperty("kind", "danger")
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.accepted.connect(self.write)
        box.open()

    @Slot()
    def write(self) -> None:
        """Write what was checked; the engine refuses where the device holds another value by now."""
        check = self.check
        if check is None:
            return
        self.write_button.setEnabled(False)
        one = ValueWrite(name=check.oid, value=self.field.currentText(), before=check.before_raw or "")
        self._bridge.ask(WriteValues(device=self._device, writes=(one,)), self._wrote)

    def _wrote(self, reply: Reply) -> None:
        self.check = None
        if reply.error is not None:
            self._complain(reply)
            return
        done = value(reply, tuple[Written, ...])[0]
        now = one_line(done.now, 300) if done.now is not None else tr("it cannot be read back")
        self.before.setText(now)
        self._show()
        set_tone(self.problem, "ok" if done.is_as_asked else "warn")
        is_well = done.is_as_asked or done.now is None
        self.problem.setText(
            tr("Written. The device says: {value}", value=now)
            if is_well
            else tr("The device took it and says something else: {value}", value=now)
        )
        self._fit()
        self.written.emit()

    def _complain(self, reply: Reply) -> None:
        set_tone(self.problem, "crit")
        self.problem.setText(reply.fault)
        self._show()
