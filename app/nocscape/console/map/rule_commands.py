"""Actions on the rules of a map: how things look, and which groups new devices join."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot

from nocscape.base.i18n import msg
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.rules_dialog import RulesDialog
from nocscape.model.mapdoc import DropItems, PutItems, Together
from nocscape.model.mapparts import CANVAS, Arrivals, Canvas, GroupRule, StyleRule

Rule = StyleRule | GroupRule


class RuleCommands(QObject):
    """Acts on the rules of the map that a canvas shows; each change is one edit."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.asking: RulesDialog | None = None
        """What was opened last."""

    def edit_rules(self) -> None:
        """Let the rules be edited."""
        if not self._canvas.refuses():
            self.asking = RulesDialog(self._canvas.theme, self._canvas.model.document.parts, self._canvas)
            self.asking.kept.connect(self.keep)
            self.asking.open()

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
