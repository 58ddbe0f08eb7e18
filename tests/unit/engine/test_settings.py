"""Settings that a damaged disk or another version of the program left behind."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from nocscape.engine.core import Engine
from nocscape.engine.finding.rediscovery import DEFAULT_S, REDISCOVERY_INTERVAL
from nocscape.engine.finding.traps import TRAP_PORT
from nocscape.engine.keeping.overviews import PREFIX as OVERVIEW
from nocscape.engine.keeping.report_asks import LOOKED_AT, SCHEDULES
from nocscape.engine.keeping.versions import PREFIX as VERSION
from nocscape.engine.settings import read_setting
from nocscape.engine.watching.alarms import RULES
from nocscape.engine.watching.maintenance import MAINTENANCE
from nocscape.engine.watching.metric_room import CHOICES, PACES
from nocscape.engine.watching.probing import CHECKS, EXPORTERS
from nocscape.engine.watching.watch import POLL_INTERVAL
from nocscape.engine.watching.web_keys import WEB_CREDENTIALS

NAMES = (
    *(REDISCOVERY_INTERVAL, TRAP_PORT, f"{OVERVIEW}a", f"{VERSION}a", SCHEDULES, LOOKED_AT, RULES, MAINTENANCE),
    *(CHOICES, PACES, CHECKS, EXPORTERS, POLL_INTERVAL, WEB_CREDENTIALS),
)


async def test_an_engine_starts_beside_settings_that_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = Engine(tmp_path)
    await first.start()
    for name in NAMES:
        await first.rooms.inventory.put_setting(name, {"of": ["another", "version"]})
    await first.stop()
    engine = Engine(tmp_path, is_lasting=True)
    await engine.start()
    try:
        assert engine.rooms.rediscovery.interval_s == DEFAULT_S
        assert engine.rooms.probing.checks() == ()
        told = {record.args[0] for record in caplog.records if isinstance(record.args, tuple)}
        assert told >= set(NAMES)
    finally:
        await engine.stop()
    caplog.clear()


def test_a_setting_is_read_as_it_was_kept() -> None:
    settings = {"port": msgspec.msgpack.encode(162)}
    assert read_setting(settings, "port", int) == 162
    assert read_setting(settings, "another", int) is None
