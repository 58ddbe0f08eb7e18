"""A chart panel on the sample campus, with an engine that has a sample a minute of everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtTest import QTest

from nocscape.console.bridge import Bridge
from nocscape.console.charts.panel import ChartPanel
from nocscape.console.charts.plot import TimePlot
from nocscape.console.selection import Selection
from nocscape.console.theme import Theme
from nocscape.model.commands import Ask, ReadHistory
from nocscape.model.metrics import SeriesData, SeriesKey
from tests.console.campus import NOW
from tests.console.fake_line import FakeLine

IN = SeriesKey("core-1", "if_in_bps", "Te1/1/1")
OUT = SeriesKey("core-1", "if_out_bps", "Te1/1/1")


@contextmanager
def shown_panel(bridge: Bridge, line: FakeLine, wall: Wall) -> Iterator[ChartPanel]:
    """A panel on the screen; `wall` is its clock."""
    line.answer = history_of
    panel = ChartPanel(bridge, Theme(), Selection(), now=wall)
    panel.resize(700, 300)
    panel.show()
    yield panel
    panel.close()
    panel.deleteLater()


class Wall:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def history_of(ask: Ask) -> object:
    """A sample a minute for every series that is asked for."""
    if isinstance(ask, ReadHistory):
        times = list(range(ask.since // 60 * 60 + 60, ask.until + 1, 60))
        return tuple(SeriesData(key=k, times=times, values=[1e9 + t % 7 for t in times]) for k in ask.keys)
    return ()


def asked(line: FakeLine, kind: type[Ask]) -> list[Ask]:
    return [a for a in line.asks if isinstance(a, kind)]


def select_port(panel: ChartPanel, bridge: Bridge) -> TimePlot:
    panel._selection.select_interface("core-1", "Te1/1/1")
    bridge.tick()
    bridge.tick()
    QTest.qWait(1)
    assert panel.charts[0].plot is not None
    return panel.charts[0].plot
