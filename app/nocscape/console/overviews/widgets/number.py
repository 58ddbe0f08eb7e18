"""A number with its trend: the value now, how it went, and whether it rises or falls."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from nocscape.base.i18n import mark, tr
from nocscape.base.units import percent
from nocscape.console.charts.axes import value_text
from nocscape.console.inspector.tiles import Sparkline
from nocscape.console.overviews.figure_tile import FigureSettings, FigureTile, tone_of
from nocscape.console.overviews.figures import Figure, unit_of
from nocscape.console.overviews.kind import Context, WidgetKind
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.theme import GRID

LEAST_CHANGE = 0.02
"""A change of less than this share is none."""


class NumberTile(FigureTile):
    """The figure large, its line beside it, its change beneath."""

    def __init__(self, context: Context, settings: FigureSettings, name: str) -> None:
        super().__init__(context, settings, name)
        self._settings = settings
        self._figure = plain_label(role="title")
        self._change = plain_label(role="small", tone="dim")
        self._line = Sparkline(context.theme, "s1")
        self._line.setMaximumWidth(16_777_215)
        row = QHBoxLayout()
        row.setSpacing(3 * GRID)
        row.addWidget(self._figure)
        row.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._change)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        context.theme.changed.connect(self._restyle)
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        px = self.context.theme.px
        self.setContentsMargins(px(3 * GRID), 0, px(3 * GRID), px(2 * GRID))

    @property
    def words(self) -> str:
        """What is written large."""
        return self._figure.text()

    @Slot()
    def show_figure(self) -> None:
        """Write it, colour it, draw its line."""
        figure, settings = self.feed.figure(self._settings.combine), self._settings
        self._figure.setText(value_text(figure.value, unit_of(self.context, settings.metric)))
        set_tone(self._figure, tone_of(figure.value, settings.warning, settings.critical))
        self._change.setText(change_words(figure))
        self._line.show_curve(figure.line)


def change_words(figure: Figure) -> str:
    """How a figure has changed against the first half of the stretch in sight."""
    if figure.value is None or figure.before is None or not figure.before:
        return ""
    share = figure.value / figure.before - 1
    if abs(share) < LEAST_CHANGE:
        return tr("→ as before")
    arrow = "↑" if share > 0 else "↓"
    return tr("{arrow} {share} vs. before", arrow=arrow, share=percent(abs(100 * share)))


KIND = WidgetKind("number", mark("Number with trend"), "activity", (3, 3), FigureSettings, NumberTile)
