"""Overviews to files and from files; their names, and their end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.console.overviews.book import new_id
from nocscape.console.parts.confirm import ask_first
from nocscape.console.parts.files import OpenDialog, SaveDialog
from nocscape.console.theme import Theme
from nocscape.model.overview import MOST_FILE, from_file, to_file

if TYPE_CHECKING:
    from nocscape.console.overviews.panel import OverviewsPanel

SUFFIX = "nocscape-overview"


class Sharing(QObject):
    """What the menu of the panel offers besides composing."""

    def __init__(self, panel: OverviewsPanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def fill(self, menu: QMenu, theme: Theme, *, is_own: bool) -> None:
        """Put the entries into a menu; what only makes sense for one's own overview is off for others."""
        for icon, words, todo, is_on in (
            ("pen-line", tr("Rename…"), self.ask_title, is_own),
            ("file-down", tr("Share as a file…"), self.ask_where, True),
            ("file-up", tr("Open a shared file…"), self.ask_which, True),
            ("trash-2", tr("Remove this overview…"), self.ask_removal, is_own),
        ):
            action = menu.addAction(theme.icon(icon, "dim", 16), words)
            action.setEnabled(is_on)
            action.triggered.connect(todo)

    @Slot()
    def ask_title(self) -> None:
        """Ask for another title."""
        dialog = QInputDialog(self._panel)
        dialog.setWindowTitle(tr("Rename the overview"))
        dialog.setLabelText(tr("Title"))
        dialog.setTextValue(self._panel.overview.title)
        dialog.textValueSelected.connect(self._panel.rename)
        self._open(dialog)

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, and write the overview to it."""
        dialog = SaveDialog(self._panel, tr("Share the overview as a file"), {SUFFIX: tr("Overviews")})
        dialog.fileSelected.connect(self.write)
        self._open(dialog)

    @Slot()
    def ask_which(self) -> None:
        """Ask for a file, and open the overview in it."""
        dialog = OpenDialog(self._panel, tr("Open a shared overview"), f"{tr('Overviews')} (*.{SUFFIX} *.json)")
        dialog.fileSelected.connect(self.read)
        self._open(dialog)

    @Slot()
    def ask_removal(self) -> None:
        """Ask before what cannot be undone."""
        question = tr("Remove the overview {name} for good?", name=self._panel.overview.title)
        self._panel.asking = ask_first(
            self._panel, tr("Overviews"), question, verb=tr("Remove"), todo=self._panel.remove
        )

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the overview to that file."""
        path = Path(name)
        try:
            path.write_bytes(to_file(self._panel.overview))
        except OSError as error:
            self._panel.tell(tr("{file} was not written: {error}", file=path.name, error=error))

    @Slot(str)
    def read(self, name: str) -> None:
        """Open the overview in that file as a new one."""
        path = Path(name)
        try:
            with path.open("rb") as file:
                overview = from_file(file.read(MOST_FILE + 1))
        except (OSError, InputError) as error:
            self._panel.tell(tr("{file} was not read: {error}", file=path.name, error=error))
            return
        self._panel.open(replace(overview, id=new_id()))
        self._panel.edit(self._panel.overview)

    def _open(self, dialog: QFileDialog | QInputDialog) -> None:
        self._panel.asking = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
