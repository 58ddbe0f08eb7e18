"""The maps of a profile: edits are applied one after another, kept, and told to every console."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from nocscape.model.batches import Item, MapChanged, MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import Change, MapDocument, apply

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

    def restore(self, documents: Iterable[MapDocument]) -> None:
        """Take over what the store kept."""
        self.documents |= {d.id: d for d in documents}

    def everything(self) -> list[Item]:
        """All that a new session is told."""
        return [MapLoaded(document=d) for d in self.documents.values()]

    async def edit(self, ask: EditMap, actor: str) -> None:
        """Apply an edit and tell everybody; returns once it would survive the death of this process."""
        before = self.documents.get(ask.map) or MapDocument(id=ask.map, title="")
        after = apply(before, ask.change)
        self.documents[ask.map] = after
        self._publish(MapChanged(map=ask.map, change=ask.change, revision=after.revision, edit=ask.edit, actor=actor))
        await self._keeper.put_map_change(
            ask.map, ask.change, after.revision, edit=ask.edit, actor=actor, document=after
        )
