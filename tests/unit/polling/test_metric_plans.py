"""What gear says by no number, and what readers of thousands of devices share."""

from __future__ import annotations

from nocscape.model.metrics import Sample
from nocscape.polling.metrics import MetricReader, load
from nocscape.polling.metrics.instances import Moment
from tests.unit.polling.test_metrics import TARGET, Agent

LIBRARY = load()
NAMES = "1.3.6.1.2.1.47.1.1.1.1.7"


def told(samples: list[Sample]) -> dict[tuple[str, str], float | None]:
    return {(s.key.metric, s.key.instance): s.value for s in samples}


async def measured(profile: str, objects: dict[str, dict[str, object]]) -> dict[tuple[str, str], float | None]:
    reader = MetricReader("d", [LIBRARY.profiles[profile]])
    return told(await reader.read(Agent(objects), TARGET, Moment(100, 0.0)))  # type: ignore[arg-type]


async def test_a_port_without_a_transceiver_has_no_light_and_not_a_hundredth_below_0() -> None:
    base = "1.3.6.1.4.1.2011.5.25.31.1.1.3.1"
    light: dict[str, dict[str, object]] = {
        f"{base}.8": {"7": -135, "8": -1},
        f"{base}.9": {"7": 459, "8": -1},
        NAMES: {"7": b"100GE1/0/1"},
    }
    found = await measured("optics_huawei", light)
    assert found == {("optical_rx_dbm", "100GE1/0/1"): -1.35, ("optical_tx_dbm", "100GE1/0/1"): 4.59}


async def test_a_sensor_counts_where_the_agent_tells_no_state_of_it_and_not_where_it_is_broken() -> None:
    base = "1.3.6.1.4.1.9.9.91.1.1.1.1"
    light: dict[str, dict[str, object]] = {
        f"{base}.1": {"1": 14, "2": 14},
        f"{base}.2": {"1": 8, "2": 9},
        f"{base}.3": {"1": 0, "2": 1},
        f"{base}.4": {"1": -13187, "2": -20},
        NAMES: {"1": b"Eth1/1 Rx", "2": b"Hu1/0/49 Tx"},
    }
    both = {("optical_power_dbm", "Eth1/1 Rx"): -13.187, ("optical_power_dbm", "Hu1/0/49 Tx"): -2.0}
    assert await measured("cisco_sensors", light) == both
    light[f"{base}.5"] = {"1": 1, "2": 3}
    assert list(await measured("cisco_sensors", light)) == [("optical_power_dbm", "Eth1/1 Rx")]


async def test_parts_work_or_do_not_and_say_nothing_where_there_are_none() -> None:
    base = "1.3.6.1.4.1.9.9.13.1"
    found = await measured(
        "parts_cisco",
        {
            f"{base}.5.1.3": {"1": 1, "2": 3, "3": 5},
            f"{base}.5.1.2": {"1": b"PSU 1", "2": b"PSU 2", "3": b"PSU 3"},
            f"{base}.4.1.3": {"9": 1},
            f"{base}.4.1.2": {"9": b"Fan 1/1"},
        },
    )
    assert found == {("power_is_ok", "PSU 1"): 1.0, ("power_is_ok", "PSU 2"): 0.0, ("fan_is_ok", "Fan 1/1"): 1.0}


async def test_a_session_table_is_as_full_as_its_limit_allows() -> None:
    base = "1.3.6.1.4.1.8741.1.3.1"
    found = await measured("sessions_sonicwall", {f"{base}.1.0": {"0": 375_000}, f"{base}.2.0": {"0": 37_500}})
    assert found == {("sessions", ""): 37_500.0, ("session_table_percent", ""): 10.0}


def test_readers_of_one_profile_share_what_does_not_depend_on_the_device() -> None:
    one, other = (MetricReader(device, LIBRARY.profiles.values()) for device in ("a", "b"))
    for ours, theirs in zip(one._readers, other._readers, strict=True):
        assert ours._plan is theirs._plan
        assert ours._rates is not theirs._rates
    assert MetricReader("a", load().profiles.values())._readers[0]._plan is not one._readers[0]._plan
