"""Holds off screen saver and sleep while a wall is shown.

Each platform has its own way; the first one that takes the wish is kept until `end`.

- Linux and BSD: `org.freedesktop.ScreenSaver` on the session bus (GNOME, KDE, Xfce, Cinnamon ... have it), then
  `systemd-inhibit`, a process that lives as long as the wish.
- Windows: `SetThreadExecutionState` with `ES_DISPLAY_REQUIRED`.
- macOS: `caffeinate -d`, which ends with this process.
"""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

log = logging.getLogger(__name__)

REASON = "The network is shown on a wall"
_APPLICATION = "nocscape"
_END_S = 2.0
_REFUSED_S = 0.3
"""A program that is refused the wish ends within this time."""
_ES_CONTINUOUS, _ES_SYSTEM_REQUIRED, _ES_DISPLAY_REQUIRED = 0x8000_0000, 0x1, 0x2
_SERVICE, _PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"


class Held(NamedTuple):
    """A wish that was taken: by what, and how to let go of it."""

    by: str
    release: Callable[[], None]


Way = Callable[[], Held | None]


class Awake:
    """One wish for all walls of a process; `by` says who keeps the screen on, empty where nobody does."""

    def __init__(self, ways: Sequence[Way] | None = None) -> None:
        self._ways = tuple(ways) if ways is not None else ways_here()
        self._held: Held | None = None
        self._walls = 0

    @property
    def by(self) -> str:
        """Name of the service or program that keeps the screen on."""
        return self._held.by if self._held is not None else ""

    def begin(self) -> bool:
        """Wish for a screen that stays on until as many `end`s; False where nothing here takes the wish."""
        self._walls += 1
        for way in self._ways if self._held is None else ():
            try:
                self._held = way()
            except OSError as error:
                log.info("%s does not keep the screen on: %s", way.__name__, error)
            if self._held is not None:
                log.info("the screen is kept on by %s", self._held.by)
                break
        return self._held is not None

    def end(self) -> None:
        """One wall less; after the last one the screen may go off again."""
        self._walls = max(0, self._walls - 1)
        if self._walls == 0 and self._held is not None:
            held, self._held = self._held, None
            held.release()


def ways_here() -> tuple[Way, ...]:
    """The ways of this platform, the gentlest first."""
    if sys.platform == "win32":
        return (by_execution_state,)
    if sys.platform == "darwin":
        return (by_caffeinate,)
    return (by_screen_saver, by_systemd)


def by_screen_saver() -> Held | None:
    """The freedesktop service that most desktops have.

    The wish belongs to a connection of its own: services let go of it when that ends, also where this process dies.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusInterface, QDBusMessage  # noqa: PLC0415 - Linux alone has it

    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _APPLICATION)
    if not bus.isConnected():
        return None
    answer = QDBusInterface(_SERVICE, _PATH, _SERVICE, bus).call("Inhibit", _APPLICATION, REASON)
    if answer.type() is not QDBusMessage.MessageType.ReplyMessage:
        log.info("%s does not keep the screen on: %s", _SERVICE, answer.errorMessage())
        QDBusConnection.disconnectFromBus(_APPLICATION)
        return None
    return Held(_SERVICE, lambda: QDBusConnection.disconnectFromBus(_APPLICATION))


def by_systemd() -> Held | None:
    """logind's own lock, held by a process; for desktops without a service."""
    command = ["systemd-inhibit", "--what=idle:sleep", f"--who={_APPLICATION}", f"--why={REASON}", "sleep", "infinity"]
    return _by_process(command)


def by_caffeinate() -> Held | None:
    """Apple's own program; `-w` ends it with this process whatever happens."""
    return _by_process(["caffeinate", "-d", "-i", "-w", str(os.getpid())])


def by_execution_state() -> Held | None:
    """The state of this thread, which Windows forgets when the thread ends."""
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - there is none elsewhere
    if not kernel.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED):
        return None
    return Held("Windows", lambda: kernel.SetThreadExecutionState(_ES_CONTINUOUS))


def _by_process(command: Sequence[str]) -> Held | None:
    program = shutil.which(command[0])
    if program is None:
        return None
    process = subprocess.Popen(
        [program, *command[1:]], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(_REFUSED_S)
    except subprocess.TimeoutExpired:
        return Held(command[0], lambda: _stop(process))
    log.info("%s does not keep the screen on: it ended with %s", command[0], process.returncode)
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
