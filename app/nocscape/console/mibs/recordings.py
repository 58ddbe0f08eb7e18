"""Files of recorded devices: chosen, or dropped on the window, and opened like devices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.parts.files import OpenDialog
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme

SUFFIX = ".snmprec"
MOST_OPENED = 8
"""Windows that one drop opens."""


class Recordings:
    """Opens recorded devices, each in a window of its own over the main one."""

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection) -> None:
        self._made_of = (bridge, theme, selection)

    def open(self, paths: Iterable[str], window: QWidget) -> None:
        """Open these files."""
        from nocscape.console.mibs.recording_window import RecordingWindow  # noqa: PLC0415 - not needed to start

        for path in paths:
            RecordingWindow(*self._made_of, path, window).show()

    def ask(self, window: QWidget) -> QFileDialog:
        """Let the operator choose which to open."""
        return ask_recordings(window, partial(self.open, window=window))


def is_recording(path: str) -> bool:
    """Whether a file is a recorded device by its name."""
    return Path(path).suffix.casefold() == SUFFIX


def recordings_among(paths: Iterable[str]) -> list[str]:
    """The recorded devices among some files, and no more of them than there is room for."""
    return [path for path in paths if is_recording(path)][:MOST_OPENED]


def ask_recordings(parent: QWidget, take: Callable[[list[str]], None], *, is_one: bool = False) -> QFileDialog:
    """Let the operator choose files; `take` is given their paths."""
    mode = QFileDialog.FileMode.ExistingFile if is_one else QFileDialog.FileMode.ExistingFiles
    dialog = OpenDialog(parent, tr("Open a recorded device"), f"{tr('Recorded devices')} (*{SUFFIX})", mode=mode)
    dialog.filesSelected.connect(take)
    dialog.open()
    return dialog
