"""The settings page of history: the plan as it is in force, changes, a backup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.settings.history_page import GIGABYTE, HistoryPage
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask
from nocscape.model.watching import BackUp, ClassUsage, HistoryReport, ReadRetention, RetentionPlan, SetRetention
from tests.console.fake_line import FakeLine
from tests.console.hands import press

pytestmark = pytest.mark.qt

PLAN = RetentionPlan(raw_days=30, raw_bytes=5 * GIGABYTE, most_bytes=50 * GIGABYTE)
CLASSES = tuple(ClassUsage(name=n, files=3, bytes=2 * GIGABYTE, oldest=None) for n in ("raw", "5min", "1h"))


def answered(ask: Ask) -> object:
    if isinstance(ask, ReadRetention):
        return HistoryReport(plan=PLAN, classes=CLASSES)
    return 3 * GIGABYTE if isinstance(ask, BackUp) else None


@pytest.fixture
def page(campus: Bridge, line: FakeLine) -> Iterator[HistoryPage]:
    line.answer = answered
    made = HistoryPage(campus)
    made.show()
    campus.tick()
    yield made
    made.close()
    made.deleteLater()


def test_the_plan_in_force_and_what_each_class_takes_are_shown(page: HistoryPage) -> None:
    assert [field.value() for field in page.days.values()] == [30, 366, 1830]
    assert page.most.value() == 50
    assert page.usage.text().splitlines()[0] == "Samples: 2 GiB, files: 3"


def test_a_change_keeps_what_the_page_does_not_show(page: HistoryPage, line: FakeLine) -> None:
    page.days["raw"].setValue(60)
    page.most.setValue(0)
    page.most.editingFinished.emit()
    page.most.editingFinished.emit()
    (ask,) = (ask for ask in line.asks if isinstance(ask, SetRetention))
    assert ask.plan == RetentionPlan(raw_days=60, raw_bytes=5 * GIGABYTE)


def test_keeping_less_asks_first_and_is_taken_back_by_cancel(page: HistoryPage, line: FakeLine) -> None:
    for answer, sent in (("Cancel", 0), ("Keep less", 1)):
        page.days["raw"].setValue(7)
        page.days["raw"].editingFinished.emit()
        assert not [ask for ask in line.asks if isinstance(ask, SetRetention)]
        press(page, answer)
        assert len([ask for ask in line.asks if isinstance(ask, SetRetention)]) == sent
        assert page.days["raw"].value() == (7 if sent else 30)


def test_nothing_is_sent_before_the_plan_is_known(campus: Bridge, line: FakeLine) -> None:
    page = HistoryPage(campus)
    page.days["raw"].editingFinished.emit()
    assert not [ask for ask in line.asks if isinstance(ask, SetRetention)]
    page.deleteLater()


def test_a_backup_is_made_and_its_size_told(page: HistoryPage, campus: Bridge, line: FakeLine) -> None:
    page.back_up("/somewhere/backup.zip")
    assert not page.backup.isEnabled()
    campus.tick()
    assert line.asks[-1] == BackUp(path="/somewhere/backup.zip")
    assert page.told.text().startswith("3 GiB")
    assert page.backup.isEnabled()


def test_a_refusal_is_shown(page: HistoryPage, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    page.back_up("/somewhere/backup.zip")
    line.tell(Reply(request=line.sent[-1].request, error=msg("/somewhere/backup.zip exists already")))
    campus.tick()
    assert "exists already" in page.problem.text()
    assert page.told.text() == ""
    assert all(label.text() != "None" for label in page.findChildren(QLabel))
