"""Tabs that are seen whole or stand in a menu, also after their words have changed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console.parts.tabs import FittedTabs
from nocscape.console.theme import Theme

pytestmark = pytest.mark.qt

LONG = ("Overview", "Ports 9", "Neighbours", "MIB values", "Parts", "Events", "Evidence")
SHORT = ("개요", "포트 9", "이웃", "MIB 값", "부품", "이벤트", "근거")


@pytest.mark.parametrize("current", range(len(LONG)))
def test_no_tab_is_cut_after_longer_and_shorter_words(qapp: QApplication, current: int) -> None:
    theme = Theme("dark")
    theme.apply(qapp)
    tabs = FittedTabs(theme)
    for word in LONG:
        tabs.addTab(QWidget(), word)
    tabs.resize(308, 300)
    tabs.setCurrentIndex(current)
    tabs.show()
    for words in (SHORT, LONG, SHORT):
        for place, word in enumerate(words):
            tabs.setTabText(place, word)
        QApplication.processEvents()
        bar = tabs.tabBar()
        seen = [bar.tabRect(place) for place in range(tabs.count()) if tabs.isTabVisible(place)]
        assert min(rect.left() for rect in seen) >= 0
        assert max(rect.right() for rect in seen) <= bar.width()
        assert tabs.isTabVisible(current)
    tabs.close()
