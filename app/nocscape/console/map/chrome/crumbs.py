"""The way to a map inside maps: `Campus › Building A`, each but the last to be pressed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.map.chrome.floating import Floating
from nocscape.console.parts.hint import plain_label
from nocscape.console.theme import GRID, Theme
from nocscape.model.mapdoc import MapDocument

_LONGEST = 40


def ways(map_id: str) -> list[str]:
    """The maps around a map, outer ones first, and itself: the id of a submap begins with that of its map and `/`."""
    parts = map_id.split("/")
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


class Crumbs(Floating):
    """Hidden on a map that is in no other. `wanted(str)`: another map of the way."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(GRID, 2, 2 * GRID, 2)
        self._row.setSpacing(GRID)
        self.buttons: list[QPushButton] = []
        self.hide()

    def say(self, map_id: str, maps: Mapping[str, MapDocument]) -> None:
        """Show the way to this map."""
        way = [one for one in ways(map_id) if one in maps or one == map_id]
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for one in way:
            document = maps.get(one)
            title = one_line(document.title if document is not None else "", _LONGEST) or tr("Network map")
            if one == map_id:
                self._row.addWidget(plain_label(title, role="strong"))
                continue
            button = QPushButton(title.replace("&", "&&"))
            button.setProperty("kind", "flat")
            button.clicked.connect(partial(self._press, one))
            self.buttons.append(button)
            self._row.addWidget(button)
            self._row.addWidget(plain_label("›", tone="faint"))
        self.setVisible(len(way) > 1)
        self.adjustSize()

    def _press(self, map_id: str, _is_checked: bool = False) -> None:  # noqa: FBT001 - Qt's signature
        self.wanted.emit(map_id)
