"""The visible history of a map: what it lists, and going back and forth by a press on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from tests.console.fake_line import FakeLine
from tests.console.map_stage import LEFT, NO_KEYS, Stage, stage

pytestmark = pytest.mark.qt


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        made.canvas.is_snapping = False
        made.view.map_actions["history"].trigger()
        yield made


def listed(on_stage: Stage) -> list[str]:
    model = on_stage.view.editing.panel.list.model()
    return [str(model.index(row, 0).data()).partition("  ")[2] or "start" for row in range(model.rowCount())]


def press(on_stage: Stage, row: int) -> None:
    rows = on_stage.view.editing.panel.list
    QTest.mouseClick(rows.viewport(), LEFT, NO_KEYS, rows.visualRect(rows.model().index(row, 0)).center())


def test_every_edit_is_listed_and_a_press_goes_back_to_it(on_stage: Stage) -> None:
    start = on_stage.nodes
    states = [start]
    for device in ("ap-a1", "ap-a2", "core-1"):
        at = on_stage.at(device)
        on_stage.drag(at, at + QPoint(0, 24))
        states.append(on_stage.nodes)
    assert listed(on_stage) == ["start", "Moved ap-a1", "Moved ap-a2", "Moved core-1"]
    for row in (1, 3, 0, 2):
        press(on_stage, row)
        assert on_stage.nodes == states[row]
        assert on_stage.view.model.undo_stack.index() == row


def test_a_locked_map_does_not_travel(on_stage: Stage) -> None:
    at = on_stage.at("ap-a1")
    on_stage.drag(at, at + QPoint(0, 24))
    moved = on_stage.nodes
    on_stage.view.map_actions["lock"].trigger()
    press(on_stage, 0)
    assert on_stage.nodes == moved


def test_the_panel_is_shown_and_shut_by_one_action(on_stage: Stage) -> None:
    action, panel = on_stage.view.map_actions["history"], on_stage.view.editing.panel
    assert action.isChecked()
    assert panel.isVisible()
    action.trigger()
    assert not action.isChecked()
    assert panel.isHidden()
