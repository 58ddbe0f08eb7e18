"""A /16 of which 4,096 addresses answer and the rest is silent: our sweep against fping, in turn, through one router.

Both send 10,000 requests a second, ask the silent once more, and wait 500 ms. Needs root, for namespaces.
"""

from __future__ import annotations

import asyncio
import ipaddress
import statistics
import subprocess
import time
from typing import NamedTuple

from nocscape.discovery.sweep import Sweep
from nocscape.discovery.targets import Targets
from nocscape.wire.icmp import Pinger, open_pinger
from tests.benchmarks.result import Part, Peer, result
from tests.lab.private_net import LIVE_NET, SWEPT_NET, PrivateNet, private_net

TIMEOUT_S = 0.5
RATE_PER_S = 10_000.0
MOST_OF_PEER = 1.2
FPING = ("fping", "-q", "-a", "-i", "0.1", "-r", "1", "-t", "500", "-g", SWEPT_NET)
SOME_SILENT = 1
"""fping's exit status where all went well and some hosts did not answer."""


class Swept(NamedTuple):
    """One sweep: how long it took and what it found."""

    took_s: float
    found: frozenset[str]
    is_sound: bool = True


async def _sweep(pinger: Pinger, rate_per_s: float | None) -> Swept:
    sweep = Sweep(pinger, Targets.parse([SWEPT_NET]), timeout_s=TIMEOUT_S, retries=1, rate_per_s=rate_per_s)
    begun = time.perf_counter()
    found = frozenset([reply.address async for reply in sweep.run()])
    return Swept(time.perf_counter() - begun, found)


def _ours(net: PrivateNet, rate_per_s: float | None) -> Swept:
    async def run() -> Swept:
        with net.inside():
            pinger = open_pinger()
        try:
            return await _sweep(pinger, rate_per_s)
        finally:
            await pinger.close()

    return asyncio.run(run())


def _fping(net: PrivateNet) -> Swept:
    begun = time.perf_counter()
    done = subprocess.run([*net.within(net.operator), *FPING], capture_output=True, text=True, check=False)
    took_s = time.perf_counter() - begun
    if done.returncode != SOME_SILENT:
        print(f"fping ended with {done.returncode}: {done.stderr[-300:]}")
    return Swept(took_s, frozenset(done.stdout.split()), done.returncode == SOME_SILENT)


def _told(name: str, swept: Swept) -> Swept:
    print(f"{name}: {len(swept.found):,} found in {swept.took_s:.2f} s", flush=True)
    return swept


def run(*, is_long: bool) -> dict[str, object]:
    """Two rounds, five with `is_long`; the figure is the median."""
    live = frozenset(str(address) for address in ipaddress.ip_network(LIVE_NET))
    ours: list[Swept] = []
    theirs: list[Swept] = []
    unlimited: list[Swept] = []
    with private_net() as net:
        for _ in range(5 if is_long else 2):
            theirs.append(_told(" ".join(FPING), _fping(net)))
            ours.append(_told("nocscape at the same rate", _ours(net, RATE_PER_S)))
            unlimited.append(_told("nocscape without a rate limit", _ours(net, None)))
    return _judged(live, ours, theirs, unlimited)


def _judged(live: frozenset[str], ours: list[Swept], theirs: list[Swept], unlimited: list[Swept]) -> dict[str, object]:
    peer_s, ours_s, unlimited_s = (_median_s(swept) for swept in (theirs, ours, unlimited))
    budget_s = round(MOST_OF_PEER * peer_s, 2)
    missed, missed_fast = _wrong(live, ours), _wrong(live, unlimited)
    peer_missed = _wrong(live, theirs)
    parts = [
        Part("addresses missed or invented", missed, "addresses", 0, missed == 0),
        Part("time without rate limit", unlimited_s, "s", None, is_met=True),
        Part("addresses missed or invented without rate limit", missed_fast, "addresses", 0, missed_fast == 0),
        Part("addresses that fping missed or invented", peer_missed, "addresses", 0, peer_missed == 0),
        Part("fping runs that failed", sum(not s.is_sound for s in theirs), "runs", 0, all(s.is_sound for s in theirs)),
    ]
    headline = Part("sweep of a /16", ours_s, "s", budget_s, ours_s <= budget_s)
    return result("sweep", headline, parts, Peer(" ".join(FPING[:1] + FPING[3:9]), peer_s))


def _median_s(swept: list[Swept]) -> float:
    return round(statistics.median(s.took_s for s in swept), 2)


def _wrong(live: frozenset[str], swept: list[Swept]) -> int:
    """Addresses that were not found, or found where there is nobody, in the worst round."""
    return max(len(live ^ s.found) for s in swept)
