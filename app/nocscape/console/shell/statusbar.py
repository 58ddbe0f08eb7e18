"""The bar at the bottom: how the engine itself is doing, and what time it is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nocscape.base.i18n import mark, tr
from nocscape.base.units import duration, grouped, significant
from nocscape.console.bridge import Bridge
from nocscape.console.parts.hint import plain_label, set_tone
from nocscape.console.parts.words import plain_tip
from nocscape.console.theme import GRID, STATUS_BAR, Theme
from nocscape.model.batches import EngineStats
from nocscape.model.status import Status

CLOCK_MS = 1000
OLD_S = 5
"""Data older than this many seconds is worth a warning."""
ICMP_WORDS = {
    "icmp socket": mark("ICMP socket"),
    "raw socket": mark("ICMP raw socket"),
    "system ping": mark("System ping"),
    "tcp/snmp probes": mark("TCP and SNMP probes"),
    "none": mark("No ICMP"),
}
NOTICE_MS = 8000


class EngineStatusBar(QWidget):
    """Figures of `EngineStats`, each with its unit; what is not as it should be is coloured and explained."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._is_lost = False
        self._sign = plain_label()
        self._parts = {
            name: plain_label()
            for name in ("mode", "devices", "polls", "late", "dropped", "engine", "age", "notice", "warning")
        }
        self._clock = plain_label()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(NOTICE_MS)
        self._quiet.timeout.connect(self._be_quiet)
        self._timer = QTimer(self)
        self._timer.setInterval(CLOCK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        bridge.stats_changed.connect(self.redraw)
        bridge.devices_changed.connect(self.redraw)
        bridge.connection_lost.connect(self._lost)
        theme.changed.connect(self.redraw)
        self._timer.start()
        self.redraw()
        self._tick()

    def _lay_out(self) -> None:
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(STATUS_BAR)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        layout.setSpacing(4 * GRID)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addWidget(self._sign)
        first.addWidget(self._parts["mode"])
        layout.addLayout(first)
        for name, label in self._parts.items():
            if name != "mode":
                layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(self._clock)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.redraw()

    def notice(self, text: str, tone: str = "dim") -> None:
        """Say something for a while, such as what was refused."""
        label = self._parts["notice"]
        set_tone(label, tone)
        label.setText(text)
        label.setVisible(bool(text))
        self._quiet.start()

    def text(self) -> str:
        """All that is shown, for screen readers and tests."""
        shown = (label for label in (*self._parts.values(), self._clock) if label.text() and not label.isHidden())
        return " · ".join(label.text() for label in shown)

    @Slot()
    def redraw(self) -> None:
        """Figures, words or colours are different."""
        stats = self._bridge.live.stats
        if self._is_lost:
            self._show_lost()
        elif stats is None:
            self._show_waiting()
        else:
            self._show(stats)
        self.setAccessibleName(tr("Engine state: {text}", text=self.text()))

    def _show_waiting(self) -> None:
        self._sign.setPixmap(self._theme.status_icon(Status.UNKNOWN, 12))
        for name in self._parts:
            self._say(name, tr("Waiting for the engine…") if name == "mode" else "")

    def _show_lost(self) -> None:
        self._sign.setPixmap(self._theme.status_icon(Status.CRITICAL, 12))
        for name in self._parts:
            self._say(name, "")
        self._say(
            "mode", tr("The engine has stopped. What is shown is no longer watched; start the console again."), "crit"
        )

    def _show(self, stats: EngineStats) -> None:
        has_icmp = stats.icmp_mode != "none"
        self._sign.setPixmap(self._theme.status_icon(Status.UP if has_icmp else Status.WARNING, 12))
        self._say("mode", tr(ICMP_WORDS.get(stats.icmp_mode, stats.icmp_mode)), "" if has_icmp else "warn")
        self._parts["mode"].setToolTip(tr("How reachability is tested. SNMP by {backend}.", backend=stats.snmp_backend))
        known = max(stats.devices, len(self._bridge.live.devices))
        self._say("devices", tr("1 device") if known == 1 else tr("{count} devices", count=grouped(known)))
        on_time = significant(stats.polls_on_time_percent)
        self._say(
            "polls",
            tr("polls on time {percent} %", percent=on_time),
            "warn" if stats.polls_on_time_percent < 95 else "",
        )
        self._parts["polls"].setToolTip(tr("{rate} polls a second", rate=significant(stats.polls_per_s)))
        self._say("late", tr("late {count}", count=grouped(stats.late)), "warn" if stats.late else "")
        self._parts["late"].setToolTip(tr("Polls that were skipped because the one before had not ended"))
        self._show_drops(stats)
        self._say(
            "engine",
            tr("engine {percent} %", percent=significant(stats.cpu_percent, 2)),
            "warn" if stats.cpu_percent > 90 else "",
        )
        self._parts["engine"].setToolTip(tr("Load of the engine in percent of one processor core"))
        self._say("warning", " · ".join(str(text) for text in stats.warnings), "warn")
        self._say_age(stats)

    def _show_drops(self, stats: EngineStats) -> None:
        self._say("dropped", tr("dropped {count}", count=grouped(stats.dropped)), "warn" if stats.dropped else "")
        reasons = [f"{reason}: {grouped(count)}" for reason, count in sorted(stats.drops.items()) if count]
        self._parts["dropped"].setToolTip(
            plain_tip("\n".join(reasons)) if reasons else tr("Data that was let go under load; nothing so far")
        )

    def _say_age(self, stats: EngineStats) -> None:
        age_s = max(0, round(datetime.now().astimezone().timestamp() - stats.at))
        if age_s < 60:
            text = tr("data {seconds} s old", seconds=max(1, age_s))
        else:
            text = tr("data {duration} old", duration=duration(age_s))
        self._say("age", text, "warn" if age_s > OLD_S else "")

    def _say(self, name: str, text: str, tone: str = "") -> None:
        label = self._parts[name]
        if name == "notice" and self._quiet.isActive():
            return
        set_tone(label, tone or "dim")
        label.setText(text)
        label.setVisible(bool(text))

    @Slot()
    def _be_quiet(self) -> None:
        self._say("notice", "")

    @Slot()
    def _lost(self) -> None:
        self._is_lost = True
        self.redraw()

    @Slot()
    def _tick(self) -> None:
        self._clock.setText(f"{datetime.now().astimezone():%H:%M:%S %Z}")
        if self._bridge.live.stats is not None and not self._is_lost:
            self._say_age(self._bridge.live.stats)
