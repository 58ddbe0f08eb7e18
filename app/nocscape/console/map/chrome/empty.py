"""What an empty map says: what it waits for, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import tr
from nocscape.console.map.model import MapModel
from nocscape.console.parts.hint import EmptyHint
from nocscape.console.theme import Theme

_WIDTH = 340


class EmptyMap(EmptyHint):
    """In the middle of the view while nothing is on the map."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "map-pinned", parent)

    def tell(self, model: MapModel) -> None:
        """Say what there is to do with this document; nothing where something is on it."""
        is_empty = not model.document.nodes and not model.document.notes
        self.setVisible(is_empty)
        if not is_empty:
            return
        if model.has_unplaced:
            text = tr("Drag devices here from the list, or place all of them at once.")
            self.say(tr("This map is empty"), text, tr("Place all devices"))
        elif model.has_waiting:
            self.say(tr("Devices appear here as they are found"))
        else:
            self.say(tr("This map is empty"), tr("Discover a network, or drag devices here from the list."))

    def event(self, event: QEvent) -> bool:
        """Find its place anew where its words need another."""
        view = self.parentWidget()
        if event.type() == QEvent.Type.LayoutRequest and view is not None:
            self.centre(view.width(), view.height())
        return super().event(event)

    def centre(self, width: int, height: int) -> None:
        """Stand in the middle of a view of that size."""
        wide = min(width, _WIDTH)
        high = max(self.sizeHint().height(), self.heightForWidth(wide))
        self.setGeometry((width - wide) // 2, (height - high) // 2, wide, high)
