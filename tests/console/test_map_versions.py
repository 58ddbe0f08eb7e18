"""Named versions: kept, compared with the map as it stands, and restored as one edit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.map.chrome.versions_dialog import VersionsDialog
from nocscape.console.map.version_edits import compared, restored
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask
from nocscape.model.mapdoc import DropItems, MapDocument, Node, Note, PutItems, apply
from nocscape.model.mapversions import DropVersion, ListVersions, MapVersion, NameVersion, ReadVersion
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

nodes = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3), max_size=4)


def document(spots: dict[str, int]) -> MapDocument:
    return MapDocument(id="m", title="t", nodes={d: Node(device=d, x=float(x), y=0.0) for d, x in spots.items()})


@given(nodes, nodes)
def test_a_restored_map_is_the_version_and_differs_in_nothing(now: dict[str, int], then: dict[str, int]) -> None:
    edit = restored(document(now), document(then), "v")
    after = document(now) if edit is None else apply(document(now), edit.change)
    assert after.nodes == document(then).nodes
    assert compared(after, document(then)).is_none
    found = compared(document(now), document(then))
    assert set(found.added) == now.keys() - then.keys()
    assert set(found.removed) == then.keys() - now.keys()
    assert set(found.moved) == {d for d in now.keys() & then.keys() if now[d] != then[d]}


class Engine:
    """Keeps versions as the engine does."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.kept: dict[str, tuple[MapVersion, MapDocument]] = {}

    def __call__(self, ask: Ask) -> object:
        match ask:
            case NameVersion(map=name, title=title):
                held = self.bridge.live.maps[name]
                number = str(len(self.kept))
                made = MapVersion(
                    id=number, map=name, title=title, at=1e9, actor="kim", revision=1, nodes=len(held.nodes)
                )
                self.kept[number] = made, held
                return made
            case ListVersions():
                return tuple(version for version, _ in self.kept.values())
            case ReadVersion(version=number):
                return self.kept[number][1]
            case DropVersion(version=number):
                del self.kept[number]
        return None


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        made.canvas.is_snapping = False
        line.answer = Engine(campus)
        yield made


def opened(on_stage: Stage) -> VersionsDialog:
    on_stage.view.map_actions["show_versions"].trigger()
    on_stage.bridge.tick()
    dialog = on_stage.view.editing.versions.asking
    assert dialog is not None
    return dialog


def keep(on_stage: Stage, dialog: VersionsDialog, title: str) -> None:
    QTest.keyClicks(dialog.title, title)
    dialog.keep.click()
    on_stage.bridge.tick()
    on_stage.bridge.tick()


def test_a_version_is_kept_compared_and_restored(on_stage: Stage) -> None:
    before = on_stage.nodes
    dialog = opened(on_stage)
    keep(on_stage, dialog, "Before the move")
    assert "Before the move" in dialog.list.item(0).text()
    start = on_stage.at("ap-a1")
    on_stage.drag(start, start + QPoint(0, 30))
    on_stage.view.model.edit(msg("Added a note"), PutItems(notes=(Note(id="n", x=0, y=0, text="x"),)))
    on_stage.view.model.edit(msg("Added a note"), DropItems(nodes=("ap-a2",)))
    dialog.compare.click()
    on_stage.bridge.tick()
    assert dialog.words.text() == "Since this version: 1 removed, 1 moved, 1 other item"
    assert on_stage.view.scene.highlights.devices == {"ap-a1": "moved"}
    dialog.restore.click()
    on_stage.bridge.tick()
    assert on_stage.nodes == before
    assert not on_stage.view.model.document.notes
    assert str(on_stage.view.model.undo_title()) == "Restored the version Before the move"
    on_stage.view.commands.undo()
    assert on_stage.nodes != before
    dialog.reject()
    assert not on_stage.view.scene.highlights.devices


def test_a_version_can_be_forgotten_and_an_empty_list_says_what_to_do(on_stage: Stage) -> None:
    dialog = opened(on_stage)
    assert "Give one a name" in dialog.words.text()
    assert not dialog.restore.isEnabled()
    keep(on_stage, dialog, "x")
    dialog.drop.click()
    on_stage.bridge.tick()
    on_stage.bridge.tick()
    assert dialog.list.count() == 0
    dialog.reject()


def test_a_locked_map_is_not_restored(on_stage: Stage) -> None:
    dialog = opened(on_stage)
    keep(on_stage, dialog, "x")
    on_stage.view.map_actions["lock"].trigger()
    asked = len(on_stage.line.asks)
    dialog.restore.click()
    assert len(on_stage.line.asks) == asked
    dialog.reject()


def test_a_refusal_is_said(on_stage: Stage) -> None:
    dialog = opened(on_stage)
    on_stage.line.answer = None
    QTest.keyClicks(dialog.title, "x")
    dialog.keep.click()
    refusal = msg("A map has at most {most} versions", most=100)
    on_stage.line.tell(Reply(request=on_stage.line.sent[-1].request, error=refusal))
    on_stage.bridge.tick()
    assert "100" in dialog.words.text()
    dialog.reject()
