"""The commands that read, write, record, replay and examine, as a person runs them."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nocscape.cli.main import main
from nocscape.model.credentials import AuthProtocol, PrivProtocol
from tests.integration.ports import free_udp_port
from tests.integration.recorded import replayed
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, user_lines
from tests.integration.test_snmp_v3 import GOOD

pytestmark = needs_snmpd

WRITER = ("--community", "private")
LINES = ["rocommunity public", "rwcommunity private", *user_lines(GOOD)]


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    with running_snmpd(tmp_path_factory.mktemp("snmpd"), LINES) as running:
        yield running


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def answer(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    """What a command says in JSON; it must succeed."""
    status = run(*arguments, "--json", "-")
    said = capsys.readouterr()
    assert status == 0, said.err
    return json.loads(said.out)


def test_values_are_read_by_name_and_number(agent: Snmpd, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("sysName", "1.3.6.1.2.1.1.3.0", "SNMPv2-MIB::sysObjectID.0")
    found = answer(capsys, "get", agent.address, *names, "--port", agent.port, "--community", "public")
    assert [v["oid"] for v in found["values"]] == [f"1.3.6.1.2.1.1.{n}.0" for n in (5, 3, 2)]
    assert found["values"][0]["name"] == "SNMPv2-MIB::sysName.0"
    assert found["values"][2]["value"].startswith("NET-SNMP")


def test_a_missing_value_and_a_missing_name_fail_differently(agent: Snmpd, capsys: pytest.CaptureFixture[str]) -> None:
    way = ("--port", agent.port, "--community", "public")
    assert run("get", agent.address, "sysName.7", *way) == 1
    assert "no such" in capsys.readouterr().out
    assert run("get", agent.address, "sysNme", *way) == 1
    assert "Did you mean sysName" in capsys.readouterr().err
    assert run("get", agent.address, "ifDescr", *way) == 1
    assert "name its row" in capsys.readouterr().err


def test_a_value_is_written_and_its_past_told(agent: Snmpd, capsys: pytest.CaptureFixture[str]) -> None:
    way = ("--port", agent.port, *WRITER, "--yes")
    assert run("set", agent.address, "sysLocation.0=Seoul", *way) == 0
    assert "sysLocation.0 = Seoul (was " in capsys.readouterr().out
    (written,) = answer(capsys, "set", agent.address, "sysLocation=Busan rack 3", *way)["written"]
    assert (written["check"]["before"], written["now"], written["is_as_asked"]) == ("Seoul", "Busan rack 3", True)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("ifAdminStatus.1=sideways", "up (1), down (2)"),
        ("sysDescr.0=mine", "cannot be written"),
        ("sysLocation.0=" + "x" * 300, "too many"),
        ("sysLocation", "NAME=VALUE"),
    ],
)
def test_what_a_mib_forbids_is_not_sent(agent: Snmpd, capsys: pytest.CaptureFixture[str], what: str, said: str) -> None:
    assert run("set", agent.address, what, "--port", agent.port, *WRITER, "--yes") == 1
    assert said in capsys.readouterr().err


def test_without_yes_and_without_a_person_nothing_is_written(agent: Snmpd, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("set", agent.address, "sysContact.0=nobody", "--port", agent.port, *WRITER) == 1
    said = capsys.readouterr().err
    assert "--yes" in said
    assert "nobody" in said


def test_a_write_is_in_the_audit_trail(agent: Snmpd, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    way = ("--port", agent.port, *WRITER, "--profile", tmp_path, "--yes")
    assert run("set", agent.address, "sysContact.0=noc", *way) == 0
    capsys.readouterr()
    with sqlite3.connect(tmp_path / "inventory.sqlite") as db:
        rows = db.execute("SELECT what, detail FROM audit").fetchall()
    db.close()
    ((what, detail),) = rows
    assert what == "WriteValues"
    assert '"before"' in detail
    assert "private" not in detail.replace("v2c:private", "")


def test_a_recorded_device_answers_again_as_it_did(
    agent: Snmpd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "box.snmprec"
    told = answer(capsys, "record", agent.address, file, "--port", agent.port, "--community", "public")
    assert told["values"] > 200
    asked = ("IF-MIB::ifTable", "--community", "box")
    before = answer(capsys, "walk", agent.address, "IF-MIB::ifDescr", "--port", agent.port, "--community", "public")
    with replayed(file) as port:
        after = answer(capsys, "walk", "127.0.0.1", *asked, "--port", port)
        assert run("get", "127.0.0.1", "sysName", "--port", port, "--community", "public") == 0
    names = {v["name"]: v["raw"] for v in after["values"]}
    assert {v["name"]: v["raw"] for v in before["values"]}.items() <= names.items()


def test_an_anonymised_recording_keeps_its_shape_and_no_name(
    agent: Snmpd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, other = tmp_path / "plain.snmprec", tmp_path / "other.snmprec"
    way = ("--port", agent.port, "--community", "public")
    answer(capsys, "record", agent.address, plain, *way)
    answer(capsys, "record", agent.address, other, *way, "--anonymise", "--key", "one")
    lines = [file.read_text(encoding="utf-8").splitlines() for file in (plain, other)]
    steady = ("1.3.6.1.2.1.1.", "1.3.6.1.2.1.2.")
    kinds = [{line.rpartition("|")[0] for line in some if line.startswith(steady)} for some in lines]
    assert kinds[0] == kinds[1]
    host = socket.gethostname()
    assert f"1.3.6.1.2.1.1.5.0|4|{host}" in lines[0]
    assert not [line for line in lines[1] if host in line.rpartition("|")[2].split()]
    assert any(line.startswith("1.3.6.1.2.1.1.5.0|4|device-") for line in lines[1])


def doctor(capsys: pytest.CaptureFixture[str], agent: Snmpd, *arguments: object) -> tuple[int, dict[str, Any]]:
    status = run("v3-doctor", agent.address, "--port", agent.port, *arguments, "--json", "-")
    return status, json.loads(capsys.readouterr().out)


def test_the_doctor_tells_health_from_a_wrong_key(agent: Snmpd, capsys: pytest.CaptureFixture[str]) -> None:
    way = ("--v3", GOOD.user, "--auth", f"SHA-256:{GOOD.auth_key}", "--priv", f"AES:{GOOD.priv_key}")
    assert (GOOD.auth, GOOD.priv) == (AuthProtocol.SHA256, PrivProtocol.AES128)
    status, found = doctor(capsys, agent, *way)
    assert (status, found["finding"]) == (0, "works")
    assert found["engine_id"].startswith("80001f88")
    status, found = doctor(capsys, agent, *way[:3], "SHA-256:wrong horse", *way[4:])
    assert (status, found["finding"]) == (1, "wrong_key")
    assert found["cure"]


def test_the_doctor_knows_a_closed_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("v3-doctor", "127.0.0.1", "--port", free_udp_port(), "--v3", "nobody", "--json", "-") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["finding"] == "port_closed"
    assert "ping" in found["evidence"][0]


def test_files_that_are_no_recordings_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello\n", encoding="utf-8")
    assert run("replay", file) == 1
    assert "no recording" in capsys.readouterr().err
    assert run("replay", tmp_path / "nowhere") == 1
    assert run("replay", tmp_path) == 1
