"""Asks about what was stored: how long it is kept, copies of it, and files for other programs."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from msgspec.structs import asdict

from nocscape import __version__
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.asking import Handler, on
from nocscape.engine.files import absolute
from nocscape.engine.rooms import Rooms
from nocscape.model import watching as asks
from nocscape.model.utilisation import TRAFFIC, UTILISATION
from nocscape.model.watching import HistoryReport, RetentionPlan
from nocscape.store.backup import pack
from nocscape.store.history import FOLDER
from nocscape.store.periods import Retention

MOST_DAYS = 36_500
LEAST_BYTES = 10 << 20


def keeping_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""
    the = _Handlers(rooms)
    return {
        asks.SetRetention: on(asks.SetRetention, the.set_retention),
        asks.ReadRetention: on(asks.ReadRetention, the.read_retention),
        asks.BackUp: on(asks.BackUp, the.back_up),
        asks.ExportHistory: on(asks.ExportHistory, the.export_history),
    }


class _Handlers:
    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._copying = asyncio.Lock()

    async def set_retention(self, ask: asks.SetRetention) -> None:
        _check(ask.plan)
        await self._rooms.history.retain(Retention(**asdict(ask.plan)))

    async def read_retention(self, _: asks.ReadRetention) -> HistoryReport:
        history = self._rooms.history
        plan = RetentionPlan(**asdict(history.retention))
        return HistoryReport(plan=plan, classes=await asyncio.to_thread(history.usage))

    async def back_up(self, ask: asks.BackUp) -> int:
        rooms = self._rooms
        if rooms.profile is None:
            raise InputError(tr("There is no profile to back up"), hint=tr("name one with --profile DIR"))
        target = absolute(ask.path)
        if not target.parent.is_dir():
            raise InputError(tr("There is no folder {folder}", folder=str(target.parent)))
        async with self._copying:
            with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as made:
                copied = Path(made)
                await rooms.inventory.copy_to(copied)
                await rooms.history.copy_to(copied / FOLDER)
                return await asyncio.to_thread(
                    pack, rooms.profile, copied, target, at=rooms.clock.now(), version=__version__
                )

    async def export_history(self, ask: asks.ExportHistory) -> int:
        absolute(ask.path)
        if ask.since > ask.until:
            raise InputError(tr("The stretch of time ends before it begins"))
        if UTILISATION in ask.metrics:
            raise InputError(tr("{metric} is not stored", metric=UTILISATION), hint=", ".join(TRAFFIC))
        return await self._rooms.history.export(ask)


def _check(plan: RetentionPlan) -> None:
    days = (plan.raw_days, plan.five_minute_days, plan.hourly_days)
    sizes = (plan.raw_bytes, plan.five_minute_bytes, plan.hourly_bytes, plan.most_bytes)
    if not all(1 <= number <= MOST_DAYS for number in days):
        raise InputError(tr("History is kept for 1 to {most} days", most=MOST_DAYS))
    if any(size is not None and size < LEAST_BYTES for size in sizes):
        raise InputError(tr("A class of history needs {least} MB at least", least=LEAST_BYTES >> 20))
