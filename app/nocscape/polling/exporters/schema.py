"""What an exporter profile file may say. One file an exporter, in `resources/exporters/*.yaml`."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class FamilyKind(StrEnum):
    """How a family's numbers are to be taken."""

    GAUGE = "gauge"
    COUNTER = "counter"
    """Its rate a second is the metric."""


class ExporterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One metric: either a family, or a formula over metrics of the same profile."""

    name: str
    """Part of every series' key, with the unit at its end."""
    title: str
    unit: str
    family: str = ""
    kind: FamilyKind = FamilyKind.GAUGE
    only: dict[str, tuple[str, ...]] = {}
    """Points count that have one of these values in these labels."""
    without: dict[str, tuple[str, ...]] = {}
    """Points do not count that have one of these."""
    label: str = ""
    """Label that names an instance; points that share its value, or all where it is empty, are summed."""
    factor: float = 1.0
    """From the family's number to `unit`."""
    least: float | None = None
    most: float | None = None
    """A value beyond it is none; a rate is capped, since two clocks are not read in the same instant."""
    formula: str = ""
    is_hidden: bool = False
    """Only an operand of formulas."""


class ExporterProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What is taken of an exporter's page."""

    name: str
    title: str
    has: str
    """The family that a page of this exporter has."""
    began: str = ""
    """Family with the time (UTC seconds) at which the counters began."""
    metrics: tuple[ExporterSpec, ...]
