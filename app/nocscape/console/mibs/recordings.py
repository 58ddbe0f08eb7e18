"""Files of recorded devices: chosen, or dropped on the window, and opened like devices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from nocscape.base.i18n import tr

SUFFIX = ".snmprec"
MOST_OPENED = 8
"""Windows that one drop opens."""


def is_recording(path: str) -> bool:
    """Whether a file is a recorded device by its name."""
    return Path(path).suffix.casefold() == SUFFIX


def recordings_among(paths: Iterable[str]) -> list[str]:
    """The recorded devices among some files, and no more of them than there is room for."""
    return [path for path in paths if is_recording(path)][:MOST_OPENED]


def ask_recordings(parent: QWidget, take: Callable[[list[str]], None], *, is_one: bool = False) -> QFileDialog:
    """Let the operator choose files; `take` is given their paths."""
    dialog = QFileDialog(parent, tr("Open a recorded device"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    modes = QFileDialog.FileMode
    dialog.setFileMode(modes.ExistingFile if is_one else modes.ExistingFiles)
    dialog.setNameFilter(tr("Recorded devices (*.snmprec)"))
    dialog.filesSelected.connect(take)
    dialog.open()
    return dialog
