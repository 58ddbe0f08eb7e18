"""The filter field, the choice that is no wider than it must be, the row of buttons and the small icon button."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from nocscape.console.theme import FIELD, GRID, Theme

FILTER_DELAY_MS = 120
ICON_SIZE = 16
LEAST_FIELD = 30 * GRID


class FilterField(QLineEdit):
    """A search field that tells its text a moment after the typing stops, and at once on Enter."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign = QAction(self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FILTER_DELAY_MS)
        self._pause.timeout.connect(self.tell)
        self.textChanged.connect(self._pause.start)
        self.returnPressed.connect(self.tell)
        theme.changed.connect(self.redraw)
        self.redraw()

    def sizeHint(self) -> QSize:
        """Room for a word or two; it grows where there is more."""
        return QSize(LEAST_FIELD, super().sizeHint().height())

    def setPlaceholderText(self, words: str) -> None:  # noqa: N802 - Qt's name
        """Say what is looked for, to screen readers too."""
        super().setPlaceholderText(words)
        self.setAccessibleName(words)

    def set_pause(self, pause_ms: int) -> None:
        """Tell so soon after the last key."""
        self._pause.setInterval(pause_ms)

    @Slot()
    def tell(self) -> None:
        """Say what stands in the field."""
        self._pause.stop()
        self.chosen.emit(self.text().strip())

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        self._sign.setIcon(self._theme.icon("search", "faint", ICON_SIZE))


class SnugBox(QComboBox):
    """A choice that is as wide as what is chosen, not as its longest entry; the list that it opens shows all whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentTextChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Room for the entry that is chosen."""
        spare = self._longest() - self.fontMetrics().horizontalAdvance(self.currentText())
        return super().sizeHint() - QSize(max(0, spare), 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As much as it wants: a word is never cut."""
        return self.sizeHint()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Open a list that is wide enough."""
        self.view().setMinimumWidth(super().sizeHint().width())
        super().showPopup()

    def _longest(self) -> int:
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(self.itemText(place)) for place in range(self.count())), default=0)


class IconButton(QToolButton):
    """A flat button with an icon of the theme; its words are the tool tip and the name for screen readers."""

    def __init__(self, theme: Theme, icon: str, *, is_toggle: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self.setCheckable(is_toggle)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        theme.changed.connect(self.redraw)
        self.redraw()

    def say(self, words: str) -> None:
        """What the button does."""
        self.setToolTip(words)
        self.setAccessibleName(words)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        """Colours are different."""
        self.setIcon(self._theme.icon(self._icon_name, "dim", ICON_SIZE))


class Choice(QWidget):
    """A row of buttons of which one is down."""

    chosen = Signal(str)

    def __init__(self, keys: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID // 2)
        self._group.buttonClicked.connect(self._clicked)
        self.offer(keys)

    def offer(self, keys: Iterable[str]) -> None:
        """Have one button for each key, the first one down."""
        keys = list(keys)
        if keys == list(self._buttons):
            return
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {key: self._make(key) for key in keys}
        if keys:
            self._buttons[keys[0]].setChecked(True)

    @property
    def current(self) -> str:
        """The key of the button that is down, empty where there are none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Press a button down without telling."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def release(self) -> None:
        """Have no button down."""
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def name(self, key: str, words: str) -> None:
        """The words on a button."""
        if key in self._buttons:
            self._buttons[key].setText(words)

    def _make(self, key: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setText(key)
        button.setMinimumHeight(FIELD)
        self._group.addButton(button)
        self._row.addWidget(button)
        button.show()
        return button

    @Slot(object)
    def _clicked(self, clicked: QToolButton) -> None:
        self.chosen.emit(next(key for key, button in self._buttons.items() if button is clicked))
