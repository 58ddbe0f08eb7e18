"""One engine owns a profile: a lock that the operating system gives back when its process ends, however it ends.

POSIX record locks rather than `flock`: they are not inherited by child processes, which could outlive a killed engine
and keep the profile locked. They do not hold between threads of one process, so that a set of held paths does.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import ClassVar, Self

import msgspec

from nocscape.base.errors import BusyError
from nocscape.base.i18n import tr
from nocscape.base.paths import make_private

FILE_NAME = "engine.lock"
_LOCKED_BYTE = 1 << 20
"""Far behind the text: Windows lets nobody read a byte that is locked."""
_TRIES = 3
_PAUSE_S = 0.05
_MAX_TEXT_BYTES = 4096

if sys.platform == "win32":
    import msvcrt

    def _try_lock(fd: int) -> bool:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(fd: int) -> bool:
        try:
            fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKED_BYTE)
        except OSError:
            return False
        return True


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """The process that holds a profile's lock; 0 where it has not said yet. `since` in UTC seconds."""

    pid: int = 0
    since: float = 0.0


class ProfileLock:
    """The right to own the profile in `folder`. Also a context manager."""

    _held: ClassVar[set[Path]] = set()
    _guard: ClassVar[Lock] = Lock()

    def __init__(self, folder: Path) -> None:
        self._path = make_private(folder).resolve() / FILE_NAME
        self._fd: int | None = None

    def acquire(self) -> None:
        """Own the profile from now on. Raises BusyError that names the process which owns it."""
        with self._guard:
            if self._path in self._held:
                raise _busy(self._path, Owner(pid=os.getpid()))
            fd = _locked(self._path)
            if fd is None:
                raise _busy(self._path, _read_owner(self._path))
            self._fd = fd
            self._held.add(self._path)
        text = msgspec.json.encode(Owner(pid=os.getpid(), since=time.time()))
        os.ftruncate(fd, 0)
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, text)

    def release(self) -> None:
        """Give the profile back; nothing happens where it is not owned."""
        with self._guard:
            if self._fd is not None:
                os.close(self._fd)
                self._fd = None
                self._held.discard(self._path)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    @classmethod
    def owner(cls, folder: Path) -> Owner | None:
        """Who owns the profile in `folder` now; None where nobody does, whatever an old lock file says."""
        path = folder.resolve() / FILE_NAME
        with cls._guard:
            if path in cls._held:
                return Owner(pid=os.getpid())
            if not path.exists():
                return None
            fd = _locked(path, tries=1)
            if fd is None:
                return _read_owner(path)
            os.close(fd)
            return None


def _locked(path: Path, tries: int = _TRIES) -> int | None:
    """A descriptor that holds the lock. Tries again shortly: somebody may only be looking who the owner is."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    for attempt in range(tries):
        if attempt:
            time.sleep(_PAUSE_S)
        if _try_lock(fd):
            return fd
    os.close(fd)
    return None


def _read_owner(path: Path) -> Owner:
    with suppress(OSError, ValueError, msgspec.MsgspecError), path.open("rb") as file:
        return msgspec.json.decode(file.read(_MAX_TEXT_BYTES), type=Owner)
    return Owner()


def _busy(path: Path, owner: Owner) -> BusyError:
    return BusyError(
        tr("The profile {folder} is in use by process {pid}.", folder=str(path.parent), pid=owner.pid or "?"),
        hint=tr("Attach to that engine, end it, or choose another profile."),
    )
