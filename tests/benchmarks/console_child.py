"""One console with its engine in a process of its own, measured from inside; prints one JSON object.

console_child.py startup PROFILE BEGAN       until the window shows the stored devices
console_child.py load PROFILE PORT SCALE SECONDS   frames and memory while the demo network is polled
console_child.py watch PROFILE SETTLE SECONDS      the same while the profile's own devices are polled
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    """Do what the command line says."""
    verb, profile, *rest = sys.argv[1:]
    measures: dict[str, Callable[..., object]] = {"startup": _startup, "load": _load, "watch": _watch}
    found = measures[verb](Path(profile), *rest)
    print(json.dumps(found), flush=True)


def _startup(profile: Path, process_began: str) -> dict[str, float]:
    began = float(process_began)
    from concurrent.futures import ThreadPoolExecutor

    from nocscape.engine.client import open_client

    with ThreadPoolExecutor(1) as beside:
        opening = beside.submit(open_client, profile, origin="console")
        from PySide6.QtCore import QTimer

        from nocscape.console.bridge import Bridge
        from nocscape.console.main import SWITCH_INTERVAL_S, build, make_application

        client = opening.result()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = make_application(["bench"])
    bridge = Bridge(client)
    window = build(app, bridge, profile)
    window.resize(1600, 1000)
    window.show()
    bridge.start()
    shown: dict[str, float] = {}

    def look() -> None:
        shown.setdefault("window_s", time.time() - began)
        if len(bridge.live.devices) >= 1000:
            window.grab()
            shown["usable_s"] = time.time() - began
            app.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    QTimer.singleShot(30_000, app.quit)
    app.exec()
    timer.stop()
    bridge.close()
    return shown


def _load(profile: Path, port: str, scale: str, seconds: str) -> dict[str, object]:
    from tests.benchmarks.console_load import run_load

    return run_load(profile, int(port), int(scale), int(seconds))


def _watch(profile: Path, settle_s: str, seconds: str) -> dict[str, float]:
    from tests.benchmarks.console_load import run_watch

    return run_watch(profile, int(settle_s), int(seconds))


if __name__ == "__main__":
    main()
