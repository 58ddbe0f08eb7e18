"""From an object in the browser to history, on one device or on all of a kind, by a file that can be shared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.alarms import AlarmRule, Level, ListAlarmRules, PutAlarmRule, RuleInfo, Side
from nocscape.model.batches import MibRow
from nocscape.model.commands import ChartObject, ListMetrics, MeasureObject, ReadPort, StartDiscovery, SweepSpec
from nocscape.model.metrics import MetricProfileInfo
from nocscape.model.mibs import Charted, Measured
from nocscape.model.status import Severity
from tests.integration.snmpd import Snmpd, needs_snmpd, running_snmpd, v2c
from tests.integration.test_metric_asks import polled, the_device

pytestmark = needs_snmpd


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Snmpd]:
    with running_snmpd(tmp_path / "snmpd") as running:
        yield running


@pytest.fixture
def client(agent: Snmpd, tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="console")) as opened:
        sweep = SweepSpec(targets=("127.0.0.1",))
        opened.call(StartDiscovery(sweep=sweep, snmp_port=agent.port, credentials=(v2c(),)), timeout_s=60)
        yield opened


def measure(client: EngineClient, name: str, *, is_for_kind: bool = False, is_one_row: bool = False) -> Measured:
    ask = MeasureObject(device=the_device(client), object=name, is_for_kind=is_for_kind, is_one_row=is_one_row)
    return value(client.call(ask, timeout_s=20), Measured)


def test_an_object_is_measured_from_then_on_and_after_a_restart(client: EngineClient, tmp_path: Path) -> None:
    measured = measure(client, "HOST-RESOURCES-MIB::hrSystemUptime.0")
    assert (measured.metric, measured.unit, measured.profile) == ("hr_system_uptime_s", "s", "own_hr_system_uptime_s")
    assert measured.metric in {key.metric for key in polled(client)}
    client.close()
    with closing(open_client(tmp_path / "profile", origin="console")) as again:
        infos = {i.name: i for i in value(again.call(ListMetrics()), tuple[MetricProfileInfo, ...])}
    assert list(infos[measured.profile].choices.values()) == [True]


def chart(client: EngineClient, name: str) -> Charted:
    return value(client.call(ChartObject(device=the_device(client), object=name), timeout_s=20), Charted)


def test_a_port_s_counter_is_charted_by_what_every_port_is_measured_by(client: EngineClient) -> None:
    for name in ("ifHCInOctets.1", "IF-MIB::ifInOctets.1"):
        charted = chart(client, name)
        assert (charted.key.metric, charted.key.instance, charted.is_new) == ("if_in_bps", "lo", False)


def test_another_object_is_measured_from_then_on_and_charted_by_its_row(client: EngineClient) -> None:
    charted = chart(client, "ifOutQLen.1")
    assert (charted.key.metric, charted.key.instance, charted.is_new) == ("if_out_q_len", "lo", True)
    assert charted.key in polled(client)
    assert {key.instance for key in polled(client) if key.metric == "if_out_q_len"} == {"lo"}
    assert chart(client, "ifOutQLen.1").key == charted.key
    assert chart(client, "hrSystemUptime.0").key.instance == ""
    with pytest.raises(EngineError, match="no number"):
        chart(client, "sysDescr.0")


def test_one_file_holds_all_that_is_measured_on_a_kind_of_device(client: EngineClient) -> None:
    first = measure(client, "ifOutQLen.1", is_for_kind=True)
    second = measure(client, "IF-MIB::ifInNUcastPkts", is_for_kind=True)
    assert first.file == second.file
    said = yaml.safe_load(Path(second.file).read_text(encoding="utf-8"))
    assert [m["name"] for m in said["metrics"]] == ["if_out_q_len", "if_in_n_ucast_pkts_per_s"]
    assert said["when"]["kinds"]
    ports = {key.instance for key in polled(client) if key.metric == "if_out_q_len"}
    assert "lo" in ports


def test_a_device_that_was_measured_alone_is_measured_with_its_kind_and_not_twice(client: EngineClient) -> None:
    alone = measure(client, "hrSystemUptime")
    measure(client, "hrSystemUptime", is_for_kind=True)
    infos = {i.name: i for i in value(client.call(ListMetrics()), tuple[MetricProfileInfo, ...])}
    assert not infos[alone.profile].choices
    assert alone.metric in {key.metric for key in polled(client)}


def test_what_ships_already_is_not_written_again(client: EngineClient) -> None:
    measured = measure(client, "hrSystemProcesses")
    assert (measured.metric, measured.profile, measured.file) == ("processes", "host", "")


def test_what_every_port_is_measured_by_is_not_measured_twice(client: EngineClient) -> None:
    for is_one_row in (True, False):
        measured = measure(client, "ifHCInOctets.1", is_one_row=is_one_row)
        assert (measured.metric, measured.profile, measured.file, measured.rows) == ("if_in_bps", "ports", "", ())


@pytest.mark.parametrize("name", ["sysDescr", "ifTable", "1.3.6.1.4.1.999999.1"])
def test_what_is_no_number_is_refused(client: EngineClient, name: str) -> None:
    with pytest.raises(EngineError, match="no number"):
        measure(client, name)


def rows_of(client: EngineClient, metric: str) -> set[str]:
    return {key.instance for key in polled(client) if key.metric == metric}


def test_one_row_is_kept_and_another_beside_it_and_then_all_of_them(client: EngineClient) -> None:
    kept = measure(client, "sysORUpTime.2", is_one_row=True)
    assert (kept.metric, kept.rows) == ("sys_or_up_time_s", ("2",))
    assert rows_of(client, kept.metric) == {"2"}
    both = measure(client, "sysORUpTime.1", is_one_row=True)
    assert (both.file, both.rows) == (kept.file, ("2", "1"))
    assert yaml.safe_load(Path(both.file).read_text(encoding="utf-8"))["metrics"][0]["rows"] == ["2", "1"]
    assert rows_of(client, kept.metric) == {"1", "2"}
    whole = measure(client, "sysORUpTime")
    assert (whole.rows, Path(kept.file).exists()) == ((), False)
    assert rows_of(client, kept.metric) > {"1", "2"}
    assert measure(client, "sysORUpTime.1", is_one_row=True) == replace(whole, file="")


def test_one_row_on_all_devices_of_a_kind_stands_in_the_file_of_the_kind(client: EngineClient) -> None:
    alone = measure(client, "ifOutQLen.1", is_one_row=True)
    kind = measure(client, "ifOutQLen.1", is_one_row=True, is_for_kind=True)
    assert (kind.rows, Path(alone.file).exists()) == (("1",), False)
    assert yaml.safe_load(Path(kind.file).read_text(encoding="utf-8"))["metrics"][0]["rows"] == ["1"]
    assert rows_of(client, "if_out_q_len") == {"lo"}


def test_a_threshold_judges_a_row_that_is_measured_alone(client: EngineClient) -> None:
    key = chart(client, "sysORUpTime.2").key
    low = AlarmRule(
        metric=key.metric,
        scope=f"device:{key.device}",
        instance=key.instance,
        side=Side.BELOW,
        levels=(Level(severity=Severity.CRITICAL, limit=1e12),),
    )
    client.call(PutAlarmRule(rule=low))
    told: tuple[RuleInfo, ...] = ()
    for _ in range(100):
        polled(client)
        told = value(client.call(ListAlarmRules()), tuple[RuleInfo, ...])
        if told[0].alarms:
            break
    assert [alarm.key for alarm in told[0].alarms] == [key]


def test_a_column_without_a_row_is_no_row(client: EngineClient) -> None:
    with pytest.raises(EngineError, match="no row"):
        measure(client, "ifOutQLen", is_one_row=True)


def test_a_port_is_read_with_everything_that_is_said_of_it(client: EngineClient) -> None:
    ask = ReadPort(device=the_device(client), interface="lo")
    rows = value(client.call(ask, timeout_s=20), tuple[MibRow, ...])
    assert {"IF-MIB::ifTable", "IF-MIB::ifXTable"} <= {row.table for row in rows}
    assert {row.index for row in rows} == {rows[0].index}
    assert next(row.value for row in rows if "::ifName." in row.name) == "lo"
    with pytest.raises(EngineError):
        client.call(ReadPort(device=the_device(client), interface="no such port"))
