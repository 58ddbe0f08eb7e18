"""How services stand: what an operator is told when one fails, returns, or says another thing of itself."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from nocscape.base.i18n import Text, msg
from nocscape.engine.state import NetworkState
from nocscape.model.checks import DOWN_AFTER, CheckState
from nocscape.model.net import DeviceId
from nocscape.model.status import Severity

Key = tuple[str, DeviceId]
"""Id of a check or an exporter, and where."""


class Watched(msgspec.Struct, frozen=True):
    """What is judged: its id, what it is called, and what else counts beside up and down."""

    id: str
    label: str
    warn_days: int = 0
    """A certificate that expires sooner is told."""
    is_telling: bool = False
    """Whether it is news when the service says something else of itself."""


class _Standing(msgspec.Struct):
    state: CheckState
    failures: int = 0
    is_down: bool = False
    is_expiring: bool = False
    told: str = ""


class Standings:
    """The latest outcomes. `is_covered` says whether a device is in maintenance: then nothing is told."""

    def __init__(self, state: NetworkState, is_covered: Callable[[DeviceId], bool]) -> None:
        self._state = state
        self._is_covered = is_covered
        self._standings: dict[Key, _Standing] = {}

    def of(self, watched: str) -> tuple[CheckState, ...]:
        """How a check or an exporter stands at each device."""
        return tuple(one.state for (name, _), one in self._standings.items() if name == watched)

    def keep(self, ids: Collection[str]) -> None:
        """Only these checks and exporters are looked at now."""
        self._standings = {key: one for key, one in self._standings.items() if key[0] in ids}

    def forget(self, device: DeviceId) -> None:
        """The device is watched no more."""
        self._standings = {key: one for key, one in self._standings.items() if key[1] != device}

    def take(self, watched: Watched, state: CheckState) -> None:
        """An outcome, which may be news."""
        one = self._standings.setdefault((watched.id, state.device), _Standing(state))
        one.state = state
        one.failures = 0 if state.outcome.is_up else one.failures + 1
        if state.device not in self._state.devices or self._is_covered(state.device):
            return
        self._tell_reach(watched, one)
        self._tell_expiry(watched, one)
        self._tell_words(watched, one)

    def _tell_reach(self, watched: Watched, one: _Standing) -> None:
        name, outcome = self._name(one), one.state.outcome
        if one.failures >= DOWN_AFTER and not one.is_down:
            one.is_down = True
            text = msg(
                "{name}: {service} fails: {reason}", name=name, service=watched.label, reason=outcome.reason or ""
            )
            self._raise("check_down", Severity.MINOR, one, text)
        elif outcome.is_up and one.is_down:
            one.is_down = False
            self._raise(
                "check_up", Severity.CLEAR, one, msg("{name}: {service} works again", name=name, service=watched.label)
            )

    def _tell_expiry(self, watched: Watched, one: _Standing) -> None:
        left = one.state.outcome.days_left
        if left is None or (left < watched.warn_days) == one.is_expiring:
            return
        one.is_expiring = not one.is_expiring
        name, days = self._name(one), max(0, int(left))
        if one.is_expiring:
            text = msg(
                "{name}: the certificate of {service} expires in {days} days",
                name=name,
                service=watched.label,
                days=days,
            )
            self._raise("certificate_expiring", Severity.WARNING, one, text)
        else:
            text = msg(
                "{name}: {service} has a new certificate for {days} days", name=name, service=watched.label, days=days
            )
            self._raise("certificate_renewed", Severity.CLEAR, one, text)

    def _tell_words(self, watched: Watched, one: _Standing) -> None:
        before, now = one.told, one.state.outcome.told
        if not now or not watched.is_telling:
            return
        one.told = now
        if before and before != now:
            text = msg(
                "{name}: {service} says {now}, before {before}",
                name=self._name(one),
                service=watched.label,
                now=now,
                before=before,
            )
            self._raise("check_changed", Severity.INFO, one, text)

    def _raise(self, kind: str, severity: Severity, one: _Standing, text: Text) -> None:
        self._state.raise_event(kind, severity, text, device=one.state.device)

    def _name(self, one: _Standing) -> str:
        return self._state.devices[one.state.device].device.shown_name()
