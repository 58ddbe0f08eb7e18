"""The fields of a rule: whom it is about, how it judges, and from which values on it tells how badly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from nocscape.base.i18n import tr
from nocscape.base.units import duration
from nocscape.console.parts.words import SEVERITY_WORDS
from nocscape.console.thresholds.numbers import shown, typed
from nocscape.console.thresholds.words import SIDE_WORDS
from nocscape.model.alarms import AlarmRule, ConditionInfo, Level, Side
from nocscape.model.status import Severity

SPACING = 8
SEVERITIES = (Severity.WARNING, Severity.MINOR, Severity.CRITICAL)
TIMES_S = (0, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400)
USUAL_FOR_S = 60
USUAL_WINDOW_S = 3600
MOST_BACK = 50
USUAL_BACK = 5
"""Percent of the limit that a value must come back by."""
MOST_TEXT = 200


class Reach(NamedTuple):
    """One choice of whom a rule is about."""

    words: str
    scope: str
    instance: str | None


class ThresholdForm(QWidget):
    """Signal: changed() when the rule that the fields say may be another, or one that makes no sense."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conditions: tuple[ConditionInfo, ...] = ()
        self._reaches: list[Reach] = []
        self.reach = QComboBox()
        self.condition = QComboBox()
        self.side = QComboBox()
        self.limits = {severity: QLineEdit() for severity in SEVERITIES}
        self.lasting = _times(TIMES_S)
        self.window_time = _times(TIMES_S[2:])
        self.back = QSpinBox()
        self.text = QLineEdit()
        self._form = QFormLayout(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for side, words in SIDE_WORDS.items():
            self.side.addItem(tr(words), side)
        self.back.setRange(0, MOST_BACK)
        self.back.setSuffix(tr(" % before the limit"))
        self.back.setValue(USUAL_BACK)
        self.text.setMaxLength(MOST_TEXT)
        self.text.setPlaceholderText(tr("The usual words; or your own with {value}, {limit}, {name}"))
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(SPACING)
        self._form.addRow(tr("For"), self.reach)
        self._form.addRow(tr("Judge"), self.condition)
        self._form.addRow(tr("Within"), self.window_time)
        self._form.addRow(tr("Bad is a value"), self.side)
        for severity, field in self.limits.items():
            field.setPlaceholderText(tr("none"))
            self._form.addRow(tr(SEVERITY_WORDS[severity]), field)
        self._form.addRow(tr("If it lasts"), self.lasting)
        self._form.addRow(tr("Well again"), self.back)
        self._form.addRow(tr("What is told"), self.text)

    def _connect(self) -> None:
        self.condition.currentIndexChanged.connect(self._show_fields)
        for box in (self.reach, self.side, self.lasting, self.window_time):
            box.currentIndexChanged.connect(self._tell)
        self.back.valueChanged.connect(self._tell)
        for field in (*self.limits.values(), self.text):
            field.textChanged.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    def offer(self, reaches: Sequence[Reach], conditions: tuple[ConditionInfo, ...]) -> None:
        """What can be chosen from."""
        self._reaches, self._conditions = list(reaches), conditions
        self.reach.clear()
        for reach in reaches:
            self.reach.addItem(reach.words)
        self.condition.clear()
        for info in conditions:
            self.condition.addItem(tr(info.title), info.name)
        self._form.setRowVisible(self.condition, len(conditions) > 1)
        self._show_fields()

    @property
    def judged(self) -> ConditionInfo | None:
        """The condition that is chosen."""
        place = self.condition.currentIndex()
        return self._conditions[place] if 0 <= place < len(self._conditions) else None

    @property
    def unit(self) -> str:
        """Of the limits."""
        return self.judged.unit if self.judged is not None else ""

    @Slot()
    def _show_fields(self) -> None:
        if (info := self.judged) is not None:
            self._form.setRowVisible(self.window_time, info.has_window)
            self._form.setRowVisible(self.side, len(info.sides) > 1)
            if Side(self.side.currentData()) not in info.sides:
                self.side.setCurrentIndex(self.side.findData(info.sides[0]))
        self.changed.emit()

    def show_levels(self, levels: Sequence[Level]) -> None:
        """Fill in limits."""
        known = {level.severity: level for level in levels}
        for severity, field in self.limits.items():
            field.setText(shown(known[severity].limit, self.unit) if severity in known else "")
        backs = [100 * abs(level.limit - level.clear_limit) / abs(level.limit) for level in levels if level.limit]
        self.back.setValue(round(max(backs, default=0)))

    def show_rule(self, rule: AlarmRule) -> None:
        """Fill in a rule that is there."""
        place = next(
            (n for n, r in enumerate(self._reaches) if (r.scope, r.instance) == (rule.scope, rule.instance)), 0
        )
        self.reach.setCurrentIndex(place)
        self.condition.setCurrentIndex(max(0, self.condition.findData(rule.condition)))
        self.side.setCurrentIndex(self.side.findData(rule.side))
        choose_time(self.lasting, rule.for_s)
        choose_time(self.window_time, rule.window_s or USUAL_WINDOW_S)
        self.show_levels(rule.levels)
        self.text.setText(rule.text)

    def problem(self) -> str:
        """Why the fields say no rule; empty where they do."""
        for severity, field in self.limits.items():
            if field.text().strip() and typed(field.text(), self.unit) is None:
                unit = shown(80, self.unit)
                return tr(
                    "{level}: {text} is no number, write such as {unit}",
                    level=tr(SEVERITY_WORDS[severity]),
                    text=field.text()[:20],
                    unit=unit,
                )
        return "" if any(field.text().strip() for field in self.limits.values()) else tr("Give at least one limit")

    def rule(self, metric: str) -> AlarmRule:
        """What the fields say; the engine checks whether it makes sense."""
        reach = self._reaches[self.reach.currentIndex()]
        info = self.judged
        return AlarmRule(
            metric=metric,
            scope=reach.scope,
            instance=reach.instance,
            condition=info.name if info is not None else "threshold",
            side=Side(self.side.currentData()),
            levels=tuple(self._levels()),
            for_s=float(self.lasting.currentData()),
            window_s=float(self.window_time.currentData()) if info is not None and info.has_window else 0.0,
            text=self.text.text().strip(),
        )

    def _levels(self) -> Iterator[Level]:
        sign = 1.0 if Side(self.side.currentData()) is Side.ABOVE else -1.0
        for severity, field in self.limits.items():
            if (limit := typed(field.text(), self.unit)) is not None:
                back = abs(limit) * self.back.value() / 100
                yield Level(severity=severity, limit=limit, clear=limit - sign * back if back else None)


def _times(seconds: Sequence[int]) -> QComboBox:
    box = QComboBox()
    for time_s in seconds:
        box.addItem(duration(time_s) if time_s else tr("at once"), float(time_s))
    return box


def choose_time(box: QComboBox, time_s: float) -> None:
    """Choose a time, which need not be among those that are offered."""
    place = box.findData(float(time_s))
    if place < 0:
        box.addItem(duration(time_s), float(time_s))
        place = box.count() - 1
    box.setCurrentIndex(place)
