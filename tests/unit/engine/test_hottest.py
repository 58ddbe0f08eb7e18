"""The temperature of a device that does not tell one itself."""

from __future__ import annotations

from nocscape.engine.watching.hottest import hottest
from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.model.net import DeviceStatus
from nocscape.model.status import Status

SENSORS = [
    Sample(SeriesKey("d", "sensor_temperature_c", name), 100, value, None if value else Gap.NO_ANSWER)
    for name, value in (("inlet", 24.0), ("asic", 61.5), ("dead", None))
]


def test_it_is_that_of_the_hottest_sensor() -> None:
    assert hottest("d", SENSORS, None) == (Sample(SeriesKey("d", "temperature_c"), 100, 61.5),)
    assert hottest("d", SENSORS[2:], None) == ()


def test_what_the_device_says_itself_counts_alone() -> None:
    assert hottest("d", SENSORS, DeviceStatus(device="d", status=Status.UP, temperature_c=40.0)) == ()
    own = Sample(SeriesKey("d", "temperature_c"), 100, 40.0)
    assert hottest("d", [*SENSORS, own], None) == ()
