"""What can be done to groups, drawings, links' ways, rules and versions, as data."""

from __future__ import annotations

import msgspec

from nocscape.base.i18n import mark


class MapAction(msgspec.Struct, frozen=True):
    """One thing that can be done; its name without `map.` is that of its handler."""

    name: str
    text: str
    icon: str
    shortcut: str = ""
    is_checkable: bool = False
    is_everywhere: bool = False
    """Whether the keys work in the whole window, or only while the map has the focus."""


Submenus = dict[str, tuple[str, str, tuple[str | None, ...]]]
"""Menus in the menu by name: title, icon and what is in them."""

EDIT_ACTIONS: tuple[MapAction, ...] = (
    MapAction("history", mark("History"), "history", "Ctrl+Shift+H", is_checkable=True),
)

EDIT_SUBMENUS: Submenus = {}
