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

    `is_stale` says that it should not be used again.
    """

    def __init__(self, target: SnmpTarget) -> None:
        self._loop = asyncio.get_running_loop()
        self._agent = str(target)
        self._waiter: asyncio.Future[Any] | None = None
        self._receive: Callable[[], Any] = _nothing
        self._is_heard = False
        self._is_ahead = False
        self._fresh_until = 0.0
        self.is_stale = False
        self._is_discovered = False
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

    def now(self) -> float:
        """The loop's time in seconds, for measuring."""
        return self._loop.time()

    def abort(self) -> None:
        """End the wait of the reader who uses it."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(SnmpUnreachable(self._agent, tr("closed")))

    def close(self) -> None:
        """Stop listening; the socket closes with its last reference."""
        self._loop.remove_reader(self._fd)
        del self._socket

    def ask_rows(self, at: _fast.GetIter) -> None:
        """Send the first request for `at`'s column; `rows` takes the replies."""
        self._send(lambda: self._socket.send_get_bulk(at))

    async def rows(self, at: _fast.GetIter, timeout_s: float) -> tuple[Chunk, bool]:
        """What follows in `at`'s column, and whether the column ended there; TimeoutError on silence.

        While the column goes on, the next request leaves as soon as a reply is in, so that the agent works while we
        do. An empty chunk without an end means that the agent refused, or that its MIB ends here.
        """
        reply = await self._reply(lambda: self._rows_and_ask_on(at), timeout_s)
        self._answered()
        if reply and reply[-1] is None:
            reply.pop()
            return cast("Chunk", reply), True
        return cast("Chunk", reply), False

    def rest(self) -> None:
        """Want nothing more: a reply that is still to come is thrown away."""
        self._is_ahead = False

    def _rows_and_ask_on(self, at: _fast.GetIter) -> list[tuple[str, SnmpValue] | None]:
        try:
            reply = self._socket.recv_get_bulk(at)
        except StopAsyncIteration:
            return []
        if reply and reply[-1] is not None:
            self.ask_rows(at)
            self._is_ahead = True
        return reply

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, SnmpValue]:
        """The instances that the agent has."""
        asked = list(oids)
        self._send(lambda: self._socket.send_get_many(asked))
        reply = await self._reply(self._socket.recv_get_many, timeout_s)
        self._answered()
        return reply

    async def prepare(self, user: User | None, timeout_s: float) -> None:
        """For v3: become `user` once the engine is known, and learn the agent's time after a long pause."""
        socket = self._socket
        if user is None or not isinstance(socket, _fast.SnmpV3ClientSocket) or self._loop.time() < self._fresh_until:
            return
        if not self._is_discovered:
            self._send(socket.send_refresh)
            await self._reply(socket.recv_refresh, timeout_s)
            self._is_discovered = True
            socket.set_keys(
                user.name, user.get_auth_alg(), user.get_auth_key(), user.get_priv_alg(), user.get_priv_key()
            )
        if user.require_auth():
            self._send(socket.send_refresh)
            await self._reply(socket.recv_refresh, timeout_s)
        self._heard()

    def _answered(self) -> None:
        self._has_answered = True
        self._heard()

    def _heard(self) -> None:
        """A message came, and with it the agent's time."""
        self._fresh_until = self._loop.time() + _IDLE_BEFORE_REFRESH_S

    async def _reply(self, receive: Callable[[], T], timeout_s: float) -> T:
        """Wait for the reply to what was sent; what does not belong to it, gufo-snmp skips by its request-id."""
        waiter: asyncio.Future[T] = self._loop.create_future()
        self._waiter, self._receive, self._is_heard, self._is_ahead = waiter, receive, False, False
        timer = self._loop.call_later(timeout_s, _expire, waiter)
        try:
            return await waiter
        except TimeoutError:
            if self._is_heard and self._is_discovered:
                raise RefusedError("another engine") from None
            raise
        finally:
            timer.cancel()
            self._waiter = None

    def _readable(self) -> None:
        """Take what came; when nobody waits or is about to, it is thrown away, or the loop would spin."""
        waiter = self._waiter
        if waiter is None or waiter.done():
            if self._is_ahead:
                return
            try:
                os.read(self._fd, MAX_DATAGRAM)
            except OSError:
                self._network_errors()
            return
        try:
            waiter.set_result(self._received(self._receive))
        except BlockingIOError:
            self._is_heard = True
        except (SnmpUnreachable, RefusedError, UnreadableError) as error:
            waiter.set_exception(error)

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


def _nothing() -> None:
    """What is received before anything was asked."""


def _reason(error: OSError) -> str:
    """What gufo-snmp's error says, without its number and in the system's spelling."""
    said = str(error).partition(" (os error")[0]
    return said[:1].upper() + said[1:]


def _expire(waiter: asyncio.Future[Any]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())


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
