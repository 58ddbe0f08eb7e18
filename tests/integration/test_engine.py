"""The whole engine on the demo network: real sockets, real files, several sessions."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from nocscape.base.errors import BusyError
from nocscape.demo.campus import Campus
from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.engine.host import EngineThread
from nocscape.model.batches import (
    DeviceChanged,
    Item,
    JobProgress,
    LinksChanged,
    MapChanged,
    MapLoaded,
    MibRows,
    SamplesArrived,
)
from nocscape.model.commands import (
    CancelJob,
    EditMap,
    ForgetDevice,
    ListCredentials,
    PutCredential,
    ReadEvents,
    ReadHistory,
    ResumeJob,
    SetDevice,
    StartDiscovery,
    Subscribe,
    SweepSpec,
    WalkMib,
    WatchSeries,
)
from nocscape.model.credentials import CredentialInfo
from nocscape.model.events import Event
from nocscape.model.mapdoc import Node, PutItems
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.net import Layer, Link
from tests.integration.demo import CREDENTIAL, demo_network, drawn_links

T = TypeVar("T")
CAMPUS = Campus()
SLOW_BITS = 13
"""A sweep of so many addresses is not over before it is cancelled, however busy the machine is."""


class Ear:
    """Everything that a client heard."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.items: list[Item] = []

    def of(self, kind: type[T]) -> list[T]:
        return [i for i in self.items if isinstance(i, kind)]

    def wait(self, is_so: Callable[[], object], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, "did not happen in time"
            for batch in self.client.receive(0.1):
                self.items += batch.items

    @property
    def devices(self) -> dict[str, DeviceChanged]:
        return {i.inventory.device.name: i for i in self.of(DeviceChanged)}

    @property
    def wires(self) -> dict[str, Link]:
        """The physical links, as they stand after all that was told."""
        shown: dict[str, Link] = {}
        for told in self.of(LinksChanged):
            shown |= {link.id: link for link in told.links if link.layer is Layer.PHYSICAL}
            for link in told.gone:
                shown.pop(link, None)
        return shown

    @property
    def named_wires(self) -> set[frozenset[tuple[str, str]]]:
        """The same as pairs of device and port."""
        name = {i.inventory.device.id: i.inventory.device.name for i in self.of(DeviceChanged)}
        ends = ((link.a, link.b) for link in self.wires.values())
        return {frozenset((name[end.device], str(end.interface)) for end in pair) for pair in ends}


@pytest.fixture(scope="module")
def campus() -> Iterator[StartDiscovery]:
    with demo_network() as ask:
        yield ask


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    client = open_client(tmp_path / "profile", origin="console")
    yield client
    client.close()


def discovered(client: EngineClient, campus: StartDiscovery) -> Ear:
    ear = Ear(client)
    client.call(Subscribe(), on_item=ear.items.append, timeout_s=20)
    client.call(campus, on_item=ear.items.append, timeout_s=60)
    return ear


def test_every_device_and_every_cable_of_the_campus_is_found_once(client: EngineClient, campus: StartDiscovery) -> None:
    ear = discovered(client, campus)
    assert set(ear.devices) == {b.name for b in CAMPUS.boxes}
    assert ear.named_wires == drawn_links(CAMPUS)
    assert len(ear.wires) == len(ear.named_wires)
    last = ear.of(JobProgress)[-1]
    assert last.stage == "done"
    assert last.done == last.total == max(p.total for p in ear.of(JobProgress) if p.stage == "sweep")


def test_what_was_found_and_drawn_is_there_after_a_restart(tmp_path: Path, campus: StartDiscovery) -> None:
    profile = tmp_path / "profile"
    first = open_client(profile, origin="console")
    ear = discovered(first, campus)
    core = ear.devices["core-1"].inventory.device.id
    first.call(EditMap(map="main", change=PutItems(nodes=(Node(device=core, x=7, y=8),)), edit="e"), timeout_s=30)
    first.call(SetDevice(device=core, name="Core One"), timeout_s=30)
    first.call(PutCredential(credential=CREDENTIAL), timeout_s=20)
    first.close()
    again = open_client(profile, origin="console")
    ear = Ear(again)
    again.call(Subscribe(), on_item=ear.items.append, timeout_s=20)
    ear.wait(lambda: len(ear.wires) == len(drawn_links(CAMPUS)))
    assert "Core One" in ear.devices
    assert ear.of(MapLoaded)[0].document.nodes[core].x == 7
    kept = value(again.call(ListCredentials(), timeout_s=30), tuple[CredentialInfo, ...])
    assert [c.name for c in kept] == ["demo"]
    again.close()


def test_an_edit_that_is_under_way_when_the_window_closes_is_kept(tmp_path: Path) -> None:
    first = open_client(tmp_path, origin="console")
    for step in range(20):
        first.ask(EditMap(map="main", change=PutItems(nodes=(Node(device="a", x=step, y=0),)), edit=str(step)))
    first.close()
    again = open_client(tmp_path, origin="console")
    ear = Ear(again)
    again.call(Subscribe(), on_item=ear.items.append, timeout_s=20)
    ear.wait(lambda: ear.of(MapLoaded))
    assert ear.of(MapLoaded)[0].document.nodes["a"].x == 19
    again.close()


def test_a_second_console_attaches_and_sees_the_edits_of_the_first(tmp_path: Path) -> None:
    first = open_client(tmp_path, origin="console")
    second = open_client(tmp_path, origin="console")
    ear = Ear(second)
    second.call(Subscribe(), on_item=ear.items.append, timeout_s=30)
    first.call(EditMap(map="main", change=PutItems(nodes=(Node(device="a", x=1, y=2),)), edit="mine"), timeout_s=30)
    ear.wait(lambda: ear.of(MapChanged))
    assert [c.edit for c in ear.of(MapChanged)] == ["mine"]
    second.close()
    first.close()


def test_a_second_engine_on_the_same_profile_is_refused(tmp_path: Path) -> None:
    first = EngineThread(tmp_path)
    with pytest.raises(BusyError):
        EngineThread(tmp_path)
    first.stop()


def test_a_watched_port_is_measured_live_and_kept(client: EngineClient, campus: StartDiscovery) -> None:
    ear = discovered(client, campus)
    inventory = ear.devices["core-1"].inventory
    key = SeriesKey(inventory.device.id, "if_in_bps", inventory.interfaces[0].key)
    client.call(WatchSeries(keys=(key,), interval_s=1.0), timeout_s=30)

    def values() -> list[Sample]:
        return [s for i in ear.of(SamplesArrived) for s in i.samples if s.value is not None]

    ear.wait(lambda: len(values()) >= 2)
    assert {s.key for s in values()} == {key}
    assert all(s.value is not None and s.value > 0 for s in values())
    now = int(time.time())
    stored = value(
        client.call(ReadHistory(keys=(key,), since=now - 600, until=now + 5), timeout_s=30), tuple[SeriesData, ...]
    )
    assert values()[0].at in stored[0].times


def test_a_walk_sends_named_rows_and_ends(client: EngineClient, campus: StartDiscovery) -> None:
    ear = discovered(client, campus)
    device = ear.devices["leaf-1"].inventory.device.id
    client.call(WalkMib(job="w", device=device, root="IF-MIB::ifTable"), on_item=ear.items.append, timeout_s=20)
    rows = {r.name: r.value for i in ear.of(MibRows) for r in i.rows}
    assert rows["IF-MIB::ifOperStatus.1"] == "up (1)"
    assert rows["IF-MIB::ifDescr.1"] == "Ethernet1"


def test_a_cancelled_discovery_answers_at_once_and_goes_on_where_it_stopped(client: EngineClient) -> None:
    ear = Ear(client)
    slow = StartDiscovery(
        sweep=SweepSpec(targets=(f"127.70.0.0/{32 - SLOW_BITS}",), rate_per_s=300), job="slow", snmp_timeout_s=0.2
    )
    client.ask(slow)
    ear.wait(lambda: any(p.done > 50 for p in ear.of(JobProgress)))
    client.ask(CancelJob(job="slow"))
    ear.wait(lambda: any(p.stage == "cancelled" for p in ear.of(JobProgress)))
    ear.items.clear()
    client.ask(ResumeJob(job="slow"))
    ear.wait(lambda: ear.of(JobProgress))
    assert ear.of(JobProgress)[0].total < 2**SLOW_BITS - 2
    client.ask(CancelJob(job="slow"))
    ear.wait(lambda: any(p.stage == "cancelled" for p in ear.of(JobProgress)))


def test_finding_devices_is_an_event(client: EngineClient, campus: StartDiscovery) -> None:
    discovered(client, campus)
    events = value(client.call(ReadEvents(most=500), timeout_s=30), tuple[Event, ...])
    assert [e.kind for e in events].count("device_found") == len(CAMPUS.boxes)


def test_a_forgotten_device_is_gone_and_an_unknown_one_is_an_error(
    client: EngineClient, campus: StartDiscovery
) -> None:
    ear = discovered(client, campus)
    client.call(ForgetDevice(device=ear.devices["prn-a"].inventory.device.id), timeout_s=30)
    with pytest.raises(EngineError, match="no device"):
        client.call(ForgetDevice(device="nobody"), timeout_s=30)


def test_the_engine_runs_where_qt_cannot_be_imported(tmp_path: Path, campus: StartDiscovery) -> None:
    program = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in ('PySide6', 'shiboken6', 'pyqtgraph', 'PySide6QtAds'):
            raise ImportError('no Qt here: ' + name)
sys.meta_path.insert(0, NoQt())
from nocscape.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
    out = tmp_path / "found.json"
    arguments = ["discover", *campus.sweep.targets, "--port", str(campus.snmp_port), "--community", "public"]
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments, "--json", str(out)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 10_000
