"""What gear says by no number, and what readers of thousands of devices share."""

from __future__ import annotations

import pytest

from nocscape.base.errors import InputError
from nocscape.model.metrics import Sample
from nocscape.polling.metrics import MetricProfile, MetricReader, MetricSpec, load
from nocscape.polling.metrics.instances import Moment
from nocscape.polling.metrics.library import check
from nocscape.polling.metrics.schema import ValueKind
from nocscape.wire.snmp import RowPlan, Rows, SnmpTarget
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


# certain rows of a column

QUEUE, LABEL, SIZE = "1.3.6.1.2.1.2.2.1.21", "1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.2.2.1.4"


class Named(Agent):
    """An agent that remembers which instances it was asked for by name."""

    def __init__(self, objects: dict[str, dict[str, object]]) -> None:
        super().__init__(objects)  # type: ignore[arg-type]
        self.named: list[str] = []

    async def rows(self, target: SnmpTarget, plan: RowPlan) -> Rows:
        self.named += plan.oids
        return await super().rows(target, plan)


def spec(*rows: str, value: str = QUEUE, **more: object) -> MetricSpec:
    return MetricSpec(name=f"m{value[-2:]}", title="x", unit="1", value=value, rows=rows, **more)  # type: ignore[arg-type]


def own(*specs: MetricSpec, name: str = "own") -> MetricProfile:
    return MetricProfile(name=name, title="x", metrics=specs)


async def test_certain_rows_are_asked_for_by_name_and_the_column_is_never_read_whole() -> None:
    agent = Named({QUEUE: {str(n): n for n in range(1, 5000)}, LABEL: {"4000": b"lo", "7": b"lo"}})
    reader = MetricReader("d", [own(spec("4000", "7", label=LABEL))])
    for at in range(0, 1200, 60):
        found = told(await reader.read(agent, TARGET, Moment(at, float(at))))
        assert found == {("m21", "lo"): 4000.0, ("m21", "lo 7"): 7.0}
    assert set(agent.named) == {f"{column}.{row}" for column in (QUEUE, LABEL) for row in ("4000", "7")}


async def test_a_column_that_somebody_needs_whole_is_read_whole_and_each_has_its_own_rows() -> None:
    agent = Named({QUEUE: {"1": 10, "2": 20, "3": 30}, SIZE: {"2": 5}})
    whole = MetricProfile(name="all", title="x", metrics=(MetricSpec(name="q", title="x", unit="1", value=QUEUE),))
    reader = MetricReader("d", [whole, own(spec("2"), spec("2", value=SIZE))])
    found = told(await reader.read(agent, TARGET, Moment(0, 0.0)))
    assert found == {("q", "1"): 10, ("q", "2"): 20, ("q", "3"): 30, ("m21", "2"): 20, (f"m{SIZE[-2:]}", "2"): 5}
    assert agent.named == [f"{SIZE}.2"]


async def test_a_row_that_went_away_is_asked_for_at_every_poll_and_found_again() -> None:
    agent = Named({QUEUE: {"1": 10, "2": 20}})
    reader = MetricReader("d", [own(spec("2", kind=ValueKind.GAUGE))])
    values = []
    for at, row in enumerate(("2", "2", "1", "1", "2")):
        agent.objects[QUEUE] = {row: 20}
        values.append(told(await reader.read(agent, TARGET, Moment(at * 60, at * 60.0))))
    assert values == [{("m21", "2"): 20}, {("m21", "2"): 20}, {}, {}, {("m21", "2"): 20}]


async def test_a_profile_without_a_sign_is_read_where_the_agent_has_any_of_its_objects() -> None:
    reader = MetricReader("d", [own(spec(), spec(value=SIZE))])
    assert told(await reader.read(Agent({SIZE: {"1": 9}}), TARGET, Moment(0, 0.0))) == {(f"m{SIZE[-2:]}", "1"): 9}


@pytest.mark.parametrize(
    "wrong", [spec("x"), spec("1."), spec("3", value=f"{QUEUE}.0"), spec("3", value="", formula="1")]
)
def test_rows_that_cannot_be_are_refused(wrong: MetricSpec) -> None:
    check(own(spec("3", "4.10.0.0.1")))
    with pytest.raises(InputError, match="column"):
        check(own(wrong))
