"""Which way of pinging is chosen, with the real sockets of this machine."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from icmplib import SocketPermissionError

from nocscape.wire.icmp import MODES, open_pinger, opening
from nocscape.wire.icmp.sockets import EchoSocket


def _refuse_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(family: int, *, is_raw: bool) -> EchoSocket:
        raise SocketPermissionError(is_raw)

    monkeypatch.setattr(opening, "EchoSocket", refuse)


def _may_open(*, is_raw: bool) -> bool:
    try:
        EchoSocket(socket.AF_INET, is_raw=is_raw).close()
    except (OSError, SocketPermissionError):
        return False
    return True


@pytest.mark.parametrize(("mode", "is_raw"), [("icmp socket", False), ("raw socket", True)])
async def test_a_socket_that_may_be_opened_pings_loopback(mode: str, is_raw: bool) -> None:
    if not _may_open(is_raw=is_raw):
        pytest.skip(f"this machine does not allow the {mode}")
    pinger = open_pinger(mode)
    assert pinger.mode == mode
    replies = await pinger.ping("127.0.0.1", count=2, interval_s=0)
    assert [r.is_alive for r in replies] == [True, True]
    await pinger.close()


async def test_without_sockets_the_systems_ping_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _refuse_sockets(monkeypatch)
    (tmp_path / "ping").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_pinger().mode == "system ping"


async def test_without_ping_too_ports_are_knocked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _refuse_sockets(monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_pinger().mode == "tcp/snmp probes"


async def test_what_is_preferred_comes_first_where_it_can_be_had(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert open_pinger("tcp/snmp probes").mode == "tcp/snmp probes"
    _refuse_sockets(monkeypatch)
    (tmp_path / "ping").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_pinger("raw socket").mode == "system ping"


def test_a_mode_that_does_not_exist_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="carrier pigeon"):
        open_pinger("carrier pigeon")
    assert len(set(MODES)) == 4
