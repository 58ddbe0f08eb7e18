"""A console under load: the demo network is discovered and polled every 30 s while its map is pushed to and fro."""

from __future__ import annotations

import math
import statistics
import sys
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from nocscape.cli.demo_process import discovery_of_demo
from nocscape.console.bridge import Bridge
from nocscape.console.main import SWITCH_INTERVAL_S, build, make_application
from nocscape.console.map.view import MapView
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import open_client

FRAME_S = 0.016
"""Between two steps of the push, as the timer has it."""
SETTLE_S = 20.0
"""After the discovery, until the first poll of most devices is behind us."""


class Meter:
    """Pushes the map at 60 Hz and notes how late each picture was finished."""

    def __init__(self, window: MainWindow, bridge: Bridge) -> None:
        self.frames_ms: list[float] = []
        self.memory_mb: list[float] = []
        self._process = psutil.Process()
        view = window.findChild(MapView)
        if view is None:
            raise RuntimeError("the window has no map")
        self._canvas = view.canvas
        self._bridge = bridge
        self._due = time.perf_counter()

    def frame(self) -> None:
        """One step of the push, painted at once: how late it began, and how long it took."""
        began = time.perf_counter()
        late_s = max(0.0, began - self._due)
        angle = began / 2
        self._canvas.look(self._canvas.camera.panned(4 * math.sin(angle), 4 * math.cos(angle)))
        self._canvas.repaint()
        self.frames_ms.append(1000 * (late_s + time.perf_counter() - began))
        self._due = began + FRAME_S

    def weigh(self) -> None:
        """Note the memory of the process."""
        self.memory_mb.append(self._process.memory_info().rss / 1e6)


def run_load(profile: Path, port: int, scale: int, seconds: int) -> dict[str, object]:
    """Discover, settle, measure for `seconds`."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    client = open_client(profile, origin="console")
    app = make_application(["bench"])
    bridge = Bridge(client)
    window = build(app, bridge, profile)
    window.resize(1600, 1000)
    window.show()
    bridge.start()
    done: list[bool] = []
    bridge.ask(discovery_of_demo(port, scale=scale), lambda _: done.append(True))
    began = time.monotonic()
    while not done and time.monotonic() - began < 120:
        app.processEvents()
        time.sleep(0.005)
    _spin(app, SETTLE_S)
    meter = Meter(window, bridge)
    before = psutil.Process().cpu_times()
    _measure(app, meter, seconds)
    after = psutil.Process().cpu_times()
    stats = bridge.live.stats
    window.close()
    bridge.close()
    ordered = sorted(meter.frames_ms)
    return {
        "devices": len(bridge.live.devices),
        "frames": len(ordered),
        "median_ms": statistics.median(ordered),
        "p99_ms": ordered[int(len(ordered) * 0.99)],
        "worst_ms": ordered[-1],
        "memory_mb": meter.memory_mb,
        "cpu_percent": 100 * (after.user + after.system - before.user - before.system) / seconds,
        "late": stats.late if stats else -1,
        "dropped": stats.dropped if stats else -1,
    }


def _spin(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def _measure(app: QApplication, meter: Meter, seconds: int) -> None:
    frames, weights = QTimer(), QTimer()
    frames.timeout.connect(meter.frame)
    weights.timeout.connect(meter.weigh)
    meter.weigh()
    frames.start(16)
    weights.start(1000)
    QTimer.singleShot(seconds * 1000, app.quit)
    app.exec()
    frames.stop()
    weights.stop()
