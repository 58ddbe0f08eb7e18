"""All modules of a profile together: which copy of each counts, how they are linked, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from nocscape.mibs import standard
from nocscape.mibs.declared import Declaration, ParsedModule
from nocscape.mibs.linker import Linker, Member, Skeleton
from nocscape.mibs.shelf import FileSummary, ModuleSummary, parsed_modules, skeletons
from nocscape.mibs.sources import folder_of


class Copy(msgspec.Struct, frozen=True):
    """One definition of a module: in which file, and at which place in it. A shipped table has an empty digest."""

    summary: ModuleSummary
    label: str
    digest: str
    at: int


class Chosen(msgspec.Struct, frozen=True):
    """The copy of a module that counts, and the others."""

    copy: Copy
    others: tuple[Copy, ...] = ()
    is_shipped: bool = False
    """Whether there is a shipped table of that name too."""

    @property
    def name(self) -> str:
        """The module's name."""
        return self.copy.summary.name

    @property
    def fillers(self) -> list[Copy]:
        """Other copies that may define what this one does not: each content once, and none that is damaged."""
        contents = {(c.digest, c.at): c for c in reversed(self.others) if not c.summary.lost}
        contents.pop((self.copy.digest, self.copy.at), None)
        return [*reversed(contents.values())]


def choose(files: Iterable[FileSummary]) -> list[Chosen]:
    """The best copy of every module, the most trusted modules first: standard ones, then by LAST-UPDATED, then by name.

    Of several copies the one that could be read counts, of those the newest, then the one with the fewest faults, then
    the fullest, then the first by file name.
    """
    copies: defaultdict[str, list[Copy]] = defaultdict(list)
    for file in files:
        for at, summary in enumerate(file.modules):
            copies[summary.name].append(Copy(summary, file.label, file.digest, at))
    shipped = {m.name: m for m in standard.modules()}
    chosen = [_best(found, is_shipped=name in shipped) for name, found in copies.items()]
    chosen += [
        Chosen(Copy(ModuleSummary(m.name, 1, m.updated, len(m.declarations), len(m.types)), "", "", 0), is_shipped=True)
        for m in shipped.values() if m.name not in copies
    ]  # fmt: skip
    chosen.sort(key=lambda c: c.name)
    chosen.sort(key=lambda c: (c.is_shipped, c.copy.summary.updated), reverse=True)
    return chosen


def _best(found: list[Copy], *, is_shipped: bool) -> Chosen:
    found.sort(key=lambda c: c.label)
    found.sort(key=_quality, reverse=True)
    return Chosen(found[0], tuple(found[1:]), is_shipped)


def _quality(copy: Copy) -> tuple[bool, str, int, int]:
    summary = copy.summary
    is_readable = summary.lost * 10 <= summary.objects
    return is_readable, summary.updated, -len(summary.problems) - summary.lost, summary.objects


class Library:
    """Loads the chosen modules from the shelf, as skeletons to link and whole to write, joined with shipped tables."""

    def __init__(self, chosen: Sequence[Chosen], parsed: Path) -> None:
        self.chosen = chosen
        self._parsed = parsed
        self._shipped = {m.name: m for m in standard.modules()}
        self.taken: defaultdict[str, dict[str, int]] = defaultdict(dict)
        """How many names a module has from other copies of it, by module and file."""
        self._file = lru_cache(maxsize=2)(lambda digest: parsed_modules(parsed, digest))
        self._bare_file = lru_cache(maxsize=2)(lambda digest: skeletons(parsed, digest))

    def linker(self) -> Linker:
        """All modules, ready to be linked."""
        return Linker([Member(self._skeleton(c), folder_of(c.copy.label), c.is_shipped) for c in self.chosen])

    def _skeleton(self, chosen: Chosen) -> Skeleton:
        if chosen.is_shipped:
            return standard.skeleton(self._joined(chosen))
        if chosen.fillers:
            return standard.skeleton(self.imported(chosen))
        return self._bare_file(chosen.copy.digest)[chosen.copy.at]

    def load(self, at: int) -> ParsedModule:
        """A whole module by its place in the linker."""
        chosen = self.chosen[at]
        return self._joined(chosen) if chosen.is_shipped else self.imported(chosen)

    def imported(self, chosen: Chosen) -> ParsedModule:
        """A module as its file has it, with what only other copies of it define."""
        module = self._file(chosen.copy.digest)[chosen.copy.at]
        for other in chosen.fillers:
            module, count = with_gaps_filled(module, self._file(other.digest)[other.at])
            if count:
                self.taken[chosen.name][other.label] = count
        return module

    def _joined(self, chosen: Chosen) -> ParsedModule:
        shipped = self._shipped[chosen.name]
        return joined(self.imported(chosen), shipped) if chosen.copy.digest else shipped


def joined(imported: ParsedModule, shipped: ParsedModule) -> ParsedModule:
    """A standard module out of an imported copy and the shipped table: the newer counts, the other fills its gaps."""
    first, second = (imported, shipped) if imported.updated >= shipped.updated else (shipped, imported)
    described = {d.name: d.description for d in imported.declarations}
    declarations = _filled(first.declarations, second.declarations)
    if first is shipped:
        declarations = [_described(d, described.get(d.name, "")) for d in declarations]
    return ParsedModule(
        first.name, imported.line, first.updated, {**second.imports, **first.imports},
        _filled(first.types, second.types), declarations, imported.problems, imported.lost,
    )  # fmt: skip


def with_gaps_filled(module: ParsedModule, other: ParsedModule) -> tuple[ParsedModule, int]:
    """A module with what another copy defines besides, and how many names that are."""
    declarations, types = _filled(module.declarations, other.declarations), _filled(module.types, other.types)
    count = len(declarations) + len(types) - len(module.declarations) - len(module.types)
    if not count:
        return module, 0
    filled = ParsedModule(
        module.name, module.line, module.updated, {**other.imports, **module.imports},
        types, declarations, module.problems, module.lost,
    )  # fmt: skip
    return filled, count


def _filled(first: list[Declaration], second: list[Declaration]) -> list[Declaration]:
    known = {d.name for d in first}
    return [*first, *(d for d in second if d.name not in known)]


def _described(declared: Declaration, description: str) -> Declaration:
    return msgspec.structs.replace(declared, description=description) if description else declared


__all__ = ["Chosen", "Copy", "Library", "choose", "joined"]
