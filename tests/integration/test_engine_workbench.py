"""The SNMP and MIB workbench through a whole engine: dictionary, imports, notes, census, large tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.batches import Item, JobProgress, MibRows, Reply
from nocscape.model.commands import (
    CancelJob,
    FindAnswering,
    FindObjects,
    ImportMibs,
    ListBranch,
    ListModules,
    ReadValues,
    SetNote,
    ShowObject,
    StartDiscovery,
    TakeCensus,
    WalkMib,
    WriteValues,
)
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.mibs import Answering, Census, MibFinds, MibHit, MibModule, MibPage, ValueWrite
from tests.integration.demo import demo_network
from tests.integration.recorded import replayed, table

ROWS = 50_000
PUBLIC = (SnmpCredential(name="public", version=SnmpVersion.V2C, community="public"),)
ACME = """ACME-MIB DEFINITIONS ::= BEGIN
IMPORTS enterprises, OBJECT-TYPE FROM SNMPv2-SMI;
acme OBJECT IDENTIFIER ::= {{ enterprises {number} }}
{name} OBJECT-TYPE SYNTAX INTEGER {{ cold(1), hot(2) }} MAX-ACCESS read-write STATUS current
  DESCRIPTION "How warm the coffee machine is." ::= {{ acme 1 }}
END
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    client = open_client(tmp_path / "profile", origin="console")
    yield client
    client.close()


def write_mib(folder: Path, name: str = "acmeCoffee", number: int = 71234) -> Path:
    path = folder / "acme.mib"
    path.write_text(ACME.format(name=name, number=number), encoding="utf-8")
    return path


def found(client: EngineClient, words: str) -> MibFinds:
    return value(client.call(FindObjects(words=words), timeout_s=20), MibFinds)


def test_an_import_is_in_the_running_dictionary_at_once(client: EngineClient, tmp_path: Path) -> None:
    assert found(client, "acmeCoffee").total == 0
    told: list[Item] = []
    ask = ImportMibs(job="import", paths=(str(write_mib(tmp_path)),))
    reports = value(client.call(ask, on_item=told.append, timeout_s=60), tuple[MibModule, ...])
    assert [(r.name, r.status) for r in reports] == [("ACME-MIB", "compiled")]
    assert any(isinstance(item, JobProgress) and item.job == "import" for item in told)
    (hit,) = found(client, "coffee machine").hits
    assert (hit.name, hit.vendor, hit.access) == ("ACME-MIB::acmeCoffee", "acme", "read-write")
    modules = value(client.call(ListModules(), timeout_s=20), tuple[MibModule, ...])
    assert {m.name: m.status for m in modules}.items() >= {"ACME-MIB": "compiled", "IF-MIB": "shipped"}.items()


def test_a_missing_file_is_an_error_and_changes_nothing(client: EngineClient, tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        client.call(ImportMibs(job="import", paths=(str(tmp_path / "nowhere"),)), timeout_s=20)
    assert found(client, "ifDescr").total > 0


def test_a_note_is_shown_found_and_there_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        client = open_client(tmp_path / "profile", origin="console")
        client.call(SetNote(object="IF-MIB::ifAlias", text="order number from the wiki"), timeout_s=20)
        client.close()
    client = open_client(tmp_path / "profile", origin="console")
    page = value(client.call(ShowObject(name="ifAlias.3"), timeout_s=20), MibPage)
    assert [hit.name for hit in found(client, "wiki").hits] == ["IF-MIB::ifAlias"]
    client.close()
    assert (page.hit.note, page.instance) == ("order number from the wiki", "3")
    assert page.hit.local_names == {"ko": "인터페이스 별칭"}
    assert (page.path[0], page.path[2], page.path[-1]) == ("iso", "dod", "ifAlias")


def test_the_tree_opens_branch_by_branch(client: EngineClient) -> None:
    branch = value(client.call(ListBranch(oid="IF-MIB::ifEntry"), timeout_s=20), tuple[MibHit, ...])
    assert [hit.name for hit in branch][:2] == ["IF-MIB::ifIndex", "IF-MIB::ifDescr"]
    assert not any(hit.has_children for hit in branch)
    roots = value(client.call(ListBranch(), timeout_s=20), tuple[MibHit, ...])
    assert [hit.oid for hit in roots if hit.has_children] == ["1.0", "1.2", "1.3"]


def test_a_write_from_elsewhere_is_refused(tmp_path: Path) -> None:
    client = open_client(tmp_path, origin="site-b")
    with pytest.raises(EngineError, match="may look, but not change"):
        client.call(WriteValues(device="127.0.0.1", writes=(ValueWrite(name="sysName.0", value="x"),)), timeout_s=20)
    client.close()


def test_a_large_table_comes_in_pieces_and_stops_when_told(client: EngineClient, tmp_path: Path) -> None:
    with replayed(table(tmp_path / "large.snmprec", ROWS)) as port:
        ask = WalkMib(job="w", device="127.0.0.1", root="ifTable", snmp_port=port, credentials=PUBLIC)
        request, seen, reply = client.ask(ask), 0, None
        while reply is None:
            for item in (item for batch in client.receive(0.1) for item in batch.items):
                if isinstance(item, MibRows):
                    client.ask(CancelJob(job="w"))
                    seen += len(item.rows)
                elif isinstance(item, Reply) and item.request == request:
                    reply = item
        assert value(reply, str) == "cancelled"
        assert 0 < seen < ROWS
        names = ("sysName", f"ifDescr.{ROWS}")
        last = client.call(ReadValues(device="127.0.0.1", names=names, snmp_port=port, credentials=PUBLIC))
    assert b"port 50000" in bytes(last.value)


def test_the_campus_is_counted_and_asked_who_has_an_object(client: EngineClient) -> None:
    with demo_network() as campus:
        assert isinstance(campus, StartDiscovery)
        client.call(campus, timeout_s=90)
        census = value(client.call(TakeCensus(), timeout_s=20), Census)
        told: list[Item] = []
        ask = FindAnswering(job="who", object="UPS-MIB::upsBatteryStatus")
        having = value(client.call(ask, on_item=told.append, timeout_s=60), tuple[Answering, ...])
    assert census.versions["v2c"] + census.versions["v3"] > 50
    assert census.weak == census.weaknesses["well_known_community"] + census.weaknesses["no_auth"]
    assert {answer.name for answer in having} == {"UPS-MIB::upsBatteryStatus.0"}
    assert 0 < len(having) < len(census.entries)
    assert max(item.done for item in told if isinstance(item, JobProgress) and item.job == "who") > 40
