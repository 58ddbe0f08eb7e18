"""Asks about watching: checks, exporters, maintenance, paces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nocscape.engine.asking import Handler, ask_of, on
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.settings import read_setting
from nocscape.engine.watching.metric_room import PACES, PORTS, VITALS
from nocscape.model import watching as asks
from nocscape.model.access import WebCredentialInfo
from nocscape.model.checks import Check, CheckInfo, CheckOutcome
from nocscape.model.commands import Command
from nocscape.model.exporters import Exporter, ExporterInfo, OfferedFamily
from nocscape.model.maintenance import MaintenanceWindow
from nocscape.model.metrics import Sample


def watching_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""
    the = _Handlers(rooms)
    return {
        asks.PutCheck: on(asks.PutCheck, the.put_check),
        asks.DropCheck: on(asks.DropCheck, the.drop_check),
        asks.ListChecks: on(asks.ListChecks, the.list_checks),
        asks.RunCheck: on(asks.RunCheck, the.run_check),
        asks.PutExporter: on(asks.PutExporter, the.put_exporter),
        asks.DropExporter: on(asks.DropExporter, the.drop_exporter),
        asks.ListExporters: on(asks.ListExporters, the.list_exporters),
        asks.ScrapeOnce: on(asks.ScrapeOnce, the.scrape_once),
        asks.ReadPage: on(asks.ReadPage, the.read_page),
        asks.PutWebCredential: on(asks.PutWebCredential, the.put_web_credential),
        asks.DropWebCredential: on(asks.DropWebCredential, the.drop_web_credential),
        asks.ListWebCredentials: on(asks.ListWebCredentials, the.list_web_credentials),
        asks.PutMaintenance: the.put_maintenance,
        asks.DropMaintenance: on(asks.DropMaintenance, the.drop_maintenance),
        asks.ListMaintenance: on(asks.ListMaintenance, the.list_maintenance),
        asks.SetPace: on(asks.SetPace, the.set_pace),
        asks.ReadPaces: on(asks.ReadPaces, the.read_paces),
    }


def restore_watching(rooms: Rooms, settings: Mapping[str, bytes]) -> None:
    """Take over what the store kept of all this."""
    rooms.maintenance.restore(settings)
    rooms.web_keys.restore(settings)
    rooms.probing.restore(settings)
    if (paces := read_setting(settings, PACES, dict[str, float])) is not None:
        rooms.metrics.paces = paces
        _take_paces(rooms)


def _take_paces(rooms: Rooms) -> None:
    rooms.watch.pace.ports_s = rooms.metrics.paces.get(PORTS, 0.0)
    rooms.watch.pace.vitals_s = rooms.metrics.paces.get(VITALS, 0.0)


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def put_check(self, ask: asks.PutCheck) -> Check:
        return await self._rooms.probing.put_check(ask.check)

    async def drop_check(self, ask: asks.DropCheck) -> None:
        await self._rooms.probing.drop_check(ask.check)

    async def list_checks(self, _: asks.ListChecks) -> tuple[CheckInfo, ...]:
        return self._rooms.probing.checks()

    async def run_check(self, ask: asks.RunCheck) -> CheckOutcome:
        return await self._rooms.probing.run(ask.check, ask.device)

    async def put_exporter(self, ask: asks.PutExporter) -> Exporter:
        return await self._rooms.probing.put_exporter(ask.exporter)

    async def drop_exporter(self, ask: asks.DropExporter) -> None:
        await self._rooms.probing.drop_exporter(ask.exporter)

    async def list_exporters(self, _: asks.ListExporters) -> tuple[ExporterInfo, ...]:
        return self._rooms.probing.exporters()

    async def scrape_once(self, ask: asks.ScrapeOnce) -> Sequence[Sample]:
        return await self._rooms.probing.scrape(ask.exporter, ask.device, ask.apart_s)

    async def read_page(self, ask: asks.ReadPage) -> tuple[OfferedFamily, ...]:
        return await self._rooms.probing.offered(ask.exporter, ask.device)

    async def put_web_credential(self, ask: asks.PutWebCredential) -> None:
        await self._rooms.web_keys.put(ask.credential)

    async def drop_web_credential(self, ask: asks.DropWebCredential) -> None:
        await self._rooms.web_keys.drop(ask.name)

    async def list_web_credentials(self, _: asks.ListWebCredentials) -> tuple[WebCredentialInfo, ...]:
        return self._rooms.web_keys.infos()

    async def put_maintenance(self, _: Session, command: Command) -> MaintenanceWindow:
        window = await self._rooms.maintenance.put(ask_of(asks.PutMaintenance, command).window, command.actor)
        self._rooms.watch.hasten(self._rooms.maintenance.within(window))
        return window

    async def drop_maintenance(self, ask: asks.DropMaintenance) -> None:
        window = await self._rooms.maintenance.drop(ask.window)
        self._rooms.watch.hasten(self._rooms.maintenance.within(window))

    async def list_maintenance(self, _: asks.ListMaintenance) -> tuple[MaintenanceWindow, ...]:
        return self._rooms.maintenance.listed()

    async def set_pace(self, ask: asks.SetPace) -> None:
        rooms = self._rooms
        rooms.metrics.set_pace(ask.metric_class, ask.interval_s)
        await rooms.inventory.put_setting(PACES, rooms.metrics.paces)
        _take_paces(rooms)
        await rooms.watch.watch(list(rooms.state.devices.values()))

    async def read_paces(self, _: asks.ReadPaces) -> dict[str, float]:
        return dict(self._rooms.metrics.paces)
