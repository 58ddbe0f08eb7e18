"""The tool bar over the map."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from nocscape.console.map.chrome.floating import Floating
from nocscape.console.theme import GRID, Theme

_BUTTON = 30
_ICON = 18


class MapToolBar(Floating):
    """A button for each action; None between them draws a line."""

    def __init__(self, theme: Theme, actions: Iterable[QAction | None], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        for action in actions:
            layout.addWidget(_line() if action is None else self._button(action))

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFixedHeight(5 * GRID)
    line.setProperty("tone", "faint")
    return line
