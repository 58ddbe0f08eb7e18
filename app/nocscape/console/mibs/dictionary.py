"""The dictionary: search as you type, narrow by facets, look at one object."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import grouped
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.facets import FacetBar
from nocscape.console.mibs.hits import HitsView
from nocscape.console.mibs.latest import Latest
from nocscape.console.mibs.page import ObjectPage
from nocscape.console.parts.fields import FilterField, IconButton
from nocscape.console.parts.hint import EmptyHint, plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import FindObjects
from nocscape.model.mibs import MibFinds, MibHit

MOST_HITS = 200
TYPING_MS = 0
"""Every key asks: the engine answers within 50 ms, and of keys that come meanwhile only the last is asked for."""
WIDE = 640
"""From so many pixels on the object stands beside the list."""


class DictionaryView(Retranslated, QWidget):
    """Field, facets, hits and the object that is looked at. Signal: failed(str)."""

    failed = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = Latest(bridge, self._take)
        self._finds = MibFinds()
        self._is_fresh = False
        self.field = FilterField(theme)
        self.field.set_pause(TYPING_MS)
        self.facets = FacetBar(theme)
        self.clear_button = IconButton(theme, "x")
        self.hits = HitsView(theme)
        self.page = ObjectPage(bridge, theme, selection)
        self._count = plain_label(role="small", tone="faint")
        self._empty = EmptyHint(theme, "book-open")
        self._lists = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self.field.chosen.connect(self._find)
        self.facets.changed.connect(self._find)
        self.clear_button.clicked.connect(self._clear_facets)
        self.hits.chosen.connect(self._look)
        self.page.failed.connect(self.failed)
        self.page.note.kept.connect(self._find)
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        top.addWidget(self.field, 1)
        top.addWidget(self._count)
        facets = QHBoxLayout()
        facets.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        facets.addWidget(self.facets, 1)
        facets.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self._lists.addWidget(self._empty)
        self._lists.addWidget(self.hits)
        self._split.addWidget(self._lists)
        self._split.addWidget(self.page)
        self.page.hide()
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addLayout(facets)
        column.addWidget(self._split, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.field.setPlaceholderText(tr("Name, number or words"))
        self.field.setAccessibleName(tr("Search the dictionary"))
        self.clear_button.say(tr("Narrow by nothing"))
        self.facets.retranslate()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Have something to choose from when it is first looked at."""
        super().showEvent(event)
        if not self._is_fresh:
            self._find()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and object side by side where there is room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= WIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def look_up(self, name: str) -> None:
        """Show the object of this name or number."""
        self.page.show()
        self.page.show_object(name)

    def search(self, words: str) -> None:
        """Look for these words."""
        self.field.setText(words)
        self.field.tell()

    @Slot()
    def again(self) -> None:
        """The dictionary is different: search anew when somebody looks."""
        self._is_fresh = False
        if self.isVisible():
            self._find()

    @Slot()
    def _find(self) -> None:
        self._is_fresh = True
        self._finding.ask(FindObjects(words=self.field.text().strip(), most=MOST_HITS, **self.facets.chosen))

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self.failed.emit(str(reply.error))
            return
        self._finds = value(reply, MibFinds)
        self.facets.offer(self._finds.facets)
        self.hits.show_hits(self._finds.hits if self._is_search else ())
        self._show()
        if self.hits.hits.hits:
            self.hits.setCurrentIndex(self.hits.hits.index(0))

    @property
    def _is_search(self) -> bool:
        """Whether anything is looked for; without that the first objects of half a million would say nothing."""
        return bool(self.field.text().strip()) or any(self.facets.chosen.values())

    def _show(self) -> None:
        has_hits = bool(self.hits.hits.hits)
        self._lists.setCurrentWidget(self.hits if has_hits else self._empty)
        self._count.setText(grouped(self._finds.total) if has_hits else "")
        self.clear_button.setVisible(any(self.facets.chosen.values()))
        known = tr("{count} objects are known", count=grouped(self._finds.total))
        self._empty.say(
            tr("Nothing is called that") if self._is_search else known,
            tr(
                "Search by a part of a name, a number, a word of a description or of a note. Import the MIB files of a "
                "vendor to know its objects."
            ),
        )

    @Slot()
    def _clear_facets(self) -> None:
        self.facets.clear()
        self._find()

    @Slot(object)
    def _look(self, hit: MibHit) -> None:
        self.look_up(hit.name)
