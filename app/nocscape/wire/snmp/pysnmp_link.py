"""One request and its reply through pysnmp: sockets, engines, time limits, and faults in our own words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple

from pysnmp.carrier.asyncio.dgram import udp, udp6
from pysnmp.carrier.asyncio.dispatch import AsyncioDispatcher
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.error import PySnmpError
from pysnmp.hlapi.v1arch import asyncio as community_api
from pysnmp.hlapi.v3arch import asyncio as usm_api
from pysnmp.proto import errind

from nocscape.base.counters import Counters
from nocscape.base.i18n import tr
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp.engines import EnginePool
from nocscape.wire.snmp.errors import (
    AuthFault,
    SnmpAuthError,
    SnmpError,
    SnmpMalformed,
    SnmpStatusError,
    SnmpTimeout,
    SnmpUnreachable,
)
from nocscape.wire.snmp.pysnmp_values import Oid, Raw, from_pysnmp
from nocscape.wire.snmp.types import SnmpTarget
from nocscape.wire.snmp.udp import Exchange, Guard, GuardedUdp, GuardedUdp6
from nocscape.wire.snmp.usm import auth_fault, identity, usm_user

Answer = tuple[Any, Any, Any, Sequence[Any]]
"""pysnmp's: error indication, error status, error index, varbinds."""

_V3_ROUNDS = 5
"""Round trips that one v3 request may take: engine discovery, time synchronisation, and the request itself."""

_AUTHORIZATION_ERROR = 16
"""How net-snmp says that a user may not read at this level (RFC 3416 section 3, RFC 3415 section 3.2)."""

_MOST_ENGINES = 3
"""How often the engine at an address may change during one request before it is given up."""

_MAX_PLACES = 8192

_MARGIN_S = 0.5
"""pysnmp looks at its timers ten times a second; what has not ended that long after is ended by us."""


class Verb(Enum):
    """Requests of RFC 3416."""

    GET = "get"
    NEXT = "next"
    BULK = "bulk"
    SET = "set"


class Request(NamedTuple):
    """What is asked: OIDs with values to send (None for NULL), and how many repetitions of a BULK."""

    verb: Verb
    oids: Sequence[Oid]
    values: Sequence[Any] = ()
    repetitions: int = 0


class _NewEngineError(Exception):
    """Another SNMPv3 engine than the one that pysnmp knows answers at the address."""


class PysnmpLink:
    """Sends single requests; retries, splitting and pace are its caller's matter.

    Communities go through pysnmp's stateless dispatcher, v3 users through engines from a pool. All share `counters`.
    """

    def __init__(self, counters: Counters) -> None:
        self._guard = Guard(counters)
        self._engines = EnginePool(self._open_engine, _close_engine)
        self._dispatcher: community_api.SnmpDispatcher | None = None
        self._carrier: AsyncioDispatcher | None = None
        self._places: OrderedDict[tuple[str, int, float], usm_api.UdpTransportTarget] = OrderedDict()
        self._is_closed = False

    async def send(self, target: SnmpTarget, request: Request) -> list[Raw]:
        """The varbinds of the reply to one attempt; raises an `SnmpError` for everything else."""
        place = await self._place(target)
        if self._is_closed:
            raise SnmpUnreachable(str(target), tr("closed"))
        for _ in range(_MOST_ENGINES):
            try:
                return await self._attempt(target, place, request)
            except _NewEngineError:
                self._engines.forget(*place.transport_address[:2])
        raise SnmpAuthError(str(target), AuthFault.TIME_WINDOW)

    async def _attempt(self, target: SnmpTarget, place: usm_api.UdpTransportTarget, request: Request) -> list[Raw]:
        is_v3 = target.credential.version is SnmpVersion.V3
        limit_s = target.timeout_s * (_V3_ROUNDS if is_v3 else 1) + _MARGIN_S
        exchange: Exchange | None = None
        try:
            async with asyncio.timeout(limit_s) as deadline:
                exchange = Exchange(deadline)
                with self._guard.expect(place.transport_address[:2], exchange):
                    return await self._ask(target, place, request)
        except (TimeoutError, SnmpTimeout):
            if is_v3 and exchange is not None and exchange.is_new_engine:
                raise _NewEngineError from None
            raise _silence(target, exchange) from None
        except PySnmpError as error:
            raise SnmpMalformed(str(target), str(error)) from error

    async def _ask(self, target: SnmpTarget, place: Any, request: Request) -> list[Raw]:
        credential = target.credential
        if credential.version is SnmpVersion.V3:
            key = (*place.transport_address[:2], target.timeout_s)
            with self._engines.lend(identity(credential), key) as engine:
                reply = await _call(usm_api, request, _usm_way(engine, credential, place), _usm_binds(request))
        else:
            reply = await _call(
                community_api, request, self._community_way(credential, place), _community_binds(request)
            )
        return _read(target, request, *reply)

    def _community_way(self, credential: SnmpCredential, place: Any) -> tuple[Any, ...]:
        if self._dispatcher is None:
            self._carrier = AsyncioDispatcher()
            self._carrier.register_transport(udp.DOMAIN_NAME, GuardedUdp(self._guard))
            self._carrier.register_transport(udp6.DOMAIN_NAME, GuardedUdp6(self._guard))
            self._dispatcher = community_api.SnmpDispatcher(self._carrier)
        model = 0 if credential.version is SnmpVersion.V1 else 1
        return self._dispatcher, community_api.CommunityData(credential.community.encode(), model), place

    def _open_engine(self) -> SnmpEngine:
        engine = SnmpEngine()
        config.add_transport(engine, udp.DOMAIN_NAME, GuardedUdp(self._guard))
        config.add_transport(engine, udp6.DOMAIN_NAME, GuardedUdp6(self._guard))
        return engine

    async def _place(self, target: SnmpTarget) -> usm_api.UdpTransportTarget:
        """pysnmp's word for where the agent is; one attempt, since retries are ours.

        Making one takes a thread, so those of numeric addresses are kept; a name may lead elsewhere next time.
        """
        key = (target.address, target.port, target.timeout_s)
        place = self._places.get(key)
        if place is None:
            kind = usm_api.Udp6TransportTarget if ":" in target.address else usm_api.UdpTransportTarget
            try:
                place = await kind.create((target.address, target.port), timeout=target.timeout_s, retries=0)
            except PySnmpError as error:
                raise SnmpUnreachable(str(target), str(error)) from None
            if place.transport_address[0] == target.address:
                self._places[key] = place
            if len(self._places) > _MAX_PLACES:
                self._places.popitem(last=False)
        return place

    async def close(self) -> None:
        """End the requests under way and close sockets and engines.

        pysnmp's own `SnmpDispatcher.close` stumbles over requests that have not ended, so its carrier is closed.
        """
        self._is_closed = True
        self._guard.refuse_all(tr("closed"))
        self._engines.close()
        if self._carrier is not None:
            self._carrier.close_dispatcher()
        self._dispatcher = self._carrier = None
        for _ in range(3):
            await asyncio.sleep(0)


