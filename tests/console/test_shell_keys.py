"""The main window by the keyboard: keys of actions, and the palette that finds everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.console.campus import campus_items
from tests.console.shell_stage import Bench

pytestmark = pytest.mark.qt


def test_no_two_actions_want_the_same_keys(bench: Bench) -> None:
    window = bench.open()
    taken = [
        a.shortcut().toString()
        for a in window.book
        if a.shortcut().toString() and a.shortcutContext() is Qt.ShortcutContext.WindowShortcut
    ]
    assert len(taken) == len(set(taken))


def test_changed_keys_work_and_survive_a_restart(bench: Bench) -> None:
    window = bench.open()
    window.book.set_shortcut("panel.events", "Ctrl+D")
    assert window.book.shortcut("network.discover") == ""
    window.close()
    again = bench.open()
    assert again.book.shortcut("panel.events") == "Ctrl+D"
    assert again.book.shortcut("network.discover") == ""
    assert again.book.holder("F2", besides="panel.map") == "inventory.rename"
    again.book.reset_shortcuts()
    assert again.book.shortcut("network.discover") == "Ctrl+D"
    assert again.keeper.now.shortcuts == {}


def test_ctrl_k_opens_the_palette_and_enter_goes_there(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_box
    assert palette.isVisible()
    QTest.keyClicks(palette._field, "core")
    palette.finish_search()
    assert palette.model.hits[0].title == "core-1"
    QTest.keyClick(palette._field, Qt.Key.Key_Down)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.selection.devices == ("core-2",)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_palette_gives_the_keyboard_back_to_who_had_it(bench: Bench, key: Qt.Key) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.panels.map.setFocus()
    window.palette_box.open("core")
    QTest.keyClick(window.palette_box._field, key)
    assert window.panels.map.hasFocus()


def test_the_palette_finds_ports_and_does_what_an_action_says(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    window.palette_box.open("core-1 te1/1/3")
    QTest.keyClick(window.palette_box._field, Qt.Key.Key_Return)
    assert window.selection.interface == ("core-1", "Te1/1/3")
    window.palette_box.open("theme: light")
    QTest.keyClick(window.palette_box._field, Qt.Key.Key_Return)
    assert window.theme.name == "light"


def test_control_enter_looks_inside_and_escape_closes(bench: Bench) -> None:
    window = bench.open()
    bench.tell(*campus_items())
    opened: list[str] = []
    window.selection.device_opened.connect(opened.append)
    window.palette_box.open("fw-1")
    QTest.keyClick(window.palette_box._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened == ["fw-1"]
    window.palette_box.open("x")
    QTest.keyClick(window.palette_box._field, Qt.Key.Key_Escape)
    assert not window.palette_box.isVisible()
