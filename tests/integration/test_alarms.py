"""A threshold through the engine's door: told, shown, kept over a restart, written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

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
    kept = value(client.call(PutAlarmRule(rule=ALWAYS)), AlarmRule)
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
        assert told(after) == [Severity.CRITICAL]
        again.call(PutAlarmRule(rule=replace(kept, levels=NEVER)))
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
