"""The engine's listening side: sessions over the profile's local socket."""

from __future__ import annotations

import asyncio
import hmac
import logging
from contextlib import suppress
from pathlib import Path

from nocscape.base.tasks import Supervisor
from nocscape.engine.lines import rendezvous
from nocscape.engine.lines.framing import MAX_COMMAND, PROTOCOL, Deframer, FramingError, Hello, frame
from nocscape.engine.lines.transport import Door
from nocscape.model.batches import Batch
from nocscape.model.commands import Command

log = logging.getLogger(__name__)

HELLO_TIMEOUT_S = 5.0
MAX_UNSENT = 32 * 1024 * 1024
"""Octets that may wait for a slow reader before the engine merges instead of sending."""


class SocketServer:
    """Listens for consoles and commands of the same user; one session each."""

    def __init__(self, profile: Path, door: Door) -> None:
        self._profile = profile
        self._door = door
        self._token = ""
        self._server: asyncio.Server | None = None
        self._tasks = Supervisor("socket")
        self._sessions: set[StreamSession] = set()

    async def start(self) -> None:
        """Open the socket; the profile's lock must be held, since an old socket is removed."""
        if rendezvous.HAS_UNIX_SOCKETS:
            path = rendezvous.socket_path(self._profile)
            path.unlink(missing_ok=True)
            self._server = await asyncio.start_unix_server(self._met, path)
            path.chmod(0o600)
        else:
            self._token = rendezvous.new_token()
            self._server = await asyncio.start_server(self._met, "127.0.0.1", 0)
            port = self._server.sockets[0].getsockname()[1]
            rendezvous.write_meeting(self._profile, rendezvous.Meeting(port, self._token))

    async def close(self) -> None:
        """Hang up on everybody and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        for session in list(self._sessions):
            session.hang_up()
        await self._tasks.close(1.0)
        rendezvous.forget(self._profile)

    def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.spawn(self._serve(reader, writer), "session")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = StreamSession(writer)
        try:
            rest = await self._greet(reader, writer)
            self._sessions.add(session)
            self._door.enter(session)
            await self._listen(session, reader, rest)
        except (FramingError, TimeoutError, OSError) as error:
            log.info("a session ended: %s", error)
        finally:
            if session in self._sessions:
                self._sessions.discard(session)
                self._door.leave(session)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(frame(Hello()))
        hellos = Deframer(Hello, 1024)
        async with asyncio.timeout(HELLO_TIMEOUT_S):
            while not (said := hellos.feed(await _some(reader), 1)):
                pass
        if said[0].protocol != PROTOCOL:
            raise FramingError(f"protocol {said[0].protocol} instead of {PROTOCOL}")
        if not hmac.compare_digest(said[0].token, self._token):
            raise FramingError("wrong token")
        return hellos.rest()

    async def _listen(self, session: StreamSession, reader: asyncio.StreamReader, rest: bytes) -> None:
        commands = Deframer(Command, MAX_COMMAND)
        data = rest
        while True:
            for command in commands.feed(data):
                self._door.submit(session, command)
            data = await _some(reader)


class StreamSession:
    """One connected console or command."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    @property
    def can_take(self) -> bool:
        """False while more than 32 MiB wait for the other side."""
        return self._writer.transport.get_write_buffer_size() < MAX_UNSENT

    def deliver(self, batch: Batch) -> None:
        """Send a batch; never waits."""
        if not self._writer.is_closing():
            self._writer.write(frame(batch))

    def hang_up(self) -> None:
        """Close from the engine's side; what was delivered is still sent."""
        self._writer.close()


async def _some(reader: asyncio.StreamReader) -> bytes:
    data = await reader.read(256 * 1024)
    if not data:
        raise ConnectionResetError("the other side hung up")
    return data
