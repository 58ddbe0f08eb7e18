"""Language and theme changed while a screen is open, every one of them: it follows at once and whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from nocscape.base import i18n
from nocscape.console.bridge import Bridge
from nocscape.console.discovery.dialog import DiscoveryDialog
from nocscape.console.main import build
from nocscape.console.settings.dialog import SettingsDialog
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import EngineClient
from nocscape.model.batches import MapLoaded
from tests.console import gallery_shots
from tests.console.gallery_shots import SCENES, tidy
from tests.console.legible import cut_words
from tests.console.stage import campus_map, staged_items, staged_stats
from tests.console.test_legible import LEFT_OUT, NOW, SIZE, WholeLine

pytestmark = pytest.mark.qt

OTHERS = (
    "about",
    "chart-add",
    "chart-threshold",
    "discovery",
    "map-filter",
    "map-rules",
    "map-versions",
    "report",
    "settings-credentials-form",
    "settings-general",
    "wall-dialog",
)
REFUSAL = "The engine has stopped."
"""What the engine answered stays as it was said."""


@pytest.fixture
def window(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
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
    made.keeper.change(theme="dark", language="en")
    made.resize(*SIZE)
    made.show()
    line.tell(MapLoaded(document=campus_map()), *staged_items(NOW), staged_stats(NOW))
    settle()
    yield made
    made.keeper.change(language="en")
    made.close()
    bridge.close()
    made.deleteLater()
    bridge.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def said(root: QWidget) -> list[str]:
    """Every word that can be read below `root`, and what stands behind a pointer."""
    found = [root.windowTitle()]
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisibleTo(root) or widget is root:
            found += _words(widget)
            found += [widget.toolTip(), widget.accessibleName()]
    return [words for words in found if words.strip()]


def _words(widget: QWidget) -> list[str]:
    match widget:
        case QLabel() | QAbstractButton():
            return [widget.text()]
        case QGroupBox():
            return [widget.title()]
        case QComboBox():
            return [widget.itemText(n) for n in range(widget.count())] + [widget.placeholderText()]
        case QLineEdit() | QPlainTextEdit():
            return [widget.placeholderText()]
        case QTabBar():
            return [widget.tabText(n) for n in range(widget.count())]
        case QHeaderView():
            model, way = widget.model(), widget.orientation()
            return [str(model.headerData(n, way) or "") for n in range(widget.count())]
        case QMenu():
            return [a.text() for a in widget.actions() if isinstance(a, QAction)]
    return []


def test_dialogs_follow_the_language_and_the_theme_or_stand_in_the_way_of_whoever_would_change_it(
    window: MainWindow,
) -> None:
    """All are open at once; what is modal is closed before anybody can choose another language."""
    for name, play in SCENES.items():
        if name not in LEFT_OUT and (name.startswith("device-") or name in OTHERS):
            play(window)
    gallery_shots.settle()
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    following = [d for d in dialogs if isinstance(d, SettingsDialog) or not d.isModal()]
    korean, faults = i18n.catalogue("ko"), list[str]()
    window.keeper.change(language="ko")
    gallery_shots.settle()
    for one in following:
        left = {words for words in said(one) if korean.get(words, words) != words}
        faults += [f"{type(one).__name__} still says {words!r}" for words in sorted(left - {REFUSAL})]
        faults += cut_words(one)
    for theme in ("light", "high-contrast"):
        window.keeper.change(theme=theme)
        gallery_shots.settle()
        faults += [f"{theme}: {fault}" for one in dialogs for fault in cut_words(one)]
    assert {DiscoveryDialog, SettingsDialog} <= {type(one) for one in following}
    assert len({type(one) for one in dialogs}) > len(OTHERS)
    assert not faults, "\n".join(faults)
    tidy(window, "dialogs")


def test_words_that_qt_brings_along_follow_the_language(window: MainWindow) -> None:
    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        return box.buttons()[0].text()

    window.keeper.change(language="ko")
    assert cancel() == "취소"
    window.keeper.change(language="en")
    assert cancel() == "Cancel"


def test_a_window_that_goes_leaves_no_words_of_its_language_behind(qapp: QApplication) -> None:
    line = WholeLine()
    bridge = Bridge(EngineClient(line, origin="console"), qapp)
    made = build(qapp, bridge, None)
    made.keeper.change(language="ko")
    made.close()
    bridge.close()
    for one in (made, bridge):
        one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text() == "Cancel"
