"""Asks about overviews."""

from __future__ import annotations

from nocscape.engine.asking import Handler, on
from nocscape.engine.rooms import Rooms
from nocscape.model.overview import ListOverviews, Overview, OverviewInfo, ReadOverview, RemoveOverview, SaveOverview


def overview_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""

    async def infos(ask: ListOverviews) -> tuple[OverviewInfo, ...]:
        return await rooms.overviews.infos(ask)

    async def read(ask: ReadOverview) -> Overview:
        return await rooms.overviews.read(ask)

    async def save(ask: SaveOverview) -> Overview:
        return await rooms.overviews.save(ask)

    async def remove(ask: RemoveOverview) -> None:
        await rooms.overviews.remove(ask)

    return {
        ListOverviews: on(ListOverviews, infos),
        ReadOverview: on(ReadOverview, read),
        SaveOverview: on(SaveOverview, save),
        RemoveOverview: on(RemoveOverview, remove),
    }
