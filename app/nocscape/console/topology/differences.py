"""Differences in the operator's words, and as marks on the map."""

from __future__ import annotations

from collections.abc import Iterable

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.console.parts.cells import Cell
from nocscape.console.parts.words import full_time, local_time
from nocscape.model.answers import ChangeKind, Difference
from nocscape.model.net import DeviceId, LinkId

KIND_WORDS: dict[ChangeKind, str] = {
    ChangeKind.ADDED: mark("Added"),
    ChangeKind.REMOVED: mark("Removed"),
    ChangeKind.CHANGED: mark("Changed"),
    ChangeKind.MOVED: mark("Moved"),
}
KIND_ICONS: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.ADDED: ("plus", "ok"),
    ChangeKind.REMOVED: ("minus", "crit"),
    ChangeKind.CHANGED: ("pencil", "warn"),
    ChangeKind.MOVED: ("arrow-right", "accent"),
}
OBJECT_WORDS: dict[str, str] = {
    "device": mark("Device"),
    "interface": mark("Port"),
    "link": mark("Link"),
    "address": mark("Address"),
}
_STRENGTH = (ChangeKind.CHANGED, ChangeKind.MOVED, ChangeKind.ADDED, ChangeKind.REMOVED)
"""Where several things happened to one device, the last of these marks it."""
MOST_TEXT = 200


def cells_of(difference: Difference, now: float) -> tuple[Cell, ...]:
    """When, what happened, to what, and from what to what."""
    icon, tone = KIND_ICONS[difference.kind]
    return (
        Cell(
            local_time(difference.at, now=now), "", "dim", is_mono=True, tip=full_time(difference.at), key=difference.at
        ),
        Cell(tr(KIND_WORDS[difference.kind]), icon, tone),
        Cell(object_word(difference.object), tone="dim"),
        Cell(one_line(difference.name, MOST_TEXT)),
        Cell(change_text(difference)),
    )


def object_word(name: str) -> str:
    """What kind of thing it is."""
    return tr(OBJECT_WORDS[name]) if name in OBJECT_WORDS else one_line(name, 40)


def change_text(difference: Difference) -> str:
    """Which field, before and after; empty where all of it came or went."""
    before, after = (one_line(text, MOST_TEXT) if text else "" for text in (difference.before, difference.after))
    moved = f"{before or '–'} → {after or '–'}" if before or after else ""
    field = one_line(difference.field, 60).replace("_", " ")
    return f"{field}: {moved}" if field and moved else field or moved


def marks_of(differences: Iterable[Difference]) -> tuple[dict[DeviceId, str], dict[LinkId, str]]:
    """Devices and links to be marked, with the word of the strongest thing that happened to each."""
    devices: dict[DeviceId, str] = {}
    links: dict[LinkId, str] = {}
    for difference in sorted(differences, key=lambda d: _STRENGTH.index(d.kind)):
        if difference.object == "link":
            links[difference.id] = difference.kind.value
        elif difference.object == "device":
            devices[difference.device or difference.id] = difference.kind.value
        elif difference.device is not None:
            devices.setdefault(difference.device, ChangeKind.CHANGED.value)
    return devices, links
