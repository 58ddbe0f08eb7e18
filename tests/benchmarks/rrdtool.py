"""RRDtool as a peer for history: the same 5-minute values of 2,000 series, in a file each, as it is meant to be."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

RRDTOOL = shutil.which("rrdtool") or ""
SERIES, STEP_S, ROWS = 2000, 300, 8640
"""Thirty days of averages, minima and maxima."""
_ROUNDS = 12
_PORT_METRICS = 10
_FETCHES = 15


class RrdFigures(NamedTuple):
    """What it took."""

    bytes_each: float
    """For one average, minimum and maximum."""
    updates_per_s: float
    day_ms: float
    """One port's ten series over 24 h."""
    month_ms: float


class _Tool:
    """`rrdtool -`: commands on a pipe, an `OK` or an `ERROR` after each."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([RRDTOOL, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, commands: list[str]) -> int:
        """All of them in one go; number of lines that came back beside the OKs. Raises RuntimeError on an ERROR."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in is not None
        assert pipe_out is not None
        lines = 0
        for at in range(0, len(commands), 100):
            some = commands[at : at + 100]
            pipe_in.write("\n".join(some) + "\n")
            pipe_in.flush()
            left = len(some)
            while left:
                line = pipe_out.readline()
                if line.startswith("ERROR"):
                    raise RuntimeError(line)
                left -= line.startswith("OK ")
                lines += not line.startswith("OK ")
        return lines

    def close(self) -> None:
        """End it."""
        self._process.communicate("quit\n")


def measure(start: int) -> RrdFigures:
    """Create, fill, update and fetch, `start` being the first second of the thirty days."""
    with tempfile.TemporaryDirectory(prefix="nocscape-rrd-") as folder:
        paths = [f"{folder}/{n}.rrd" for n in range(SERIES)]
        tool = _Tool()
        archives = " ".join(f"RRA:{kind}:0.5:1:{ROWS}" for kind in ("AVERAGE", "MIN", "MAX"))
        tool.run([f"create {p} --start {start} --step {STEP_S} DS:v:GAUGE:600:0:U {archives}" for p in paths])
        end = start + ROWS * STEP_S
        tool.run([_filling(path, start, end, _ROUNDS) for path in paths])
        began = time.perf_counter()
        for step in range(_ROUNDS):
            at = end - (_ROUNDS - step - 1) * STEP_S
            tool.run([f"update {path} {at}:{step * 1000 + n}" for n, path in enumerate(paths)])
        rate = SERIES * _ROUNDS / (time.perf_counter() - began)
        size = Path(paths[0]).stat().st_size / ROWS
        port = paths[SERIES // 2 : SERIES // 2 + _PORT_METRICS]
        day, month = (_fetch_ms(tool, port, end - seconds, end) for seconds in (86_400, ROWS * STEP_S))
        tool.close()
    return RrdFigures(size, rate, day, month)


def _filling(path: str, start: int, end: int, left: int) -> str:
    """Something every ten minutes, up to where the measured updates begin."""
    values = range(start + STEP_S, end - left * STEP_S, 2 * STEP_S)
    return f"update {path} " + " ".join(f"{at}:{at % 9973}" for at in values)


def _fetch_ms(tool: _Tool, paths: list[str], since: int, until: int) -> float:
    times: list[float] = []
    for _ in range(_FETCHES):
        began = time.perf_counter()
        lines = tool.run([f"fetch {path} AVERAGE -s {since} -e {until - STEP_S}" for path in paths])
        times.append((time.perf_counter() - began) * 1000)
        assert lines >= (until - since) // STEP_S * len(paths)
    return statistics.median(times)
