"""Refuses, before any window is made, what is known to crash later."""

from __future__ import annotations

import sys

import PySide6

from nocscape.base.errors import NocscapeError
from nocscape.base.i18n import tr

FIRST_SAFE_PYTHON = (3, 12)
BROKEN_PYSIDE = "6.12.0"
"""Drops references of None and True at every repaint and signal; before Python 3.12 the process then aborts."""


class VersionError(NocscapeError):
    """This combination of Python and Qt cannot run the console."""


def check(python: tuple[int, ...] | None = None, pyside: str | None = None) -> None:
    """Raise VersionError where PySide6 and Python (those that are installed, if not given) do not go together."""
    python = python or tuple(sys.version_info[:3])
    pyside = pyside or PySide6.__version__
    if pyside == BROKEN_PYSIDE and python < FIRST_SAFE_PYTHON:
        raise VersionError(
            tr(
                "PySide6 {pyside} crashes on Python {python}.",
                pyside=pyside,
                python=".".join(str(part) for part in python),
            ),
            hint=tr("Install PySide6-Essentials 6.11.2, or use Python 3.12 or newer."),
        )
