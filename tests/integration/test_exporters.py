"""Pages of real exporters, and of servers that only pretend to be one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from nocscape.base.clock import SystemClock
from nocscape.model.checks import CheckState
from nocscape.model.exporters import Exporter
from nocscape.model.metrics import Sample
from nocscape.polling.exporters import ScrapeSource, load
from tests.integration.ports import free_udp_port
from tests.integration.services import answering, mute, page, tcp_server

SNMP_EXPORTER = shutil.which("prometheus-snmp-exporter")
NODE_EXPORTER = shutil.which("prometheus-node-exporter")


class Scraped:
    """A source on loopback with what it told."""

    def __init__(self, port: int, **options: object) -> None:
        self.states: list[CheckState] = []
        exporter = Exporter(port=port, **options)  # type: ignore[arg-type]
        self.source = ScrapeSource("d", "127.0.0.1", exporter, load(), SystemClock(), told=self.states.append)

    async def read(self) -> dict[tuple[str, str], Sample]:
        return {(s.key.metric, s.key.instance): s for s in await self.source.read()}

    def reason(self) -> str:
        return str(self.states[-1].outcome.reason)


def started(command: list[str | Path], port: int) -> Iterator[int]:
    """The port of an exporter that listens."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(500):
            with socket.socket() as knock:
                if not knock.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.02)
        yield port
        server.terminate()


@pytest.fixture
def snmp_exporter(tmp_path: Path) -> Iterator[int]:
    assert SNMP_EXPORTER is not None
    port, config = free_udp_port(), tmp_path / "snmp.yml"
    config.write_text("if_mib:\n  walk: [1.3.6.1.2.1.2]\n")
    yield from started(
        [SNMP_EXPORTER, f"--config.file={config}", f"--web.listen-address=127.0.0.1:{port}"],
        port,
    )


@pytest.fixture
def node_exporter() -> Iterator[int]:
    assert NODE_EXPORTER is not None
    port = free_udp_port()
    yield from started([NODE_EXPORTER, f"--web.listen-address=127.0.0.1:{port}"], port)


@pytest.mark.skipif(SNMP_EXPORTER is None, reason="needs Debian's prometheus-snmp-exporter")
async def test_families_of_a_real_page_become_series(snmp_exporter: int) -> None:
    wanted = ("process_resident_memory_bytes", "process_cpu_seconds_total", "go_gc_duration_seconds")
    scraped = Scraped(snmp_exporter, families=wanted)
    await scraped.read()
    told = await scraped.read()
    assert scraped.states[-1].outcome.is_up
    assert (told["process_resident_memory_bytes", ""].value or 0) > 10**6
    assert (told["process_cpu_seconds_per_s", ""].value or 0) >= 0
    assert ("go_gc_duration_seconds", "quantile=1") in told


@pytest.mark.skipif(NODE_EXPORTER is None, reason="needs Debian's prometheus-node-exporter")
async def test_a_real_host_is_measured_as_its_kernel_says(node_exporter: int) -> None:
    scraped = Scraped(node_exporter)
    await scraped.read()
    load_before = os.getloadavg()[0]
    told = await scraped.read()
    loads = sorted((load_before, os.getloadavg()[0]))
    assert told["memory_percent", ""].value == pytest.approx(psutil.virtual_memory().percent, abs=5)
    assert loads[0] - 0.01 <= (told["load_average", ""].value or 0) <= loads[1] + 0.01
    assert {"core_percent", "cpu_percent", "net_in_bps", "filesystem_percent"} <= {metric for metric, _ in told}


async def test_silence_is_down_when_its_time_is_over() -> None:
    async with tcp_server(mute) as port:
        scraped = Scraped(port, timeout_s=0.1)
        told = await scraped.read()
    assert {metric: sample.value for (metric, _), sample in told.items()} == {"scrape_up": 0.0, "scrape_ms": None}
    assert scraped.reason() == "no answer within 0.1 s"
    assert scraped.source.is_suspect


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(b"", "503 Service Unavailable"), "no page of metrics: 503 Service Unavailable"),
        (page(b"<html>"), "no page of metrics: line 1 of the page is none of metrics"),
        (b"nonsense\r\n\r\n", "no page of metrics"),
        (page(b"#" * (5 << 20)), "no page of metrics: the page is larger than 4 MB"),
    ],
)
async def test_what_is_no_page_of_metrics_is_told_with_its_reason(answer: bytes, reason: str) -> None:
    async with tcp_server(answering(answer)) as port:
        scraped = Scraped(port)
        await scraped.read()
    assert scraped.reason().startswith(reason)
