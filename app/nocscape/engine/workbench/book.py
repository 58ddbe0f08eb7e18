"""The MIB dictionary as consoles ask for it: searching, showing, notes, imports."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from nocscape.base.errors import InputError, NocscapeError
from nocscape.base.i18n import Text, msg, tr
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.mibs import (
    Kind,
    MibDictionary,
    MibObject,
    ModuleReport,
    Notes,
    Problem,
    Progress,
    Wanted,
    import_paths,
    is_rebuild_due,
    module_reports,
    names_of,
    rebuild,
)
from nocscape.model.batches import JobProgress
from nocscape.model.commands import FindObjects, ImportMibs, ListBranch, ListModules, SetNote, ShowObject
from nocscape.model.mibs import MibFacets, MibFinds, MibHit, MibModule, MibPage

log = logging.getLogger(__name__)

MOST_HITS = 1000
SHIPPED = "shipped"


class MibBook:
    """Answers about the dictionary of one engine. The dictionary changes under it when an import ends."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._notes: Notes | None = None
        self._opening = asyncio.Lock()

    async def find(self, ask: FindObjects) -> MibFinds:
        """Objects by words and facets, the best first. InputError for a kind that there is not."""
        known = await self._open()
        kinds = tuple(map(_kind, ask.kinds))
        wanted = Wanted(vendors=ask.vendors, modules=ask.modules, kinds=kinds, accesses=ask.accesses)
        found, hits = known.find(ask.words, wanted, max(1, min(ask.most, MOST_HITS)))
        return MibFinds(
            hits=tuple(self._hit(known, one) for one in found),
            total=hits.total,
            facets=MibFacets(vendors=hits.vendors, modules=hits.modules, kinds=hits.kinds, accesses=hits.accesses),
        )

    async def show(self, ask: ShowObject) -> MibPage:
        """Everything about one object. InputError with near names where there is none."""
        known = await self._open()
        found = known.by_oid(known.resolve(ask.name))
        if found is None:
            raise InputError(tr("No object is called {name}", name=ask.name[:80]))
        named = known.by_name(ask.name)
        one = named if named is not None and named.oid == found.object.oid else found.object
        return MibPage(
            hit=self._hit(known, one),
            instance=found.suffix,
            path=known.path(one.oid),
            status=one.status,
            units=one.units,
            convention=one.type.convention,
            hint=one.display_hint,
            enums=one.enums,
            ranges=one.type.ranges,
            index=one.index,
            augments=one.augments,
            members=one.members,
            description=one.description,
            others=tuple(other.label for other in known.all_at(one.oid) if other.label != one.label),
        )

    async def branch(self, ask: ListBranch) -> tuple[MibHit, ...]:
        """What stands right below a number."""
        known = await self._open()
        oid = known.resolve(ask.oid) if ask.oid else ""
        return tuple(self._hit(known, one) for one in known.children(oid))

    async def modules(self, _: ListModules) -> tuple[MibModule, ...]:
        """All modules by name."""
        known = await self._open()
        profile = self._rooms.profile
        reports = await asyncio.to_thread(module_reports, profile) if profile is not None else []
        imported = {report.name: report for report in reports}
        listed = [_module(report) for report in reports]
        listed += [MibModule(name=name, status=SHIPPED) for name in known.modules() if name not in imported]
        return tuple(sorted(listed, key=lambda module: module.name))

    async def note(self, ask: SetNote) -> None:
        """Keep a note on an object that is known."""
        known = await self._open()
        found = known.by_name(ask.object)
        if found is None:
            raise InputError(tr("No object is called {name}", name=ask.object[:80]))
        notes = self._kept()
        try:
            await asyncio.to_thread(notes.put, found.label, ask.text)
        except OSError as error:
            raise NocscapeError(tr("The note could not be kept: {reason}", reason=error.strerror or error)) from error
        known.notes = notes.all

    async def import_mibs(self, session: Session, ask: ImportMibs) -> tuple[MibModule, ...]:
        """Read files into the profile; what was imported stands also where the job was cancelled: nothing then."""
        profile = self._rooms.profile
        if profile is None:
            raise InputError(tr("MIB files are imported into a profile"), hint=tr("name one with --profile DIR"))
        paths = list(map(Path, ask.paths))
        reports: list[ModuleReport] = []

        async def work() -> None:
            reports.extend(await self._in_thread(session, ask.job, lambda report: import_paths(paths, profile, report)))
            self._rooms.reopen_mibs()

        await self._rooms.jobs.run(ask.job, work())
        return tuple(map(_module, reports))

    async def _in_thread(
        self, session: Session, job: str, work: Callable[[Callable[[Progress], None]], list[ModuleReport]]
    ) -> list[ModuleReport]:
        """Run an import beside the loop; a cancel is met at its next progress."""
        loop = asyncio.get_running_loop()
        is_cancelled = False

        def report(progress: Progress) -> None:
            if is_cancelled:
                raise _CancelledError
            item = JobProgress(job=job, stage=progress.stage, done=progress.done, total=progress.total)
            loop.call_soon_threadsafe(self._rooms.publisher.send, session, item)

        running = asyncio.ensure_future(asyncio.to_thread(work, report))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            is_cancelled = True
            running.add_done_callback(_ended)
            await asyncio.wait([running])
            raise
        except OSError as error:
            raise NocscapeError(tr("The import failed: {reason}", reason=error.strerror or error)) from error

    async def _open(self) -> MibDictionary:
        """The dictionary with the operator's notes; made anew where an older version of the program made it."""
        async with self._opening:
            if self._notes is None:
                profile = self._rooms.profile
                if profile is not None and await asyncio.to_thread(is_rebuild_due, profile):
                    await asyncio.to_thread(rebuild, profile)
                    self._rooms.reopen_mibs()
                self._notes = await asyncio.to_thread(Notes, profile)
        known = self._rooms.mibs
        known.notes = self._notes.all
        return known

    def _kept(self) -> Notes:
        if self._notes is None:
            self._notes = Notes(self._rooms.profile)
        return self._notes

    def _hit(self, known: MibDictionary, one: MibObject) -> MibHit:
        return MibHit(
            name=one.label,
            oid=one.oid,
            kind=one.kind,
            syntax=one.syntax,
            access=one.access,
            vendor=known.vendor_of(one.oid),
            local_names=names_of(one.label),
            has_children=known.has_children(one.oid),
            note=known.notes.get(one.label, ""),
        )


class _CancelledError(Exception):
    """Ends an import from inside."""


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError as error:
        raise InputError(tr("{word} is no kind of object", word=word), hint=", ".join(Kind)) from error


def _ended(running: asyncio.Future[list[ModuleReport]]) -> None:
    """However an import ends that was cancelled, nobody waits for its fault."""
    if not running.cancelled():
        running.exception()


def _module(report: ModuleReport) -> MibModule:
    return MibModule(
        name=report.name,
        status=report.status,
        file=report.file,
        line=report.line,
        repairs=tuple(_in_line(repair) for repair in report.repairs),
        reason=report.reason,
        cure=report.cure,
        missing=report.missing,
        objects=report.objects,
        updated=report.updated,
    )


def _in_line(problem: Problem) -> Text:
    if not problem.line:
        return problem.text
    return msg("line {line}: {what}", line=problem.line, what=str(problem.text))
