"""Overviews that nobody has to compose: templates, and the own one of each device."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from nocscape.console.bridge import Bridge
from nocscape.console.charts.metric_book import MetricBook
from nocscape.console.overviews.ready import overview_of
from nocscape.console.overviews.templates import TEMPLATES, built_in
from nocscape.console.overviews.widgets import kinds
from nocscape.model.metrics import SeriesKey
from nocscape.model.net import Kind
from nocscape.model.overview import check

pytestmark = pytest.mark.qt


@pytest.mark.parametrize("template", [t.name for t in TEMPLATES])
def test_a_template_is_a_sound_overview_of_known_widgets(template: str) -> None:
    overview = built_in(template)
    assert overview is not None
    check(overview)
    for widget in overview.widgets:
        kind = kinds()[widget.kind]
        assert set(widget.settings) <= set(kind.settings.__struct_fields__)
        assert msgspec.convert(widget.settings, kind.settings) == kind.read(widget.settings)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_device_of_every_kind_has_an_overview_ready(kind: Kind, campus: Bridge) -> None:
    inventory = campus.live.devices["core-1"]
    inventory = replace(inventory, device=replace(inventory.device, kind=kind))
    keys = [SeriesKey("core-1", metric) for metric in ("cpu_percent", "icmp_rtt_ms", "ups_charge_percent")]
    keys += [SeriesKey("core-1", "fan_rpm", str(n)) for n in range(30)] + [SeriesKey("core-1", "if_in_bps", "1")]
    overview = overview_of(inventory, keys, MetricBook(campus))
    check(overview)
    assert {w.kind for w in overview.widgets} == {"number", "chart", "top", "events", "availability"}
    assert overview.scope.device == "core-1"
    leading = next(w.settings["metric"] for w in overview.widgets if w.kind == "number")
    assert leading == ("ups_charge_percent" if kind is Kind.UPS else "cpu_percent")
    figures = [w.cells.w for w in overview.widgets if w.kind == "number"]
    assert figures == [4, 4, 4]
    rows: dict[int, int] = {}
    for widget in overview.widgets:
        rows[widget.cells.y] = rows.get(widget.cells.y, 0) + widget.cells.w
    assert set(rows.values()) == {12}
    parts = [SeriesKey("core-1", "temperature_c"), SeriesKey("core-1", "sensor_temperature_c", "Inlet")]
    told = [w.settings.get("metric") for w in overview_of(inventory, parts, MetricBook(campus)).widgets]
    assert told.count("temperature_c") == 1
    assert "sensor_temperature_c" not in told
    assert overview_of(inventory, [], MetricBook(campus)).widgets
