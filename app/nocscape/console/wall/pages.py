"""What a wall shows in turn. A room that has something for a wall offers a `PageSource`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.map.watched import WatchedMap
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.console.wall.sizes import MAP_TEXT

MAP = "map:"
"""What keys of maps begin with."""


class WallPage(Protocol):
    """One page. Its widget takes no input, and shows what is so now whenever it is in sight."""

    @property
    def title(self) -> str:
        """What is shown, for the head of the wall."""
        ...

    @property
    def widget(self) -> QWidget:
        """The page itself."""
        ...

    @property
    def is_gone(self) -> bool:
        """Whether what it shows is known not to be there any more; it is passed over then."""
        ...

    def begin(self) -> None:
        """It comes into sight."""
        ...

    def end(self) -> None:
        """Another page follows; it comes again later."""
        ...

    def close(self) -> None:
        """The wall is taken down."""
        ...


class PageSource(Protocol):
    """One kind of pages, such as maps."""

    @property
    def prefix(self) -> str:
        """What its keys begin with, and those of no other source."""
        ...

    def offered(self) -> Mapping[str, str]:
        """Titles of the pages that there are now, by their keys."""
        ...

    def make(self, key: str, theme: Theme, parent: QWidget) -> WallPage:
        """A page for a wall that wears this theme."""
        ...


class MapPages:
    """Every map is a page."""

    prefix = MAP

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def offered(self) -> Mapping[str, str]:
        """All maps that have anything on them; the first one where none has."""
        maps = self._bridge.live.maps
        drawn = {map_id: document for map_id, document in maps.items() if document.nodes} or dict(
            list(maps.items())[:1]
        )
        return {MAP + map_id: document.title or tr("Network map") for map_id, document in drawn.items()}

    def make(self, key: str, theme: Theme, parent: QWidget) -> WallPage:
        """The map on a page."""
        return MapPage(self._bridge, key.removeprefix(MAP), theme, parent)


class MapPage:
    """A map as a whole."""

    def __init__(self, bridge: Bridge, map_id: str, theme: Theme, parent: QWidget) -> None:
        self._bridge = bridge
        self._map_id = map_id
        self._wall_theme = theme
        self._theme = Theme(theme.name, parent=parent)
        self._theme.motion = False
        self._view = WatchedMap(bridge, self._theme, Selection(parent), parent=parent)
        self._view.legend.theme = theme
        self._view.show_map(map_id)
        theme.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """The wall is of another size, or wears another theme."""
        scale = self._wall_theme.text_scale
        self._view.canvas.zoom = max(1.0, scale / MAP_TEXT)
        self._theme.set(self._wall_theme.name, text_scale=min(scale, MAP_TEXT))
        self._view.commands.fit()

    @property
    def title(self) -> str:
        """The map's own."""
        document = self._bridge.live.maps.get(self._map_id)
        return (document.title if document is not None else "") or tr("Network map")

    @property
    def widget(self) -> QWidget:
        """The map without anything that floats over it but its legend."""
        return self._view

    @property
    def is_gone(self) -> bool:
        """Whether the engine has told maps, and not this one."""
        maps = self._bridge.live.maps
        return bool(maps) and self._map_id not in maps

    def begin(self) -> None:
        """All of it in view, however it has grown."""
        self._view.commands.fit()

    def end(self) -> None:
        """It goes on by itself."""

    def close(self) -> None:
        """Let go of the map."""
        self._wall_theme.changed.disconnect(self._follow)
        self._view.close_maps()


def offered_by(sources: Sequence[PageSource]) -> dict[str, str]:
    """Titles of all pages by their keys."""
    return {key: title for source in sources for key, title in source.offered().items()}


def make_page(sources: Sequence[PageSource], key: str, theme: Theme, parent: QWidget) -> WallPage | None:
    """The page of that key, also of one that has not been told yet; None where no source has such keys."""
    owner = next((source for source in sources if key.startswith(source.prefix)), None)
    return owner.make(key, theme, parent) if owner is not None else None
