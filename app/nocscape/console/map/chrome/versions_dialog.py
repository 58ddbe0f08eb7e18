"""The named versions of a map: keep one, compare it with the map as it stands, restore or forget it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from nocscape.base.i18n import counted, mark, tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.words import full_time
from nocscape.console.theme import GRID, ROW
from nocscape.model.mapversions import MapVersion

_SIZE = QSize(560, 420)
_MOST_TITLE = 80


class VersionsDialog(QDialog):
    """Signals with the version's id: compare_wanted, restore_wanted, drop_wanted; name_wanted(str title)."""

    name_wanted = Signal(str)
    compare_wanted = Signal(str)
    restore_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Versions of the map"))
        self.resize(_SIZE)
        self.title = QLineEdit()
        self.title.setMaxLength(_MOST_TITLE)
        self.title.setPlaceholderText(tr("Name of a new version"))
        self.title.setAccessibleName(self.title.placeholderText())
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Versions of the map"))
        self.words = plain_label(role="small", tone="dim")
        self.words.setWordWrap(True)
        self.keep = QPushButton(tr("Keep as a version"))
        self.keep.setProperty("kind", "primary")
        self.compare = QPushButton(tr("Compare"))
        self.restore = QPushButton(tr("Restore"))
        self.drop = QPushButton(tr("Forget"))
        self._lay_out()
        self.title.textChanged.connect(self._refresh)
        self.list.currentRowChanged.connect(self._refresh)
        self.title.returnPressed.connect(self._name)
        self.keep.clicked.connect(self._name)
        self.compare.clicked.connect(self._compare)
        self.restore.clicked.connect(self._restore)
        self.drop.clicked.connect(self._drop)
        self._refresh()

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.keep)
        for button in (self.compare, self.restore, self.drop):
            button.setAutoDefault(False)
            below.addWidget(button)
        below.addStretch(1)
        close = QPushButton(tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        below.addWidget(close)
        self.keep.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.words)
        column.addLayout(below)

    def show_versions(self, versions: tuple[MapVersion, ...]) -> None:
        """List these, the newest first."""
        self.list.clear()
        for version in versions:
            at = full_time(version.at)
            about = str(counted(mark("1 device"), mark("{count} devices"), version.nodes))
            item = QListWidgetItem(f"{version.title}   ·   {at}   ·   {about}   ·   {version.actor}")
            item.setData(Qt.ItemDataRole.UserRole, version.id)
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        if versions:
            self.list.setCurrentRow(0)
        else:
            self.say(tr("No version was kept yet. Give one a name before you change much."))
        self._refresh()

    def say(self, words: str) -> None:
        """Tell how something went."""
        self.words.setText(words)

    @property
    def chosen(self) -> str:
        """Id of the version that is marked; empty for none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    @Slot()
    def _refresh(self) -> None:
        self.keep.setEnabled(bool(self.title.text().strip()))
        for button in (self.compare, self.restore, self.drop):
            button.setEnabled(bool(self.chosen))

    @Slot()
    def _name(self) -> None:
        if title := self.title.text().strip():
            self.title.clear()
            self.name_wanted.emit(title)

    @Slot()
    def _compare(self) -> None:
        self.compare_wanted.emit(self.chosen)

    @Slot()
    def _restore(self) -> None:
        self.restore_wanted.emit(self.chosen)

    @Slot()
    def _drop(self) -> None:
        self.drop_wanted.emit(self.chosen)
