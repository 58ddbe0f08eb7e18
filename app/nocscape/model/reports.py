"""Reports as plain data: which, about what, how often, and what may be asked about them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

DAY_S = 86_400


class ReportFormat(StrEnum):
    """How a report is written."""

    HTML = "html"
    PDF = "pdf"


class Every(StrEnum):
    """How often a report is made by itself; it is about the day, the week or the 30 days before."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def days(self) -> int:
        """Over how many days it reports."""
        return {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 30}[self]


class ReportInfo(msgspec.Struct, frozen=True):
    """A kind of report in a list."""

    kind: str
    title: str
    """English source, marked for translation."""


class ReportSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """A report that the engine writes into the profile's folder `reports` by itself."""

    kind: str
    every: Every = Every.WEEK
    hour: int = 6
    """Of the engine's local time; weekly ones on Mondays, monthly ones on the first."""
    language: str = "en"
    formats: tuple[ReportFormat, ...] = (ReportFormat.PDF,)
    site: str = ""


class ListReports(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Which reports can be made. Reply: `tuple[ReportInfo, ...]`."""


class MakeReport(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Make a report now. Reply: the file as `bytes`. Times in UTC seconds."""

    kind: str
    since: float
    until: float
    site: str = ""
    language: str = "en"
    format: ReportFormat = ReportFormat.HTML


class ListReportSchedules(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Reply: `tuple[ReportSchedule, ...]`."""


class SetReportSchedules(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Make these reports by itself from now on, and no others."""

    schedules: tuple[ReportSchedule, ...]


ReportAsk = ListReports | MakeReport | ListReportSchedules | SetReportSchedules
