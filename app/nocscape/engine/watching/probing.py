"""Checks and exporters: which the operator wants, kept in the profile, and asked by the poller as sources."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from nocscape.base.dimensions import parse_unit
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.paths import resources_dir
from nocscape.engine.rooms import Rooms
from nocscape.engine.scopes import check_scope, scopes_of
from nocscape.engine.targets import known_device
from nocscape.engine.watching.standing import Standings, Watched
from nocscape.model.checks import Check, CheckInfo, CheckKind, CheckOutcome
from nocscape.model.exporters import Exporter, ExporterInfo
from nocscape.model.metrics import Metric, Sample
from nocscape.model.net import DeviceId, Inventory
from nocscape.polling.checks import CheckSource
from nocscape.polling.exporters import ExporterLibrary, ScrapeSource, load
from nocscape.polling.exporters.library import FOLDER, metric_of, plain_spec
from nocscape.polling.sources import Source
from nocscape.wire.checks import run_check
from nocscape.wire.checks.dns_message import RECORDS, question

CHECKS, EXPORTERS = "checks", "exporters"
"""Names of the profile's settings."""
MOST = 1000
"""Checks, and exporters."""
MOST_FAMILIES = 100
MOST_LETTERS = 255
LEAST_INTERVAL_S, MOST_INTERVAL_S = 5.0, 86_400.0
MOST_TIMEOUT_S = 30.0
MOST_APART_S = 10.0
VITALS = frozenset({"cpu_percent", "memory_percent", "storage_percent"})
"""An agent's own word on these counts."""


