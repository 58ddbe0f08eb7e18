"""Vendor, module, kind and access as buttons: each offers what the hits have, with how many, and narrows to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.text import one_line
from nocscape.base.units import grouped
from nocscape.console.mibs.hits import kind_word
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.theme import FIELD, GRID, Theme
from nocscape.model.mibs import MibFacets

MOST_OFFERED = 40
SIGN = 12
_TITLES: dict[str, str] = {
    "vendors": mark("Vendor"),
    "modules": mark("Module"),
    "kinds": mark("Kind"),
    "accesses": mark("Access"),
}


class FacetBar(QWidget):
    """`changed` comes when the operator chose other values; `chosen` holds them."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chosen: dict[str, tuple[str, ...]] = dict.fromkeys(_TITLES, ())
        self._counts: dict[str, Mapping[str, int]] = {name: {} for name in _TITLES}
        self.buttons = {name: self._make(name) for name in _TITLES}
        row = FlowLayout(self, spacing=GRID)
        for button in self.buttons.values():
            row.addWidget(button)
        theme.changed.connect(self._retint)
        self._retint()
        self.retranslate()

    @Slot()
    def _retint(self) -> None:
        for button in self.buttons.values():
            button.setIcon(self._theme.icon("chevron-down", "faint", SIGN))

    def _make(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setMinimumHeight(FIELD)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        button.setIconSize(QSize(SIGN, SIGN))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill, name))
        button.setMenu(menu)
        return button

    def offer(self, facets: MibFacets) -> None:
        """What the hits of a search have."""
        self._counts = {name: getattr(facets, name) for name in _TITLES}

    def clear(self) -> None:
        """Narrow nothing any more, without telling."""
        self.chosen = dict.fromkeys(_TITLES, ())
        self.retranslate()

    def retranslate(self) -> None:
        """Say on each button what it narrows to, in the language in force."""
        for name, button in self.buttons.items():
            words = tr(_TITLES[name])
            values = ", ".join(_word(name, value) for value in self.chosen[name])
            button.setText(tr("{what}: {values}", what=words, values=values) if values else words)
            button.setCheckable(True)
            button.setChecked(bool(values))
            button.setAccessibleName(words)

    def choose(self, name: str, value: str) -> None:
        """Narrow to a value of a facet too, or no longer."""
        before = self.chosen[name]
        self.chosen[name] = tuple(v for v in before if v != value) if value in before else (*before, value)
        self.retranslate()
        self.changed.emit()

    @Slot()
    def _fill(self, name: str) -> None:
        menu = self.buttons[name].menu()
        menu.clear()
        offered = dict(self._counts[name])
        values = [*self.chosen[name], *(value for value in offered if value not in self.chosen[name])]
        for value in values[:MOST_OFFERED]:
            action = menu.addAction(f"{_word(name, value)}\t{grouped(offered.get(value, 0))}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value in self.chosen[name])
            action.triggered.connect(partial(self._chose, name, value))
        self.buttons[name].setChecked(bool(self.chosen[name]))

    def _chose(self, name: str, value: str, _checked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.choose(name, value)


def _word(facet: str, value: str) -> str:
    if facet == "kinds":
        return kind_word(value)
    return one_line(value, 40) if value else tr("Standard") if facet == "vendors" else "—"
