"""The network as it was: topology and maps from the inventory, states from events and samples, traffic from samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nocscape.base.errors import InputError
from nocscape.base.i18n import msg, tr
from nocscape.engine.asking import Handler, on
from nocscape.engine.rooms import Rooms
from nocscape.engine.watching.loads import IN, OUT, load_of
from nocscape.model import commands as asks
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Device, DeviceStatus, Link, LinkLoad
from nocscape.model.past import NetworkThen
from nocscape.model.status import LinkState, Severity, Status
from nocscape.store.history import HistoryStore
from nocscape.store.inventory import InventoryStore

LOSS, RTT = "icmp_loss_percent", "icmp_rtt_ms"
LEAST_SPAN_S = 300
"""Samples of so long before the time count; at least three polls, where polls are rare."""
_POLLS = 3
MOST_SERIES = 500_000
"""Of one metric. Averages of all series cost the store less than reading those at the ends of links one by one."""

_STATES = {
    "device_down": Status.CRITICAL,
    "device_unreachable": Status.UNREACHABLE,
    "device_up": Status.UP,
}

Values = dict[SeriesKey, float]


def past_handlers(rooms: Rooms) -> dict[type, Handler]:
    """The handler of `ReadNetworkAt`."""

    async def read_network_at(ask: asks.ReadNetworkAt) -> NetworkThen:
        if not 0 <= ask.at <= rooms.clock.now() + 1:
            raise InputError(tr("Nothing is known yet of a time that is still to come"))
        span_s = max(LEAST_SPAN_S, round(_POLLS * rooms.watch.interval_s))
        return await read_then(rooms.inventory, rooms.history, ask.at, span_s)

    return {asks.ReadNetworkAt: on(asks.ReadNetworkAt, read_network_at)}


async def read_then(inventory: InventoryStore, history: HistoryStore, at: float, span_s: int) -> NetworkThen:
    """The network at a time in UTC seconds; averages of the `span_s` seconds before it count."""
    await inventory.flush()
    past = await inventory.past(at)
    values: Values = {}
    for metric in (LOSS, RTT, IN, OUT):
        values.update(await history.top(metric, int(at) - span_s, int(at), MOST_SERIES))
    devices = [inventory.device for inventory in past.devices]
    return NetworkThen(
        at=at,
        devices=past.devices,
        statuses=tuple(status_then(d, past.last_words.get(d.id), values) for d in devices),
        links=past.links,
        loads=tuple(_loads(past.links, values)),
        maps=past.maps,
    )


def status_then(device: Device, word: Event | None, values: Values) -> DeviceStatus:
    """The state of a device by the last `word` on it, where samples show that it was watched at all."""
    loss, rtt = values.get(SeriesKey(device.id, LOSS)), values.get(SeriesKey(device.id, RTT))
    if device.is_ghost or loss is None:
        reason = None if device.is_ghost else msg("not watched at that time")
        return DeviceStatus(device=device.id, status=Status.UNKNOWN, reason=reason)
    status, since = _status_after(word), word.at if word is not None else 0.0
    if word is None and loss >= 100.0:
        status = Status.CRITICAL
    reason = word.text if word is not None and status.is_bad else None
    return DeviceStatus(
        device=device.id, status=status, reason=reason, since=since, rtt_ms=rtt, loss_percent=min(loss, 100.0)
    )


def _status_after(word: Event | None) -> Status:
    if word is None:
        return Status.UP
    if word.kind in _STATES:
        return _STATES[word.kind]
    return Status.UP if word.severity is Severity.CLEAR else Status.WARNING


def _loads(links: Iterable[Link], values: Values) -> Iterator[LinkLoad]:
    for link in links:
        for near, ways in ((link.a, (OUT, IN)), (link.b, (IN, OUT))):
            if near.interface is None or link.state is not LinkState.UP:
                continue
            ab, ba = (values.get(SeriesKey(near.device, metric, near.interface)) for metric in ways)
            if ab is not None or ba is not None:
                yield load_of(link, ab, ba)
                break
