"""Which tables of a reading have the same rows: those that augment one, and those indexed by the same objects."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from nocscape.console.bridge import Bridge
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ShowObject
from nocscape.model.mibs import MibPage


class SharedRows(QObject):
    """Asks the dictionary once about each table. `changed` comes when more is known."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._indexes: dict[str, tuple[str, ...]] = {}

    def learn(self, tables: Iterable[str]) -> None:
        """Find out about these tables, as far as they are new."""
        for table in tables:
            if table not in self._indexes:
                self._indexes[table] = ()
                self._bridge.ask(ShowObject(name=table), partial(self._take, table))

    def index_of(self, table: str) -> tuple[str, ...]:
        """Names of the objects that its rows are found by; empty while that is not known."""
        return self._indexes.get(table, ())

    def like(self, table: str) -> frozenset[str]:
        """Known tables with the rows of this one, without itself."""
        index = self._indexes.get(table, ())
        same = (name for name, other in self._indexes.items() if other == index and name != table)
        return frozenset(same) if index else frozenset()

    def _take(self, table: str, reply: Reply) -> None:
        if reply.error is None:
            self._indexes[table] = value(reply, MibPage).index
            self.changed.emit()
