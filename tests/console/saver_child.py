"""A session bus with a screen saver on it, and a wish for a screen that stays on, in one process."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

from nocscape.console.wall.awake import Awake, by_screen_saver

NAME, PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"


def say(line: str) -> None:
    """To whoever started this process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@ClassInfo({"D-Bus Interface": NAME})  # type: ignore[call-arg]  # the stubs know no decorator
class Saver(QObject):  # type: ignore[operator]  # as above
    """Takes every wish."""

    @Slot(str, str, result=int)
    def Inhibit(self, application: str, _reason: str) -> int:  # noqa: N802 - the interface's name
        """Remember who asks."""
        say(f"asked by {application}")
        return 7


def serve() -> None:
    """Be the service; says `ready` first."""
    app = QCoreApplication(sys.argv)
    bus = QDBusConnection.sessionBus()
    saver = Saver()
    bus.registerObject(PATH, saver, QDBusConnection.RegisterOption.ExportAllSlots)
    bus.registerService(NAME)
    say("ready")
    app.exec()


def wish() -> None:
    """Ask the service of another process."""
    service = subprocess.Popen([sys.executable, "-m", __spec__.name, "serve"], stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    service.stdout.readline()
    app = QCoreApplication(sys.argv)
    awake = Awake([by_screen_saver])
    awake.begin()
    say(service.stdout.readline().strip())
    say(f"held by {awake.by}")
    awake.end()
    service.terminate()
    service.wait(10)
    app.quit()


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else wish()
