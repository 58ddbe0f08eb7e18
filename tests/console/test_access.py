"""Census and doctor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from nocscape.base.i18n import msg
from nocscape.console.access.panel import AccessPanel
from nocscape.console.bridge import Bridge
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.access_words import FINDING_WORDS, WEAKNESS_WORDS
from nocscape.model.commands import ExamineAccess, ListCredentials, TakeCensus
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpVersion
from nocscape.model.mibs import Census, CensusEntry, Diagnosis, Weakness
from nocscape.wire.snmp.doctor import Finding
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import Engine

pytestmark = pytest.mark.qt

CENSUS = Census(
    entries=(
        CensusEntry(
            device="acc-a1",
            name="acc-a1",
            address="10.1.0.1",
            version=SnmpVersion.V2C,
            credential="legacy",
            weaknesses=(Weakness.WELL_KNOWN_COMMUNITY, Weakness.COMMUNITY_IN_CLEAR),
        ),
        CensusEntry(
            device="core-1",
            name="core-1",
            address="10.0.0.1",
            version=SnmpVersion.V3,
            credential="noc",
            user="noc",
            auth=AuthProtocol.SHA256,
            priv=PrivProtocol.AES128,
        ),
        CensusEntry(device="prn-a", name="prn-a", address="10.1.0.9", version=None),
    ),
    versions={"v2c": 1, "v3": 1, "none": 1},
    algorithms={"SHA-256 AES-128": 1},
    credentials={"legacy": 1, "noc": 1},
    weak=1,
)
WRONG_KEY = Diagnosis(
    agent="10.0.0.1",
    finding="wrong_key",
    evidence=(msg("{text}", text="usmStatsWrongDigests"),),
    cure=msg("{text}", text="set it anew"),
    engine_id="80001f88",
    boots=4,
    time_s=90,
    duplicates=("core-2",),
)


@pytest.fixture
def engine(campus: Bridge, line: FakeLine) -> Engine:
    engine = Engine(line, campus)
    known = CredentialInfo(name="noc", version=SnmpVersion.V3, user="noc")
    engine.answers = {
        TakeCensus: lambda _: CENSUS,
        ListCredentials: lambda _: (known, CredentialInfo(name="legacy", version=SnmpVersion.V2C)),
        ExamineAccess: lambda _: WRONG_KEY,
    }
    return engine


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(campus: Bridge, selection: Selection, engine: Engine) -> Iterator[AccessPanel]:
    panel = AccessPanel(campus, Theme(), selection)
    panel.resize(700, 300)
    panel.show()
    engine.run()
    yield panel
    panel.close()
    panel.deleteLater()


def rows(panel: AccessPanel) -> list[list[str]]:
    model = panel.census.model
    return [[model.index(row, column).data() for column in range(5)] for row in range(model.rowCount())]


def test_every_device_stands_with_its_way_in_and_what_is_weak(panel: AccessPanel) -> None:
    assert rows(panel) == [
        ["acc-a1", "well-known community, community in clear", "v2c", "", "legacy"],
        ["core-1", "none", "v3", "SHA-256 AES-128", "noc"],
        ["prn-a", "", "—", "", ""],
    ]
    assert panel.census.summary.text() == "v2c 1 · v3 1 · none 1"


def test_weak_and_silent_ones_can_be_seen_alone_and_found(panel: AccessPanel) -> None:
    for choice, names in (("weak", ["acc-a1"]), ("none", ["prn-a"]), ("all", ["acc-a1", "core-1", "prn-a"])):
        panel.census.choice.choose(choice)
        panel.census._show()
        assert [row[0] for row in rows(panel)] == names
    panel.census.filter.setText("aes noc")
    panel.census.filter.tell()
    assert [row[0] for row in rows(panel)] == ["core-1"]


def test_a_row_selects_its_device_and_enter_examines_it(
    panel: AccessPanel, engine: Engine, selection: Selection
) -> None:
    panel.census.view.selectRow(1)
    assert selection.devices == ("core-1",)
    panel.census.view.activated.emit(panel.census.model.index(1, 0))
    engine.run()
    assert engine.asked(ExamineAccess) == [ExamineAccess(device="core-1")]
    doctor = panel.doctor
    assert doctor.isVisible()
    assert doctor.verdict.text() == "The authentication key is wrong"
    seen = {fact.title: fact.text for fact in doctor.facts.facts}
    assert (seen["What to do"], seen["Seen"], seen["Same engine ID"]) == (
        "set it anew",
        "usmStatsWrongDigests",
        "core-2",
    )
    doctor.copy_button.click()
    assert "Engine ID: 80001f88" in QGuiApplication.clipboard().text()


def test_another_kept_user_and_a_typed_address_can_be_examined(panel: AccessPanel, engine: Engine) -> None:
    panel.turn_to("doctor")
    engine.run()
    doctor = panel.doctor
    assert [doctor.credential.itemData(place) for place in range(doctor.credential.count())] == ["", "noc"]
    doctor.credential.setCurrentIndex(1)
    doctor.network_wide.setChecked(True)
    doctor.field.setText("192.0.2.7")
    doctor.field.textEdited.emit("192.0.2.7")
    doctor.examine_button.click()
    assert not doctor.examine_button.isEnabled()
    engine.run()
    assert engine.asked(ExamineAccess) == [ExamineAccess(device="192.0.2.7", kept="noc", is_network_wide=True)]
    engine.answers[ExamineAccess] = lambda _: "!There is no SNMPv3 user to examine"
    doctor.examine_button.click()
    engine.run()
    assert doctor.verdict.text() == "There is no SNMPv3 user to examine"


def test_every_verdict_and_weakness_has_words() -> None:
    assert set(FINDING_WORDS) == set(Finding)
    assert set(WEAKNESS_WORDS) == set(Weakness)
