"""Who may ask what, and what is written down of it."""

from __future__ import annotations

import logging

import msgspec
import pytest

from nocscape.base.errors import InputError
from nocscape.engine.door import CHANGING, LOCAL, Gate, Handler
from nocscape.engine.handlers import handlers
from nocscape.engine.lines.transport import Session
from nocscape.model.commands import (
    Ask,
    Command,
    ForgetDevice,
    ListCredentials,
    PollNow,
    ProposeTargets,
    ReadRecording,
    ResumeJob,
    WalkMib,
)
from tests.unit.engine.test_publisher import Heard


class Trail:
    """An audit trail in memory."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str]] = []

    async def audit(self, command: Command, outcome: str = "done") -> None:
        self.lines.append((command.actor, type(command.ask).__name__, outcome))


async def forget(_: Session, command: Command) -> str:
    assert isinstance(command.ask, ForgetDevice)
    if command.ask.device == "nobody":
        raise InputError("There is no device nobody", hint="look again")
    if command.ask.device == "broken":
        raise ZeroDivisionError
    return "gone"


async def listing(_: Session, __: Command) -> tuple[str, ...]:
    return ("a",)


HANDLERS: dict[type, Handler] = {ForgetDevice: forget, ListCredentials: listing}


def command(ask: Ask, origin: str = "console") -> Command:
    return Command(request=3, ask=ask, actor="kim", origin=origin)


async def test_what_changes_something_is_audited_with_its_outcome() -> None:
    trail = Trail()
    gate = Gate(trail, HANDLERS)
    reply = await gate.answer(Heard(), command(ForgetDevice(device="a")))
    assert msgspec.msgpack.decode(reply.value) == "gone"
    await gate.answer(Heard(), command(ForgetDevice(device="nobody")))
    assert trail.lines == [("kim", "ForgetDevice", "done"), ("kim", "ForgetDevice", "There is no device nobody")]


async def test_looking_leaves_no_trace() -> None:
    trail = Trail()
    await Gate(trail, HANDLERS).answer(Heard(), command(ListCredentials()))
    assert trail.lines == []


async def test_a_foreign_origin_may_look_but_not_change() -> None:
    trail = Trail()
    gate = Gate(trail, HANDLERS)
    refused = await gate.answer(Heard(), command(ForgetDevice(device="a"), origin="site-busan"))
    assert "may look" in str(refused.error)
    assert trail.lines[0][2].startswith("site-busan")
    assert (await gate.answer(Heard(), command(ListCredentials(), origin="site-busan"))).error is None


@pytest.mark.parametrize(
    "ask",
    [
        ReadRecording(job="x", path="/srv/core.snmprec"),
        WalkMib(job="x", device="10.0.0.1", root="1.3"),
        PollNow(device="a"),
        ResumeJob(job="discovery-1"),
    ],
    ids=lambda ask: type(ask).__name__,
)
async def test_a_foreign_origin_reads_no_files_and_sends_no_traffic(ask: Ask) -> None:
    trail = Trail()
    gate = Gate(trail, {type(ask): listing})
    assert (await gate.answer(Heard(), command(ask, origin="web"))).error is not None
    assert (await gate.answer(Heard(), command(ask))).error is None
    assert trail.lines == []


async def test_a_fault_inside_is_told_without_its_details_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        reply = await Gate(Trail(), HANDLERS).answer(Heard(), command(ForgetDevice(device="broken")))
    assert "Something went wrong" in str(reply.error)
    assert "ZeroDivision" not in str(reply)
    assert "ForgetDevice failed" in caplog.text
    caplog.clear()


async def test_an_error_carries_its_hint() -> None:
    reply = await Gate(Trail(), HANDLERS).answer(Heard(), command(ForgetDevice(device="nobody")))
    assert (str(reply.error), str(reply.hint)) == ("There is no device nobody", "look again")


def test_there_is_a_handler_for_every_ask_and_none_besides() -> None:
    rooms: object = object()
    table = handlers(rooms)  # type: ignore[arg-type]
    assert set(table) == set(Ask.__args__)
    assert set(CHANGING) <= set(table)
    assert set(LOCAL) <= set(table) - set(CHANGING)
    assert ProposeTargets in table
