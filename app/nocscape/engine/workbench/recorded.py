"""A recorded device read like a live one, straight from its file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.engine.files import absolute
from nocscape.engine.jobs import DONE
from nocscape.engine.lines.transport import Session
from nocscape.engine.rooms import Rooms
from nocscape.engine.workbench.walk import render_row
from nocscape.model.batches import JobProgress, MibRows
from nocscape.model.commands import ReadRecording
from nocscape.model.mibs import Replayed
from nocscape.wire.snmp import VarBind
from nocscape.wire.snmp.recording import MAX_LINE, varbinds_in

CHUNK = 200
"""Lines at a time: some milliseconds of the loop."""


async def read_recording(rooms: Rooms, session: Session, ask: ReadRecording) -> Replayed:
    """Send what the file has below the root, in its order. Raises InputError where it is no recording."""
    reading = _Reading(absolute(ask.path), rooms.mibs.resolve(ask.root))
    ended = await rooms.jobs.run(ask.job, _send(rooms, session, ask, reading))
    if not reading.is_recording and ended == DONE:
        raise InputError(tr("{file} is no recording of a device", file=reading.path.name))
    return Replayed(ended=ended, unread=reading.unread)


async def _send(rooms: Rooms, session: Session, ask: ReadRecording, reading: _Reading) -> None:
    done = 0
    await asyncio.to_thread(reading.open)
    try:
        while done < ask.most and (chunk := await asyncio.to_thread(reading.next)) is not None:
            rows = tuple(render_row(rooms.mibs, varbind, reading.at) for varbind in chunk[: ask.most - done])
            done += len(rows)
            if rows:
                rooms.publisher.send(session, MibRows(job=ask.job, rows=rows))
            rooms.publisher.send(session, JobProgress(job=ask.job, stage="walk", done=done, total=0))
    finally:
        reading.close()


class _Reading:
    """One file, some lines at a time; its methods run beside the loop, one after the other."""

    def __init__(self, path: Path, root: str) -> None:
        self.path = path
        self.at = 0.0
        """When it was written, UTC seconds."""
        self.unread = 0
        self.is_recording = False
        self._root = root
        self._file: TextIO | None = None
        self._varbinds: Iterator[VarBind | None] = iter(())

    def open(self) -> None:
        """InputError where it cannot be read."""
        try:
            self._file = self.path.open(encoding="utf-8", errors="surrogateescape")
            self.at = self.path.stat().st_mtime
        except OSError as error:
            raise InputError(tr("Cannot read {file}: {reason}", file=self.path, reason=error.strerror)) from error
        self._varbinds = varbinds_in(iter(self._line, ""))

    def _line(self) -> str:
        """The next line, or as much of it as one may have."""
        return self._file.readline(MAX_LINE + 1) if self._file is not None else ""

    def next(self) -> list[VarBind] | None:
        """Some instances below the root, None at the end. InputError where the disk fails."""
        try:
            lines = list(islice(self._varbinds, CHUNK))
        except OSError as error:
            raise InputError(tr("Cannot read {file}: {reason}", file=self.path, reason=error.strerror)) from error
        found = [varbind for varbind in lines if varbind is not None]
        self.unread += len(lines) - len(found)
        self.is_recording = self.is_recording or bool(found)
        return [v for v in found if f"{v.oid}.".startswith(f"{self._root}.")] if lines else None

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
