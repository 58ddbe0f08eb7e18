"""What a card draws of the last hour: which series, and what they say. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nocscape.base.i18n import tr
from nocscape.base.units import significant
from nocscape.console.live import LiveNetwork
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Link, PortRef

SPAN_S = 3600
POINTS = 60
ERRORS = ("if_in_errors_per_s", "if_out_errors_per_s")
DISCARDS = ("if_in_discards_per_s", "if_out_discards_per_s")


class Curve(NamedTuple):
    """A curve to be asked for, with the words before it."""

    label: str
    key: SeriesKey


class Drawn(NamedTuple):
    """A curve with its values, oldest first; None where there is a gap."""

    label: str
    values: tuple[float | None, ...]


class Wanted(NamedTuple):
    """What is asked for one card: curves to draw, and series of which only the latest value is said."""

    curves: tuple[Curve, ...]
    errors: tuple[SeriesKey, ...] = ()
    discards: tuple[SeriesKey, ...] = ()

    @property
    def keys(self) -> tuple[SeriesKey, ...]:
        """Everything that is asked for."""
        return (*(curve.key for curve in self.curves), *self.errors, *self.discards)


def of_device(device: DeviceId) -> Wanted:
    """Round trip, loss and load of a device."""
    return Wanted(
        (
            Curve(tr("Round trip"), SeriesKey(device, "icmp_rtt_ms")),
            Curve(tr("CPU"), SeriesKey(device, "cpu_percent")),
        )
    )


def of_link(live: LiveNetwork, link: Link) -> Wanted:
    """Traffic of a link both ways, measured where a port is known, and the errors of both its ends."""
    near, far = (link.a, link.b) if link.a.interface is not None else (link.b, link.a)
    if near.interface is None:
        return Wanted(())
    there, back = _name(live, far.device), _name(live, near.device)
    curves = (
        Curve(f"→ {there}", SeriesKey(near.device, "if_out_bps", near.interface)),
        Curve(f"→ {back}", SeriesKey(near.device, "if_in_bps", near.interface)),
    )
    ends = [end for end in (link.a, link.b) if end.interface is not None]
    return Wanted(curves, _keys(ends, ERRORS), _keys(ends, DISCARDS))


def drawn(wanted: Wanted, found: Iterable[SeriesData]) -> list[Drawn]:
    """The curves that have anything to draw."""
    by_key = {data.key: data for data in found}
    curves = [Drawn(curve.label, tuple(by_key[curve.key].values)) for curve in wanted.curves if curve.key in by_key]
    return [curve for curve in curves if sum(value is not None for value in curve.values) > 1]


def facts(wanted: Wanted, found: Iterable[SeriesData]) -> list[tuple[str, str]]:
    """Errors and discards a second, both ends together, where they were measured."""
    latest = {data.key: _latest(data) for data in found}
    rows = ((tr("Errors"), wanted.errors), (tr("Discards"), wanted.discards))
    return [(label, text) for label, keys in rows if (text := _rate(keys, latest))]


def _rate(keys: Sequence[SeriesKey], latest: Mapping[SeriesKey, float | None]) -> str:
    known = [value for key in keys if (value := latest.get(key)) is not None]
    return f"{significant(sum(known), 2)} /s" if known else ""


def _latest(data: SeriesData) -> float | None:
    return next((v for v in reversed(data.values) if v is not None and math.isfinite(v)), None)


def _keys(ends: Iterable[PortRef], metrics: Iterable[str]) -> tuple[SeriesKey, ...]:
    return tuple(SeriesKey(end.device, metric, end.interface or "") for end in ends for metric in metrics)


def _name(live: LiveNetwork, device: DeviceId) -> str:
    known = live.devices.get(device)
    return known.device.shown_name() if known is not None else device
