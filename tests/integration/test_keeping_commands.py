"""`nocscape history`, `backup` and `restore`, on a profile whose engine runs."""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path

import pytest

from nocscape.cli.main import main
from nocscape.engine.client import EngineClient, EngineError, open_client, value
from nocscape.model.checks import Check, CheckInfo, CheckKind
from nocscape.model.commands import PollNow, ReadHistory, StartDiscovery, SweepSpec
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.watching import BackUp, ExportHistory, ListChecks, PutCheck, RetentionPlan, SetRetention
from tests.integration.test_watching import Ear


def polled(client: EngineClient) -> SeriesKey:
    """A series with a value in it."""
    client.call(StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_timeout_s=0.1), timeout_s=30)
    device = Ear(client).device()
    client.call(PollNow(device=device))
    return SeriesKey(device, "icmp_loss_percent")


def stored(client: EngineClient, key: SeriesKey) -> dict[int, float | None]:
    now = int(time.time())
    ask = ReadHistory(keys=(key,), since=now - 600, until=now, points=10**6)
    (data,) = value(client.call(ask), tuple[SeriesData, ...])
    return dict(zip(data.times, data.values, strict=True))


def test_a_profile_in_use_is_backed_up_and_comes_back_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile, archive = tmp_path / "profile", tmp_path / "backup.zip"
    with closing(open_client(profile, origin="cli")) as client:
        key = polled(client)
        client.call(PutCheck(check=Check(kind=CheckKind.SSH, scope=f"device:{key.device}")))
        before = stored(client, key)
        assert before
        assert main(["backup", str(archive), "--profile", str(profile)]) == 0
        assert main(["restore", str(archive), "--replace", "--profile", str(profile)]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 3
    assert main(["restore", str(archive), "--profile", str(tmp_path / "restored")]) == 0
    with closing(open_client(tmp_path / "restored", origin="cli")) as again:
        after = stored(again, key)
        assert before.items() <= after.items()
        assert len(value(again.call(ListChecks()), tuple[CheckInfo, ...])) == 1


def test_history_is_planned_shown_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "profile"
    with closing(open_client(profile, origin="cli")) as client:
        key = polled(client)
    words = ["history", "keep", "--raw-days", "30", "--raw-gb", "2", "--profile", str(profile), "--json", "-"]
    assert main(words) == 0
    plan = json.loads(capsys.readouterr().out)["plan"]
    assert (plan["raw_days"], plan["raw_bytes"], plan["five_minute_days"]) == (30, 2 << 30, 366)
    assert main(["history", "--profile", str(profile)]) == 0
    assert "raw" in capsys.readouterr().out
    file = tmp_path / "out.csv"
    words = ["history", "export", str(file), "--device", "127.0.0.1", "--profile", str(profile)]
    assert main(words) == 0
    assert f',"{key.metric}",' in file.read_text()
    assert main(words) == 1
    assert "exists already" in capsys.readouterr().err


def test_what_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with closing(open_client(tmp_path / "profile", origin="cli")) as client:
        for ask in (
            SetRetention(plan=RetentionPlan(raw_days=0)),
            SetRetention(plan=RetentionPlan(most_bytes=1)),
            BackUp(path="relative.zip"),
            BackUp(path=str(tmp_path / "nowhere" / "backup.zip")),
            ExportHistory(path=str(tmp_path / "a.csv"), since=2, until=1),
            ExportHistory(path="a.csv", since=1, until=2),
        ):
            with pytest.raises(EngineError):
                client.call(ask)
    with closing(open_client(None, origin="cli")) as client, pytest.raises(EngineError):
        client.call(BackUp(path=str(tmp_path / "memory.zip")))
