"""A device's own overview, made of what history knows of it: nothing has to be composed before it can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.overviews.templates import BUILT_IN
from nocscape.console.overviews.widgets.chart import text_of
from nocscape.console.parts.words import natural
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Inventory, Kind
from nocscape.model.overview import COLUMNS, DAY_S, Overview, Scope, Setting, Widget, free_cells, put

MOST_NUMBERS = 8
MOST_IN_ROW = 4
MOST_CHARTS = 12
CHART_WIDTH = 6
MOST_CURVES = 12
FIRST = ("cpu_percent", "memory_percent", "icmp_rtt_ms", "icmp_loss_percent", "temperature_c", "storage_percent")
_OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.UPS: ("ups_charge_percent", "ups_load_percent", "ups_remaining_min", "ups_on_battery_s", "ups_input_v"),
    Kind.PRINTER: ("supply_percent", "printed_pages"),
    Kind.FIREWALL: ("sessions", "session_table_percent"),
    Kind.ACCESS_POINT: ("wireless_clients", "wireless_signal_dbm"),
    Kind.WLAN_CONTROLLER: ("wireless_clients",),
}
"""What a device of this kind is there for comes before what every device has."""
_LIMITS: dict[str, tuple[float, float]] = {
    "cpu_percent": (75.0, 90.0),
    "memory_percent": (80.0, 95.0),
    "storage_percent": (80.0, 95.0),
    "icmp_loss_percent": (1.0, 5.0),
}
"""From when on a figure is a warning and critical."""
_PARTS = {
    "sensor_temperature_c": "temperature_c",
    "core_percent": "cpu_percent",
    "filesystem_percent": "storage_percent",
}
"""The only part of a whole says the same as the whole."""


def overview_of(inventory: Inventory, keys: Sequence[SeriesKey], book: MetricBook, span_s: int = DAY_S) -> Overview:
    """Figures for what there is one of, a chart for what there are several of, its busiest ports, events, days."""
    device = inventory.device
    overview = Overview(
        id=f"{BUILT_IN}of:{device.id}", title=device.shown_name(), scope=Scope(device=device.id, span_s=span_s)
    )
    by_metric: defaultdict[str, list[SeriesKey]] = defaultdict(list)
    for key in keys:
        by_metric[key.metric].append(key)
    for part, whole in _PARTS.items():
        if whole in by_metric and len(by_metric.get(part, ())) == 1:
            del by_metric[part]
    first = (*_OF_KIND.get(device.kind, ()), *FIRST)
    ordered = [metric for metric in _ordered(by_metric, first) if not metric.startswith("if_")]
    single = [metric for metric in ordered if len(by_metric[metric]) == 1]
    several = [metric for metric in ordered if len(by_metric[metric]) > 1]
    has_ports = "if_in_bps" in by_metric
    numbers = single[:MOST_NUMBERS]
    for metric in numbers:
        overview = _add(overview, "number", (_width_of(len(numbers)), 2), settings=_figure_of(by_metric[metric][0]))
    if has_ports:
        overview = _add(overview, "chart", (CHART_WIDTH, 5), settings={"metric": "if_in_bps", "most": 6})
        overview = _add(overview, "chart", (CHART_WIDTH, 5), settings={"metric": "if_out_bps", "most": 6})
    charted = list(dict.fromkeys((*(m for m in ordered if m in first), *several, *single[MOST_NUMBERS:])))[:MOST_CHARTS]
    for place, metric in enumerate(charted, 1):
        series = tuple(text_of(k) for k in sorted(by_metric[metric], key=lambda k: natural(k.instance))[:MOST_CURVES])
        width = COLUMNS if place == len(charted) and place % 2 else CHART_WIDTH
        overview = _add(overview, "chart", (width, 4), title=book.title(metric), settings={"series": series})
    if has_ports:
        overview = _add(overview, "top", (4, 5), settings={"metric": "if_in_bps", "most": 5})
    overview = _add(overview, "events", (4 if has_ports else 6, 5))
    return _add(overview, "availability", (4 if has_ports else 6, 5), settings={"days": 63})


def _width_of(count: int) -> int:
    """Columns of a figure where so many fill as few rows as they can, as evenly as they can; charts begin below."""
    rows = -(-count // MOST_IN_ROW)
    return min(CHART_WIDTH, COLUMNS // -(-count // rows))


def _ordered(metrics: Collection[str], first: Sequence[str]) -> list[str]:
    """Those of `first` in their order, then the others by name."""
    return [*(m for m in first if m in metrics), *sorted(m for m in metrics if m not in first)]


def _figure_of(key: SeriesKey) -> dict[str, Setting]:
    warning, critical = _LIMITS.get(key.metric, (0.0, 0.0))
    settings: dict[str, Setting] = {"metric": key.metric, "warning": warning, "critical": critical}
    return settings | ({"port": key.instance} if key.instance else {})


def _add(
    overview: Overview, kind: str, size: tuple[int, int], title: str = "", settings: dict[str, Setting] | None = None
) -> Overview:
    cells = free_cells(overview, *size)
    widget = Widget(id=f"{kind}-{len(overview.widgets)}", kind=kind, cells=cells, title=title, settings=settings or {})
    return put(overview, widget)
