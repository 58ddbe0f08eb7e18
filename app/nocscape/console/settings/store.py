"""The console's settings: one small JSON file in the profile, written in one piece."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.base.files import replace_file
from nocscape.base.i18n import Text, msg
from nocscape.console.parts.kept import KeptView, KeptWall

log = logging.getLogger(__name__)

VERSION = 1
FILE_NAME = "console.json"
SAVE_AFTER_MS = 400
MOST_BYTES = 1_000_000

Percent = Annotated[int, msgspec.Meta(ge=80, le=200)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is remembered from one start to the next; an empty word means the system's own choice."""

    version: int = VERSION
    language: str = ""
    theme: str = ""
    text_percent: Percent = 100
    motion: Literal["system", "on", "off"] = "system"
    is_sound_on: bool = True
    shortcuts: dict[str, str] = {}
    """Shortcuts that differ from the action's own, by action name, as portable text; empty means none."""
    grouping: str = "site"
    """How the inventory tree is cut: site, subnet, vendor or kind."""
    views: tuple[KeptView, ...] = ()
    """Views of maps that were kept, the oldest first."""
    walls: tuple[KeptWall, ...] = ()
    """Walls that can be put up again by their names."""
    geometry: str = ""
    """Place of the main window, as Qt saves it, in base64."""
    arrangement: str = ""
    """Arrangement of the docks, as QtAds saves it, in base64."""


class SettingsKeeper(QObject):
    """Holds the settings and writes them a moment after they change; without a folder they live in memory.

    A file that cannot be understood is set aside as `console.json.bak` and `trouble` says so.
    """

    changed = Signal(object)

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = None if folder is None else folder / FILE_NAME
        self.trouble: Text | None = None
        self.now = self._read()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def change(self, **changes: Any) -> None:
        """Set some fields of `Settings`, tell it and keep it."""
        after = replace(self.now, **changes)
        if after != self.now:
            self.now = after
            self._timer.start()
            self.changed.emit(after)

    @Slot()
    def flush(self) -> None:
        """Write now what is not yet written."""
        self._timer.stop()
        if self._path is None:
            return
        try:
            _write(self._path, self.now)
        except OSError as error:
            log.warning("settings could not be written to %s: %s", self._path, error)

    def _read(self) -> Settings:
        if self._path is None or not self._path.exists():
            return Settings()
        try:
            return decode(self._path.read_bytes()[:MOST_BYTES])
        except (OSError, msgspec.DecodeError, ValueError) as error:
            aside = self._set_aside(self._path)
            self.trouble = msg("The settings could not be read and were set aside as {file}.", file=aside)
            log.info("settings in %s set aside as %s: %s", self._path, aside, error)
            return Settings()

    @staticmethod
    def _set_aside(path: Path) -> str:
        aside = path.with_name(path.name + ".bak")
        try:
            path.replace(aside)
        except OSError as error:
            log.info("could not rename %s: %s", path, error)
        return aside.name


def decode(raw: bytes) -> Settings:
    """Settings from the bytes of their file. Raises ValueError where they are of another version, or none."""
    settings = msgspec.json.decode(raw, type=Settings)
    if settings.version != VERSION:
        raise ValueError(f"settings of version {settings.version}, this program knows {VERSION}")
    return settings


def _write(path: Path, settings: Settings) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(path, msgspec.json.format(msgspec.json.encode(settings), indent=2))
