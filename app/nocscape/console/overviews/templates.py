"""Overviews that are there from the start: each is made anew in the language in force, and edited as a copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nocscape.base.i18n import mark, tr
from nocscape.model.overview import DAY_S, Cells, Overview, Scope, Setting, Widget
from nocscape.model.utilisation import UTILISATION

BUILT_IN = "built-in:"
"""Begins the ids of templates."""


class Template(NamedTuple):
    """What a new overview may begin with."""

    name: str
    title: str
    """English source, marked for translation."""
    make: Callable[[], tuple[Widget, ...]]
    span_s: int = DAY_S


def _tile(name: str, kind: str, cells: tuple[int, int, int, int], title: str = "", **settings: Setting) -> Widget:
    return Widget(id=name, kind=kind, cells=Cells(*cells), title=title, settings=settings)


def _network() -> tuple[Widget, ...]:
    return (
        _tile("alarms", "alarms", (0, 0, 5, 2)),
        _tile("loss", "number", (5, 0, 2, 2), tr("Loss"), metric="icmp_loss_percent", warning=1.0, critical=5.0),
        _tile("rtt", "number", (7, 0, 3, 2), tr("Round trip"), metric="icmp_rtt_ms"),
        _tile("clock", "clock", (10, 0, 2, 2)),
        _tile("map", "map", (0, 2, 7, 8), map="main"),
        _tile("statuses", "statuses", (7, 2, 5, 4)),
        _tile("events", "events", (7, 6, 5, 4)),
        _tile("traffic", "chart", (0, 10, 6, 6), tr("Ports with most traffic"), metric="if_in_bps", most=8),
        _tile(
            "fullest",
            "top",
            (6, 10, 3, 6),
            tr("Fullest ports"),
            metric=UTILISATION,
            most=8,
            warning=75.0,
            critical=90.0,
        ),
        _tile("top-errors", "top", (9, 10, 3, 6), tr("Top errors in"), metric="if_in_errors_per_s", most=6),
        _tile("availability", "availability", (0, 16, 6, 4)),
        _tile(
            "cpu",
            "top",
            (6, 16, 3, 4),
            tr("Top processor load"),
            metric="cpu_percent",
            most=4,
            warning=75.0,
            critical=90.0,
        ),
        _tile(
            "memory",
            "top",
            (9, 16, 3, 4),
            tr("Top memory use"),
            metric="memory_percent",
            most=4,
            warning=80.0,
            critical=95.0,
        ),
    )


def _wan() -> tuple[Widget, ...]:
    return (
        _tile("alarms", "alarms", (0, 0, 6, 2)),
        _tile("rtt-max", "number", (6, 0, 3, 2), tr("Longest round trip"), metric="icmp_rtt_ms", combine="highest"),
        _tile(
            "loss-max",
            "number",
            (9, 0, 3, 2),
            tr("Greatest loss"),
            metric="icmp_loss_percent",
            combine="highest",
            warning=1.0,
            critical=5.0,
        ),
        _tile(
            "in",
            "chart",
            (0, 2, 6, 6),
            tr("Traffic in, with its 95th percentile"),
            metric="if_in_bps",
            most=4,
            has_percentile=True,
        ),
        _tile(
            "out",
            "chart",
            (6, 2, 6, 6),
            tr("Traffic out, with its 95th percentile"),
            metric="if_out_bps",
            most=4,
            has_percentile=True,
        ),
        _tile("rtt", "chart", (0, 8, 6, 5), tr("Round trip"), metric="icmp_rtt_ms", compare="yesterday"),
        _tile("loss", "chart", (6, 8, 6, 5), tr("Loss"), metric="icmp_loss_percent"),
        _tile("availability", "availability", (0, 13, 4, 4)),
        _tile(
            "fullest",
            "top",
            (4, 13, 4, 4),
            tr("Fullest ports"),
            metric=UTILISATION,
            most=6,
            warning=75.0,
            critical=90.0,
        ),
        _tile("events", "events", (8, 13, 4, 4)),
    )


def _server_room() -> tuple[Widget, ...]:
    return (
        _tile("alarms", "alarms", (0, 0, 6, 2)),
        _tile("clock", "clock", (6, 0, 2, 2)),
        _tile(
            "note", "text", (8, 0, 4, 2), tr("On call"), text=tr("Who is on call, and what to do first"), size="normal"
        ),
        _tile(
            "temperature",
            "gauge",
            (0, 2, 3, 5),
            tr("Hottest"),
            metric="temperature_c",
            combine="highest",
            least=0.0,
            most=90.0,
            warning=60.0,
            critical=75.0,
        ),
        _tile("cpu", "gauge", (3, 2, 3, 5), tr("Busiest processor"), metric="cpu_percent"),
        _tile(
            "memory", "gauge", (6, 2, 3, 5), tr("Fullest memory"), metric="memory_percent", warning=80.0, critical=95.0
        ),
        _tile(
            "storage",
            "gauge",
            (9, 2, 3, 5),
            tr("Fullest storage"),
            metric="storage_percent",
            warning=80.0,
            critical=95.0,
        ),
        _tile("heat", "chart", (0, 7, 6, 5), tr("Temperature"), metric="temperature_c"),
        _tile("statuses", "statuses", (6, 7, 6, 5)),
        _tile("hot", "top", (0, 12, 4, 5), metric="temperature_c", most=5, warning=60.0, critical=75.0),
        _tile("full", "top", (4, 12, 4, 5), metric="storage_percent", most=5, warning=80.0, critical=95.0),
        _tile("events", "events", (8, 12, 4, 5)),
    )


def _device() -> tuple[Widget, ...]:
    return (
        _tile("cpu", "number", (0, 0, 3, 2), metric="cpu_percent", warning=75.0, critical=90.0),
        _tile("memory", "number", (3, 0, 3, 2), metric="memory_percent", warning=80.0, critical=95.0),
        _tile("rtt", "number", (6, 0, 3, 2), metric="icmp_rtt_ms"),
        _tile("temperature", "number", (9, 0, 3, 2), metric="temperature_c"),
        _tile("load", "chart", (0, 2, 6, 5), metric="cpu_percent", compare="yesterday"),
        _tile("traffic", "chart", (6, 2, 6, 5), metric="if_in_bps", most=6),
        _tile("ports", "top", (0, 7, 4, 5), metric="if_in_bps", most=5),
        _tile("events", "events", (4, 7, 4, 5)),
        _tile("availability", "availability", (8, 7, 4, 5), days=63),
    )


TEMPLATES: tuple[Template, ...] = (
    Template("network", mark("Network"), _network),
    Template("wan", mark("WAN"), _wan),
    Template("server-room", mark("Server room"), _server_room),
    Template("device", mark("Single device"), _device),
)


def built_in(name: str) -> Overview | None:
    """A template by its name, ready to be shown."""
    template = next((t for t in TEMPLATES if t.name == name), None)
    if template is None:
        return None
    return Overview(
        id=BUILT_IN + template.name,
        title=tr(template.title),
        widgets=template.make(),
        scope=Scope(span_s=template.span_s),
    )
