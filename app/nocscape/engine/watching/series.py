"""Ports' samples on their way to history, as columns with the numbers of their series."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from nocscape.base.tasks import Supervisor
from nocscape.polling import PortBlock, PortLayout
from nocscape.polling.rates import ABSENT
from nocscape.store.columns import Ids, Rows
from nocscape.store.errors import StoreError
from nocscape.store.history import HistoryStore


class BlockKeeper:
    """Knows the numbers of a device's series after its first blocks; those go to history one by one."""

    def __init__(self, history: HistoryStore, tasks: Supervisor) -> None:
        self._history = history
        self._tasks = tasks
        self._ids: WeakKeyDictionary[PortLayout, Ids] = WeakKeyDictionary()
        self._asked: set[PortLayout] = set()

    def keep(self, block: PortBlock) -> None:
        """Hand the block to history; returns at once."""
        ids = self._ids.get(block.layout)
        if ids is None:
            self._history.append(tuple(block))
            if block.layout not in self._asked:
                self._asked.add(block.layout)
                self._tasks.spawn(self._number(block.layout), "series numbers")
            return
        is_told = block.gaps != ABSENT
        series = ids[is_told]
        times = np.full(len(series), block.at, np.int64)
        self._history.append_columns(Rows(series, times, block.values[is_told], block.gaps[is_told]))

    async def _number(self, layout: PortLayout) -> None:
        try:
            self._ids[layout] = await self._history.series_ids(layout.keys())
        except StoreError:
            pass  # the disk is full; the next block asks again
        finally:
            self._asked.discard(layout)
