"""Actions on the rules of a map: how things look, and which groups new devices join."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from nocscape.base.i18n import msg, tr
from nocscape.console.map.attributes import device_value
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.filter_dialog import FilterDialog
from nocscape.console.map.chrome.rules_dialog import RulesDialog
from nocscape.console.map.scene.styles import judge
from nocscape.console.parts.words import natural
from nocscape.model.mapdoc import DropItems, PutItems, Together
from nocscape.model.mapparts import CANVAS, Arrivals, Canvas, GroupRule, StyleRule
from nocscape.model.net import DeviceId

Rule = StyleRule | GroupRule

MOST_OFFERED = 500
"""Values of one attribute that a filter offers."""


class RuleCommands(QObject):
    """Acts on the rules of the map that a canvas shows; each change is one edit."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.asking: RulesDialog | None = None
        """What was opened last."""
        self.filter: FilterDialog | None = None

    def edit_rules(self) -> None:
        """Let the rules be edited."""
        if not self._canvas.refuses():
            self.asking = RulesDialog(self._canvas.theme, self._canvas.model.document.parts, self._canvas)
            self.asking.kept.connect(self.keep)
            self.asking.open()

    def select_where(self) -> None:
        """Ask for a filter and select the devices on the map that it fits."""
        self.filter = FilterDialog(self._values, lambda rule: len(self._fitting(rule)), self._canvas)
        self.filter.chosen.connect(self.select_fitting)
        self.filter.open()

    @Slot(object)
    def select_fitting(self, rule: StyleRule) -> None:
        """Select the devices on the map that meet the test of a rule."""
        fitting = self._fitting(rule)
        self._canvas.select(fitting)
        if not fitting:
            self._canvas.model.tell_refused(tr("No device on this map fits the filter."))

    def _fitting(self, rule: StyleRule) -> list[DeviceId]:
        meets, live = judge(rule), self._canvas.scene.live
        ids = self._canvas.scene.nodes.ids
        return [device for device in ids if meets(device_value(live, device, rule.attribute))]

    def _values(self, attribute: str) -> list[str]:
        """What devices on the map have there, in the order in which people read it."""
        live, ids = self._canvas.scene.live, self._canvas.scene.nodes.ids
        found = {device_value(live, device, attribute) for device in ids}
        return sorted((str(value) for value in found if value not in (None, "")), key=natural)[:MOST_OFFERED]

    @Slot(object)
    def keep(self, rules: tuple[Rule, ...]) -> None:
        """Keep these rules and no others."""
        parts, model = self._canvas.model.document.parts, self._canvas.model
        wanted = {rule.id for rule in rules}
        gone = tuple(p.id for p in parts.values() if isinstance(p, StyleRule | GroupRule) and p.id not in wanted)
        put = tuple(rule for rule in rules if parts.get(rule.id) != rule)
        if (gone or put) and not self._canvas.refuses():
            change = Together(changes=(DropItems(parts=gone), PutItems(parts=put)))
            model.edit(msg("Changed the rules of the map"), change)

    def place_by_rule(self) -> None:
        """Put new devices beside their neighbours when they come, or have them wait again."""
        canvas = self._ground()
        is_placing = canvas.arrivals is not Arrivals.PLACE
        put = PutItems(parts=(replace(canvas, arrivals=Arrivals.PLACE if is_placing else Arrivals.WAIT),))
        if not self._canvas.refuses():
            title = msg("New devices are placed by themselves") if is_placing else msg("New devices wait")
            self._canvas.model.edit(title, put)

    def show_vendors(self) -> None:
        """Have nodes say who made them, or not."""
        canvas = self._ground()
        if not self._canvas.refuses():
            put = PutItems(parts=(replace(canvas, has_vendors=not canvas.has_vendors),))
            hidden, shown = msg("Vendors are hidden"), msg("Vendors are shown")
            self._canvas.model.edit(hidden if canvas.has_vendors else shown, put)

    def _ground(self) -> Canvas:
        known = self._canvas.model.document.parts.get(CANVAS)
        return known if isinstance(known, Canvas) else Canvas()
