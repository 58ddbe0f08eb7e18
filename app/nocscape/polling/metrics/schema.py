"""What a metric profile file may say. One file a subject, in `resources/metrics/*.yaml`.

A profile applies to a device by itself where its `when` fits; an operator may switch it on or off for a device, a group
or a kind. Objects are dotted OIDs, columns without index or scalars with their `.0`; the MIB's name stands beside them
for people.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.net import Kind


class ValueKind(StrEnum):
    """How a number is to be taken."""

    GAUGE = "gauge"
    COUNTER32 = "counter32"
    """Its rate a second is the metric, as for all counters."""
    COUNTER64 = "counter64"
    STATE = "state"
    """An enumeration; 1 where the object has one of `good`, else 0."""


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which devices a profile is for; what is left out fits everything. An agent without `has` is asked again later."""

    kinds: tuple[Kind, ...] = ()
    vendors: tuple[str, ...] = ()
    has: str = ""
    """A column or scalar that the agent must have."""
    is_chosen_only: bool = False
    """For no device by itself: only where an operator chose it."""


class MetricSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One metric: either an object, or a formula over metrics of the same profile."""

    name: str
    """Part of every series' key, with the unit at its end: `optical_rx_dbm`."""
    title: str
    unit: str
    object: str = ""
    """For people: `ENTITY-SENSOR-MIB::entPhySensorValue`."""
    value: str = ""
    kind: ValueKind = ValueKind.GAUGE
    good: tuple[int, ...] = ()
    factor: float = 1.0
    """From the agent's number to `unit`."""
    scale: str = ""
    """Column with the power of ten, as EntitySensorDataScale (RFC 3433)."""
    digits: str = ""
    """Column with the number of decimals, as entPhySensorPrecision."""
    only: dict[str, tuple[int, ...]] = {}
    """Rows are left out unless these columns have one of these values; a column that an agent lacks says nothing."""
    label: str = ""
    """Column that names a row; else its index does."""
    rows: tuple[str, ...] = ()
    """Indexes of the rows that count, `"3"` or `"4.10.0.0.1"`; all of them where it is empty."""
    least: float | None = None
    most: float | None = None
    """Agents tell of missing sensors by numbers beyond these."""
    formula: str = ""
    missing: tuple[int, ...] = ()
    """The agent's own numbers by which it says that it has none."""
    is_hidden: bool = False
    """Only an operand of formulas."""


class MetricProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Metrics that are read together."""

    name: str
    title: str
    interval_s: float = 60.0
    when: When = When()
    metrics: tuple[MetricSpec, ...]
