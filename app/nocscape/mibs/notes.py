"""The operator's own notes on MIB objects, in a file of the profile that can be shared: `mibs/notes.json`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from nocscape.base.errors import InputError
from nocscape.base.files import replace_file
from nocscape.base.i18n import tr
from nocscape.base.text import plain

log = logging.getLogger(__name__)

FILE_NAME = "notes.json"
MAX_NOTE = 4000
"""Characters."""
MAX_NOTES = 10_000


class Notes:
    """Notes by the label of their object (`IF-MIB::ifDescr`). Safe from any thread; in memory alone without a profile.

    A file that cannot be read is left aside, and moved out of the way by the next note.
    """

    def __init__(self, profile: Path | None) -> None:
        self._path = None if profile is None else profile / "mibs" / FILE_NAME
        self._writing = threading.Lock()
        self._notes = self._read()

    @property
    def all(self) -> Mapping[str, str]:
        """Every note."""
        return self._notes

    def of(self, label: str) -> str:
        """The note on an object, empty where there is none."""
        return self._notes.get(label, "")

    def put(self, label: str, text: str) -> None:
        """Keep a note, or forget it where `text` is empty. OSError where the profile cannot be written."""
        with self._writing:
            notes = dict(self._notes)
            notes.pop(label, None)
            if text.strip():
                notes[label] = plain(text.strip(), MAX_NOTE)
            if len(notes) > MAX_NOTES:
                raise InputError(tr("No more than {most} notes can be kept", most=MAX_NOTES))
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self._path, msgspec.json.format(msgspec.json.encode(notes), indent=1))
            self._notes = notes

    def _read(self) -> dict[str, str]:
        if self._path is None:
            return {}
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("%s cannot be read and is left aside: %s", self._path, error)
            self._path.replace(self._path.with_suffix(".damaged"))
            return {}
