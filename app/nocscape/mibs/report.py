"""What the command line prints about MIBs, in the shape that scripts rely on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from nocscape.mibs.dictionary import MibDictionary
from nocscape.mibs.localnames import names_of
from nocscape.mibs.objects import MibObject, ModuleReport

Json = dict[str, object]


def import_json(reports: Sequence[ModuleReport]) -> Json:
    """An import: each module with its status, repairs and reason; how many of each; who needs what is missing."""
    return {
        "modules": [_module(r) for r in reports],
        "counts": dict(Counter(str(r.status) for r in reports)),
        "missing": missing_modules(reports),
    }


def _module(report: ModuleReport) -> Json:
    return {
        "name": report.name,
        "status": str(report.status),
        "file": report.file,
        "line": report.line,
        "repairs": [str(text) for text in report.repairs],
        "reason": str(report.reason) if report.reason else "",
        "cure": str(report.cure) if report.cure else "",
        "missing": list(report.missing),
        "other_files": list(report.other_files),
        "objects": report.objects,
        "updated": report.updated,
    }


def missing_modules(reports: Iterable[ModuleReport]) -> dict[str, list[str]]:
    """Each module that is nowhere, with the modules that import from it, the most wanted first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        for name in report.missing:
            found[name].append(report.name)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def show_json(dictionary: MibDictionary, names: Iterable[str]) -> list[Json | None]:
    """Each object that was asked for by name or number, in the order asked; None for what is not known."""
    return [_whole(dictionary, found) if (found := dictionary.by_name(name)) else None for name in names]


def _whole(dictionary: MibDictionary, found: MibObject) -> Json:
    """With all that it stands below, and what the operator noted on it."""
    return object_json(found) | {
        "path": list(dictionary.path(found.oid)),
        "note": dictionary.notes.get(found.label, ""),
    }


def find_json(dictionary: MibDictionary, words: str, most: int = 50) -> list[Json]:
    """Objects that fit the words, the best first."""
    return [object_json(found) for found in dictionary.search(words, most)]


def object_json(found: MibObject) -> Json:
    """One object."""
    return {
        "name": found.label,
        "oid": found.oid,
        "kind": str(found.kind),
        "syntax": found.syntax,
        "access": found.access,
        "status": found.status,
        "units": found.units,
        "enums": found.enums,
        "index": list(found.index),
        "hint": found.display_hint,
        "members": list(found.members),
        "description": found.description,
        "local_names": names_of(found.label),
    }
