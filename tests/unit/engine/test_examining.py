"""The doctor's look at the whole network."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from nocscape.base.i18n import msg
from nocscape.engine.rooms import Rooms
from nocscape.engine.workbench.examining import _diagnosis, _twins
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.model.net import Device, Endpoint, Inventory
from nocscape.wire.snmp import EngineInfo, SnmpTarget
from nocscape.wire.snmp.doctor import Examination, Finding

ENGINE = EngineInfo(engine_id=bytes.fromhex("80001f8801"), boots=3, time_s=100)
USER = SnmpCredential(name="noc", version=SnmpVersion.V3, user="noc")
TARGET = SnmpTarget(address="192.0.2.1", credential=USER)


def examination(finding: Finding) -> Examination:
    return Examination(finding=finding, evidence=(msg("closed"),), cure=msg("closed"), engine=ENGINE)


def device(number: int, kept: str = "", *, is_ghost: bool = False) -> Inventory:
    endpoint = Endpoint(address=f"192.0.2.{number}")
    identity: dict[str, tuple[str, ...]] = {"engine_id": (kept,)} if kept else {}
    return Inventory(
        device=Device(id=f"d{number}", name=f"sw{number}", endpoint=endpoint, identity=identity, is_ghost=is_ghost)
    )


async def test_an_engine_id_that_is_there_twice_is_found_alive_or_remembered() -> None:
    devices = [device(1), device(2), device(3, "80001f8801"), device(4, "80001f8899"), device(5, is_ghost=True)]

    async def engine_id(target: SnmpTarget) -> bytes | None:
        return ENGINE.engine_id if target.address.endswith((".1", ".2", ".5")) else None

    rooms = SimpleNamespace(
        state=SimpleNamespace(devices={i.device.id: i for i in devices}), snmp=SimpleNamespace(engine_id=engine_id)
    )
    assert await _twins(cast("Rooms", rooms), TARGET, examination(Finding.TIME_WINDOW)) == ("sw2", "sw3")


@pytest.mark.parametrize(
    ("finding", "twins", "verdict"),
    [
        (Finding.TIME_WINDOW, ("sw2",), "duplicate_engine"),
        (Finding.WRONG_KEY, ("sw2",), "duplicate_engine"),
        (Finding.UNKNOWN_USER, ("sw2",), "unknown_user"),
        (Finding.WORKS, ("sw2",), "works"),
        (Finding.TIME_WINDOW, (), "time_window"),
    ],
)
def test_twins_explain_what_they_can_and_are_told_always(
    finding: Finding, twins: tuple[str, ...], verdict: str
) -> None:
    found = _diagnosis(TARGET, examination(finding), twins)
    assert (found.finding, found.duplicates, found.boots) == (verdict, twins, 3)
    assert any("sw2" in str(evidence) for evidence in found.evidence) == bool(twins)
