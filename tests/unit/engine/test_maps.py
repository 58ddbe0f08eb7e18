"""Edits of maps that cannot be kept."""

from __future__ import annotations

import asyncio

import pytest

from nocscape.engine.keeping.maps import MapRoom
from nocscape.model.batches import Item, MapChanged, MapLoaded
from nocscape.model.commands import EditMap
from nocscape.model.mapdoc import Retitle
from nocscape.store.errors import StoreFullError


class Disk:
    """Refuses what is written while it is full, in the order in which it came."""

    def __init__(self) -> None:
        self.is_full = False
        self.pause = asyncio.Event()
        self.pause.set()

    async def put_map_change(self, *_: object, **__: object) -> None:
        is_full = self.is_full
        await self.pause.wait()
        if is_full:
            raise StoreFullError("The disk is full.")


def retitled(title: str) -> EditMap:
    return EditMap(map="main", change=Retitle(title=title), edit=title)


async def test_an_edit_that_the_disk_refuses_is_taken_back_for_everybody() -> None:
    disk, told = Disk(), list[Item]()
    maps = MapRoom(disk, told.append)
    await maps.edit(retitled("kept"), "kim")
    disk.is_full = True
    with pytest.raises(StoreFullError):
        await maps.edit(retitled("refused"), "kim")
    assert maps.documents["main"].title == "kept"
    assert [type(item) for item in told] == [MapChanged, MapChanged, MapLoaded]
    assert isinstance(told[-1], MapLoaded)
    assert told[-1].document == maps.documents["main"]


async def test_what_is_kept_counts_where_a_later_edit_found_room_again() -> None:
    disk, told = Disk(), list[Item]()
    maps = MapRoom(disk, told.append)
    disk.pause.clear()
    disk.is_full = True
    first = asyncio.create_task(maps.edit(retitled("refused"), "kim"))
    await asyncio.sleep(0)
    disk.is_full = False
    second = asyncio.create_task(maps.edit(retitled("kept"), "kim"))
    await asyncio.sleep(0)
    disk.pause.set()
    refused, kept = await asyncio.gather(first, second, return_exceptions=True)
    assert isinstance(refused, StoreFullError)
    assert kept is None
    assert (maps.documents["main"].title, maps.documents["main"].revision) == ("kept", 2)
    assert isinstance(told[-1], MapLoaded)
    assert told[-1].document == maps.documents["main"]
