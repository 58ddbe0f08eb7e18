"""Language, theme, size of text and motion, as the settings say, at once and everywhere."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Slot
from PySide6.QtWidgets import QApplication

from nocscape.base import i18n
from nocscape.console.settings.store import Settings, SettingsKeeper
from nocscape.console.theme import Theme
from nocscape.console.theme.tokens import THEMES


class Appearance(QObject):
    """Follows the settings, and the system where they leave the choice to it.

    Made before every widget, so that the application is dressed before anything else hears of a new theme; the first
    time it is dressed by whoever made it.
    """

    def __init__(self, app: QApplication, theme: Theme, keeper: SettingsKeeper) -> None:
        super().__init__(app)
        self._app = app
        self._theme = theme
        self._keeper = keeper
        self._qt_words = QTranslator(self)
        theme.changed.connect(self.dress)
        keeper.changed.connect(self.follow)
        app.screenAdded.connect(theme.redraw)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.follow(keeper.now)

    @Slot(object)
    def follow(self, settings: Settings) -> None:
        """Bring everything in line with the settings."""
        self._theme.motion = {"on": True, "off": False}.get(settings.motion)
        language = settings.language or system_language()
        if language != i18n.language():
            i18n.set_language(language)
            self._translate_qt(language)
            for widget in self._app.topLevelWidgets():
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
                QCoreApplication.removePostedEvents(widget, QEvent.Type.LanguageChange.value)
        name, scale = settings.theme or system_theme(self._app), settings.text_percent / 100
        if name not in THEMES:
            name = system_theme(self._app)
        if (name, scale) != (self._theme.name, self._theme.text_scale):
            self._theme.set(name, text_scale=scale)

    def _translate_qt(self, language: str) -> None:
        """The words that Qt brings along: buttons of questions, menus of fields, the dialog that asks for a file."""
        self._app.removeTranslator(self._qt_words)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._qt_words.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._qt_words)

    @Slot()
    def dress(self) -> None:
        """Dress the application; at the start once all widgets are made, since each would be polished several times."""
        self._theme.apply(self._app)

    @Slot()
    def _system_changed(self) -> None:
        if not self._keeper.now.theme:
            self.follow(self._keeper.now)


def system_theme(app: QApplication) -> str:
    """The theme that goes with the system's own colours."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return "high-contrast"
    return "light" if hints.colorScheme() is Qt.ColorScheme.Light else "dark"


def system_language() -> str:
    """The system's language, as far as there is a translation; else English."""
    code = QLocale.system().name().partition("_")[0]
    return code if code in i18n.LANGUAGES else "en"
