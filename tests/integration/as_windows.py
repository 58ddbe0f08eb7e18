"""A process that lacks what Windows lacks: every module is imported, then an engine serves a console that attaches.

The standard library and all other packages are loaded before, as the system that is there needs them.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import cast

LACKING = ("fcntl", "grp", "gufo", "pwd", "resource", "termios")
"""Modules; gufo-snmp has no build for Windows."""
LACKING_OF_OS = ("fchmod", "fork", "getpgid", "geteuid", "getuid", "kill", "killpg", "setsid")


def main(profile: Path) -> None:
    """Everything there is to import, twice: as this system, then as Windows."""
    _import_all()
    for name in [n for n in sys.modules if n.partition(".")[0] == "nocscape"]:
        del sys.modules[name]
    _become_windows()
    without = _import_all()
    assert all(name.startswith("nocscape.wire.snmp.") for name in without), without
    sys.stdout.write("imported\n")
    _attach(profile)


def _import_all() -> list[str]:
    """Returns those that need gufo-snmp where there is none: the fast back-end's own."""
    import nocscape  # noqa: PLC0415 - it is imported twice

    without = []
    for found in pkgutil.walk_packages(nocscape.__path__, "nocscape."):
        try:
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if not str(error.name).startswith("gufo"):
                raise
            without.append(found.name)
    return without


def _become_windows() -> None:
    for name in LACKING:
        for loaded in [n for n in sys.modules if n.partition(".")[0] == name]:
            del sys.modules[loaded]
        sys.modules[name] = cast("ModuleType", None)  # an import of it fails
    for name in LACKING_OF_OS:
        delattr(os, name)
    del signal.SIGPIPE, signal.SIGHUP
    sys.modules["msvcrt"] = _msvcrt()
    sys.platform = "win32"


def _msvcrt() -> ModuleType:
    made = ModuleType("msvcrt")
    made.LK_NBLCK = 2  # type: ignore[attr-defined]
    made.locking = lambda _fd, _mode, _count: None  # type: ignore[attr-defined]
    return made


def _attach(profile: Path) -> None:
    """Two lines to one engine: the second finds it by the port and the token that it left in the profile."""
    from nocscape.engine.client import open_client  # noqa: PLC0415 - as Windows
    from nocscape.engine.lines.socket_line import SocketLine  # noqa: PLC0415
    from nocscape.model.commands import PutCredential  # noqa: PLC0415
    from nocscape.model.credentials import SnmpCredential, SnmpVersion  # noqa: PLC0415

    first = open_client(profile, origin="console")
    assert (profile / "engine.json").exists()
    SocketLine(profile).close()
    second = open_client(profile, origin="cli")
    second.call(
        PutCredential(credential=SnmpCredential(name="c", version=SnmpVersion.V2C, community="c")), timeout_s=60
    )
    second.close()
    first.close()
    sys.stdout.write("attached\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
