"""The system's own `ping`, a process for each echo: slow, but allowed where no ICMP socket is."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import re
import shutil
import sys

from nocscape.wire.icmp.one_by_one import OneByOnePinger
from nocscape.wire.icmp.replies import IcmpError, PingReply

MODE = "system ping"
_MOST_AT_ONCE = 64
_GRACE_S = 1.0
"""A `ping` that has not ended so long after its timeout is killed."""
_LONGEST_OUTPUT = 16_384
_RTT = re.compile(r"[=<]\s*(\d+(?:[.,]\d+)?)\s*ms")
"""`time=0.045 ms` (iputils, BSD, busybox), `time<1ms` and `시간=1ms` (Windows, in its own language)."""
_REPORTER = re.compile(r"\bfrom\s+(?:\S+\s+\()?([0-9a-f.:]+?)\)?:?\s", re.IGNORECASE)
_ERRORS = (
    (re.compile(r"time to live exceeded|hop limit|ttl expired", re.IGNORECASE), "ttl_exceeded"),
    (re.compile(r"filtered|prohibited", re.IGNORECASE), "admin_prohibited"),
    (re.compile(r"net(?:work)? (?:is )?unreachable|no route", re.IGNORECASE), "net_unreachable"),
    (re.compile(r"(?:host|address) (?:is )?unreachable", re.IGNORECASE), "host_unreachable"),
)


def find_ping() -> str | None:
    """Path of the system's `ping`, None where there is none."""
    return shutil.which("ping")


class SystemPinger(OneByOnePinger):
    """Runs `ping` with one echo."""

    def __init__(self, program: str) -> None:
        super().__init__(MODE, _MOST_AT_ONCE)
        self._program = program

    async def _ask(self, address: str, timeout_s: float) -> PingReply:
        try:
            process = await asyncio.create_subprocess_exec(
                *ping_command(self._program, address, timeout_s, sys.platform),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env={**os.environ, "LC_ALL": "C"},
            )
        except OSError:
            return PingReply(address, error=IcmpError("send_failed"))
        try:
            output = await asyncio.wait_for(_output_of(process), math.ceil(timeout_s) + _GRACE_S)
        except TimeoutError:
            return PingReply(address)
        finally:
            await _end(process)
        return read_output(address, output, has_succeeded=process.returncode == 0)


async def _output_of(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        return ""
    output = await process.stdout.read(_LONGEST_OUTPUT)
    await process.wait()
    return output.decode("utf-8", "replace")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def ping_command(program: str, address: str, timeout_s: float, platform: str) -> list[str]:
    """One echo to `address`, which is an address, so no option; each system counts the timeout in its own unit."""
    is_v6 = ":" in address
    if platform == "win32":
        return [program, "-6" if is_v6 else "-4", "-n", "1", "-w", str(math.ceil(timeout_s * 1000)), address]
    if platform == "darwin":
        if is_v6:  # ping6 has no timeout of its own; ours ends it
            return [program + "6", "-n", "-c", "1", address]
        return [program, "-n", "-c", "1", "-W", str(math.ceil(timeout_s * 1000)), address]
    return [program, "-6" if is_v6 else "-4", "-n", "-c", "1", "-W", str(max(1, math.ceil(timeout_s))), address]


def read_output(address: str, output: str, *, has_succeeded: bool) -> PingReply:
    """What `ping` printed. Windows ends with 0 where a router answered for the host, too: there only TTL= counts."""
    lines = output.splitlines()
    for line in lines:
        is_answer = has_succeeded and re.search(r"ttl=|hlim=|hop limit=", line, re.IGNORECASE)
        if (is_answer or (has_succeeded and ":" in address)) and (found := _RTT.search(line)):
            return PingReply(address, float(found[1].replace(",", ".")))
    return PingReply(address, error=_error_in(lines))


def _error_in(lines: list[str]) -> IcmpError | None:
    for line in lines:
        for pattern, kind in _ERRORS:
            if pattern.search(line):
                reporter = _REPORTER.search(line)
                return IcmpError(kind, reporter[1]) if reporter else IcmpError(kind)
    return None
