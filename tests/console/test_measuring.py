"""What is measured of devices: shown, switched on and off for one or for all of a kind, and how often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.measuring.dialog import CHOICE, EVERY, SERIES, TITLE, MetricsDialog
from nocscape.console.measuring.scopes import MIXED, word_of
from nocscape.model.batches import Reply
from nocscape.model.commands import Ask, ChooseMetrics, ListMetrics, ListSeries
from nocscape.model.metrics import Metric, MetricProfileInfo, SeriesKey
from nocscape.model.watching import SetPace
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

SESSIONS = Metric(name="sessions", unit="1", title="Sessions")
CHOICES = {"device:core-1": True, "device:core-2": False, "kind:printer": False}


def answered(ask: Ask) -> object:
    match ask:
        case ListMetrics():
            return (
                MetricProfileInfo(name="fw", title="Firewall", interval_s=60, metrics=(SESSIONS,), choices=CHOICES),
                MetricProfileInfo(name="bgp", title="BGP", interval_s=30, metrics=()),
            )
        case ListSeries(device=device):
            return (SeriesKey(device, "sessions"), SeriesKey(device, "cpu_percent"))
    return None


@pytest.fixture
def dialog(campus: Bridge, line: FakeLine) -> Iterator[MetricsDialog]:
    line.answer = answered
    host = QWidget()
    made = MetricsDialog(campus, ["core-1", "core-2"], host)
    made.open()
    campus.tick()
    yield made
    made.close()
    host.deleteLater()


def choice(dialog: MetricsDialog, row: int) -> QComboBox:
    box = dialog.tree.itemWidget(dialog._items()[row], CHOICE)
    assert isinstance(box, QComboBox)
    return box


def choose(dialog: MetricsDialog, row: int, place: int) -> None:
    choice(dialog, row).setCurrentIndex(place)
    choice(dialog, row).activated.emit(place)


def test_all_that_can_be_measured_stands_there_with_what_it_brings(dialog: MetricsDialog) -> None:
    rows = [(item.text(TITLE), item.text(SERIES)) for item in dialog._items()]
    assert rows == [("Firewall", "2"), ("BGP", "–")]
    assert choice(dialog, 1).currentText() == "where it fits"
    assert choice(dialog, 0).currentIndex() == -1
    dialog.filter.setText("sess")
    assert [item.isHidden() for item in dialog._items()] == [False, True]


def test_a_choice_is_for_each_of_the_devices_or_for_all_of_their_kind(dialog: MetricsDialog, line: FakeLine) -> None:
    choose(dialog, 1, 2)
    kind = next(place for place in range(dialog.scope.count()) if "kind:" in str(dialog.scope.itemData(place)))
    dialog.scope.setCurrentIndex(kind)
    choose(dialog, 0, 0)
    asks = [ask for ask in line.asks if isinstance(ask, ChooseMetrics)]
    assert asks[:2] == [ChooseMetrics(scope=f"device:core-{n}", profile="bgp", is_on=False) for n in (1, 2)]
    assert (asks[2].scope, asks[2].profile, asks[2].is_on) == (str(dialog.scope.itemData(kind)), "fw", None)


def test_a_class_gets_another_pace(dialog: MetricsDialog, campus: Bridge, line: FakeLine) -> None:
    every = dialog.tree.itemWidget(dialog._items()[1], EVERY)
    assert isinstance(every, QSpinBox)
    every.setValue(120)
    assert SetPace(metric_class="bgp", interval_s=120.0) in line.asks
    campus.tick()
    assert dialog.outcome.text() == "Kept. It counts from the next poll on."


def test_a_refusal_is_shown(dialog: MetricsDialog, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    choose(dialog, 0, 1)
    line.tell(Reply(request=line.sent[-1].request, error=msg("no"), hint=msg("because")))
    campus.tick()
    assert dialog.outcome.text() == "no — because"


def test_devices_that_disagree_say_neither_yes_nor_no() -> None:
    assert word_of(CHOICES, ["device:core-1"]) is True
    assert word_of(CHOICES, ["device:core-1", "device:core-2"]) == MIXED
    assert word_of(CHOICES, ["device:x", "device:y"]) is None
