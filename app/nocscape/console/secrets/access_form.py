"""The fields that say what a web server asks for: a secret by name, and files of certificates."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import Text, tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.files import OpenDialog
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.secrets.forgetting import ask_forget
from nocscape.console.secrets.new_secret import NewSecretDialog
from nocscape.console.theme import GRID
from nocscape.engine.client import value
from nocscape.model.access import Access, WebCredentialInfo
from nocscape.model.batches import Reply
from nocscape.model.watching import DropWebCredential, ListWebCredentials

FILES = ("ca_file", "certificate_file", "key_file")


class AccessForm(QWidget):
    """Folded up until the operator asks for it. Signal: changed()."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.is_wanted = QCheckBox(tr("The server asks for a secret, or has a certificate of its own"))
        self.credential = QComboBox()
        self.new = QPushButton(tr("New…"))
        self.forget = QPushButton(tr("Forget…"))
        self.files = {name: QLineEdit() for name in FILES}
        self.is_exposed = QCheckBox(tr("Send the secret even where others could read it"))
        self.weak = plain_label(role="small")
        self._fields = QWidget()
        self._form = QFormLayout(self._fields)
        self._lay_out()
        self.is_wanted.toggled.connect(self._fields.setVisible)
        self.new.clicked.connect(self.ask_new)
        self.forget.clicked.connect(self.ask_forget)
        self.credential.currentIndexChanged.connect(self._chosen)
        for box in (self.is_wanted, self.is_exposed):
            box.toggled.connect(self.changed)
        for field in self.files.values():
            field.textChanged.connect(self.changed)
        self._fields.hide()
        self._offer(())
        self._chosen()
        self.read()

    def _lay_out(self) -> None:
        self.weak.setWordWrap(True)
        self._form.setContentsMargins(5 * GRID, 0, 0, 0)
        self._form.setVerticalSpacing(2 * GRID)
        words = {
            "ca_file": tr("Authorities (CA file)"),
            "certificate_file": tr("Our certificate"),
            "key_file": tr("Its private key"),
        }
        self._secret_row = _row(self.credential, self.new, self.forget)
        self._form.addRow(tr("Secret"), self._secret_row)
        for name, field in self.files.items():
            browse = QPushButton(tr("Browse…"))
            browse.clicked.connect(partial(self._browse, field))
            field.setPlaceholderText("/etc/ssl/site.pem")
            self._form.addRow(words[name], _row(field, browse))
        self._form.addRow(self.is_exposed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for widget in (self.is_wanted, self._fields, self.weak):
            column.addWidget(widget)

    @Slot()
    def read(self) -> None:
        """Ask which secrets are kept."""
        self._bridge.ask(ListWebCredentials(), while_alive(self, self._take))

    def _take(self, reply: Reply) -> None:
        if reply.error is None:
            self._offer(tuple(info.name for info in value(reply, tuple[WebCredentialInfo, ...])))

    def _offer(self, names: tuple[str, ...]) -> None:
        chosen = self.credential.currentData() or ""
        self.credential.blockSignals(True)
        self.credential.clear()
        self.credential.addItem(tr("None"), "")
        for name in dict.fromkeys((*names, chosen) if chosen else names):
            self.credential.addItem(name, name)
        self.credential.setCurrentIndex(max(0, self.credential.findData(chosen)))
        self.credential.blockSignals(False)

    @Slot()
    def ask_new(self) -> None:
        """Open the dialog for a new secret, which is chosen when it is kept."""
        dialog = NewSecretDialog(self._bridge, self)
        dialog.kept.connect(self.choose)
        dialog.open()

    @Slot()
    def _chosen(self) -> None:
        self.forget.setEnabled(bool(self.credential.currentData()))
        self.changed.emit()

    @Slot()
    def ask_forget(self) -> None:
        """Ask whether the chosen secret is to be forgotten."""
        name = str(self.credential.currentData())
        ask_forget(self, name, partial(self._forget, name))

    def _forget(self, name: str) -> None:
        self.choose("")
        self._bridge.ask(DropWebCredential(name=name), while_alive(self, self._forgotten))

    def _forgotten(self, _: Reply) -> None:
        self.read()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Take the secret of that name."""
        if name and self.credential.findData(name) < 0:
            self.credential.addItem(name, name)
        self.credential.setCurrentIndex(max(0, self.credential.findData(name)))
        self.changed.emit()

    def _browse(self, field: QLineEdit) -> None:
        dialog = OpenDialog(self, tr("Choose a file"))
        dialog.selectFile(field.text())
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    def allow_secret(self, *, is_allowed: bool) -> None:
        """Whether the protocol has a place for a secret."""
        for row in (self._secret_row, self.is_exposed):
            self._form.setRowVisible(row, is_allowed)
        if not is_allowed:
            self.choose("")

    def warn(self, weak_point: Text | None) -> None:
        """Say what anybody between here and the server could do."""
        is_loud = bool(self.credential.currentData()) and self.is_wanted.isChecked()
        self.weak.setVisible(weak_point is not None)
        set_tone(self.weak, "crit" if is_loud else "dim")
        self.weak.setText(str(weak_point or ""))

    def fill(self, access: Access) -> None:
        """Show what was said before."""
        self.is_wanted.setChecked(access != Access())
        self.choose(access.credential)
        for name, field in self.files.items():
            field.setText(getattr(access, name))
        self.is_exposed.setChecked(access.is_exposed)

    def access(self) -> Access:
        """What the fields say."""
        if not self.is_wanted.isChecked():
            return Access()
        files = {name: field.text().strip() for name, field in self.files.items()}
        credential = str(self.credential.currentData() or "")
        return Access(credential=credential, is_exposed=self.is_exposed.isChecked() and bool(credential), **files)


def _row(field: QWidget, *buttons: QPushButton) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(field, 1)
    for button in buttons:
        layout.addWidget(button)
    return row
