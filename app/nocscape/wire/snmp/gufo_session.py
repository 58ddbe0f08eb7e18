"""One socket of gufo-snmp to one agent.

gufo-snmp's public iterators end in the same way after the last row, after tooBig and after genErr, so a table could
lose its tail unseen; and they cost one coroutine a value. So its sockets (`gufo.snmp._fast`, whose version is pinned)
are driven here, one reply at a time, and a reply says whether the column ended by itself.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any, TypeVar, cast

from gufo.snmp import _fast
from gufo.snmp.user import (
    Aes128Key,
    Aes192Key,
    Aes256Key,
    BaseAuthKey,
    BasePrivKey,
    DesKey,
    KeyExpansion,
    KeyType,
    Md5Key,
    Sha1Key,
    Sha224Key,
    Sha256Key,
    Sha384Key,
    Sha512Key,
    User,
)

from nocscape.base.i18n import tr
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpVersion
from nocscape.wire.snmp.ber import MAX_DATAGRAM
from nocscape.wire.snmp.errors import SnmpUnreachable
from nocscape.wire.snmp.types import SnmpTarget, SnmpValue
from nocscape.wire.snmp.udp import drain_icmp_errors, queue_icmp_errors

T = TypeVar("T")
R = TypeVar("R")
Chunk = list[tuple[str, SnmpValue]]
Socket = _fast.SnmpV2cClientSocket | _fast.SnmpV3ClientSocket

_AUTH_KEYS: dict[AuthProtocol, type[BaseAuthKey]] = {
    AuthProtocol.MD5: Md5Key,
    AuthProtocol.SHA1: Sha1Key,
    AuthProtocol.SHA224: Sha224Key,
    AuthProtocol.SHA256: Sha256Key,
    AuthProtocol.SHA384: Sha384Key,
    AuthProtocol.SHA512: Sha512Key,
}
_PRIV_KEYS: dict[PrivProtocol, type[BasePrivKey]] = {
    PrivProtocol.DES: DesKey,
    PrivProtocol.AES128: Aes128Key,
    PrivProtocol.AES192: Aes192Key,
    PrivProtocol.AES192_CISCO: Aes192Key,
    PrivProtocol.AES256: Aes256Key,
    PrivProtocol.AES256_CISCO: Aes256Key,
}
_CISCO = frozenset({PrivProtocol.AES192_CISCO, PrivProtocol.AES256_CISCO})
_IDLE_BEFORE_REFRESH_S = 60.0
"""The agent's clock may be off by 150 s (RFC 3414 section 2.2.3); gufo-snmp notes it with each reply only."""


class Ending(Enum):
    """How the reading of a column came to its end."""

    COMPLETE = "complete"
    STOPPED = "stopped by the reader"
    REFUSED = "refused by the agent, or the end of its MIB"


class UnreadableError(Exception):
    """gufo-snmp cannot parse what came, or the reply was longer than its buffer of 4 KiB.

    `is_panic` tells that its parser broke down over what came, which no honest agent sends.
    """

    def __init__(self, detail: str, *, is_panic: bool = False) -> None:
        super().__init__(detail)
        self.is_panic = is_panic


class RefusedError(Exception):
    """The agent's v3 engine answered with a report, or is another one than before; gufo-snmp does not say more."""


