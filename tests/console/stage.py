"""An engine for screenshots: the sample campus on its map, with a believable day of traffic and MIB values."""

from __future__ import annotations

import math
import random
import time

from msgspec.structs import replace

from nocscape.base.i18n import msg
from nocscape.model.alarms import ListAlarmRules
from nocscape.model.batches import (
    DeviceChanged,
    EngineStats,
    EventsRaised,
    Item,
    MapChanged,
    MibRow,
    MibRows,
    StatusChanged,
)
from nocscape.model.commands import (
    Ask,
    Command,
    CompareTimes,
    Decide,
    EditMap,
    ExplainLink,
    FindAddress,
    ListCredentials,
    ListDecisions,
    ProposeTargets,
    ReadEvents,
    ReadHistory,
    ReadStations,
    WalkMib,
)
from nocscape.model.credentials import AuthProtocol, CredentialInfo, PrivProtocol, SnmpVersion
from nocscape.model.events import Event
from nocscape.model.mapdoc import Group, MapDocument, Node
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import Device, DeviceStatus, Endpoint, Inventory, Kind
from nocscape.model.status import Severity, Status
from tests.console.campus import DEVICES, NOW, campus_items
from tests.console.fake_line import FakeLine
from tests.console.topology_stage import adjacencies, deeper, topology_answer

SPREAD = 1.3
ROWS: dict[int, dict[str, int]] = {
    129: {"internet": 778},
    249: {"fw-1": 666, "core-1": 740, "core-2": 816, "fw-2": 890},
    432: {"dist-a": 451, "dist-b1": 766, "leaf-1": 1012, "leaf-2": 1110},
    532: {
        "acc-a1": 348,
        "acc-a2": 416,
        "acc-a3": 484,
        "acc-a4": 553,
        "acc-b1": 666,
        "dist-b2": 732,
        "acc-b3": 800,
        "acc-b4": 867,
        "db-1": 978,
        "app-1": 1036,
        "app-2": 1094,
        "san-1": 1152,
    },
    617: {
        "ap-a1": 348,
        "ap-a2": 416,
        "prn-a": 484,
        "ap-a4": 553,
        "ap-b1": 666,
        "ap-b2": 713,
        "cam-b2": 760,
        "ap-b3": 812,
        "ups-b4": 867,
        "hv-1": 1012,
        "ups-1": 1110,
    },
}
GROUPS = {
    "HQ/Core": "HQ core",
    "HQ/Building A": "Building A",
    "HQ/Building B": "Building B",
    "HQ/Server room": "Server room",
}
WAITING = (
    ("ap-b3-07", Kind.ACCESS_POINT, "10.2.9.77"),
    ("printer-5", Kind.PRINTER, "10.2.9.80"),
    ("", Kind.UNKNOWN, "10.2.9.88"),
)

MIB: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    ("1.3.6.1.2.1.1.1.0", "SNMPv2-MIB::sysDescr.0", "Cisco IOS-XE 17.9.4, C9500-48Y4C", "", "OCTET STRING", "", ""),
    ("1.3.6.1.2.1.1.3.0", "SNMPv2-MIB::sysUpTime.0", "41 d 3 h", "355320000", "TimeTicks", "", ""),
    ("1.3.6.1.2.1.1.5.0", "SNMPv2-MIB::sysName.0", "core-1", "", "OCTET STRING", "", ""),
    ("1.3.6.1.2.1.31.1.1.1.18.1", "IF-MIB::ifAlias.1", "to dist-b1", "", "OCTET STRING", "IF-MIB::ifXTable", "1"),
    ("1.3.6.1.2.1.2.2.1.8.1", "IF-MIB::ifOperStatus.1", "up (1)", "1", "INTEGER", "IF-MIB::ifTable", "1"),
    ("1.3.6.1.2.1.31.1.1.1.15.1", "IF-MIB::ifHighSpeed.1", "10 Gb/s", "10000", "Gauge32", "IF-MIB::ifXTable", "1"),
    (
        "1.3.6.1.2.1.31.1.1.1.6.1",
        "IF-MIB::ifHCInOctets.1",
        "8 123 557 902 411",
        "8123557902411",
        "Counter64",
        "IF-MIB::ifXTable",
        "1",
    ),
    (
        "1.3.6.1.2.1.31.1.1.1.10.1",
        "IF-MIB::ifHCOutOctets.1",
        "4 660 118 034 907",
        "4660118034907",
        "Counter64",
        "IF-MIB::ifXTable",
        "1",
    ),
    ("1.3.6.1.2.1.2.2.1.14.1", "IF-MIB::ifInErrors.1", "0", "0", "Counter32", "IF-MIB::ifTable", "1"),
    (
        "1.3.6.1.2.1.99.1.1.1.4.21",
        "ENTITY-SENSOR-MIB::entPhySensorValue.21",
        "−6.8 dBm",
        "-68",
        "INTEGER",
        "ENTITY-SENSOR-MIB::entPhySensorTable",
        "21",
    ),
    (
        "1.3.6.1.2.1.14.10.1.6.10.0.0.2.0",
        "OSPF-MIB::ospfNbrState.10.0.0.2.0",
        "full (8)",
        "8",
        "INTEGER",
        "OSPF-MIB::ospfNbrTable",
        "10.0.0.2, 0",
    ),
)


