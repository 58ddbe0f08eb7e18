"""Actions on named versions of a map."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from nocscape.base.i18n import tr
from nocscape.console.map import version_edits
from nocscape.console.map.canvas import MapCanvas
from nocscape.console.map.chrome.versions_dialog import VersionsDialog
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.mapdoc import MapDocument
from nocscape.model.mapversions import DropVersion, ListVersions, MapVersion, NameVersion, ReadVersion


class VersionCommands(QObject):
    """Shows the versions of the map that a canvas shows; what is restored is one edit that can be undone."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._titles: dict[str, str] = {}
        self.asking: VersionsDialog | None = None
        """What is open."""

    def show_versions(self) -> None:
        """Show the versions."""
        dialog = VersionsDialog(self._canvas)
        dialog.name_wanted.connect(self._name)
        dialog.compare_wanted.connect(self._compare)
        dialog.restore_wanted.connect(self._restore)
        dialog.drop_wanted.connect(self._drop)
        dialog.finished.connect(self._closed)
        self.asking = dialog
        dialog.open()
        self._list()

    @Slot()
    def _closed(self) -> None:
        self.asking = None
        self._canvas.scene.highlights.clear(self)

    def _list(self) -> None:
        self._canvas.model.ask_other(ListVersions(map=self._canvas.model.map_id), self._take_list)

    def _take_list(self, reply: Reply) -> None:
        if self.asking is None or self._is_refused(reply):
            return
        versions = value(reply, tuple[MapVersion, ...])
        self._titles = {version.id: version.title for version in versions}
        self.asking.show_versions(versions)

    @Slot(str)
    def _name(self, title: str) -> None:
        ask = NameVersion(map=self._canvas.model.map_id, title=title)
        self._canvas.model.ask_other(ask, self._changed)

    @Slot(str)
    def _drop(self, version: str) -> None:
        self._canvas.model.ask_other(DropVersion(version=version), self._changed)

    def _changed(self, reply: Reply) -> None:
        if not self._is_refused(reply):
            self._list()

    @Slot(str)
    def _compare(self, version: str) -> None:
        self._canvas.model.ask_other(ReadVersion(version=version), self._with_document(self._show_difference))

    @Slot(str)
    def _restore(self, version: str) -> None:
        if not self._canvas.refuses():
            put = self._with_document(partial(self._put_back, self._titles.get(version, "")))
            self._canvas.model.ask_other(ReadVersion(version=version), put)

    def _with_document(self, use: Callable[[MapDocument], None]) -> Callable[[Reply], None]:
        """What to do with the reply that brings a version of the map that is shown now."""
        shown = self._canvas.model

        def take(reply: Reply) -> None:
            if not self._is_refused(reply) and self._canvas.model is shown:
                use(value(reply, MapDocument))

        return take

    def _show_difference(self, then: MapDocument) -> None:
        found = version_edits.compared(self._canvas.model.document, then)
        self._canvas.scene.highlights.show(found.marks(), source=self)
        if self.asking is not None:
            self.asking.say(found.words())

    def _put_back(self, title: str, then: MapDocument) -> None:
        is_done = self._canvas.model.do(version_edits.restored(self._canvas.model.document, then, title))
        if self.asking is not None:
            alike = tr("The map stands as in this version.")
            self.asking.say(tr("Restored. Undo brings the map back as it was.") if is_done else alike)

    def _is_refused(self, reply: Reply) -> bool:
        if reply.error is not None and self.asking is not None:
            self.asking.say(str(reply.error))
        return reply.error is not None
