"""Kinds of reports: one file each, found by listing this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from functools import cache
from typing import NamedTuple

from nocscape.reports.document import Report, Source


class ReportKind(NamedTuple):
    """What each file declares as `KIND`."""

    name: str
    title: str
    """English source, marked for translation."""
    make: Callable[[Source, float, float], Awaitable[Report]]
    """From the facts, for a stretch between two times in UTC seconds."""


@cache
def kinds() -> dict[str, ReportKind]:
    """Every kind by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f"{__name__}.{name}").KIND for name in names)
    return {kind.name: kind for kind in found}
