"""Reports on demand and by the clock: facts from the stores, the writing in a thread."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from nocscape import reports
from nocscape.base.errors import InputError, NocscapeError
from nocscape.base.i18n import LANGUAGES, tr
from nocscape.base.paths import make_private
from nocscape.base.tasks import repeat
from nocscape.engine.keeping.report_asks import LOOKED_AT, SCHEDULES
from nocscape.engine.rooms import Rooms
from nocscape.engine.settings import read_setting
from nocscape.model.events import Event
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import DeviceId, Inventory
from nocscape.model.reports import Every, MakeReport, ReportFormat, ReportInfo, ReportSchedule
from nocscape.reports.document import Report

FOLDER = "reports"
LOOK_S = 30.0
RECENT_S = 3600
"""A report that ends no longer ago is about the devices that there are now."""
MOST_DAYS = 5 * 366
MOST_EVENTS = 100_000
MOST_SCHEDULES = 100
MOST_SITE = 60
"""Letters of a site in a file's name."""

log = logging.getLogger(__name__)


class RoomSource:
    """The facts of one report: those of some devices that are at a site, and what the stores hold of them."""

    def __init__(self, rooms: Rooms, site: str, devices: Iterable[Inventory]) -> None:
        self._rooms = rooms
        self._site = site
        self._devices = {i.device.id: i for i in devices if _is_at(self._site_of(i), site)}

    @property
    def now(self) -> float:
        """UTC seconds."""
        return self._rooms.clock.now()

    @property
    def site(self) -> str:
        """The site that it is about."""
        return self._site

    @property
    def devices(self) -> Mapping[DeviceId, Inventory]:
        """The devices of the site."""
        return self._devices

    async def read(self, keys: Sequence[SeriesKey], since: int, until: int, points: int) -> Sequence[SeriesData]:
        """From the history."""
        return await self._rooms.history.read(keys, since, until, points) if keys else []

    async def top(self, metric: str, since: int, until: int, most: int) -> Sequence[tuple[SeriesKey, float]]:
        """The best of this site."""
        return await self._rooms.history.top(metric, since, until, most, self._devices.keys())

    async def events(self, until: float) -> Sequence[Event]:
        """What the inventory holds, oldest first."""
        found = await self._rooms.inventory.read_events(MOST_EVENTS)
        ours = [e for e in found if e.device in self._devices and e.at <= until]
        return ours[::-1]

    def _site_of(self, inventory: Inventory) -> str:
        return self._rooms.state.sites.get(inventory.device.id) or inventory.device.site


