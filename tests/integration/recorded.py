"""A recorded device that answers from a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.integration.ports import free_udp_port


@contextmanager
def replayed(*files: Path, arguments: Sequence[str] = ()) -> Iterator[int]:
    """The port at which `nocscape replay` answers, for as long as the block lasts."""
    port = free_udp_port()
    command = [sys.executable, "-m", "nocscape.cli.main", "replay", *map(str, files), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--until-eof", *arguments], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        while str(port) not in (line := process.stderr.readline()):
            assert line, "replay ended at once"
        yield port
    finally:
        process.stdin.close()
        process.stderr.close()
        assert process.wait(10) == 0


def table(path: Path, rows: int) -> Path:
    """A recording of a device with two columns of that many rows."""
    with path.open("w", encoding="utf-8") as out:
        out.write("1.3.6.1.2.1.1.1.0|4|A device with a large table\n1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10\n")
        out.write("1.3.6.1.2.1.1.5.0|4|large\n")
        out.writelines(f"1.3.6.1.2.1.2.2.1.1.{n}|2|{n}\n" for n in range(1, rows + 1))
        out.writelines(f"1.3.6.1.2.1.2.2.1.2.{n}|4|port {n}\n" for n in range(1, rows + 1))
    return path
