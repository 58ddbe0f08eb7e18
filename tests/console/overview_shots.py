"""Pictures of charts and overviews on the sample campus: `python -m tests.console.overview_shots DIR [NAME...]`."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from nocscape.base import i18n
from nocscape.console.bridge import Bridge
from nocscape.console.charts.drawing import Options
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.main import make_application
from nocscape.console.overviews.panel import OverviewsPanel
from nocscape.console.overviews.templates import built_in
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.engine.client import EngineClient
from nocscape.model.batches import MapLoaded
from nocscape.model.commands import Ask, ListMetrics, ListSeries, ReadTogether, ReadTop
from nocscape.model.metric_asks import Ranking
from nocscape.model.metrics import DEVICE_METRICS, SeriesData, SeriesKey
from nocscape.model.overview import ListOverviews, OverviewInfo
from nocscape.model.utilisation import UTILISATION
from tests.console.campus import DEVICES
from tests.console.stage import StagedLine, campus_map, staged_items

LOOKS = (("dark", "en"), ("light", "ko"), ("dark", "ko"), ("light", "en"))
SIZE = (1300, 860)
SETTLE_S = 1.5


class OverviewLine(StagedLine):
    """Answers what overviews ask besides."""

    def _reply(self, ask: Ask) -> object:
        match ask:
            case ReadTop(metric=metric, most=most, devices=devices):
                ports = [SeriesKey(d, metric, f"Te1/1/{n}") for d, *_ in DEVICES[2:9] for n in (1, 2)]
                whole = [SeriesKey(d, metric) for d, *_ in DEVICES]
                keys = ports if metric.startswith("if_") else whole
                scale = 9e9 if metric.endswith("bps") else 88.0
                fitting = [key for key in keys if not devices or key.device in devices][:most]
                ranked = tuple((key, scale * 0.86**place) for place, key in enumerate(fitting))
                return Ranking(ranked, without_speed=3 if metric == UTILISATION else 0)
            case ReadTogether(metric=metric, since=since, until=until):
                losses = random.Random(5)
                times = list(range(since // 3600 * 3600, until, 3600))
                values: list[float | None] = [losses.choice((0.0, 0.0, 0.0, 0.4)) for _ in times]
                return SeriesData(key=SeriesKey("", metric), times=times, values=values, step_s=3600)
            case ListSeries(device=device):
                parts = [SeriesKey(device, "ethernet_fcs_errors", f"Te1/1/{n}") for n in (1, 2, 3)]
                ports = [SeriesKey(device, m, f"Te1/1/{n}") for m in ("if_in_bps", "if_out_bps") for n in (1, 2)]
                return [*(SeriesKey(device, metric) for metric in DEVICE_METRICS), *parts, *ports]
            case ListMetrics():
                return []
            case ListOverviews():
                return [OverviewInfo("mine", "Core (mine)", 1)]
        return super()._reply(ask)


def settle(app: QApplication, seconds: float = SETTLE_S) -> None:
    """Let events and timers run."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


def panel_for(scene: str, bridge: Bridge, theme: Theme) -> QWidget:
    """What is to be seen in a picture."""
    selection = Selection()
    if scene.startswith("chart"):
        return chart_for(scene, ChartPanel(bridge, theme, selection), selection)
    panel = OverviewsPanel(bridge, theme, selection)
    if scene == "of-device":
        panel.open_device("core-1")
    elif (overview := built_in(scene.removeprefix("edit-"))) is not None:
        panel.open(overview)
    if scene.startswith("edit-"):
        panel._edit.setChecked(True)
    return panel


def chart_for(scene: str, panel: ChartPanel, selection: Selection) -> ChartPanel:
    """A chart with much in it."""
    match scene:
        case "chart-many":
            panel.add([SeriesKey(d, "cpu_percent") for d, *_ in DEVICES])
        case "chart-all":
            selection.select_devices(("core-1",))
        case _:
            selection.select_interface("core-1", "Te1/1/1")
            panel.options = Options(has_percentile=True)
    panel._spans.choose("24 h")
    panel._choose_span("24 h")
    return panel


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    scenes = sys.argv[2:] or [
        "network",
        "wan",
        "server-room",
        "of-device",
        "edit-network",
        "chart",
        "chart-many",
        "chart-all",
    ]
    app = make_application(["shots"])
    theme = Theme(parent=app)
    for name, language in LOOKS:
        i18n.set_language(language)
        theme.set(name)
        theme.apply(app)
        for scene in scenes:
            line = OverviewLine()
            bridge = Bridge(EngineClient(line, origin="console"), app)
            bridge.start()
            line.tell(MapLoaded(document=campus_map()))
            bridge.tick()
            line.tell(*staged_items(time.time()))
            for _ in range(20):
                bridge.tick()
            panel = panel_for(scene, bridge, theme)
            panel.resize(*SIZE)
            panel.show()
            if scene == "chart-all" and isinstance(panel, ChartPanel):
                panel._views.setCurrentIndex(panel._views.findData("all"))
                panel._show_views()
            settle(app)
            panel.grab().save(str(folder / f"{scene}-{name}-{language}.png"))
            print(folder / f"{scene}-{name}-{language}.png")
            panel.close()
            bridge.close()


if __name__ == "__main__":
    main()
