"""The overviews that the engine keeps, as the console knows them."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.parts.alive import while_alive
from nocscape.engine.client import value
from nocscape.model.batches import OverviewsChanged, Reply
from nocscape.model.overview import (
    ListOverviews,
    Overview,
    OverviewInfo,
    ReadOverview,
    RemoveOverview,
    SaveOverview,
)

Take = Callable[[Overview], None]


class OverviewBook(QObject):
    """Lists, reads and keeps overviews.

    Signals: listed() after the list is different; elsewhere(OverviewsChanged) after one was kept or removed, by
    whomever; failed(str) with what is wrong, or empty.
    """

    listed = Signal()
    elsewhere = Signal(object)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.infos: tuple[OverviewInfo, ...] = ()
        self.is_read = False
        """Whether the engine has said which there are."""
        bridge.overviews_changed.connect(self._changed)

    def read_list(self) -> None:
        """Ask which there are."""
        self._bridge.ask(ListOverviews(), while_alive(self, self._take_list))

    def read(self, overview: str, take: Take) -> None:
        """Ask for one."""
        self._bridge.ask(ReadOverview(overview=overview), self._taking(take))

    def save(self, overview: Overview, take: Take) -> None:
        """Keep one; `take` is given it with its new revision."""
        self._bridge.ask(SaveOverview(overview=overview), self._taking(take))

    def remove(self, overview: str) -> None:
        """Forget one."""
        self._bridge.ask(RemoveOverview(overview=overview), while_alive(self, self._tell))

    def _taking(self, take: Take) -> Callable[[Reply], None]:
        def taken(reply: Reply) -> None:
            self._tell(reply)
            if reply.error is None:
                take(value(reply, Overview))

        return while_alive(self, taken)

    def _tell(self, reply: Reply) -> None:
        hint = f" {reply.hint}" if reply.hint else ""
        self.failed.emit(f"{reply.error}{hint}" if reply.error is not None else "")

    def _take_list(self, reply: Reply) -> None:
        if reply.error is None:
            self.infos = value(reply, tuple[OverviewInfo, ...])
            self.is_read = True
            self.listed.emit()

    @Slot(object)
    def _changed(self, item: OverviewsChanged) -> None:
        self.read_list()
        self.elsewhere.emit(item)


def new_id() -> str:
    """A name that no other overview or widget has."""
    return uuid.uuid4().hex[:12]
