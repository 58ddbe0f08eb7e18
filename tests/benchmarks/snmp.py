"""How fast values are read, and what one costs, beside Debian's `snmpbulkwalk`; and 1,000 devices read at once."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import psutil

from nocscape.base.counters import Counters
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.wire.snmp import Column, SnmpClient, SnmpTarget, SnmpValue, Syntax, open_client
from nocscape.wire.snmp.agents import Agent
from tests.benchmarks.result import Part, Peer, result
from tests.integration.snmpd import Snmpd, running_snmpd, user_lines, v2c
from tests.lab.crowd import PORTS, agent_addresses, crowd

INSTALLED = "1.3.6.1.2.1.25.6.3.1"
TABLE = [
    Column(f"{INSTALLED}.{number}", syntax)
    for number, syntax in enumerate((Syntax.INTEGER, Syntax.OCTETS, Syntax.OID, Syntax.INTEGER, Syntax.OCTETS), 1)
]
"""hrSWInstalledTable: a row for each package of this machine, from a quick cache of snmpd."""

IF_ENTRY, IFX_ENTRY = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
PORT_COLUMNS = [
    *(Column(f"{IF_ENTRY}.{n}", Syntax.INTEGER) for n in (1, 3, 4, 7, 8)),
    *(Column(f"{IF_ENTRY}.{n}", Syntax.OCTETS) for n in (2, 6)),
    *(Column(f"{IF_ENTRY}.{n}", Syntax.COUNTER32) for n in (13, 14, 19, 20)),
    Column(f"{IF_ENTRY}.9", Syntax.TIME_TICKS),
    *(Column(f"{IFX_ENTRY}.{n}", Syntax.OCTETS) for n in (1, 18)),
    *(Column(f"{IFX_ENTRY}.{n}", Syntax.COUNTER64) for n in (6, 7, 10, 11)),
    Column(f"{IFX_ENTRY}.15", Syntax.GAUGE32),
    Column(f"{IFX_ENTRY}.19", Syntax.TIME_TICKS),
]
SYSTEM = [
    Column(f"1.3.6.1.2.1.1.{n}.0", syntax)
    for n, syntax in ((1, Syntax.OCTETS), (2, Syntax.OID), (3, Syntax.TIME_TICKS), (5, Syntax.OCTETS))
]
SECRET = SnmpCredential(
    name="secret",
    version=SnmpVersion.V3,
    user="bench",
    auth=AuthProtocol.SHA256,
    auth_key="correct horse",
    priv=PrivProtocol.AES128,
    priv_key="battery staple",
)
LEAST_RATIO = 0.8
LEAST_DEVICES_PER_S = 100.0
MOST_GROWTH_MB = 15.0
DEVICES = 1000
AT_ONCE = 50


class Speed(NamedTuple):
    """Values a second of wall time, and microseconds of the reader's CPU time each."""

    per_s: float
    cpu_us: float

    def parts(self, name: str) -> list[Part]:
        return [
            Part(f"{name}, values", round(self.per_s), "values/s", None, is_met=True),
            Part(f"{name}, CPU", round(self.cpu_us, 2), "µs/value", None, is_met=True),
        ]


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _bulkwalk(agent: Snmpd, root: str) -> tuple[int, float, float]:
    """Values, seconds and CPU seconds of one `snmpbulkwalk`, which must succeed."""
    command = ["snmpbulkwalk", "-v2c", "-c", "public", "-Cr50", "-Onq", f"{agent.address}:{agent.port}", root]
    cpu_s, began = _children_cpu_s(), time.perf_counter()
    said = subprocess.run(command, capture_output=True, check=True, env={"MIBS": "", "PATH": os.environ["PATH"]})
    took_s = time.perf_counter() - began
    lines = said.stdout.count(b"\n." + root.encode()) + said.stdout.startswith(b"." + root.encode())
    return lines, took_s, _children_cpu_s() - cpu_s


async def _read_table(client: SnmpClient, agent: Snmpd, credential: SnmpCredential) -> tuple[int, float, float]:
    """The same of one reading of `TABLE`."""
    target = SnmpTarget(address=agent.address, port=agent.port, credential=credential, timeout_s=5.0)
    cpu_s, began = time.process_time(), time.perf_counter()
    table = await client.columns(target, TABLE)
    return sum(map(len, table.values())), time.perf_counter() - began, time.process_time() - cpu_s


def _best(rounds: list[tuple[int, float, float]], start_s: float = 0.0, start_cpu_s: float = 0.0) -> Speed:
    """The fastest round, without the time that a process takes to start."""
    values, took_s, _ = min(rounds, key=lambda one: one[1])
    cpu_s = min(cpu for _, _, cpu in rounds)
    return Speed(values / (took_s - start_s), 1e6 * max(cpu_s - start_cpu_s, 0.0) / values)


class Beside(NamedTuple):
    """The readers of one table in one run, taken in turns."""

    walk: Speed
    fast: Speed
    fast_v3: Speed
    thorough: Speed
    values: int
    is_complete: bool


