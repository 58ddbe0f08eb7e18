"""Units as MIBs write them."""

from __future__ import annotations

import pytest

from nocscape.base.dimensions import parse_unit
from nocscape.mibs import measure_of


@pytest.mark.parametrize(
    ("units", "unit", "factor"),
    [
        ("seconds", "s", 1.0),
        ("Tenths of Seconds", "s", 0.1),
        ("centi-seconds", "s", 0.01),
        ("HundredOfSeconds", "1", 1.0),
        ("milliseconds", "s", 0.001),
        ("0.1 RMS Amp", "A", 0.1),
        ("RMS Volts", "V", 1.0),
        ("degrees Celsius", "°C", 1.0),
        ("deci-degrees Celsius", "°C", 0.1),
        ("KBytes", "B", 1000.0),
        ("kB", "B", 1000.0),
        ("Octets", "B", 1.0),
        ("bits per second", "bit/s", 1.0),
        ("Kilobits per Second", "bit/s", 1000.0),
        ("tenth dBm", "dBm", 0.1),
        ("percent", "%", 1.0),
        ("packets", "1", 1.0),
        ("", "1", 1.0),
        ("x" * 10_000, "1", 1.0),
    ],
)
def test_a_units_clause_becomes_a_unit_that_can_be_reckoned_with(units: str, unit: str, factor: float) -> None:
    found, by = measure_of(units)
    assert found == unit
    assert by == pytest.approx(factor)
    parse_unit(found)
