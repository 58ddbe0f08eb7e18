"""`nocscape check`, `exporter`, `maintenance` and `metrics`, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from nocscape.cli.main import main
from nocscape.engine.client import open_client
from nocscape.model.commands import StartDiscovery, SweepSpec
from tests.integration.ports import free_udp_port
from tests.integration.test_watching import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with closing(Site()) as made:
        yield made


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    folder = tmp_path / "profile"
    with closing(open_client(folder, origin="cli")) as client:
        client.call(StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",)), snmp_timeout_s=0.1), timeout_s=30)
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert main([*map(str, arguments), "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_check_is_run_without_a_profile_and_a_failure_ends_with_3(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "run", "http", "127.0.0.1", "--port", str(site.port)]) == 0
    assert f"http {site.port} /: up" in capsys.readouterr().out
    assert main(["check", "run", "tcp", "127.0.0.1", "--port", str(free_udp_port())]) == 3
    assert "the connection was refused" in capsys.readouterr().out


def test_a_check_is_added_listed_and_removed(profile: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", "add", "http", "127.0.0.1", "--port", str(site.port), "--every", "30", "--profile", str(profile)]
    (info,) = told(capsys, *words)["checks"]
    assert info["check"]["interval_s"] == 30.0
    assert main(["check", "--profile", str(profile)]) == 0
    assert f"http {site.port} /" in capsys.readouterr().out
    assert told(capsys, "check", "remove", info["check"]["id"], "--profile", profile) == {"checks": []}


def test_a_page_is_read_and_an_exporter_added_and_removed(
    profile: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["exporter", "run", "127.0.0.1", "--port", str(site.port), "--family", "app_queue"]
    samples = {s["metric"]: s["value"] for s in told(capsys, *words)["samples"]}
    assert samples["app_queue"] == 3.0
    words = ["exporter", "add", "kind:unknown", "--port", str(site.port), "--profile", str(profile)]
    (info,) = told(capsys, *words)["exporters"]
    assert told(capsys, "exporter", "remove", info["exporter"]["id"], "--profile", profile) == {"exporters": []}


def test_maintenance_is_added_shown_and_ended(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["maintenance", "add", "127.0.0.1", "--for", "2h", "--note", "rack move", "--profile", str(profile)]
    (window,) = told(capsys, *words)["windows"]
    assert window["until"] - window["since"] == 7200
    assert main(["maintenance", "--profile", str(profile)]) == 0
    assert "rack move" in capsys.readouterr().out
    assert told(capsys, "maintenance", "end", window["id"], "--profile", profile) == {"windows": []}


def test_metrics_are_chosen_and_paced(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", "off", "host", "kind:server", "--profile", str(profile)]) == 0
    assert "kind:server: off" in capsys.readouterr().out
    assert told(capsys, "metrics", "pace", "vitals", "120", "--profile", profile)["paces"] == {"vitals": 120.0}


REFUSED = (
    "check add tcp 127.0.0.1",
    "check add ssh no-such-device",
    "check remove nothing",
    "exporter remove nothing",
    "maintenance add kind:switch --for soon",
    "maintenance end nothing",
    "metrics pace nothing 60",
)


def test_what_makes_no_sense_is_refused_in_one_line(profile: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in REFUSED:
        assert main([*words.split(), "--profile", str(profile)]) == 1
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
