"""Checks and exporters: which the operator wants, kept in the profile, and asked by the poller as sources."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from nocscape.base.errors import InputError, NocscapeError
from nocscape.base.i18n import msg, tr
from nocscape.base.paths import resources_dir
from nocscape.base.text import one_line
from nocscape.engine.rooms import Rooms
from nocscape.engine.scopes import check_scope
from nocscape.engine.settings import read_setting
from nocscape.engine.targets import known_device
from nocscape.engine.watching.left_out import LeftOut
from nocscape.engine.watching.probe_rules import check_check, check_exporter
from nocscape.engine.watching.standing import Standings, Watched
from nocscape.model.checks import Check, CheckInfo, CheckKind, CheckOutcome, CheckState
from nocscape.model.exporters import Exporter, ExporterInfo, OfferedFamily
from nocscape.model.metrics import Metric, MetricProfileInfo, Sample
from nocscape.model.net import DeviceId, Inventory
from nocscape.model.scopes import scopes_of
from nocscape.polling.checks import CheckSource
from nocscape.polling.exporters import ExporterLibrary, ScrapeSource, load
from nocscape.polling.exporters.library import FOLDER, metric_of, plain_profile, plain_spec
from nocscape.polling.exporters.offers import offers
from nocscape.polling.exporters.scraping import read_page
from nocscape.polling.sources import Source
from nocscape.wire.checks import run_check
from nocscape.wire.http import HttpError

CHECKS, EXPORTERS = "checks", "exporters"
"""Names of the profile's settings."""
MOST = 1000
"""Checks, and exporters."""
MOST_APART_S = 10.0
MOST_LETTERS = 160
"""Of what went wrong with a page."""
VITALS = frozenset({"cpu_percent", "memory_percent", "storage_percent"})
"""An agent's own word on these counts."""


