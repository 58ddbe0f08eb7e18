"""prometheus-snmp-exporter as a peer: it reads the same columns of the same agents, one scrape an agent."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import psutil

from nocscape.polling import objects
from nocscape.polling.interfaces import MEASURES
from tests.lab.private_net import PrivateNet

EXPORTER = shutil.which("prometheus-snmp-exporter") or ""
PORT = 9116
_SIDE_BY_SIDE = 8
_READY_S = 10.0
_METRIC = """  - name: {name}
    oid: {oid}
    type: {kind}
    indexes: [{{labelname: ifIndex, type: gauge}}]
"""


class Scraped(NamedTuple):
    """What the exporter read, and the processor time that it took itself."""

    agents: int
    failed: int
    counters: int
    cpu_s: float


def _config() -> str:
    """The columns that our poller reads of each interface, and sysUpTime."""
    columns = [(m.metric, m.column.oid, "counter") for m in MEASURES]
    states = (objects.IF_ADMIN, objects.IF_OPER, objects.IF_DISCONTINUITY)
    columns += [(f"state_{n}", column.oid, "gauge") for n, column in enumerate(states)]
    walk = ", ".join(oid for _, oid, _ in columns)
    metrics = "".join(_METRIC.format(name=name, oid=oid, kind=kind) for name, oid, kind in columns)
    head = f"ports:\n  walk: [{walk}]\n  get: [{objects.SYS_UPTIME.oid}]\n  version: 2\n  max_repetitions: 25\n"
    return f"{head}  auth: {{community: public}}\n  metrics:\n{metrics}"


def scrape(net: PrivateNet, addresses: Sequence[str]) -> Scraped:
    """Let the exporter read every agent once."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "snmp.yml"
        config.write_text(_config(), encoding="utf-8")
        command = [
            *net.within(net.operator),
            EXPORTER,
            f"--config.file={config}",
            f"--web.listen-address=127.0.0.1:{PORT}",
        ]
        peer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with net.inside():
                _await_listening()
            return _scrape_all(net, psutil.Process(peer.pid), addresses)
        finally:
            peer.terminate()
            peer.wait()


def _scrape_all(net: PrivateNet, peer: psutil.Process, addresses: Sequence[str]) -> Scraped:
    before = peer.cpu_times()
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        counts = list(pool.map(lambda address: _scrape_one(net, address), addresses))
    after = peer.cpu_times()
    cpu_s = after.user + after.system - before.user - before.system
    return Scraped(len(counts), counts.count(0), sum(counts), cpu_s)


def _scrape_one(net: PrivateNet, address: str) -> int:
    """Number of counters read of one agent, 0 where the scrape failed."""
    with net.inside():
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        try:
            line.request("GET", f"/snmp?target={address}&module=ports")
            answer = line.getresponse()
            body = answer.read()
        finally:
            line.close()
    if answer.status != http.client.OK:
        return 0
    return sum(row.startswith(b"if_") for row in body.splitlines())


def _await_listening() -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1)
        try:
            line.request("GET", "/")
            line.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            line.close()
    raise TimeoutError("prometheus-snmp-exporter does not listen")