def staged_items(now: float) -> list[Item]:
    """All that the window hears at its start after the map itself, as of `now`."""
    kept = [_since(deeper(item), now) for item in campus_items() if not isinstance(item, EngineStats | EventsRaised)]
    fresh = [
        DeviceChanged(
            inventory=Inventory(
                device=Device(
                    id=address,
                    name=name,
                    endpoint=Endpoint(address),
                    addresses=(address,),
                    kind=kind,
                    site="HQ/Building B",
                )
            )
        )
        for name, kind, address in WAITING
    ]
    states = tuple(DeviceStatus(device=address, status=Status.UP) for _, _, address in WAITING)
    return [
        *kept,
        adjacencies(),
        *fresh,
        StatusChanged(devices=states),
        EventsRaised(events=staged_events(now)),
        staged_stats(now),
    ]


def _since(item: Item, now: float) -> Item:
    """States that began as long before `now` as the campus says."""
    if not isinstance(item, StatusChanged):
        return item
    return StatusChanged(devices=tuple(replace(state, since=state.since + now - NOW) for state in item.devices))


def staged_stats(now: float) -> EngineStats:
    """An engine that is well."""
    return EngineStats(
        at=now,
        icmp_mode="raw socket",
        snmp_backend="gufo-snmp",
        cpu_percent=9,
        devices=len(DEVICES) + 3,
        polls_per_s=14,
        poll_interval_s=30,
        rediscovery_interval_s=900,
    )


def campus_map() -> MapDocument:
    """Where everything stands, as in the pictures that were drawn before the program."""
    sites = {name: site for name, _, site, _ in DEVICES}
    nodes = {
        name: Node(device=name, x=x * SPREAD, y=y * SPREAD, group=sites[name] if sites[name] in GROUPS else None)
        for y, row in ROWS.items()
        for name, x in row.items()
    }
    groups = {key: Group(id=key, title=title) for key, title in GROUPS.items()}
    return MapDocument(id="main", title="", revision=7, nodes=nodes, groups=groups)


def staged_events(now: float) -> tuple[Event, ...]:
    """An evening in the control room, newest first."""
    rows = (
        (
            40,
            "link_down",
            Severity.CRITICAL,
            "dist-b2",
            msg("{name}: port {port} went down", name="dist-b2", port="Te1/1/2"),
            "",
        ),
        (
            39,
            "device_unreachable",
            Severity.MINOR,
            "ap-b2",
            msg("{name} is down: {reason}", name="ap-b2", reason="dist-b2"),
            "",
        ),
        (257, "threshold", Severity.WARNING, "app-2", msg("CPU {value} %", value=91), ""),
        (
            708,
            "device_up",
            Severity.CLEAR,
            "ap-a4",
            msg("{name} is up again after {time}", name="ap-a4", time="2 min 14 s"),
            "kim",
        ),
        (1824, "threshold", Severity.CLEAR, "ups-b4", msg("{name} is well again", name="ups-b4"), "kim"),
        (
            2765,
            "link_up",
            Severity.CLEAR,
            "acc-b3",
            msg("{name}: port {port} came up", name="acc-b3", port="Gi1/0/14"),
            "lee",
        ),
    )
    return tuple(
        Event(
            id=f"e{i}",
            at=now - ago,
            kind=kind,
            severity=severity,
            device=device,
            text=text,
            acknowledged_by=seen or None,
        )
        for i, (ago, kind, severity, device, text, seen) in enumerate(rows)
    )


class StagedLine(FakeLine):
    """Answers history, MIB walks and lists as an engine would."""

    def __init__(self, *, is_empty: bool = False) -> None:
        super().__init__(self._reply)
        self._is_empty = is_empty
        self._revision = 7

    def send(self, command: Command) -> None:
        if isinstance(command.ask, EditMap):
            self._revision += 1
            edit = command.ask
            self.tell(
                MapChanged(
                    map=edit.map, change=edit.change, revision=self._revision, edit=edit.edit, actor=command.actor
                )
            )
        if isinstance(command.ask, WalkMib):
            at = time.time()
            rows = tuple(
                MibRow(o, n, v, raw or v, syntax, at, table, index) for o, n, v, raw, syntax, table, index in MIB
            )
            self.tell(MibRows(job=command.ask.job, rows=rows))
        super().send(command)

    def _reply(self, ask: Ask) -> object:
        match ask:
            case ReadHistory(keys=keys, since=since, until=until):
                return [curve(key, since, until) for key in keys]
            case ReadEvents():
                return () if self._is_empty else staged_events(time.time())
            case ListCredentials():
                return [
                    CredentialInfo(
                        name="noc",
                        version=SnmpVersion.V3,
                        user="noc",
                        auth=AuthProtocol.SHA256,
                        priv=PrivProtocol.AES128,
                    ),
                    CredentialInfo(name="legacy", version=SnmpVersion.V2C),
                ]
            case ExplainLink() | Decide() | ListDecisions() | FindAddress() | CompareTimes() | ReadStations():
                return topology_answer(ask, time.time())
            case ListAlarmRules():
                return ()
            case ProposeTargets():
                return ["10.0.0.0/16", "192.168.7.0/24"]
        return None


_LEVELS = {
    "if_in_bps": 5.2e9,
    "if_out_bps": 2.9e9,
    "cpu_percent": 23,
    "memory_percent": 61,
    "icmp_rtt_ms": 0.8,
    "temperature_c": 41,
}


def curve(key: SeriesKey, since: int, until: int, points: int = 400) -> SeriesData:
    """A day's shape with noise, the same for the same series."""
    level = _LEVELS.get(key.metric, 0.0)
    noise = random.Random(f"{key.device}{key.metric}{key.instance}")
    step = max(1, (until - since) // points)
    times = list(range(since, until, step))
    drift = 0.0
    values: list[float | None] = []
    for at in times:
        drift = 0.92 * drift + noise.uniform(-0.06, 0.06)
        values.append(level * (1 + 0.3 * math.sin(at / 86400 * math.tau) + drift))
    return SeriesData(key=key, times=times, values=values)
