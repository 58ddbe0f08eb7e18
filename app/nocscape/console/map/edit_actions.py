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
    MapAction("collapse", mark("Collapse or expand the group"), "merge", "Ctrl+-"),
    MapAction("collapse_all", mark("Collapse all groups"), "merge"),
    MapAction("expand_all", mark("Expand all groups"), "split"),
    MapAction("open_submap", mark("Open the group as a map of its own"), "external-link", "Ctrl+Return"),
    MapAction("group_by_site", mark("By site"), "building-2"),
    MapAction("group_by_subnet", mark("By subnet"), "network"),
    MapAction("group_by_vlan", mark("By VLAN"), "tags"),
    MapAction("group_by_vendor", mark("By vendor"), "tag"),
    MapAction("group_by_kind", mark("By kind"), "filter"),
    MapAction("group_by_location", mark("By location (rack, room)"), "server"),
    MapAction("edit_rules", mark("Rules of the map…"), "sliders-horizontal"),
    MapAction("place_by_rule", mark("Place new devices by themselves"), "map-pinned", is_checkable=True),
)

EDIT_SUBMENUS: Submenus = {
    "*groups": (
        mark("Groups"),
        "group",
        (
            *("collapse", "open_submap", None, "collapse_all", "expand_all", None),
            *("group_by_site", "group_by_subnet", "group_by_vlan", "group_by_vendor", "group_by_kind"),
            *("group_by_location",),
        ),
    ),
}
