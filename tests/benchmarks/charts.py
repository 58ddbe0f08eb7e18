"""How soon a chart is drawn and what an overview costs, with painting into a raster that nobody sees.

Fifty curves of 3,600 points take in a sample each, are joined, fitted and painted. An overview of 24 widgets on a
network of 1,000 devices hears every second of a tenth of them and of every series that it watches. A chart of thirty
days is opened on a real engine over a real history.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from nocscape.console.charts.view import ChartView
from nocscape.console.main import SWITCH_INTERVAL_S
from nocscape.model.metrics import SeriesKey
from tests.benchmarks.result import Part, result

CURVES, POINTS = 50, 3600
REFRESHES = 40
WIDGETS = 24
SHORT_S, LONG_S = 25, 600
DEVICES = 1000
SERIES, DAYS = 2000, 30
OPENINGS = 15
MOST_S = 10.0
SIZE = (1000, 420)


def refresh_ms() -> tuple[float, float, float]:
    """Median and p95 of one refresh: fifty samples taken in, fifty curves joined, fitted and painted; and the median of
    the processor time that it took, which is the same where the machine has nothing else to do."""
    from nocscape.console.charts.curve import Curve
    from nocscape.console.charts.plot import TimePlot
    from nocscape.console.charts.scene import Drawn, Scene
    from nocscape.console.theme import Theme
    from nocscape.console.theme.tokens import SERIES as TOKENS
    from nocscape.model.metrics import Sample, SeriesData

    app = _application()
    theme = Theme()
    plot = TimePlot(theme)
    plot.resize(*SIZE)
    plot.show()
    now = 1_750_000_000
    curves = [Curve(SeriesKey(f"device-{n}", "if_in_bps", "1")) for n in range(CURVES)]
    for n, curve in enumerate(curves):
        walk = np.random.default_rng(n).normal(size=POINTS).cumsum()
        data = SeriesData(key=curve.key, times=list(range(now - POINTS, now)), values=(1e6 * (walk + 200)).tolist())
        curve.take_history(data, now)
    took, busy = [], []
    for second in range(REFRESHES):
        began, worked = time.perf_counter(), time.thread_time()
        for curve in curves:
            curve.take_live([Sample(curve.key, now + second, 2e8)])
        drawn = tuple(Drawn(c.key.device, TOKENS[n % len(TOKENS)], c.joined(), key=c.key) for n, c in enumerate(curves))
        plot.move_to(now + second - POINTS, now + second)
        plot.show_scene(Scene(unit="b/s", curves=drawn, is_filled=False))
        plot.grab()
        took.append((time.perf_counter() - began) * 1000)
        busy.append((time.thread_time() - worked) * 1000)
        app.processEvents()
    _dismiss(app, plot)
    median, p95, work = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(busy)
    print(f"{CURVES} curves of {POINTS:,} points: {median:.1f} ms a refresh (p95 {p95:.1f}, processor {work:.1f})")
    return median, p95, work


def overview_percent(seconds: int) -> tuple[float, int]:
    """CPU of the console in percent of a core with an overview of 24 widgets at 1 Hz, and how many there were."""
    from nocscape.console.bridge import Bridge
    from nocscape.console.overviews.view import OverviewView
    from nocscape.console.selection import Selection
    from nocscape.console.theme import Theme
    from nocscape.engine.client import EngineClient
    from tests.benchmarks.overview_load import Feed, overview

    app = _application()
    feed = Feed(DEVICES)
    bridge = Bridge(EngineClient(feed.line, origin="console"))
    bridge.start()
    feed.tell_network()
    for _ in range(100):
        bridge.tick()
    theme = Theme()
    theme.apply(app)
    view = OverviewView(bridge, theme, Selection())
    view.resize(1600, 1000)
    view.show_overview(overview(WIDGETS))
    view.show()
    _spin(app, 4.0)
    busy, began = time.process_time(), time.perf_counter()
    for _ in range(seconds):
        feed.tell_second()
        _spin(app, 1.0)
    percent = 100 * (time.process_time() - busy) / (time.perf_counter() - began)
    shown = len(view.grid.frames)
    _dismiss(app, view)
    bridge.close()
    print(f"an overview of {shown} widgets over {DEVICES:,} devices: {percent:.1f} % of a core for {seconds} s")
    return percent, shown


def open_ms() -> tuple[float, float]:
    """Median of the time from asking for a chart of thirty days to its first picture, engine and history being real;
    and of the processor time of both halves for it."""
    from nocscape.console.bridge import Bridge
    from nocscape.console.charts import plot  # noqa: F401 - as the window loads it before it is needed
    from nocscape.console.charts.subject import CurveSpec, View
    from nocscape.console.theme import Theme
    from nocscape.engine.client import open_client
    from tests.benchmarks.overview_load import fill_history

    app = _application()
    theme = Theme()
    with tempfile.TemporaryDirectory() as name:
        keys = fill_history(Path(name), SERIES, DAYS)
        client = open_client(Path(name), origin="cli")
        bridge = Bridge(client)
        bridge.start()
        _spin(app, 1.0)
        took, busy = [], []
        for n in range(OPENINGS):
            chart = ChartView(bridge, theme, f"chart-{n}")
            chart.resize(*SIZE)
            began, worked = time.perf_counter(), time.process_time()
            chart.follow(DAYS * 86_400)
            chart.show_view(
                View("t", "", "b/s", (CurveSpec(keys[n], "in", "s1"), CurveSpec(keys[n + 20], "out", "s2")))
            )
            chart.show()
            while time.perf_counter() < began + MOST_S and not (chart.curves and _has_data(chart)):
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            chart.grab()
            took.append((time.perf_counter() - began) * 1000)
            busy.append((time.process_time() - worked) * 1000)
            points = chart.curves[0].joined.times.size if chart.curves else 0
            if not points:
                raise RuntimeError("the engine gave no history")
            _dismiss(app, chart)
        bridge.close()
    median, work = statistics.median(took), statistics.median(busy)
    print(f"a chart of {DAYS} days, two curves of {points:,} points: {median:.0f} ms (processor {work:.0f})")
    return median, work


def _has_data(chart: ChartView) -> bool:
    return all(curve.joined.times.size for curve in chart.curves)


def _application() -> QApplication:
    from nocscape.console.main import make_application

    known = QApplication.instance()
    return known if isinstance(known, QApplication) else make_application(["benchmark"])


def _dismiss(app: QApplication, widget: QWidget) -> None:
    """Gone before the next measurement, in the order in which Qt wants it."""
    widget.close()
    widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _spin(app: QApplication, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        app.processEvents()
        time.sleep(min(0.01, left))


def run(*, is_long: bool) -> dict[str, object]:
    """All three, and ten minutes of the overview with `is_long`."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    refresh, p95, work = refresh_ms()
    opened, opening = open_ms()
    percent, shown = overview_percent(LONG_S if is_long else SHORT_S)
    return result(
        "charts",
        Part("50 curves of 3,600 points, a refresh", round(refresh, 1), "ms", 20.0, refresh <= 20.0),
        [
            Part("the same, p95", round(p95, 1), "ms", None, is_met=True),
            Part("the same, processor time", round(work, 1), "ms", None, is_met=True),
            Part("widgets of the overview", shown, "widgets", None, is_met=shown == WIDGETS),
            Part("overview of 24 widgets at 1 Hz", round(percent, 1), "% of a core", 15.0, percent < 15.0),
            Part("a chart of 30 days to its first picture", round(opened), "ms", 150.0, opened <= 150.0),
            Part("the same, processor time", round(opening), "ms", None, is_met=True),
        ],
    )
