"""The fields of one SNMP credential, of which only those are shown that its version has."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion

MOST_CHARACTERS = 255
LEAST_KEY = 8
"""Shortest pass phrase that USM allows (RFC 3414, section 11.2)."""


class CredentialForm(Retranslated, QWidget):
    """`changed` comes with every edit; `problem` says what is still missing."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.version = QComboBox()
        self.auth = QComboBox()
        self.priv = QComboBox()
        self.name, self.community, self.user, self.auth_key, self.priv_key, self.context = (
            QLineEdit() for _ in range(6)
        )
        self._labels: dict[QWidget, QLabel] = {}
        self._form = QFormLayout(self)
        self._lay_out()
        for box in (self.version, self.auth, self.priv):
            box.currentIndexChanged.connect(self._changed)
        for field in self._texts():
            field.textChanged.connect(self._changed)
        self.retranslate()
        self.clear()

    def _texts(self) -> tuple[QLineEdit, ...]:
        return self.name, self.community, self.user, self.auth_key, self.priv_key, self.context

    def _lay_out(self) -> None:
        for version in (SnmpVersion.V2C, SnmpVersion.V3, SnmpVersion.V1):
            self.version.addItem(f"SNMP{version.value}", version)
        for auth in AuthProtocol:
            self.auth.addItem(auth.value, auth)
        for priv in PrivProtocol:
            self.priv.addItem(priv.value, priv)
        for secret in (self.community, self.auth_key, self.priv_key):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        for field in self._texts():
            field.setMaxLength(MOST_CHARACTERS)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(2 * GRID)
        self._form.setHorizontalSpacing(4 * GRID)
        for widget in (
            self.name,
            self.version,
            self.community,
            self.user,
            self.auth,
            self.auth_key,
            self.priv,
            self.priv_key,
            self.context,
        ):
            self._labels[widget] = plain_label()
            self._labels[widget].setBuddy(widget)
            self._form.addRow(self._labels[widget], widget)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for widget, words in (
            (self.name, tr("Name")),
            (self.version, tr("Version")),
            (self.community, tr("Community")),
            (self.user, tr("User")),
            (self.auth, tr("Authentication")),
            (self.auth_key, tr("Authentication key")),
            (self.priv, tr("Privacy")),
            (self.priv_key, tr("Privacy key")),
            (self.context, tr("Context")),
        ):
            self._labels[widget].setText(words)
        for box in (self.auth, self.priv):
            box.setItemText(0, tr("None"))

    def clear(self) -> None:
        """Empty every field."""
        for field in self._texts():
            field.clear()
        for box in (self.version, self.auth, self.priv):
            box.setCurrentIndex(0)
        self._changed()

    def value(self) -> SnmpCredential:
        """What the fields say, without what its version does not have."""
        version = SnmpVersion(self.version.currentData())
        if version is not SnmpVersion.V3:
            return SnmpCredential(name=self.name.text().strip(), version=version, community=self.community.text())
        auth, priv = self._protocols()
        return SnmpCredential(
            name=self.name.text().strip(),
            version=version,
            user=self.user.text().strip(),
            auth=auth,
            auth_key=self.auth_key.text() if auth is not AuthProtocol.NONE else "",
            priv=priv,
            priv_key=self.priv_key.text() if priv is not PrivProtocol.NONE else "",
            context=self.context.text().strip(),
        )

    def _protocols(self) -> tuple[AuthProtocol, PrivProtocol]:
        auth = AuthProtocol(self.auth.currentData())
        return auth, PrivProtocol.NONE if auth is AuthProtocol.NONE else PrivProtocol(self.priv.currentData())

    def problem(self) -> str:
        """What is missing, in words; empty where the credential can be used."""
        made = self.value()
        if not made.name:
            return tr("Give it a name.")
        if made.version is not SnmpVersion.V3:
            return "" if made.community else tr("The community is missing.")
        if not made.user:
            return tr("The user is missing.")
        for protocol, key in ((made.auth, made.auth_key), (made.priv, made.priv_key)):
            if protocol.value != "none" and len(key) < LEAST_KEY:
                return tr("A key has at least {count} characters.", count=LEAST_KEY)
        return ""

    @Slot()
    def _changed(self) -> None:
        is_v3 = self.version.currentData() == SnmpVersion.V3
        auth, priv = self._protocols()
        has_auth = is_v3 and auth is not AuthProtocol.NONE
        for widget, is_shown in (
            (self.community, not is_v3),
            (self.user, is_v3),
            (self.auth, is_v3),
            (self.context, is_v3),
            (self.auth_key, has_auth),
            (self.priv, has_auth),
            (self.priv_key, has_auth and priv is not PrivProtocol.NONE),
        ):
            self._form.setRowVisible(widget, is_shown)
        self.changed.emit()
