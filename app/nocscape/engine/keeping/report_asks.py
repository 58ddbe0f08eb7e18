"""Asks about reports."""

from __future__ import annotations

from nocscape.engine.asking import Handler, on
from nocscape.engine.rooms import Rooms
from nocscape.model.reports import (
    ListReports,
    ListReportSchedules,
    MakeReport,
    ReportInfo,
    ReportSchedule,
    SetReportSchedules,
)

SCHEDULES, LOOKED_AT = "report_schedules", "reports_looked_at"
"""Names of the profile's settings: what is written by itself, and until when (UTC seconds) that was done."""


def report_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""

    async def infos(_: ListReports) -> tuple[ReportInfo, ...]:
        return rooms.reports.infos()

    async def make(ask: MakeReport) -> bytes:
        return await rooms.reports.make(ask)

    async def schedules(_: ListReportSchedules) -> tuple[ReportSchedule, ...]:
        return rooms.reports.schedules

    async def set_schedules(ask: SetReportSchedules) -> None:
        await rooms.reports.set_schedules(ask.schedules)

    return {
        ListReports: on(ListReports, infos),
        MakeReport: on(MakeReport, make),
        ListReportSchedules: on(ListReportSchedules, schedules),
        SetReportSchedules: on(SetReportSchedules, set_schedules),
    }
