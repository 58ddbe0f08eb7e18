"""The panel of overviews: which one, about what, and everything that composes one."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QShowEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QComboBox, QDialog, QMenu, QToolButton, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.console.bridge import Bridge
from nocscape.console.overviews.book import OverviewBook, new_id
from nocscape.console.overviews.form import SettingsDialog
from nocscape.console.overviews.kinds_button import KindsButton
from nocscape.console.overviews.ready import overview_of
from nocscape.console.overviews.scope_bar import ScopeBar
from nocscape.console.overviews.sharing import Sharing
from nocscape.console.overviews.templates import BUILT_IN, TEMPLATES, built_in
from nocscape.console.overviews.view import OverviewView
from nocscape.console.overviews.widgets import kinds
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.fields import IconButton
from nocscape.console.parts.flow import FlowLayout
from nocscape.console.parts.language import Retranslated
from nocscape.console.parts.panel import ProblemLabel
from nocscape.console.selection import Selection
from nocscape.console.theme import DOCK_HEADER, GRID, Theme
from nocscape.engine.client import value
from nocscape.model.batches import OverviewsChanged, Reply
from nocscape.model.commands import ListSeries
from nocscape.model.metrics import SeriesKey
from nocscape.model.overview import Cells, Overview, Scope, Widget, free_cells, put

OF_DEVICE = "of-device"
"""The choice of the ready-made overview of the device that is selected."""
SAVE_MS = 700


class OverviewsPanel(Retranslated, QWidget):
    """Shows one overview at a time and lets the operator compose it; every step can be undone. `now` gives UTC
    seconds."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        selection: Selection,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._selection = selection
        self.book = OverviewBook(bridge, self)
        self.view = OverviewView(bridge, theme, selection, now=now)
        self.undo_stack = QUndoStack(self)
        self._overview: Overview = built_in("network") or Overview(id="", title="")
        self._scope = self._overview.scope
        self.asking: QDialog | None = None
        """What was opened last."""
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(SAVE_MS)
        self.sharing = Sharing(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._picker = QComboBox()
        self._picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._picker.setMaximumWidth(60 * GRID)
        self._about = ScopeBar(self._bridge.live)
        self._edit = IconButton(self._theme, "pencil", is_toggle=True)
        self._undo = IconButton(self._theme, "undo-2")
        self._redo = IconButton(self._theme, "redo-2")
        self._add = KindsButton(self._theme, self.add_widget)
        self._more = IconButton(self._theme, "ellipsis-vertical")
        self._menu = QMenu(self)
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._problem = ProblemLabel()
        head = QWidget()
        head.setObjectName("panelHeader")
        head.setMinimumHeight(DOCK_HEADER)
        flow = FlowLayout(head, spacing=GRID)
        flow.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        for widget in (
            self._picker, self._about, self._edit, self._add, self._undo, self._redo,
            self._more, self._problem,
        ):  # fmt: skip
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self._picker.activated.connect(self._picked)
        self._about.chosen.connect(self._scope_chosen)
        self._edit.toggled.connect(self._edit_toggled)
        self._undo.clicked.connect(self.undo_stack.undo)
        self._redo.clicked.connect(self.undo_stack.redo)
        self.undo_stack.indexChanged.connect(self._undo_changed)
        self._save_soon.timeout.connect(self._save)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.view.grid.edited.connect(self.edit)
        self.view.grid.settings_asked.connect(self.ask_settings)
        self.view.grid.kind_dropped.connect(self._kind_dropped)
        self.book.listed.connect(self._fill_picker)
        self.book.failed.connect(self._problem.say)
        self.book.elsewhere.connect(self._changed_elsewhere)
        self._selection.devices_selected.connect(self._device_selected)
        for key, action in (("undo", self.undo_stack.undo), ("redo", self.undo_stack.redo)):
            self._key(f"overviews.{key}", {"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z"}[key], action)

    def _key(self, name: str, keys: str, todo: Callable[[], None]) -> None:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(todo)
        self.addAction(action)

    @property
    def overview(self) -> Overview:
        """The overview that is shown."""
        return self._overview

    @property
    def is_editing(self) -> bool:
        """Whether it is being composed."""
        return self._edit.isChecked()

    def showEvent(self, event: QShowEvent) -> None:
        """Find out which overviews there are."""
        super().showEvent(event)
        self.book.read_list()
        self._fill_picker()
        self._about.show_scope(self._scope)
        self._show()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self._about.retranslate()
        self._edit.say(tr("Compose this overview"))
        self._undo.say(tr("Undo"))
        self._redo.say(tr("Redo"))
        self._more.say(tr("What else overviews can do"))
        self._add.retranslate()
        self._picker.setAccessibleName(tr("Overview"))
        self.view.setAccessibleName(tr("Overview"))
        for name, words in (
            ("overviews.undo", tr("Undo in the overview")),
            ("overviews.redo", tr("Redo in the overview")),
        ):
            next(a for a in self.actions() if a.objectName() == name).setText(words)
        if self._overview.id.startswith(f"{BUILT_IN}of:"):
            self.open_device(self._overview.scope.device)
        elif self._overview.id.startswith(BUILT_IN) and (fresh := built_in(self._overview.id.removeprefix(BUILT_IN))):
            self._overview = fresh
        self._fill_picker()
        self._about.show_scope(self._scope)
        self._undo_changed()
        self._show()

    # which overview

    def open(self, overview: Overview) -> None:
        """Show another overview."""
        self._flush()
        self._overview, self._scope = overview, overview.scope
        self.undo_stack.clear()
        self._fill_picker()
        self._about.show_scope(self._scope)
        self._show()

    def open_device(self, device: str) -> None:
        """Show the ready-made overview of a device."""
        inventory = self._bridge.live.devices.get(device)
        if inventory is None:
            return
        self._edit.setChecked(False)

        def take(reply: Reply) -> None:
            if reply.error is None:
                keys = value(reply, tuple[SeriesKey, ...])
                self.open(overview_of(inventory, keys, self.view.context.book, self._scope.span_s))

        self.view.context.book.read()
        self._bridge.ask(ListSeries(device=device), while_alive(self, take))

    @Slot(int)
    def _picked(self, _place: int) -> None:
        chosen = str(self._picker.currentData() or "")
        self._edit.setChecked(False)
        if chosen == OF_DEVICE:
            if self._selection.devices:
                self.open_device(self._selection.devices[0])
            else:
                self._problem.say(tr("Select a device first"))
        elif chosen.startswith(BUILT_IN):
            if (overview := built_in(chosen.removeprefix(BUILT_IN))) is not None:
                self.open(overview)
        elif chosen:
            self.book.read(chosen, self.open)

    @Slot()
    def _fill_picker(self) -> None:
        self._picker.clear()
        is_of_device = self._overview.id.startswith(f"{BUILT_IN}of:")
        title = one_line(self._overview.title) if is_of_device else tr("The selected device")
        self._picker.addItem(self._theme.icon("server", "dim", 14), title, OF_DEVICE)
        for template in TEMPLATES:
            icon = self._theme.icon("layout-dashboard", "dim", 14)
            self._picker.addItem(icon, tr(template.title), BUILT_IN + template.name)
        own = {info.id: info.title for info in self.book.infos}
        if not self._overview.id.startswith(BUILT_IN):
            own[self._overview.id] = self._overview.title
        if own:
            self._picker.insertSeparator(self._picker.count())
        for overview, words in own.items():
            self._picker.addItem(self._theme.icon("star", "dim", 14), one_line(words), overview)
        self._picker.setCurrentIndex(max(0, self._picker.findData(OF_DEVICE if is_of_device else self._overview.id)))

    @Slot(object)
    def _device_selected(self, devices: tuple[str, ...]) -> None:
        """The ready-made overview follows the selection."""
        is_following = self._overview.id.startswith(f"{BUILT_IN}of:") and not self.is_editing
        if is_following and self.isVisible() and devices and self._overview.scope.device != devices[0]:
            self.open_device(devices[0])

    @Slot(object)
    def _changed_elsewhere(self, item: OverviewsChanged) -> None:
        is_ours = item.overview == self._overview.id and item.revision > self._overview.revision
        if is_ours and not self._save_soon.isActive() and not self.is_editing:
            self.book.read(item.overview, self.open)

    # about what

    @Slot(object)
    def _scope_chosen(self, scope: Scope) -> None:
        self._scope = scope
        if self.is_editing:
            self.edit(replace(self._overview, scope=scope))
        else:
            self._show()

    def _show(self) -> None:
        if self.isVisible():
            self.view.show_overview(self._overview, self._scope)

    # composing

    @Slot(bool)
    def _edit_toggled(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        if is_on:
            self._own()
        else:
            self._flush()
        self._add.setVisible(is_on)
        self._undo_changed()
        self.view.grid.set_editing(is_editing=is_on)

    def _own(self) -> None:
        """A built-in overview is edited as a copy."""
        if self._overview.id.startswith(BUILT_IN):
            title = tr("{name} (mine)", name=self._overview.title)
            self._overview = replace(self._overview, id=new_id(), title=title, revision=0, scope=self._scope)
            self._fill_picker()

    @Slot(object)
    def edit(self, after: Overview) -> None:
        """One step of composing."""
        self._own()
        is_copy = after.id != self._overview.id
        step = replace(after, id=self._overview.id, title=self._overview.title if is_copy else after.title)
        self.undo_stack.push(_Step(self, self._overview, step))

    def put_state(self, overview: Overview) -> None:
        """Show a state of the history, and keep it soon."""
        self._overview = replace(overview, revision=self._overview.revision)
        self._scope = overview.scope
        self._show()
        self._save_soon.start()

    def add_widget(self, name: str) -> None:
        """Put a new widget where there is room."""
        kind = kinds()[name]
        self._kind_dropped(name, free_cells(self._overview, *kind.size))

    @Slot(str, object)
    def _kind_dropped(self, name: str, cells: Cells) -> None:
        if name.startswith("="):
            original = self._overview.widget(name[1:])
            if original is not None:
                at = free_cells(self._overview, cells.w, cells.h)
                self.edit(put(self._overview, replace(original, id=new_id(), cells=at)))
            return
        widget = Widget(id=new_id(), kind=name, cells=cells)
        self.edit(put(self._overview, widget))
        self.ask_settings(widget.id)

    @Slot(str)
    def ask_settings(self, name: str) -> None:
        """Ask for the settings of a widget."""
        widget = self._overview.widget(name)
        kind = kinds().get(widget.kind) if widget else None
        if widget is None or kind is None:
            return
        dialog = SettingsDialog(self.view.context, kind, widget, self)
        dialog.chosen.connect(self._set_widget)
        dialog.finished.connect(dialog.deleteLater)
        self.asking = dialog
        dialog.open()

    @Slot(object)
    def _set_widget(self, widget: Widget) -> None:
        known = self._overview.widget(widget.id)
        if known is not None:
            self.edit(put(self._overview, replace(widget, cells=known.cells)))

    @Slot()
    def _undo_changed(self) -> None:
        for button, is_possible in ((self._undo, self.undo_stack.canUndo()), (self._redo, self.undo_stack.canRedo())):
            button.setEnabled(is_possible)
            button.setVisible(self.is_editing)
        self._add.setVisible(self.is_editing)

    # keeping

    def _flush(self) -> None:
        if self._save_soon.isActive():
            self._save_soon.stop()
            self._save()

    @Slot()
    def _save(self) -> None:
        overview = self._overview
        if not overview.id.startswith(BUILT_IN):
            self.book.save(overview, self._saved)

    def _saved(self, kept: Overview) -> None:
        if kept.id == self._overview.id:
            self._overview = replace(self._overview, revision=kept.revision)

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        templates = self._menu.addMenu(self._theme.icon("plus", "dim", 16), tr("New overview"))
        templates.addAction(tr("Empty")).triggered.connect(partial(self.make_new, ""))
        for template in TEMPLATES:
            templates.addAction(tr(template.title)).triggered.connect(partial(self.make_new, template.name))
        self.sharing.fill(self._menu, self._theme, is_own=not self._overview.id.startswith(BUILT_IN))

    def make_new(self, template: str) -> None:
        """Begin a new overview, empty or from a template, and compose it."""
        made = built_in(template)
        title = made.title if made else tr("New overview")
        self.open(Overview(id=new_id(), title=title, widgets=made.widgets if made else (), scope=self._scope))
        self._edit.setChecked(True)
        self._save_soon.start()

    @Slot(str)
    def rename(self, title: str) -> None:
        """Give it another title."""
        if title.strip():
            self.edit(replace(self._overview, title=one_line(title, 100)))
            self._fill_picker()

    @Slot()
    def remove(self) -> None:
        """Forget this overview for good."""
        self._save_soon.stop()
        self._edit.setChecked(False)
        self.book.remove(self._overview.id)
        if (overview := built_in("network")) is not None:
            self.open(overview)

    def tell(self, words: str) -> None:
        """Say how something went."""
        self._problem.say(words)


class _Step(QUndoCommand):
    def __init__(self, panel: OverviewsPanel, before: Overview, after: Overview) -> None:
        super().__init__()
        self._panel, self._before, self._after = panel, before, after

    def redo(self) -> None:
        self._panel.put_state(self._after)

    def undo(self) -> None:
        self._panel.put_state(self._before)
