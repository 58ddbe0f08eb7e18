"""What may be asked about what is measured."""

from __future__ import annotations

import msgspec

from nocscape.model.metrics import Combine, SeriesKey
from nocscape.model.net import DeviceId


class ListMetrics(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What can be measured beyond ports and vitals. Reply: `tuple[MetricProfileInfo, ...]`."""


class ChooseMetrics(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Measure a metric profile's metrics, or not, whatever it says itself; None leaves it to the profile again.

    `scope` is `device:ID`, `kind:KIND`, `vendor:NAME` or `site:NAME`; the narrowest that says anything counts.
    """

    scope: str
    profile: str
    is_on: bool | None


class ListSeries(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Every series of a device that history knows. Reply: `tuple[SeriesKey, ...]`."""

    device: DeviceId


class ReadTop(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Series of a metric with the highest averages between two times. Reply: `Ranking`."""

    metric: str
    since: int
    until: int
    most: int = 20
    devices: tuple[DeviceId, ...] | None = None
    """Those of these devices alone."""


class Ranking(msgspec.Struct, frozen=True):
    """Series with their averages, the highest first."""

    rows: tuple[tuple[SeriesKey, float], ...] = ()
    without_speed: int = 0
    """Ports with traffic that are left out of a ranking by utilisation, since nobody knows their speed."""


class ReadTogether(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """All series of a metric as one, in about `points` steps between two times (UTC seconds). Reply: `SeriesData`."""

    metric: str
    since: int
    until: int
    combine: Combine = "average"
    points: int = 60
    devices: tuple[DeviceId, ...] | None = None
    """Those of these devices alone."""


class ReadFormula(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A formula over stored series, such as `a + b` or `used / size`. Reply: `SeriesData` under the key of the formula.

    `unit` is that of the result; it is checked against what the formula makes of the metrics' units.
    """

    formula: str
    series: dict[str, SeriesKey]
    unit: str
    since: int
    until: int
    points: int = 1500


class ReadHistory(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Stored samples between two times (UTC seconds), about `points` a series. Reply: `tuple[SeriesData, ...]`."""

    keys: tuple[SeriesKey, ...]
    since: int
    until: int
    points: int = 1500


class WatchSeries(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Send new samples of these series as they come (`SamplesArrived`), polled every `interval_s` while anyone watches.

    Replaces what this console watched before; an empty tuple watches nothing.
    """

    keys: tuple[SeriesKey, ...]
    interval_s: float = 5.0


class PollNow(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read one device's watched metrics at once. Reply: `tuple[Sample, ...]`."""

    device: DeviceId


class SetPolling(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Poll every device every so many seconds from now on, 5 to 3600; kept in the profile."""

    interval_s: float


MetricAsk = (
    ListMetrics
    | ChooseMetrics
    | ListSeries
    | ReadTop
    | ReadTogether
    | ReadFormula
    | ReadHistory
    | WatchSeries
    | PollNow
    | SetPolling
)
"""All of these."""
