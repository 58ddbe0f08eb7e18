"""Language, theme, size of text, motion, sound."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from nocscape.base.i18n import LANGUAGES, mark, tr
from nocscape.console.parts.hint import plain_label
from nocscape.console.parts.language import Retranslated
from nocscape.console.settings.store import Settings, SettingsKeeper
from nocscape.console.theme import GRID, Theme
from nocscape.console.theme.tokens import THEMES

MOTION_WORDS = {"system": mark("As the system says"), "on": mark("On"), "off": mark("Off")}
SYSTEM = mark("As the system says")
FIELD_WIDTH = 240
LEAST_PERCENT, MOST_PERCENT, STEP_PERCENT = 80, 200, 5


class GeneralPage(Retranslated, QWidget):
    """Each field shows what is in force and changes it at once."""

    def __init__(self, theme: Theme, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keeper = keeper
        self.language = QComboBox()
        self.theme = QComboBox()
        self.text_size = QSpinBox()
        self.motion = QComboBox()
        self.sound = QCheckBox()
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        self._show(keeper.now)
        keeper.changed.connect(self._show)
        self.language.activated.connect(self._choose)
        self.theme.activated.connect(self._choose)
        self.motion.activated.connect(self._choose)
        self.text_size.valueChanged.connect(self._choose)
        self.sound.toggled.connect(self._choose)
        self.retranslate()

    def _lay_out(self) -> None:
        self.language.addItem("", "")
        for code, title in LANGUAGES.items():
            self.language.addItem(title, code)
        for name in ("", *THEMES):
            self.theme.addItem("", name)
        for key in MOTION_WORDS:
            self.motion.addItem("", key)
        self.text_size.setRange(LEAST_PERCENT, MOST_PERCENT)
        self.text_size.setSingleStep(STEP_PERCENT)
        self.text_size.setKeyboardTracking(False)
        form = QFormLayout(self)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setVerticalSpacing(3 * GRID)
        form.setHorizontalSpacing(5 * GRID)
        form.setContentsMargins(0, 0, 0, 0)
        for name, field in (
            ("language", self.language),
            ("theme", self.theme),
            ("text_size", self.text_size),
            ("motion", self.motion),
            ("sound", self.sound),
        ):
            self._labels[name] = plain_label()
            self._labels[name].setBuddy(field)
            field.setMinimumWidth(FIELD_WIDTH)
            form.addRow(self._labels[name], field)

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        for name, words in (
            ("language", tr("Language")),
            ("theme", tr("Theme")),
            ("text_size", tr("Size of text")),
            ("motion", tr("Motion")),
            ("sound", tr("Sound")),
        ):
            self._labels[name].setText(words)
        self.language.setItemText(0, tr(SYSTEM))
        self.theme.setItemText(0, tr(SYSTEM))
        for place, title in enumerate(THEMES.values(), start=1):
            self.theme.setItemText(place, tr(title))
        for place, words in enumerate(MOTION_WORDS.values()):
            self.motion.setItemText(place, tr(words))
        self.text_size.setSuffix(" %")
        self.sound.setText(tr("Ring on new critical alarms"))

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        for field, value in (
            (self.language, settings.language),
            (self.theme, settings.theme),
            (self.motion, settings.motion),
        ):
            field.setCurrentIndex(max(0, field.findData(value)))
        for widget in (self.text_size, self.sound):
            widget.blockSignals(True)
        self.text_size.setValue(settings.text_percent)
        self.sound.setChecked(settings.is_sound_on)
        for widget in (self.text_size, self.sound):
            widget.blockSignals(False)

    @Slot()
    def _choose(self) -> None:
        self._keeper.change(
            language=self.language.currentData(),
            theme=self.theme.currentData(),
            motion=self.motion.currentData(),
            text_percent=self.text_size.value(),
            is_sound_on=self.sound.isChecked(),
        )
