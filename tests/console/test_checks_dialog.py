"""A device's checks: shown as they stand, tried, kept, removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.checks.dialog import ChecksDialog
from nocscape.console.checks.form import FIELDS
from nocscape.console.secrets.new_secret import NewSecretDialog
from nocscape.model.access import Access, WebCredential, WebCredentialInfo, WebScheme
from nocscape.model.batches import Reply
from nocscape.model.checks import Check, CheckInfo, CheckKind, CheckOutcome, CheckState
from nocscape.model.commands import Ask
from nocscape.model.watching import (
    DropCheck,
    DropWebCredential,
    ListChecks,
    ListWebCredentials,
    PutCheck,
    PutWebCredential,
    RunCheck,
)
from tests.console.fake_line import FakeLine
from tests.console.hands import press, shown

pytestmark = pytest.mark.qt

GOOD = CheckOutcome(is_up=True, latency_ms=12.34, days_left=20.5, told="CN=<b>core</b>")
BAD = CheckOutcome(is_up=False, reason=msg("the connection was refused"))


def infos() -> tuple[CheckInfo, ...]:
    def state(device: str, outcome: CheckOutcome) -> tuple[CheckState, ...]:
        return (CheckState(device=device, at=1.0, outcome=outcome),)

    return (
        CheckInfo(check=Check(id="c1", kind=CheckKind.TLS, scope="device:core-1"), states=state("core-1", GOOD)),
        CheckInfo(check=Check(id="c2", kind=CheckKind.SSH, scope="kind:switch"), states=state("core-1", BAD)),
        CheckInfo(check=Check(id="c3", kind=CheckKind.SSH, scope="device:core-2"), states=state("core-2", BAD)),
        CheckInfo(check=Check(id="c4", kind=CheckKind.NTP, scope="device:core-1")),
    )


def answered(ask: Ask) -> object:
    match ask:
        case ListChecks():
            return infos()
        case RunCheck():
            return GOOD
        case ListWebCredentials():
            return (WebCredentialInfo(name="door", scheme=WebScheme.BASIC, user="ops"),)
    return None


@pytest.fixture
def dialog(campus: Bridge, line: FakeLine) -> Iterator[ChecksDialog]:
    line.answer = answered
    host = QWidget()
    made = ChecksDialog(campus, ["core-1"], host)
    made.open()
    campus.tick()
    yield made
    made.close()
    host.deleteLater()


def test_all_checks_of_the_device_are_shown_as_they_stand(dialog: ChecksDialog) -> None:
    texts = shown(dialog)
    assert "tls 443: up, 12.3 ms, certificate for 20 days, CN=<b>core</b>" in texts
    assert "ssh 22: the connection was refused" in texts
    assert "ntp 123: not run yet" in texts
    assert len([text for text in texts if text.startswith("ssh 22")]) == 1


def test_a_check_is_removed_and_one_that_is_for_others_too_says_so(dialog: ChecksDialog, line: FakeLine) -> None:
    assert len([b for b in dialog.findChildren(QPushButton) if b.text() == "Remove"]) == 3
    assert [text for text in shown(dialog) if text.startswith("for ")] == ["for kind:switch"]
    press(dialog, "Remove")
    assert [ask for ask in line.asks if isinstance(ask, DropCheck)] == [DropCheck(check="c1")]


def test_a_new_check_may_be_for_all_of_a_kind(dialog: ChecksDialog, line: FakeLine) -> None:
    place = next(p for p in range(dialog.scope.count()) if str(dialog.scope.itemData(p)).startswith("kind:"))
    dialog.scope.setCurrentIndex(place)
    press(dialog, "Keep checking")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutCheck))
    assert ask.check.scope == dialog.scope.itemData(place)
    press(dialog, "Edit")
    assert not dialog.scope.isVisible()


@pytest.mark.parametrize("kind", CheckKind)
def test_each_kind_shows_its_own_fields(dialog: ChecksDialog, kind: CheckKind) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData(kind.value))
    assert {name for name, field in form.texts.items() if field.isVisible()} == set(form.texts) & set(FIELDS[kind])
    assert form.check().kind is kind


def test_what_the_fields_say_is_tried_and_kept(dialog: ChecksDialog, campus: Bridge, line: FakeLine) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("https"))
    form.texts["path"].setText("/health")
    form.texts["expect"].setText(" ok ")
    form.is_verified.setChecked(True)
    press(dialog, "Try once")
    campus.tick()
    assert dialog.outcome.text().startswith("core-1: up, 12.3 ms")
    press(dialog, "Keep checking")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutCheck))
    wanted = Check(kind=CheckKind.HTTPS, scope="device:core-1", port=443, path="/health", expect="ok", is_verified=True)
    assert ask.check == wanted


def test_a_refusal_is_shown(dialog: ChecksDialog, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    press(dialog, "Keep checking")
    line.tell(Reply(request=line.sent[-1].request, error=msg("A tcp check needs a port")))
    campus.tick()
    assert dialog.outcome.text() == "A tcp check needs a port"


def test_a_check_is_changed_in_its_place(dialog: ChecksDialog, campus: Bridge, line: FakeLine) -> None:
    press(dialog, "Edit")
    assert dialog.form.kind.currentData() == "tls"
    assert "Change tls 443" in shown(dialog)
    dialog.form.warn_days.setValue(60)
    press(dialog, "Keep changes")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutCheck))
    assert ask.check == Check(id="c1", kind=CheckKind.TLS, scope="device:core-1", port=443, warn_days=60)
    campus.tick()
    assert "New check" in shown(dialog)


def test_a_page_with_a_secret_and_a_status_is_kept_and_its_weakness_said(dialog: ChecksDialog, line: FakeLine) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("https"))
    assert form.access.weak.text() == "the certificate is not checked"
    form.access.is_wanted.setChecked(True)
    form.access.choose("door")
    assert form.access.weak.property("tone") == "crit"
    assert "NOT checked" in form.access.weak.text()
    form.access.files["ca_file"].setText("/etc/ssl/site.pem")
    assert not form.access.weak.isVisible()
    form.status.setValue(204)
    press(dialog, "Keep checking")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutCheck))
    assert ask.check.access == Access(credential="door", ca_file="/etc/ssl/site.pem")
    assert ask.check.status == 204


def test_a_new_secret_goes_in_and_is_chosen(dialog: ChecksDialog, campus: Bridge, line: FakeLine) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("http"))
    form.access.is_wanted.setChecked(True)
    form.access.ask_new()
    (asked,) = form.access.findChildren(NewSecretDialog)
    asked.name.setText("api")
    asked.scheme.setCurrentIndex(asked.scheme.findData(WebScheme.HEADER))
    asked.user.setText("X-Api-Key")
    asked.secret.setText("k3y")
    asked.keep()
    campus.tick()
    wanted = WebCredential(name="api", scheme=WebScheme.HEADER, user="X-Api-Key", secret="k3y")
    assert PutWebCredential(credential=wanted) in line.asks
    assert form.check().access.credential == "api"
    assert form.check().weak_point is not None


def test_a_secret_is_forgotten_after_a_question(dialog: ChecksDialog, campus: Bridge, line: FakeLine) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("http"))
    form.access.is_wanted.setChecked(True)
    assert not form.access.forget.isEnabled()
    form.access.choose("door")
    form.access.forget.click()
    (box,) = form.access.findChildren(QMessageBox)
    assert box.text() == "Forget the secret door?"
    press(box, "Forget")
    assert DropWebCredential(name="door") in line.asks
    assert form.check().access.credential == ""
    campus.tick()


def test_a_kind_without_a_secret_sends_none(dialog: ChecksDialog) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("https"))
    form.access.is_wanted.setChecked(True)
    form.access.choose("door")
    form.kind.setCurrentIndex(form.kind.findData("tls"))
    assert form.check().access == Access()