async def _side_by_side(agent: Snmpd, rounds: int) -> Beside:
    fast, thorough = open_client(), open_client("pysnmp")
    _, start_s, start_cpu_s = min(
        (_bulkwalk(agent, "1.3.6.1.2.1.1.3.0") for _ in range(rounds)), key=lambda one: one[1]
    )
    starts: list[tuple[int, float, float]] = []
    seen: dict[str, list[tuple[int, float, float]]] = {"walk": [], "fast": [], "v3": [], "thorough": []}
    for number in range(rounds):
        starts.append(_bulkwalk(agent, "1.3.6.1.2.1.1.3.0"))
        seen["walk"].append(_bulkwalk(agent, INSTALLED))
        seen["fast"].append(await _read_table(fast, agent, v2c()))
        seen["v3"].append(await _read_table(fast, agent, SECRET))
        if number < 3:
            seen["thorough"].append(await _read_table(thorough, agent, v2c()))
    await fast.close()
    await thorough.close()
    start_s, start_cpu_s = min(took_s for _, took_s, _ in starts), min(cpu_s for _, _, cpu_s in starts)
    counts = {values for rows in seen.values() for values, _, _ in rows}
    return Beside(
        _best(seen["walk"], start_s, start_cpu_s),
        _best(seen["fast"]),
        _best(seen["v3"]),
        _best(seen["thorough"]),
        max(counts),
        len(counts) == 1,
    )


def _one_table(rounds: int) -> tuple[Part, list[Part], Peer]:
    lines = ["rocommunity public", *user_lines(SECRET)]
    with tempfile.TemporaryDirectory() as folder, running_snmpd(Path(folder), lines) as agent:
        seen = asyncio.run(_side_by_side(agent, rounds))
    ratio = round(seen.fast.per_s / seen.walk.per_s, 3)
    print(f"one table of {seen.values} values, best of {rounds} readings in turns")
    headline = Part("fast back-end, values", round(seen.fast.per_s), "values/s", None, is_met=True)
    parts = [
        Part("fast back-end to snmpbulkwalk", ratio, "ratio", LEAST_RATIO, ratio >= LEAST_RATIO),
        Part("all read the same number of values", seen.values, "values", None, seen.is_complete),
        *seen.fast.parts("fast back-end")[1:],
        *seen.fast_v3.parts("fast back-end, v3 SHA-256 AES-128"),
        *seen.thorough.parts("pysnmp"),
        *seen.walk.parts("snmpbulkwalk"),
    ]
    return headline, parts, Peer("snmpbulkwalk", round(seen.walk.per_s))


def _normalising_us() -> float:
    """What our own handling of one value costs, without network, agent or gufo-snmp."""
    from nocscape.wire.snmp.gufo_backend import _Rows

    column = Column(f"{IFX_ENTRY}.6", Syntax.COUNTER64)
    chunk: list[tuple[str, SnmpValue]] = [(f"{column.oid}.{n}", n << 33) for n in range(1, 51)]
    agent, times = Agent(2, Counters()), 4000
    began = time.perf_counter()
    for _ in range(times):
        _Rows(column, agent, 1000).take(chunk)
    return 1e6 * (time.perf_counter() - began) / (times * len(chunk))


async def _each(addresses: list[str], work: Callable[[str], Awaitable[None]]) -> float:
    """Seconds for `work` on all addresses, some at once."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(address: str) -> None:
        async with turns:
            await work(address)

    began = time.perf_counter()
    await asyncio.gather(*(one(address) for address in addresses))
    return time.perf_counter() - began


async def _read_devices(prefer: str | None, addresses: list[str], rounds: int) -> list[Part]:
    """Read all devices `rounds` times; what a round yields, costs, and leaves in memory."""
    client = open_client(prefer)
    name = client.backend
    values = full = 0

    async def read(address: str) -> None:
        nonlocal values, full
        target = SnmpTarget(address=address, credential=v2c(), timeout_s=10.0)
        system = await client.scalars(target, SYSTEM)
        table = await client.columns(target, PORT_COLUMNS)
        values += len(system) + sum(map(len, table.values()))
        full += len(system) == len(SYSTEM) and all(len(rows) > PORTS for rows in table.values())

    process, took_s, resident = psutil.Process(), [], []
    cpu_s = time.process_time()
    for _ in range(rounds):
        took_s.append(await _each(addresses, read))
        resident.append(process.memory_info().rss / 1e6)
    cpu_s = time.process_time() - cpu_s
    await client.close()
    read_count = len(addresses) * rounds
    print(f"{name}: {full} of {read_count} readings in full, {values // read_count} values each, {resident[-1]:.0f} MB")
    per_s = round(len(addresses) / min(took_s), 1)
    budget = LEAST_DEVICES_PER_S if prefer is None else None
    growth = round(resident[-1] - resident[0], 1)
    return [
        Part(f"{name}, devices", per_s, "devices/s", budget, budget is None or per_s > budget),
        Part(f"{name}, CPU a device", round(1e3 * cpu_s / read_count, 2), "ms", None, is_met=True),
        Part(f"{name}, CPU a value", round(1e6 * cpu_s / values, 2), "µs", None, is_met=True),
        Part(f"{name}, not read in full", read_count - full, "readings", 0, full == read_count),
        Part(f"{name}, memory gained after the first round", growth, "MB", MOST_GROWTH_MB, growth <= MOST_GROWTH_MB),
    ]


def _many_devices(*, is_long: bool) -> list[Part]:
    addresses = agent_addresses(DEVICES)
    with ExitStack() as stack:
        net = stack.enter_context(crowd())
        stack.enter_context(net.inside())
        fast = asyncio.run(_read_devices(None, addresses, 20 if is_long else 4))
        thorough = asyncio.run(_read_devices("pysnmp", addresses if is_long else addresses[:100], 2))
    return [*fast, *thorough]


def run(*, is_long: bool) -> dict[str, object]:
    """One table beside `snmpbulkwalk`, then 1,000 devices (20 times over with `is_long`)."""
    headline, parts, peer = _one_table(rounds=300 if is_long else 100)
    parts.append(Part("own handling of one value", round(_normalising_us(), 3), "µs", None, is_met=True))
    if os.geteuid() == 0:
        parts += _many_devices(is_long=is_long)
    else:
        print("not root: no network of 1,000 devices")
    return result("snmp", headline, parts, peer)
