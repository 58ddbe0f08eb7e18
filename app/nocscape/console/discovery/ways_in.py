"""The credentials that a discovery tries: those that the profile keeps, and new ones typed here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.settings.credential_form import CredentialForm
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListCredentials, PutCredential
from nocscape.model.credentials import CredentialInfo, SnmpCredential, SnmpVersion, info


class WaysIn(Retranslated, QWidget):
    """Chips for what is tried, and a form for one more.

    Signals: changed(), form_toggled(bool) after the form was opened or closed.
    """

    changed = Signal()
    form_toggled = Signal(bool)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._kept: tuple[CredentialInfo, ...] = ()
        self._added: dict[str, SnmpCredential] = {}
        self._chips: list[QLabel] = []
        self._none = plain_label(role="small", tone="warn")
        self._problem = plain_label(role="small", tone="crit")
        self.add_button = QPushButton()
        self.form = CredentialForm()
        self.keep = QCheckBox()
        self.use_button = QPushButton()
        self._drop_button = QPushButton()
        self._card = QFrame()
        self._lay_out()
        self.add_button.clicked.connect(self.open_form)
        self._drop_button.clicked.connect(self.close_form)
        self.use_button.clicked.connect(self.use)
        self.form.changed.connect(self._check)
        self.retranslate()

    def _lay_out(self) -> None:
        self._flow = FlowLayout(spacing=GRID + 2, row_spacing=GRID + 2)
        self._flow.addWidget(self._none)
        self._flow.addWidget(self.add_button)
        self.add_button.setProperty("kind", "flat")
        self.keep.setChecked(True)
        self._card.setProperty("card", True)
        self._card.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self._problem)
        buttons.addWidget(self._drop_button)
        buttons.addWidget(self.use_button)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        inside.addWidget(self.form)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(self._flow)
        column.addWidget(self._card)

    @property
    def credentials(self) -> tuple[SnmpCredential, ...]:
        """Those that are used this once; what is kept the engine knows."""
        return tuple(self._added.values())

    @property
    def has_any(self) -> bool:
        """Whether there is anything to try."""
        return bool(self._kept or self._added)

    @property
    def is_editing(self) -> bool:
        """Whether a new one is being typed."""
        return not self._card.isHidden()

    def words(self) -> list[str]:
        """What the chips say."""
        return [chip.text() for chip in self._chips]

    def read(self) -> None:
        """Ask what the profile keeps."""
        self._bridge.ask(ListCredentials(), self._take)

    @Slot()
    def open_form(self) -> None:
        """Offer the fields of a new one."""
        self.form.clear()
        self._card.show()
        self.add_button.hide()
        self.form.name.setFocus()
        self.form_toggled.emit(True)
        self.changed.emit()

    @Slot()
    def close_form(self) -> None:
        """Leave the fields, and what was typed with them."""
        self.form.clear()
        self._card.hide()
        self.add_button.show()
        self.form_toggled.emit(False)
        self.changed.emit()

    @Slot()
    def use(self) -> None:
        """Try the new one too, and keep it where that is wanted."""
        credential = self.form.value()
        if self.form.problem():
            return
        self._added[credential.name] = credential
        if self.keep.isChecked():
            self._bridge.ask(PutCredential(credential=credential), partial(self._was_kept, credential))
        self.close_form()
        self._show()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._none.setText(tr("None yet: devices will be found by ping, but not looked into."))
        self.add_button.setText(tr("Add…"))
        self.keep.setText(tr("Keep it for next time"))
        self._drop_button.setText(tr("Cancel"))
        self.use_button.setText(tr("Use it"))
        self._show()
        self._check()

    def _take(self, reply: Reply) -> None:
        if reply.error is None:
            self._kept = value(reply, tuple[CredentialInfo, ...])
            self._show()

    def _was_kept(self, credential: SnmpCredential, reply: Reply) -> None:
        """What the profile keeps is tried from there and need not be sent again with the search."""
        self._problem.setText(reply.fault)
        if reply.error is None:
            if self._added.get(credential.name) == credential:
                del self._added[credential.name]
                self._kept = (*(k for k in self._kept if k.name != credential.name), info(credential))
            self.read()

    @Slot()
    def _check(self) -> None:
        problem = self.form.problem()
        self._problem.setText(problem)
        self.use_button.setEnabled(not problem)

    def _show(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        shown = {known.name: known for known in (*self._kept, *(info(c) for c in self._added.values()))}
        self._chips = [plain_label(_words_of(known), kind="chip") for known in shown.values()]
        self._flow.removeWidget(self.add_button)
        for chip in self._chips:
            self._flow.addWidget(chip)
        self._flow.addWidget(self.add_button)
        self._none.setVisible(not shown)
        self.changed.emit()


def _words_of(known: CredentialInfo) -> str:
    level = "" if known.version is not SnmpVersion.V3 else f" · {known.user}"
    return one_line(f"{known.name} · SNMP{known.version}{level}")
