"""Standing faults of the stores, such as a full disk, for the console's status bar."""

from __future__ import annotations

import logging
from threading import Lock

from nocscape.base.i18n import Text

log = logging.getLogger(__name__)


class Conditions:
    """Faults that last, by name; a fault is logged when it begins and when it ends. Safe from any thread."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}
        self._lock = Lock()

    def begin(self, name: str, text: Text) -> None:
        """The fault `name` stands from now on, described by `text`."""
        with self._lock:
            is_new = name not in self._texts
            self._texts[name] = text
        if is_new:
            log.warning("%s: %s", name, text)

    def end(self, name: str) -> None:
        """The fault `name` is over; nothing happens where it did not stand."""
        with self._lock:
            text = self._texts.pop(name, None)
        if text is not None:
            log.info("over: %s: %s", name, text)

    def texts(self) -> tuple[Text, ...]:
        """Everything that stands now."""
        with self._lock:
            return tuple(self._texts.values())
