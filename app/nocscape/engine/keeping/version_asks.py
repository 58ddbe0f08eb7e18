"""Asks about named versions of maps."""

from __future__ import annotations

from nocscape.engine.asking import Handler, ask_of, on
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.model.commands import Command
from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapversions import DropVersion, ListVersions, MapVersion, NameVersion, ReadVersion


def version_handlers(rooms: Rooms) -> dict[type, Handler]:
    """A handler for every Ask of this kind."""

    async def name(_: Session, command: Command) -> MapVersion:
        return await rooms.versions.name(ask_of(NameVersion, command), command.actor)

    async def infos(ask: ListVersions) -> tuple[MapVersion, ...]:
        return await rooms.versions.infos(ask)

    async def read(ask: ReadVersion) -> MapDocument:
        return await rooms.versions.read(ask)

    async def drop(ask: DropVersion) -> None:
        await rooms.versions.drop(ask)

    return {
        NameVersion: name,
        ListVersions: on(ListVersions, infos),
        ReadVersion: on(ReadVersion, read),
        DropVersion: on(DropVersion, drop),
    }
