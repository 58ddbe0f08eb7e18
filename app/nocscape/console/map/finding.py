"""Finds things on the map that is shown: devices, groups and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot

from nocscape.console.highlights import FOUND
from nocscape.console.map.camera import FULL_NAMES, Rect
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.findbar import FindBar
from nocscape.console.map.scene.scene import Scene
from nocscape.model.net import DeviceId

MOST_FOUND = 500
_MARGIN_PX = 80.0


class Spot(NamedTuple):
    """Something that fits, and where it is in the scene."""

    name: str
    x: float
    y: float
    device: DeviceId | None = None
    frame: Rect | None = None


def spots(scene: Scene, text: str) -> list[Spot]:
    """What holds all the words: names that begin with them first, then names, addresses, models, groups and notes."""
    words = text.casefold().split()
    if not words:
        return []
    nodes = scene.nodes
    found: list[tuple[int, str, Spot]] = []
    for row, device in enumerate(nodes.ids):
        name = nodes.names[row].casefold()
        if (rank := _rank(name, _hay(scene, device, name), words)) is not None:
            x, y = nodes.xy[row].tolist()
            found.append((rank, name, Spot(nodes.names[row], x, y, device=device)))
    groups = scene.groups
    for row, title in enumerate(groups.titles):
        if all(word in title.casefold() for word in words):
            frame = groups.rect(row)
            x, y = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
            found.append((3, title.casefold(), Spot(title, x, y, frame=frame)))
    notes = (n for n in scene.document.notes.values() if all(word in n.text.casefold() for word in words))
    found += [(4, note.text, Spot(note.text, note.x, note.y)) for note in notes]
    return [spot for _, _, spot in sorted(found, key=lambda one: one[:2])][:MOST_FOUND]


def _hay(scene: Scene, device: DeviceId, name: str) -> str:
    known = scene.live.devices.get(device)
    if known is None:
        return name
    about = known.device
    return " ".join(filter(None, (name, *about.addresses, about.vendor, about.model, about.site))).casefold()


def _rank(name: str, hay: str, words: list[str]) -> int | None:
    if not all(word in hay for word in words):
        return None
    if name.startswith(words[0]):
        return 0
    return 1 if all(word in name for word in words) else 2


class Finding(QObject):
    """Follows a `FindBar`: marks what fits, and shows it one by one."""

    def __init__(self, canvas: MapCanvas, bar: FindBar) -> None:
        super().__init__(bar)
        self._canvas = canvas
        self._bar = bar
        self._found: list[Spot] = []
        self._place = 0
        self._text = ""
        bar.wanted.connect(self.look_for)
        bar.next_wanted.connect(self.go_on)
        bar.left.connect(self.end)

    @property
    def found(self) -> list[Spot]:
        """What fits, in the order in which it is shown."""
        return self._found

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Mark what fits and fly to the first."""
        if text == self._text:
            return
        self._text, self._place = text, 0
        self._found = spots(self._canvas.scene, text)
        marked = {spot.device: FOUND for spot in self._found if spot.device is not None}
        self._canvas.scene.highlights.show(marked, source=self)
        self._show()

    @Slot(bool)
    def go_on(self, is_back: bool) -> None:  # noqa: FBT001 - a signal's signature
        """The next one, or the one before."""
        if self._found:
            self._place = (self._place + (-1 if is_back else 1)) % len(self._found)
            self._show()

    @Slot()
    def end(self) -> None:
        """Take the marks away; what was flown to stays in view."""
        self._found, self._text = [], ""
        self._canvas.scene.highlights.clear(self)
        self._canvas.setFocus()

    def _show(self) -> None:
        self._bar.say(self._place + 1 if self._found else 0, len(self._found))
        if not self._found:
            return
        spot, canvas = self._found[self._place], self._canvas
        if spot.device is not None:
            canvas.select((spot.device,))
        if spot.frame is not None:
            canvas.fly(canvas.camera.fitted(spot.frame, _MARGIN_PX))
        else:
            scale = max(canvas.camera.scale, FULL_NAMES)
            canvas.fly(replace(canvas.camera, x=spot.x, y=spot.y, scale=scale))
