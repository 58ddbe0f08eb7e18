"""Uninterruptible power supplies: what UPS-MIB (RFC 1628) measures."""

from __future__ import annotations

from nocscape.profiles import Gauge, Number, Readings

ROOT = "1.3.6.1.2.1.33"
_TENTH = 0.1


def _gauge(kind: str, below: str, times: float = 1.0, units: str = "") -> Gauge:
    return Gauge(kind=kind, value=Number(f"{ROOT}.1.{below}", times=times), units=units)


READINGS = Readings(
    sensors=(
        _gauge("runtime", "2.3.0", units="min"),  # upsEstimatedMinutesRemaining
        _gauge("charge", "2.4.0", units="%"),  # upsEstimatedChargeRemaining
        _gauge("voltage", "2.5.0", _TENTH, "V"),  # upsBatteryVoltage
        _gauge("current", "2.6.0", _TENTH, "A"),  # upsBatteryCurrent
        _gauge("temperature", "2.7.0", units="C"),  # upsBatteryTemperature
        _gauge("frequency", "3.3.1.2", _TENTH, "Hz"),  # upsInputFrequency
        _gauge("voltage", "3.3.1.3", units="V"),  # upsInputVoltage
        _gauge("current", "3.3.1.4", _TENTH, "A"),  # upsInputCurrent
        _gauge("power", "3.3.1.5", units="W"),  # upsInputTruePower
        _gauge("frequency", "4.2.0", _TENTH, "Hz"),  # upsOutputFrequency
        _gauge("voltage", "4.4.1.2", units="V"),  # upsOutputVoltage
        _gauge("current", "4.4.1.3", _TENTH, "A"),  # upsOutputCurrent
        _gauge("power", "4.4.1.4", units="W"),  # upsOutputPower
        _gauge("load", "4.4.1.5", units="%"),  # upsOutputPercentLoad
        _gauge("frequency", "5.1.0", _TENTH, "Hz"),  # upsBypassFrequency
        _gauge("voltage", "5.3.1.2", units="V"),  # upsBypassVoltage
    )
)
"""Everything that it measures; a profile's own objects come beside it."""