def _usm_way(engine: SnmpEngine, credential: SnmpCredential, place: Any) -> tuple[Any, ...]:
    context = usm_api.ContextData(contextName=credential.context.encode())
    return engine, usm_user(credential), place, context


def _community_binds(request: Request) -> list[tuple[Oid, Any]]:
    return list(zip(request.oids, request.values or [usm_api.Null("")] * len(request.oids), strict=True))


def _usm_binds(request: Request) -> list[usm_api.ObjectType]:
    return [usm_api.ObjectType(usm_api.ObjectIdentity(oid), value) for oid, value in _community_binds(request)]


async def _call(api: Any, request: Request, way: tuple[Any, ...], binds: Sequence[Any]) -> Answer:
    """Call the function of `api` for the request's verb; both of pysnmp's architectures share these names."""
    command = {Verb.GET: api.get_cmd, Verb.NEXT: api.next_cmd, Verb.BULK: api.bulk_cmd, Verb.SET: api.set_cmd}
    size = (0, request.repetitions) if request.verb is Verb.BULK else ()
    answer: Answer = await command[request.verb](*way, *size, *binds, lookupMib=False)
    return answer


def _read(target: SnmpTarget, request: Request, indication: Any, status: Any, index: Any, binds: Any) -> list[Raw]:
    """A reply as varbinds, or the fault that it tells of."""
    if indication:
        raise _indicated(target, indication)
    is_v3_read = target.credential.version is SnmpVersion.V3 and request.verb is not Verb.SET
    if status == _AUTHORIZATION_ERROR and is_v3_read:
        raise SnmpAuthError(str(target), AuthFault.UNSUPPORTED_LEVEL, "authorizationError")
    if status:
        at = int(index)
        oid = ".".join(map(str, request.oids[at - 1])) if 0 < at <= len(request.oids) else ""
        raise SnmpStatusError(str(target), int(status), at, oid)
    return [from_pysnmp(name, value) for name, value in binds]


def _indicated(target: SnmpTarget, indication: Any) -> SnmpError:
    """pysnmp's error indication as our fault."""
    if isinstance(indication, errind.RequestTimedOut):
        return SnmpTimeout(str(target), 1)
    if (fault := auth_fault(indication)) is not None:
        return SnmpAuthError(str(target), fault)
    if isinstance(indication, errind.ReportPduReceived | errind.UnknownEngineID):
        return SnmpAuthError(str(target), AuthFault.UNKNOWN, str(indication))
    return SnmpMalformed(str(target), str(indication))


def _silence(target: SnmpTarget, exchange: Exchange | None) -> SnmpError:
    """Why no reply came: refused by the network, unreadable, or nothing at all."""
    if exchange is not None and exchange.refused:
        return SnmpUnreachable(str(target), exchange.refused)
    if exchange is not None and exchange.is_malformed:
        return SnmpMalformed(str(target), "BER")
    return SnmpTimeout(str(target), 1, is_heard=exchange is not None and exchange.is_heard)


def _close_engine(engine: SnmpEngine) -> None:
    engine.close_dispatcher()
