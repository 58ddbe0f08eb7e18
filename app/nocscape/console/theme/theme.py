"""The look in force: one object that every widget is given."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle

from nocscape.console.theme import drawing, fonts, sizes
from nocscape.console.theme.sheet import style_sheet
from nocscape.console.theme.tokens import THEMES, Tokens, load
from nocscape.model.net import Kind
from nocscape.model.status import Status

_STATUS_TOKENS = {
    Status.UP: "ok",
    Status.WARNING: "warn",
    Status.MINOR: "minor",
    Status.CRITICAL: "crit",
    Status.UNREACHABLE: "unreach",
    Status.UNKNOWN: "unknown",
    Status.MAINTENANCE: "maint",
}
_LOAD_STEPS = ((0.0, "u0"), (25.0, "u1"), (50.0, "u2"), (75.0, "u3"), (90.0, "u4"))
_LEAST_SIGN_CONTRAST = 3.0
_CLEAR, _CLEAR_PX = "_q_qlineeditclearaction", 16
"""The button of a field that empties it, which asks for its icon once: before there is a style sheet to name it."""


class Theme(QObject):
    """Colours, fonts, icons and signs; `changed` comes after any of them is different.

    Colours are given by the name of their token. Pixmaps are kept and shared: do not paint on them.
    """

    changed = Signal()

    def __init__(self, name: str = "dark", *, text_scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        fonts.load()
        look = load(name)
        self.name = name
        self.tokens: Tokens = look.tokens
        self.is_dark = look.is_dark
        self.text_scale = text_scale
        self.motion: bool | None = None
        """Whether things may move: the operator's word, or None for the system's."""
        self._is_styled = False
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._pixmaps: dict[tuple[str, str, str, int, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, int], QIcon] = {}

    @staticmethod
    def names() -> dict[str, str]:
        """Every theme's name with its title in English."""
        return THEMES

    def set(self, name: str, *, text_scale: float | None = None) -> None:
        """Change to another theme, or another size of text (1.0 is 13 px)."""
        look = load(name)
        self.name, self.tokens, self.is_dark = name, look.tokens, look.is_dark
        self.text_scale = self.text_scale if text_scale is None else text_scale
        for kept in (self._colors, self._fonts, self._pixmaps, self._icons):
            kept.clear()
        self.changed.emit()

    @Slot()
    def redraw(self) -> None:
        """Draw everything anew, as for a screen of another scale."""
        self.set(self.name)

    def apply(self, app: QApplication) -> None:
        """Dress the application: style, palette, font and style sheet."""
        self.prepare(app)
        app.setStyleSheet(style_sheet(self.tokens, self.text_scale))
        for field in app.allWidgets():
            if isinstance(field, QLineEdit) and (clear := field.findChild(QAction, _CLEAR)) is not None:
                clear.setIcon(self.icon("x", size=_CLEAR_PX))

    def prepare(self, app: QApplication) -> None:
        """Style, palette and font alone. Before the first widget: one that is made earlier keeps the system's family
        wherever the style sheet only sets a size."""
        if not self._is_styled:
            app.setStyle("Fusion")
            self._is_styled = True
        app.styleHints().setColorScheme(Qt.ColorScheme.Dark if self.is_dark else Qt.ColorScheme.Light)
        app.setPalette(self._palette())
        if app.font() != self.font("body"):
            app.setFont(self.font("body"))

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        if (known := self._colors.get(token)) is None:
            known = self._colors[token] = QColor(getattr(self.tokens, token))
        return QColor(known)

    def status_color(self, status: Status | None) -> QColor:
        """The colour of a state; of what tells of none, such as information, where it is None."""
        return self.color("dim" if status is None else _STATUS_TOKENS[status])

    def utilisation_color(self, percent: float | None) -> QColor:
        """The colour of a load in percent of the speed; no value looks like no traffic."""
        if percent is None:
            return self.color("u0")
        return self.color(next((token for limit, token in _LOAD_STEPS if percent <= limit), "u5"))

    def font(self, role: str) -> QFont:
        """The font of a role: body, strong, heading, small, node, title, figure, mono."""
        if (known := self._fonts.get(role)) is None:
            known = self._fonts[role] = fonts.make(role, self.text_scale)
        return QFont(known)

    def px(self, length: float) -> int:
        """A length that grows with the text, such as the height of a row."""
        return round(length * self.text_scale)

    def icon(self, name: str, token: str = "dim", size: int = 18) -> QIcon:  # noqa: S107 - a colour
        """A Lucide icon: faint where disabled, in the accent colour where checked."""
        key = (name, token, size)
        if (known := self._icons.get(key)) is None:
            known = self._icons[key] = self._make_icon(name, token, size)
        return known

    def _make_icon(self, name: str, token: str, size: int) -> QIcon:
        icon = QIcon()
        for ratio in drawing.ratios():
            for mode, state, tint in (
                (QIcon.Mode.Normal, QIcon.State.Off, token),
                (QIcon.Mode.Disabled, QIcon.State.Off, "line" if self.name != "high-contrast" else "u0"),
                (QIcon.Mode.Normal, QIcon.State.On, "accent"),
            ):
                shape = self._pixmap("lucide", name, self.color(token), size, ratio)
                drawn = shape if tint == token else drawing.recoloured(shape, self.color(tint))
                icon.addPixmap(drawn, mode, state)
        return icon

    def pixmap(self, name: str, token: str = "dim", size: int = 18) -> QPixmap:  # noqa: S107 - a colour
        """A Lucide icon as a pixmap, for what paints itself."""
        return self._pixmap("lucide", name, self.color(token), size, drawing.sharpest_ratio())

    def symbol(self, kind: Kind, size: int = 24, color: QColor | None = None) -> QPixmap:
        """The symbol of a kind of device, in the text colour where none is given."""
        tint = self.color("text") if color is None else color
        return self._pixmap("devices", kind.value, tint, size, drawing.sharpest_ratio())

    def status_icon(self, status: Status | None, size: int = 14) -> QPixmap:
        """The sign of a state: its shape says it as well as its colour. None is the neutral sign of information."""
        if status is None:
            return self.pixmap("info", "dim", size)
        return self._pixmap("status", status.value, self.status_color(status), size, drawing.sharpest_ratio())

    def logo(self, size: int = 22) -> QPixmap:
        """The mark of the program."""
        return self._pixmap("", "logo", self.color("accent"), size, drawing.sharpest_ratio())

    @property
    def motion_ms(self) -> int:
        """Length of a movement in milliseconds; 0 where the operator or the system wants none."""
        wanted = self._system_moves() if self.motion is None else self.motion
        return sizes.MOTION_MS if wanted else 0

    @staticmethod
    def _system_moves() -> bool:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        if sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General):
            return False
        return QApplication.style().styleHint(hint) > 0

    def _pixmap(self, folder: str, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        key = (folder, name, color.name(QColor.NameFormat.HexArgb), size, ratio)
        if (known := self._pixmaps.get(key)) is None:
            svg = drawing.tinted(folder, name, color, knocked_out=self._mark_on(color))
            known = self._pixmaps[key] = drawing.render(svg, size, ratio)
        return known

    @staticmethod
    def _mark_on(color: QColor) -> QColor:
        white = QColor(Qt.GlobalColor.white)
        is_readable = drawing.contrast(white, color) >= _LEAST_SIGN_CONTRAST
        return white if is_readable else QColor(Qt.GlobalColor.black)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("faint"))
        return palette


_PALETTE = {
    QPalette.ColorRole.Window: "panel",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "faint",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "crit",
    QPalette.ColorRole.Highlight: "accentbg",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "hover",
    QPalette.ColorRole.Midlight: "raised",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "bg",
}
