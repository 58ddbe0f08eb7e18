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
from nocscape.model.commands import SetPolling

FRAME_S = 0.016
"""Between two steps of the push, as the timer has it."""
LEARNING_INTERVAL_S, INTERVAL_S = 22.0, 60.0
"""Between the polls of a device while the engine learns what it has to do with, and while it is measured."""
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


def run_watch(profile: Path, settle_s: int, seconds: int) -> dict[str, float]:
    """Watch what the profile holds: settle, measure for `seconds`, the console's thread apart from all others."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    client = open_client(profile, origin="console")
    app = make_application(["bench"])
    bridge = Bridge(client)
    window = build(app, bridge, profile)
    window.resize(1600, 1000)
    window.show()
    bridge.start()
    _spin(app, settle_s)
    bridge.ask(SetPolling(interval_s=INTERVAL_S))
    _warm_up(app, Meter(window, bridge))
    meter, process = Meter(window, bridge), psutil.Process()
    late, threads, files = _late(bridge), process.num_threads(), process.num_fds()
    began, before = time.time(), _cpu_s(process)
    _measure(app, meter, seconds)
    ended, after = time.time(), _cpu_s(process)
    found = {
        "began": began,
        "ended": ended,
        "seconds": ended - began,
        "engine_cpu_s": after[0] - before[0],
        "console_cpu_s": after[1] - before[1],
        "p99_ms": sorted(meter.frames_ms)[int(len(meter.frames_ms) * 0.99)],
        "late": _late(bridge) - late,
        "memory_mb": max(meter.memory_mb),
        "growth_mb_per_min": _growth_mb_per_min(meter.memory_mb),
        "threads": process.num_threads() - threads,
        "files": process.num_fds() - files,
    }
    window.close()
    bridge.close()
    return found


def _cpu_s(process: psutil.Process) -> tuple[float, float]:
    """Processor time of all threads but this one, and of this one."""
    total, own = process.cpu_times(), time.thread_time()
    return total.user + total.system - own, own


def _late(bridge: Bridge) -> int:
    return bridge.live.stats.late if bridge.live.stats else 0


def _growth_mb_per_min(weights_mb: list[float]) -> float:
    """From the first third of the run, weighed every second, to the last."""
    third = max(1, len(weights_mb) // 3)
    grown = statistics.median(weights_mb[-third:]) - statistics.median(weights_mb[:third])
    return grown / (len(weights_mb) * 2 / 3 / 60)


def _spin(app: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def _warm_up(app: QApplication, meter: Meter) -> None:
    """Qt starts threads of its own at the first pictures; they are no leak."""
    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        meter.frame()
        app.processEvents()


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
