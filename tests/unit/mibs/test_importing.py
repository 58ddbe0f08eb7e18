"""Importing files, folders and archives into a profile."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from nocscape.base.errors import InputError
from nocscape.mibs import (
    Kind,
    ModuleReport,
    ModuleStatus,
    Progress,
    import_paths,
    module_reports,
    open_dictionary,
    rebuild,
)
from nocscape.mibs.report import find_json, import_json, show_json
from tests.unit.mibs.texts import DEVICE, FIRST_VERSION, VENDOR


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "vendor"
    made.mkdir()
    (made / "odd name (1).bin").write_text(VENDOR)
    (made / "device.mib").write_text(DEVICE)
    (made / "old.txt").write_text(FIRST_VERSION)
    (made / "README").write_text("DEFINITIONS of terms are in the manual")
    return made


def by_name(reports: list[ModuleReport]) -> dict[str, ModuleReport]:
    return {r.name: r for r in reports}


def test_modules_are_known_by_the_name_inside_whatever_the_file_is_called(folder: Path, tmp_path: Path) -> None:
    reports = import_paths([folder], tmp_path / "profile", workers=1)
    assert {r.name: r.status for r in reports} == {
        "ACME-SMI": ModuleStatus.COMPILED,
        "ACME-DEVICE-MIB": ModuleStatus.COMPILED,
        "ACME-OLD-MIB": ModuleStatus.COMPILED,
    }
    known = open_dictionary(tmp_path / "profile")
    assert known.resolve("ACME-DEVICE-MIB::acmeFanState") == "1.3.6.1.4.1.99999.1.7.2.1.3"
    assert known.resolve("oldColdStart") == "1.3.6.1.4.1.99999.2.0.5"
    assert known.resolve("linkWentDown") == "1.3.6.1.6.3.1.1.5.3"
    assert known.resolve("IF-MIB::ifDescr") == "1.3.6.1.2.1.2.2.1.2"


def test_objects_have_all_that_their_declarations_say(folder: Path, tmp_path: Path) -> None:
    import_paths([folder], tmp_path / "profile", workers=1)
    known = open_dictionary(tmp_path / "profile")
    temperature = known.by_name("acmeTemperature")
    assert temperature is not None
    assert (temperature.syntax, temperature.type.base, temperature.units) == (
        "AcmeTenths",
        "INTEGER",
        "degrees Celsius",
    )
    assert known.render(temperature.oid + ".0", "INTEGER", 215).text == "21.5"
    assert (
        known.render(known.resolve("acmeFanFlags"), "OCTET STRING", b"\xc0\x40").text
        == "dusty (0), loud (1), stuck (9)"
    )
    rpm = known.by_name("acmeFanRpm")
    assert rpm is not None
    assert (rpm.kind, rpm.index, rpm.augments) == (Kind.COLUMN, ("acmeFanSlot", "acmeFanName"), "acmeFanEntry")
    row = known.row(rpm.oid + ".3.102.97.110")
    assert row is not None
    assert (row.table, row.text) == ("ACME-DEVICE-MIB::acmeFanExtTable", "3 fan")


def test_a_missing_import_fails_its_module_alone_and_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    (folder / "odd name (1).bin").unlink()
    reports = by_name(import_paths([folder], tmp_path / "profile", workers=1))
    failed = reports["ACME-DEVICE-MIB"]
    assert (failed.status, failed.missing) == (ModuleStatus.FAILED, ("ACME-SMI",))
    assert "acmeProducts" in str(failed.reason)
    assert "ACME-SMI" in str(failed.cure)
    assert reports["ACME-OLD-MIB"].status is ModuleStatus.COMPILED
    assert import_json(list(reports.values()))["missing"] == {"ACME-SMI": ["ACME-DEVICE-MIB"]}


def test_what_a_later_import_brings_heals_an_earlier_one(folder: Path, tmp_path: Path) -> None:
    import_paths([folder / "device.mib"], tmp_path / "profile", workers=1)
    import_paths([folder / "odd name (1).bin"], tmp_path / "profile", workers=1)
    assert open_dictionary(tmp_path / "profile").by_name("acmeTemperature") is not None


def test_a_name_that_is_not_imported_is_taken_from_its_neighbour_and_named_as_a_repair(tmp_path: Path) -> None:
    (tmp_path / "a.mib").write_text(VENDOR)
    (tmp_path / "b.mib").write_text(DEVICE.replace("acmeProducts FROM ACME-SMI", "acmeProducts FROM ACME-GONE"))
    (report,) = import_paths([tmp_path / "a.mib", tmp_path / "b.mib"], tmp_path / "profile", workers=1)[:1]
    assert report.status is ModuleStatus.REPAIRED
    assert [str(r) for r in report.repairs] == ["acmeProducts is not in ACME-GONE; taken from ACME-SMI"]


def test_the_newest_readable_copy_of_a_module_counts(tmp_path: Path) -> None:
    (tmp_path / "a.mib").write_text(VENDOR)
    (tmp_path / "b.mib").write_text(VENDOR.replace("202601010000Z", "202602010000Z").replace("99999", "99998"))
    (report,) = import_paths([tmp_path], tmp_path / "profile", workers=1)
    assert report.file.endswith("b.mib")
    assert [Path(o).name for o in report.other_files] == ["a.mib"]
    assert open_dictionary(tmp_path / "profile").resolve("acme").endswith(".99998")


def test_what_only_an_older_copy_of_a_module_defines_is_taken_from_there(tmp_path: Path) -> None:
    newer = VENDOR.replace("202601010000Z", "202602010000Z").replace("99999", "99998")
    (tmp_path / "a.mib").write_text(VENDOR.replace("END", "acmeOld OBJECT IDENTIFIER ::= { acmeProducts 7 }\nEND"))
    (tmp_path / "b.mib").write_text(newer)
    (tmp_path / "c.mib").write_text(newer + "\n\x00")
    (report,) = import_paths([tmp_path], tmp_path / "profile", workers=1)
    known = open_dictionary(tmp_path / "profile")
    assert known.resolve("ACME-SMI::acmeOld") == f"{known.resolve('acmeProducts')}.7"
    assert known.resolve("acme").endswith(".99998")
    assert report.status is ModuleStatus.REPAIRED
    assert [str(r) for r in report.repairs] == [f"1 names are in {tmp_path / 'a.mib'} alone; taken from there"]


def test_a_doubled_name_is_found_by_both_numbers_and_the_last_counts(tmp_path: Path) -> None:
    (tmp_path / "a.mib").write_text(VENDOR.replace("END", "acmeProducts OBJECT IDENTIFIER ::= { acme 8 }\nEND"))
    (report,) = import_paths([tmp_path / "a.mib"], tmp_path / "profile", workers=1)
    known = open_dictionary(tmp_path / "profile")
    assert report.status is ModuleStatus.REPAIRED
    assert known.resolve("acmeProducts").endswith(".99999.8")
    assert known.label("1.3.6.1.4.1.99999.1") == "ACME-SMI::acmeProducts"


def test_names_below_themselves_do_not_hang(tmp_path: Path) -> None:
    body = "a OBJECT IDENTIFIER ::= { b 1 }\nb OBJECT IDENTIFIER ::= { a 1 }\nc OBJECT IDENTIFIER ::= { c 1 }\n"
    (tmp_path / "x.mib").write_text(f"X-MIB DEFINITIONS ::= BEGIN\n{body}END\n")
    (report,) = import_paths([tmp_path / "x.mib"], tmp_path / "profile", workers=1)
    assert (report.status, "circle" in str(report.reason)) == (ModuleStatus.FAILED, True)


def test_zip_and_tar_archives_are_looked_into(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("../../evil/acme.my", VENDOR)
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as packed_tar:
        info = tarfile.TarInfo("/etc/device.mib")
        info.size = len(DEVICE)
        packed_tar.addfile(info, io.BytesIO(DEVICE.encode()))
    reports = by_name(import_paths([tmp_path / "a.zip", tmp_path / "b.tar.gz"], tmp_path / "profile", workers=1))
    assert reports["ACME-SMI"].file.startswith(f"{tmp_path / 'a.zip'}!/")
    assert reports["ACME-DEVICE-MIB"].status is ModuleStatus.COMPILED
    assert not (tmp_path / "evil").exists()


def test_what_cannot_be_opened_is_said_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    import_paths([folder], tmp_path / "profile", workers=1)
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and no more")
    for path in (tmp_path / "bad.zip", tmp_path / "nothing"):
        with pytest.raises(InputError):
            import_paths([path], tmp_path / "profile", workers=1)
    assert open_dictionary(tmp_path / "profile").by_name("acmeTemperature") is not None


def test_a_file_without_a_readable_module_is_reported_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "empty.mib").write_text("DEFINITIONS ::= BEGIN END")
    (report,) = import_paths([tmp_path / "empty.mib"], tmp_path / "profile", workers=1)
    assert (report.name, report.status) == ("empty", ModuleStatus.FAILED)


def test_the_second_import_of_the_same_files_reads_and_links_nothing(folder: Path, tmp_path: Path) -> None:
    first = import_paths([folder], tmp_path / "profile", workers=1)
    stages: list[str] = []
    second = import_paths([folder], tmp_path / "profile", lambda p: stages.append(p.stage), workers=1)
    assert second == first == module_reports(tmp_path / "profile")
    assert "Linking" not in stages


def test_a_file_that_is_gone_from_its_folder_is_forgotten(folder: Path, tmp_path: Path) -> None:
    import_paths([folder], tmp_path / "profile", workers=1)
    (folder / "old.txt").unlink()
    import_paths([folder], tmp_path / "profile", workers=1)
    assert open_dictionary(tmp_path / "profile").by_name("oldPackets") is None


def test_cancelling_leaves_the_dictionary_as_it_was(folder: Path, tmp_path: Path) -> None:
    import_paths([folder / "old.txt"], tmp_path / "profile", workers=1)

    def stop(progress: Progress) -> None:
        if progress.done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        import_paths([folder], tmp_path / "profile", stop, workers=1)
    known = open_dictionary(tmp_path / "profile")
    assert known.by_name("oldPackets") is not None
    assert known.by_name("acmeTemperature") is None


def test_a_damaged_dictionary_is_said_and_can_be_rebuilt(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import_paths([folder], tmp_path / "profile", workers=1)
    (image,) = (tmp_path / "profile" / "mibs").glob("*.image")
    image.write_bytes(b"nonsense")
    assert open_dictionary(tmp_path / "profile").by_name("acme") is None
    assert "cannot be used" in caplog.text
    rebuild(tmp_path / "profile")
    assert open_dictionary(tmp_path / "profile").by_name("acme") is not None
    caplog.clear()


def test_a_vendor_copy_of_a_standard_module_is_completed_from_the_shipped_table(tmp_path: Path) -> None:
    cut = (
        "IF-MIB DEFINITIONS ::= BEGIN IMPORTS mib-2 FROM SNMPv2-SMI; interfaces OBJECT IDENTIFIER ::= { mib-2 2 } "
        "ifNumber OBJECT-TYPE SYNTAX INTEGER ACCESS read-only STATUS mandatory "
        'DESCRIPTION "How many." ::= { interfaces 1 } END'
    )
    (tmp_path / "if.mib").write_text(cut)
    import_paths([tmp_path / "if.mib"], tmp_path / "profile", workers=1)
    known = open_dictionary(tmp_path / "profile")
    assert known.label("1.3.6.1.2.1.31.1.1.1.6.4") == "IF-MIB::ifHCInOctets.4"
    number = known.by_name("IF-MIB::ifNumber")
    assert number is not None
    assert (number.syntax, number.description) == ("Integer32", "How many.")


def test_objects_are_shown_in_the_order_asked_and_null_where_unknown(folder: Path, tmp_path: Path) -> None:
    import_paths([folder], tmp_path / "profile", workers=1)
    known = open_dictionary(tmp_path / "profile")
    state, nothing, by_number = show_json(known, ["ACME-DEVICE-MIB::acmeFanState", "noSuch", "1.3.6.1.2.1.1.5.0"])
    assert state is not None
    assert by_number is not None
    assert (state["enums"], state["index"], state["access"]) == (
        {"ok": 1, "failed": 2},
        ["acmeFanSlot", "acmeFanName"],
        "read-only",
    )
    assert (nothing, by_number["name"]) == (None, "SNMPv2-MIB::sysName")
    assert find_json(known, "whether turns")[0]["name"] == "ACME-DEVICE-MIB::acmeFanState"
