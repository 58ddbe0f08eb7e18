"""Gives values to the model that is on show, in slices, so that neither a burst nor a filter stops the window."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.mibs.names import haystack
from nocscape.model.batches import MibRow

SLICE_S = 0.008
SLICE_ROWS = 400


class RowSink(Protocol):
    """A model that values can be given to."""

    def clear(self) -> None:
        """Forget everything."""
        ...

    def take(self, rows: Sequence[MibRow]) -> None:
        """Add values."""
        ...


class Feed(QObject):
    """All values of one reading, and how far the model on show has been given them.

    Signals: fed() after a slice.
    """

    fed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[MibRow] = []
        self.tables: Counter[str] = Counter()
        self.matched = 0
        self._sink: RowSink | None = None
        self._place = 0
        self._wanted: list[str] = []
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._slice)

    @property
    def is_filtered(self) -> bool:
        """Whether some values may be left out."""
        return bool(self._wanted)

    @property
    def is_done(self) -> bool:
        """Whether the model has everything that was read."""
        return self._place == len(self.rows)

    def clear(self) -> None:
        """Forget the reading."""
        self.rows = []
        self.tables.clear()
        self._restart()

    def add(self, rows: Sequence[MibRow]) -> None:
        """Values that were just read; the first of them are shown at once."""
        self.rows.extend(rows)
        self.tables.update(row.table for row in rows if row.table)
        if not self._next.isActive():
            self._slice()

    def show_in(self, sink: RowSink) -> None:
        """Give everything to this model from now on, from the beginning."""
        self._sink = sink
        self._restart()

    def choose(self, text: str) -> None:
        """Let through what holds every word of `text` in its OID, name, row or value."""
        wanted = text.lower().split()
        if wanted != self._wanted:
            self._wanted = wanted
            self._restart()

    def _restart(self) -> None:
        self._place, self.matched = 0, 0
        if self._sink is not None:
            self._sink.clear()
        self._slice()

    @Slot()
    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_S
        while not self.is_done:
            self._give(self.rows[self._place : self._place + SLICE_ROWS])
            if time.perf_counter() > deadline:
                break
        if not self.is_done:
            self._next.start()
        self.fed.emit()

    def _give(self, part: Sequence[MibRow]) -> None:
        self._place += len(part)
        fitting = [row for row in part if self._fits(row)]
        self.matched += len(fitting)
        if fitting and self._sink is not None:
            self._sink.take(fitting)

    def _fits(self, row: MibRow) -> bool:
        if not self._wanted:
            return True
        text = haystack(row)
        return all(word in text for word in self._wanted)