class ReportRoom:
    """Makes reports, and knows when the next ones are due."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.schedules: tuple[ReportSchedule, ...] = ()
        self._looked_at = rooms.clock.now()

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept. What became due while no engine ran is written at the next look, the latest
        of each."""
        self.schedules = read_setting(settings, SCHEDULES, tuple[ReportSchedule, ...]) or ()
        if (looked_at := read_setting(settings, LOOKED_AT, float)) is not None:
            self._looked_at = min(self._looked_at, looked_at)

    @staticmethod
    def infos() -> tuple[ReportInfo, ...]:
        """Which reports can be made."""
        return tuple(ReportInfo(kind.name, kind.title) for kind in reports.kinds().values())

    async def make(self, ask: MakeReport) -> bytes:
        """A report as a file. Raises InputError for a kind, a time or a language that does not exist."""
        kind = reports.kinds().get(ask.kind)
        if kind is None:
            text = tr("There is no report {kind}", kind=ask.kind)
            raise InputError(text, hint=", ".join(reports.kinds()))
        if not 0 < ask.until - ask.since <= MOST_DAYS * 86_400 or ask.language not in LANGUAGES:
            raise InputError(tr("A report is about at most {days} days, in English or Korean", days=MOST_DAYS))
        source = RoomSource(self._rooms, ask.site, await self._devices_at(ask.until))
        report = await kind.make(source, ask.since, ask.until)
        return await asyncio.to_thread(_written, report, ask.language, ask.format)

    async def _devices_at(self, until: float) -> Sequence[Inventory]:
        """The devices that there were then: what was taken away since is in the report of its last month."""
        if until > self._rooms.clock.now() - RECENT_S:
            return tuple(self._rooms.state.devices.values())
        await self._rooms.inventory.flush()
        return (await self._rooms.inventory.state_at(until, events=0)).devices

    async def set_schedules(self, schedules: tuple[ReportSchedule, ...]) -> None:
        """Make these from now on. Raises InputError for one that cannot be made."""
        for schedule in schedules:
            is_known = schedule.kind in reports.kinds() and schedule.language in LANGUAGES
            if not is_known or not 0 <= schedule.hour <= 23 or len(schedules) > MOST_SCHEDULES:
                raise InputError(tr("This schedule of reports cannot be kept"))
        self.schedules = schedules
        await self._rooms.inventory.put_setting(SCHEDULES, schedules)
        await self._rooms.inventory.put_setting(LOOKED_AT, self._rooms.clock.now())

    async def run(self) -> None:
        """Write what is due into the profile's folder, until cancelled."""
        await repeat(self._rooms.clock, LOOK_S, self.write_due, "reports")

    async def write_due(self) -> list[Path]:
        """Write what has become due since the last look; a report that cannot be made is logged."""
        since, self._looked_at = self._looked_at, self._rooms.clock.now()
        written: list[Path] = []
        for schedule in self.schedules:
            at = last_due(schedule, self._looked_at)
            if since < at <= self._looked_at:
                try:
                    written += await self._write(schedule, at)
                except (OSError, NocscapeError) as error:
                    log.warning("the report %s was not written: %s", schedule.kind, error)
        if written:
            await self._rooms.inventory.put_setting(LOOKED_AT, self._looked_at)
        return written

    async def _write(self, schedule: ReportSchedule, at: float) -> list[Path]:
        if self._rooms.profile is None:
            return []
        folder = make_private(self._rooms.profile / FOLDER)
        paths = []
        for form in schedule.formats:
            ask = MakeReport(
                kind=schedule.kind,
                since=at - schedule.every.days * 86_400,
                until=at,
                site=schedule.site,
                language=schedule.language,
                format=form,
            )
            path = folder / f"{file_name(schedule, at)}.{form}"
            content = await self.make(ask)
            await asyncio.to_thread(path.write_bytes, content)
            paths.append(path)
        return paths


def file_name(schedule: ReportSchedule, at: float) -> str:
    """What the files of a report that was due at a time (UTC seconds) are called, without their suffix."""
    site = re.sub(r"\W+", "-", schedule.site)[:MOST_SITE].strip("-")
    parts = (f"{datetime.fromtimestamp(at).astimezone():%Y-%m-%d}", schedule.kind, site, schedule.every)
    return "-".join(part for part in (*parts, schedule.language) if part)


def last_due(schedule: ReportSchedule, now: float) -> float:
    """The last time up to now at which a report was due, UTC seconds; schedules are in local time."""
    local = datetime.fromtimestamp(now).astimezone()
    day = local.replace(hour=schedule.hour, minute=0, second=0, microsecond=0)
    if day > local:
        day -= timedelta(days=1)
    match schedule.every:
        case Every.WEEK:
            day -= timedelta(days=day.weekday())
        case Every.MONTH:
            day = day.replace(day=1)
        case Every.DAY:
            pass
    return day.timestamp()


def _is_at(place: str, site: str) -> bool:
    return not site or place == site or place.startswith(f"{site}/")


def _written(report: Report, language: str, form: ReportFormat) -> bytes:
    if form is ReportFormat.PDF:
        from nocscape.reports.pdf import as_pdf  # noqa: PLC0415 - what it stands on takes 0.3 s to load

        return as_pdf(report, language)
    return reports.as_html(report, language).encode()
