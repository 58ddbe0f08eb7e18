"""Whether a window can be shown here."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

HEADLESS_PLATFORMS = ("offscreen", "minimal", "vnc")


def has_display() -> bool:
    """True where Qt would find a screen: always on Windows and macOS, else a reachable X11 or Wayland server.

    A Qt platform that was chosen by hand (`QT_QPA_PLATFORM=offscreen`) counts as one.
    """
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM", "").startswith(HEADLESS_PLATFORMS):
        return True
    return _has_wayland() or _has_x11(os.environ.get("DISPLAY", ""))


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / str(name)).exists()


def _has_x11(display: str) -> bool:
    host, _, number = display.partition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix") and Path(f"/tmp/.X11-unix/X{number}").exists():  # noqa: S108 - where X11 puts it
        return True
    try:
        with socket.create_connection((host or "localhost", 6000 + int(number)), timeout=1):
            return True
    except OSError:
        return False
