"""The credentials and secrets that the engine keeps; they go in and never come out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.confirm import ask_first
from nocscape.console.parts.hint import EmptyHint, plain_label, set_tone
from nocscape.console.parts.language import Retranslated
from nocscape.console.secrets.forgetting import ask_forget
from nocscape.console.secrets.new_secret import NewSecretDialog, scheme_words
from nocscape.console.settings.credential_form import CredentialForm
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.access import WebCredentialInfo
from nocscape.model.batches import Reply
from nocscape.model.commands import DropCredential, ListCredentials, PutCredential
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpVersion
from nocscape.model.watching import DropWebCredential, ListWebCredentials

LIST_WIDTH = 280


class CredentialsPage(Retranslated, QWidget):
    """A list of what is kept for devices and for web servers, beside the form for a new credential."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._known: tuple[CredentialInfo, ...] = ()
        self._secrets: tuple[WebCredentialInfo, ...] = ()
        self.list = QListWidget()
        self._empty = EmptyHint(theme, "key-round")
        self._pages = QStackedLayout()
        self.form = CredentialForm()
        self.add_button = QPushButton()
        self.remove_button = QPushButton()
        self.secret_button = QPushButton()
        self._title = plain_label(role="strong")
        self._note = plain_label(role="small", tone="dim")
        self._text = plain_label(role="small", tone="dim")
        self._lay_out()
        self.form.changed.connect(self._check)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.ask_remove)
        self.secret_button.clicked.connect(self.ask_secret)
        self.list.itemSelectionChanged.connect(self._check)
        theme.changed.connect(self._fill)
        self.retranslate()

    def _lay_out(self) -> None:
        self.add_button.setProperty("kind", "primary")
        self._text.setWordWrap(True)
        self._note.setWordWrap(True)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        left.addLayout(self._pages, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.secret_button, 1)
        left.addLayout(buttons)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self._title)
        right.addWidget(self.form)
        right.addWidget(self._note)
        right.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        right.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5 * GRID)
        self.list.setObjectName("credentialList")
        self.list.setMinimumWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row.addLayout(left, 1)
        row.addLayout(right, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._title.setText(tr("New credential"))
        self.add_button.setText(tr("Keep credential"))
        self.remove_button.setText(tr("Remove…"))
        self.secret_button.setText(tr("New secret for web servers…"))
        self._text.setText(
            tr("Secrets go to the keyring of this system, or to an encrypted vault, and are never shown again.")
        )
        self._empty.say(
            tr("No credentials yet"), tr("Add the SNMP community or user by which your devices can be read.")
        )
        self.list.setAccessibleName(tr("Credentials that are kept"))
        self._fill()
        self._check()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what is kept."""
        super().showEvent(event)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._bridge.ask(ListCredentials(), self._take)
        self._bridge.ask(ListWebCredentials(), self._take_secrets)

    def _take_secrets(self, reply: Reply) -> None:
        if reply.error is not None:
            self._complain(reply)
            return
        self._secrets = value(reply, tuple[WebCredentialInfo, ...])
        self._fill()

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self._complain(reply)
            return
        self._known = value(reply, tuple[CredentialInfo, ...])
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self.list.clear()
        kept: list[CredentialInfo | WebCredentialInfo] = [*self._known, *self._secrets]
        for known in kept:
            icon = "key-round" if isinstance(known, CredentialInfo) else "globe"
            item = QListWidgetItem(self._theme.icon(icon, "dim", 16), f"{known.name}\n{_words(known)}")
            item.setData(Qt.ItemDataRole.UserRole, known)
            self.list.addItem(item)
        self._pages.setCurrentIndex(0 if self.list.count() else 1)
        self._check()

    @property
    def chosen(self) -> CredentialInfo | WebCredentialInfo | None:
        """The chosen credential or secret."""
        items = self.list.selectedItems()
        return items[0].data(Qt.ItemDataRole.UserRole) if items else None

    @Slot()
    def _check(self) -> None:
        problem = self.form.problem()
        self.add_button.setEnabled(not problem)
        self.remove_button.setEnabled(self.chosen is not None)
        name = self.form.name.text().strip()
        replaces = any(known.name == name for known in self._known)
        set_tone(self._note, "warn" if replaces and not problem else "dim")
        self._note.setText(problem or (tr("This replaces the credential of the same name.") if replaces else ""))

    @Slot()
    def add(self) -> None:
        """Keep the credential of the form."""
        if not self.form.problem():
            self._bridge.ask(PutCredential(credential=self.form.value()), self._kept)

    def _kept(self, reply: Reply) -> None:
        if reply.error is not None:
            self._complain(reply)
            return
        self.form.clear()
        self._ask()

    @Slot()
    def ask_remove(self) -> None:
        """Ask whether the chosen credential or secret is to be forgotten."""
        if (chosen := self.chosen) is None:
            return
        name = chosen.name
        if isinstance(chosen, WebCredentialInfo):
            ask_forget(self, name, partial(self._forget_secret, name))
            return
        ask_first(
            self,
            tr("Remove credential"),
            tr("Forget the credential {name}?", name=name),
            consequence=tr("Devices that were read with it will not answer until another one works."),
            verb=tr("Remove"),
            todo=partial(self._remove, name),
        )

    def _remove(self, name: str) -> None:
        self._bridge.ask(DropCredential(name=name), self._kept)

    @Slot()
    def ask_secret(self) -> None:
        """Open the dialog for a secret that web servers ask for."""
        dialog = NewSecretDialog(self._bridge, self)
        dialog.kept.connect(self._ask)
        dialog.open()

    def _forget_secret(self, name: str) -> None:
        self._bridge.ask(DropWebCredential(name=name), self._kept)

    def _complain(self, reply: Reply) -> None:
        set_tone(self._note, "crit")
        self._note.setText(reply.fault)


def _words(known: CredentialInfo | WebCredentialInfo) -> str:
    if isinstance(known, WebCredentialInfo):
        return " · ".join(part for part in (scheme_words()[known.scheme], known.user) if part)
    parts = [f"SNMP{known.version.value}"]
    if known.version is SnmpVersion.V3:
        parts.append(known.user)
        parts += [p.value for p in (known.auth, known.priv) if p not in (AuthProtocol.NONE, PrivProtocol.NONE)]
    return " · ".join(part for part in parts if part)
