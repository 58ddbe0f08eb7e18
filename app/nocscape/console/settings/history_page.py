"""How long samples are kept, what they take, and a backup of everything."""

from __future__ import annotations

import math
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QMessageBox, QPushButton, QSizePolicy, QSpinBox, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.units import octets
from nocscape.console.bridge import Bridge
from nocscape.console.parts.files import SaveDialog
from nocscape.console.parts.hint import plain_label, set_kind
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.watching import BackUp, HistoryReport, ReadRetention, RetentionPlan, SetRetention

MOST_DAYS = 36_500
MOST_GB = 100_000
GIGABYTE = 1 << 30
FIELD_WIDTH = 160
CLASS_WORDS: dict[str, str] = {
    "raw": mark("Samples"),
    "5min": mark("Averages over 5 minutes"),
    "1h": mark("Averages over an hour"),
}


class HistoryPage(Retranslated, QWidget):
    """Shows what is in force whenever it is shown; a change is sent when a field is left or Enter is pressed."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._plan: RetentionPlan | None = None
        self._box: QMessageBox | None = None
        self.days = {name: QSpinBox() for name in CLASS_WORDS}
        self.most = QSpinBox()
        self._labels = {field: plain_label() for field in (*self.days.values(), self.most)}
        self.usage = plain_label(role="small", tone="dim")
        self.backup = QPushButton()
        self.told = plain_label(role="small", tone="dim")
        self.problem = plain_label(role="small", tone="crit")
        self._lay_out()
        for field in self._labels:
            field.editingFinished.connect(self._set_plan)
        self.backup.clicked.connect(self._choose_file)
        self.retranslate()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setVerticalSpacing(4 * GRID)
        form.setHorizontalSpacing(5 * GRID)
        form.setContentsMargins(0, 0, 0, 0)
        for field, label in self._labels.items():
            field.setRange(1, MOST_DAYS)
            field.setMinimumWidth(FIELD_WIDTH)
            field.setGroupSeparatorShown(True)
            label.setBuddy(field)
            form.addRow(label, field)
        self.most.setRange(0, MOST_GB)
        for label in (self.usage, self.told, self.problem):
            label.setWordWrap(True)
        self.backup.setMinimumWidth(FIELD_WIDTH)
        self.backup.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        form.addRow(self.usage)
        form.addRow(self.backup)
        form.addRow(self.told)
        form.addRow(self.problem)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what is in force."""
        super().showEvent(event)
        self._bridge.ask(ReadRetention(), self._shown)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name, words in CLASS_WORDS.items():
            self._labels[self.days[name]].setText(tr(words))
            self.days[name].setSuffix(tr(" days"))
        self._labels[self.most].setText(tr("All together at most"))
        self.most.setSuffix(tr(" GB"))
        self.most.setSpecialValueText(tr("as much as it needs"))
        self.backup.setText(tr("Back up…"))

    def _shown(self, reply: Reply) -> None:
        if not self._is_well(reply):
            return
        report = value(reply, HistoryReport)
        if self._plan is None or not any(field.hasFocus() for field in self._labels):
            self._fill(report.plan)
        self.usage.setText(
            "\n".join(
                tr("{name}: {size}, files: {count}", name=tr(CLASS_WORDS[c.name]), size=octets(c.bytes), count=c.files)
                for c in report.classes
            )
        )

    def _fill(self, plan: RetentionPlan) -> None:
        self._plan = plan
        for name, days in zip(CLASS_WORDS, (plan.raw_days, plan.five_minute_days, plan.hourly_days), strict=True):
            self.days[name].setValue(days)
        self.most.setValue((plan.most_bytes or 0) // GIGABYTE)

    @Slot()
    def _set_plan(self) -> None:
        if self._plan is None or self._box is not None:
            return
        raw, five_minute, hourly = (field.value() for field in self.days.values())
        most = self.most.value() * GIGABYTE or None
        plan = replace(self._plan, raw_days=raw, five_minute_days=five_minute, hourly_days=hourly, most_bytes=most)
        if plan == self._plan:
            return
        if _keeps_less(plan, self._plan):
            self._ask_first(plan)
        else:
            self._send(plan)

    def _ask_first(self, plan: RetentionPlan) -> None:
        """What is removed cannot come back."""
        box = self._box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Kept values"))
        box.setText(tr("Keep less history?"))
        box.setInformativeText(tr("What is older or too much is removed for good."))
        set_kind(box.addButton(tr("Keep less"), QMessageBox.ButtonRole.AcceptRole), "danger")
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.accepted.connect(partial(self._send, plan))
        box.finished.connect(self._decided)
        box.open()

    @Slot()
    def _decided(self) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if self._plan is not None:
            self._fill(self._plan)

    def _send(self, plan: RetentionPlan) -> None:
        self._plan = plan
        self._bridge.ask(SetRetention(plan=plan), self._answered)

    @Slot()
    def _choose_file(self) -> None:
        dialog = SaveDialog(self, tr("Back up"), {"zip": "ZIP"}, proposed="nocscape-backup.zip")
        dialog.fileSelected.connect(self.back_up)
        dialog.open()

    @Slot(str)
    def back_up(self, path: str) -> None:
        """Have the engine write everything into that file."""
        self.told.setText(tr("Backing up…"))
        self.backup.setEnabled(False)
        self._bridge.ask(BackUp(path=path), self._backed_up)

    def _backed_up(self, reply: Reply) -> None:
        self.backup.setEnabled(True)
        is_well = self._is_well(reply)
        words = tr("What opens the vault of secrets is not in it: keep vault.key or its passphrase elsewhere")
        self.told.setText(f"{octets(value(reply, int))}. {words}." if is_well else "")

    def _answered(self, reply: Reply) -> None:
        self._is_well(reply)

    def _is_well(self, reply: Reply) -> bool:
        self.problem.setText(reply.fault)
        return reply.error is None


def _keeps_less(plan: RetentionPlan, before: RetentionPlan) -> bool:
    days = ("raw_days", "five_minute_days", "hourly_days")
    has_less = any(getattr(plan, name) < getattr(before, name) for name in days)
    return has_less or (plan.most_bytes or math.inf) < (before.most_bytes or math.inf)
