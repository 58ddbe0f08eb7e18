"""A whole engine that checks services, scrapes a page, and keeps quiet in maintenance."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.batches import DeviceChanged, Item, Reply, StatusChanged
from nocscape.model.checks import Check, CheckInfo, CheckKind, CheckOutcome
from nocscape.model.commands import (
    Ask,
    ListMetrics,
    ListSeries,
    PollNow,
    ReadHistory,
    StartDiscovery,
    Subscribe,
    SweepSpec,
)
from nocscape.model.exporters import Exporter, ExporterInfo
from nocscape.model.maintenance import MaintenanceWindow
from nocscape.model.metrics import MetricProfileInfo, Sample, SeriesData, SeriesKey
from nocscape.model.status import Status
from nocscape.model.watching import (
    DropCheck,
    DropMaintenance,
    ListChecks,
    ListExporters,
    ListMaintenance,
    PutCheck,
    PutExporter,
    PutMaintenance,
    ReadPaces,
    RunCheck,
    ScrapeOnce,
    SetPace,
)

PAGE = b'app_requests_total{code="200"} %d\napp_queue 3\n'


class Site:
    """A web server whose page counts how often it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked += 1
                body = PAGE % (100 * site.asked)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing to stderr."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with closing(Site()) as made:
        yield made


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="cli")) as opened:
        opened.call(StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_timeout_s=0.1), timeout_s=30)
        yield opened


class Ear:
    """What a client hears of the only device."""

    def __init__(self, client: EngineClient) -> None:
        self.client = client
        self.items: list[Item] = []
        client.call(Subscribe(), on_item=self.items.append)
        self.until(lambda: self.device() != "")

    def device(self) -> str:
        return next((i.inventory.device.id for i in self.items if isinstance(i, DeviceChanged)), "")

    def status(self) -> Status | None:
        told = [d.status for i in self.items if isinstance(i, StatusChanged) for d in i.devices]
        return told[-1] if told else None

    def call(self, ask: Ask, timeout_s: float | None = None) -> Reply:
        """The answer; what is told meanwhile is heard too."""
        return self.client.call(ask, on_item=self.items.append, timeout_s=timeout_s)

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < deadline
            self.items.extend(item for batch in self.client.receive(0.1) for item in batch.items)


def test_a_check_is_kept_measured_and_stored(client: EngineClient, site: Site, tmp_path: Path) -> None:
    ear = Ear(client)
    scope = f"device:{ear.device()}"
    check = Check(kind=CheckKind.HTTP, scope=scope, port=site.port, path="/health")
    kept = value(client.call(PutCheck(check=check)), Check)
    samples = value(client.call(PollNow(device=ear.device())), tuple[Sample, ...])
    up = SeriesKey(ear.device(), "check_up", f"http {site.port} /health")
    assert {s.key: s.value for s in samples}[up] == 1.0
    (info,) = value(client.call(ListChecks()), tuple[CheckInfo, ...])
    assert info.states[0].outcome.told == "200 OK"
    now = int(time.time())
    (data,) = value(client.call(ReadHistory(keys=(up,), since=now - 60, until=now + 60)), tuple[SeriesData, ...])
    assert set(data.values) == {1.0}
    client.close()
    with closing(open_client(tmp_path / "profile", origin="cli")) as again:
        assert [i.check for i in value(again.call(ListChecks()), tuple[CheckInfo, ...])] == [kept]
        again.call(DropCheck(check=kept.id))
        assert value(again.call(ListChecks()), tuple[CheckInfo, ...]) == ()


