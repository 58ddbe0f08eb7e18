"""From the start of the process to a usable window, with 1,000 devices in the profile."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.model.mapdoc import MapDocument, Node
from nocscape.model.net import Device, Endpoint, Interface, Inventory, Kind, Link, PortRef, link_id
from nocscape.store.inventory import open_inventory
from tests.benchmarks.result import Part, result

DEVICES, PORTS = 1000, 24
BUDGET_S = 2.0
RUNS = 5


def _device(number: int) -> Inventory:
    address = f"10.{number // 250}.{number % 250}.1"
    device = Device(
        id=f"d{number}",
        name=f"sw-{number:04}",
        endpoint=Endpoint(address),
        addresses=(address,),
        kind=Kind.SWITCH,
        vendor="Cisco",
        model="C9300-24T",
        site=f"Site {number % 20}",
    )
    ports = [
        Interface(key=f"Gi1/0/{p}", if_index=p, name=f"Gi1/0/{p}", type=6, speed_bps=10**9, admin="up", oper="up")
        for p in range(1, PORTS + 1)
    ]
    return Inventory(device=device, interfaces=tuple(ports))


def _link(number: int) -> Link:
    a, b = PortRef(f"d{number // 10}", f"Gi1/0/{number % 10 + 1}"), PortRef(f"d{number}", "Gi1/0/24")
    return Link(id=link_id(a, b), a=min(a, b), b=max(a, b), speed_bps=10**9)


async def fill(profile: Path) -> None:
    """A profile as a network of 1,000 switches leaves it."""
    store = open_inventory(profile, Counters(), SystemClock())
    store.put_devices([_device(n) for n in range(DEVICES)])
    store.put_links([_link(n) for n in range(1, DEVICES)])
    nodes = {f"d{n}": Node(device=f"d{n}", x=n % 40 * 90.0, y=n // 40 * 110.0) for n in range(DEVICES)}
    await store.put_map(MapDocument(id="main", title="", revision=1, nodes=nodes))
    await store.flush()
    await store.close()


def run(*, is_long: bool) -> dict[str, object]:
    """Start the console several times; the median counts, since a first start reads files from the disk."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        asyncio.run(fill(profile))
        took = [_start(profile) for _ in range(3 * RUNS if is_long else RUNS)]
    for number, one in enumerate(took, 1):
        print(f"start {number}: window {one['window_s']:.2f} s, usable {one.get('usable_s', 99):.2f} s")
    usable = round(statistics.median(one.get("usable_s", 99.0) for one in took), 2)
    window = round(statistics.median(one["window_s"] for one in took), 2)
    return result(
        "startup",
        Part("usable window with 1,000 stored devices", usable, "s", BUDGET_S, usable < BUDGET_S),
        [Part("first picture of the window", window, "s", None, is_met=True)],
    )


def _start(profile: Path) -> dict[str, float]:
    began = time.time()
    command = [sys.executable, "-m", "tests.benchmarks.console_child", "startup", str(profile), str(began)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
