"""A device's exporters: shown as they stand, their pages chosen from, tried, kept, changed, removed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.console.exporters.dialog import ExportersDialog
from nocscape.console.exporters.offers import OffersDialog
from nocscape.model.access import Access, WebCredentialInfo, WebScheme
from nocscape.model.batches import Reply
from nocscape.model.checks import CheckOutcome, CheckState
from nocscape.model.commands import Ask
from nocscape.model.exporters import Exporter, ExporterInfo, OfferedFamily
from nocscape.model.metrics import Sample, SeriesKey
from nocscape.model.watching import (
    DropExporter,
    ListExporters,
    ListWebCredentials,
    PutExporter,
    ReadPage,
    ScrapeOnce,
)
from tests.console.fake_line import FakeLine
from tests.console.hands import press, shown

pytestmark = pytest.mark.qt

DOWN = CheckOutcome(is_up=False, reason=msg("no page of metrics: {reason}", reason="401 Unauthorized"))
PAGE = (
    OfferedFamily(name="node_load1", kind="gauge", points=1, example=0.5, is_known=True),
    OfferedFamily(name="app_queue", help="Jobs that <b>wait</b>", kind="gauge", points=1, example=3.0),
    OfferedFamily(name="app_requests_total", kind="counter", points=4, example=100.0),
)
KEPT = Exporter(id="e1", scope="device:core-1", port=9182, is_tls=True, families=("app_queue", "gone_since"))


def answered(ask: Ask) -> object:
    match ask:
        case ListExporters():
            state = CheckState(device="core-1", at=1.0, outcome=DOWN)
            other = Exporter(id="e2", scope="device:core-2")
            return (ExporterInfo(exporter=KEPT, states=(state,)), ExporterInfo(exporter=other))
        case ReadPage():
            return PAGE
        case ScrapeOnce():
            return (Sample(SeriesKey("core-1", "app_queue"), 1, 3.0), Sample(SeriesKey("core-1", "scrape_up"), 1, 1.0))
        case ListWebCredentials():
            return (WebCredentialInfo(name="door", scheme=WebScheme.BEARER),)
    return None


@pytest.fixture
def dialog(campus: Bridge, line: FakeLine) -> Iterator[ExportersDialog]:
    line.answer = answered
    host = QWidget()
    made = ExportersDialog(campus, ["core-1"], host)
    made.open()
    campus.tick()
    yield made
    made.close()
    host.deleteLater()


def offers(dialog: ExportersDialog) -> OffersDialog:
    return next(d for d in dialog.findChildren(OffersDialog) if d.isVisible())


def test_the_last_scrape_and_its_fault_are_shown_with_what_is_weak(dialog: ExportersDialog) -> None:
    texts = shown(dialog)
    assert "exporter 9182 /metrics: no page of metrics: 401 Unauthorized" in texts
    assert "the certificate is not checked" in texts
    assert not any("9100" in text for text in texts)


def test_what_the_page_offers_is_chosen_from_and_kept(dialog: ExportersDialog, campus: Bridge, line: FakeLine) -> None:
    press(dialog, "Choose…")
    campus.tick()
    choice = offers(dialog)
    assert not choice.model.item(0).isCheckable()
    choice.filter.setText("WAIT")
    assert [choice.table.isRowHidden(row) for row in range(3)] == [True, False, True]
    choice.model.item(1).setCheckState(Qt.CheckState.Checked)
    choice.take()
    press(dialog, "Keep scraping")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutExporter))
    assert ask.exporter == Exporter(scope="device:core-1", families=("app_queue",))


def test_an_exporter_is_changed_in_its_place_and_keeps_what_its_page_no_longer_has(
    dialog: ExportersDialog, campus: Bridge, line: FakeLine
) -> None:
    press(dialog, "Edit")
    press(dialog, "Choose…")
    campus.tick()
    choice = offers(dialog)
    assert set(choice.names()) == {"app_queue", "gone_since"}
    choice.model.item(2).setCheckState(Qt.CheckState.Checked)
    choice.take()
    dialog.form.is_verified.setChecked(True)
    dialog.form.access.is_wanted.setChecked(True)
    dialog.form.access.choose("door")
    press(dialog, "Keep changes")
    (ask,) = (ask for ask in line.asks if isinstance(ask, PutExporter))
    assert (ask.exporter.id, ask.exporter.scope, ask.exporter.port) == ("e1", "device:core-1", 9182)
    assert ask.exporter.access == Access(credential="door")
    assert set(ask.exporter.families) == {"app_queue", "app_requests_total", "gone_since"}


def test_a_try_tells_what_would_be_measured(dialog: ExportersDialog, campus: Bridge) -> None:
    press(dialog, "Try once")
    campus.tick()
    assert dialog.outcome.text() == "core-1: 1 series: app_queue"


def test_an_exporter_is_removed(dialog: ExportersDialog, line: FakeLine) -> None:
    press(dialog, "Remove")
    assert DropExporter(exporter="e1") in line.asks


def test_a_page_that_cannot_be_read_says_why(dialog: ExportersDialog, campus: Bridge, line: FakeLine) -> None:
    line.answer = None
    press(dialog, "Choose…")
    line.tell(Reply(request=line.sent[-1].request, error=msg("no answer within {seconds} s", seconds=10)))
    campus.tick()
    assert dialog.outcome.text() == "no answer within 10 s"
    assert not dialog.findChildren(OffersDialog)
