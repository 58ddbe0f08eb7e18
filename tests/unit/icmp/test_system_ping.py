"""The system's `ping`: what we ask of it and how we read what it prints, on each system."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nocscape.wire.icmp import IcmpError, PingReply
from nocscape.wire.icmp.system_ping import SystemPinger, ping_command, read_output

HOST = "192.0.2.7"
IPUTILS = """PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
64 bytes from 192.0.2.7: icmp_seq=1 ttl=64 time=0.045 ms

--- 192.0.2.7 ping statistics ---
1 packets transmitted, 1 received, 0% packet loss, time 0ms
rtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms
"""
IPUTILS_ERROR = """PING 192.0.2.7 (192.0.2.7) 56(84) bytes of data.
From 198.51.100.1 icmp_seq=1 {text}

--- 192.0.2.7 ping statistics ---
1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms
"""
MACOS_ERROR = """PING 192.0.2.7 (192.0.2.7): 56 data bytes
92 bytes from 198.51.100.1: Destination Host Unreachable
Vr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst
"""
WINDOWS_KOREAN = """
Ping 192.0.2.7 32바이트 데이터 사용:
192.0.2.7의 응답: 바이트=32 시간<1ms TTL=128
"""
WINDOWS_UNREACHABLE = """
Pinging 192.0.2.7 with 32 bytes of data:
Reply from 198.51.100.1: Destination host unreachable.

Ping statistics for 192.0.2.7:
    Packets: Sent = 1, Received = 1, Lost = 0 (0% loss),
"""


@pytest.mark.parametrize(
    ("output", "rtt_ms"),
    [
        (IPUTILS, 0.045),
        (WINDOWS_KOREAN, 1.0),
        (IPUTILS.replace("0.045", "12,5"), 12.5),
        (IPUTILS.replace("ttl=", "TTL="), 0.045),
    ],
    ids=["iputils", "Windows in Korean", "decimal comma", "capitals"],
)
def test_an_answer_is_read_with_its_time(output: str, rtt_ms: float) -> None:
    assert read_output(HOST, output, has_succeeded=True) == PingReply(HOST, rtt_ms)


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        (IPUTILS_ERROR.format(text="Destination Host Unreachable"), "host_unreachable"),
        (IPUTILS_ERROR.format(text="Destination Net Unreachable"), "net_unreachable"),
        (IPUTILS_ERROR.format(text="Packet filtered"), "admin_prohibited"),
        (IPUTILS_ERROR.format(text="Time to live exceeded"), "ttl_exceeded"),
        (MACOS_ERROR, "host_unreachable"),
    ],
)
def test_an_error_is_read_with_who_reported_it(output: str, kind: str) -> None:
    assert read_output(HOST, output, has_succeeded=False).error == IcmpError(kind, "198.51.100.1")


def test_windows_success_for_a_router_that_answered_is_no_answer() -> None:
    reply = read_output(HOST, WINDOWS_UNREACHABLE, has_succeeded=True)
    assert reply == PingReply(HOST, error=IcmpError("host_unreachable", "198.51.100.1"))


def test_a_local_fault_has_no_reporter() -> None:
    reply = read_output(HOST, "ping: connect: Network is unreachable\n", has_succeeded=False)
    assert reply.error == IcmpError("net_unreachable")


@pytest.mark.parametrize(
    ("platform", "address", "command"),
    [
        ("linux", HOST, ["ping", "-4", "-n", "-c", "1", "-W", "2", HOST]),
        ("linux", "2001:db8::1", ["ping", "-6", "-n", "-c", "1", "-W", "2", "2001:db8::1"]),
        ("win32", HOST, ["ping", "-4", "-n", "1", "-w", "1500", HOST]),
        ("darwin", HOST, ["ping", "-n", "-c", "1", "-W", "1500", HOST]),
        ("darwin", "2001:db8::1", ["ping6", "-n", "-c", "1", "2001:db8::1"]),
    ],
)
def test_each_system_is_asked_in_its_own_way(platform: str, address: str, command: list[str]) -> None:
    assert ping_command("ping", address, 1.5, platform) == command


@pytest.fixture
def scripted(tmp_path: Path) -> str:
    """A `ping` that answers for .7, reports .8 as unreachable, hangs for .9 and is silent for the rest."""
    program = tmp_path / "ping"
    program.write_text(
        '#!/bin/sh\nfor last; do :; done\ncase "$last" in\n'
        f"*.7) cat <<'END'\n{IPUTILS}END\n;;\n"
        f"*.8) cat <<'END'\n{IPUTILS_ERROR.format(text='Destination Host Unreachable')}END\nexit 1;;\n"
        "*.9) exec sleep 60;;\n*) exit 1;;\nesac\n"
    )
    program.chmod(0o755)
    return str(program)


async def test_a_sweep_runs_processes_side_by_side_and_settles_each_address(scripted: str) -> None:
    pinger = SystemPinger(scripted)
    replies: list[PingReply] = []
    silent: list[str] = []
    sent: list[int] = []
    await pinger.sweep(
        [f"192.0.2.{i}" for i in range(1, 9)],
        timeout_s=1, retries=1, on_reply=replies.append, on_silent=silent.append, on_progress=sent.append,
    )  # fmt: skip
    assert {r.address: r.rtt_ms for r in replies} == {HOST: 0.045, "192.0.2.8": None}
    assert len(silent) == 6
    assert sent[-1] == 8


async def test_a_ping_that_is_cancelled_leaves_no_process(scripted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    create = asyncio.create_subprocess_exec

    async def recorded(*command: str, **options: object) -> asyncio.subprocess.Process:
        process = await create(*command, **options)  # type: ignore[arg-type]
        started.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", recorded)
    asking = asyncio.create_task(SystemPinger(scripted).ping("192.0.2.9"))
    process = await started.get()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert process.returncode is not None


async def test_what_is_no_address_never_reaches_the_command_line(scripted: str) -> None:
    pinger = SystemPinger(scripted)
    for text in ("-f", "localhost", "192.0.2.7; true", "192.0.2.7\0"):
        assert (await pinger.ping(text))[0].error == IcmpError("no_route")


async def test_a_program_that_cannot_start_is_reported_as_such(tmp_path: Path) -> None:
    assert (await SystemPinger(str(tmp_path / "gone")).ping(HOST))[0].error == IcmpError("send_failed")
