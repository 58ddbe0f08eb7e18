"""What a chart shows: a port's traffic, errors and discards, readings of devices, or any series that were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.charts.axes import shown_unit
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.live import LiveNetwork
from nocscape.console.parts.naming import device_name, port_name
from nocscape.console.parts.words import natural, short_port
from nocscape.console.theme.tokens import SERIES
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import DeviceId, PortRef

MOST_SERIES = 500
"""Curves in one chart."""
FORMULA = "formula"
"""Metric in the key of a formula's curve."""


class Formula(NamedTuple):
    """Arithmetic over stored series, each by a name of its own."""

    text: str
    series: dict[str, SeriesKey]
    unit: str


class CurveSpec(NamedTuple):
    """One curve: which series, what it is called, its colour, and whether it is drawn downwards."""

    key: SeriesKey
    label: str
    token: str
    is_below: bool = False
    formula: Formula | None = None
    factor: float = 1.0
    """From the unit of the series to that of the view."""


class View(NamedTuple):
    """Curves of one unit that belong together."""

    name: str
    title: str
    unit: str
    curves: tuple[CurveSpec, ...]
    capacity: float | None = None
    """What 100 % is, in the unit of the curves."""


class Subject(NamedTuple):
    """What is charted and whose events are marked in it."""

    title: str
    devices: tuple[DeviceId, ...]
    interface: str | None
    views: tuple[View, ...]


_PORT_VIEWS: tuple[tuple[str, str, str, str], ...] = (
    (mark("Traffic"), "b/s", "if_in_bps", "if_out_bps"),
    (mark("Errors"), "/s", "if_in_errors_per_s", "if_out_errors_per_s"),
    (mark("Discards"), "/s", "if_in_discards_per_s", "if_out_discards_per_s"),
    (mark("Packets"), "/s", "if_in_unicast_pps", "if_out_unicast_pps"),
    (mark("Multicast"), "/s", "if_in_multicast_pps", "if_out_multicast_pps"),
    (mark("Broadcast"), "/s", "if_in_broadcast_pps", "if_out_broadcast_pps"),
)
_DEVICE_VIEWS: tuple[tuple[str, str, str], ...] = (
    (mark("CPU"), "%", "cpu_percent"),
    (mark("Memory"), "%", "memory_percent"),
    (mark("RTT"), "ms", "icmp_rtt_ms"),
    (mark("Loss"), "%", "icmp_loss_percent"),
    (mark("Temperature"), "°C", "temperature_c"),
    (mark("Storage"), "%", "storage_percent"),
)
PORT_METRICS = ("if_in_bps", "if_out_bps")


def of_interface(live: LiveNetwork, device: DeviceId, key: str) -> Subject | None:
    """A port: what comes in stands above the axis, what goes out below it."""
    interface = live.interface(device, key)
    if interface is None:
        return None
    views = tuple(
        View(
            name,
            tr(name),
            unit,
            (
                CurveSpec(SeriesKey(device, incoming, key), tr("in"), SERIES[0]),
                CurveSpec(SeriesKey(device, outgoing, key), tr("out"), SERIES[1], is_below=True),
            ),
            float(interface.speed_bps) if interface.speed_bps and unit == "b/s" else None,
        )
        for name, unit, incoming, outgoing in _PORT_VIEWS
    )
    if interface.speed_bps:
        views = (views[0], _utilisation(views[0], interface.speed_bps), *views[1:])
    title = f"{device_name(live, device)} · {one_line(short_port(interface.name or interface.descr or key))}"
    return Subject(title, (device,), key, views)


def _utilisation(traffic: View, speed_bps: int) -> View:
    """Traffic as a share of what the port can carry now."""
    name = mark("Utilisation")
    curves = tuple(curve._replace(factor=100.0 / speed_bps) for curve in traffic.curves)
    return View(name, tr(name), "%", curves, 100.0)


def of_devices(
    live: LiveNetwork, devices: Iterable[DeviceId], book: MetricBook, measured: Sequence[SeriesKey] = ()
) -> Subject | None:
    """Readings of one device, or of several beside each other; of one whose series are known, all that it has."""
    known = tuple(d for d in devices if d in live.devices)[:MOST_SERIES]
    if not known:
        return None
    own = {key.metric for key in measured}
    views = tuple(
        View(name, tr(name), unit, _device_curves(live, known, metric, tr(name)))
        for name, unit, metric in _DEVICE_VIEWS
        if not own or metric in own
    )
    views += tuple(_measured_views(live, book, measured)) if len(known) == 1 else ()
    title = device_name(live, known[0]) if len(known) == 1 else tr("{count} devices", count=len(known))
    return Subject(title, known, None, views)