class GufoSession:
    """A connected socket; one request at a time. Belongs to the running loop.

    `is_stale` says that it should not be used again; `rtt_s` is the time that the last request took.
    """

    def __init__(self, target: SnmpTarget) -> None:
        self._loop = asyncio.get_running_loop()
        self._agent = str(target)
        self._waiter: asyncio.Future[Any] | None = None
        self._receive: Callable[[], Any] = _nothing
        self._sort: Callable[[Any], Any] = _as_it_is
        self._timer: asyncio.TimerHandle
        self._is_heard = False
        self._sent_at = self._heard_at = 0.0
        self.rtt_s = 0.0
        self._fresh_until = 0.0
        self.is_stale = False
        self._is_discovered = False
        self._is_ready = False
        self._has_answered = False
        try:
            self._socket = _open(target)
        except OSError as error:
            raise SnmpUnreachable(self._agent, _reason(error)) from None
        self._fd = self._socket.get_fd()
        with socket.socket(fileno=os.dup(self._fd)) as sock:
            queue_icmp_errors(sock)
        self._loop.add_reader(self._fd, self._readable)

    @property
    def is_doubtful(self) -> bool:
        """Whether the agent's v3 engine spoke, but never to this user: silence may mean wrong keys."""
        return self._is_discovered and not self._has_answered

    @property
    def unheard_s(self) -> float:
        """How long ago its last reply came."""
        return self._loop.time() - self._heard_at

    def abort(self) -> None:
        """End the wait of the reader who uses it."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(SnmpUnreachable(self._agent, tr("closed")))

    def close(self) -> None:
        """Stop listening; the socket closes with its last reference."""
        self._loop.remove_reader(self._fd)
        del self._socket

    async def column(self, at: _fast.GetIter, take: Callable[[Chunk], bool], timeout_s: float) -> Ending:
        """Hand `take` what follows in `at`'s column, a reply at a time, until it returns False or the column ends.

        The next request leaves before `take` is called, so that the agent works while we do. TimeoutError where the
        agent says nothing for so long.
        """

        def sort(reply: list[tuple[str, SnmpValue] | None]) -> Ending | None:
            self._has_answered = True
            if not reply:
                return Ending.REFUSED
            is_end = reply[-1] is None
            if is_end:
                reply.pop()
            else:
                self._send(ask)
            if not take(cast("Chunk", reply)):
                return Ending.STOPPED
            return Ending.COMPLETE if is_end else None

        def ask() -> None:
            self._socket.send_get_bulk(at)

        self._send(ask)
        return await self._reply(lambda: self._rows(at), sort, timeout_s)

    def _rows(self, at: _fast.GetIter) -> list[tuple[str, SnmpValue] | None]:
        try:
            return self._socket.recv_get_bulk(at)
        except StopAsyncIteration:
            return []

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, SnmpValue]:
        """The instances that the agent has."""
        asked = list(oids)
        self._send(lambda: self._socket.send_get_many(asked))
        reply = await self._reply(self._socket.recv_get_many, _as_it_is, timeout_s)
        self._has_answered = True
        return reply

    async def exchange(self, message: bytes, read: Callable[[bytes], R | None], timeout_s: float) -> R:
        """What `read` makes of the reply to a message of our own; None is a reply to something else.

        gufo-snmp lends its socket, and gets its own replies alone.
        """

        def receive() -> R:
            while (found := read(os.read(self._fd, MAX_DATAGRAM))) is None:
                pass
            return found

        self._send(lambda: _write(self._fd, message))
        reply = await self._reply(receive, _as_it_is, timeout_s)
        self._has_answered = True
        return reply

    async def prepare(self, user: User | None, timeout_s: float) -> None:
        """For v3: become `user` once the engine is known, and learn the agent's time after a long pause."""
        v3 = self._socket
        if user is None or not isinstance(v3, _fast.SnmpV3ClientSocket):
            return
        if self._is_ready and self._loop.time() < self._fresh_until:
            return
        if not self._is_discovered:
            await self._refresh(v3, timeout_s)
            self._is_discovered = True
            v3.set_keys(user.name, user.get_auth_alg(), user.get_auth_key(), user.get_priv_alg(), user.get_priv_key())
        if user.require_auth():
            await self._refresh(v3, timeout_s)
        self._is_ready = True

    async def _refresh(self, v3: _fast.SnmpV3ClientSocket, timeout_s: float) -> None:
        self._send(v3.send_refresh)
        await self._reply(v3.recv_refresh, lambda _nothing: True, timeout_s)

    async def _reply(self, receive: Callable[[], T], sort: Callable[[T], R | None], timeout_s: float) -> R:
        """What `sort` makes of a reply; where it makes None, of the next one. TimeoutError after so long a silence.

        What does not belong to the last request, gufo-snmp skips by its request-id.
        """
        waiter: asyncio.Future[R] = self._loop.create_future()
        self._waiter, self._receive, self._sort, self._is_heard = waiter, receive, sort, False
        self._sent_at = self._heard_at = self._loop.time()
        self._timer = self._loop.call_later(timeout_s, self._check_time, waiter, timeout_s)
        try:
            return await waiter
        except TimeoutError:
            if self._is_heard and self._is_discovered:
                raise RefusedError("another engine") from None
            raise
        finally:
            self._timer.cancel()
            self._waiter, self._receive, self._sort = None, _nothing, _as_it_is

    def _check_time(self, waiter: asyncio.Future[Any], timeout_s: float) -> None:
        """Give up after `timeout_s` without a reply, counted from the last one."""
        left_s = self._heard_at + timeout_s - self._loop.time()
        if waiter.done():
            return
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._check_time, waiter, timeout_s)
        else:
            waiter.set_exception(TimeoutError())

    def _readable(self) -> None:
        """Take what came; when nobody waits for it, it is thrown away, or the loop would spin."""
        waiter = self._waiter
        if waiter is None or waiter.done():
            try:
                os.read(self._fd, MAX_DATAGRAM)
            except OSError:
                self._network_errors()
            return
        try:
            reply = self._received(self._receive)
            self._note_reply()
            result = self._sort(reply)
        except BlockingIOError:
            self._is_heard = True
        except Exception as error:  # noqa: BLE001 - it belongs to who waits
            waiter.set_exception(error)
        else:
            if result is not None:
                waiter.set_result(result)

    def _note_reply(self) -> None:
        """The agent answered, and with it came its time."""
        now = self._loop.time()
        if self._heard_at == self._sent_at:
            self.rtt_s = now - self._sent_at
        self._heard_at = now
        self._fresh_until = now + _IDLE_BEFORE_REFRESH_S

    def _send(self, send: Callable[[], None]) -> None:
        """Send; the first failure may be an ICMP error left over from an earlier request."""
        with suppress(OSError):
            send()
            return
        self._network_errors()
        try:
            send()
        except OSError as error:
            raise SnmpUnreachable(self._agent, _reason(error)) from None

    def _network_errors(self) -> list[tuple[tuple[Any, ...], int]]:
        """Empty the socket's queue of ICMP errors, which would wake the loop for ever."""
        with socket.socket(fileno=os.dup(self._fd)) as sock:
            return drain_icmp_errors(sock)

    def _received(self, receive: Callable[[], T]) -> T:
        """One reply, with gufo-snmp's errors in our words; BlockingIOError where there is none yet."""
        try:
            return receive()
        except BlockingIOError:
            raise
        except OSError as error:
            self._network_errors()
            raise SnmpUnreachable(self._agent, _reason(error)) from None
        except _fast.SnmpAuthError as error:
            raise RefusedError(str(error)) from None
        except Exception as error:  # noqa: BLE001 - it wraps some decoding errors in RuntimeError
            raise UnreadableError(str(error)) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise UnreadableError(str(error), is_panic=True) from None


