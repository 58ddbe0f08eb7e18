"""Asking for files: one dialog to save, one to open, both gone when they are done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class SaveDialog(QFileDialog):
    """Asks for a file to write. `kinds` are its formats by suffix, the first of them proposed."""

    def __init__(self, parent: QWidget, title: str, kinds: Mapping[str, str], *, proposed: str = "") -> None:
        super().__init__(parent, title)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters([f"{name} (*.{suffix})" for suffix, name in kinds.items()])
        self.setDefaultSuffix(next(iter(kinds)))
        if proposed:
            self.selectFile(proposed)
        self.filterSelected.connect(self._follow)
        self.finished.connect(self.deleteLater)

    @Slot(str)
    def _follow(self, chosen: str) -> None:
        """A name without a suffix gets that of the format."""
        self.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))


class OpenDialog(QFileDialog):
    """Asks for a file, or several, to read; `names` is what they are called, as `Images (*.png *.svg)`."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        names: str = "",
        *,
        mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile,
    ) -> None:
        super().__init__(parent, title)
        self.setFileMode(mode)
        if names:
            self.setNameFilter(names)
        self.finished.connect(self.deleteLater)
