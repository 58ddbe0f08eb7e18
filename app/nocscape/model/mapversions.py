"""Named versions of a map: a copy under a name, to be compared with the map as it stands, and restored."""

from __future__ import annotations

import msgspec


class MapVersion(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says of a version; `at` is UTC seconds, `nodes` how many devices are on it."""

    id: str
    map: str
    title: str
    at: float
    actor: str
    revision: int
    nodes: int


class NameVersion(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Keep the map as it stands under a name. Reply: `MapVersion`."""

    map: str
    title: str


class ListVersions(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The versions of a map, the newest first. Reply: `tuple[MapVersion, ...]`."""

    map: str


class ReadVersion(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The map as it was kept. Reply: `MapDocument`."""

    version: str


class DropVersion(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Forget a version; the map stays as it is."""

    version: str


VersionAsk = NameVersion | ListVersions | ReadVersion | DropVersion
