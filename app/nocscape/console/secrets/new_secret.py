"""The dialog that takes a new secret for web servers; it goes in and never comes out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.theme import GRID
from nocscape.model.access import WebCredential, WebScheme
from nocscape.model.batches import Reply
from nocscape.model.watching import PutWebCredential

MOST_LETTERS = 4096
WIDTH = 400


def scheme_words() -> dict[WebScheme, str]:
    """What the ways to show a secret are called, in the language in force."""
    return {
        WebScheme.BASIC: tr("User and password"),
        WebScheme.BEARER: tr("Token (Bearer)"),
        WebScheme.HEADER: tr("A header of its own"),
    }


class NewSecretDialog(QDialog):
    """Signal: kept(name) when the engine has it."""

    kept = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("New secret"))
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self.name, self.user, self.secret = QLineEdit(), QLineEdit(), QLineEdit()
        self.scheme = QComboBox()
        self.fault = plain_label()
        self._user_label, self._secret_label = QLabel(), QLabel()
        self._form = QFormLayout()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        self.scheme.currentIndexChanged.connect(self._show_fields)
        for field in (self.name, self.user, self.secret):
            field.textChanged.connect(self._check)
        self._show_fields()

    def _lay_out(self) -> None:
        for scheme, word in scheme_words().items():
            self.scheme.addItem(word, scheme)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setMaxLength(MOST_LETTERS)
        self.fault.setWordWrap(True)
        self._form.setVerticalSpacing(2 * GRID)
        self._form.addRow(tr("Name"), self.name)
        self._form.addRow(tr("Kind"), self.scheme)
        self._form.addRow(self._user_label, self.user)
        self._form.addRow(self._secret_label, self.secret)
        self._keep = self.buttons.addButton(tr("Keep secret"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.keep)
        self.buttons.rejected.connect(self.reject)
        note = plain_label(
            tr("Secrets go to the keyring of this system, or to an encrypted vault, and are never shown again."),
            role="small",
            tone="dim",
        )
        note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(self._form)
        layout.addWidget(self.fault)
        layout.addWidget(note)
        layout.addWidget(self.buttons)

    @Slot()
    def _show_fields(self) -> None:
        scheme = WebScheme(self.scheme.currentData())
        self._form.setRowVisible(self.user, scheme is not WebScheme.BEARER)
        self._user_label.setText(tr("Header") if scheme is WebScheme.HEADER else tr("User"))
        self._secret_label.setText(tr("Password") if scheme is WebScheme.BASIC else tr("Secret"))
        self._check()

    @Slot()
    def _check(self) -> None:
        needs_user = self.scheme.currentData() != WebScheme.BEARER
        is_whole = bool(self.name.text().strip() and self.secret.text() and (self.user.text() or not needs_user))
        self._keep.setEnabled(is_whole)
        self.fault.clear()

    @Slot()
    def keep(self) -> None:
        """Hand it to the engine; the dialog closes when it is kept."""
        scheme, name = WebScheme(self.scheme.currentData()), self.name.text().strip()
        user = "" if scheme is WebScheme.BEARER else self.user.text().strip()
        made = WebCredential(name=name, scheme=scheme, user=user, secret=self.secret.text())

        def take(reply: Reply) -> None:
            if reply.error is not None:
                set_tone(self.fault, "crit")
                self.fault.setText(str(reply.error))
                return
            self.kept.emit(name)
            self.accept()

        self._bridge.ask(PutWebCredential(credential=made), while_alive(self, take))
