"""A threshold through the engine's door: told, shown, kept over a restart, written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from nocscape.cli.main import main
from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.alarms import (
    AlarmRule,
    DropAlarmRule,
    Level,
    ListAlarmRules,
    PutAlarmRule,
    RuleInfo,
    Side,
    Suggestion,
    SuggestLevels,
)
from nocscape.model.batches import EventsRaised
from nocscape.model.commands import PollNow, StartDiscovery, SweepSpec
from nocscape.model.metrics import SeriesKey
from nocscape.model.status import Severity, Status
from tests.integration.test_watching import Ear

ALWAYS = AlarmRule(
    metric="icmp_loss_percent",
    scope="all",
    side=Side.BELOW,
    levels=(Level(severity=Severity.CRITICAL, limit=50.0),),
)
"""Loopback loses nothing."""
NEVER = (Level(severity=Severity.CRITICAL, limit=-1.0),)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[EngineClient]:
    with closing(open_client(tmp_path / "profile", origin="cli")) as opened:
        opened.call(StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_timeout_s=0.1), timeout_s=30)
        yield opened


def infos(client: EngineClient) -> tuple[RuleInfo, ...]:
    return value(client.call(ListAlarmRules()), tuple[RuleInfo, ...])


def told(ear: Ear) -> list[Severity]:
    """Alarms' events, the oldest first."""
    heard = {e.id: e for item in ear.items if isinstance(item, EventsRaised) for e in item.events}
    return [event.severity for event in heard.values() if event.kind == "alarm"]


def test_a_threshold_is_told_once_however_often_the_program_starts(client: EngineClient, tmp_path: Path) -> None:
    ear = Ear(client)
    kept = value(ear.call(PutAlarmRule(rule=ALWAYS)), AlarmRule)
    ear.call(PollNow(device=ear.device()))
    ear.until(lambda: ear.status() is Status.CRITICAL)
    ear.until(lambda: told(ear) == [Severity.CRITICAL])
    client.close()
    with closing(open_client(tmp_path / "profile", origin="cli")) as again:
        ((rule, (alarm,)),) = [(info.rule, info.alarms) for info in infos(again)]
        assert (rule, alarm.severity, alarm.value) == (kept, Severity.CRITICAL, 0.0)
        after = Ear(again)
        after.call(PollNow(device=after.device()))
        after.until(lambda: after.status() is Status.CRITICAL)
        after.until(lambda: told(after) == [Severity.CRITICAL])
        after.call(PutAlarmRule(rule=replace(kept, levels=NEVER)))
        after.call(PollNow(device=after.device()))
        after.until(lambda: after.status() is Status.UP)
        after.until(lambda: told(after) == [Severity.CRITICAL, Severity.CLEAR])
        again.call(DropAlarmRule(rule=kept.id))
        assert infos(again) == ()


def test_other_origins_may_look_but_not_change(client: EngineClient, tmp_path: Path) -> None:
    client.call(PutAlarmRule(rule=ALWAYS))
    with closing(open_client(tmp_path / "profile", origin="far away")) as far:
        assert len(infos(far)) == 1
        with pytest.raises(EngineError, match="may look"):
            far.call(PutAlarmRule(rule=ALWAYS))
        with pytest.raises(EngineError, match="may look"):
            far.call(DropAlarmRule(rule="x"))


def test_a_series_has_limits_suggested_before_it_has_history(client: EngineClient) -> None:
    key = SeriesKey(Ear(client).device(), "cpu_percent")
    found = value(client.call(SuggestLevels(key=key)), Suggestion)
    assert [level.limit for level in found.levels] == [80.0, 90.0]
    with pytest.raises(EngineError, match="no metric moon"):
        client.call(SuggestLevels(key=SeriesKey(key.device, "moon")))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert main([*map(str, arguments), "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_threshold_is_typed_listed_switched_off_and_removed(
    client: EngineClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.close()
    profile = ["--profile", str(tmp_path / "profile")]
    words = ["threshold", "add", "if_in_bps", "all", "--condition", "utilisation", "--warning", "80:75"]
    words += ["--critical", "95", "--for", "5min", "--instance", "Gi0/1", *profile]
    (info,) = printed(capsys, *words)["rules"]
    assert info["rule"]["levels"][0] == {"severity": "warning", "limit": 80.0, "clear": 75.0}
    assert (info["rule"]["for_s"], info["rule"]["instance"]) == (300.0, "Gi0/1")
    off = printed(capsys, "threshold", "off", info["rule"]["id"], *profile)
    assert not off["rules"][0]["rule"]["is_on"]
    assert main(["threshold", *profile]) == 0
    assert "utilisation, above, 5 min, off  warning 80, critical 95" in capsys.readouterr().out
    assert printed(capsys, "threshold", "remove", info["rule"]["id"], *profile) == {"rules": []}
    assert main(["threshold", "suggest", "cpu_percent", "127.0.0.1", *profile]) == 0
    assert "warning 80, critical 90" in capsys.readouterr().out


WRONG = """
    add cpu_percent all
    add cpu_percent all --warning much
    add cpu_percent all --warning 80 --for soon
    add moon all --warning 80
    add cpu_percent moon --warning 80
    off nothing
    remove nothing
    suggest moon 127.0.0.1
"""


def test_a_threshold_that_makes_no_sense_is_refused_with_the_reason(
    client: EngineClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.close()
    for wrong in WRONG.strip().splitlines():
        assert main(["threshold", *wrong.split(), "--profile", str(tmp_path / "profile")]) == 1
        assert capsys.readouterr().err.startswith("nocscape: ")