class Probing:
    """What is asked of services beside the agents."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        own = [rooms.profile / FOLDER] if rooms.profile is not None else []
        broken: dict[str, InputError] = {}
        self.library: ExporterLibrary = load([resources_dir() / FOLDER, *own], broken)
        LeftOut(rooms.conditions).tell(broken)
        self._checks: dict[str, Check] = {}
        self._exporters: dict[str, Exporter] = {}
        self._standings = Standings(rooms.state, lambda device: rooms.maintenance.reason(device) is not None)

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept."""
        self._checks = {check.id: check for check in read_setting(settings, CHECKS, tuple[Check, ...]) or ()}
        self._exporters = {one.id: one for one in read_setting(settings, EXPORTERS, tuple[Exporter, ...]) or ()}

    def sources_of(self, inventory: Inventory, *, has_agent: bool) -> list[Source]:
        """What is asked of a device."""
        device, clock = inventory.device, self._rooms.clock
        scopes = set(scopes_of(device, self._rooms.state.sites.get(device.id, "")))
        address = device.endpoint.address
        sources: list[Source] = []
        for check in self._checks.values():
            if check.scope in scopes:
                told = partial(self._standings.take, _watched_check(check))
                sources.append(CheckSource(device.id, address, check, clock, self._ask, told))
        for exporter in self._exporters.values():
            if exporter.scope in scopes:
                told = partial(self._standings.take, Watched(exporter.id, exporter.label))
                without = VITALS if has_agent else frozenset()
                sources.append(self._scraping(device.id, address, exporter, told, without))
        return sources

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more."""
        self._standings.forget(device)

    def metrics(self) -> Iterator[Metric]:
        """Every metric that exporters may bring."""
        yield from self.library.metrics()
        for exporter in self._exporters.values():
            yield from (metric_of(plain_spec(family)) for family in exporter.families)

    def infos(self) -> Iterator[MetricProfileInfo]:
        """The same, by what brings them."""
        for profile in (
            *self.library.profiles.values(),
            *(plain_profile(e.families) for e in self._exporters.values()),
        ):
            metrics = tuple(metric_of(spec) for spec in profile.metrics if not spec.is_hidden)
            if metrics:
                yield MetricProfileInfo(
                    name=profile.name, title=profile.title, interval_s=0.0, metrics=metrics, is_scraped=True
                )

    def checks(self) -> tuple[CheckInfo, ...]:
        """All checks with how they stand."""
        return tuple(CheckInfo(check=check, states=self._standings.of(check.id)) for check in self._checks.values())

    def exporters(self) -> tuple[ExporterInfo, ...]:
        """All exporters with how they stand."""
        return tuple(ExporterInfo(exporter=one, states=self._standings.of(one.id)) for one in self._exporters.values())

    async def put_check(self, wanted: Check) -> Check:
        """Keep a check, in place of one with its id. Raises InputError for one that makes no sense."""
        check_scope(wanted.scope)
        self._check_check(wanted)
        check = wanted if wanted.id in self._checks else replace(wanted, id=_fresh_id(self._checks))
        await self._keep_checks({**self._checks, check.id: check})
        return check

    async def drop_check(self, check: str) -> None:
        """Raises InputError where none has that id."""
        if check not in self._checks:
            raise InputError(tr("There is no check {id}", id=check))
        await self._keep_checks({i: c for i, c in self._checks.items() if i != check})

    async def put_exporter(self, wanted: Exporter) -> Exporter:
        """Keep an exporter, in place of one with its id. Raises InputError for one that makes no sense."""
        check_scope(wanted.scope)
        self._check_exporter(wanted)
        exporter = wanted if wanted.id in self._exporters else replace(wanted, id=_fresh_id(self._exporters))
        await self._keep_exporters({**self._exporters, exporter.id: exporter})
        return exporter

    async def drop_exporter(self, exporter: str) -> None:
        """Raises InputError where none has that id."""
        if exporter not in self._exporters:
            raise InputError(tr("There is no exporter {id}", id=exporter))
        await self._keep_exporters({i: e for i, e in self._exporters.items() if i != exporter})

    async def run(self, check: Check, device: str) -> CheckOutcome:
        """Run a check once. Raises InputError for one that makes no sense."""
        self._check_check(check)
        return await self._ask(check, self._address(device))

    async def scrape(self, exporter: Exporter, device: str, apart_s: float) -> Sequence[Sample]:
        """Two pages some seconds apart, so that rates are told. Raises InputError where there is no page."""
        self._check_exporter(exporter)
        faults: list[str] = []

        def told(state: CheckState) -> None:
            if state.outcome.reason:
                faults.append(str(state.outcome.reason))

        source = self._scraping(device, self._address(device), exporter, told)
        await source.read()
        if not faults:
            await self._rooms.clock.sleep(min(max(apart_s, 0.1), MOST_APART_S))
            samples = await source.read()
        if faults:
            raise InputError(faults[-1])
        return samples

    async def offered(self, exporter: Exporter, device: str) -> tuple[OfferedFamily, ...]:
        """What a page offers. Raises InputError where there is none."""
        self._check_exporter(exporter)
        known = {spec.family for profile in self.library.profiles.values() for spec in profile.metrics}
        try:
            async with asyncio.timeout(exporter.timeout_s):
                body = await read_page(exporter, self._address(device), self._rooms.web_keys.header)
            return offers(body, known)
        except TimeoutError as error:
            raise InputError(tr("no answer within {seconds} s", seconds=exporter.timeout_s)) from error
        except (OSError, HttpError) as error:
            raise InputError(tr("no page of metrics: {reason}", reason=one_line(str(error), MOST_LETTERS))) from error

    async def _ask(self, check: Check, address: str) -> CheckOutcome:
        try:
            secret = await self._rooms.web_keys.header(check.access.credential)
        except NocscapeError as error:
            return CheckOutcome(is_up=False, reason=msg("{text}", text=error.message))
        return await run_check(check, address, secret)

    def _scraping(
        self,
        device: DeviceId,
        address: str,
        exporter: Exporter,
        told: Callable[[CheckState], None],
        without: Collection[str] = (),
    ) -> ScrapeSource:
        return ScrapeSource(
            device,
            address,
            exporter,
            self.library,
            self._rooms.clock,
            told=told,
            without=without,
            secret_of=self._rooms.web_keys.header,
        )

    def _check_check(self, check: Check) -> None:
        check_check(check)
        self._rooms.web_keys.check_name(check.access.credential)

    def _check_exporter(self, exporter: Exporter) -> None:
        check_exporter(exporter)
        self._rooms.web_keys.check_name(exporter.access.credential)

    def _address(self, typed: str) -> str:
        known = known_device(self._rooms, typed)
        return known.device.endpoint.address if known is not None else typed

    async def _keep_checks(self, checks: dict[str, Check]) -> None:
        await self._rooms.inventory.put_setting(CHECKS, tuple(checks.values()))
        self._checks = checks
        await self._apply()

    async def _keep_exporters(self, exporters: dict[str, Exporter]) -> None:
        await self._rooms.inventory.put_setting(EXPORTERS, tuple(exporters.values()))
        self._exporters = exporters
        await self._apply()

    async def _apply(self) -> None:
        self._standings.keep(self._checks.keys() | self._exporters.keys())
        await self._rooms.watch.watch(list(self._rooms.state.devices.values()))


def _watched_check(check: Check) -> Watched:
    return Watched(check.id, check.label, check.warn_days, is_telling=check.kind is CheckKind.SSH)


def _fresh_id(known: Mapping[str, object]) -> str:
    if len(known) >= MOST:
        raise InputError(tr("There are {most} of them already", most=MOST))
    return uuid.uuid4().hex[:8]
