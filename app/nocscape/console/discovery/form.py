"""What to look for: targets, exclusions, credentials and limits."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.discovery.entry import read_entry
from nocscape.console.discovery.ways_in import WaysIn
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ProposeTargets, StartDiscovery, SweepSpec

SNMP_PORT = 161
MOST_PORT = 65_535
MOST_RATE = 1_000_000
MANY = 4096
"""From so many addresses on it is said that this will take a while."""
TEXT_HEIGHT = 76
NUMBER_WIDTH = 220


class DiscoveryForm(Retranslated, QWidget):
    """`ask` is what the fields say. Signal: changed() after every edit."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._labels: dict[QWidget, QLabel] = {}
        self.own: list[QCheckBox] = []
        self.targets = QPlainTextEdit()
        self.verdict = plain_label(role="small", tone="dim")
        self.exclude = QLineEdit()
        self.exclude_verdict = plain_label(role="small", tone="crit")
        self.port = QSpinBox()
        self.rate = QSpinBox()
        self.ways_in = WaysIn(bridge)
        self._lay_out()
        self.targets.textChanged.connect(self._check)
        self.exclude.textChanged.connect(self._check)
        self.ways_in.changed.connect(self.changed)
        self.retranslate()

    def _lay_out(self) -> None:
        self.targets.setFixedHeight(TEXT_HEIGHT)
        self.targets.setTabChangesFocus(True)
        self.port.setRange(1, MOST_PORT)
        self.port.setValue(SNMP_PORT)
        self.rate.setRange(0, MOST_RATE)
        self.rate.setSingleStep(100)
        self.rate.setGroupSeparatorShown(True)
        for box in (self.port, self.rate):
            box.setFixedWidth(NUMBER_WIDTH)
        own = QWidget()
        self._own_flow = FlowLayout(own, spacing=4 * GRID, row_spacing=GRID)
        self._own_none = plain_label(role="small", tone="dim")
        self._own_flow.addWidget(self._own_none)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(3 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for widget in (own, _stack(self.targets, self.verdict), _stack(self.exclude, self.exclude_verdict)):
            self._add(form, widget)
        for widget in (self.ways_in, self.port, self.rate):
            self._add(form, widget)
        self._own, self._targets_row, self._exclude_row = list(self._labels)[:3]

    def _add(self, form: QFormLayout, widget: QWidget) -> None:
        self._labels[widget] = plain_label()
        self._labels[widget].setContentsMargins(0, GRID, 0, 0)
        form.addRow(self._labels[widget], widget)

    def read(self) -> None:
        """Ask for the machine's own networks and the credentials that are kept."""
        self._bridge.ask(ProposeTargets(), self._take_networks)
        self.ways_in.read()

    @property
    def problem(self) -> str:
        """Why it cannot begin; empty where it can."""
        entry, left_out = read_entry(self.targets.toPlainText()), read_entry(self.exclude.text())
        if entry.problem or left_out.problem:
            return entry.problem or left_out.problem
        if self.ways_in.is_editing:
            return tr("Use the new credential, or cancel it.")
        return "" if self._words() else tr("Choose a network, or type what to search.")

    def ask(self) -> StartDiscovery:
        """The command that the fields stand for."""
        return StartDiscovery(
            sweep=SweepSpec(
                targets=self._words(),
                exclude=read_entry(self.exclude.text()).words,
                rate_per_s=float(self.rate.value()) or None,
            ),
            snmp_port=self.port.value(),
            credentials=self.ways_in.credentials,
        )

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for widget, words in (
            (self._own, tr("Own networks")),
            (self._targets_row, tr("Also search")),
            (self._exclude_row, tr("Leave out")),
            (self.ways_in, tr("Credentials")),
            (self.port, tr("SNMP port")),
            (self.rate, tr("Send at most")),
        ):
            self._labels[widget].setText(words)
        self._own_none.setText(tr("This machine is in no network that could be searched."))
        self.targets.setPlaceholderText("10.0.0.7, 10.0.0.1-20, 10.0.0.0/24, 2001:db8::/120")
        self.exclude.setPlaceholderText("10.0.0.128/25")
        self.rate.setSpecialValueText(tr("as fast as possible"))
        self.rate.setSuffix(tr(" requests/s"))
        for field, words in (
            (self.targets, tr("Addresses, ranges and networks to search")),
            (self.exclude, tr("Addresses, ranges and networks to leave out")),
            (self.port, tr("SNMP port")),
            (self.rate, tr("Send at most")),
        ):
            field.setAccessibleName(words)
        for box in self.own:
            box.setText(_network_words(box.property("network")))
        self._check()

    def _words(self) -> tuple[str, ...]:
        own = (box.property("network") for box in self.own if box.isChecked())
        return tuple(dict.fromkeys((*own, *read_entry(self.targets.toPlainText()).words)))

    def _take_networks(self, reply: Reply) -> None:
        if reply.error is not None:
            return
        known = {box.property("network") for box in self.own}
        for network in value(reply, tuple[str, ...]):
            if network not in known:
                self._add_network(network)
        self._own_none.setVisible(not self.own)
        self._check()

    def _add_network(self, network: str) -> None:
        box = QCheckBox(_network_words(network))
        box.setProperty("network", network)
        box.setChecked(not self.own)
        box.toggled.connect(self._check)
        self._own_flow.addWidget(box)
        self.own.append(box)

    @Slot()
    def _check(self) -> None:
        entry, left_out = read_entry(self.targets.toPlainText()), read_entry(self.exclude.text())
        total = read_entry(" ".join(self._words())).addresses
        self.verdict.setText(entry.problem or self._size_words(total))
        set_tone(self.verdict, "crit" if entry.problem else "dim")
        self.exclude_verdict.setText(left_out.problem)
        self.exclude_verdict.setVisible(bool(left_out.problem))
        for field, problem in ((self.targets, entry.problem), (self.exclude, left_out.problem)):
            _set_wrong(field, is_wrong=bool(problem))
        self.changed.emit()

    @staticmethod
    def _size_words(total: int) -> str:
        if not total:
            return ""
        if total > MANY:
            return tr("{count} addresses in all: this takes a while, and can be cancelled", count=grouped(total))
        return tr("{addresses} in all", addresses=_addresses(total))


def _network_words(network: str) -> str:
    return f"{network}  ({_addresses(read_entry(network).addresses)})"


def _addresses(count: int) -> str:
    return tr("1 address") if count == 1 else tr("{count} addresses", count=grouped(count))


def _stack(*widgets: QWidget) -> QWidget:
    """Widgets under each other, close together."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for widget in widgets:
        column.addWidget(widget)
    whole.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return whole


def _set_wrong(field: QWidget, *, is_wrong: bool) -> None:
    if bool(field.property("wrong")) != is_wrong:
        field.setProperty("wrong", is_wrong)
        field.style().unpolish(field)
        field.style().polish(field)
