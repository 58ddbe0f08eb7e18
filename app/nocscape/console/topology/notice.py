"""A line that says what was decided or refused, with the button that takes it back."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.console.topology.deciding import Deciding, decision_text, forgotten_text
from nocscape.model.decisions import Decision
from nocscape.model.net import Device


class DecisionNotice(Retranslated, QWidget):
    """Hidden until this console decides something; after a decision was taken back it says so."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = bridge.live
        deciding = Deciding.of(bridge)
        self.words = plain_label(role="small")
        self.undo_button = QPushButton()
        self.words.setWordWrap(True)
        self.undo_button.setProperty("kind", "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        row.addWidget(self.words, 1)
        row.addWidget(self.undo_button)
        self.undo_button.clicked.connect(deciding.undo)
        deciding.decided.connect(self._decided)
        deciding.revoked.connect(self._revoked)
        deciding.forgotten.connect(self._forgotten)
        deciding.found_again.connect(self._found_again)
        deciding.failed.connect(self._failed)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Say the button again in the language in force."""
        self.undo_button.setText(tr("Undo"))

    @Slot(object)
    def _decided(self, decision: Decision) -> None:
        self._say(decision_text(self._live, decision), "text", can_undo=True)

    @Slot(str)
    def _revoked(self, _decision: str) -> None:
        self._say(tr("The decision was taken back"), "dim", can_undo=False)

    @Slot(object)
    def _forgotten(self, device: Device) -> None:
        self._say(forgotten_text(device), "text", can_undo=True)

    @Slot(object)
    def _found_again(self, device: Device) -> None:
        self._say(tr("Looking for {address} again", address=device.endpoint.address), "dim", can_undo=False)

    @Slot(str)
    def _failed(self, problem: str) -> None:
        self._say(problem, "crit", can_undo=False)

    def _say(self, words: str, tone: str, *, can_undo: bool) -> None:
        set_tone(self.words, tone)
        self.words.setText(words)
        self.undo_button.setVisible(can_undo)
        self.show()
