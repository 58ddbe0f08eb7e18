"""Which series this console watches live: the engine keeps one set a console, several panels want their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nocscape.model.commands import Ask, WatchSeries
from nocscape.model.metrics import SeriesKey


class SeriesWatch:
    """Joins what the panels want into one `WatchSeries`, sent only when the sum of it is different."""

    def __init__(self, ask: Callable[[Ask], object]) -> None:
        self._ask = ask
        self._wanted: dict[str, tuple[frozenset[SeriesKey], float]] = {}
        self._sent: WatchSeries = WatchSeries(keys=())

    def want(self, owner: str, keys: Iterable[SeriesKey], interval_s: float = 5.0) -> None:
        """`owner` wants exactly these series from now on, a sample every `interval_s` seconds; none where empty."""
        wanted = frozenset(keys)
        if wanted:
            self._wanted[owner] = (wanted, interval_s)
        else:
            self._wanted.pop(owner, None)
        self._send()

    def _send(self) -> None:
        keys = frozenset[SeriesKey]().union(*(keys for keys, _ in self._wanted.values()))
        interval_s = min((interval_s for _, interval_s in self._wanted.values()), default=self._sent.interval_s)
        ask = WatchSeries(keys=tuple(sorted(keys)), interval_s=interval_s)
        if ask != self._sent:
            self._sent = ask
            self._ask(ask)
