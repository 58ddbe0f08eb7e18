"""The one door between the console and its engine.

One timer empties the line; a tick works at most 8 ms and goes on at the next one, so that a burst of a thousand devices
never stops the window. What arrived in a tick is told once, as sets of ids.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.base.i18n import msg
from nocscape.console.live import LiveNetwork
from nocscape.console.watching import SeriesWatch
from nocscape.engine.client import EngineClient
from nocscape.model.batches import (
    DeviceChanged,
    DeviceGone,
    EngineStats,
    EventsRaised,
    Item,
    JobProgress,
    LinksChanged,
    LoadChanged,
    MapChanged,
    MapLoaded,
    MibRows,
    OverviewsChanged,
    Reply,
    SamplesArrived,
    StatusChanged,
)
from nocscape.model.commands import Ask, Subscribe

log = logging.getLogger(__name__)

TICK_MS = 50
WORK_S = 0.008

OnReply = Callable[[Reply], None]


class Bridge(QObject):
    """Asks the engine and tells the widgets what changed.

    Signals:
        devices_changed(set of DeviceId): new or different; read them from `live.devices`.
        devices_gone(dict DeviceId -> DeviceId | None): forgotten, or merged into the value.
        statuses_changed(set of DeviceId), loads_changed(set of LinkId)
        links_changed(set of LinkId, set of LinkId that are gone)
        events_raised(tuple of Event), samples_arrived(tuple of Sample), mib_rows_arrived(MibRows)
        job_progressed(JobProgress), stats_changed(EngineStats), map_loaded(str map id), map_changed(MapChanged)
        overviews_changed(OverviewsChanged): one was kept or removed.
        connection_lost(): the engine is gone; nothing more will come.
    """

    devices_changed = Signal(object)
    devices_gone = Signal(object)
    statuses_changed = Signal(object)
    links_changed = Signal(object, object)
    loads_changed = Signal(object)
    events_raised = Signal(object)
    samples_arrived = Signal(object)
    mib_rows_arrived = Signal(object)
    job_progressed = Signal(object)
    stats_changed = Signal(object)
    map_loaded = Signal(str)
    map_changed = Signal(object)
    overviews_changed = Signal(object)
    connection_lost = Signal()

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.live = LiveNetwork()
        self.watch = SeriesWatch(self.ask)
        self._client = client
        self._waiting: deque[Item] = deque()
        self._on_reply: dict[int, OnReply] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Ask for everything that is known and begin to listen."""
        self.ask(Subscribe())
        self._timer.start()

    def ask(self, ask: Ask, on_reply: OnReply | None = None) -> int:
        """Send one Ask; `on_reply` is called once in this thread, unless the engine goes away first."""
        try:
            request = self._client.ask(ask)
        except ConnectionError:
            if on_reply is not None:
                on_reply(Reply(request=0, error=msg("The engine has stopped.")))
            return 0
        if on_reply is not None:
            self._on_reply[request] = on_reply
        return request

    def close(self) -> None:
        """Stop listening and hang up."""
        self._timer.stop()
        self._on_reply.clear()
        self._client.close()

    @Slot()
    def tick(self) -> None:
        """Take in what arrived, for at most 8 ms; something each time, however busy the machine is."""
        for batch in self._client.receive():
            self._waiting.extend(batch.items)
        news = _News()
        deadline = time.perf_counter() + WORK_S
        while self._waiting:
            self._take(self._waiting.popleft(), news)
            if time.perf_counter() >= deadline:
                break
        self._tell(news)
        if not self._waiting and not self._client.is_open and self._timer.isActive():
            self._timer.stop()
            self.connection_lost.emit()

    def _take(self, item: Item, news: _News) -> None:
        self.live.take(item)
        match item:
            case DeviceChanged(inventory=inventory):
                news.devices.add(inventory.device.id)
                news.gone.pop(inventory.device.id, None)
            case DeviceGone(device=device, into=into):
                news.gone[device] = into
                news.devices.discard(device)
            case StatusChanged(devices=devices):
                news.statuses.update(s.device for s in devices)
            case LinksChanged(links=links, gone=gone):
                changed = {link.id for link in links}
                news.links = (news.links - set(gone)) | changed
                news.links_gone = (news.links_gone | set(gone)) - changed
            case LoadChanged(loads=loads):
                news.loads.update(x.link for x in loads)
            case EventsRaised() | SamplesArrived() | Reply() | JobProgress() | MibRows() | EngineStats():
                news.singles.append(item)
            case MapLoaded(document=document):
                news.maps.append(document.id)
            case MapChanged() | OverviewsChanged():
                news.singles.append(item)

    def _tell(self, news: _News) -> None:
        for map_id in news.maps:
            self.map_loaded.emit(map_id)
        if news.devices:
            self.devices_changed.emit(news.devices)
        if news.gone:
            self.devices_gone.emit(news.gone)
        if news.links or news.links_gone:
            self.links_changed.emit(news.links, news.links_gone)
        if news.statuses:
            self.statuses_changed.emit(news.statuses)
        if news.loads:
            self.loads_changed.emit(news.loads)
        for item in news.singles:
            self._tell_single(item)

    def _tell_single(self, item: Item) -> None:
        match item:
            case Reply(request=request):
                if (on_reply := self._on_reply.pop(request, None)) is not None:
                    _hand_over(on_reply, item)
            case EventsRaised(events=events):
                self.events_raised.emit(events)
            case SamplesArrived(samples=samples):
                self.samples_arrived.emit(samples)
            case MibRows():
                self.mib_rows_arrived.emit(item)
            case JobProgress():
                self.job_progressed.emit(item)
            case EngineStats():
                self.stats_changed.emit(item)
            case MapChanged():
                self.map_changed.emit(item)
            case OverviewsChanged():
                self.overviews_changed.emit(item)
            case _:
                pass


def _hand_over(on_reply: OnReply, reply: Reply) -> None:
    """Whoever stumbles over an answer keeps none from the others."""
    try:
        on_reply(reply)
    except Exception:
        log.exception("an answer of the engine was not taken")


class _News:
    """What one tick brought."""

    def __init__(self) -> None:
        self.devices: set[str] = set()
        self.gone: dict[str, str | None] = {}
        self.statuses: set[str] = set()
        self.links: set[str] = set()
        self.links_gone: set[str] = set()
        self.loads: set[str] = set()
        self.maps: list[str] = []
        self.singles: list[Item] = []
