"""States of devices as polls report them, with what an operator is told: outages, their causes and their ends."""

from __future__ import annotations

from collections.abc import Callable, Collection

from msgspec.structs import replace

from nocscape.base.i18n import Text, msg
from nocscape.base.units import duration_text
from nocscape.engine.state import NetworkState
from nocscape.engine.watching.behind import causes
from nocscape.model.net import DeviceId, DeviceStatus
from nocscape.model.status import Severity, Status

REVIEW_AFTER_S = 1.0
"""Devices that fall silent together are judged together, so that a cause is not told after its effects."""
_DOWN = frozenset({Status.CRITICAL, Status.UNREACHABLE})


class Outages:
    """Takes each poll's state. A silent device is judged by `review`, which `plan_review` is to call soon.

    `position` gives the devices where this engine hangs on the network; `turned` hears of each device that went or
    came back. `cover` says why a device may be silent, in maintenance, or None; `freed` hears which devices lie behind
    nothing any more.
    """

    def __init__(
        self,
        state: NetworkState,
        position: Callable[[], Collection[DeviceId]],
        plan_review: Callable[[], None],
        turned: Callable[[DeviceId], None],
        *,
        cover: Callable[[DeviceId], Text | None] = lambda _: None,
        freed: Callable[[list[DeviceId]], None] = lambda _: None,
    ) -> None:
        self._state = state
        self._position = position
        self._plan_review = plan_review
        self._turned = turned
        self._cover = cover
        self._freed = freed
        self._unjudged: dict[DeviceId, DeviceStatus] = {}
        self._covered: dict[DeviceId, DeviceStatus] = {}
        """Devices that are silent in maintenance."""
        self._behind: dict[DeviceId, DeviceId] = {}
        """Cause by device, as the last review found."""
        self._untold: set[DeviceId] = set()
        """Behind something in maintenance: nobody was told that they went, so nobody is told that they are back."""

    def is_behind(self, device: DeviceId) -> bool:
        """Whether something nearer is down, so that there is no use in asking it."""
        return device in self._behind

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more."""
        for known in (self._unjudged, self._covered, self._behind):
            known.pop(device, None)
        self._untold.discard(device)

    def take(self, status: DeviceStatus) -> None:
        """The state of a known device as a poll found it."""
        before = self._state.statuses.get(status.device)
        if (reason := self._cover(status.device)) is not None:
            self._take_covered(status, before, reason)
            return
        self._covered.pop(status.device, None)
        if status.status is Status.CRITICAL:
            self._take_silent(status, before)
            return
        self._unjudged.pop(status.device, None)
        self._free_behind(status.device)
        self._state.put_statuses([status])
        was = before.status if before is not None else Status.UNKNOWN
        if was is not status.status:
            self._tell(status, was, before.since if before is not None else status.since)

    def _take_covered(self, status: DeviceStatus, before: DeviceStatus | None, reason: Text) -> None:
        """In maintenance; what lies behind it is judged all the same."""
        self._unjudged.pop(status.device, None)
        if status.status is not Status.CRITICAL:
            self._covered.pop(status.device, None)
            self._free_behind(status.device)
        elif status.device not in self._covered:
            self._covered[status.device] = status
            self._plan_review()
        is_same = before is not None and before.status is Status.MAINTENANCE
        since = before.since if before is not None and is_same else status.since
        self._state.put_statuses([replace(status, status=Status.MAINTENANCE, reason=reason, since=since)])

    def _free_behind(self, device: DeviceId) -> None:
        """The device is there: neither it nor what was behind it lies behind it now."""
        self._behind.pop(device, None)
        freed = [far for far, cause in self._behind.items() if cause == device]
        for far in freed:
            del self._behind[far]
        if freed:
            self._freed(freed)

    def _take_silent(self, status: DeviceStatus, before: DeviceStatus | None) -> None:
        """What was behind an outage at the last poll stays so until it is judged again."""
        was = before.status if before is not None else Status.UNKNOWN
        if was is not Status.CRITICAL or status.device in self._unjudged:
            self._unjudged[status.device] = status
            self._plan_review()
        if before is not None and was is Status.UNREACHABLE:
            status = replace(status, status=was, reason=before.reason, since=before.since)
        self._state.put_statuses([status])

    def review(self) -> None:
        """Tell outages from what lies behind them, for all that is down now."""
        unjudged, self._unjudged = self._unjudged, {}
        down = {d: s for d, s in self._state.statuses.items() if s.status in _DOWN}
        behind = causes(self._state.links.values(), self._position(), down | self._covered)
        self._behind = {device: cause for device, cause in behind.items() if device in down}
        for device, status in down.items():
            if (cause := behind.get(device)) is not None:
                self._put_behind(status, cause)
            elif device in unjudged:
                self._put_down(unjudged[device], status)

    def _put_behind(self, status: DeviceStatus, cause: DeviceId) -> None:
        reason = msg("behind {name}", name=self._name(cause))
        if status.status is Status.UNREACHABLE and status.reason == reason:
            return
        self._state.put_statuses([replace(status, status=Status.UNREACHABLE, reason=reason)])
        if cause in self._covered:
            self._untold.add(status.device)
        elif status.status is not Status.UNREACHABLE:
            text = msg("{name} cannot be reached: {reason}", name=self._name(status.device), reason=reason)
            self._state.raise_event("device_unreachable", Severity.WARNING, text, device=status.device)

    def _put_down(self, polled: DeviceStatus, shown: DeviceStatus) -> None:
        self._untold.discard(polled.device)
        self._state.put_statuses([replace(polled, since=shown.since)])
        text = msg("{name} is down: {reason}", name=self._name(polled.device), reason=polled.reason or "")
        self._state.raise_event("device_down", Severity.CRITICAL, text, device=polled.device)
        self._turned(polled.device)

    def _tell(self, status: DeviceStatus, was: Status, since: float) -> None:
        name, device, tell = self._name(status.device), status.device, self._state.raise_event
        if was in _DOWN:
            self._turned(device)
        if status.status is Status.WARNING:
            text = msg("{name}: {reason}", name=name, reason=status.reason or "")
            tell("threshold", Severity.WARNING, text, device=device)
        elif status.status is Status.UP and was in _DOWN and device in self._untold:
            self._untold.discard(device)
        elif status.status is Status.UP and was in _DOWN:
            away = duration_text(max(0.0, status.since - since))
            text = msg("{name} is up again after {time}", name=name, time=away)
            tell("device_up", Severity.CLEAR, text, device=device)
        elif status.status is Status.UP and was is Status.WARNING:
            tell("threshold", Severity.CLEAR, msg("{name} is well again", name=name), device=device)

    def _name(self, device: DeviceId) -> str:
        known = self._state.devices.get(device)
        return known.device.shown_name() if known is not None else device
