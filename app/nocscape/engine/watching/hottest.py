"""The temperature of a device whose profile names none: that of its hottest sensor, as the standard MIBs and exporters
tell it."""

from __future__ import annotations

from collections.abc import Sequence

from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.net import DeviceId, DeviceStatus

SENSOR, HOTTEST = "sensor_temperature_c", "temperature_c"


def hottest(device: DeviceId, samples: Sequence[Sample], status: DeviceStatus | None) -> tuple[Sample, ...]:
    """A sample of the hottest among what one source brought; none where the device's own reading says it already."""
    if status is not None and status.temperature_c is not None:
        return ()
    told = [(s.value, s.at) for s in samples if s.key.metric == SENSOR and s.value is not None]
    if not told or any(s.key.metric == HOTTEST for s in samples):
        return ()
    value, at = max(told)
    return (Sample(SeriesKey(device, HOTTEST), at, value),)
