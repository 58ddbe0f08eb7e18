"""Names as devices send them, from the wire through `nocscape discover --json`: intact or cleaned, never broken."""

from __future__ import annotations

import asyncio
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.integration.fake_agent import OID, Mib, Value, encode_oid, fake_agent, number, text

Told = tuple[str, bytes, str]
# what it is, as it is sent, as it is shown
INTACT: list[Told] = [
    ("ascii", b"uplink to core-1", "uplink to core-1"),
    ("utf-8 Korean", "본사 3층 백본".encode(), "본사 3층 백본"),
    ("utf-8 emoji", "rack 🗄 7".encode(), "rack 🗄 7"),
    ("euc-kr", "전산실 무선AP".encode("euc-kr"), "전산실 무선AP"),
    ("gbk", "数据中心 核心".encode("gbk"), "数据中心 核心"),
    ("latin-1", "Büro-Süd".encode("latin-1"), "Büro-Süd"),
    ("markup", b"<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    ("rich text", b"<b>core</b>&amp;", "<b>core</b>&amp;"),
    ("template", b"{device} %s ${HOME} {{7*7}}", "{device} %s ${HOME} {{7*7}}"),
    ("shell", b"$(reboot); `id` | rm -rf /", "$(reboot); `id` | rm -rf /"),
    ("sql", b"x'); DROP TABLE devices;--", "x'); DROP TABLE devices;--"),
    ("formula", b"=HYPERLINK(1)", "=HYPERLINK(1)"),
    ("json", b'"},{"id":1', '"},{"id":1'),
]
CLEANED: list[Told] = [
    ("right to left", "core\u202e1-egde\u202c".encode(), "core1-egde"),
    ("terminal", b"\x1b[31mred\x1b[0m\x07", "[31mred[0m"),
    ("lines", b"first\r\nsecond\tthird", "first second third"),
    ("padding", b"padded\0\0\0\0", "padded"),
    ("invisible", "a\u200bb\ufeffc".encode(), "abc"),
]
BINARY: list[bytes] = [
    b"\xff\xfe\x00\x01\x80\x7f",
    bytes(range(256)),
    b"\xc3\x28\xa0\xa1",
    b"\x00",
    b"\xed\xa0\x80 half",
]
NAMES = INTACT + CLEANED
_LLDP = "1.0.8802.1.1.2.1"


def agent_mib() -> Mib:
    """A switch with one port a name: its alias, and the system name of the neighbour behind it."""
    sent = [*(wire for _, wire, _ in NAMES), *BINARY]
    objects = {
        "1.3.6.1.2.1.1.1.0": text("건물 A 스위치 <script>".encode("euc-kr")),
        "1.3.6.1.2.1.1.2.0": Value(OID, encode_oid((1, 3, 6, 1, 4, 1, 99999, 1))),
        "1.3.6.1.2.1.1.4.0": text("관리자".encode()),
        "1.3.6.1.2.1.1.5.0": text("<h1>본사\u202e".encode()),
        "1.3.6.1.2.1.1.6.0": text("Köln".encode("latin-1")),
    }
    for port, wire in enumerate(sent, 1):
        objects |= {
            f"1.3.6.1.2.1.2.2.1.2.{port}": text(f"ge{port}"),
            f"1.3.6.1.2.1.2.2.1.3.{port}": number(6),
            f"1.3.6.1.2.1.31.1.1.1.1.{port}": text(f"ge{port}"),
            f"1.3.6.1.2.1.31.1.1.1.18.{port}": text(wire),
            f"{_LLDP}.4.1.1.4.0.{port}.1": number(4),
            f"{_LLDP}.4.1.1.5.0.{port}.1": text(bytes([2, 0, 0, 0, 0, port])),
            f"{_LLDP}.4.1.1.6.0.{port}.1": number(5),
            f"{_LLDP}.4.1.1.7.0.{port}.1": text("Gi0/1"),
            f"{_LLDP}.4.1.1.9.0.{port}.1": text(wire),
        }
    return Mib({tuple(map(int, oid.split("."))): value for oid, value in objects.items()})


async def discover(port: int, target: Path) -> None:
    """Run the command, which writes its document to `target`."""
    command = [
        sys.executable,
        "-m",
        "nocscape.cli.main",
        "discover",
        "127.0.0.1",
        "--port",
        str(port),
        "--community",
        "public",
    ]
    process = await asyncio.create_subprocess_exec(
        *command, "--json", str(target), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    assert b"\x1b[31m" not in said


@pytest.fixture
async def document(tmp_path: Path) -> dict[str, Any]:
    target = tmp_path / "found.json"
    async with fake_agent(agent_mib().answer) as agent:
        await discover(agent.port, target)
    return read(target)


def read(target: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return document


def strings(value: object) -> list[str]:
    """Every text anywhere in a document, keys too."""
    if isinstance(value, dict):
        return [s for pair in value.items() for part in pair for s in strings(part)]
    if isinstance(value, list):
        return [s for part in value for s in strings(part)]
    return [value] if isinstance(value, str) else []


async def test_names_in_any_encoding_and_hostile_ones_arrive_intact_or_cleaned(document: dict[str, Any]) -> None:
    device = next(d for d in document["devices"] if d["snmp"])
    assert device["name"] == "<h1>본사"
    assert device["sys_descr"] == "건물 A 스위치 <script>"
    assert (device["sys_contact"], device["sys_location"]) == ("관리자", "Köln")
    aliases = {i["name"]: i["alias"] for i in device["interfaces"]}
    heard = {n["chassis"]: n["name"] for n in device["neighbours"]}
    for port, (what, _, shown) in enumerate(NAMES, 1):
        assert aliases[f"ge{port}"] == shown, what
        assert heard[f"02:00:00:00:00:{port:02x}"] == shown, what
    assert len(aliases) == len(NAMES) + len(BINARY)


async def test_nothing_in_the_document_can_move_a_cursor_or_turn_text_around(document: dict[str, Any]) -> None:
    found = {unicodedata.category(c) for s in strings(document) for c in s if c not in "\n\t"}
    assert not found & {"Cc", "Cf", "Cs", "Co"}
