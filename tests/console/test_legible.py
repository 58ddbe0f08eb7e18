"""Every screen at 1280 by 800 in both languages: no word is cut, every control says what it is, Tab reaches all."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QScrollBar, QWidget

from nocscape.base import i18n
from nocscape.console.bridge import Bridge
from nocscape.console.main import build
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import EngineClient
from nocscape.model.batches import MapLoaded, Reply
from nocscape.model.commands import Command
from tests.console import gallery_shots
from tests.console.gallery_shots import SCENES, tidy
from tests.console.legible import cut_words
from tests.console.overview_shots import OverviewLine
from tests.console.stage import campus_map, staged_items, staged_stats

pytestmark = pytest.mark.qt

NOW = 1_795_000_000.0
SIZE = (1280, 800)
LEFT_OUT = ("map-export", "device-split")
"""Qt's own dialog of files, and what nothing on the campus can be asked."""
MOST_STEPS = 500
"""Of a round through one dialog."""


class WholeLine(OverviewLine):
    """Answers what the campus knows; for anything else the engine has failed, so that errors are seen in place too."""

    def send(self, command: Command) -> None:
        self.sent.append(command)
        answer = self._reply(command.ask)
        if answer is None:
            self.tell(Reply(request=command.request, error=i18n.msg("The engine has stopped.")))
        else:
            self.tell(Reply(request=command.request, value=msgspec.Raw(msgspec.msgpack.encode(answer))))


@pytest.fixture(params=["en", "ko"])
def window(request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The whole console on a campus that it has heard everything of."""
    line = WholeLine()
    bridge = Bridge(EngineClient(line, origin="console"), qapp)
    made = build(qapp, bridge, None)

    def settle(_seconds: float = 0.0) -> None:
        for _ in range(4):
            bridge.tick()
            QCoreApplication.sendPostedEvents()
            QApplication.processEvents()
        for _ in range(3):  # what a timer has changed at the end is laid out, and no other timer hears of it
            QCoreApplication.sendPostedEvents()

    monkeypatch.setattr(gallery_shots, "settle", settle)
    monkeypatch.setattr("nocscape.console.bridge.WORK_S", 10.0)
    made.keeper.change(theme="dark", language=request.param)
    made.resize(*SIZE)
    made.show()
    line.tell(MapLoaded(document=campus_map()), *staged_items(NOW), staged_stats(NOW))
    settle()
    yield made
    i18n.set_language("en")
    made.close()
    bridge.close()
    made.deleteLater()
    bridge.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def played(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every scene, each put away again."""
    for name, play in SCENES.items():
        if name not in LEFT_OUT:
            target = play(window)
            gallery_shots.settle()
            yield name, target
            tidy(window, name)


def test_on_every_screen_words_have_room_controls_have_names_and_tab_reaches_all(window: MainWindow) -> None:
    """One walk for all of it: a control without a name, or out of reach, is none for who cannot see or point."""
    faults: list[str] = []
    for name, target in played(window):
        faults += [f"{name}: {fault}" for fault in cut_words(target)]
        faults += [f"{name}: {type(w).__name__} has no name" for w in _reachable(target) if not _name(w)]
        faults += [f"{name}: Tab passes by {_name(w)}" for w in _unreached(target)]
    assert not faults, "\n".join(faults)


def test_every_action_says_what_it_does_and_no_two_hear_the_same_keys(window: MainWindow) -> None:
    window.show_overviews()
    actions = list(window.book)
    assert [a.objectName() for a in actions if not a.text() or not a.toolTip()] == []
    clashes = {(a.objectName(), window.book.holder(_keys(a, window), a.objectName())) for a in actions}
    assert {(one, other) for one, other in clashes if other is not None and not _is_one_place(one, other)} == set()
    for action in actions:
        if (keys := action.shortcut().toString()) and action.toolTip().startswith(action.text().removesuffix("…")):
            assert keys in action.toolTip()


def _is_one_place(one: str, other: str) -> bool:
    """Maps and overviews take turns in the middle of the window: what is hidden hears no keys."""
    return {one.partition(".")[0], other.partition(".")[0]} == {"map", "overviews"}


def _keys(action: QAction, window: MainWindow) -> str:
    return window.book.shortcut(action.objectName())


def _reachable(root: QWidget) -> list[QWidget]:
    return [
        w
        for w in root.findChildren(QWidget)
        if w.isVisibleTo(root)
        and w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.focusProxy() is None
        and not isinstance(w, QScrollBar)
        and not _is_inside(w)
    ]


def _is_inside(widget: QWidget) -> bool:
    """Whether it is a part of Qt's, such as the field of a spin box, whose owner answers for it."""
    return widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), QAbstractScrollArea)


def _name(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told is not None else ""


def _unreached(window: QWidget) -> list[QWidget]:
    """What Tab passes by on its way round a dialog."""
    if not isinstance(window, QDialog) or not (wanted := _reachable(window)):
        return []
    at, seen = wanted[0], [wanted[0]]
    while (at := at.nextInFocusChain() or wanted[0]) is not wanted[0] and len(seen) < MOST_STEPS:
        seen.append(at)
    return [widget for widget in wanted if widget not in seen]
