"""What was just done, with the way back: a press undoes it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nocscape.console.map.chrome.floating import Floating
from nocscape.console.theme import Theme

SHOWN_MS = 9000


class Chip(Floating):
    """Says one line for some seconds. `pressed` comes where the line offers something to do."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._icon = ""
        self._is_offer = False
        self._button = QPushButton()
        self._button.setProperty("kind", "flat")
        self._button.clicked.connect(self.press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._button.text()

    def say(self, text: str, icon: str, *, is_offer: bool, stays: bool = False) -> None:
        """Show a line; it can be pressed where it `is_offer`, and is there until another one where it `stays`."""
        self._icon, self._is_offer = icon, is_offer
        self._button.setText(text.replace("&", "&&"))
        self._button.setAccessibleName(text)
        self.redraw()
        self.adjustSize()
        self.show()
        self.raise_()
        if stays:
            self._timer.stop()
        else:
            self._timer.start()

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        super().redraw()
        if self._icon:
            self._button.setIcon(self.theme.icon(self._icon, "dim", 16))

    @Slot()
    def press(self) -> None:
        """Take what the line offers."""
        self.hide()
        if self._is_offer:
            self.pressed.emit()
