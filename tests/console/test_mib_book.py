"""The panel of MIBs: searching and narrowing, one object in full, imports and their report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from nocscape.base import i18n
from nocscape.console.bridge import Bridge
from nocscape.console.mibs.book_panel import MibBookPanel
from nocscape.console.mibs.modules import FAILED, MISSING, missing_modules
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.batches import JobProgress
from nocscape.model.commands import (
    CancelJob,
    FindAnswering,
    FindObjects,
    ImportMibs,
    ListBranch,
    ListModules,
    SetNote,
    ShowObject,
)
from nocscape.model.mibs import Answering, MibFinds
from tests.console.fake_line import FakeLine
from tests.console.mib_stage import CISCO, FINDS, IF_DESCR, IF_TABLE, MODULES, Engine, page_of

pytestmark = pytest.mark.qt
_BY_NAME = {hit.name: hit for hit in (IF_DESCR, IF_TABLE, CISCO)} | {IF_TABLE.oid: IF_TABLE}


@pytest.fixture
def engine(campus: Bridge, line: FakeLine) -> Engine:
    engine = Engine(line, campus)
    engine.answers = {
        FindObjects: lambda ask: FINDS if ask.words != "nothing" else MibFinds(),
        ShowObject: lambda ask: page_of(_BY_NAME[ask.name]) if ask.name in _BY_NAME else "!no such thing",
        ListModules: lambda _: MODULES,
        ListBranch: lambda _: (IF_DESCR,),
        SetNote: lambda _: None,
    }
    return engine


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def panel(campus: Bridge, selection: Selection, engine: Engine) -> Iterator[MibBookPanel]:
    panel = MibBookPanel(campus, Theme(), selection)
    panel.resize(360, 700)
    panel.show()
    panel.dictionary.search("if")
    engine.run()
    yield panel
    panel.close()
    panel.deleteLater()


def facts(panel: MibBookPanel) -> dict[str, str]:
    return {fact.title: fact.text for fact in panel.dictionary.page.facts.facts}


def test_an_empty_field_says_how_much_is_known_and_lists_nothing(panel: MibBookPanel, engine: Engine) -> None:
    panel.dictionary.search("")
    engine.run()
    assert panel.dictionary._empty._title.text() == "3 objects are known"
    assert panel.dictionary.hits.hits.rowCount() == 0


def test_the_first_hit_is_shown_in_full_without_being_asked_for(panel: MibBookPanel) -> None:
    shown = facts(panel)
    assert shown["OID"] == IF_DESCR.oid
    assert shown["Path"] == "iso › org › dod"
    assert shown["Description"] == "About IF-MIB::ifDescr <b>plainly</b>."


def test_while_one_search_is_under_way_only_the_newest_waits(panel: MibBookPanel, engine: Engine) -> None:
    before = len(engine.asked(FindObjects))
    for words in ("i", "ifD", "ifDe"):
        panel.dictionary.search(words)
    assert len(engine.asked(FindObjects)) == before + 1
    engine.run()
    asked = engine.asked(FindObjects)[before:]
    assert [ask.words for ask in asked] == ["i", "ifDe"]


def test_a_facet_narrows_and_says_so_until_it_is_cleared(panel: MibBookPanel, engine: Engine) -> None:
    view = panel.dictionary
    view.facets.choose("vendors", "cisco")
    engine.run()
    last = engine.asked(FindObjects)[-1]
    assert last.vendors == ("cisco",)
    assert view.facets.buttons["vendors"].text() == "Vendor: cisco"
    view.facets.buttons["kinds"].menu().aboutToShow.emit()
    assert [a.text() for a in view.facets.buttons["kinds"].menu().actions()] == ["Column\t1"]
    view.clear_button.click()
    engine.run()
    assert engine.asked(FindObjects)[-1].vendors == ()


def test_what_is_not_found_says_what_to_do(panel: MibBookPanel, engine: Engine) -> None:
    panel.dictionary.search("nothing")
    engine.run()
    assert panel.dictionary._lists.currentWidget() is panel.dictionary._empty
    assert "Import the MIB files" in panel.dictionary._empty._text.text()


def test_an_object_that_is_asked_for_elsewhere_is_looked_up(
    panel: MibBookPanel, engine: Engine, selection: Selection
) -> None:
    panel._turn_to("modules")
    selection.ask_object(CISCO.name)
    engine.run()
    assert panel.dictionary.isVisible()
    assert facts(panel)["Vendor"] == "cisco"
    selection.ask_object("nonsense")
    engine.run()
    assert panel._problem.text() == "no such thing"


def test_what_stands_below_is_listed_when_looked_at(panel: MibBookPanel, engine: Engine) -> None:
    page = panel.dictionary.page
    panel.look_up(IF_TABLE.name)
    engine.run()
    assert not engine.asked(ListBranch)
    page.tabs.setCurrentWidget(page.below)
    engine.run()
    assert page.below.hits.rowCount() == 1
    page.below.opened.emit(IF_DESCR)
    engine.run()
    assert page.label == IF_DESCR.name
    page.copy_button.click()
    assert QGuiApplication.clipboard().text() == IF_DESCR.oid


def test_a_note_is_kept_and_the_search_knows_it(panel: MibBookPanel, engine: Engine) -> None:
    note = panel.dictionary.page.note
    searches = len(engine.asked(FindObjects))
    assert not note.save_button.isVisible()
    note.field.setPlainText("the uplink")
    assert note.save_button.isVisible()
    note.save_button.click()
    engine.run()
    assert engine.asked(SetNote) == [SetNote(object=IF_DESCR.name, text="the uplink")]
    assert not note.save_button.isVisible()
    assert len(engine.asked(FindObjects)) == searches + 1


def test_devices_that_have_the_object_lead_to_its_value(
    panel: MibBookPanel, engine: Engine, selection: Selection, line: FakeLine
) -> None:
    answers = panel.dictionary.page.answers
    asked: list[tuple[str, str]] = []
    selection.values_asked.connect(lambda device, root: asked.append((device, root)))
    answers.ask_devices()
    job = engine.asked(FindAnswering)[-1].job
    line.tell(JobProgress(job=job, stage="walk", done=3, total=8, found=1))
    engine.bridge.tick()
    assert answers._count.text() == "1 devices"
    found = Answering(device="core-1", oid="1.3.1", name="IF-MIB::ifDescr.1", value="Te1/1/1")
    engine.answers[FindAnswering] = lambda _: (found,)
    engine.run()
    assert [answers.model.index(0, column).data() for column in range(3)] == ["core-1", "Te1/1/1", "1"]
    answers.view.clicked.emit(answers.model.index(0, 0))
    assert selection.devices == ("core-1",)
    answers.view.activated.emit(answers.model.index(0, 0))
    assert asked == [("core-1", IF_DESCR.name)]


def test_every_module_has_its_report(panel: MibBookPanel, engine: Engine) -> None:
    view = panel.modules
    panel._turn_to("modules")
    engine.run()
    assert view.choice._buttons[FAILED].text() == "Failed 2"
    view.choice.choose(FAILED)
    view._show()
    view.view.selectRow(0)
    assert view.details.toPlainText().splitlines() == [
        "LOST-MIB · failed",
        "/mibs/lost.mib:3",
        "Why: its root is nowhere",
        "Cure: import GONE-MIB",
        "Missing imports: GONE-MIB",
    ]


def test_missing_modules_are_named_with_those_that_need_them(panel: MibBookPanel, engine: Engine) -> None:
    assert [(m.name, m.missing) for m in missing_modules(MODULES)] == [
        ("GONE-MIB", ("LOST-MIB", "ALSO-LOST-MIB")),
        ("OTHER-MIB", ("ALSO-LOST-MIB",)),
    ]
    panel._turn_to("modules")
    engine.run()
    panel.modules.choice.choose(MISSING)
    panel.modules._show()
    panel.modules.view.selectRow(0)
    assert "Needed by: LOST-MIB, ALSO-LOST-MIB" in panel.modules.details.toPlainText()


def test_an_import_is_watched_told_of_and_searched_at_once(panel: MibBookPanel, engine: Engine, line: FakeLine) -> None:
    view = panel.modules
    panel.import_files(["/mibs"])
    assert view.isVisible()
    assert not view.files_button.isEnabled()
    job = view.importing.progress.job
    line.tell(JobProgress(job=job, stage="Reading", done=40, total=100))
    engine.bridge.tick()
    assert (view._progress.value(), view._progress.maximum(), view.status.text()) == (40, 100, "Reading")
    view.cancel_button.click()
    assert line.asks[-1] == CancelJob(job=job)
    engine.answers[ImportMibs] = lambda _: MODULES[1:]
    engine.run()
    assert view.status.text() == "failed 2, compiled with repairs 1, compiled 1"
    assert view.choice.current == FAILED
    assert view.files_button.isEnabled()


def test_an_import_that_cannot_be_made_says_why(panel: MibBookPanel, engine: Engine) -> None:
    engine.answers[ImportMibs] = lambda _: "!There is no such file"
    panel.import_files(["/nowhere"])
    engine.run()
    assert panel.modules.status.text() == "There is no such file"


def test_the_panel_speaks_korean(panel: MibBookPanel) -> None:
    i18n.set_language("ko")
    QApplication.sendEvent(panel.dictionary, QEvent(QEvent.Type.LanguageChange))
    QApplication.sendEvent(panel.dictionary.page, QEvent(QEvent.Type.LanguageChange))
    assert facts(panel)["한국어 이름"] == "인터페이스 설명"
    assert panel.dictionary.facets.buttons["kinds"].text() == "종류"
