"""Files that somebody wants written on the engine's machine."""

from __future__ import annotations

from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr


def absolute(path: str) -> Path:
    """The engine's own folder is none of the caller's business. Raises InputError."""
    target = Path(path)
    if not target.is_absolute() or "\0" in path:
        raise InputError(tr("{path} is no whole path", path=path))
    return target
