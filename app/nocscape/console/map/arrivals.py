"""New devices that are put on the map by themselves, where the map's rule says so; else they wait in the tray."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from nocscape.console.map import edits
from nocscape.console.map.arranger import Arranger
from nocscape.console.map.growth import Growth, Stage
from nocscape.console.map.layouts.graph import Places
from nocscape.console.map.model import MapModel
from nocscape.console.map.placing import near_job, put_near
from nocscape.console.map.scene.scene import Scene
from nocscape.model.mapparts import CANVAS, Arrivals, Canvas
from nocscape.model.net import DeviceId

SETTLE_MS = 1500
"""How long nothing new came before what came is placed, so that its links are known."""


class ArrivalRule(QObject):
    """Watches one map. What it places is an edit of its own in the history; nothing that has a place moves."""

    def __init__(self, model: MapModel, scene: Scene, growth: Growth) -> None:
        super().__init__(model)
        self._model = model
        self._scene = scene
        self._growth = growth
        self._arranger = Arranger(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.place)
        model.unplaced_changed.connect(self._look)
        model.changed.connect(self._look)
        model.reset.connect(self._look)

    @Slot()
    def _look(self) -> None:
        if self._is_on() and self._model.has_unplaced:
            self._settle.start()
        else:
            self._settle.stop()

    @Slot()
    def place(self) -> None:
        """Put what waits beside its neighbours, if the rule still says so."""
        late = [device for device in self._model.unplaced() if device in self._scene.live.devices]
        if late and self._is_on():
            job, joins = near_job(self._scene, late)
            self._arranger.start(job, partial(self._put, joins))

    def _put(self, joins: dict[DeviceId, str | None], places: Places) -> None:
        missing = {device: spot for device, spot in places.items() if device not in self._model.document.nodes}
        if missing:
            self._model.do(edits.filled(put_near(self._scene, missing, joins)))

    def close(self) -> None:
        """End a layout that goes on in another process."""
        self._settle.stop()
        self._arranger.cancel()

    def _is_on(self) -> bool:
        canvas = self._model.document.parts.get(CANVAS)
        is_wanted = isinstance(canvas, Canvas) and canvas.arrivals is Arrivals.PLACE
        return is_wanted and not self._model.is_locked and self._growth.stage is Stage.GROWN
