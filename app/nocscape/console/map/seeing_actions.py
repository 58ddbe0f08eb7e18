"""What can be done to see more: other times, other colours, search, kept views, as data."""

from __future__ import annotations

from nocscape.base.i18n import mark
from nocscape.console.map.bookmarks import MOST
from nocscape.console.map.edit_actions import MapAction, Submenus

SEEING_ACTIONS: tuple[MapAction, ...] = (
    MapAction("find", mark("Find on the map"), "search", "/"),
    MapAction("show_around", mark("Show the neighbourhood alone"), "share-2", "Shift+N"),
    MapAction("show_behind", mark("Show what depends on this device alone"), "workflow", "Shift+D"),
    MapAction("keep_view", mark("Keep this view, or let go of it"), "star", "B"),
    *(MapAction(f"view_{n}", mark("Kept view"), "star", f"Ctrl+{n}", is_everywhere=True) for n in range(1, MOST + 1)),
    MapAction("new_window", mark("Open the map in a window of its own"), "external-link", "Ctrl+Shift+N"),
    MapAction("choose_colours", mark("Colour the map by another metric…"), "thermometer", "C"),
    MapAction("signs", mark("Explain signs and lines"), "info", "?", is_checkable=True),
    MapAction("timeline", mark("Show the time bar"), "clock", is_checkable=True),
    MapAction("play_time", mark("Play the past"), "play", "Shift+P", is_checkable=True),
    MapAction("back_to_now", mark("Back to now"), "rotate-ccw", "Home"),
)

SEEING_SUBMENUS: Submenus = {
    "*show": (
        mark("Show"),
        "eye",
        (
            *("*views", "choose_colours", "signs", "*time", "clear_marks", "new_window", None),
            *("show_vendors", "snap", "legend", "minimap"),
        ),
    ),
    "*views": (mark("Kept views"), "star", ("keep_view", None, *(f"view_{n}" for n in range(1, MOST + 1)))),
    "*time": (mark("Time"), "clock", ("timeline", "play_time", "back_to_now")),
}

SEEING_MENU: tuple[str, ...] = ("find", "show_around", "show_behind")
