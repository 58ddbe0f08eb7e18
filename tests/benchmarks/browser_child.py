"""One MIB browser with its engine, measured from inside; prints one JSON object. `browser_child.py PORT`"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.main import SWITCH_INTERVAL_S, make_application
from nocscape.console.mibs.pane import MibPane
from nocscape.console.mibs.walk import Stage
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.engine.client import open_client
from nocscape.model.commands import StartDiscovery, SweepSpec
from nocscape.model.credentials import SnmpCredential, SnmpVersion

BEAT_MS = 4
TABLE = "TCP-MIB::tcpConnectionTable"
PUBLIC = SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")
SCROLLS = 300
FIRSTS = 7
DEADLINE_S = 240.0


class Pulse:
    """How long the window was ever still, in ms, since `clear`: a timer beats, and late beats tell.

    `work_ms` is how much of that was the window's own work, whatever else the machine did.
    """

    def __init__(self) -> None:
        self.clear()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def clear(self) -> None:
        """Begin to count anew."""
        self.worst_ms = self.work_ms = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000 - BEAT_MS)
        self.work_ms = max(self.work_ms, (worked - self._worked) * 1000)
        self._last, self._worked = now, worked


class Bench:
    """A browser on the one device at that port."""

    def __init__(self, port: int) -> None:
        self.app: QApplication = make_application(["bench"])
        self.client = open_client(None, origin="console")
        self.bridge = Bridge(self.client)
        self.pane = MibPane(self.bridge, Theme(), Selection())
        self.pulse = Pulse()
        self.pane.resize(900, 700)
        self.pane.show()
        self.bridge.start()
        sweep = SweepSpec(targets=("127.0.0.1",))
        self.bridge.ask(StartDiscovery(sweep=sweep, snmp_port=port, credentials=(PUBLIC,)))
        self.until(lambda: bool(self.bridge.live.devices))
        self.pane.show_device(next(iter(self.bridge.live.devices)))
        self.rest(1.0)

    def until(self, is_done: Callable[[], bool]) -> float:
        """Live until something is so; ms. TimeoutError where it never is."""
        began = time.perf_counter()
        while not is_done():
            self.app.processEvents()
            if time.perf_counter() - began > DEADLINE_S:
                raise TimeoutError
        return (time.perf_counter() - began) * 1000

    def rest(self, seconds: float) -> None:
        """Live for a while."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    @contextmanager
    def stall(self, found: dict[str, float], name: str) -> Iterator[None]:
        """Measure the longest stall of what is done meanwhile."""
        self.app.processEvents()
        self.pulse.clear()
        yield
        self.app.processEvents()
        found[f"{name}_ms"], found[f"{name}_work_ms"] = self.pulse.worst_ms, self.pulse.work_ms

    def run(self) -> dict[str, float]:
        """Everything, in the order of an operator."""
        found: dict[str, float] = {}
        pane = self.pane
        pane._choose_view("list")
        first = sorted(self._first_rows() for _ in range(FIRSTS))
        found["first_ms"], found["first_median_ms"] = first[0], first[FIRSTS // 2]
        with self.stall(found, "reading"):
            began = time.perf_counter()
            pane.read(TABLE)
            self.until(lambda: pane.walk.stage is Stage.DONE and pane.feed.is_done)
            found["read_s"] = time.perf_counter() - began
        found["values"] = float(len(pane.feed.rows))
        with self.stall(found, "scrolling"):
            self._scroll()
        with self.stall(found, "table"):
            pane._choose_view("table")
            self.until(lambda: pane.feed.is_done)
            self.rest(0.5)
        with self.stall(found, "filtering"):
            pane.feed.choose("10.0.77")
            self.until(lambda: pane.feed.is_done)
        found["cancel_ms"] = self._cancel()
        return found

    def _first_rows(self) -> float:
        """From the press to rows that were painted."""
        began = time.perf_counter()
        self.pane.read(TABLE)
        self.until(lambda: self.pane.views.list.rowCount() > 0)
        self.pane.grab()
        took_ms = (time.perf_counter() - began) * 1000
        self.pane.cancel()
        self.rest(0.3)
        return took_ms

    def _scroll(self) -> None:
        view = self.pane.views.list_view
        for step in range(SCROLLS):
            bar = view.verticalScrollBar()
            bar.setValue(min(bar.maximum(), bar.value() + bar.maximum() // 50 + 1000 * (step % 3)))
            self.app.processEvents()

    def _cancel(self) -> float:
        """From the press to the engine's word that it reads no more."""
        pane = self.pane
        pane.feed.choose("")
        pane.read(TABLE)
        self.until(lambda: len(pane.feed.rows) > 1000)
        ended: list[float] = []
        self.bridge.job_progressed.connect(lambda _: ended.append(time.perf_counter()))
        began = time.perf_counter()
        pane.cancel()
        stopped_ms = (time.perf_counter() - began) * 1000
        self.rest(0.6)
        return max(stopped_ms, (max(ended, default=began) - began) * 1000)

    def close(self) -> None:
        self.pane.close()
        self.bridge.close()


def main() -> None:
    """Measure and print."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    bench = Bench(int(sys.argv[1]))
    found = bench.run()
    bench.close()
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
