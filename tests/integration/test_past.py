"""The network as it was, asked of a whole engine that watched a real agent."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.commands import PollNow, ReadNetworkAt, StartDiscovery, SweepSpec
from nocscape.model.past import NetworkThen
from nocscape.model.status import Status
from tests.integration.snmpd import needs_snmpd, running_snmpd, v2c

pytestmark = needs_snmpd

WAIT_S = 20.0


def then(client: EngineClient, at: float) -> NetworkThen:
    return value(client.call(ReadNetworkAt(at=at), timeout_s=30), NetworkThen)


def test_a_device_that_was_watched_is_up_then_and_nothing_was_there_before(tmp_path: Path) -> None:
    before = time.time() - 60
    with running_snmpd(tmp_path / "snmpd") as agent, closing(open_client(tmp_path / "p", origin="cli")) as client:
        sweep = SweepSpec(targets=("127.0.0.1",))
        client.call(StartDiscovery(sweep=sweep, snmp_port=agent.port, credentials=(v2c(),)), timeout_s=60)
        (inventory,) = then(client, time.time()).devices
        client.call(PollNow(device=inventory.device.id), timeout_s=30)
        deadline = time.monotonic() + WAIT_S
        while (states := then(client, time.time()).statuses)[0].status is not Status.UP:
            assert time.monotonic() < deadline, "the sample of a poll was never told"
            client.receive(0.2)
        assert [state.device for state in states] == [inventory.device.id]
        assert states[0].loss_percent == 0.0
        assert then(client, before) == NetworkThen(at=before)
        with pytest.raises(EngineError, match="still to come"):
            then(client, time.time() + 3600)
