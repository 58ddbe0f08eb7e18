"""The key figures of one device: the latest from its state, the last hour from the history."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.base.i18n import mark, tr
from nocscape.base.units import NO_VALUE, percent
from nocscape.console.bridge import Bridge
from nocscape.console.charts.axes import value_text
from nocscape.console.charts.curve import Curve, Joined
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListSeries, ReadHistory
from nocscape.model.metrics import Sample, SeriesData, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus

OWNER = "readings"
SENSOR = "sensor_temperature_c"
MOST_SENSORS = 16
INTERVAL_S = 30.0
WINDOW_S = 3600
POINTS = 60
TILES: tuple[tuple[str, str, str], ...] = (
    (mark("CPU"), "cpu_percent", "u1"),
    (mark("Memory"), "memory_percent", "u2"),
    (mark("RTT · loss"), "icmp_rtt_ms", "u2"),
    (mark("Temperature"), "temperature_c", "u3"),
)
"""Title, metric and colour of each tile."""
_FIELDS = {
    "cpu_percent": "cpu_percent",
    "memory_percent": "memory_percent",
    "icmp_rtt_ms": "rtt_ms",
    "temperature_c": "temperature_c",
}


class DeviceReadings(QObject):
    """Curves of the tiles' metrics for the device that is looked at. Signal: changed()."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._now = now
        self._device: DeviceId | None = None
        self._curves: dict[str, Curve] = {}
        self._sensors: dict[SeriesKey, Curve] = {}
        """Of devices whose temperature comes from sensors alone."""
        bridge.samples_arrived.connect(self._take_samples)
        bridge.statuses_changed.connect(self._take_statuses)

    def show_device(self, device: DeviceId) -> None:
        """Be about this device, and read its last hour."""
        if device == self._device:
            return
        self._device = device
        self._sensors = {}
        self._bridge.watch.want(OWNER, ())
        self._curves = {metric: Curve(SeriesKey(device, metric)) for _, metric, _ in TILES}
        until = int(self._now())

        def take(reply: Reply) -> None:
            if device == self._device:
                self._take_history(reply, until)

        keys = tuple(curve.key for curve in self._curves.values())
        self._bridge.ask(ReadHistory(keys=keys, since=until - WINDOW_S, until=until, points=POINTS), take)
        status = self._bridge.live.statuses.get(device)
        if status is not None and status.temperature_c is None:
            self._find_sensors(device)

    def _find_sensors(self, device: DeviceId) -> None:
        """What is not polled as the temperature of the device may be measured by sensors inside it."""

        def take(reply: Reply) -> None:
            if reply.error is None and device == self._device:
                self._watch_sensors(k for k in value(reply, tuple[SeriesKey, ...]) if k.metric == SENSOR)

        self._bridge.ask(ListSeries(device=device), take)

    def _watch_sensors(self, keys: Iterable[SeriesKey]) -> None:
        self._sensors = {key: Curve(key) for key in islice(keys, MOST_SENSORS)}
        self._bridge.watch.want(OWNER, self._sensors, INTERVAL_S)
        until = int(self._now())
        if self._sensors:
            ask = ReadHistory(keys=tuple(self._sensors), since=until - WINDOW_S, until=until, points=POINTS)
            self._bridge.ask(ask, partial(self._take_history, until=until))

    def curve(self, metric: str) -> Joined:
        """The last hour of a metric."""
        hottest = self._hottest() if metric == "temperature_c" else None
        return (hottest or self._curves[metric]).joined().since(self._now() - WINDOW_S)

    def _hottest(self) -> Curve | None:
        known = [(values[-1], curve) for curve in self._sensors.values() if (values := _values(curve))]
        return max(known, key=lambda pair: pair[0])[1] if known else None

    def figure(self, metric: str) -> str:
        """The latest value in words."""
        status = self._bridge.live.statuses.get(self._device or "")
        if status is None:
            return NO_VALUE
        match metric:
            case "icmp_rtt_ms" if status.loss_percent is not None:
                return tr("{rtt} · {loss}", rtt=value_text(status.rtt_ms, "ms"), loss=percent(status.loss_percent))
            case "icmp_rtt_ms":
                return value_text(status.rtt_ms, "ms")
            case "temperature_c":
                return value_text(self._temperature_c(status), "°C")
            case _:
                return percent(getattr(status, _FIELDS[metric]))

    def _temperature_c(self, status: DeviceStatus) -> float | None:
        """As polled, else what the hottest sensor measured last."""
        hottest = self._hottest()
        return status.temperature_c if status.temperature_c is not None or hottest is None else _values(hottest)[-1]

    def _take_history(self, reply: Reply, until: int) -> None:
        if reply.error is not None:
            return
        for data in value(reply, tuple[SeriesData, ...]):
            curve = self._sensors.get(data.key) or self._curves.get(data.key.metric)
            if curve is not None and data.key == curve.key:
                curve.take_history(data, until)
        self.changed.emit()

    @Slot(object)
    def _take_samples(self, samples: tuple[Sample, ...]) -> None:
        fresh = [sample for sample in samples if sample.key in self._sensors]
        for sample in fresh:
            self._sensors[sample.key].take_live((sample,))
        if fresh:
            self.changed.emit()

    @Slot(object)
    def _take_statuses(self, devices: set[DeviceId]) -> None:
        if self._device in devices:
            self._take_status(self._bridge.live.statuses[self._device])
            self.changed.emit()

    def _take_status(self, status: DeviceStatus) -> None:
        at = int(self._now())
        for metric, curve in self._curves.items():
            latest = getattr(status, _FIELDS[metric])
            if latest is not None:
                curve.take_live((Sample(curve.key, at, latest),))


def _values(curve: Curve) -> list[float]:
    """What was measured, without gaps."""
    values = curve.joined().values
    return [v for v in values.tolist() if not math.isnan(v)]
