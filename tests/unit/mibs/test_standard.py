"""The shipped symbol tables, and the tool that makes them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from nocscape.mibs import Kind, open_dictionary, standard
from nocscape.mibs.build_standard import build, table
from nocscape.mibs.declared import Declaration
from nocscape.mibs.parser import parse
from tests.unit.mibs.texts import DEVICE

_NEEDED = """SNMPv2-MIB IF-MIB IP-MIB IP-FORWARD-MIB TCP-MIB UDP-MIB HOST-RESOURCES-MIB ENTITY-MIB ENTITY-SENSOR-MIB
ENTITY-STATE-MIB BRIDGE-MIB P-BRIDGE-MIB Q-BRIDGE-MIB RMON-MIB RMON2-MIB LLDP-MIB LLDP-EXT-DOT1-MIB LLDP-EXT-DOT3-MIB
LLDP-V2-MIB IEEE8023-LAG-MIB EtherLike-MIB MAU-MIB OSPF-MIB OSPFV3-MIB BGP4-MIB ISIS-MIB POWER-ETHERNET-MIB UPS-MIB
Printer-MIB RADIUS-AUTH-CLIENT-MIB DISMAN-PING-MIB SNMP-FRAMEWORK-MIB SNMP-TARGET-MIB NET-SNMP-MIB NET-SNMP-AGENT-MIB
UCD-SNMP-MIB NOTIFICATION-LOG-MIB DIFFSERV-MIB VRRP-MIB PIM-MIB IGMP-STD-MIB MPLS-LSR-STD-MIB MPLS-TE-STD-MIB
IANAifType-MIB""".split()  # noqa: SIM905


def test_the_standard_modules_are_there() -> None:
    assert set(_NEEDED) <= set(open_dictionary(None).modules())


def test_every_shipped_object_has_a_number_and_every_leaf_a_type() -> None:
    known = open_dictionary(None)
    assert len(known) == sum(len(m.declarations) for m in standard.modules())
    untyped = [
        o.label
        for module in known.modules()
        for o in known.objects_of(module)
        if o.kind in (Kind.SCALAR, Kind.COLUMN) and not o.type.base
    ]
    assert untyped == []


def test_shipped_tables_hold_no_text_but_our_own() -> None:
    decoder = msgspec.json.Decoder(Declaration)
    for path in standard.folder().glob(f"*{standard.SUFFIX}"):
        lines = path.read_bytes().splitlines()[1:]
        assert not [line for line in lines if decoder.decode(line).description], path.name


def test_every_description_of_our_own_belongs_to_an_object() -> None:
    known = open_dictionary(None)
    own = msgspec.json.decode((standard.folder() / standard.DESCRIPTIONS).read_bytes(), type=dict[str, str])
    for name, text in own.items():
        found = known.by_name(name)
        assert found is not None, name
        assert found.label == name
        assert found.description == text


def test_the_tables_are_small_enough_to_ship() -> None:
    assert sum(p.stat().st_size for p in standard.folder().iterdir()) < 1_500_000


def test_the_tool_writes_what_the_program_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "acme.mib").write_text(DEVICE)
    monkeypatch.setattr("nocscape.mibs.build_standard.WANTED", frozenset({"ACME-DEVICE-MIB", "NOT-HERE"}))
    assert build(tmp_path / "src", tmp_path / "dest") == ["NOT-HERE"]
    written = (tmp_path / "dest" / "ACME-DEVICE-MIB.jsonl").read_bytes()
    (module,) = parse(DEVICE)
    assert written == table(module)
    decoder = msgspec.json.Decoder(Declaration)
    for declared in [*module.types, *module.declarations]:
        declared.description = ""
    assert [decoder.decode(line) for line in written.splitlines()[1:]] == [*module.types, *module.declarations]
