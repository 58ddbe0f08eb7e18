"""Importing MIB files: the job, and files that are dropped anywhere on the window."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from nocscape.console.bridge import Bridge
from nocscape.engine.client import value
from nocscape.model.batches import JobProgress, Reply
from nocscape.model.commands import CancelJob, ImportMibs
from nocscape.model.mibs import MibModule

MOST_PATHS = 10_000


class MibImport(QObject):
    """One import at a time.

    Signals: changed() with every progress, done(tuple of MibModule) with the report, failed(str).
    """

    changed = Signal()
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._job = ""
        self.progress = JobProgress(job="", stage="")
        bridge.job_progressed.connect(self._progressed)

    @property
    def is_running(self) -> bool:
        """Whether the engine reads files for us."""
        return bool(self._job)

    def start(self, paths: Sequence[str]) -> None:
        """Import files, folders and archives; nothing happens while an import runs."""
        if self._job or not paths:
            return
        self._job = f"import-{uuid4().hex[:12]}"
        self.progress = JobProgress(job=self._job, stage="")
        self._bridge.ask(ImportMibs(job=self._job, paths=tuple(paths[:MOST_PATHS])), self._take)
        self.changed.emit()

    @Slot()
    def cancel(self) -> None:
        """Stop; the dictionary stays as it was."""
        if self._job:
            self._bridge.ask(CancelJob(job=self._job))

    def _take(self, reply: Reply) -> None:
        self._job = ""
        self.changed.emit()
        if reply.error is not None:
            self.failed.emit(reply.fault)
        else:
            self.done.emit(value(reply, tuple[MibModule, ...]))

    @Slot(object)
    def _progressed(self, item: JobProgress) -> None:
        if self._job and item.job == self._job:
            self.progress = item
            self.changed.emit()


class FileDrops(QObject):
    """Takes files that are dropped on a widget or on anything in it that does not take them. Signal: dropped(list)."""

    dropped = Signal(object)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what drags local files."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return super().eventFilter(watched, event)
        if not isinstance(event, QDropEvent) or not (paths := local_files(event.mimeData())):
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths)
        return True


def local_files(data: QMimeData) -> list[str]:
    """Paths of this machine that are dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
