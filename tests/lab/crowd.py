"""A thousand SNMP agents that are one `snmpd`: it listens at every address of a network, and has 48 ports."""

from __future__ import annotations

import ipaddress
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from tests.lab.private_net import LIVE_NET, PrivateNet, private_net

PORTS = 48
SNMPD = shutil.which("snmpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
_CONF = "agentaddress udp:161\nrocommunity public\nsysName crowd\nsysLocation everywhere\n"
_READY_S = 5.0


def agent_addresses(count: int) -> list[str]:
    """The first `count` addresses at which the crowd answers."""
    return [str(host) for host in islice(ipaddress.ip_network(LIVE_NET).hosts(), count)]


@contextmanager
def crowd() -> Iterator[PrivateNet]:
    """The network with its agent, for as long as the block lasts; ask it from `net.inside()`."""
    with private_net() as net, tempfile.TemporaryDirectory() as folder:
        within = net.within(net.router)
        pairs = "".join(f"ip link add p{n} type veth peer name q{n}; ip link set p{n} up\n" for n in range(PORTS // 2))
        subprocess.run([*within, "sh", "-ec", pairs], check=True)
        conf = Path(folder) / "snmpd.conf"
        conf.write_text(_CONF)
        agent = subprocess.Popen(
            [*within, SNMPD, "-f", "-LF", "e", f"{folder}/log", "-C", "-c", str(conf)],
            env={**os.environ, "SNMP_PERSISTENT_DIR": folder},
            stdin=subprocess.DEVNULL,
        )
        try:
            await_listening(within)
            yield net
        finally:
            agent.terminate()
            agent.wait()


def await_listening(within: list[str]) -> None:
    """Until an agent listens in the namespace into which `within` leads."""
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        if ":161 " in subprocess.run([*within, "ss", "-lun"], capture_output=True, text=True, check=True).stdout:
            return
        time.sleep(0.05)
    raise TimeoutError("snmpd does not listen")
