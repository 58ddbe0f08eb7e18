"""`to_score.py INPUT.json OUTPUT.json`: what `discover --json` says of a device, in the tables that it is scored by."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nocscape.base.clock import FakeClock
from nocscape.discovery.knowledge import NoKnowledge
from nocscape.discovery.protocols_json import add_protocols, protocols_of
from nocscape.discovery.reader import read_device
from nocscape.discovery.to_json import to_document
from nocscape.model.net import Endpoint
from nocscape.topology.infer import Topology
from nocscape.topology.ports import Ports
from tests.recordings import to_score
from tests.recordings.document import Document, Row, Tables
from tests.unit.discovery.tables import Objects, agent, row

SCRIPT = Path(to_score.__file__)
_IF, _IFX, _HR, _LLDP = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1", "1.3.6.1.2.1.25", "1.0.8802.1.1.2.1"
SWITCH: Objects = {
    "1.3.6.1.2.1.1.1.0": b"Switch X-48, Version 7.1.2",
    "1.3.6.1.2.1.1.2.0": "1.3.6.1.4.1.99999.7",
    "1.3.6.1.2.1.1.5.0": b"sw-1",
    **row(_IF, "3", c2=b"GigabitEthernet0/3", c3=6, c4=1500, c5=1_000_000_000, c7=1, c8=2, c6=b"\x02\0\0\0\0\3"),
    **row(_IFX, "3", c1=b"Gi0/3", c15=1000, c18=b"uplink"),
    **row("1.3.6.1.2.1.47.1.1.1.1", "1", c5=3, c4=0, c7=b"Chassis", c11=b"SN1", c13=b"X-48"),
    f"{_HR}.3.3.1.2.1": 20,
    f"{_HR}.3.3.1.2.2": 40,
    **row(f"{_HR}.2.3.1", "1", c2="1.3.6.1.2.1.25.2.1.2", c3=b"Physical memory", c4=1024, c5=2000, c6=500),
    **row("1.3.6.1.2.1.17.7.1.4.3.1", "7", c1=b"voice"),
    **row(f"{_LLDP}.4.1.1", "0.3.1", c4=4, c5=b"\x02\0\0\0\0\4", c6=5, c7=b"ge-0/0/1", c9=b"far-1"),
}


async def document_of(objects: Objects) -> Document:
    reader, client = agent(objects)
    reading = await read_device(client, reader.target, Endpoint("192.0.2.1"), NoKnowledge(), FakeClock())
    topology = Topology()
    topology.apply([reading], 0.0)
    document = to_document(topology.inventories.values(), topology.links.values())
    ports = Ports(reading.inventory.interfaces, reading.announced_ports)
    own = next(d["id"] for d in document["devices"] if d["snmp"])
    add_protocols(document, {own: protocols_of(reading, ports)})
    return document


@pytest.fixture
async def tables(tmp_path: Path) -> Tables:
    return converted(await document_of(SWITCH), tmp_path)


def converted(document: Document, folder: Path) -> Tables:
    """What the script makes of a document, as its own process."""
    source, target = folder / "in.json", folder / "out.json"
    source.write_text(json.dumps(document), "utf-8")
    subprocess.run([sys.executable, SCRIPT, source, target], check=True, timeout=60)
    found: Tables = json.loads(target.read_text("utf-8"))
    return found


def only(rows: list[Row]) -> Row:
    (one,) = rows
    return one


async def test_a_device_becomes_the_tables_that_it_is_scored_by(tables: Tables) -> None:
    assert only(tables["devices"]).items() >= {"sysName": "sw-1", "hardware": "X-48", "serial": "SN1"}.items()
    wanted = {"ifIndex": 3, "ifName": "Gi0/3", "ifAlias": "uplink", "ifOperStatus": "down", "ifSpeed": 1_000_000_000}
    assert only(tables["ports"]).items() >= wanted.items()
    assert [p["processor_usage"] for p in tables["processors"]] == [20, 40]
    assert [m["mempool_perc"] for m in tables["mempools"]] == [25]
    assert (only(tables["vlans"])["vlan_vlan"], only(tables["vlans"])["vlan_name"]) == (7, "voice")
    link = only(tables["links"])
    assert (link["ifName"], link["remote_hostname"], link["remote_port"]) == ("Gi0/3", "far-1", "ge-0/0/1")
    assert only(tables["entPhysical"])["entPhysicalSerialNum"] == "SN1"


async def test_every_table_is_there_even_where_it_is_empty(tmp_path: Path) -> None:
    plain = {oid: value for oid, value in SWITCH.items() if oid.startswith("1.3.6.1.2.1.1.")}
    tables = converted(await document_of(plain), tmp_path)
    assert {
        "devices",
        "ports",
        "links",
        "processors",
        "mempools",
        "vlans",
        "bgpPeers",
        "ospf_nbrs",
        "ports_stp",
    } <= set(tables)
    assert tables["ports"] == tables["links"] == []


def test_a_document_without_an_agent_has_no_tables(tmp_path: Path) -> None:
    nobody = to_document([], [])
    assert converted(nobody, tmp_path) == {}
