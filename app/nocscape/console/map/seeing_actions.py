"""What can be done to see more: other times, other colours, search, kept views, as data."""

from __future__ import annotations

from nocscape.base.i18n import mark
from nocscape.console.map.edit_actions import MapAction, Submenus

SEEING_ACTIONS: tuple[MapAction, ...] = (
    MapAction("choose_colours", mark("Colour the map by another metric…"), "thermometer", "C"),
    MapAction("timeline", mark("Show the time bar"), "clock", is_checkable=True),
    MapAction("play_time", mark("Play the past"), "play", "Shift+P", is_checkable=True),
    MapAction("back_to_now", mark("Back to now"), "rotate-ccw", "Home"),
)

SEEING_SUBMENUS: Submenus = {
    "*time": (mark("Time"), "clock", ("timeline", "play_time", "back_to_now")),
}

SEEING_MENU: tuple[str, ...] = ("choose_colours", "*time")
