"""The maps of a profile: edits are applied one after another, kept, and told to every console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from nocscape.model.batches import Item, MapChanged, MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import Change, MapDocument, apply
from nocscape.store.errors import StoreError

MAIN_MAP = "main"


class MapKeeper(Protocol):
    """The part of the inventory store that keeps maps."""

    async def put_map_change(
        self, map_id: str, change: Change, revision: int, *, edit: str, actor: str, document: MapDocument
    ) -> None:
        """Keep an edit and the document after it; done once it is on the disk."""
        ...


class MapRoom:
    """All map documents; there is always one called `main`."""

    def __init__(self, keeper: MapKeeper, publish: Callable[[Item], None]) -> None:
        self.documents: dict[str, MapDocument] = {MAIN_MAP: MapDocument(id=MAIN_MAP, title="")}
        self._keeper = keeper
        self._publish = publish
        self._kept: dict[str, MapDocument] = {}
        """As they are on the disk, of those that were edited."""

    def restore(self, documents: Iterable[MapDocument]) -> None:
        """Take over what the store kept."""
        restored = {d.id: d for d in documents}
        self.documents |= restored
        self._kept |= restored

    def everything(self) -> list[Item]:
        """All that a new session is told."""
        return [MapLoaded(document=d) for d in self.documents.values()]

    async def edit(self, ask: EditMap, actor: str) -> None:
        """Apply an edit and tell everybody; returns once it would survive the death of this process.

        Where it cannot be kept, everybody is told the map as it is kept. Raises StoreError.
        """
        before = self.documents.get(ask.map) or MapDocument(id=ask.map, title="")
        after = apply(before, ask.change)
        self.documents[ask.map] = after
        self._publish(MapChanged(map=ask.map, change=ask.change, revision=after.revision, edit=ask.edit, actor=actor))
        self._kept.setdefault(ask.map, before)
        try:
            await self._keeper.put_map_change(
                ask.map, ask.change, after.revision, edit=ask.edit, actor=actor, document=after
            )
        except StoreError:
            self._go_by(self._kept[ask.map])
            raise
        self._kept[ask.map] = after
        if self.documents[ask.map].revision < after.revision:
            self._go_by(after)

    def _go_by(self, document: MapDocument) -> None:
        """What was edited differs from what is kept: the latter counts."""
        self.documents[document.id] = document
        self._publish(MapLoaded(document=document))
