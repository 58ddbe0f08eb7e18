"""The dialog that adds a threshold to a series, or changes a rule: filled in so that one more click does."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from nocscape.base.i18n import tr
from nocscape.base.text import one_line
from nocscape.base.units import measured
from nocscape.console.bridge import Bridge
from nocscape.console.inventory.words import kind_word
from nocscape.console.parts.alive import while_alive
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.naming import device_name
from nocscape.console.theme import GRID
from nocscape.console.thresholds.book import RuleBook
from nocscape.console.thresholds.form import SPACING, USUAL_FOR_S, USUAL_WINDOW_S, Reach, ThresholdForm, choose_time
from nocscape.console.thresholds.words import instance_words, scope_words
from nocscape.engine.client import value
from nocscape.model.alarms import AlarmRule, PutAlarmRule, Side, Suggestion, SuggestLevels
from nocscape.model.batches import Reply
from nocscape.model.metrics import SeriesKey
from nocscape.model.scopes import ALL

WIDTH = 480


class ThresholdDialog(QDialog):
    """For a series, or for a rule that is there (`rule`). A series that has a rule of its own gets that one to change.

    Opens without waiting for the engine, and fills in what is known when that is told.
    """

    def __init__(
        self, bridge: Bridge, key: SeriesKey, parent: QWidget | None = None, *, rule: AlarmRule | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._bridge = bridge
        self._key = key
        self._rule = rule
        self._rules = RuleBook.of(bridge)
        self._suggestion: Suggestion | None = None
        self.what = plain_label(role="strong")
        self.usual = plain_label(role="small", tone="dim")
        self.form = ThresholdForm()
        self.note = _wrapped()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        self.form.changed.connect(self._check)
        self.form.side.currentIndexChanged.connect(self._ask_side)
        self.form.condition.activated.connect(self._other_condition)
        self._rules.read()
        self._ask(rule.side if rule is not None else Side.ABOVE)

    def _lay_out(self) -> None:
        self.what.setWordWrap(True)
        self.usual.setWordWrap(True)
        self._keep = self.buttons.addButton(tr("Add the threshold"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.keep)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(SPACING)
        for widget in (self.what, self.usual, self.form, self.note):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self._name()
        self._check()

    def _name(self) -> None:
        is_old = self._rule is not None
        self.setWindowTitle(tr("Change a threshold") if is_old else tr("Add a threshold"))
        self._keep.setText(tr("Keep the change") if is_old else tr("Add the threshold"))

    def _ask(self, side: Side) -> None:
        self._bridge.ask(SuggestLevels(key=self._key, side=side), while_alive(self, self._suggested))

    def _suggested(self, reply: Reply) -> None:
        if reply.error is not None:
            self._complain(str(reply.error))
            return
        is_first = self._suggestion is None
        self._suggestion = found = value(reply, Suggestion)
        if is_first:
            self._fill(found)
        elif self._rule is None:
            self.form.show_levels(found.levels)
        self._say_usual(found)
        self._check()

    def _fill(self, found: Suggestion) -> None:
        self.what.setText(" · ".join(part for part in (self._whose(), tr(found.title)) if part))
        self.form.offer(list(self._reaches()), found.conditions)
        if self._rule is None:
            self._rule = next(
                (r for r in self._rules.own(self._key) if (r.condition, r.side) == ("threshold", Side.ABOVE)), None
            )
            self._name()
        if self._rule is not None:
            self.form.show_rule(self._rule)
        else:
            self.form.show_levels(found.levels)
            choose_time(self.form.lasting, USUAL_FOR_S)
            choose_time(self.form.window_time, USUAL_WINDOW_S)
        self.form.limits[next(iter(self.form.limits))].setFocus()

    def _whose(self) -> str:
        if not self._key.device:
            return ""
        name = device_name(self._bridge.live, self._key.device)
        return " ".join(part for part in (name, instance_words(self._bridge.live, self._key)) if part)

    def _say_usual(self, found: Suggestion) -> None:
        parts = [tr("now {value}", value=measured(found.latest, found.unit))] if found.latest is not None else []
        if found.percentile is not None:
            usual = measured(found.percentile, found.unit)
            is_above = Side(self.form.side.currentData()) is Side.ABOVE
            parts.append(
                tr("95 % of the last week below {value}", value=usual)
                if is_above
                else tr("95 % of the last week above {value}", value=usual)
            )
        self.usual.setText(" · ".join(parts))
        self.usual.setVisible(bool(parts))

    def _reaches(self) -> Iterator[Reach]:
        """Whom the rule may be about, the narrowest first."""
        if self._rule is not None and not self._key.device:
            yield Reach(scope_words(self._bridge.live, self._rule), self._rule.scope, self._rule.instance)
            return
        known = self._bridge.live.devices.get(self._key.device)
        scope, name = f"device:{self._key.device}", device_name(self._bridge.live, self._key.device)
        if self._key.instance:
            yield Reach(self._whose(), scope, self._key.instance)
            yield Reach(tr("all of {name}", name=name), scope, None)
        else:
            yield Reach(name, scope, None)
        if known is not None:
            device = known.device
            yield Reach(tr("all of kind {kind}", kind=kind_word(device.kind)), f"kind:{device.kind}", None)
            if device.vendor:
                yield Reach(tr("all of {vendor}", vendor=one_line(device.vendor, 60)), f"vendor:{device.vendor}", None)
            if device.site:
                yield Reach(tr("all at {site}", site=one_line(device.site, 60)), f"site:{device.site}", None)
        yield Reach(tr("all devices"), ALL, None)

    @Slot()
    def _ask_side(self) -> None:
        """Limits on the other side are others."""
        if self._suggestion is not None and self._rule is None:
            self._ask(Side(self.form.side.currentData()))

    @Slot()
    def _other_condition(self) -> None:
        """Limits of another condition are in another unit."""
        info, known = self.form.judged, self._suggestion
        if info is not None and known is not None:
            is_usual = info.name == known.conditions[0].name
            self.form.show_levels(info.levels or (known.levels if is_usual else ()))

    @Slot()
    def _check(self) -> None:
        problem = self.form.problem() if self._suggestion is not None else ""
        self._keep.setEnabled(self._suggestion is not None and not problem)
        set_tone(self.note, "dim")
        self.note.setText(problem or self._wider())

    def _wider(self) -> str:
        """Say where this rule takes the place of a wider one."""
        if self._suggestion is None or not self._key.device:
            return ""
        mine = self.form.rule(self._key.metric)
        for rule in self._rules.judging(self._key):
            is_other = self._rule is None or rule.id != self._rule.id
            if is_other and (rule.condition, rule.side) == (mine.condition, mine.side):
                words = scope_words(self._bridge.live, rule)
                return tr("There is one for {scope} already; the narrower one counts.", scope=words)
        return ""

    @Slot()
    def keep(self) -> None:
        """Have the engine keep it; the dialog closes when it has."""
        rule = self.form.rule(self._key.metric)
        if self._rule is not None:
            rule = replace(rule, id=self._rule.id, is_on=self._rule.is_on)
        self.buttons.setEnabled(False)
        self._bridge.ask(PutAlarmRule(rule=rule), while_alive(self, self._kept))

    def _kept(self, reply: Reply) -> None:
        self.buttons.setEnabled(True)
        if reply.error is not None:
            self._complain(" ".join(str(text) for text in (reply.error, reply.hint) if text))
            return
        self._rules.refresh()
        self.accept()

    def _complain(self, words: str) -> None:
        set_tone(self.note, "crit")
        self.note.setText(words)


def _wrapped() -> QLabel:
    label = plain_label(role="small", tone="dim")
    label.setWordWrap(True)
    return label
