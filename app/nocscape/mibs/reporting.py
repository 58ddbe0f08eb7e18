"""What became of each module of an import: compiled, compiled with repairs, or failed, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from nocscape.base.i18n import Text, msg
from nocscape.mibs.declared import Problem
from nocscape.mibs.library import Chosen, Library
from nocscape.mibs.linker import Linker, Scope
from nocscape.mibs.objects import ModuleReport, ModuleStatus
from nocscape.mibs.shelf import FileSummary

_MOST_REPAIRS = 40


class Reporter:
    """Tells what a linker that has given out all its keys knows."""

    def __init__(self, library: Library, linker: Linker) -> None:
        self._library = library
        self._linker = linker

    def reports(self, files: Iterable[FileSummary]) -> list[ModuleReport]:
        """One report for each imported module and for each file that gave none, by name."""
        pairs = zip(self._library.chosen, self._linker.scopes, strict=True)
        found = [self._report(chosen, scope) for chosen, scope in pairs if chosen.copy.digest]
        found += [_unread(f, f.fault) for f in files if f.fault is not None]
        return sorted(found, key=lambda r: (r.name, r.file))

    def _report(self, chosen: Chosen, scope: Scope) -> ModuleReport:
        repairs = (*_repairs(chosen, scope), *_taken(self._library.taken.get(chosen.name, {})))
        reason, cure = self._failure(chosen, scope)
        status = ModuleStatus.REPAIRED if repairs else ModuleStatus.COMPILED
        return ModuleReport(
            name=chosen.name,
            status=ModuleStatus.FAILED if reason else status,
            file=chosen.copy.label,
            line=chosen.copy.summary.line,
            repairs=repairs[:_MOST_REPAIRS],
            reason=reason,
            cure=cure,
            missing=tuple(self._linker.missing_modules(scope)),
            other_files=tuple(c.label for c in chosen.others),
            objects=len(scope.skeleton.declarations) - len(scope.unplaced),
            updated=chosen.copy.summary.updated,
        )

    def _failure(self, chosen: Chosen, scope: Scope) -> tuple[Text | None, Text | None]:
        """Why a module is of no use, and the cure; a module with half of its objects is of use."""
        declared = len(scope.skeleton.declarations)
        if not declared and not scope.skeleton.types and chosen.copy.summary.lost:
            return msg("nothing in it can be read"), msg("See whether the file is complete and a MIB.")
        if len(scope.unplaced) * 2 <= declared:
            return None, None
        name, source = self._linker.first_unknown(scope)
        if not name:
            return msg("its names stand below each other in a circle"), msg("Get the file from its maker again.")
        if source:
            reason = msg(
                "{name}, below which it stands, should come from {module}, which is not here", name=name, module=source
            )
            return reason, msg("Import the file that defines {module} too.", module=source)
        reason = msg("{name}, below which it stands, is defined nowhere", name=name)
        return reason, msg("Import the file that defines {name} too.", name=name)


def _unread(file: FileSummary, fault: Text) -> ModuleReport:
    name = file.label.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return ModuleReport(
        name=name, status=ModuleStatus.FAILED, file=file.label, reason=fault,
        cure=msg("See whether the file is complete and a MIB."),
    )  # fmt: skip


def _repairs(chosen: Chosen, scope: Scope) -> list[Problem]:
    return [*chosen.copy.summary.problems, *(Problem(0, text) for text in _linked_repairs(chosen, scope))]


def _taken(names: Mapping[str, int]) -> Iterator[Problem]:
    for file, count in names.items():
        yield Problem(0, msg("{count} names are in {file} alone; taken from there", count=count, file=file))


def _linked_repairs(chosen: Chosen, scope: Scope) -> Iterator[Text]:
    for name in _doubled(scope):
        yield msg("{name} is defined more than once; the last counts", name=name)
    for borrowed in scope.borrowed.values():
        yield borrowed.text()
    for name, source in scope.unknown_types.items():
        yield msg("the type {name} of {module} is defined nowhere", name=name, module=source or chosen.name)
    if scope.unplaced:
        parents = ", ".join(list(scope.unknown)[:5]) or scope.unplaced[0]
        yield msg("{count} names have no number: see {names}", count=len(scope.unplaced), names=parents)


def _doubled(scope: Scope) -> list[str]:
    declared = scope.skeleton.declarations
    if len(scope.objects) == len(declared):
        return []
    return list(dict.fromkeys(d.name for at, d in enumerate(declared) if scope.objects[d.name] != at))[:10]
