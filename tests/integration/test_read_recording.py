"""A recorded device read like a live one, from its file alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.batches import Item, MibRow, MibRows
from nocscape.model.commands import CancelJob, ReadRecording
from nocscape.model.mibs import Replayed
from tests.integration.recorded import table

ROWS = 100_000
"""Two values each: too many to have been read before a cancel arrives."""


@pytest.fixture
def client() -> Iterator[EngineClient]:
    with closing(open_client(None, origin="console")) as opened:
        yield opened


def read(client: EngineClient, path: Path | str, root: str = "1") -> tuple[list[MibRow], Replayed]:
    told: list[Item] = []
    ask = ReadRecording(job="replay", path=str(path), root=root)
    replayed = value(client.call(ask, on_item=told.append, timeout_s=60), Replayed)
    return [row for item in told if isinstance(item, MibRows) and item.job == "replay" for row in item.rows], replayed


def test_a_file_is_read_with_names_and_values_as_a_device_is(client: EngineClient, tmp_path: Path) -> None:
    path = table(tmp_path / "large.snmprec", 1000)
    rows, replayed = read(client, path)
    assert (len(rows), replayed) == (2003, Replayed(ended="done"))
    assert (rows[0].name, rows[0].value) == ("SNMPv2-MIB::sysDescr.0", "A device with a large table")
    assert (rows[-1].name, rows[-1].table, rows[-1].index) == ("IF-MIB::ifDescr.1000", "IF-MIB::ifTable", "1000")
    assert rows[0].at == path.stat().st_mtime


def test_a_subtree_is_read_by_its_name_and_none_beside_it(client: EngineClient, tmp_path: Path) -> None:
    path = tmp_path / "a.snmprec"
    path.write_text("1.3.6.1.2.1.2.2.1.2.1|4|lo\n1.3.6.1.2.1.2.2.1.20.1|65|0\n1.3.6.1.2.1.22.1|2|3\n", "utf-8")
    rows, _ = read(client, path, "IF-MIB::ifDescr")
    assert [row.oid for row in rows] == ["1.3.6.1.2.1.2.2.1.2.1"]
    assert read(client, path, "ospf")[0] == []


def test_lines_without_a_value_are_counted_and_a_file_of_nothing_else_is_no_recording(
    client: EngineClient, tmp_path: Path
) -> None:
    path = tmp_path / "a.snmprec"
    path.write_text("# a comment\n1.3.6.1.2.1.1.5.0|4|core\nnonsense\n1.3.6.1.2.1.1.6.0|4:numeric|x\n" + "9" * 300_000)
    rows, replayed = read(client, path)
    assert [row.value for row in rows] == ["core"]
    assert replayed.unread >= 3
    path.write_bytes(b"\x00\xff\n" * 100)
    with pytest.raises(EngineError, match="no recording"):
        read(client, path)


@pytest.mark.parametrize("path", ["a.snmprec", "/nowhere/a.snmprec", "/"])
def test_a_file_that_cannot_be_read_is_told_with_its_reason(client: EngineClient, path: str) -> None:
    with pytest.raises(EngineError, match=r"whole path|No such file|directory"):
        read(client, path)


def test_a_reading_is_cancelled_at_once(client: EngineClient, tmp_path: Path) -> None:
    path = table(tmp_path / "large.snmprec", ROWS)
    told: list[Item] = []

    def stop(item: Item) -> None:
        if not told:
            client.ask(CancelJob(job="replay"))
        told.append(item)

    replayed = value(client.call(ReadRecording(job="replay", path=str(path)), on_item=stop, timeout_s=60), Replayed)
    assert replayed.ended == "cancelled"
    assert sum(len(item.rows) for item in told if isinstance(item, MibRows)) < 2 * ROWS