def of_series(
    live: LiveNetwork, book: MetricBook, chosen: Sequence[SeriesKey | Formula], within: DeviceId = ""
) -> Subject | None:
    """Any series and formulas: a view for each unit, each curve named by what tells it from the others. Where
    everything around is about one device, `within`, its name is left out."""
    keys = list(dict.fromkeys(item for item in chosen if isinstance(item, SeriesKey)))[:MOST_SERIES]
    formulas = [item for item in chosen if isinstance(item, Formula)]
    if not keys and not formulas:
        return None
    by_unit: dict[str, list[CurveSpec]] = {}
    for key in keys:
        curves = by_unit.setdefault(shown_unit(book.unit(key.metric)), [])
        curves.append(_curve_of(live, book, keys, key, SERIES[len(curves) % len(SERIES)], within))
    for formula in formulas:
        curves = by_unit.setdefault(shown_unit(formula.unit), [])
        key = SeriesKey("", FORMULA, formula.text)
        curves.append(CurveSpec(key, formula.text, SERIES[len(curves) % len(SERIES)], formula=formula))
    views = tuple(View(unit, _view_title(book, curves, unit), unit, tuple(curves)) for unit, curves in by_unit.items())
    devices = tuple(dict.fromkeys(key.device for key in keys))
    title = views[0].curves[0].label if len(chosen) == 1 else tr("{count} curves", count=len(keys) + len(formulas))
    return Subject(title, devices, None, views)


def _measured_views(live: LiveNetwork, book: MetricBook, measured: Sequence[SeriesKey]) -> Iterator[View]:
    """A view for each metric of a device that is neither its ports' nor among the usual ones, by title."""
    usual = {metric for _, _, metric in _DEVICE_VIEWS}
    by_metric: dict[str, list[SeriesKey]] = {}
    for key in measured:
        if key.metric not in usual and not key.metric.startswith("if_"):
            by_metric.setdefault(key.metric, []).append(key)
    for metric in sorted(by_metric, key=book.title):
        keys = sorted(by_metric[metric], key=lambda key: natural(key.instance))[:MOST_SERIES]
        curves = tuple(
            CurveSpec(key, instance_name(live, key) or book.title(metric), SERIES[place % len(SERIES)])
            for place, key in enumerate(keys)
        )
        yield View(metric, book.title(metric), shown_unit(book.unit(metric)), curves)


def keys_of_device(view: View | None, device: DeviceId) -> list[SeriesKey]:
    """The series of a device that fit beside what a chart shows; its processor load where nothing is shown."""
    metrics = dict.fromkeys(c.key.metric for c in view.curves if not c.key.instance) if view else {}
    metrics.pop(FORMULA, None)
    return [SeriesKey(device, metric) for metric in metrics or ("cpu_percent",)]


def _view_title(book: MetricBook, curves: Sequence[CurveSpec], unit: str) -> str:
    metrics = {c.key.metric for c in curves if c.formula is None}
    return book.title(metrics.pop()) if len(metrics) == 1 else unit or tr("Number")


def _curve_of(
    live: LiveNetwork, book: MetricBook, keys: Sequence[SeriesKey], key: SeriesKey, token: str, within: DeviceId
) -> CurveSpec:
    """A curve that is called by what is different about it."""
    is_alone = len(keys) == 1
    parts = (
        device_name(live, key.device)
        if key.device != within and (is_alone or len({k.device for k in keys}) > 1)
        else "",
        instance_name(live, key) if is_alone or len({(k.device, k.instance) for k in keys}) > 1 else "",
        book.title(key.metric) if is_alone or len({k.metric for k in keys}) > 1 else "",
    )
    is_below = "_out_" in key.metric and key.metric.replace("_out_", "_in_") in {
        k.metric for k in keys if (k.device, k.instance) == (key.device, key.instance)
    }
    return CurveSpec(key, " · ".join(p for p in parts if p) or book.title(key.metric), token, is_below)


def instance_name(live: LiveNetwork, key: SeriesKey) -> str:
    """The port, or which of several a series is of; empty where there is only one."""
    if key.metric.startswith("if_"):
        return port_name(live, PortRef(key.device, key.instance))
    return one_line(key.instance, 60)


def _device_curves(live: LiveNetwork, devices: tuple[DeviceId, ...], metric: str, title: str) -> tuple[CurveSpec, ...]:
    if len(devices) == 1:
        return (CurveSpec(SeriesKey(devices[0], metric), title, SERIES[0]),)
    return tuple(
        CurveSpec(SeriesKey(device, metric), device_name(live, device), SERIES[place % len(SERIES)])
        for place, device in enumerate(devices)
    )
