"""Checks against real servers: what is up, what is not and why."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.model.checks import Check, CheckKind, CheckOutcome
from nocscape.wire.checks import dns_message, ntp, run_check
from nocscape.wire.checks.running import protocols
from tests.integration.ports import free_udp_port
from tests.integration.services import (
    answering,
    certificate,
    mute,
    name_server,
    page,
    saying,
    tcp_server,
    time_server,
    udp_server,
)

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
UDP = frozenset({CheckKind.DNS, CheckKind.NTP})


async def run(kind: str, port: int, **options: object) -> CheckOutcome:
    """One run on loopback."""
    made = Check(kind=CheckKind(kind), port=port, **options)  # type: ignore[arg-type]
    return await run_check(made, "127.0.0.1")


def why(outcome: CheckOutcome) -> str:
    assert not outcome.is_up
    return str(outcome.reason)


def test_every_kind_has_its_file() -> None:
    assert set(protocols()) == set(CheckKind)


@pytest.mark.parametrize("kind", CheckKind)
async def test_nobody_there_is_down_with_a_reason(kind: CheckKind) -> None:
    outcome = await run(kind, free_udp_port(), timeout_s=2.0, query="a.example")
    assert why(outcome) == "the connection was refused"


@pytest.mark.parametrize("kind", sorted(set(CheckKind) - {CheckKind.TCP}))
async def test_silence_is_down_when_its_time_is_over(kind: CheckKind) -> None:
    if kind in UDP:
        async with udp_server(lambda _: None) as port:
            outcome = await run(kind, port, timeout_s=0.1)
    else:
        async with tcp_server(mute) as port:
            outcome = await run(kind, port, timeout_s=0.1)
    assert why(outcome) == "no answer within 0.1 s"


@pytest.mark.parametrize("kind", sorted(set(CheckKind) - {CheckKind.TCP} - UDP))
@pytest.mark.parametrize("words", [b"", b"\x00\xff\xfe" * 40, b"x" * 200_000, b"HTTP/1.1 999\r\n\r\n"])
async def test_another_protocol_is_down_and_never_an_error(kind: CheckKind, words: bytes) -> None:
    async with tcp_server(saying(words)) as port:
        assert why(await run(kind, port, timeout_s=2.0))


async def test_a_page_is_up_with_its_status_line() -> None:
    async with tcp_server(answering(page(b"<h1>Willkommen</h1>"))) as port:
        found = await run("http", port, expect="Willkommen")
        assert (found.is_up, found.told) == (True, "200 OK")
        assert found.latency_ms is not None
        assert found.latency_ms > 0
        assert why(await run("http", port, expect="Login")) == "the page does not say Login"
        assert why(await run("http", port, status=204)) == "the server answers 200 OK"


async def test_a_status_of_fault_is_down_unless_it_is_the_right_one() -> None:
    async with tcp_server(answering(page(b"", "401 Unauthorized"))) as port:
        assert why(await run("http", port)) == "the server answers 401 Unauthorized"
        assert (await run("http", port, status=401)).is_up


async def test_a_page_of_a_self_made_certificate_is_up_unless_it_must_be_trusted(tmp_path: Path) -> None:
    async with tcp_server(answering(page(b"ok")), certificate(tmp_path, days=90)) as port:
        assert (await run("https", port)).is_up
        assert why(await run("https", port, is_verified=True)).startswith("the certificate is not trusted")


async def test_a_certificate_is_counted_in_days(tmp_path: Path) -> None:
    async with tcp_server(mute, certificate(tmp_path, days=12.5)) as port:
        found = await run("tls", port, host="www.example.net")
        assert found.is_up
        assert found.days_left == pytest.approx(12.5, abs=0.01)
        assert found.told == "CN=www.example.net"
        trusted = await run("tls", port, host="www.example.net", is_verified=True)
        assert why(trusted).startswith("the certificate is not trusted")
        assert trusted.days_left == pytest.approx(12.5, abs=0.01)


async def test_a_certificate_whose_name_cannot_be_read_is_counted_all_the_same(tmp_path: Path) -> None:
    context = certificate(tmp_path, days=9, is_teletex=True)
    async with tcp_server(mute, context) as port:
        found = await run("tls", port)
        assert (found.is_up, found.told) == (True, "")
        assert found.days_left == pytest.approx(9, abs=0.01)


async def test_an_expired_certificate_is_down(tmp_path: Path) -> None:
    async with tcp_server(mute, certificate(tmp_path, days=-2)) as port:
        found = await run("tls", port)
        assert why(found) == "the certificate has expired"
        assert found.days_left == pytest.approx(-2, abs=0.01)


async def test_a_name_is_resolved_to_what_is_expected() -> None:
    async with udp_server(name_server(["192.0.2.7", "192.0.2.8"])) as port:
        found = await run("dns", port, query="www.example.net", expect="192.0.2.8")
        assert (found.is_up, found.told) == (True, "192.0.2.7, 192.0.2.8")
        wrong = await run("dns", port, query="www.example.net", expect="192.0.2.9")
        assert why(wrong) == "192.0.2.9 is not among the answers"
    async with udp_server(name_server([], code=3)) as port:
        assert why(await run("dns", port, query="no.example.net")) == "the name server answers NXDOMAIN"


async def test_a_name_servers_answer_to_another_question_is_none_of_ours() -> None:
    async with udp_server(lambda asked: bytes(2) + name_server(["192.0.2.7"])(asked)[2:]) as port:
        assert not (await run("dns", port, query="www.example.net", timeout_s=0.1)).is_up


async def test_a_time_server_tells_how_far_its_clock_is_ahead() -> None:
    async with udp_server(time_server(ahead_s=7.0)) as port:
        found = await run("ntp", port)
        assert found.is_up
        assert found.told == "stratum 2"
        assert found.offset_ms == pytest.approx(7000, abs=1000)


@pytest.mark.parametrize("server", [time_server(leap=3), time_server(stratum=0), time_server(stratum=16)])
async def test_a_time_server_that_is_lost_itself_is_down(server: object) -> None:
    async with udp_server(server) as port:  # type: ignore[arg-type]
        assert why(await run("ntp", port)) == "the time server is not in step with anything"


async def test_a_banner_is_read_behind_other_lines() -> None:
    async with tcp_server(saying(b"Authorised use only\r\nSSH-2.0-Gear_1.2\r\n")) as port:
        assert (await run("ssh", port)).told == "SSH-2.0-Gear_1.2"
        assert why(await run("ssh", port, expect="OpenSSH")) == "the banner does not say OpenSSH"


@pytest.fixture
def sshd_port(tmp_path: Path) -> Iterator[int]:
    assert SSHD is not None
    key, port = tmp_path / "key", free_udp_port()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    lines = [f"ListenAddress 127.0.0.1:{port}", f"HostKey {key}", f"PidFile {tmp_path / 'pid'}", "UsePAM no"]
    (tmp_path / "config").write_text("\n".join(lines) + "\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen([SSHD, "-D", "-e", "-f", tmp_path / "config"], stderr=subprocess.DEVNULL) as server:
        for _ in range(200):
            with socket.socket() as knock:
                knock.settimeout(0.5)
                if not knock.connect_ex(("127.0.0.1", port)):
                    break
            if server.poll() is not None:
                pytest.skip("sshd does not start here")
            time.sleep(0.02)
        yield port
        server.terminate()


@pytest.mark.skipif(SSHD is None or shutil.which("ssh-keygen") is None, reason="needs OpenSSH's server")
async def test_a_real_ssh_server_is_known_by_its_banner(sshd_port: int) -> None:
    found = await run("ssh", sshd_port, expect="OpenSSH", timeout_s=10.0)
    assert found.is_up
    assert found.told.startswith("SSH-2.0-OpenSSH_")


ASKED = dns_message.question(7, "www.example.net", "A")


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda b: name_server(["192.0.2.1"])(ASKED) + b))
def test_no_datagram_breaks_the_reading_of_answers(data: bytes) -> None:
    dns_message.understand(data, ASKED)
    ntp.understand(data, bytes(8))


@given(st.data())
def test_no_change_to_a_good_answer_breaks_the_reading(data: st.DataObject) -> None:
    good = bytearray(name_server(["192.0.2.1"])(ASKED))
    for at in data.draw(st.lists(st.integers(12, len(good) - 1), max_size=8)):
        good[at] = data.draw(st.integers(0, 255))
    dns_message.understand(bytes(good), ASKED)
