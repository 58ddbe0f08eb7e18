"""How a widget follows the language while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object


class Retranslated(_Widget):
    """Comes before a Qt class: `class Panel(Retranslated, QWidget)`.

    Qt sends every widget a LanguageChange when the shell switches the language; the widget then retranslates itself.
    """

    def changeEvent(self, event: QEvent) -> None:
        """Say every word again after the language changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        raise NotImplementedError
