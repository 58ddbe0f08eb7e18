"""How many files and sockets this process may hold open at once."""

from __future__ import annotations

import sys
from contextlib import suppress

WANTED_FILES = 8192
"""A socket for each of some thousand agents, and all else."""
_FEW_FILES = 512
"""What a system surely permits that does not tell."""


def permitted_files() -> int:
    """How many may be open now."""
    if sys.platform == "win32":
        return _FEW_FILES
    import resource  # noqa: PLC0415 - not on every system

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED_FILES if soft == resource.RLIM_INFINITY else soft


def permit_files(wanted: int = WANTED_FILES) -> int:
    """Raise this process's own limit to `wanted`, as far as the system lets it; returns what is permitted then."""
    if sys.platform != "win32" and permitted_files() < wanted:
        import resource  # noqa: PLC0415 - not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return permitted_files()
