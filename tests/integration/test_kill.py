"""A process that is killed at any moment loses at most its last 2 s of samples and no edit, and starts clean again."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import time
from pathlib import Path

from nocscape.base.clock import FakeClock
from nocscape.base.counters import Counters
from nocscape.store.history import open_history
from nocscape.store.inventory import open_inventory
from tests.integration.store_child import KEYS

LANES = 4
KILLS_A_LANE = 5
MOST_LOST_S = 2.0
TURNS_OF_THAT = 150
"""How often a process that is not starved hands over samples in that time, at least. Where the machine gives it fewer
turns, what it lost is told by its turns: it cannot write while it does not run."""
START = 1_750_032_000


class Told:
    """What the processes said so far, and what must have outlived them."""

    def __init__(self) -> None:
        self.samples: dict[int, float] = {}
        self.survived: dict[int, float] = {}
        self.sent_at: dict[int, float] = {}
        self.revision = 0
        self.now = START

    def hear(self, line: str) -> None:
        match line.split():
            case ["sample", at, value, sent_at]:
                self.samples[int(at)] = float(value)
                self.sent_at[int(at)] = float(sent_at)
                self.now = int(at)
            case ["edit", revision]:
                self.revision = int(revision)


async def run_and_kill(profile: Path, told: Told, lives_s: float) -> float:
    """Let the process live for that long from its first sample on; returns when it was killed (monotonic)."""
    arguments = (str(profile), str(told.now + 1000), str(told.revision))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.store_child", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    told.hear((await child.stdout.readline()).decode())
    reader = asyncio.create_task(child.stdout.read())
    await asyncio.sleep(lives_s)
    child.send_signal(signal.SIGKILL)
    killed_at = time.monotonic()
    for line in (await reader).decode().split("\n")[:-1]:
        told.hear(line)
    await child.wait()
    return killed_at


async def check_history(profile: Path, told: Told, killed_at: float) -> int:
    """How many samples were lost; fails where one was that is not among the last."""
    history = open_history(profile, Counters(), FakeClock(told.now))
    found = await history.read(KEYS, START, told.now, points=10**9)
    assert history.warnings() == ()
    await history.close()
    assert len({tuple(data.times) for data in found}) == 1, "a flush was kept in part"
    stored = dict(zip(found[0].times, found[0].values, strict=True))
    long_ago = sorted(told.samples)[:-TURNS_OF_THAT]
    must = told.survived | {at: told.samples[at] for at in long_ago if told.sent_at[at] < killed_at - MOST_LOST_S}
    assert {at: stored.get(at) for at in must if stored.get(at) != must[at]} == {}
    assert stored.keys() <= told.samples.keys()
    told.survived = {at: told.samples[at] for at in stored}
    lost = len(told.samples) - len(stored)
    told.samples = dict(told.survived)
    return lost


async def check_inventory(profile: Path, told: Told) -> None:
    inventory = open_inventory(profile, Counters(), FakeClock(told.now))
    (document,) = (await inventory.load()).maps
    assert document.revision >= told.revision
    assert document.nodes["d1"].x == document.revision
    journal = await inventory.read_journal("m")
    assert [entry.revision for entry in journal] == list(range(1, document.revision + 1))
    assert inventory.warnings() == ()
    await inventory.close()
    told.revision = document.revision


async def lane(profile: Path, seed: int) -> Told:
    dice, told = random.Random(seed), Told()
    for _ in range(KILLS_A_LANE):
        killed_at = await run_and_kill(profile, told, dice.uniform(0.05, 4.0))
        await check_history(profile, told, killed_at)
        await check_inventory(profile, told)
    return told


async def test_twenty_kills_lose_at_most_the_last_two_seconds_of_samples_and_no_edit(tmp_path: Path) -> None:
    lanes = await asyncio.gather(*(lane(tmp_path / str(n), seed=n) for n in range(LANES)))
    for number, told in enumerate(lanes):
        files = [path.name for path in (tmp_path / str(number)).rglob("*")]
        assert not [name for name in files if "damaged" in name]
        assert [name for name in files if name.startswith("2025-06-") and "." not in name.removesuffix(".duckdb")]
        assert told.revision > 100
