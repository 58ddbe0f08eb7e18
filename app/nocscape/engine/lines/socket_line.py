"""The commanding end of a local socket, for one thread and without a loop of its own."""

from __future__ import annotations

import select
import socket
import time
from pathlib import Path

from nocscape.engine.lines import rendezvous
from nocscape.engine.lines.framing import MAX_BATCH, PROTOCOL, Deframer, FramingError, Hello, frame
from nocscape.model.batches import Batch
from nocscape.model.commands import Command

CONNECT_TIMEOUT_S = 3.0
SEND_TIMEOUT_S = 5.0


class SocketLine:
    """A Line over the profile's socket. Raises ConnectionError where no engine answers there."""

    def __init__(self, profile: Path) -> None:
        self._batches = Deframer(Batch, MAX_BATCH)
        self._ready: list[Batch] = []
        self._is_open = True
        token = ""
        if rendezvous.HAS_UNIX_SOCKETS:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            where: str | tuple[str, int] = str(rendezvous.socket_path(profile))
        else:
            meeting = rendezvous.read_meeting(profile)
            self._socket, where, token = socket.socket(), ("127.0.0.1", meeting.port), meeting.token
        self._socket.settimeout(CONNECT_TIMEOUT_S)
        try:
            self._socket.connect(where)
            self._greet(token)
        except OSError as error:
            self._socket.close()
            raise ConnectionError(f"no engine answers on this profile: {error}") from error
        self._socket.settimeout(SEND_TIMEOUT_S)

    @property
    def is_open(self) -> bool:
        """Whether the engine is still there."""
        return self._is_open

    def send(self, command: Command) -> None:
        """Hand a command over. Raises ConnectionError once the engine is gone."""
        if not self._is_open:
            raise ConnectionError("the engine has stopped")
        try:
            self._socket.sendall(frame(command))
        except OSError as error:
            self._is_open = False
            raise ConnectionError("the engine has stopped") from error

    def receive(self, timeout_s: float = 0.0) -> list[Batch]:
        """Batches that arrived; waits at most `timeout_s` seconds for the first one."""
        deadline = time.monotonic() + timeout_s
        got, self._ready = self._ready, []
        while self._is_open and (wait := 0.0 if got else max(0.0, deadline - time.monotonic())) >= 0:
            if not select.select([self._socket], [], [], wait)[0]:
                break
            got += self._read()
        return got

    def close(self) -> None:
        """Hang up."""
        self._is_open = False
        self._socket.close()

    def _read(self) -> list[Batch]:
        try:
            data = self._socket.recv(1024 * 1024)
            if data:
                return self._batches.feed(data)
        except OSError:
            pass
        self._is_open = False
        return []

    def _greet(self, token: str) -> None:
        self._socket.sendall(frame(Hello(token=token)))
        hellos = Deframer(Hello, 1024)
        while not (said := hellos.feed(self._some(), 1)):
            pass
        if said[0].protocol != PROTOCOL:
            raise FramingError(f"the engine speaks protocol {said[0].protocol}, this program {PROTOCOL}")
        self._ready = self._batches.feed(hellos.rest())

    def _some(self) -> bytes:
        data = self._socket.recv(64 * 1024)
        if not data:
            raise ConnectionResetError("the engine hung up")
        return data
