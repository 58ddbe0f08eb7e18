"""The events panel: the table of events under a bar that filters, counts and acknowledges."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.events.book import EventFilter
from nocscape.console.events.table import EventsTable
from nocscape.console.parts.fields import FilterField, IconButton, SnugBox
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import ProblemLabel, header_bar
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.status import Severity

_LEVELS: dict[Severity, str] = {
    Severity.CLEAR: mark("All severities"),
    Severity.WARNING: mark("Warning and worse"),
    Severity.MINOR: mark("Minor and worse"),
    Severity.CRITICAL: mark("Critical only"),
}


class EventsPanel(Retranslated, QWidget):
    """Events of the whole network. `table.acknowledge_action` is what Space does, for menus and the palette."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = EventsTable(bridge, theme, selection)
        self._filter = FilterField(theme)
        self._level = SnugBox()
        self._open_only = IconButton(theme, "bell-ring", is_toggle=True)
        self._count = plain_label(role="small", tone="faint")
        self._problem = ProblemLabel()
        self._acknowledge = IconButton(theme, "check")
        self._lay_out()
        self._filter.chosen.connect(self._choose)
        self._level.currentIndexChanged.connect(self._choose)
        self._open_only.toggled.connect(self._choose)
        self._acknowledge.clicked.connect(self.table.acknowledge_selected)
        self.table.counted.connect(self._recount)
        self.table.failed.connect(self._problem.say)
        self.table.view.selectionModel().selectionChanged.connect(self._selected)
        self.table.model.modelReset.connect(self._selected)
        selection.event_opened.connect(self.show_event)
        self.retranslate()
        self._selected()

    def _lay_out(self) -> None:
        for severity in _LEVELS:
            self._level.addItem("", severity)
        bar = header_bar(self._filter, self._level, self._open_only, self._acknowledge, self._count, self._problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.table, 1)

    @Slot()
    def focus_filter(self) -> None:
        """Put the cursor into the filter field."""
        self._filter.setFocus()
        self._filter.selectAll()

    @Slot(str)
    def show_event(self, event: str) -> None:
        """Bring an event into sight, whatever the filter says."""
        if not self.table.go_to_event(event):
            self._filter.clear()
            self._level.setCurrentIndex(0)
            self._open_only.setChecked(False)
            self._choose()
            self.table.go_to_event(event)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._filter.setPlaceholderText(tr("Filter"))
        self._filter.setToolTip(tr("Filter by text or device"))
        for place, words in enumerate(_LEVELS.values()):
            self._level.setItemText(place, tr(words))
        self._open_only.say(tr("Only what nobody acknowledged"))
        self._acknowledge.say(tr("Mark the selected events as seen (Space)"))
        self._recount()

    @Slot()
    def _choose(self) -> None:
        level = list(_LEVELS)[max(0, self._level.currentIndex())]
        self.table.choose(
            EventFilter(text=self._filter.text().strip(), at_least=level, is_open_only=self._open_only.isChecked())
        )

    @Slot()
    def _recount(self) -> None:
        shown, known = self.table.model.rowCount(), len(self.table.model.book)
        self._count.setText(
            grouped(known) if shown == known else tr("{shown} of {known}", shown=grouped(shown), known=grouped(known))
        )

    @Slot()
    def _selected(self) -> None:
        self._acknowledge.setEnabled(any(not e.acknowledged_by for e in self.table.selected()))