def test_a_check_can_be_tried_on_anything_without_being_kept(client: EngineClient, site: Site) -> None:
    check = Check(kind=CheckKind.HTTP, port=site.port, expect="nothing like it")
    outcome = value(client.call(RunCheck(check=check, device="127.0.0.1")), CheckOutcome)
    assert str(outcome.reason) == "the page does not say nothing like it"
    assert value(client.call(ListChecks()), tuple[CheckInfo, ...]) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": CheckKind.TCP},
        {"scope": "nowhere"},
        {"path": "index.html"},
        {"path": "/a b"},
        {"host": "a\r\nb"},
        {"interval_s": 0.1},
        {"timeout_s": 600.0},
        {"kind": CheckKind.DNS, "record": "ANY"},
        {"kind": CheckKind.DNS, "query": "a..b"},
    ],
)
def test_a_check_that_makes_no_sense_is_refused(client: EngineClient, changes: dict[str, object]) -> None:
    made = {"kind": CheckKind.HTTP, "scope": "kind:server"} | changes
    with pytest.raises(EngineError):
        client.call(PutCheck(check=Check(**made)))  # type: ignore[arg-type]


def test_an_exporter_is_scraped_where_it_is_wanted(client: EngineClient, site: Site) -> None:
    ear = Ear(client)
    exporter = Exporter(scope=f"device:{ear.device()}", port=site.port, families=("app_requests_total", "app_queue"))
    client.call(PutExporter(exporter=exporter))
    client.call(PollNow(device=ear.device()))
    samples = value(client.call(PollNow(device=ear.device())), tuple[Sample, ...])
    told = {(s.key.metric, s.key.instance): s.value for s in samples}
    assert told["app_queue", ""] == 3.0
    assert (told["app_requests_per_s", "code=200"] or 0) > 0
    (info,) = value(client.call(ListExporters()), tuple[ExporterInfo, ...])
    assert info.states[0].outcome.is_up
    infos = value(client.call(ListMetrics()), tuple[MetricProfileInfo, ...])
    scraped = {metric.name: metric.unit for one in infos if one.is_scraped for metric in one.metrics}
    assert (scraped["app_queue"], scraped["app_requests_per_s"], scraped["load_average"]) == ("1", "1/s", "1")
    queue = SeriesKey(ear.device(), "app_queue", "")
    ear.until(lambda: queue in value(client.call(ListSeries(device=queue.device)), tuple[SeriesKey, ...]))


def test_a_page_can_be_tried_and_its_fault_is_told(client: EngineClient, site: Site) -> None:
    exporter = Exporter(port=site.port, families=("app_requests_total",))
    once = ScrapeOnce(exporter=exporter, device="127.0.0.1", apart_s=0.1)
    assert "app_requests_per_s" in {s.key.metric for s in value(client.call(once), tuple[Sample, ...])}
    with pytest.raises(EngineError, match="the connection was refused"):
        client.call(ScrapeOnce(exporter=Exporter(port=1), device="127.0.0.1"))


def test_maintenance_is_shown_at_once_and_so_is_its_end(client: EngineClient) -> None:
    ear = Ear(client)
    ear.until(lambda: ear.status() is Status.UP)
    now = time.time()
    window = MaintenanceWindow(scope=f"device:{ear.device()}", since=now, until=now + 3600, note="rack move")
    kept = value(ear.call(PutMaintenance(window=window)), MaintenanceWindow)
    ear.until(lambda: ear.status() is Status.MAINTENANCE)
    assert value(ear.call(ListMaintenance()), tuple[MaintenanceWindow, ...]) == (kept,)
    ear.call(DropMaintenance(window=kept.id))
    ear.until(lambda: ear.status() is Status.UP)


def test_a_class_of_metrics_gets_its_own_pace(client: EngineClient, tmp_path: Path) -> None:
    client.call(SetPace(metric_class="vitals", interval_s=120))
    client.call(SetPace(metric_class="host", interval_s=300))
    for wrong in (SetPace(metric_class="nothing", interval_s=60), SetPace(metric_class="ports", interval_s=0.5)):
        with pytest.raises(EngineError):
            client.call(wrong)
    client.close()
    with closing(open_client(tmp_path / "profile", origin="cli")) as again:
        assert value(again.call(ReadPaces()), dict[str, float]) == {"vitals": 120.0, "host": 300.0}
        infos = value(again.call(ListMetrics()), tuple[MetricProfileInfo, ...])
        assert next(i.interval_s for i in infos if i.name == "host") == 300.0
