"""All events that the console knows, in order of time, and those of them that a filter lets through. No Qt.

Newest come last in both lists, so that news are an append. The table turns them round.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from nocscape.model.events import Event
from nocscape.model.net import DeviceId
from nocscape.model.status import Severity

MAX_EVENTS = 100_000
"""The oldest go first."""

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class EventFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are shown; the empty filter shows all."""

    text: str = ""
    """Every word of it must stand in the event's text or in its device's name; case does not matter."""
    at_least: Severity = Severity.CLEAR
    is_open_only: bool = False
    """Only what nobody acknowledged."""
    device: DeviceId | None = None


class News(NamedTuple):
    """Events of one batch, compared with what is known."""

    fresh: list[Event]
    changed: list[Event]
    is_in_order: bool
    """Whether all that is fresh is newer than what is known, and what changed stays where it stands."""


class EventBook:
    """Events by time; a caller compares first, and applies what it was told, so that a table can announce it."""

    def __init__(self, name_of: Callable[[DeviceId], str], most: int = MAX_EVENTS) -> None:
        self.shown: list[Event] = []
        self.filter = EventFilter()
        self._all: list[Event] = []
        self._by_id: dict[str, Event] = {}
        self._words: dict[str, str] = {}
        self._name_of = name_of
        self._most = most

    def __len__(self) -> int:
        return len(self._all)

    def get(self, event_id: str) -> Event | None:
        """The event of that id."""
        return self._by_id.get(event_id)

    def place_of(self, event_id: str) -> int | None:
        """Where an event stands in `shown`."""
        event = self._by_id.get(event_id)
        if event is None:
            return None
        place = bisect_left(self.shown, _key(event), key=_key)
        return place if place < len(self.shown) and self.shown[place].id == event_id else None

    def compare(self, events: Iterable[Event]) -> News:
        """What is new and what is different in a batch; changes nothing."""
        batch = {e.id: e for e in events}
        fresh = sorted((e for e in batch.values() if e.id not in self._by_id), key=_key)
        changed = [e for e in batch.values() if e.id in self._by_id and self._by_id[e.id] != e]
        is_late = bool(fresh and self._all and _key(fresh[0]) < _key(self._all[-1]))
        return News(fresh, changed, not is_late and all(self._stays(e) for e in changed))

    def merge(self, news: News) -> None:
        """Take in a batch that is not in order; afterwards anything in `shown` may stand elsewhere."""
        self._by_id.update((e.id, e) for e in (*news.fresh, *news.changed))
        self._all = sorted(self._by_id.values(), key=_key)
        self.trim()
        self.choose(self.filter)

    def replace(self, changed: Iterable[Event]) -> list[int]:
        """Put events in the place of their older selves; returns where in `shown` something is different."""
        places: list[int] = []
        for event in changed:
            self._by_id[event.id] = event
            self._all[bisect_left(self._all, _key(event), key=_key)] = event
            if (place := self.place_of(event.id)) is not None:
                self.shown[place] = event
                places.append(place)
        return places

    def that_show(self, fresh: list[Event]) -> list[Event]:
        """Those of `fresh` that the filter lets through."""
        return [e for e in fresh if self._is_shown(e)]

    def append(self, fresh: list[Event], shown: list[Event]) -> None:
        """Add events that are newer than all others, and what of them is shown."""
        self._by_id.update((e.id, e) for e in fresh)
        self._all.extend(fresh)
        self.shown.extend(shown)

    def surplus(self) -> int:
        """How many of `shown`, from the front, `trim` would drop."""
        over = len(self._all) - self._most
        return bisect_left(self.shown, _key(self._all[over]), key=_key) if over > 0 else 0

    def trim(self) -> None:
        """Drop the oldest over the limit."""
        surplus = self.surplus()
        for event in self._all[: max(0, len(self._all) - self._most)]:
            del self._by_id[event.id]
            self._words.pop(event.id, None)
        del self._all[: max(0, len(self._all) - self._most)]
        del self.shown[:surplus]

    def choose(self, chosen: EventFilter) -> None:
        """Show what this filter lets through."""
        self.filter = chosen
        self.shown = self._all[:] if chosen == EventFilter() else [e for e in self._all if self._is_shown(e)]

    def forget_words(self) -> None:
        """The language or the names are different: texts are made again when they are searched."""
        self._words.clear()

    def _stays(self, event: Event) -> bool:
        before = self._by_id[event.id]
        return _key(before) == _key(event) and self._is_shown(before) == self._is_shown(event)

    def _is_shown(self, event: Event) -> bool:
        chosen = self.filter
        if _RANK[event.severity] < _RANK[chosen.at_least] or (chosen.is_open_only and event.acknowledged_by):
            return False
        if chosen.device is not None and event.device != chosen.device:
            return False
        return not chosen.text or self._has_words(event, chosen.text.lower().split())

    def _has_words(self, event: Event, wanted: list[str]) -> bool:
        words = self._words.get(event.id)
        if words is None:
            name = self._name_of(event.device) if event.device else ""
            words = self._words[event.id] = f"{name} {event.interface or ''} {event.text}".lower()
        return all(w in words for w in wanted)


def _key(event: Event) -> tuple[float, str]:
    return event.at, event.id
