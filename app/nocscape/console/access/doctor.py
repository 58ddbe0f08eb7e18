"""The SNMPv3 doctor: why a device does not let a user in, what proves it, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import duration
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.facts import Fact, FactsView
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.access_words import finding_text
from nocscape.model.batches import Reply
from nocscape.model.commands import ExamineAccess, ListCredentials
from nocscape.model.credentials import CredentialInfo, SnmpVersion
from nocscape.model.mibs import Diagnosis
from nocscape.model.net import DeviceId

WORKS = "works"


class DoctorView(Retranslated, QWidget):
    """Examines the device that was shown last, or a typed address, with the chosen credential."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._device: DeviceId = ""
        self._asked = 0
        self.found: Diagnosis | None = None
        self.field = QLineEdit()
        self.credential = QComboBox()
        self.network_wide = QCheckBox()
        self.examine_button = QPushButton()
        self.copy_button = IconButton(theme, "copy")
        self.verdict = plain_label(role="strong")
        self.facts = FactsView(theme)
        self._progress = QProgressBar()
        self._lay_out()
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self.examine)
        self.examine_button.clicked.connect(self.examine)
        self.copy_button.clicked.connect(self.copy_report)
        self.retranslate()

    def _lay_out(self) -> None:
        self.field.setMaxLength(200)
        self.examine_button.setProperty("kind", "primary")
        self.credential.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._progress.setRange(0, 0)
        self._progress.hide()
        self.verdict.setWordWrap(True)
        self.verdict.setContentsMargins(3 * GRID, GRID, 3 * GRID, 0)
        bar = FlowLayout(spacing=2 * GRID)
        bar.setContentsMargins(3 * GRID, 0, 2 * GRID, 0)
        for widget in (self.field, self.credential, self.network_wide, self.examine_button, self.copy_button):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self._progress)
        column.addWidget(self.verdict)
        column.addWidget(self.facts, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.field.setPlaceholderText(tr("Device or address"))
        self.field.setAccessibleName(tr("Device to examine"))
        self.credential.setAccessibleName(tr("Credential to examine"))
        self.network_wide.setText(tr("Look for its engine ID in the whole network"))
        self.examine_button.setText(tr("Examine"))
        self.copy_button.say(tr("Copy the findings"))
        if self.credential.count():
            self.credential.setItemText(0, tr("The one that worked"))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the credentials that there are now."""
        super().showEvent(event)
        self._bridge.ask(ListCredentials(), self._offer)

    def show_device(self, device: DeviceId) -> None:
        """Be about this device; nothing is asked yet."""
        if device != self._device:
            self._device = device
            self.field.setText(device_name(self._bridge.live, device))
            self.found = None
            self._show()

    @Slot()
    def _typed(self) -> None:
        self._device = ""

    def _offer(self, reply: Reply) -> None:
        if reply.error is not None:
            return
        before = self.credential.currentData()
        self.credential.clear()
        self.credential.addItem(tr("The one that worked"), "")
        for known in value(reply, tuple[CredentialInfo, ...]):
            if known.version is SnmpVersion.V3:
                self.credential.addItem(one_line(f"{known.name} ({known.user})", 60), known.name)
        self.credential.setCurrentIndex(max(0, self.credential.findData(before)))

    @Slot()
    def examine(self) -> None:
        """Ask the engine; it takes some seconds where nothing answers."""
        device = self._device or self.field.text().strip()
        if not device:
            return
        self._asked += 1
        number = self._asked
        self._progress.show()
        self.examine_button.setEnabled(False)

        def take(reply: Reply) -> None:
            if number == self._asked:
                self._take(reply)

        ask = ExamineAccess(
            device=device,
            kept=str(self.credential.currentData() or ""),
            is_network_wide=self.network_wide.isChecked(),
        )
        self._bridge.ask(ask, take)

    def _take(self, reply: Reply) -> None:
        self._progress.hide()
        self.examine_button.setEnabled(True)
        self.found = value(reply, Diagnosis) if reply.error is None else None
        self._show()
        if reply.error is not None:
            self._say(reply.fault, "crit")

    def _show(self) -> None:
        if self.found is None:
            self._say(tr("Choose a device that does not let its SNMPv3 user in, and examine it."), "dim")
            self.facts.show_facts([])
        else:
            self._say(finding_text(self.found.finding), "ok" if self.found.finding == WORKS else "crit")
            self.facts.show_facts(facts_of(self.found))
        self.copy_button.setEnabled(self.found is not None)

    def _say(self, words: str, tone: str) -> None:
        set_tone(self.verdict, tone)
        self.verdict.setText(words)

    @Slot()
    def copy_report(self) -> None:
        """Put the findings into the clipboard."""
        if self.found is not None:
            lines = [f"{self.found.agent}: {finding_text(self.found.finding)}"]
            lines += [f"{fact.title}: {fact.text}" for fact in facts_of(self.found)]
            QGuiApplication.clipboard().setText("\n".join(lines))


def facts_of(found: Diagnosis) -> list[Fact]:
    """What to do first, then what was seen."""
    working = " ".join(str(one) for one in (found.auth, found.priv) if one is not None)
    has_engine = bool(found.engine_id)
    facts = [
        (tr("What to do"), str(found.cure)),
        (tr("What works"), working),
        *((tr("Seen"), one_line(str(evidence), 400)) for evidence in found.evidence),
        (tr("Engine ID"), found.engine_id),
        (tr("Boots"), str(found.boots) if has_engine else ""),
        (tr("Engine time"), duration(found.time_s) if has_engine else ""),
        (tr("Same engine ID"), one_line(", ".join(found.duplicates), 400)),
        (tr("Agent"), found.agent),
    ]
    return [Fact(title, text) for title, text in facts if text]
