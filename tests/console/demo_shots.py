"""Pictures of the main window on the running demo network: `python -m tests.console.demo_shots DIR [SECONDS]`.

One engine watches the network for a while; then the same window is shown in both themes and both languages.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from nocscape.cli import demo_process
from nocscape.console.bridge import Bridge
from nocscape.console.main import build, make_application
from nocscape.console.shell.window import MainWindow
from nocscape.engine.client import open_client

PORT = 16461
SIZE = (1600, 1000)
FAULTY_S = 540.0
"""When the script of faults has a switch dead with what hangs on it, and a flap and a storm behind it."""
BESIDE_THE_POINTER = (20, 20)
LOOKS = (("dark", "en"), ("dark", "ko"), ("light", "en"), ("light", "ko"))


def spin(app: QApplication, seconds: float) -> None:
    """Let the window live."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def select_core(bridge: Bridge, window: MainWindow) -> None:
    """What an operator would look at: a port of a core switch."""
    core = next(i for i in bridge.live.devices.values() if i.device.name == "core-1")
    port = next(i for i in core.interfaces if i.name.endswith("1/1/1"))
    window.selection.select_devices((core.device.id,))
    window.selection.select_interface(core.device.id, port.key)


def main() -> None:
    """Take the pictures."""
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else FAULTY_S
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, demo_process.serving(PORT):
        profile = Path(name) / "profile"
        client = open_client(profile, origin="console")
        app = make_application(["shots"])
        bridge = Bridge(client)
        window = build(app, bridge, profile)
        window.resize(*SIZE)
        window.move(*BESIDE_THE_POINTER)
        window.show()
        bridge.start()
        bridge.ask(demo_process.discovery_of_demo(PORT))
        spin(app, 10)
        select_core(bridge, window)
        spin(app, seconds)
        for theme, language in LOOKS:
            window.keeper.change(theme=theme, language=language)
            spin(app, 1.5)
            window.grab().save(str(folder / f"main-{theme}-{language}.png"))
            print(folder / f"main-{theme}-{language}.png")
        window.close()
        bridge.close()


if __name__ == "__main__":
    main()
