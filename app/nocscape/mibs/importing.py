"""Importing MIBs into a profile, and what is told about it afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from nocscape.base.i18n import tr
from nocscape.mibs import standard
from nocscape.mibs.library import Library, choose
from nocscape.mibs.objects import ModuleReport
from nocscape.mibs.reading import read_all
from nocscape.mibs.reporting import Reporter
from nocscape.mibs.shelf import FileSummary, Shelf, digest_of
from nocscape.mibs.sources import find_sources
from nocscape.mibs.writing import ImageWriter


class Progress(msgspec.Struct, frozen=True):
    """How far an import has come. `stage` is a text for people; `total` is 0 where it is not known."""

    stage: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]


def _ignore(progress: Progress) -> None:
    """Nobody wants to know."""


def import_paths(
    paths: Sequence[Path], profile: Path, on_progress: OnProgress = _ignore, workers: int | None = None
) -> list[ModuleReport]:
    """Read files, folders and archives into the profile's dictionary; say what became of each module in them.

    What was imported before stays, except files below `paths` that are gone. Content that was read before is not read
    again. `on_progress` is called from this thread and may raise to cancel: the dictionary then stays as it was. One
    broken file never stops the rest. Takes `workers` processes (all cores up to four by default; 1 reads in this one).
    InputError where a path is missing or an archive damaged, OSError where the profile cannot be written.
    """
    shelf = Shelf(profile)
    shelf.prepare()
    with tempfile.TemporaryDirectory(prefix="nocscape-mibs-") as folder:
        on_progress(Progress(tr("Looking for files"), 0, 0))
        sources = find_sources(paths, Path(folder))
        fresh = read_all(
            sources, shelf.parsed, workers, lambda done: on_progress(Progress(tr("Reading"), done, len(sources)))
        )
    fresh = [f for f in fresh if f.modules or f.fault is not None]
    roots = tuple(str(p.absolute()) for p in paths)
    kept = [f for f in shelf.sources() if not _is_below(f.label, roots)]
    reports = _link(shelf, [*kept, *fresh], on_progress)
    names = {m.name for f in fresh for m in f.modules} | {f.label for f in fresh if f.fault is not None}
    return [r for r in reports if r.name in names or r.file in names]


def _is_below(label: str, roots: tuple[str, ...]) -> bool:
    return any(label == r or label.startswith((f"{r}/", f"{r}\\", f"{r}!/")) for r in roots)


def module_reports(profile: Path) -> list[ModuleReport]:
    """What became of every module that was ever imported into the profile, as of the last import, by name."""
    return Shelf(profile).reports()


def rebuild(profile: Path, on_progress: OnProgress = _ignore) -> list[ModuleReport]:
    """Make the dictionary anew from what was read before, as after an update of the shipped tables."""
    shelf = Shelf(profile)
    shelf.prepare()
    return _link(shelf, shelf.sources(), on_progress)


def is_rebuild_due(profile: Path) -> bool:
    """Whether the dictionary was made by an older version of the program, or with other shipped tables."""
    shelf = Shelf(profile)
    sources = shelf.sources()
    if not sources:
        return False
    image = shelf.image()
    return image is None or image.directory.standard != standard.digest()


def _link(shelf: Shelf, files: list[FileSummary], on_progress: OnProgress) -> list[ModuleReport]:
    wanted = digest_of(msgspec.msgpack.encode(files))
    image = shelf.image()
    if image is not None and (image.directory.sources, image.directory.standard) == (wanted, standard.digest()):
        return shelf.reports()
    files = [f for f in files if not f.digest or (shelf.parsed / f.digest).exists()]
    chosen = choose(files)
    library = Library(chosen, shelf.parsed)
    linker = library.linker()
    writer = ImageWriter(linker, library.load)

    def linked(done: int) -> None:
        on_progress(Progress(tr("Linking"), done, len(chosen)))

    linked(0)
    shelf.keep_image(lambda out: writer.write(out, standard=standard.digest(), sources=wanted, on_module=linked))
    reports = Reporter(library, linker).reports(files)
    shelf.keep_sources(files)
    shelf.keep_reports(reports)
    return reports