def _write(fd: int, message: bytes) -> None:
    os.write(fd, message)


def _nothing() -> None:
    """What is received before anything was asked."""


def _reason(error: OSError) -> str:
    """What gufo-snmp's error says, without its number and in the system's spelling."""
    said = str(error).partition(" (os error")[0]
    return said[:1].upper() + said[1:]


def _as_it_is(reply: T) -> T:
    return reply


def _open(target: SnmpTarget) -> Socket:
    """A socket connected to the agent; v3 begins as nobody, to discover the engine."""
    host = f"[{target.address}]" if ":" in target.address else target.address
    place = f"{host}:{target.port}"
    if target.credential.version is SnmpVersion.V3:
        return _fast.SnmpV3ClientSocket(place, b"", "", 0, b"", 0, b"", 0, 0, 0, 0)
    return _fast.SnmpV2cClientSocket(place, target.credential.community, 0, 0, 0, 0)


def usm_user(name: str, auth: AuthProtocol, auth_key: str, priv: PrivProtocol, priv_key: str) -> User:
    """A v3 user with its master keys, whose derivation hashes megabytes (RFC 3414 section A.2); keep it."""
    if auth is AuthProtocol.NONE:
        return User(name)
    auth_kind = _AUTH_KEYS[auth]
    auth_secret = auth_kind(auth_kind.get_master_key(auth_key.encode()), KeyType.Master)
    if priv is PrivProtocol.NONE:
        return User(name, auth_key=auth_secret)
    expansion = KeyExpansion.Cisco if priv in _CISCO else KeyExpansion.Blumenthal
    priv_secret = _PRIV_KEYS[priv](auth_kind.get_master_key(priv_key.encode()), KeyType.Master)
    return User(name, auth_key=auth_secret, priv_key=priv_secret, key_expansion=expansion)
