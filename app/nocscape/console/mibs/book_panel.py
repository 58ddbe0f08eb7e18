"""The panel of MIBs: the dictionary, and what became of the modules that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.dictionary import DictionaryView
from nocscape.console.mibs.modules import ModulesView
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme

DICTIONARY, MODULES = "dictionary", "modules"


class MibBookPanel(Retranslated, QWidget):
    """Two pages, made when they are first needed; `look_up` shows an object, `import_files` takes what was dropped."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self.choice = Choice((DICTIONARY, MODULES))
        self.values_action = OpenValues(bridge, theme, selection, self)
        self._problem = plain_label(role="small", tone="crit")
        self._pages = QStackedWidget()
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        row.addWidget(self.choice)
        row.addWidget(self._problem, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self.values_action.setObjectName("mibs.values")
        self.values_action.setShortcut("Ctrl+M")
        self.values_action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.addAction(self.values_action)
        self.choice.chosen.connect(self._turn_to)
        selection.object_asked.connect(self.look_up)
        self.retranslate()

    @cached_property
    def dictionary(self) -> DictionaryView:
        """The page to search in."""
        view = DictionaryView(self._bridge, self._theme, self._selection)
        view.failed.connect(self._problem.setText)
        view.field.textChanged.connect(self._problem.clear)
        self._pages.addWidget(view)
        return view

    @cached_property
    def modules(self) -> ModulesView:
        """The page of imports and their report."""
        view = ModulesView(self._bridge, self._theme)
        view.imported.connect(self._search_anew)
        self._pages.addWidget(view)
        return view

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page that is looked at."""
        super().showEvent(event)
        self._turn_to(self.choice.current)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.values_action.retranslate()
        self.choice.name(DICTIONARY, tr("Dictionary"))
        self.choice.name(MODULES, tr("Modules"))

    @Slot(str)
    def look_up(self, name: str) -> None:
        """Show the object of this name or number."""
        self._turn_to(DICTIONARY)
        self.dictionary.look_up(name)

    @Slot(object)
    def import_files(self, paths: Sequence[str]) -> None:
        """Import these files, folders and archives, and show how it goes."""
        self._turn_to(MODULES)
        self.modules.importing.start(paths)

    @Slot()
    def _search_anew(self) -> None:
        self.dictionary.again()

    @Slot(str)
    def _turn_to(self, name: str) -> None:
        self.choice.choose(name)
        self._pages.setCurrentWidget(self.dictionary if name == DICTIONARY else self.modules)
