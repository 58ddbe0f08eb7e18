"""What an empty place says has room before its icon has."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from nocscape.console.parts.hint import EmptyHint
from nocscape.console.theme import Theme

pytestmark = pytest.mark.qt

WORDS = "Search by a part of a name, a number, a word of a description or of a note, or import what is not known yet."


def test_an_empty_place_gives_up_its_icon_for_its_words_and_takes_it_back(qapp: QApplication) -> None:
    hint = EmptyHint(Theme("dark"), "bell")
    hint.say("Nothing is known", WORDS, "Import")
    hint.resize(310, 300)
    hint.show()
    icon = next(label for label in hint.findChildren(QLabel) if not label.pixmap().isNull())
    for height, is_seen in ((300, True), (130, False), (300, True)):
        hint.resize(310, height)
        QApplication.processEvents()
        assert icon.isVisible() is is_seen
    hint.close()
