"""The panel of MIBs: the dictionary, and what became of the modules that it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.dictionary import DictionaryView
from nocscape.console.mibs.modules import ModulesView
from nocscape.console.mibs.opening import OpenValues
from nocscape.console.parts.fields import Choice
from nocscape.console.parts.hint import plain_label
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme

DICTIONARY, MODULES = "dictionary", "modules"


class MibBookPanel(QWidget):
    """Two pages; `look_up` shows an object, `import_files` brings in what was dropped."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice((DICTIONARY, MODULES))
        self.dictionary = DictionaryView(bridge, theme, selection)
        self.modules = ModulesView(bridge, theme)
        self.values_action = OpenValues(bridge, theme, selection, self)
        self._problem = plain_label(role="small", tone="crit")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.dictionary)
        self._pages.addWidget(self.modules)
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
        self.dictionary.failed.connect(self._problem.setText)
        self.dictionary.field.textChanged.connect(self._problem.clear)
        self.modules.imported.connect(self.dictionary.again)
        selection.object_asked.connect(self.look_up)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

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

    @Slot(str)
    def _turn_to(self, name: str) -> None:
        self.choice.choose(name)
        self._pages.setCurrentIndex((DICTIONARY, MODULES).index(name))
