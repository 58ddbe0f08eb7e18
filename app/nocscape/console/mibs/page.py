"""One object of the dictionary in full: its facts, what stands below it, and which of our devices have it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import language, tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.inspector.facts import Fact, FactsView
from nocscape.console.mibs.answers import AnswersView
from nocscape.console.mibs.hits import HitsView, kind_word, short_name
from nocscape.console.mibs.latest import Latest
from nocscape.console.mibs.note import NoteField
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.selection import Selection
from nocscape.console.theme import GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import Reply
from nocscape.model.commands import ListBranch, ShowObject
from nocscape.model.mibs import MibHit, MibPage

STEP = " › "


class ObjectPage(Retranslated, QWidget):
    """Shows what `show_object` names. Signal: failed(str) where there is no such object."""

    failed = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._selection = selection
        self.page: MibPage | None = None
        self._object = Latest(bridge, self._take)
        self._branch = Latest(bridge, self._take_branch)
        self._title = plain_label(role="heading")
        self.up_button = IconButton(theme, "arrow-up")
        self.read_button = IconButton(theme, "eye")
        self.copy_button = IconButton(theme, "copy")
        self.facts = FactsView(theme)
        self.note = NoteField(bridge)
        self.below = HitsView(theme)
        self.answers = AnswersView(bridge, theme, selection)
        self.tabs = QTabWidget()
        self._lay_out()
        self.up_button.clicked.connect(self.go_up)
        self.read_button.clicked.connect(self.read_values)
        self.copy_button.clicked.connect(self.copy_number)
        self.below.opened.connect(self._open)
        self.tabs.currentChanged.connect(self._fill_tab)
        self.note.failed.connect(self.failed)
        selection.devices_selected.connect(self._offer)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(3 * GRID, GRID, 2 * GRID, 0)
        head.setSpacing(GRID)
        head.addWidget(self._title, 1)
        for button in (self.up_button, self.read_button, self.copy_button):
            head.addWidget(button)
        about = QWidget()
        inside = QVBoxLayout(about)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.facts, 1)
        inside.addWidget(self.note)
        for widget in (about, self.below, self.answers):
            self.tabs.addTab(widget, "")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setProperty("role", "small")
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.tabs, 1)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for place, words in enumerate((tr("Object"), tr("Below it"), tr("On our devices"))):
            self.tabs.setTabText(place, words)
        self.facts.setAccessibleName(tr("Facts"))
        self.up_button.say(tr("To what it stands below"))
        self.read_button.say(tr("Read it on the selected device"))
        self.copy_button.say(tr("Copy its number"))
        self._show()

    @property
    def label(self) -> str:
        """`IF-MIB::ifDescr`, empty while nothing is shown."""
        return self.page.hit.name if self.page is not None else ""

    def show_object(self, name: str) -> None:
        """Show the object of this name or number."""
        self._object.ask(ShowObject(name=name))

    def _take(self, reply: Reply) -> None:
        if reply.error is not None:
            self.failed.emit(reply.fault)
            return
        self.page = value(reply, MibPage)
        self.note.show_note(self.page.hit.name, self.page.hit.note)
        self.answers.show_object(self.page.hit.name)
        self.tabs.setTabVisible(1, self.page.hit.has_children)
        self.below.show_hits(())
        self._show()
        self._fill_tab()

    def _show(self) -> None:
        page = self.page
        self._title.setText(short_name(page.hit) if page is not None else "")
        self.facts.show_facts(facts_of(page) if page is not None else [])
        self._offer()

    @Slot()
    def _offer(self) -> None:
        self.up_button.setEnabled(self.page is not None and self.page.hit.oid.count(".") > 0)
        self.copy_button.setEnabled(self.page is not None)
        self.read_button.setEnabled(self.page is not None and bool(self._selection.devices))

    @Slot()
    def _fill_tab(self) -> None:
        if self.page is not None and self.tabs.currentWidget() is self.below and not self.below.hits.hits:
            self._branch.ask(ListBranch(oid=self.page.hit.oid))

    def _take_branch(self, reply: Reply) -> None:
        if reply.error is None:
            self.below.show_hits(value(reply, tuple[MibHit, ...]))

    @Slot(object)
    def _open(self, hit: MibHit) -> None:
        self.show_object(hit.name)

    @Slot()
    def go_up(self) -> None:
        """Show the object that this one stands below."""
        if self.page is not None:
            self.show_object(self.page.hit.oid.rpartition(".")[0])

    @Slot()
    def read_values(self) -> None:
        """Read the object and what stands below it on the selected device."""
        if self.page is not None and self._selection.devices:
            self._selection.ask_values(self._selection.devices[0], self.page.hit.oid)

    @Slot()
    def copy_number(self) -> None:
        """Put the OID into the clipboard."""
        if self.page is not None:
            QGuiApplication.clipboard().setText(self.page.hit.oid)


def facts_of(page: MibPage) -> list[Fact]:
    """Everything that its MIB says, as titles and texts; what it leaves out is left out."""
    hit = page.hit
    is_named = page.convention and page.convention not in hit.syntax
    syntax = f"{hit.syntax}  ({page.convention})" if is_named else hit.syntax
    facts = [
        (tr("OID"), hit.oid),
        (tr("Name"), hit.name),
        (tr("In this language"), hit.local_names.get(language(), "")),
        (tr("Row"), page.instance),
        (tr("Path"), STEP.join(page.path)),
        (tr("Kind"), kind_word(hit.kind)),
        (tr("Vendor"), hit.vendor),
        (tr("Syntax"), syntax),
        (tr("Values"), enums_text(page.enums)),
        (tr("Permitted"), ", ".join(_range_text(*one) for one in page.ranges)),
        (tr("Units"), page.units),
        (tr("Shown as"), page.hint),
        (tr("Access"), hit.access),
        (tr("Status"), page.status),
        (tr("Index"), ", ".join(page.index)),
        (tr("Shares rows with"), page.augments),
        (tr("Carries"), ", ".join(page.members)),
        (tr("Also defined as"), ", ".join(page.others)),
    ]
    told = [Fact(title, one_line(text, 600)) for title, text in facts if text]
    return [*told, Fact(tr("Description"), page.description)] if page.description else told


def enums_text(enums: dict[str, int]) -> str:
    """`1 up, 2 down`, in the order of the numbers."""
    return ", ".join(f"{number} {label}" for label, number in sorted(enums.items(), key=lambda pair: pair[1]))


def _range_text(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} … {most}"
