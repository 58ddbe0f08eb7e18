"""The combination of Qt and Python that aborts, and the proof that ours does not."""

from __future__ import annotations

import importlib.metadata
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console import guard

pytestmark = pytest.mark.qt

TIMES = 1000


def test_the_broken_qt_is_refused_on_old_python_with_what_to_do() -> None:
    with pytest.raises(guard.VersionError) as refused:
        guard.check((3, 11, 7), "6.12.0")
    assert str(refused.value) == (
        "PySide6 6.12.0 crashes on Python 3.11.7. — Install PySide6-Essentials 6.11.2, or use Python 3.12 or newer."
    )


@pytest.mark.parametrize(("python", "pyside"), [((3, 12, 0), "6.12.0"), ((3, 11, 0), "6.11.2"), ((3, 11, 0), "6.12.1")])
def test_everything_else_may_run(python: tuple[int, ...], pyside: str) -> None:
    guard.check(python, pyside)


def test_what_is_installed_here_may_run() -> None:
    guard.check()


def test_qt_and_its_docks_are_pinned_to_each_other_and_installed_so() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    pinned = {text for text in project["project"]["dependencies"] if "==" in text}
    wanted = importlib.metadata.requires("PySide6-QtAds")
    assert pinned == {"PySide6-QtAds==5.1.1", *(wanted or ())}
    for text in pinned:
        name, _, version = text.partition("==")
        assert importlib.metadata.version(name) == version


class _Speaker(QObject):
    said = Signal(object)


class _Canvas(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setPen(QPen(QColor("grey")))
        painter.setBrush(QBrush(QColor("grey")))
        painter.drawRect(1, 1, 5, 5)
        painter.end()


def test_a_thousand_repaints_and_signals_lose_no_reference_of_none(qapp: QApplication) -> None:
    canvas, speaker = _Canvas(), _Speaker()
    heard: list[object] = []
    speaker.said.connect(heard.append)
    canvas.show()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(TIMES):
        canvas.repaint()
        speaker.said.emit(None)
        speaker.said.emit(True)
        heard.clear()
    lost = before[0] - sys.getrefcount(None), before[1] - sys.getrefcount(True)
    canvas.close()
    assert max(lost) < TIMES // 10
