"""What may be asked about watching: checks, exporters, maintenance, paces; and about what was stored."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.model.access import WebCredential
from nocscape.model.checks import Check
from nocscape.model.exporters import Exporter
from nocscape.model.maintenance import MaintenanceWindow
from nocscape.model.net import DeviceId


class PutCheck(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Check a service of every device in the check's scope from now on, in place of one with the same id.

    Reply: the `Check` with its id.
    """

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
    """Scrape an exporter of every device in its scope from now on, in place of one with the same id.

    Reply: the `Exporter` with its id.
    """

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


class ReadPage(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What an exporter's page offers. Reply: `tuple[OfferedFamily, ...]` in the page's order."""

    exporter: Exporter
    device: DeviceId
    """As in `RunCheck`."""


class PutWebCredential(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep a secret for web servers (in the keyring or vault); replaces one of the same name."""

    credential: WebCredential


class DropWebCredential(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Forget a secret for web servers; what is sent it from then on fails and says why."""

    name: str


class ListWebCredentials(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[WebCredentialInfo, ...]`."""


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


class RetentionPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How long samples and averages are kept (days), and how much disk each class may take; None: as much as it needs.

    Where `most_bytes` is exceeded by all together, the oldest samples go first.
    """

    raw_days: int = 14
    five_minute_days: int = 366
    hourly_days: int = 5 * 366
    raw_bytes: int | None = None
    five_minute_bytes: int | None = None
    hourly_bytes: int | None = None
    most_bytes: int | None = None


class SetRetention(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep history by this plan from now on; kept in the profile."""

    plan: RetentionPlan


class ClassUsage(msgspec.Struct, frozen=True, kw_only=True):
    """What a class of history takes: `raw`, `5min` or `1h`."""

    name: str
    files: int
    bytes: int
    oldest: int | None
    """UTC seconds; None where there is nothing."""


class HistoryReport(msgspec.Struct, frozen=True, kw_only=True):
    """The plan, and what is there."""

    plan: RetentionPlan
    classes: tuple[ClassUsage, ...]


class ReadRetention(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `HistoryReport`."""


class BackUp(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write everything that the profile keeps into a new file on the engine's machine, meanwhile. Reply: its size.

    What opens the vault of secrets is not in it: neither the operating system's keyring nor the vault's key file.
    """

    path: str


class ExportFormat(StrEnum):
    """How samples are written down."""

    CSV = "csv"
    PARQUET = "parquet"


class ExportHistory(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Write stored series into a new file on the engine's machine. Reply: how many values it has.

    Each series comes as fine as it was kept for all of the time between `since` and `until` (UTC seconds).
    """

    path: str
    since: int
    until: int
    devices: tuple[DeviceId, ...] = ()
    """All where it is empty."""
    metrics: tuple[str, ...] = ()
    """All where it is empty."""
    format: ExportFormat = ExportFormat.CSV


WatchingAsk = (
    PutCheck
    | DropCheck
    | ListChecks
    | RunCheck
    | PutExporter
    | DropExporter
    | ListExporters
    | ScrapeOnce
    | ReadPage
    | PutWebCredential
    | DropWebCredential
    | ListWebCredentials
    | PutMaintenance
    | DropMaintenance
    | ListMaintenance
    | SetPace
    | ReadPaces
    | SetRetention
    | ReadRetention
    | BackUp
    | ExportHistory
)

CHANGING: tuple[type, ...] = (
    PutCheck,
    DropCheck,
    RunCheck,
    PutExporter,
    DropExporter,
    ScrapeOnce,
    ReadPage,
    PutWebCredential,
    DropWebCredential,
    PutMaintenance,
    DropMaintenance,
    SetPace,
    SetRetention,
    BackUp,
    ExportHistory,
)
"""What changes the profile, sends traffic or writes files."""
