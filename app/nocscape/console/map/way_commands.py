"""Actions on the ways of links and the places of names."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from nocscape.console.map import way_edits
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.edits import Edit
from nocscape.model.mapparts import Route

_LABELS = {"start": 0.25, "middle": 0.5, "end": 0.75}


class WayCommands(QObject):
    """Acts on the selected link, or on the map where none is; on the names of the selected devices."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.way_straight = partial(self._route, Route.STRAIGHT)
        self.way_orthogonal = partial(self._route, Route.ORTHOGONAL)
        self.way_curved = partial(self._route, Route.CURVED)
        self.label_start = partial(self._label, "start")
        self.label_middle = partial(self._label, "middle")
        self.label_end = partial(self._label, "end")
        self.name_below = partial(self._name, "below")
        self.name_above = partial(self._name, "above")
        self.name_left = partial(self._name, "left")
        self.name_right = partial(self._name, "right")
        self.name_hidden = partial(self._name, "hidden")

    def way_reset(self) -> None:
        """Let the selected link go as all others do."""
        if (link := self._canvas.selection.link) is not None:
            self._do(way_edits.straightened(self._canvas.model.document, link))

    def words_reset(self) -> None:
        """Let the words of what is selected stand where they usually do; of the whole map where nothing is."""
        canvas = self._canvas
        self._do(way_edits.words_reset(canvas.model.document, canvas.selection.devices, canvas.selection.link))

    def _route(self, route: Route) -> None:
        document, link = self._canvas.model.document, self._canvas.selection.link
        self._do(way_edits.all_routed(document, route) if link is None else way_edits.routed(document, link, route))

    def _label(self, place: str) -> None:
        if (link := self._canvas.selection.link) is not None:
            self._do(way_edits.labelled_at(self._canvas.model.document, link, _LABELS[place]))

    def _name(self, side: str) -> None:
        self._do(way_edits.names_at(self._canvas.model.document, self._canvas.selection.devices, side))

    def _do(self, edit: Edit | None) -> None:
        if edit is not None and not self._canvas.refuses():
            self._canvas.model.do(edit)
