"""The dialog that finds a network: what to look for, then how it goes. It blocks nothing and may be closed any time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.console.bridge import Bridge
from nocscape.console.discovery.form import DiscoveryForm
from nocscape.console.discovery.progress import DiscoveryProgress
from nocscape.console.discovery.run import DiscoveryRun, Stage
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.theme import GRID, Theme

WIDTH, HEIGHT = 720, 680


class DiscoveryDialog(Retranslated, QDialog):
    """Shows the run of its connection: the form while none goes on, else its progress."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = DiscoveryRun.of(bridge)
        self.form = DiscoveryForm(bridge)
        self.progress = DiscoveryProgress(self.run, theme)
        self._problem = plain_label(role="small", tone="dim")
        self.start_button, self.cancel_button = QPushButton(), QPushButton()
        self.resume_button, self.again_button, self.close_button = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.form.read()
        self.retranslate()
        self._show_page(is_form=self.run.stage is Stage.IDLE)

    def _lay_out(self) -> None:
        self.setModal(False)
        self.resize(WIDTH, HEIGHT)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.form)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.progress)
        self.start_button.setProperty("kind", "primary")
        self.start_button.setDefault(True)
        self.resume_button.setProperty("kind", "primary")
        self.cancel_button.setProperty("kind", "danger")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * GRID)
        buttons.addWidget(self._problem, 1)
        for button in (self.again_button, self.start_button, self.resume_button, self.cancel_button, self.close_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.form.changed.connect(self._refresh)
        self.form.ways_in.form_toggled.connect(self._credential_form_toggled)
        self.run.changed.connect(self._refresh)
        self.start_button.clicked.connect(self.start)
        self.cancel_button.clicked.connect(self.run.cancel)
        self.resume_button.clicked.connect(self.run.resume)
        self.again_button.clicked.connect(self._begin_anew)
        self.close_button.clicked.connect(self.close)

    def open(self) -> None:
        """Show the dialog beside the window, which stays usable while devices arrive."""
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot()
    def start(self) -> None:
        """Begin with what the form says."""
        if self.form.problem:
            return
        self.run.start(self.form.ask())
        self.progress.begin()
        self._show_page(is_form=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where it is useful: the field to type in."""
        super().showEvent(event)
        if self.start_button.isVisible():
            self.form.targets.setFocus()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        self.setWindowTitle(tr("Discover a network"))
        self.start_button.setText(tr("Start"))
        self.cancel_button.setText(tr("Cancel search"))
        self.resume_button.setText(tr("Go on"))
        self.again_button.setText(tr("New search"))
        self.close_button.setText(tr("Close"))
        self._refresh()

    @Slot(bool)
    def _credential_form_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Enter belongs to the credential while it is typed."""
        button = self.form.ways_in.use_button if is_open else self.start_button
        button.setDefault(True)

    @Slot()
    def _begin_anew(self) -> None:
        self.form.read()
        self._show_page(is_form=True)

    def _show_page(self, *, is_form: bool) -> None:
        self._pages.setCurrentIndex(0 if is_form else 1)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        is_form, stage = self._pages.currentIndex() == 0, self.run.stage
        problem = self.form.problem if is_form else ""
        self._problem.setText(problem)
        self.start_button.setVisible(is_form)
        self.start_button.setEnabled(not problem)
        self.cancel_button.setVisible(not is_form and stage.is_running)
        self.resume_button.setVisible(not is_form and self.run.can_resume)
        self.again_button.setVisible(not is_form and not stage.is_running)
