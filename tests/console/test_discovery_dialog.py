"""Asking the engine to find a network, and following it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from nocscape.base import i18n
from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.discovery.dialog import DiscoveryDialog
from nocscape.console.discovery.entry import read_entry
from nocscape.console.discovery.problems import REASONS, reason_words
from nocscape.console.discovery.run import MOST_PROBLEMS, DiscoveryRun, Stage
from nocscape.console.theme import Theme
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import (
    Ask,
    CancelJob,
    ListCredentials,
    ProposeTargets,
    PutCredential,
    ResumeJob,
    StartDiscovery,
    SweepSpec,
)
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.net import Unanswered
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

KEPT = CredentialInfo(name="noc", version=SnmpVersion.V3, user="monitor")


def answer(ask: Ask) -> object:
    if isinstance(ask, ProposeTargets):
        return ("192.168.10.0/24", "10.20.0.0/20")
    return (KEPT,) if isinstance(ask, ListCredentials) else None


@pytest.fixture
def dialog(bridge: Bridge, line: FakeLine) -> Iterator[DiscoveryDialog]:
    line.answer = answer
    dialog = DiscoveryDialog(bridge, Theme())
    dialog.open()
    bridge.tick()
    line.answer = None
    yield dialog
    dialog.close()
    dialog.deleteLater()


def begin(dialog: DiscoveryDialog, line: FakeLine) -> StartDiscovery:
    dialog.start_button.click()
    ask = line.asks[-1]
    assert isinstance(ask, StartDiscovery)
    return ask


def progress(line: FakeLine, bridge: Bridge, dialog: DiscoveryDialog, stage: str, **more: object) -> None:
    line.tell(JobProgress(job=dialog.run._job, stage=stage, **more))  # type: ignore[arg-type]
    bridge.tick()


def end(line: FakeLine, bridge: Bridge, value: object = "done") -> None:
    request = next(c.request for c in reversed(line.sent) if isinstance(c.ask, StartDiscovery | ResumeJob))
    line.reply(request, value)
    bridge.tick()


def test_own_networks_and_kept_credentials_are_proposed(dialog: DiscoveryDialog) -> None:
    assert [(b.text(), b.isChecked()) for b in dialog.form.own] == [
        ("192.168.10.0/24  (254 addresses)", True),
        ("10.20.0.0/20  (4\u202f094 addresses)", False),
    ]
    assert dialog.form.ways_in.words() == ["noc · SNMPv3 · monitor"]
    assert dialog.form.verdict.text() == "254 addresses in all"


def test_the_engine_is_asked_for_what_the_form_says(dialog: DiscoveryDialog, line: FakeLine) -> None:
    form = dialog.form
    form.targets.setPlainText("10.0.0.1-20, 192.168.10.0/24\n2001:db8::/120")
    form.exclude.setText("10.0.0.5; 10.0.0.7")
    form.port.setValue(1161)
    form.rate.setValue(500)
    ask = begin(dialog, line)
    assert ask.sweep == SweepSpec(
        targets=("192.168.10.0/24", "10.0.0.1-20", "2001:db8::/120"), exclude=("10.0.0.5", "10.0.0.7"), rate_per_s=500.0
    )
    assert (ask.snmp_port, ask.credentials, ask.job) == (1161, (), dialog.run._job)


def test_a_slip_is_seen_while_typing_and_stops_the_start(dialog: DiscoveryDialog, line: FakeLine) -> None:
    dialog.form.targets.setPlainText("10.0.0.0/24 10.0.0.300")
    assert dialog.form.verdict.text() == "10.0.0.300 is no address, range or network"
    assert not dialog.start_button.isEnabled()
    dialog.start()
    assert not [a for a in line.asks if isinstance(a, StartDiscovery)]
    dialog.form.targets.clear()
    assert dialog.start_button.isEnabled()


def test_without_any_target_it_says_what_to_do(dialog: DiscoveryDialog) -> None:
    for box in dialog.form.own:
        box.setChecked(False)
    assert dialog._problem.text() == "Choose a network, or type what to search."


def test_progress_is_shown_as_it_comes(dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine) -> None:
    begin(dialog, line)
    progress(line, bridge, dialog, "sweep", done=100, total=254, answered=12)
    assert dialog.progress.words[0] == "Searching for addresses that answer"
    assert dialog.progress.tiles["looked_at"].figure == "100 / 254"
    progress(line, bridge, dialog, "identify", done=3, total=12, answered=12, found=2)
    assert dialog.progress.words[0] == "Looking into devices"
    assert [t.figure for t in dialog.progress.tiles.values()][:3] == ["3 / 12", "12", "2"]
    end(line, bridge)
    assert dialog.run.stage is Stage.DONE
    assert dialog.again_button.isVisible()


def test_problems_name_who_reported_them_and_silence_is_counted(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    begin(dialog, line)
    found = (
        Unanswered("10.0.3.7", "admin_prohibited", "10.0.0.1"),
        *(Unanswered(f"10.0.9.{n}", "no_answer") for n in range(90)),
    )
    progress(line, bridge, dialog, "sweep", done=254, total=254, problems=found)
    model = dialog.progress.problems
    assert [model.index(0, c).data() for c in range(3)] == ["10.0.3.7", "prohibited by an administrator", "10.0.0.1"]
    assert model.rowCount() == 1
    assert dialog.progress._problems_title.text() == "Gave no device: 1 · Did not answer: 90"


def test_silence_that_is_told_while_devices_are_looked_into_is_counted_too(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    begin(dialog, line)
    silent = tuple(Unanswered(f"10.0.9.{n}", "no_answer") for n in range(90))
    progress(line, bridge, dialog, "sweep", done=90, total=254)
    progress(line, bridge, dialog, "identify", done=3, total=21, problems=silent)
    assert dialog.progress.problems.rowCount() == 0
    assert dialog.progress._problems_title.text().endswith("Did not answer: 90")


def test_silence_of_a_few_addresses_is_listed(dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine) -> None:
    begin(dialog, line)
    progress(line, bridge, dialog, "sweep", done=2, total=2, problems=(Unanswered("10.0.0.1", "no_answer"),))
    assert dialog.progress.problems.index(0, 1).data() == "no answer"


def test_problems_over_the_limit_are_only_counted(dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine) -> None:
    begin(dialog, line)
    many = tuple(Unanswered(f"10.0.0.{n}", "host_unreachable") for n in range(MOST_PROBLEMS + 7))
    progress(line, bridge, dialog, "sweep", total=9999, problems=many)
    assert (len(dialog.run.problems), dialog.run.more_problems) == (MOST_PROBLEMS, 7)


def test_cancel_answers_at_once_and_it_can_go_on(dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine) -> None:
    ask = begin(dialog, line)
    progress(line, bridge, dialog, "sweep", done=100, total=254, found=5)
    dialog.cancel_button.click()
    assert CancelJob(job=ask.job) in line.asks
    assert dialog.progress.words[0] == "Cancelled"
    end(line, bridge, "cancelled")
    assert dialog.resume_button.isVisible()
    dialog.resume_button.click()
    assert ResumeJob(job=ask.job) in line.asks
    progress(line, bridge, dialog, "identify", done=1, total=3, found=2)
    assert dialog.progress.tiles["found"].figure == "7"
    end(line, bridge)
    assert dialog.run.stage is Stage.DONE


def test_a_failure_says_what_happened_and_what_to_try(dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine) -> None:
    begin(dialog, line)
    line.tell(Reply(request=line.sent[-1].request, error=msg("No socket."), hint=msg("Start as root.")))
    bridge.tick()
    assert dialog.progress.words == ("It could not be done", "No socket. Start as root.")


def test_progress_of_another_consoles_discovery_is_left_alone(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    begin(dialog, line)
    line.tell(JobProgress(job="discovery-of-another", stage="sweep", done=9, total=9))
    bridge.tick()
    assert dialog.run.progress.done == 0


def test_the_run_goes_on_while_the_dialog_is_closed_and_is_shown_by_the_next(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    begin(dialog, line)
    dialog.close()
    progress(line, bridge, dialog, "sweep", done=50, total=254, problems=(Unanswered("10.0.0.9", "no_route"),))
    again = DiscoveryDialog(bridge, Theme())
    assert again.run is dialog.run is DiscoveryRun.of(bridge)
    assert again._pages.currentIndex() == 1
    assert again.progress.problems.rowCount() == 1
    assert not again.isModal()
    again.deleteLater()


def test_a_new_credential_is_kept_and_tried_even_before_the_engine_has_it(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    ways = dialog.form.ways_in
    ways.add_button.click()
    fill(ways.form.name, "lab")
    fill(ways.form.community, "s3cret")
    ways.use_button.click()
    credential = SnmpCredential(name="lab", version=SnmpVersion.V2C, community="s3cret")
    assert line.asks[-1] == PutCredential(credential=credential)
    assert ways.words() == ["noc · SNMPv3 · monitor", "lab · SNMPv2c"]
    assert begin(dialog, line).credentials == (credential,)


def test_a_credential_that_the_profile_keeps_is_not_sent_again_with_the_search(
    dialog: DiscoveryDialog, bridge: Bridge, line: FakeLine
) -> None:
    ways = dialog.form.ways_in
    ways.add_button.click()
    fill(ways.form.name, "lab")
    fill(ways.form.community, "s3cret")
    ways.use_button.click()
    line.reply(line.sent[-1].request)
    bridge.tick()
    assert ways.words() == ["noc · SNMPv3 · monitor", "lab · SNMPv2c"]
    assert begin(dialog, line).credentials == ()


def test_a_credential_for_this_once_is_not_kept(dialog: DiscoveryDialog, line: FakeLine) -> None:
    ways = dialog.form.ways_in
    ways.open_form()
    ways.form.version.setCurrentIndex(ways.form.version.findData(SnmpVersion.V3))
    ways.form.auth.setCurrentIndex(ways.form.auth.findData(AuthProtocol.SHA256))
    ways.form.priv.setCurrentIndex(ways.form.priv.findData(PrivProtocol.AES256_CISCO))
    for field, text in (
        (ways.form.name, "v3"),
        (ways.form.user, "ops"),
        (ways.form.auth_key, "long enough"),
        (ways.form.priv_key, "also long"),
    ):
        fill(field, text)
    ways.keep.setChecked(False)
    ways.use_button.click()
    assert not [a for a in line.asks if isinstance(a, PutCredential)]
    tried = begin(dialog, line).credentials
    assert [(c.user, c.auth, c.priv) for c in tried] == [("ops", AuthProtocol.SHA256, PrivProtocol.AES256_CISCO)]


def test_secrets_are_masked_and_an_unfinished_credential_cannot_be_used(dialog: DiscoveryDialog) -> None:
    ways = dialog.form.ways_in
    ways.open_form()
    assert ways.form.community.echoMode() is QLineEdit.EchoMode.Password
    assert not ways.use_button.isEnabled()
    fill(ways.form.name, "lab")
    assert ways._problem.text() == "The community is missing."


def test_a_credential_that_is_being_typed_is_not_forgotten_by_starting(dialog: DiscoveryDialog, line: FakeLine) -> None:
    ways = dialog.form.ways_in
    ways.open_form()
    assert not dialog.start_button.isEnabled()
    assert ways.use_button.isDefault()
    fill(ways.form.name, "lab")
    fill(ways.form.community, "s3cret")
    QTest.keyClick(ways.form.community, Qt.Key.Key_Return)
    assert ways.words()[-1] == "lab · SNMPv2c"
    assert not [a for a in line.asks if isinstance(a, StartDiscovery)]
    assert dialog.start_button.isEnabled()


def fill(field: QLineEdit, text: str) -> None:
    field.setText(text)


def test_the_dialog_speaks_korean_as_soon_as_the_language_is_switched(dialog: DiscoveryDialog) -> None:
    i18n.set_language("ko")
    for widget in (dialog, dialog.form):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert dialog.windowTitle() == "네트워크 탐색"
    assert dialog.start_button.text() == "시작"


def test_every_reason_has_words_and_unknown_ones_are_shown_as_they_are() -> None:
    assert reason_words("no_route") == "this machine has no route there"
    assert reason_words("something\nnew") == "something new"
    assert all(reason_words(reason) for reason in REASONS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10.0.0.7", 1),
        ("10.0.0.1-20", 20),
        ("10.0.0.250-10.0.1.5", 12),
        ("10.0.0.0/24", 254),
        ("10.0.0.0/31", 2),
        ("2001:db8::/120", 256),
        ("2001:db8::1-ff", 255),
        ("10.0.0.1, 10.0.0.2; 10.0.0.3\n10.0.0.4", 4),
        ("", 0),
    ],
)
def test_addresses_are_counted_as_the_engine_will(text: str, count: int) -> None:
    entry = read_entry(text)
    assert (entry.addresses, entry.problem) == (count, "")


@pytest.mark.parametrize(
    "text",
    ["10.0.0", "10.0.0.9-3", "10.0.0.1-2001:db8::1", "example.org", "10.0.0.0/33", "::/64", "0.0.0.0/4", "-", "/"],
)
def test_what_cannot_be_searched_is_said(text: str) -> None:
    assert read_entry(text).problem


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    entry = read_entry(text)
    assert entry.addresses >= 0


@given(st.integers(0, 2**32 - 1), st.integers(0, 1000))
def test_a_range_holds_both_its_ends(first: int, more: int) -> None:
    last = min(first + more, 2**32 - 1)
    text = f"{ipaddress.IPv4Address(first)}-{ipaddress.IPv4Address(last)}"
    assert read_entry(text).addresses == last - first + 1
