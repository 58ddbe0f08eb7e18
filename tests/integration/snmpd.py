"""A real net-snmp agent on a loopback port, for as long as a block lasts."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from tests.integration.ports import free_udp_port

SNMPD = shutil.which("snmpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

needs_snmpd = pytest.mark.skipif(SNMPD is None, reason="snmpd is not installed (Debian package snmpd)")

_READY_S = 30.0
_IS_UP = "NET-SNMP version"
"""What it logs once its ports are open. Trying to bind them instead would now and then take them from it."""
_AUTH_NAMES = {AuthProtocol.SHA1: "SHA"}
_PRIV_NAMES = {PrivProtocol.AES128: "AES", PrivProtocol.AES192_CISCO: "AES192C", PrivProtocol.AES256_CISCO: "AES256C"}


class Snmpd:
    """A running agent: where it listens, what it logged, and its end."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, port: int, log: Path) -> None:
        self._process = process
        self.address = address
        self.port = port
        self.log = log

    @property
    def pid(self) -> int:
        """The process to measure or to signal."""
        return self._process.pid

    def stop(self) -> None:
        """End it by its pid and wait until it is gone."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)


def user_lines(credential: SnmpCredential, access: str = "rouser") -> list[str]:
    """The lines of snmpd.conf that create the user of `credential` and let it in at exactly its level."""
    words = ["createUser", credential.user]
    level = "noauth"
    if credential.auth is not AuthProtocol.NONE:
        words += [_AUTH_NAMES.get(credential.auth, credential.auth), f'"{credential.auth_key}"']
        level = "auth"
    if credential.priv is not PrivProtocol.NONE:
        words += [_PRIV_NAMES.get(credential.priv, credential.priv), f'"{credential.priv_key}"']
        level = "priv"
    return [" ".join(words), f"{access} {credential.user} {level}"]


def v2c(community: str = "public", version: SnmpVersion = SnmpVersion.V2C) -> SnmpCredential:
    """A community."""
    return SnmpCredential(name="community", version=version, community=community)


@contextmanager
def running_snmpd(
    folder: Path,
    lines: Sequence[str] = ("rocommunity public", "rocommunity6 public"),
    *,
    address: str = "127.0.0.1",
    port: int | None = None,
) -> Iterator[Snmpd]:
    """Start snmpd with `lines` as its configuration, wait until it answers, end it with the block.

    `folder` gets its configuration, its log and its persistent data.
    """
    port = port or free_udp_port(address)
    agent = start_snmpd(folder, lines, address=address, port=port)
    try:
        yield agent
    finally:
        agent.stop()


def start_snmpd(folder: Path, lines: Sequence[str], *, address: str, port: int) -> Snmpd:
    """Start snmpd and wait until it listens; the caller stops it. In the same `folder` its boots go up."""
    assert SNMPD is not None
    folder.mkdir(parents=True, exist_ok=True)
    listen = f"udp6:[{address}]:{port}" if ":" in address else f"udp:{address}:{port}"
    conf, log = folder / "snmpd.conf", folder / "snmpd.log"
    log.unlink(missing_ok=True)
    conf.write_text("\n".join([f"agentaddress {listen}", *lines, ""]), encoding="utf-8")
    environment = os.environ | {
        "SNMP_PERSISTENT_DIR": str(folder / "persistent"),
        "SNMPCONFPATH": str(folder),
        "MIBS": "",
    }
    read = ",".join(map(str, (conf, folder / "persistent" / "snmpd.conf")))
    process = subprocess.Popen(
        [SNMPD, "-f", "-Lf", str(log), "-C", "-c", read, "-I", "-smux"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    agent = Snmpd(process, address, port, log)
    _wait_until_listening(agent, process)
    return agent


def _wait_until_listening(agent: Snmpd, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _IS_UP in _said(agent):
            return
        time.sleep(0.02)
    agent.stop()
    raise RuntimeError(f"snmpd did not start on {agent.address}:{agent.port}: {_said(agent)[-2000:]}")


def _said(agent: Snmpd) -> str:
    return agent.log.read_text(encoding="utf-8", errors="replace") if agent.log.exists() else ""
