"""Named versions of maps, each a packed copy in a setting of its own."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Mapping

import msgspec

from nocscape.base.clock import Clock
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.engine.keeping.maps import MapRoom
from nocscape.engine.settings import SettingKeeper, read_setting
from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapversions import DropVersion, ListVersions, MapVersion, NameVersion, ReadVersion

PREFIX = "map-version:"
"""Of the setting that each version is kept in."""
MOST_VERSIONS = 100
"""Of one map."""

_MOST_TITLE = 80
_MOST_BYTES = 256 << 20


class Packed(msgspec.Struct, frozen=True):
    """A version with its document, packed: 10,000 nodes are about 80 kB."""

    version: MapVersion
    packed: bytes


class VersionRoom:
    """All versions of all maps."""

    def __init__(self, keeper: SettingKeeper, maps: MapRoom, clock: Clock) -> None:
        self._keeper = keeper
        self._maps = maps
        self._clock = clock
        self._known: dict[str, Packed] = {}

    def restore(self, settings: Mapping[str, bytes]) -> None:
        """Take over what the store kept."""
        for key in settings:
            if key.startswith(PREFIX) and (packed := read_setting(settings, key, Packed)) is not None:
                self._known[packed.version.id] = packed

    async def name(self, ask: NameVersion, actor: str) -> MapVersion:
        """Keep a map as it stands; comes back once it would survive the death of this process. Raises InputError."""
        document, title = self._maps.documents.get(ask.map), one_line(ask.title, _MOST_TITLE).strip()
        if document is None or not title:
            raise InputError(tr("A version needs a map and a name"))
        if len(await self.infos(ListVersions(map=ask.map))) >= MOST_VERSIONS:
            raise InputError(tr("A map has at most {most} versions", most=MOST_VERSIONS), hint=tr("Remove an old one"))
        version = MapVersion(
            id=uuid.uuid4().hex,
            map=ask.map,
            title=title,
            at=self._clock.now(),
            actor=actor,
            revision=document.revision,
            nodes=len(document.nodes),
        )
        packed = Packed(version, zlib.compress(msgspec.msgpack.encode(document)))
        self._known[version.id] = packed
        await self._keeper.put_setting(PREFIX + version.id, packed)
        return version

    async def infos(self, ask: ListVersions) -> tuple[MapVersion, ...]:
        """The versions of a map, the newest first."""
        found = [one.version for one in self._known.values() if one.version.map == ask.map]
        return tuple(sorted(found, key=lambda version: (-version.at, version.id)))

    async def read(self, ask: ReadVersion) -> MapDocument:
        """The map as it was kept. Raises InputError."""
        raw = zlib.decompressobj().decompress(self._get(ask.version).packed, _MOST_BYTES)
        return msgspec.msgpack.decode(raw, type=MapDocument)

    async def drop(self, ask: DropVersion) -> None:
        """Forget a version. Raises InputError."""
        del self._known[self._get(ask.version).version.id]
        await self._keeper.drop_setting(PREFIX + ask.version)

    def _get(self, version: str) -> Packed:
        known = self._known.get(version)
        if known is None:
            raise InputError(tr("There is no such version any more"))
        return known
