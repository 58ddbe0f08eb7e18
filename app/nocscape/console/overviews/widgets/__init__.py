"""Kinds of widgets: one file each, found by listing this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from nocscape.console.overviews.kind import WidgetKind


@cache
def kinds() -> dict[str, WidgetKind]:
    """Every kind by its name, in the order of their files."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f"{__name__}.{name}").KIND for name in names)
    return {kind.name: kind for kind in found}
