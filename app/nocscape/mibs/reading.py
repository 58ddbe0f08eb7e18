"""Reading many MIB files at once: the part of an import that is done in several processes.

Workers write what they read to the shelf themselves and send back summaries, so that little travels between processes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from nocscape.base.i18n import msg
from nocscape.mibs.parser import parse
from nocscape.mibs.shelf import FileSummary, digest_of, keep_parsed, summaries_of
from nocscape.mibs.sources import MOST_FILE_BYTES, Source, may_hold_modules, text_of

_BATCH_BYTES = 3_000_000
_INLINE_BYTES = 4_000_000
"""Less than this is read here: starting processes would take longer."""
_QUEUED_PER_WORKER = 3
_STOPS_WITHIN_S = 0.1
"""How often `on_read` may stop a reading of large batches."""

_HEADER = re.compile(rb"DEFINITIONS\s*::=\s*BEGIN")

OnRead = Callable[[int], None]


def read_file(source: Source, parsed: Path) -> FileSummary:
    """Read one file, or find that its content was read before. Never raises for what the file holds."""
    try:
        if source.path.stat().st_size > MOST_FILE_BYTES:
            return FileSummary(source.label, "", fault=msg("larger than {size} MB", size=MOST_FILE_BYTES // 1_000_000))
        raw = source.path.read_bytes()
    except OSError as error:
        return FileSummary(source.label, "", fault=msg("cannot be read: {why}", why=str(error)))
    if not may_hold_modules(raw):
        return FileSummary(source.label, "")
    digest = digest_of(raw)
    modules = summaries_of(parsed, digest)
    if modules is None:
        modules = keep_parsed(parsed, digest, parse(text_of(raw)))
    if not modules and _HEADER.search(raw):
        return FileSummary(source.label, digest, fault=msg("no module in it can be read"))
    return FileSummary(source.label, digest, modules)


def read_batch(batch: Sequence[Source], parsed: Path) -> list[FileSummary]:
    """Read several files; what a worker process runs."""
    return [read_file(source, parsed) for source in batch]


def read_all(sources: Sequence[Source], parsed: Path, workers: int | None, on_read: OnRead) -> list[FileSummary]:
    """Read all files, in order; `on_read` is told how many are done and may raise to stop."""
    batches = list(_batches(sources))
    count = workers if workers is not None else min(4, os.cpu_count() or 1)
    if count <= 1 or sum(_size(s) for s in sources) < _INLINE_BYTES:
        return _read_here(batches, parsed, on_read)
    return _read_apart(batches, parsed, count, on_read)


def _batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += _size(source)
        if size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size
    except OSError:
        return 0


def _read_here(batches: Sequence[Sequence[Source]], parsed: Path, on_read: OnRead) -> list[FileSummary]:
    found: list[FileSummary] = []
    for batch in batches:
        for source in batch:
            found.append(read_file(source, parsed))
            on_read(len(found))
    return found


def _read_apart(batches: Sequence[Sequence[Source]], parsed: Path, workers: int, on_read: OnRead) -> list[FileSummary]:
    """In worker processes, a few batches ahead, so that stopping is prompt and results come as they are ready."""
    done: dict[int, list[FileSummary]] = {}
    waiting: dict[Future[list[FileSummary]], int] = {}
    left = iter(enumerate(batches))
    # spawn: a fork of a process with an event loop and Qt threads could hang
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            while True:
                while len(waiting) < workers * _QUEUED_PER_WORKER and (following := next(left, None)) is not None:
                    waiting[pool.submit(read_batch, following[1], parsed)] = following[0]
                if not waiting:
                    break
                for future in wait(waiting, _STOPS_WITHIN_S, FIRST_COMPLETED).done:
                    done[waiting.pop(future)] = future.result()
                on_read(sum(map(len, done.values())))
        except BaseException:
            _end(pool)
            raise
    return [summary for at in range(len(batches)) for summary in done[at]]


def _end(pool: ProcessPoolExecutor) -> None:
    """Stop the workers in the middle of their batches: what they keep, they put in its place whole."""
    for worker in list(pool._processes.values()):  # noqa: SLF001 - what Python 3.14 does in terminate_workers
        worker.terminate()
    pool.shutdown(wait=True, cancel_futures=True)
