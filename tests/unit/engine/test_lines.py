"""The line between a commanding end and an engine: both forms keep the same promises."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from nocscape.base.errors import NocscapeError
from nocscape.engine.client import EngineClient, EngineError, value
from nocscape.engine.lines import rendezvous
from nocscape.engine.lines.framing import Deframer, FramingError, Hello, frame
from nocscape.engine.lines.server import SocketServer
from nocscape.engine.lines.socket_line import SocketLine
from nocscape.engine.lines.transport import Line, QueueLine, Session
from nocscape.model.batches import Batch, MapChanged, Reply
from nocscape.model.commands import Command, EditMap, ListCredentials, ProposeTargets
from nocscape.model.mapdoc import Retitle
from tests.unit.engine.echo_door import EchoDoor

Opener = Callable[[], Line]


class Room:
    """A loop in a thread with an echoing door behind a queue or a socket."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.door = EchoDoor()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="room")
        self._thread.start()
        self.server = SocketServer(profile, self.door)
        asyncio.run_coroutine_threadsafe(self.server.start(), self.loop).result(5)

    def open(self, form: str) -> Line:
        return QueueLine(self.loop, self.door) if form == "queue" else SocketLine(self.profile)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.close(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.close()


forms = pytest.mark.parametrize("form", ["queue", "socket"])


@forms
def test_a_request_is_answered_with_its_own_number(room: Room, form: str) -> None:
    client = EngineClient(room.open(form), origin="cli", actor="kim")
    reply = client.call(ProposeTargets(), timeout_s=5)
    assert value(reply, tuple[str, ...]) == ("ProposeTargets", "kim", "cli")
    client.close()


@forms
def test_an_edit_arrives_as_it_was_sent(room: Room, form: str) -> None:
    client = EngineClient(room.open(form), origin="console", actor="kim")
    told: list[object] = []
    client.call(EditMap(map="m", change=Retitle(title="대전"), edit="e1"), on_item=told.append, timeout_s=5)
    assert told == [MapChanged(map="m", change=Retitle(title="대전"), revision=1, edit="e1", actor="kim")]
    client.close()


@forms
def test_an_error_of_the_engine_is_raised_with_its_hint(room: Room, form: str) -> None:
    client = EngineClient(room.open(form), origin="cli")
    with pytest.raises(EngineError, match="No credentials here — Try another door"):
        client.call(ListCredentials(), timeout_s=5)
    client.close()


@forms
def test_hanging_up_is_noticed_on_the_other_side(room: Room, form: str) -> None:
    line = room.open(form)
    _until(lambda: len(room.door.sessions) == 1)
    line.close()
    line.close()
    _until(lambda: not room.door.sessions)
    with pytest.raises(ConnectionError):
        line.send(Command(request=1, ask=ProposeTargets(), actor="a", origin="cli"))


@forms
def test_an_engine_that_hangs_up_is_noticed_after_its_last_words(room: Room, form: str) -> None:
    line = room.open(form)
    _until(lambda: len(room.door.sessions) == 1)
    session = next(iter(room.door.sessions))
    room.loop.call_soon_threadsafe(_last_words, session)
    got: list[Batch] = []
    while line.is_open:
        got += line.receive(0.05)
    assert [b.sequence for b in got + line.receive()] == [7]
    line.close()


def test_the_socket_is_open_to_its_owner_alone(room: Room) -> None:
    assert S_IMODE(rendezvous.socket_path(room.profile).stat().st_mode) == 0o600


def test_a_profile_with_a_very_long_path_can_still_be_met(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 80) / ("y" * 80)
    deep.mkdir(parents=True)
    room = Room(deep)
    client = EngineClient(room.open("socket"), origin="cli")
    assert client.call(ProposeTargets(), timeout_s=5).error is None
    client.close()
    room.close()
    assert not rendezvous.socket_path(deep).exists()


def test_no_engine_is_a_connection_error(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        SocketLine(tmp_path)


def test_a_frame_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(FramingError):
        Deframer(Hello, 100).feed((101).to_bytes(4, "big"))


def test_a_frame_of_another_kind_is_refused() -> None:
    with pytest.raises(FramingError):
        Deframer(Hello, 100).feed(frame({"protocol": "seven"}))


def test_what_follows_a_greeting_in_the_same_segment_is_left_for_the_next_reader() -> None:
    behind = frame({"request": 1})
    deframer = Deframer(Hello, 100)
    assert deframer.feed(frame(Hello(1, "a")) + behind, 1) == [Hello(1, "a")]
    assert deframer.rest() == behind


def test_frames_are_found_however_the_stream_is_cut() -> None:
    stream = frame(Hello(1, "a")) + frame(Hello(2, "b"))
    for step in (1, 2, 3, 7, len(stream)):
        deframer = Deframer(Hello, 100)
        got = [v for i in range(0, len(stream), step) for v in deframer.feed(stream[i : i + step])]
        assert got == [Hello(1, "a"), Hello(2, "b")]


def _last_words(session: Session) -> None:
    session.deliver(Batch(sequence=7, at=0.0, items=(Reply(request=0),)))
    session.hang_up()


def _until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < deadline, "did not happen in 5 s"
        time.sleep(0.01)


def test_a_folder_that_somebody_else_laid_out_is_no_place_for_the_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    ours = rendezvous.socket_path(deep).parent
    assert (ours.parent, S_IMODE(ours.stat().st_mode)) == (tmp_path, 0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "not there"))
    assert rendezvous.socket_path(deep).parent == ours
    ours.chmod(0o777)
    with pytest.raises(NocscapeError, match="belongs to somebody else"):
        rendezvous.socket_path(deep)
