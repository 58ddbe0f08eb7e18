"""Views that an operator keeps, and goes back to by a key."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from nocscape.base.i18n import tr
from nocscape.console.map.camera import MAX_SCALE, MIN_SCALE, Camera
from nocscape.console.map.scene import hit
from nocscape.console.map.scene.scene import Scene
from nocscape.console.parts.kept import KeptView

MOST = 9
"""As many as there are keys for them."""
_NEAR_PX = 40.0
_ALIKE = 1.15


class Bookmarks(QObject):
    """`changed(tuple of KeptView)`: to be kept."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.views: tuple[KeptView, ...] = ()

    def restore(self, views: Iterable[KeptView]) -> None:
        """Take over what was kept; what no camera can show is left out."""
        sound = (v for v in views if math.isfinite(v.x + v.y) and MIN_SCALE <= v.scale <= MAX_SCALE)
        self.views = tuple(sound)[:MOST]

    def toggle(self, map_id: str, camera: Camera, scene: Scene) -> KeptView | None:
        """Keep what the camera sees, the oldest making room; or let go of the view where it stands already."""
        here = self.at(map_id, camera)
        if here is not None:
            self._set(view for view in self.views if view is not here)
            return None
        title = name_of(camera, scene)
        made = KeptView(map=map_id, title=title, x=round(camera.x), y=round(camera.y), scale=round(camera.scale, 4))
        self._set((*self.views, made)[-MOST:])
        return made

    def at(self, map_id: str, camera: Camera) -> KeptView | None:
        """The kept view that the camera shows, if any."""
        for view in self.views:
            away_px = math.hypot(view.x - camera.x, view.y - camera.y) * camera.scale
            zoom = max(view.scale, camera.scale) / min(view.scale, camera.scale)
            if view.map == map_id and away_px < _NEAR_PX and zoom < _ALIKE:
                return view
        return None

    def _set(self, views: Iterable[KeptView]) -> None:
        self.views = tuple(views)
        self.changed.emit(self.views)


def name_of(camera: Camera, scene: Scene) -> str:
    """What is in the middle of the view: a device where one looks closely, else a group, else the map."""
    row = hit.node_at(scene, camera, camera.width / 2, camera.height / 2)
    if row is not None:
        return scene.nodes.names[row]
    group = hit.frame_at(scene, camera.x, camera.y)
    if group is not None:
        return scene.document.groups[group].title
    return scene.document.title or tr("Network map")
