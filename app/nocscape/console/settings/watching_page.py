"""How often devices are polled, and how often their neighbours are looked up again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.model.batches import EngineStats, Reply
from nocscape.model.commands import SetPolling, SetRediscovery, SetTrapPort

LEAST_POLL_S, MOST_POLL_S = 5, 3600
MOST_REDISCOVERY_MIN = 7 * 24 * 60
MINUTE_S = 60
MOST_PORT = 65_535
FIELD_WIDTH = 160


class WatchingPage(Retranslated, QWidget):
    """Shows what the engine says is in force; a change is sent when the field is left or Enter is pressed."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.polling = QSpinBox()
        self.rediscovery = QSpinBox()
        self.traps = QSpinBox()
        self._labels = {field: plain_label() for field in (self.polling, self.rediscovery, self.traps)}
        self._hints = {field: plain_label(role="small", tone="dim") for field in self._labels}
        self.problem = plain_label(role="small", tone="crit")
        self._sent: dict[QSpinBox, int] = {}
        self._lay_out()
        self.polling.editingFinished.connect(self._set_polling)
        self.rediscovery.editingFinished.connect(self._set_rediscovery)
        self.traps.editingFinished.connect(self._set_traps)
        bridge.stats_changed.connect(self._show)
        if bridge.live.stats is not None:
            self._show(bridge.live.stats)
        self.retranslate()

    def _lay_out(self) -> None:
        self.polling.setRange(LEAST_POLL_S, MOST_POLL_S)
        self.polling.setSingleStep(5)
        self.rediscovery.setRange(0, MOST_REDISCOVERY_MIN)
        self.rediscovery.setSingleStep(10)
        self.traps.setRange(0, MOST_PORT)
        self.problem.setWordWrap(True)
        form = QFormLayout(self)
        form.setVerticalSpacing(4 * GRID)
        form.setHorizontalSpacing(5 * GRID)
        form.setContentsMargins(0, 0, 0, 0)
        for field, label in self._labels.items():
            field.setMinimumWidth(FIELD_WIDTH)
            field.setGroupSeparatorShown(field is not self.traps)
            label.setBuddy(field)
            self._hints[field].setWordWrap(True)
            form.addRow(label, _stack(field, self._hints[field]))
        form.addRow(self.problem)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for field, words, hint in (
            (
                self.polling,
                tr("Poll every device"),
                tr("States, rates and readings are asked for this often; what is on show in a chart, more often."),
            ),
            (
                self.rediscovery,
                tr("Look for changes of the topology"),
                tr("Neighbours, ports and tables of all known devices are read again this often."),
            ),
            (
                self.traps,
                tr("Receive SNMP traps on UDP port"),
                tr("A trap of topology change lets its sender be read again at once. The standard port is 162."),
            ),
        ):
            self._labels[field].setText(words)
            field.setAccessibleName(words)
            self._hints[field].setText(hint)
        for field in (self.polling, self.rediscovery):
            field.setPrefix(tr("every "))
        self.traps.setSpecialValueText(tr("none"))
        self.polling.setSuffix(tr(" s"))
        self.rediscovery.setSuffix(tr(" min"))
        self.rediscovery.setSpecialValueText(tr("never"))

    @Slot(object)
    def _show(self, stats: EngineStats) -> None:
        """What is in force, unless somebody is typing something else."""
        self._fill(self.polling, stats.poll_interval_s, 1)
        self._fill(self.rediscovery, stats.rediscovery_interval_s, MINUTE_S)
        self._fill(self.traps, stats.trap_port, 1)

    def _fill(self, field: QSpinBox, value: float | None, unit: int) -> None:
        if value is None or field.hasFocus():
            return
        field.setValue(round(value / unit))
        self._sent[field] = field.value()

    @Slot()
    def _set_polling(self) -> None:
        if self._is_new(self.polling):
            self._bridge.ask(SetPolling(interval_s=float(self.polling.value())), self._answered)

    @Slot()
    def _set_rediscovery(self) -> None:
        if self._is_new(self.rediscovery):
            self._bridge.ask(SetRediscovery(interval_s=float(self.rediscovery.value() * MINUTE_S)), self._answered)

    @Slot()
    def _set_traps(self) -> None:
        if self._is_new(self.traps):
            self._bridge.ask(SetTrapPort(port=self.traps.value()), self._answered)

    def _is_new(self, field: QSpinBox) -> bool:
        before = self._sent.get(field)
        self._sent[field] = field.value()
        return before != field.value()

    def _answered(self, reply: Reply) -> None:
        self.problem.setText(reply.fault)


def _stack(field: QWidget, hint: QLabel) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(hint)
    return whole
