"""Credentials in the settings: what is asked for, what is sent, and that nothing secret comes back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.secrets.new_secret import NewSecretDialog
from nocscape.console.settings.credential_form import CredentialForm
from nocscape.console.settings.credentials_page import CredentialsPage
from nocscape.console.theme import Theme
from nocscape.model.access import WebCredentialInfo, WebScheme
from nocscape.model.batches import Reply
from nocscape.model.commands import DropCredential, ListCredentials, PutCredential
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.watching import DropWebCredential, ListWebCredentials
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt


@pytest.fixture
def form(qapp: QApplication) -> Iterator[CredentialForm]:
    form = CredentialForm()
    yield form
    form.deleteLater()


@pytest.fixture
def page(bridge: Bridge, line: FakeLine) -> Iterator[CredentialsPage]:
    kept = (CredentialInfo(name="noc", version=SnmpVersion.V3, user="noc", auth=AuthProtocol.SHA256),)
    web = (WebCredentialInfo(name="door", scheme=WebScheme.BASIC, user="ops"),)
    line.answer = lambda ask: {ListCredentials: kept, ListWebCredentials: web}.get(type(ask))
    page = CredentialsPage(bridge, Theme())
    page.show()
    bridge.tick()
    yield page
    page.close()
    page.deleteLater()


def choose(form: CredentialForm, version: SnmpVersion, auth: AuthProtocol, priv: PrivProtocol) -> None:
    form.version.setCurrentIndex(form.version.findData(version))
    form.auth.setCurrentIndex(form.auth.findData(auth))
    form.priv.setCurrentIndex(form.priv.findData(priv))


def test_the_form_says_what_is_missing_until_nothing_is(form: CredentialForm) -> None:
    assert form.problem() == "Give it a name."
    form.name.setText("public")
    assert form.problem() == "The community is missing."
    form.community.setText("public")
    assert form.problem() == ""
    assert form.value() == SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")


def test_version_three_asks_for_user_and_keys_as_far_as_they_are_used(form: CredentialForm) -> None:
    form.name.setText("noc")
    form.community.setText("left over")
    choose(form, SnmpVersion.V3, AuthProtocol.SHA256, PrivProtocol.AES128)
    assert form.problem() == "The user is missing."
    form.user.setText("noc")
    form.auth_key.setText("short")
    assert form.problem() == "A key has at least 8 characters."
    form.auth_key.setText("authauth1")
    form.priv_key.setText("privpriv1")
    assert form.problem() == ""
    made = form.value()
    assert (made.community, made.auth_key, made.priv_key) == ("", "authauth1", "privpriv1")
    choose(form, SnmpVersion.V3, AuthProtocol.NONE, PrivProtocol.AES128)
    assert (form.value().auth_key, form.value().priv) == ("", PrivProtocol.NONE)


def test_no_secret_can_be_read_over_the_shoulder(form: CredentialForm) -> None:
    for field in (form.community, form.auth_key, form.priv_key):
        assert field.echoMode() is QLineEdit.EchoMode.Password


def test_what_is_kept_is_listed_without_secrets(page: CredentialsPage) -> None:
    assert [page.list.item(i).text() for i in range(page.list.count())] == [
        "noc\nSNMPv3 · noc · SHA-256",
        "door\nUser and password · ops",
    ]


def test_a_secret_for_web_servers_is_kept_and_forgotten_here_too(
    page: CredentialsPage, bridge: Bridge, line: FakeLine
) -> None:
    page.secret_button.click()
    dialog = page.findChild(NewSecretDialog)
    assert dialog is not None
    dialog.name.setText("key")
    dialog.user.setText("ops")
    dialog.secret.setText("hidden")
    dialog.keep()
    asks_before = sum(isinstance(ask, ListWebCredentials) for ask in line.asks)
    bridge.tick()
    assert sum(isinstance(ask, ListWebCredentials) for ask in line.asks) == asks_before + 1
    bridge.tick()
    page.list.setCurrentRow(1)
    page.remove_button.click()
    box = page.findChild(QMessageBox)
    assert box is not None
    assert not any(isinstance(ask, DropWebCredential) for ask in line.asks)
    next(b for b in box.findChildren(QPushButton) if b.text() == "Forget").click()
    assert line.asks[-1] == DropWebCredential(name="door")


def test_keeping_one_sends_it_and_empties_the_form(page: CredentialsPage, bridge: Bridge, line: FakeLine) -> None:
    page.form.name.setText("public")
    page.form.community.setText("secret")
    page.add_button.click()
    assert line.asks[-1] == PutCredential(
        credential=SnmpCredential(name="public", version=SnmpVersion.V2C, community="secret")
    )
    bridge.tick()
    assert page.form.community.text() == ""
    assert isinstance(line.asks[-2], ListCredentials)


def test_removing_one_asks_first(page: CredentialsPage, line: FakeLine) -> None:
    page.list.setCurrentRow(0)
    page.remove_button.click()
    box = page.findChild(QMessageBox)
    assert box is not None
    assert box.text() == "Forget the credential noc?"
    assert not any(isinstance(ask, DropCredential) for ask in line.asks)
    next(b for b in box.findChildren(QPushButton) if b.text() == "Remove").click()
    assert line.asks[-1] == DropCredential(name="noc")


def test_a_refusal_is_shown_and_the_form_keeps_what_was_typed(
    page: CredentialsPage, bridge: Bridge, line: FakeLine
) -> None:
    line.answer = None
    page.form.name.setText("public")
    page.form.community.setText("secret")
    page.add_button.click()
    line.tell(Reply(request=line.sent[-1].request, error=msg("No keyring."), hint=msg("Open the vault.")))
    bridge.tick()
    assert page._note.text() == "No keyring. — Open the vault."
    assert page.form.community.text() == "secret"
