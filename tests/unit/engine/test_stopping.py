"""An engine that stops: edits come to their end, whatever else goes on is given up."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from nocscape.engine.core import Engine
from nocscape.engine.door import CHANGING, LASTING, is_edit
from nocscape.engine.lines.transport import Session
from nocscape.model.commands import Command, EditMap, ReadValues, StartDiscovery, SweepSpec
from nocscape.model.mapdoc import Node, PutItems
from nocscape.store.lock import ProfileLock
from tests.unit.engine.test_publisher import Heard

COMMANDS = [
    Command(request=1, ask=ReadValues(device="127.0.0.1", names=("sysName",)), actor="kim", origin="console"),
    Command(
        request=2,
        ask=EditMap(map="main", change=PutItems(nodes=(Node(device="a", x=1.0, y=0.0),)), edit="e"),
        actor="kim",
        origin="console",
    ),
    Command(request=3, ask=StartDiscovery(sweep=SweepSpec(targets=("127.0.0.1",))), actor="kim", origin="console"),
]


async def test_a_stop_lets_an_edit_reach_the_disk_and_does_not_wait_for_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = Engine(None)
    await engine.start()
    ends: list[str] = []
    is_kept = asyncio.Event()

    async def edit(_: Session, __: Command) -> None:
        await is_kept.wait()
        ends.append("kept")

    async def never(_: Session, __: Command) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append("given up")

    assert engine._gate is not None
    monkeypatch.setitem(engine._gate._handlers, EditMap, edit)
    monkeypatch.setitem(engine._gate._handlers, ReadValues, never)
    session = Heard()
    engine.enter(session)
    for command in COMMANDS[:2]:
        engine.submit(session, command)
    await asyncio.sleep(0)
    stopping = asyncio.create_task(engine.stop())
    await asyncio.sleep(0)
    assert ends == []
    is_kept.set()
    await stopping
    assert ends == ["kept", "given up"]


def test_what_takes_its_time_is_no_edit() -> None:
    assert [is_edit(command) for command in COMMANDS] == [False, True, False]
    assert set(LASTING) <= set(CHANGING)


@pytest.mark.parametrize("where", ["history", "engine.sock"])
async def test_a_start_that_fails_half_way_closes_what_it_had_opened(tmp_path: Path, where: str) -> None:
    before, tasks = set(threading.enumerate()), asyncio.all_tasks()
    obstacle = tmp_path / where
    obstacle.mkdir() if where == "engine.sock" else obstacle.touch()
    with pytest.raises(OSError, match=where):
        await Engine(tmp_path).start()
    left = {thread.name.partition("-")[0] for thread in set(threading.enumerate()) - before}
    assert left.isdisjoint({"inventory", "history"})
    assert asyncio.all_tasks() == tasks
    assert ProfileLock.owner(tmp_path) is None
