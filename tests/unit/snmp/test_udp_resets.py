"""Windows is told not to fail reads because a port was closed; others need not be told."""

from __future__ import annotations

import ctypes
import socket
import sys
from typing import Any

import pytest

from nocscape.wire.udp_resets import ignore_resets


class Winsock:
    """Stands in for ws2_32.dll."""

    def __init__(self, status: int) -> None:
        self._status = status
        self.asked: list[tuple[int, int, int]] = []

    def WSAIoctl(self, handle: ctypes.c_size_t, code: ctypes.c_ulong, value: Any, *_: object) -> int:  # noqa: N802 - its name
        self.asked.append((handle.value, code.value, value._obj.value))
        return self._status


@pytest.fixture
def udp() -> Any:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        yield opened


def as_windows(monkeypatch: pytest.MonkeyPatch, status: int) -> Winsock:
    made = Winsock(status)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: made, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 10022, raising=False)
    monkeypatch.setattr(ctypes, "WinError", OSError, raising=False)
    return made


def test_a_closed_port_is_not_reported_on_windows(monkeypatch: pytest.MonkeyPatch, udp: socket.socket) -> None:
    winsock = as_windows(monkeypatch, status=0)
    ignore_resets(udp)
    assert winsock.asked == [(udp.fileno(), 0x9800000C, 0)]


def test_a_system_that_refuses_says_so(monkeypatch: pytest.MonkeyPatch, udp: socket.socket) -> None:
    as_windows(monkeypatch, status=-1)
    with pytest.raises(OSError, match="10022"):
        ignore_resets(udp)


@pytest.mark.skipif(sys.platform == "win32", reason="about the others")
def test_nobody_else_is_asked(udp: socket.socket) -> None:
    ignore_resets(udp)
