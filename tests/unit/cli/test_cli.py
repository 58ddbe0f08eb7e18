"""The command line: what it understands, what it prints, how it fails."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from nocscape.base.errors import InputError
from nocscape.cli import credentials, display, output
from nocscape.cli.commands import console
from nocscape.cli.main import main, names
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion


def parsed(*arguments: str) -> tuple[SnmpCredential, ...]:
    parser = argparse.ArgumentParser()
    credentials.add_options(parser)
    return credentials.from_options(parser.parse_args(arguments))


def test_credentials_are_tried_in_the_order_v3_v2c_v1() -> None:
    found = parsed(
        "--v1",
        "old",
        "--community",
        "public",
        "--v3",
        "noc",
        "--auth",
        "SHA-256:authpass123",
        "--priv",
        "AES:privpass123",
    )
    assert [c.version for c in found] == [SnmpVersion.V3, SnmpVersion.V2C, SnmpVersion.V1]
    assert (found[0].auth, found[0].priv) == (AuthProtocol.SHA256, PrivProtocol.AES128)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AES-256-C:12345678", PrivProtocol.AES256_CISCO),
        ("aes256:12345678", PrivProtocol.AES256),
        ("DES:12345678", PrivProtocol.DES),
    ],
)
def test_privacy_protocols_are_known_in_any_spelling(text: str, expected: PrivProtocol) -> None:
    assert parsed("--v3", "u", "--auth", "MD5:12345678", "--priv", text)[0].priv is expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("--auth", "SHA:12345678"),
        ("--v3", "u", "--auth", "ROT13:12345678"),
        ("--v3", "u", "--auth", "SHA:short"),
        ("--v3", "u", "--priv", "AES:12345678"),
        ("--credentials", "/does/not/exist"),
    ],
)
def test_credentials_that_cannot_work_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        parsed(*arguments)


def test_a_community_stands_in_no_credentials_name() -> None:
    (credential,) = parsed("--community", "sEcr3tW0rd")
    assert "sEcr3tW0rd" not in credential.name
    assert "sEcr3tW0rd" not in repr(credential)


def test_credentials_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text("- {name: lab, version: v3, user: noc, auth: SHA-256, auth_key: abcdefgh}\n")
    (found,) = parsed("--credentials", str(file))
    assert (found.name, found.auth) == ("lab", AuthProtocol.SHA256)


def test_a_table_lines_up_korean_text() -> None:
    lines = output.table(("이름", "x"), [("가나다", 1), ("abc", 2)]).splitlines()
    assert {output.width(line.rpartition(" ")[0]) for line in lines} == {7}


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in names():
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"nocscape {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given", [[], ["--verbose"], ["--profile", "p"], ["--profile=p"], ["--verbose", "--profile", "p"]]
)
def test_without_a_command_the_window_is_opened_on_the_profile_that_is_named(
    monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    opened: list[argparse.Namespace] = []

    def run(options: argparse.Namespace) -> int:
        opened.append(options)
        return 0

    monkeypatch.setattr(console, "run", run)
    assert main(given) == 0
    assert [str(options.profile) for options in opened] == ["p" if "profile" in "".join(given) else "None"]
    assert opened[0].verbose is ("--verbose" in given)


def test_an_error_is_one_line_on_stderr_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "router"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("nocscape: router is no address")
    assert len(captured.err.splitlines()) == 1


def test_a_sweep_of_this_machine_finds_it(tmp_path: Path) -> None:
    out = tmp_path / "sweep.json"
    assert main(["sweep", "127.0.0.1-3", "--json", str(out)]) == 0
    assert {a["address"] for a in json.loads(out.read_text())["alive"]} == {"127.0.0.1", "127.0.0.2", "127.0.0.3"}


def test_rows_are_identified_in_order(tmp_path: Path) -> None:
    rows, out = tmp_path / "in.json", tmp_path / "out.json"
    rows.write_text(
        '[{"sys_object_id": "1.3.6.1.4.1.2636.1", "sys_descr": null}, {"sys_object_id": null, "sys_descr": ""}]'
    )
    assert main(["identify", str(rows), "--json", str(out)]) == 0
    assert [r["vendor"] for r in json.loads(out.read_text())] == ["Juniper", None]


def test_a_name_of_the_standard_mibs_is_shown_with_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mib", "show", "ifOperStatus", "noSuchThing", "--json", "-"]) == 0
    known, unknown = json.loads(capsys.readouterr().out)
    assert (known["oid"], unknown) == ("1.3.6.1.2.1.2.2.1.8", None)


def test_an_object_is_told_of_with_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mib", "show", "ifOperStatus", "noSuchThing"]) == 0
    shown = capsys.readouterr()
    lines = dict(line.split(maxsplit=1) for line in shown.out.splitlines()[1:])
    assert shown.out.startswith("IF-MIB::ifOperStatus\n")
    assert (lines["OID"], lines["Index"], lines["Access"]) == ("1.3.6.1.2.1.2.2.1.8", "ifIndex", "read-only")
    assert "ifTable › ifEntry" in shown.out
    assert lines["Values"].startswith("up (1), down (2)")
    assert shown.err.startswith("noSuchThing: No object is called noSuchThing")


def test_names_of_nothing_end_with_an_error_and_words_of_nothing_with_a_note(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["mib", "show", "ifOperStatsu", "9.9.9"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Did you mean ifOperStatus, " in shown.err
    assert "9.9.9: no MIB defines it" in shown.err
    assert main(["mib", "find", "zzzzqqq"]) == 0
    assert capsys.readouterr() == ("", "No object fits these words\n")


def test_the_doctor_says_what_it_found(tmp_path: Path) -> None:
    out = tmp_path / "doctor.json"
    assert main(["doctor", "--json", str(out)]) == 0
    found = {f["name"]: f for f in json.loads(out.read_text())["findings"]}
    assert found["python"]["is_well"]
    assert found["icmp"]["found"] != ""


def test_no_display_is_seen_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not display.has_display()
    monkeypatch.setenv("DISPLAY", "nonsense")
    assert not display.has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.has_display()
