"""What may be asked about watching: checks, exporters, maintenance, paces."""

from __future__ import annotations

import msgspec

from nocscape.model.checks import Check
from nocscape.model.exporters import Exporter
from nocscape.model.maintenance import MaintenanceWindow
from nocscape.model.net import DeviceId


class PutCheck(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Check a service of every device in the check's scope from now on. Reply: the `Check` with its id."""

    check: Check


class DropCheck(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Check no more; what it brought stays in history."""

    check: str


class ListChecks(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[CheckInfo, ...]`."""


class RunCheck(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Run a check once, without keeping it. Reply: `CheckOutcome`."""

    check: Check
    device: DeviceId
    """By id, name or address, or the address of something that is in no inventory."""


class PutExporter(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Scrape an exporter of every device in its scope from now on. Reply: the `Exporter` with its id."""

    exporter: Exporter


class DropExporter(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Scrape no more; what it brought stays in history."""

    exporter: str


class ListExporters(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[ExporterInfo, ...]`."""


class ScrapeOnce(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read an exporter twice, some seconds apart, without keeping anything. Reply: `tuple[Sample, ...]`."""

    exporter: Exporter
    device: DeviceId
    """As in `RunCheck`."""
    apart_s: float = 1.0


class PutMaintenance(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Put devices into maintenance for a while. Reply: the `MaintenanceWindow` with its id."""

    window: MaintenanceWindow


class DropMaintenance(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """End a maintenance window, or take one back that has not begun."""

    window: str


class ListMaintenance(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Windows that are not over. Reply: `tuple[MaintenanceWindow, ...]`, the earliest first."""


class SetPace(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Read a class of metrics every so many seconds from now on; kept in the profile.

    A class is `ports`, `vitals` or the name of a metric profile. 0 lets it be read at every poll, or as the profile
    says itself.
    """

    metric_class: str
    interval_s: float


class ReadPaces(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `dict[str, float]`, seconds by class, of those that were set."""


WatchingAsk = (
    PutCheck
    | DropCheck
    | ListChecks
    | RunCheck
    | PutExporter
    | DropExporter
    | ListExporters
    | ScrapeOnce
    | PutMaintenance
    | DropMaintenance
    | ListMaintenance
    | SetPace
    | ReadPaces
)

CHANGING: tuple[type, ...] = (
    PutCheck,
    DropCheck,
    RunCheck,
    PutExporter,
    DropExporter,
    ScrapeOnce,
    PutMaintenance,
    DropMaintenance,
    SetPace,
)
"""What changes the profile, sends traffic or writes files."""
