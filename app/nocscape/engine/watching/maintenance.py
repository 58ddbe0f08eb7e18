"""Maintenance windows: kept in the profile, and asked for at every poll."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from msgspec.structs import replace

from nocscape.base.clock import Clock
from nocscape.base.errors import InputError
from nocscape.base.i18n import Text, msg, tr
from nocscape.base.text import one_line
from nocscape.engine.scopes import check_scope
from nocscape.engine.settings import SettingKeeper, read_setting
from nocscape.engine.state import NetworkState
from nocscape.model.maintenance import MaintenanceWindow, Repeat
from nocscape.model.net import DeviceId
from nocscape.model.scopes import scopes_of

MAINTENANCE = "maintenance"
"""Name of the profile's setting."""
MOST_WINDOWS = 1000
MOST_NOTE = 200
LONGEST_S = {Repeat.NEVER: 366 * 86_400, Repeat.DAILY: 86_400, Repeat.WEEKLY: 7 * 86_400}


class MaintenanceRoom:
    """All windows that are not over."""

    def __init__(self, state: NetworkState, keeper: SettingKeeper, clock: Clock) -> None:
        self._state = state
        self._keeper = keeper
        self._clock = clock
        self._windows: dict[str, MaintenanceWindow] = {}

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept."""
        windows = read_setting(settings, MAINTENANCE, tuple[MaintenanceWindow, ...]) or ()
        self._windows = {window.id: window for window in windows}

    def listed(self) -> tuple[MaintenanceWindow, ...]:
        """The earliest first."""
        now = self._clock.now()
        return tuple(sorted((w for w in self._windows.values() if not w.is_over(now)), key=lambda w: w.since))

    async def put(self, wanted: MaintenanceWindow, actor: str) -> MaintenanceWindow:
        """Keep a window. Raises InputError for one that makes no sense."""
        _check(wanted, self._clock.now())
        if len(self.listed()) >= MOST_WINDOWS:
            raise InputError(tr("There are {most} maintenance windows already", most=MOST_WINDOWS))
        window = replace(wanted, id=uuid.uuid4().hex[:12], note=one_line(wanted.note, MOST_NOTE), actor=actor)
        await self._keep({**self._windows, window.id: window})
        return window

    async def drop(self, window: str) -> MaintenanceWindow:
        """End it. Raises InputError where none has that id."""
        if window not in self._windows:
            raise InputError(tr("There is no maintenance window {id}", id=window))
        dropped = self._windows[window]
        await self._keep({i: w for i, w in self._windows.items() if i != window})
        return dropped

    def reason(self, device: DeviceId) -> Text | None:
        """Why a device may be silent now; None where it is in no maintenance."""
        if not self._windows or (known := self._state.devices.get(device)) is None:
            return None
        scopes, now = scopes_of(known.device, self._state.sites.get(device, "")), self._clock.now()
        window = next((w for w in self._windows.values() if w.scope in scopes and w.is_open(now)), None)
        if window is None:
            return None
        return msg("maintenance: {note}", note=window.note) if window.note else msg("in maintenance")

    def within(self, window: MaintenanceWindow) -> list[DeviceId]:
        """The devices of its scope."""
        sites = self._state.sites
        return [
            device
            for device, known in self._state.devices.items()
            if window.scope in scopes_of(known.device, sites.get(device, ""))
        ]

    async def _keep(self, windows: dict[str, MaintenanceWindow]) -> None:
        now = self._clock.now()
        kept = {i: w for i, w in windows.items() if not w.is_over(now)}
        await self._keeper.put_setting(MAINTENANCE, tuple(kept.values()))
        self._windows = kept


def _check(window: MaintenanceWindow, now: float) -> None:
    check_scope(window.scope)
    if not 0 < window.until - window.since <= LONGEST_S[window.repeat] or window.is_over(now):
        text = tr("A maintenance window needs an end after its beginning and after now")
        raise InputError(text, hint=tr("at most a year long, and no longer than what it repeats in"))
