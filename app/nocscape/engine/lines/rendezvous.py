"""Where the engine of a profile can be met: a socket that only its owner can open.

POSIX: a Unix socket in the profile's private folder (or, where that path is too long, in the runtime folder).
Windows: a loopback port, named with a secret token in a file that only the owner can read.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import stat
import sys
import tempfile
from pathlib import Path

import msgspec

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr
from nocscape.base.paths import make_private

HAS_UNIX_SOCKETS = sys.platform != "win32" and hasattr(socket, "AF_UNIX")
_LONGEST_SOCKET_PATH = 100


class Meeting(msgspec.Struct, frozen=True):
    """A loopback port and the token that lets its owner in."""

    port: int
    token: str


def socket_path(profile: Path) -> Path:
    """The Unix socket of a profile's engine."""
    path = profile.resolve() / "engine.sock"
    if len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    return _runtime_dir() / f"nocscape-{name}.sock"


def _runtime_dir() -> Path:
    """A folder of this user alone. Anybody may have laid one out in the folder of temporary files before us, and would
    be sent what a console sends, communities too. Raises NocscapeError."""
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named and _is_ours(Path(named)):
        return Path(named)
    folder = make_private(Path(tempfile.gettempdir()) / f"nocscape-{_user()}")
    if not _is_ours(folder):
        raise NocscapeError(
            tr("{folder} belongs to somebody else", folder=str(folder)),
            hint=tr("Choose a profile with a shorter path, or set XDG_RUNTIME_DIR."),
        )
    return folder


def _is_ours(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def new_token() -> str:
    """A secret for one engine's life."""
    return secrets.token_hex(32)


def write_meeting(profile: Path, meeting: Meeting) -> None:
    """Tell the owner's other programs where the engine is."""
    path = _meeting_path(profile)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(meeting))


def read_meeting(profile: Path) -> Meeting:
    """Where the engine is; raises ConnectionError where no usable word was left."""
    try:
        return msgspec.json.decode(_meeting_path(profile).read_bytes(), type=Meeting)
    except (OSError, msgspec.MsgspecError) as error:
        raise ConnectionError("no engine left word where it is") from error


def forget(profile: Path) -> None:
    """Remove what an engine left."""
    path = socket_path(profile) if HAS_UNIX_SOCKETS else _meeting_path(profile)
    path.unlink(missing_ok=True)


def _meeting_path(profile: Path) -> Path:
    return profile / "engine.json"


def _user() -> str:
    return str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "user")
