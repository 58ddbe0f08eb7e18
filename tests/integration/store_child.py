"""A process that keeps samples and edits until it is killed, and says on stdout what it handed over and what is kept.

`python -m tests.integration.store_child PROFILE NOW REVISION`: time runs 20,000 times as fast, from NOW (UTC seconds)
on, so that hours are merged and days rolled up while it lives; map edits go on from REVISION.
Lines: `sample TIME VALUE MONOTONIC` after samples of 20 series were appended, `edit REVISION` when an edit is on disk.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from nocscape.base.clock import SystemClock
from nocscape.base.counters import Counters
from nocscape.model.mapdoc import MapDocument, Node, PutItems, apply
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.store import history_sink, keeper
from nocscape.store.history import HistoryStore, open_history
from nocscape.store.inventory import InventoryStore, open_inventory
from tests.unit.store.things import switch

SPEED = 20_000
KEYS = [SeriesKey(f"d{n}", "cpu_percent") for n in range(20)]


class FastClock(SystemClock):
    def __init__(self, now: float) -> None:
        self._start = now
        self._began = time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._began) * SPEED


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def measure(history: HistoryStore, clock: FastClock) -> None:
    while True:
        at, value = int(clock.now()), time.monotonic()
        history.append([Sample(key, at, value) for key in KEYS])
        say("sample", at, value, time.monotonic())
        await asyncio.sleep(0.01)


async def edit(inventory: InventoryStore, revision: int) -> None:
    document = MapDocument(id="m", title="M", revision=revision)
    while True:
        change = PutItems(nodes=(Node(device="d1", x=float(document.revision + 1), y=0.0),))
        document = apply(document, change)
        await inventory.put_map_change("m", change, document.revision, edit="e", actor="kim", document=document)
        inventory.put_devices([switch(document.revision % 10, seen=float(document.revision))])
        say("edit", document.revision)
        await asyncio.sleep(0.001)


async def main(profile: Path, now: float, revision: int) -> None:
    keeper.EVERY_S = 0.1
    history_sink._LOOK_AFTER_EVERY_S = 0.05
    clock = FastClock(now)
    history = open_history(profile, Counters(), clock)
    inventory = open_inventory(profile, Counters(), clock)
    await asyncio.gather(measure(history, clock), edit(inventory, revision))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
