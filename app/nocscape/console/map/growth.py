"""How a fresh map fills itself while the first discovery runs.

What was placed stays where it is: the first devices are laid out together as soon as they have settled for a moment,
later ones beside their neighbours. When discovery has ended and nobody has touched the map, it is arranged once more
as a whole where that is clearly easier to read, as one edit that can be undone. From then on new devices wait in the
tray.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from nocscape.console.bridge import Bridge
from nocscape.console.map import edits
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.geometry import CHIP_MEDIUM
from nocscape.console.map.layouts.graph import Places, Plan
from nocscape.console.map.layouts.quality import crossings, passes
from nocscape.console.map.model import GROWN, MapModel
from nocscape.console.map.placing import Fresh, arrange_job, near_job
from nocscape.console.map.scene.scene import Scene
from nocscape.model.batches import JobProgress
from nocscape.model.mapdoc import Node, PutItems

SETTLE_MS = 900
WAVE_MS = 2500
"""New devices are placed when nothing came for `SETTLE_MS`, and at the latest after `WAVE_MS`."""

QUIET_MS = 3000
"""Discovery is taken to have ended when no job runs and nothing came for this long."""

_ENDED = frozenset({"done", "cancelled", "failed"})
_BETTER = 0.85
_MOST_COUNTED = 3000


class Stage(StrEnum):
    """Where a map stands: empty and untouched, filling itself, or in the operator's hands."""

    FRESH = "fresh"
    GROWING = "growing"
    FOLLOWING = "following"
    """Another console fills it."""
    GROWN = "grown"


class Growth(QObject):
    """Watches one map; `grown()` comes after each time that it placed something."""

    grown = Signal()

    def __init__(self, bridge: Bridge, model: MapModel, scene: Scene, arranger: Arranger) -> None:
        super().__init__(model)
        self._bridge = bridge
        self._model = model
        self._scene = scene
        self._arranger = arranger
        self._jobs: set[str] = set()
        self._waves = 0
        self._edges = 0
        self.stage = Stage.FRESH
        self._settle = self._timer(SETTLE_MS, self._place)
        self._wave = self._timer(WAVE_MS, self._place)
        self._quiet = self._timer(QUIET_MS, self._end)
        bridge.job_progressed.connect(self._follow_job)
        bridge.links_changed.connect(self._wait_on)
        model.unplaced_changed.connect(self._look)
        model.reset.connect(self._look)
        model.edited.connect(self._touched)
        model.foreign_edited.connect(self._follow_edit)
        self._look()

    def _timer(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def leave(self) -> None:
        """Place nothing here: another view of this map does, or nobody."""
        self._release()

    @Slot()
    def _look(self) -> None:
        """Something may wait: begin, or go on."""
        document = self._model.document
        if self.stage is Stage.FRESH:
            if not self._model.is_loaded:
                return
            if document.revision > 0 or document.nodes:
                self._release()
                return
        if self.stage in (Stage.FRESH, Stage.GROWING) and self._model.has_waiting:
            self.stage = Stage.GROWING
            self._model.hold_arrivals(True)
            self._settle.start()
            self._quiet.stop()
            if not self._wave.isActive():
                self._wave.start()

    @Slot()
    def _wait_on(self) -> None:
        """Links came: what is still to be placed had better wait for the rest of them."""
        if self._settle.isActive():
            self._settle.start()
        if self._quiet.isActive():
            self._quiet.start()

    @Slot()
    def _place(self) -> None:
        self._settle.stop()
        self._wave.stop()
        waiting = self._model.waiting()
        if self.stage is not Stage.GROWING or not waiting or self._arranger.is_busy:
            if self._arranger.is_busy:
                self._settle.start()
            return
        if not self._model.document.nodes:
            fresh = Fresh(self._bridge.live, waiting)
            self._edges = len(fresh.job.plan.edges)
            self._arranger.start(fresh.job, lambda places: self._put(fresh.put(places)))
        else:
            job, joins = near_job(self._scene, waiting)
            self._arranger.start(job, lambda places: self._put(_nodes(places, joins)))

    def _put(self, change: PutItems) -> None:
        if self.stage is not Stage.GROWING:
            return
        missing = tuple(node for node in change.nodes if node.device not in self._model.document.nodes)
        self._waves += 1
        self._model.edit_quietly(PutItems(nodes=missing, groups=change.groups), f"{GROWN}{uuid.uuid4().hex}")
        self.grown.emit()
        self._quiet.start()

    @Slot(object)
    def _follow_job(self, progress: JobProgress) -> None:
        if progress.stage == "walk":
            return
        if progress.stage in _ENDED:
            self._jobs.discard(progress.job)
        else:
            self._jobs.add(progress.job)
        if self.stage in (Stage.GROWING, Stage.FOLLOWING):
            self._quiet.start()

    @Slot()
    def _end(self) -> None:
        """No news for a while: the map is the operator's from here."""
        if self._jobs or self._arranger.is_busy:
            self._quiet.start()
            return
        if self.stage is not Stage.GROWING:
            self._release()
            return
        document = self._model.document
        job = arrange_job(document, self._bridge.live, list(document.nodes))
        if self._waves < 2 and len(job.plan.edges) == self._edges:
            self._release()
            return
        fresh = Fresh(self._bridge.live, document.nodes)
        self._arranger.start(fresh.job, lambda places: self._arrange_once(fresh, places))

    def _arrange_once(self, fresh: Fresh, places: Places) -> None:
        if self.stage is not Stage.GROWING:
            return
        now = {node.device: (node.x, node.y) for node in self._model.document.nodes.values()}
        self._release()
        if is_clearer(fresh.job.plan, places, now) and places.keys() == now.keys():
            put = fresh.put(places)
            gone = tuple(group for group in self._model.document.groups if group not in fresh.grouping.groups)
            self._model.do(edits.rearranged(put, gone))
            self.grown.emit()

    @Slot()
    def _touched(self) -> None:
        """The operator took the map in hand."""
        self._release()

    @Slot(str)
    def _follow_edit(self, edit: str) -> None:
        if not edit.startswith(GROWN):
            self._release()
        elif self.stage is Stage.FRESH or (self.stage is Stage.GROWING and not self._waves):
            self.stage = Stage.FOLLOWING
            self._model.hold_arrivals(True)
            self._settle.stop()
            self._wave.stop()
        if self.stage is Stage.FOLLOWING:
            self._quiet.start()

    def _release(self) -> None:
        for timer in (self._settle, self._wave, self._quiet):
            timer.stop()
        if self.stage is not Stage.GROWN:
            self.stage = Stage.GROWN
            self._model.hold_arrivals(False)


def _nodes(places: Places, joins: dict[str, str | None]) -> PutItems:
    return PutItems(nodes=tuple(Node(device=d, x=x, y=y, group=joins.get(d)) for d, (x, y) in places.items()))


def is_clearer(plan: Plan, after: Places, before: Places) -> bool:
    """Whether a drawing is clearly easier to read than another; too many edges to count are taken to say yes."""
    if len(plan.edges) > _MOST_COUNTED:
        return True
    return _tangle(plan, after) <= _BETTER * _tangle(plan, before)


def _tangle(plan: Plan, places: Places) -> int:
    """How often links cross, or run over a device that they do not lead to, which looks as if they did."""
    points = np.array([places[vertex.id] for vertex in plan.vertices], dtype=np.float64)
    half = CHIP_MEDIUM / 2
    boxes = np.hstack((points - half, points + half))
    return crossings(points, plan.edges) + passes(points, plan.edges, boxes, range(len(points)))
