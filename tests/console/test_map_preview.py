"""A layout that is shown first is seen whole, beside what floats over the map."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nocscape.console.bridge import Bridge
from nocscape.console.map.camera import Rect
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, drawn_campus, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line, drawn_campus(campus)) as made:
        yield made


def needed(on_stage: Stage) -> list[list[float]]:
    """What a layout that is shown needs of the scene: where devices would go, and where they are."""
    return [*on_stage.canvas.scene.xy_shown.tolist(), *map(list, on_stage.nodes.values())]


def covered(on_stage: Stage, by: QWidget) -> int:
    """How much of it is under something that floats over the map."""
    points = on_stage.canvas.camera.to_view(np.array(needed(on_stage)))
    box = by.geometry()
    is_inside = (points > (box.left(), box.top())) & (points < (box.right(), box.bottom()))
    return int(np.count_nonzero(is_inside.all(axis=1)))


def test_nothing_of_a_preview_is_under_the_tool_bar(on_stage: Stage) -> None:
    layout, canvas, bar = on_stage.view.map_actions["layout_grid"], on_stage.canvas, on_stage.view.tool_bar
    layout.trigger()
    points = needed(on_stage)
    highest = min(points, key=lambda point: (point[1], -point[0]))
    on_stage.key(Qt.Key.Key_Escape)
    close = canvas.camera.fitted(Rect(*np.min(points, axis=0), *np.max(points, axis=0)), 350.0)
    x, y = close.point(*highest)
    canvas.look(close.panned(bar.geometry().center().x() - x, bar.geometry().bottom() - 3 - y))
    layout.trigger()
    assert covered(on_stage, bar) == 0
