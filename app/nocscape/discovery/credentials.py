"""Which credential opens an agent: tried in order, overlapping, and the one that worked is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from nocscape.discovery import objects
from nocscape.discovery.agent import Client
from nocscape.model.credentials import AuthProtocol, PrivProtocol, SnmpCredential, SnmpVersion
from nocscape.model.net import Endpoint
from nocscape.wire.snmp import AuthFault, SnmpAuthError, SnmpError, SnmpTarget, SnmpTimeout, SnmpUnreachable, SnmpValue

STAGGER_S = 0.05
"""How long one credential has before the next is tried beside it: a wrong community gets no answer at all."""
_GRACE_S = 0.25
"""How long credentials earlier in the order may still answer once a later one did."""
PATIENCE = 2.0
"""How much longer an agent that is there is waited for the second time."""
_NOBODY = SnmpCredential(name="", version=SnmpVersion.V3, auth=AuthProtocol.NONE, priv=PrivProtocol.NONE)


class Refusal(StrEnum):
    """Why there is no way in."""

    NO_ANSWER = "no_snmp_answer"
    PORT_CLOSED = "snmp_port_closed"
    NOT_ADMITTED = "no_credential_fits"
    UNKNOWN_USER = "snmp_user_unknown"
    WRONG_KEY = "snmp_wrong_key"
    FAULTY = "snmp_agent_faulty"


_ALIVE = frozenset({Refusal.NOT_ADMITTED, Refusal.UNKNOWN_USER, Refusal.WRONG_KEY})
"""What only an agent that is there can lead to."""


class WayIn(NamedTuple):
    """A credential that works, and the system group that was read with it."""

    target: SnmpTarget
    system: dict[str, SnmpValue]


class NoWayIn(NamedTuple):
    """No credential works."""

    refusal: Refusal


class Keyring:
    """The credentials of one discovery, in order, and which of them opened which endpoint before.

    A dead address costs one credential's time-outs, not the sum over all: a credential that stays without an answer
    keeps waiting while the next ones are tried.
    """

    def __init__(
        self,
        client: Client,
        credentials: Sequence[SnmpCredential],
        *,
        timeout_s: float = 1.5,
        retries: int = 1,
        worked: Mapping[Endpoint, str] | None = None,
    ) -> None:
        self._client = client
        self._credentials = tuple(credentials)
        self._timeout_s = timeout_s
        self._retries = retries
        self._worked = dict(worked or {})

    async def open(self, endpoint: Endpoint) -> WayIn | NoWayIn:
        """Find the way into the agent at `endpoint`, if there is one."""
        race = _Race(self._client, [self._target(endpoint, c) for c in self._order(endpoint)])
        is_agent = asyncio.ensure_future(self._is_agent(endpoint))
        try:
            found = await race.run()
            if isinstance(found, NoWayIn) and found.refusal is Refusal.NO_ANSWER and await is_agent:
                found = NoWayIn(Refusal.NOT_ADMITTED)
            if isinstance(found, NoWayIn) and found.refusal in _ALIVE:
                found = await self._once_more(race.silent()) or found
            if isinstance(found, WayIn):
                self._worked[endpoint] = found.target.credential.name
            return found
        finally:
            is_agent.cancel()
            await race.close()
            await asyncio.gather(is_agent, return_exceptions=True)

    async def _once_more(self, silent: Sequence[SnmpTarget]) -> WayIn | None:
        """There is an agent, and some credentials got no answer: it may be slow or far away, so they get longer."""
        race = _Race(self._client, [msgspec.structs.replace(t, timeout_s=PATIENCE * t.timeout_s) for t in silent])
        try:
            found = await race.run() if silent else None
            return found if isinstance(found, WayIn) else None
        finally:
            await race.close()

    def _order(self, endpoint: Endpoint) -> list[SnmpCredential]:
        """As given, but first what worked here before."""
        name = self._worked.get(endpoint)
        return sorted(self._credentials, key=lambda c: c.name != name)

    def _target(self, endpoint: Endpoint, credential: SnmpCredential) -> SnmpTarget:
        return SnmpTarget(
            address=endpoint.address,
            port=endpoint.port,
            credential=credential,
            timeout_s=self._timeout_s,
            retries=self._retries,
        )

    async def _is_agent(self, endpoint: Endpoint) -> bool:
        """Whether an SNMPv3 engine answers there, which it does for anybody; asked once every credential had its go."""
        await asyncio.sleep(STAGGER_S * (len(self._credentials) + 1))
        try:
            return await self._client.engine_id(self._target(endpoint, _NOBODY)) is not None
        except SnmpError:
            return False


class _Race:
    """Attempts that start one after the other and run side by side."""

    def __init__(self, client: Client, targets: Sequence[SnmpTarget]) -> None:
        self._client = client
        self._targets = targets
        self._running: dict[asyncio.Task[dict[str, SnmpValue]], int] = {}
        self._won: dict[int, WayIn] = {}
        self._faults: list[SnmpError] = []
        self._silent: list[SnmpTarget] = []

    async def run(self) -> WayIn | NoWayIn:
        """The way in that is earliest in the order, or why there is none."""
        for place, target in enumerate(self._targets):
            task = asyncio.ensure_future(self._try(target, is_first=place == 0))
            self._running[task] = place
            await self._collect(STAGGER_S)
            if self._won or self._is_closed():
                break
        while self._running and not self._won and not self._is_closed():
            await self._collect(None)
        if self._won and min(self._running.values(), default=len(self._targets)) < min(self._won):
            await self._collect(_GRACE_S)
        return self._won[min(self._won)] if self._won else self._refusal()

    async def _try(self, target: SnmpTarget, *, is_first: bool) -> dict[str, SnmpValue]:
        """The system group. Later credentials knock first, or they would wait until the earlier ones give up."""
        if not is_first:
            await self._client.knock(target)
        return await self._client.scalars(target, objects.SYSTEM)

    async def _collect(self, timeout_s: float | None) -> None:
        done, _ = await asyncio.wait(self._running, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            place = self._running.pop(task)
            try:
                self._won[place] = WayIn(self._targets[place], task.result())
            except SnmpError as fault:
                self._faults.append(fault)
                if isinstance(fault, SnmpTimeout):
                    self._silent.append(self._targets[place])

    def silent(self) -> list[SnmpTarget]:
        """Those that nobody answered."""
        return self._silent

    def _is_closed(self) -> bool:
        """Whether the host itself said that nothing listens there; no other credential will change that."""
        return any(isinstance(f, SnmpUnreachable) for f in self._faults)

    def _refusal(self) -> NoWayIn:
        for kind in (SnmpUnreachable, SnmpAuthError, SnmpError):
            fault = next((f for f in self._faults if isinstance(f, kind) and not isinstance(f, SnmpTimeout)), None)
            if fault is not None:
                return NoWayIn(_word_for(fault))
        return NoWayIn(Refusal.NO_ANSWER)

    async def close(self) -> None:
        """End what still waits for an answer."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)


def _word_for(fault: SnmpError) -> Refusal:
    if isinstance(fault, SnmpUnreachable):
        return Refusal.PORT_CLOSED
    if not isinstance(fault, SnmpAuthError):
        return Refusal.FAULTY
    if fault.kind is AuthFault.UNKNOWN_USER:
        return Refusal.UNKNOWN_USER
    return Refusal.WRONG_KEY if fault.kind in (AuthFault.WRONG_KEY, AuthFault.WRONG_PRIV_KEY) else Refusal.NOT_ADMITTED
