"""What the shell's own actions do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

import nocscape
from nocscape.base.i18n import LANGUAGES, language, tr
from nocscape.console.shell.actions import Handler, Test
from nocscape.console.shell.catalogue import ACTIONS, PANELS
from nocscape.console.theme.tokens import THEMES

if TYPE_CHECKING:
    from nocscape.console.shell.walls import Walls
    from nocscape.console.shell.window import MainWindow


class Commands:
    """Binds the table of actions to the window."""

    def __init__(self, window: MainWindow, *, has_demo: bool) -> None:
        self._window = window
        self._walls: Walls | None = None
        handlers = self._handlers()
        for spec in ACTIONS:
            if spec.name == "network.demo" and not has_demo:
                continue
            window.book.add(
                spec,
                handlers[spec.name],
                is_enabled=self._enabled().get(spec.name),
                is_checked=self._checked().get(spec.name),
            )

    def _handlers(self) -> dict[str, Handler]:
        window = self._window
        return {
            "network.discover": window.open_discovery,
            "network.demo": window.demo_asked.emit,
            "network.filter": self.filter_devices,
            "network.place-all": self.place_all,
            "network.report": window.open_reports,
            "network.recording": window.ask_recordings,
            "network.thresholds": partial(self.open_settings, "thresholds"),
            "view.palette": window.open_palette,
            "view.device-overview": window.open_device_overview,
            "view.sound": self.toggle_sound,
            "view.language": self.next_language,
            "view.theme": self.toggle_theme,
            "view.fullscreen": self.toggle_fullscreen,
            "view.wall": self.open_wall,
            "view.reset": self.reset_arrangement,
            "app.settings": partial(self.open_settings, "general"),
            "app.shortcuts": partial(self.open_settings, "shortcuts"),
            "app.about": self.about,
            "app.quit": self.quit,
            **{f"panel.{name}": partial(window.toggle_panel, name) for name in PANELS},
            **{f"theme.{name}": partial(self.set_theme, name) for name in THEMES},
            **{f"language.{code}": partial(self.set_language, code) for code in LANGUAGES},
        }

    def _enabled(self) -> dict[str, Test]:
        return {
            "network.place-all": self._has_arrivals,
            "view.device-overview": lambda: bool(self._window.selection.devices),
        }

    def _checked(self) -> dict[str, Test]:
        window = self._window
        return {
            "view.fullscreen": window.isFullScreen,
            **{f"theme.{name}": partial(self._is_theme, name) for name in THEMES},
            **{f"language.{code}": partial(self._is_language, code) for code in LANGUAGES},
        }

    def _has_arrivals(self) -> bool:
        return bool(self._window.inventory.arrivals.waiting)

    def _is_theme(self, name: str) -> bool:
        return self._window.theme.name == name

    @staticmethod
    def _is_language(code: str) -> bool:
        return language() == code

    def reword(self) -> None:
        """Icons and words that say what a switch stands at."""
        book, now = self._window.book, self._window.keeper.now
        book.refresh()
        book.set_icon("view.sound", "volume-2" if now.is_sound_on else "volume-x")
        book.set_icon("view.theme", "moon" if self._window.theme.is_dark else "sun")
        book["view.sound"].setText(tr("Turn sound off") if now.is_sound_on else tr("Turn sound on"))
        book["view.language"].setText(tr("Switch language to {language}", language=LANGUAGES[self._other_language()]))

    @staticmethod
    def _other_language() -> str:
        codes = list(LANGUAGES)
        return codes[(codes.index(language()) + 1) % len(codes)]

    def filter_devices(self) -> None:
        """Put the cursor into the filter of the inventory."""
        self._window.docks.show("inventory")
        self._window.inventory.focus_filter()

    def place_all(self) -> None:
        """Put all arrivals on the map."""
        self._window.place(self._window.inventory.arrivals.waiting)

    def toggle_sound(self) -> None:
        """Ring on new alarms, or keep quiet."""
        self._window.keeper.change(is_sound_on=not self._window.keeper.now.is_sound_on)

    def next_language(self) -> None:
        """The other language."""
        self.set_language(self._other_language())

    def set_language(self, code: str) -> None:
        """Speak this language from now on."""
        self._window.keeper.change(language=code)

    def toggle_theme(self) -> None:
        """Dark where it is light, and the other way round, among colour-blind safe themes too."""
        name = self._window.theme.name
        other = {"dark": "light", "light": "dark", "high-contrast": "light"}.get(name)
        if other is None:
            other = name.replace("dark", "light") if "dark" in name else name.replace("light", "dark")
        self.set_theme(other)

    def set_theme(self, name: str) -> None:
        """Wear this theme from now on."""
        self._window.keeper.change(theme=name)

    def toggle_fullscreen(self) -> None:
        """Fill the screen, or no longer."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def open_wall(self) -> None:
        """Put the network on a wall."""
        if self._walls is None:
            from nocscape.console.shell.walls import Walls  # noqa: PLC0415 - not needed to start

            self._walls = Walls(self._window)
        self._walls.ask()

    def reset_arrangement(self) -> None:
        """Every panel where it was at the first start."""
        self._window.docks.reset()

    def open_settings(self, page: str) -> None:
        """Open the settings at a page."""
        from nocscape.console.settings.dialog import SettingsDialog  # noqa: PLC0415 - not needed to start

        window = self._window
        window.open_dialog(SettingsDialog(window.bridge, window.theme, window.keeper, window.book, page, window))

    def about(self) -> None:
        """Version and licences."""
        box = QMessageBox(self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIconPixmap(self._window.theme.logo(48))
        box.setWindowTitle(tr("About Nocscape"))
        box.setText(f"Nocscape {nocscape.__version__}")
        box.setInformativeText(
            tr(
                "A console for network operations centres. Apache License 2.0.\n\nFonts: Pretendard, JetBrains Mono "
                "(SIL Open Font License 1.1). Icons: Lucide (ISC). Built on Qt (LGPL) and Qt Advanced Docking System "
                "(LGPL)."
            )
        )
        self._window.open_dialog(box)

    def quit(self) -> None:
        """Close the window, and with it the console."""
        self._window.close()
