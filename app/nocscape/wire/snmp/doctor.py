"""Why an SNMPv3 credential does not work: asks an agent in several ways and says what each of them proved."""

from __future__ import annotations

import errno
import os
from enum import StrEnum
from typing import TypeVar

import msgspec

from nocscape.base.i18n import Text, mark, msg
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential
from nocscape.wire.snmp.client import SnmpClient, open_client
from nocscape.wire.snmp.errors import AuthFault, SnmpAuthError, SnmpError, SnmpTimeout, SnmpUnreachable
from nocscape.wire.snmp.types import EngineInfo, SnmpTarget

E = TypeVar("E", bound=StrEnum)

_SYS_UPTIME = "1.3.6.1.2.1.1.3.0"


class Finding(StrEnum):
    """What is the matter."""

    WORKS = "works"
    UNREACHABLE = "unreachable"
    PORT_CLOSED = "port_closed"
    PROHIBITED = "prohibited"
    NO_ENGINE = "no_engine"
    SILENT = "silent"
    UNKNOWN_USER = "unknown_user"
    WRONG_KEY = "wrong_key"
    WRONG_AUTH_ALGORITHM = "wrong_auth_algorithm"
    WRONG_PRIV_KEY = "wrong_priv_key"
    WRONG_PRIV_ALGORITHM = "wrong_priv_algorithm"
    TIME_WINDOW = "time_window"
    UNSUPPORTED_LEVEL = "unsupported_level"
    UNKNOWN_CONTEXT = "unknown_context"
    DUPLICATE_ENGINE = "duplicate_engine"
    REFUSED = "refused"


_BY_FAULT = {
    AuthFault.UNKNOWN_USER: Finding.UNKNOWN_USER,
    AuthFault.WRONG_KEY: Finding.WRONG_KEY,
    AuthFault.WRONG_PRIV_KEY: Finding.WRONG_PRIV_KEY,
    AuthFault.TIME_WINDOW: Finding.TIME_WINDOW,
    AuthFault.UNSUPPORTED_LEVEL: Finding.UNSUPPORTED_LEVEL,
    AuthFault.UNKNOWN_CONTEXT: Finding.UNKNOWN_CONTEXT,
    AuthFault.UNKNOWN: Finding.REFUSED,
}

CURES = {
    Finding.WORKS: mark("nothing to do"),
    Finding.UNREACHABLE: mark("check the address, the cable and the route to it"),
    Finding.PORT_CLOSED: mark("start the agent, or name the port that it listens on"),
    Finding.PROHIBITED: mark("let UDP to this port through the firewalls and access lists between here and there"),
    Finding.NO_ENGINE: mark("enable SNMPv3 on the device, and let this station through its access list"),
    Finding.SILENT: mark("look at the agent's log"),
    Finding.UNKNOWN_USER: mark("check the user name, or create the user on the agent"),
    Finding.WRONG_KEY: mark("set the authentication pass phrase anew on both sides"),
    Finding.WRONG_AUTH_ALGORITHM: mark("choose the authentication algorithm that works, as listed"),
    Finding.WRONG_PRIV_KEY: mark("set the privacy pass phrase anew on both sides"),
    Finding.WRONG_PRIV_ALGORITHM: mark("choose the privacy algorithm that works, as listed"),
    Finding.TIME_WINDOW: mark("look for another device with the same engine ID, or an agent that forgets its boots"),
    Finding.UNSUPPORTED_LEVEL: mark("use authentication or privacy as the agent's user demands"),
    Finding.UNKNOWN_CONTEXT: mark("leave the context empty, or take one that the agent lists in vacmContextTable"),
    Finding.DUPLICATE_ENGINE: mark("give each device an engine ID of its own, and create its users anew after that"),
    Finding.REFUSED: mark("look at the agent's log"),
}
"""What to do about each finding."""

_CLOSED = os.strerror(errno.ECONNREFUSED)
_FORBIDDEN_HERE = frozenset(map(os.strerror, (errno.EACCES, errno.EPERM)))
"""What this system's own packet filter says."""

_NO_WAY = frozenset(map(os.strerror, (errno.EHOSTUNREACH, errno.ENETUNREACH)))
"""What routers say, also where they mean "administratively prohibited" (RFC 1812 section 5.2.7.1)."""