class Probing:
    """What is asked of services beside the agents."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        own = [rooms.profile / FOLDER] if rooms.profile is not None else []
        self.library: ExporterLibrary = load([resources_dir() / FOLDER, *own])
        self._checks: dict[str, Check] = {}
        self._exporters: dict[str, Exporter] = {}
        self._standings = Standings(rooms.state, lambda device: rooms.maintenance.reason(device) is not None)

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept."""
        if (kept := settings.get(CHECKS)) is not None:
            self._checks = {check.id: check for check in msgspec.msgpack.decode(kept, type=tuple[Check, ...])}
        if (kept := settings.get(EXPORTERS)) is not None:
            self._exporters = {one.id: one for one in msgspec.msgpack.decode(kept, type=tuple[Exporter, ...])}

    def sources_of(self, inventory: Inventory, *, has_agent: bool) -> list[Source]:
        """What is asked of a device."""
        device, clock = inventory.device, self._rooms.clock
        scopes = set(scopes_of(device, self._rooms.state.sites.get(device.id, "")))
        address = device.endpoint.address
        sources: list[Source] = []
        for check in self._checks.values():
            if check.scope in scopes:
                told = partial(self._standings.take, _watched_check(check))
                sources.append(CheckSource(device.id, address, check, clock, run_check, told))
        for exporter in self._exporters.values():
            if exporter.scope in scopes:
                told = partial(self._standings.take, Watched(exporter.id, exporter.label))
                without = VITALS if has_agent else frozenset()
                sources.append(
                    ScrapeSource(device.id, address, exporter, self.library, clock, told=told, without=without)
                )
        return sources

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more."""
        self._standings.forget(device)

    def metrics(self) -> Iterator[Metric]:
        """Every metric that exporters may bring."""
        yield from self.library.metrics()
        for exporter in self._exporters.values():
            yield from (metric_of(plain_spec(family)) for family in exporter.families)

    def checks(self) -> tuple[CheckInfo, ...]:
        """All checks with how they stand."""
        return tuple(CheckInfo(check=check, states=self._standings.of(check.id)) for check in self._checks.values())

    def exporters(self) -> tuple[ExporterInfo, ...]:
        """All exporters with how they stand."""
        return tuple(ExporterInfo(exporter=one, states=self._standings.of(one.id)) for one in self._exporters.values())

    async def put_check(self, wanted: Check) -> Check:
        """Keep a check. Raises InputError for one that makes no sense."""
        check_scope(wanted.scope)
        _check_check(wanted)
        check = replace(wanted, id=_fresh_id(self._checks))
        await self._keep_checks({**self._checks, check.id: check})
        return check

    async def drop_check(self, check: str) -> None:
        """Raises InputError where none has that id."""
        if check not in self._checks:
            raise InputError(tr("There is no check {id}", id=check))
        await self._keep_checks({i: c for i, c in self._checks.items() if i != check})

    async def put_exporter(self, wanted: Exporter) -> Exporter:
        """Keep an exporter. Raises InputError for one that makes no sense."""
        check_scope(wanted.scope)
        _check_exporter(wanted)
        exporter = replace(wanted, id=_fresh_id(self._exporters))
        await self._keep_exporters({**self._exporters, exporter.id: exporter})
        return exporter

    async def drop_exporter(self, exporter: str) -> None:
        """Raises InputError where none has that id."""
        if exporter not in self._exporters:
            raise InputError(tr("There is no exporter {id}", id=exporter))
        await self._keep_exporters({i: e for i, e in self._exporters.items() if i != exporter})

    async def run(self, check: Check, device: str) -> CheckOutcome:
        """Run a check once. Raises InputError for one that makes no sense."""
        _check_check(check)
        return await run_check(check, self._address(device))

    async def scrape(self, exporter: Exporter, device: str, apart_s: float) -> Sequence[Sample]:
        """Two pages some seconds apart, so that rates are told. Raises InputError where there is no page."""
        _check_exporter(exporter)
        faults: list[str] = []
        source = ScrapeSource(
            device,
            self._address(device),
            exporter,
            self.library,
            self._rooms.clock,
            told=lambda state: faults.append(str(state.outcome.reason)) if state.outcome.reason else None,
        )
        await source.read()
        if not faults:
            await self._rooms.clock.sleep(min(max(apart_s, 0.1), MOST_APART_S))
            samples = await source.read()
        if faults:
            raise InputError(faults[-1])
        return samples

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


def _check_check(check: Check) -> None:
    if not 0 < check.real_port < 1 << 16:
        raise InputError(tr("A {kind} check needs a port between 1 and 65535", kind=check.kind))
    _check_times(check.interval_s, check.timeout_s)
    _check_words(check.host, check.path, check.expect, check.query, check.record)
    _check_path(check.path, check.host)
    if check.kind is CheckKind.DNS:
        try:
            question(0, check.query, check.record)
        except (ValueError, UnicodeError) as error:
            text = tr("{name} cannot be asked for as {record}", name=check.query, record=check.record)
            raise InputError(text, hint=", ".join(RECORDS)) from error


def _check_exporter(exporter: Exporter) -> None:
    if not 0 < exporter.port < 1 << 16:
        raise InputError(tr("An exporter needs a port between 1 and 65535"))
    if len(exporter.families) > MOST_FAMILIES:
        raise InputError(tr("At most {most} families can be named", most=MOST_FAMILIES))
    _check_times(exporter.interval_s, exporter.timeout_s)
    _check_words(exporter.host, exporter.path, *exporter.families)
    _check_path(exporter.path, exporter.host)
    for family in exporter.families:
        parse_unit(plain_spec(family).unit)


def _check_times(interval_s: float, timeout_s: float) -> None:
    if not LEAST_INTERVAL_S <= interval_s <= MOST_INTERVAL_S or not 0 < timeout_s <= MOST_TIMEOUT_S:
        raise InputError(
            tr(
                "The interval must be {least} to {most} s, the timeout at most {timeout} s",
                least=int(LEAST_INTERVAL_S),
                most=int(MOST_INTERVAL_S),
                timeout=int(MOST_TIMEOUT_S),
            )
        )


def _check_words(*words: str) -> None:
    for word in words:
        if len(word) > MOST_LETTERS or not (word.isprintable() or not word):
            raise InputError(tr("{text} is too long or cannot be printed", text=word[:40]))


def _check_path(path: str, host: str) -> None:
    if not path.startswith("/") or not path.isascii() or " " in path:
        raise InputError(tr("{path} is no path of a page", path=path), hint="/index.html?a=b")
    if not host.isascii() or any(letter in host for letter in " /@"):
        raise InputError(tr("{host} is no name of a host", host=host))
