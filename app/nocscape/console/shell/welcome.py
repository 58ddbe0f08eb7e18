"""What stands in the middle before there is a network: what to do, and the buttons for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import BAR, GRID, Theme

LOGO = 56
TEXT_WIDTH = 460


class Welcome(Retranslated, QWidget):
    """The first thing that a new operator sees."""

    def __init__(
        self, theme: Theme, discover: QAction, demo: QAction | None, palette: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._palette = palette
        self._logo = QLabel()
        self._title = plain_label(role="title")
        self._text = plain_label(tone="dim")
        self._hint = plain_label(role="small", tone="dim")
        self._discover = QPushButton()
        self._discover.setProperty("kind", "primary")
        self._discover.clicked.connect(discover.trigger)
        self._demo = QPushButton()
        if demo is not None:
            self._demo.clicked.connect(demo.trigger)
        self._demo.setVisible(demo is not None)
        self.setFocusProxy(self._discover)
        self._lay_out()
        theme.changed.connect(self.redraw)
        self.retranslate()
        self.redraw()

    def _lay_out(self) -> None:
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text.setWordWrap(True)
        for label in (self._logo, self._title, self._text, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addStretch(1)
        for button in (self._discover, self._demo):
            button.setMinimumHeight(BAR - 2 * GRID)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QWidget()
        column.setFixedWidth(TEXT_WIDTH)
        inner = QVBoxLayout(column)
        inner.setSpacing(3 * GRID)
        inner.addStretch(3)
        for widget in (self._logo, self._title, self._text):
            inner.addWidget(widget)
        inner.addSpacing(2 * GRID)
        inner.addLayout(buttons)
        inner.addSpacing(GRID)
        inner.addWidget(self._hint)
        inner.addStretch(4)
        layout = QHBoxLayout(self)
        layout.addWidget(column)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._title.setText(tr("No network yet"))
        self._text.setText(
            tr(
                "Give Nocscape a subnet or an address to start from, and how to read it by SNMP. It finds the devices, "
                "how they are connected, and draws them here while it goes on."
            )
        )
        self._discover.setText(tr("Discover a network…"))
        self._demo.setText(tr("Open the demo network"))
        self._demo.setToolTip(tr("A simulated campus on this machine; nothing leaves it"))
        self._hint.setText(tr("{keys} reaches everything.", keys=self._palette.shortcut().toString()))

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        self._logo.setPixmap(self._theme.logo(LOGO))
