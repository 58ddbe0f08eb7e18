"""The whole engine killed at its work: no edit that it answered is lost, and of its samples the last 2 s at most."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NamedTuple

from nocscape.engine.client import EngineClient, value
from nocscape.model.batches import DeviceChanged, EngineStats, Item, MapLoaded, SamplesArrived
from nocscape.model.commands import EditMap, ReadHistory, Subscribe, WatchSeries
from nocscape.model.mapdoc import Node, PutItems
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from tests.integration.demo import demo_network
from tests.integration.engine_process import doomed_engine

MOST_LOST_S = 2.0
TURNS_OF_THAT = 20
"""How often an engine that is not starved answers an edit in that time, at least."""
SERIES = 12
LIVES = 3


class Heard(NamedTuple):
    """What was told of a series in one second: two polls can meet in it, and one of their values is kept."""

    values: frozenset[float]
    at: float
    """Monotonic."""
    turn: int
    """Behind how many answered edits."""


class Told:
    """What engines said before they died, and what must have outlived them."""

    def __init__(self) -> None:
        self.keys: tuple[SeriesKey, ...] = ()
        self.edits = 0
        self.heard: dict[tuple[SeriesKey, int], Heard] = {}
        self.proven = 0
        self.shown = -1.0
        self.warnings: tuple[str, ...] = ()

    def take(self, item: Item) -> None:
        match item:
            case SamplesArrived(samples=samples):
                for sample in samples:
                    self._hear(sample)
            case DeviceChanged(inventory=inventory):
                port = next((i.key for i in inventory.interfaces if i.oper == "up"), None)
                if port is not None and len(self.keys) < SERIES:
                    self.keys += (SeriesKey(inventory.device.id, "if_in_bps", port),)
            case MapLoaded(document=document) if "edited" in document.nodes:
                self.shown = document.nodes["edited"].x
            case EngineStats(warnings=warnings):
                self.warnings += tuple(map(str, warnings))

    def _hear(self, sample: Sample) -> None:
        if sample.value is not None:
            key = (sample.key, sample.at)
            before = self.heard[key].values if key in self.heard else frozenset()
            self.heard[key] = Heard(before | {sample.value}, time.monotonic(), self.edits)

    def must_be_kept(self, killed_at: float) -> dict[tuple[SeriesKey, int], frozenset[float]]:
        """What was heard long enough before, in time and in turns of the engine: a starved one writes nothing."""
        last_at, last_turn = killed_at - MOST_LOST_S, self.edits - TURNS_OF_THAT
        return {key: h.values for key, h in self.heard.items() if h.at < last_at and h.turn < last_turn}


def work(client: EngineClient, told: Told, lives_s: float) -> None:
    """Edit the map and listen to live values until the time is up, but until some must be kept."""
    client.call(WatchSeries(keys=told.keys, interval_s=1.0), on_item=told.take, timeout_s=20)
    end = time.monotonic() + lives_s
    while time.monotonic() < end or len(told.must_be_kept(time.monotonic())) < SERIES:
        node = Node(device="edited", x=float(told.edits + 1), y=0.0)
        client.call(EditMap(map="main", change=PutItems(nodes=(node,)), edit="e"), on_item=told.take, timeout_s=20)
        told.edits += 1
        for batch in client.receive(0.02):
            for item in batch.items:
                told.take(item)


def check(client: EngineClient, told: Told, killed_at: float) -> None:
    assert told.shown in (told.edits, told.edits + 1)
    told.edits = int(told.shown)
    now = int(time.time())
    asked = ReadHistory(keys=told.keys, since=now - 600, until=now + 5, points=10_000)
    found = value(client.call(asked, on_item=told.take, timeout_s=20), tuple[SeriesData, ...])
    kept = {(s.key, at): v for s in found for at, v in zip(s.times, s.values, strict=True)}
    must = told.must_be_kept(killed_at)
    assert {key: values for key, values in must.items() if kept.get(key) not in values} == {}
    told.proven += len(must)
    told.heard = {key: heard for key, heard in told.heard.items() if key in kept}


def test_an_engine_that_is_killed_starts_clean_with_every_edit_and_all_but_the_last_samples(tmp_path: Path) -> None:
    dice, told, killed_at = random.Random(), Told(), 0.0
    with demo_network() as campus:
        for number in range(LIVES + 1):
            with doomed_engine(tmp_path, origin="console") as client:
                client.call(Subscribe(), on_item=told.take, timeout_s=20)
                if number == 0:
                    client.call(campus, on_item=told.take, timeout_s=60)
                else:
                    check(client, told, killed_at)
                if number < LIVES:
                    work(client, told, dice.uniform(0.1, 3.0))
                killed_at = time.monotonic()
    assert len(told.keys) == SERIES
    assert told.proven >= SERIES
    assert told.warnings == ()
