"""What an operator keeps under a name, as the settings keep it: views of maps, and walls."""

from __future__ import annotations

from typing import Annotated

import msgspec

LEAST_PAGE_S, MOST_PAGE_S = 5, 3600
MOST_WALLS = 50
_MOST_PAGES = 200

WallName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
PageTime = Annotated[int, msgspec.Meta(ge=LEAST_PAGE_S, le=MOST_PAGE_S)]
Pages = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=_MOST_PAGES)]
Screens = Annotated[tuple[Annotated[int, msgspec.Meta(ge=0, le=63)], ...], msgspec.Meta(max_length=64)]


class KeptView(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody looked: the scene point in the middle, and the scale."""

    map: str
    title: str
    x: float
    y: float
    scale: float


class KeptWall(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a wall shows where: numbers of screens, keys of pages (all maps where there are none)."""

    name: WallName
    screens: Screens = (0,)
    pages: Pages = ()
    every_s: PageTime = 30
    theme: str = "dark"
