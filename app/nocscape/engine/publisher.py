"""Collects what changed and tells each session at most ten times a second: the latest per key, nothing twice.

A reply does not wait for its turn, since somebody waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable

from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.engine.lines.transport import Session
from nocscape.model.batches import (
    Batch,
    DeviceChanged,
    DeviceGone,
    EngineStats,
    Item,
    JobProgress,
    LinksChanged,
    LoadChanged,
    MapLoaded,
    Reply,
    SamplesArrived,
    StatusChanged,
)
from nocscape.model.metrics import Sample, SeriesKey

PERIOD_S = 0.1
MOST_UNTOLD = 100_000
"""Items that may wait for a session that takes nothing, and that cannot be merged. Then it is hung up: it may be a
console that was stopped over night, and comes back by subscribing anew."""
log = logging.getLogger(__name__)


class Outbox:
    """What one session is still to be told.

    States of many devices or links are merged into one item when they are taken out; replies, rows and edits are
    kept in order and never merged.
    """

    def __init__(self) -> None:
        self.watches: frozenset[SeriesKey] = frozenset()
        self.interval_s = 5.0
        self.is_subscribed = False
        self._latest: dict[Hashable, Item] = {}
        self._ordered: list[Item] = []
        self._samples: list[Sample] = []

    def __len__(self) -> int:
        return len(self._latest) + len(self._ordered) + len(self._samples)

    @property
    def is_overfull(self) -> bool:
        """Whether more waits than any session that still reads lets wait."""
        return len(self._ordered) + len(self._samples) > MOST_UNTOLD

    def put(self, item: Item) -> None:
        """Keep `item` until the next flush."""
        match item:
            case DeviceChanged(inventory=inventory):
                self._keep(("device", inventory.device.id), item)
            case DeviceGone(device=device):
                self._latest.pop(("device", device), None)
                self._latest.pop(("status", device), None)
                self._keep(("gone", device), item)
            case StatusChanged():
                self._put_statuses(item)
            case LinksChanged():
                self._put_links(item)
            case LoadChanged():
                self._put_loads(item)
            case EngineStats():
                self._keep("stats", item)
            case JobProgress():
                self._put_progress(item)
            case MapLoaded(document=document):
                self._keep(("map", document.id), item)
            case SamplesArrived(samples=samples):
                self._samples += [s for s in samples if s.key in self.watches]
            case _:
                self._ordered.append(item)

    def take(self) -> tuple[Item, ...]:
        """Everything, in the order in which it is to be applied; the outbox is empty after."""
        latest, self._latest = list(self._latest.values()), {}
        ordered, self._ordered = self._ordered, []
        samples, self._samples = self._samples, []
        items: list[Item] = [i for i in latest if not isinstance(i, (StatusChanged, LinksChanged, LoadChanged))]
        items += _merged(latest)
        if samples:
            items.append(SamplesArrived(samples=tuple(samples)))
        return tuple(items + ordered)

    def _keep(self, key: Hashable, item: Item) -> None:
        self._latest.pop(key, None)
        self._latest[key] = item

    def _put_statuses(self, item: StatusChanged) -> None:
        for status in item.devices:
            self._keep(("status", status.device), StatusChanged(devices=(status,)))

    def _put_loads(self, item: LoadChanged) -> None:
        for load in item.loads:
            self._keep(("load", load.link), LoadChanged(loads=(load,)))

    def _put_links(self, item: LinksChanged) -> None:
        for link in item.links:
            self._keep(("link", link.id), LinksChanged(links=(link,)))
        for gone in item.gone:
            self._keep(("link", gone), LinksChanged(gone=(gone,)))

    def _put_progress(self, item: JobProgress) -> None:
        key = ("job", item.job)
        before = self._latest.get(key)
        if isinstance(before, JobProgress) and before.problems:
            item = replace(item, problems=before.problems + item.problems)
        self._keep(key, item)


def _merged(latest: list[Item]) -> list[Item]:
    links = [link for i in latest if isinstance(i, LinksChanged) for link in i.links]
    gone = [link for i in latest if isinstance(i, LinksChanged) for link in i.gone]
    statuses = [status for i in latest if isinstance(i, StatusChanged) for status in i.devices]
    loads = [load for i in latest if isinstance(i, LoadChanged) for load in i.loads]
    items: list[Item] = []
    if links or gone:
        items.append(LinksChanged(links=tuple(links), gone=tuple(gone)))
    if statuses:
        items.append(StatusChanged(devices=tuple(statuses)))
    if loads:
        items.append(LoadChanged(loads=tuple(loads)))
    return items


class Publisher:
    """All sessions and their outboxes; lives on the engine's loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._boxes: dict[Session, Outbox] = {}
        self._news = asyncio.Event()
        self._sequence = 0
        self.watches_changed: Callable[[], None] = lambda: None

    def enter(self, session: Session) -> None:
        """A new session, not yet subscribed: it hears its own replies alone."""
        self._boxes[session] = Outbox()

    def leave(self, session: Session) -> None:
        """A session that is gone."""
        if self._boxes.pop(session, None) is not None:
            self.watches_changed()

    def subscribe(self, session: Session, everything: list[Item]) -> None:
        """Tell `session` all that is known, and every change from then on."""
        if (box := self._boxes.get(session)) is not None:
            box.is_subscribed = True
            for item in everything:
                box.put(item)
            self._news.set()

    def watch(self, session: Session, keys: frozenset[SeriesKey], interval_s: float = 5.0) -> None:
        """Which series `session` wants to hear live, and how often."""
        if (box := self._boxes.get(session)) is not None:
            box.watches, box.interval_s = keys, interval_s
            self.watches_changed()

    def watched(self) -> dict[SeriesKey, float]:
        """What anybody watches, with the shortest interval asked for, in seconds."""
        wanted: dict[SeriesKey, float] = {}
        for box in self._boxes.values():
            for key in box.watches:
                wanted[key] = min(box.interval_s, wanted.get(key, box.interval_s))
        return wanted

    def publish(self, item: Item) -> None:
        """Tell everybody who subscribed."""
        for box in self._boxes.values():
            if box.is_subscribed or isinstance(item, SamplesArrived):
                box.put(item)
        self._news.set()

    def send(self, session: Session, item: Item) -> None:
        """Tell one session, subscribed or not; with a reply goes all that waits before it."""
        if (box := self._boxes.get(session)) is not None:
            box.put(item)
            if not isinstance(item, Reply) or not self._deliver(session, box):
                self._news.set()

    async def run(self) -> None:
        """Flush as news come, at most ten times a second."""
        while True:
            await self._news.wait()
            self._news.clear()
            if not self.flush():
                self._news.set()
            await self._clock.sleep(PERIOD_S)

    def flush(self) -> bool:
        """Send what waits; False where a slow session still has to be told."""
        is_done = True
        for session, box in list(self._boxes.items()):
            if len(box) and not self._deliver(session, box):
                is_done = False
                if box.is_overfull:
                    self._give_up(session)
        return is_done

    def _give_up(self, session: Session) -> None:
        log.warning("a session that took nothing for too long was hung up")
        session.hang_up()
        self.leave(session)

    def _deliver(self, session: Session, box: Outbox) -> bool:
        """Whether the session could take it."""
        if not session.can_take:
            return False
        self._sequence += 1
        session.deliver(Batch(sequence=self._sequence, at=self._clock.now(), items=box.take()))
        return True

    def hang_up(self) -> None:
        """Send the last words and close every session."""
        self.flush()
        for session in list(self._boxes):
            session.hang_up()
        self._boxes.clear()
