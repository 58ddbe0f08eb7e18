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

COLORS = ("plain", "blue", "green", "amber", "red", "violet")
"""Colours of drawings, as actions name them."""

EDIT_ACTIONS: tuple[MapAction, ...] = (
    MapAction("history", mark("History"), "history", "Ctrl+Shift+H", is_checkable=True),
    MapAction("show_versions", mark("Versions of the map…"), "save"),
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
    MapAction("group_by_model", mark("By model"), "filter"),
    MapAction("group_by_os", mark("By operating system"), "filter"),
    MapAction("group_by_realm", mark("By realm"), "filter"),
    MapAction("group_by_rules", mark("Again by the rules…"), "sliders-horizontal"),
    MapAction("draw_rectangle", mark("Draw a rectangle"), "square", "R", is_checkable=True),
    MapAction("draw_ellipse", mark("Draw an ellipse"), "circle", is_checkable=True),
    MapAction("draw_line", mark("Draw a line"), "minus", is_checkable=True),
    MapAction("draw_arrow", mark("Draw an arrow"), "arrow-right", is_checkable=True),
    MapAction("draw_text", mark("Write a text"), "type", "T", is_checkable=True),
    MapAction("insert_image", mark("Put an image or floor plan…"), "image"),
    MapAction("bring_to_front", mark("Bring to the front"), "arrow-up-to-line", "Ctrl+Shift+]"),
    MapAction("bring_forward", mark("Bring forward"), "arrow-up", "Ctrl+]"),
    MapAction("send_backward", mark("Send backward"), "arrow-down", "Ctrl+["),
    MapAction("send_to_back", mark("Send to the back"), "arrow-down-to-line", "Ctrl+Shift+["),
    MapAction("shape_plain", mark("Without colour"), "palette"),
    MapAction("shape_blue", mark("Blue"), "palette"),
    MapAction("shape_green", mark("Green"), "palette"),
    MapAction("shape_amber", mark("Amber"), "palette"),
    MapAction("shape_red", mark("Red"), "palette"),
    MapAction("shape_violet", mark("Violet"), "palette"),
    MapAction("way_straight", mark("Straight links"), "minus"),
    MapAction("way_orthogonal", mark("Links at right angles"), "git-compare-arrows"),
    MapAction("way_curved", mark("Curved links"), "route"),
    MapAction("way_reset", mark("Drop the way of this link"), "x"),
    MapAction("label_start", mark("Rates near the first end"), "tag"),
    MapAction("label_middle", mark("Rates in the middle"), "tag"),
    MapAction("label_end", mark("Rates near the second end"), "tag"),
    MapAction("name_below", mark("Names below"), "type"),
    MapAction("name_above", mark("Names above"), "type"),
    MapAction("name_left", mark("Names on the left"), "type"),
    MapAction("name_right", mark("Names on the right"), "type"),
    MapAction("name_hidden", mark("Names hidden"), "eye-off"),
    MapAction("words_reset", mark("Words where they usually stand"), "undo-2"),
    MapAction("lock_items", mark("Lock in its place"), "lock"),
    MapAction("unlock_all", mark("Unlock everything"), "lock-open"),
    MapAction("ground_dots", mark("Grid of dots"), "grid-3x3", is_checkable=True),
    MapAction("ground_world", mark("Map of the world"), "globe", is_checkable=True),
    MapAction("ground_plain", mark("Nothing"), "square", is_checkable=True),
    MapAction("layout_geographic", mark("Where they are on earth"), "globe"),
    MapAction("select_where", mark("Select by a filter…"), "list-filter", "Ctrl+Shift+F"),
    MapAction("show_vendors", mark("Show vendors"), "tag", is_checkable=True),
    MapAction("edit_rules", mark("Rules of the map…"), "sliders-horizontal"),
    MapAction("place_by_rule", mark("Place new devices by themselves"), "map-pinned", is_checkable=True),
)

EDIT_SUBMENUS: Submenus = {
    "*arrivals": (mark("New devices"), "map-pinned", ("place_arrivals", "place_by_rule")),
    "*file": (
        mark("File"),
        "file-text",
        ("export_map", "import_map", "print_map", None, "history", "show_versions"),
    ),
    "*draw": (
        mark("Draw"),
        "pen-line",
        (
            *("draw_rectangle", "draw_ellipse", "draw_line", "draw_arrow", "draw_text", "note", "insert_image", None),
            *("lock_items", "unlock_all", None),
            *(f"shape_{color}" for color in COLORS),
        ),
    ),
    "*order": (
        mark("Order"),
        "layers",
        ("bring_to_front", "bring_forward", "send_backward", "send_to_back"),
    ),
    "*ways": (
        mark("Links and names"),
        "route",
        (
            *("way_straight", "way_orthogonal", "way_curved", "way_reset", None),
            *("label_start", "label_middle", "label_end", None),
            *("name_below", "name_above", "name_left", "name_right", "name_hidden", None),
            "words_reset",
        ),
    ),
    "*ground": (mark("Ground"), "map", ("ground_dots", "ground_world", "ground_plain")),
    "*groups": (
        mark("Groups"),
        "group",
        (
            *("open_submap", "rename_group", "dissolve", "leave_group", None, "collapse_all", "expand_all", None),
            *("group_by_site", "group_by_subnet", "group_by_vlan", "group_by_vendor", "group_by_kind"),
            *("group_by_location", "group_by_model", "group_by_os", "group_by_realm", None, "group_by_rules"),
        ),
    ),
}