class Examination(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one target. `auth` and `priv` are the algorithms that work, where they were not those given."""

    finding: Finding
    evidence: tuple[Text, ...]
    cure: Text
    engine: EngineInfo | None = None
    auth: AuthProtocol | None = None
    priv: PrivProtocol | None = None


async def examine(target: SnmpTarget, *, is_alive: bool | None = None) -> Examination:
    """Find out why `target`'s SNMPv3 credential does not work, or that it does.

    `is_alive` says whether it answers ping, where that is known. Takes a few time limits at most. Has a client of its
    own, so that polls are not disturbed.
    """
    client = open_client("pysnmp")
    try:
        return await _Doctor(client, target, is_alive=is_alive).examine()
    finally:
        await client.close()


class _Doctor:
    """One examination."""

    def __init__(self, client: SnmpClient, target: SnmpTarget, *, is_alive: bool | None) -> None:
        self._client = client
        self._target = target
        self._is_alive = is_alive
        self._evidence: list[Text] = []

    async def examine(self) -> Examination:
        """Ping, engine, credential, then what else might work."""
        if self._is_alive is not None:
            said = mark("{host} answers ping") if self._is_alive else mark("{host} does not answer ping")
            self._note(Text(said, {"host": self._target.address}))
        engine = await self._engine()
        verdict = await self._try(self._target.credential)
        if verdict is Finding.SILENT and engine is None:
            verdict = Finding.UNREACHABLE if self._is_alive is False else Finding.NO_ENGINE
        auth = await self._working_auth() if verdict is Finding.WRONG_KEY else None
        priv = await self._working_priv() if verdict is Finding.WRONG_PRIV_KEY else None
        if auth:
            verdict = Finding.WRONG_AUTH_ALGORITHM
        if priv:
            verdict = Finding.WRONG_PRIV_ALGORITHM
        return Examination(
            finding=verdict,
            evidence=tuple(self._evidence),
            cure=Text(CURES[verdict]),
            engine=engine,
            auth=auth,
            priv=priv,
        )

    async def _engine(self) -> EngineInfo | None:
        """The engine that answers, asked twice: its clock must go on, and its boots stay."""
        engine = await self._client.engine(self._target)
        if engine is None:
            self._note(msg("no SNMPv3 engine answers at {agent}", agent=str(self._target)))
            return None
        self._note(
            msg(
                "engine ID {engine_id}, boots {boots}, time {time_s} s",
                engine_id=engine.engine_id.hex(),
                boots=engine.boots,
                time_s=engine.time_s,
            )
        )
        again = await self._client.engine(self._target)
        if again is not None and again.engine_id != engine.engine_id:
            self._note(msg("asked again, another engine answers: {engine_id}", engine_id=again.engine_id.hex()))
        elif again is not None and (again.boots, again.time_s) < (engine.boots, engine.time_s):
            self._note(
                msg(
                    "asked again, its clock has gone back: boots {boots}, time {time_s} s",
                    boots=again.boots,
                    time_s=again.time_s,
                )
            )
        return engine

    async def _working_auth(self) -> AuthProtocol | None:
        """The algorithm with which the agent takes the same pass phrase; the level may still displease it."""
        given = self._target.credential
        for auth in _others(AuthProtocol, given.auth):
            bare = msgspec.structs.replace(given, auth=auth, priv=PrivProtocol.NONE, priv_key="", context="")
            if await self._try(bare, str(auth)) in (Finding.WORKS, Finding.UNSUPPORTED_LEVEL):
                return auth
        return None

    async def _working_priv(self) -> PrivProtocol | None:
        """The algorithm, or AES key extension, with which the agent takes the same pass phrase."""
        given = self._target.credential
        for priv in _others(PrivProtocol, given.priv):
            if await self._try(msgspec.structs.replace(given, priv=priv, context=""), str(priv)) is Finding.WORKS:
                return priv
        return None

    async def _try(self, credential: SnmpCredential, algorithm: str = "") -> Finding:
        """Read one object with `credential` and note what came of it."""
        target = msgspec.structs.replace(self._target, credential=credential)
        try:
            await self._client.get(target, [_SYS_UPTIME])
        except SnmpAuthError as error:
            finding, said = _BY_FAULT[error.kind], error.message
        except SnmpUnreachable as error:
            finding, said = self._unreachable(error), error.message
        except SnmpTimeout as error:
            finding, said = Finding.SILENT, error.message
        except SnmpError as error:
            finding, said = Finding.REFUSED, error.message
        else:
            finding, said = Finding.WORKS, str(msg("{agent} answers", agent=str(target)))
        self._note(msg("with {algorithm}: {said}", algorithm=algorithm, said=said) if algorithm else Text(said))
        return finding

    def _unreachable(self, error: SnmpUnreachable) -> Finding:
        """What the network's refusal means: nobody at the port, somebody between, or no way there."""
        if error.reason == _CLOSED:
            return Finding.PORT_CLOSED
        is_filtered = error.reason in _FORBIDDEN_HERE or (error.reason in _NO_WAY and self._is_alive)
        return Finding.PROHIBITED if is_filtered else Finding.UNREACHABLE

    def _note(self, evidence: Text) -> None:
        self._evidence.append(evidence)


def _others(kind: type[E], given: E) -> list[E]:
    """The algorithms of that kind that were not given."""
    return [one for one in kind if one not in ("none", given)]
