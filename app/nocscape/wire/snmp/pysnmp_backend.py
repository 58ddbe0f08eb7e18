"""The back-end that runs everywhere and knows all of SNMP: v1, v2c, v3, contexts, SET, raw walks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress

import msgspec

from nocscape.base.counters import Counters
from nocscape.model.credentials import SnmpVersion
from nocscape.wire.snmp.agents import Agent, AgentBook
from nocscape.wire.snmp.errors import (
    AuthFault,
    SnmpAuthError,
    SnmpError,
    SnmpMalformed,
    SnmpStatusError,
    SnmpTimeout,
)
from nocscape.wire.snmp.normal import reader
from nocscape.wire.snmp.pysnmp_link import PysnmpLink, Request, Verb
from nocscape.wire.snmp.pysnmp_values import Oid, Raw, dotted, numbers, to_pysnmp, to_varbind
from nocscape.wire.snmp.stepping import MAX_SKIPS, past, read_columns
from nocscape.wire.snmp.types import Column, ColumnTable, SnmpTarget, SnmpValue, Syntax, VarBind
from nocscape.wire.snmp.usm import easier_ways

Turn = AbstractAsyncContextManager[None]
_SYS_OBJECT_ID = (1, 3, 6, 1, 2, 1, 1, 2, 0)
_ONE_IS_BAD = frozenset({"noSuchName", "genErr"})
"""Error-status that concerns one varbind of a GET and says nothing against the others."""


class PysnmpBackend:
    """Reads and writes through `PysnmpLink`, with retries and splitting as each agent needs them."""

    def __init__(self, book: AgentBook, counters: Counters) -> None:
        self._book = book
        self._link = PysnmpLink(counters)

    async def close(self) -> None:
        """End what is under way and close the sockets."""
        await self._link.close()

    async def get(self, target: SnmpTarget, oids: Sequence[str]) -> list[VarBind]:
        """The named instances in the order asked; what the agent lacks comes as a `NO_SUCH_*`."""
        agent = self._book.of(target)
        asked = [numbers(oid) for oid in oids]
        found: dict[Oid, Raw] = {}
        for first in range(0, len(asked), agent.varbinds):
            await self._get_some(target, agent, asked[first : first + agent.varbinds], found)
        return [to_varbind(found[oid]) for oid in asked]

    async def scalars(self, target: SnmpTarget, columns: Sequence[Column]) -> dict[str, SnmpValue]:
        """Declared scalars by OID, with what the agent lacks left out."""
        answer = await self.get(target, [column.oid for column in columns])
        read = {c.oid: reader(c.syntax)(v.value) for c, v in zip(columns, answer, strict=True)}
        return {oid: value for oid, value in read.items() if value is not None}

    async def columns(self, target: SnmpTarget, columns: Sequence[Column], *, most_rows: int) -> ColumnTable:
        """Declared columns, read in step."""
        agent = self._book.of(target)

        async def ask(oids: Sequence[Oid], repetitions: int) -> list[Raw]:
            return await self._next(target, agent, oids, repetitions)

        return await read_columns(ask, agent, columns, most_rows)

    async def after(self, target: SnmpTarget, oids: Sequence[str]) -> dict[str, str]:
        """The instance that follows each of a few OIDs, empty at the end of the MIB."""
        left = [numbers(oid) for oid in oids]
        found: dict[str, str] = {}
        while left:
            try:
                reply = await self._exchange(target, self._book.of(target), Request(Verb.NEXT, left))
            except SnmpStatusError as refusal:
                if refusal.status != "noSuchName" or not 0 < refusal.index <= len(left):
                    break
                found[dotted(left.pop(refusal.index - 1))] = ""
                continue
            for oid, raw in zip(left, reply, strict=False):
                if raw.syntax is Syntax.END_OF_MIB or raw.oid > oid:
                    found[dotted(oid)] = "" if raw.syntax is Syntax.END_OF_MIB else dotted(raw.oid)
            break
        return found

    async def walk(self, target: SnmpTarget, root: str, *, most: int) -> AsyncIterator[list[VarBind]]:
        """Everything below `root` as it comes, one reply at a time; a `root` that is an instance gives itself.

        Where the agent fails at a row, what follows it is read all the same.
        """
        agent = self._book.of(target)
        under = numbers(root)
        at, count, skips = under, 0, 0
        while count < most:
            reply = await self._next_or_end(target, agent, at, most - count)
            if reply is None and skips < MAX_SKIPS:
                at, skips = past(under, at, skips), skips + 1
                continue
            chunk = _within(under, at, reply or [], agent)
            if chunk:
                yield [to_varbind(raw) for raw in chunk[: most - count]]
                count += len(chunk)
                at, skips = chunk[-1].oid, 0
            elif count == 0:
                alone = (await self.get(target, [root]))[0]
                if not alone.syntax.is_exception:
                    yield [alone]
                return
            else:
                return
        if most > 1:
            agent.fault("too_many_rows", dotted(at))

    async def set(self, target: SnmpTarget, varbinds: Sequence[VarBind]) -> list[VarBind]:
        """Write; sent once, since a lost reply does not mean a lost write (RFC 3416 section 4.2.5)."""
        agent = self._book.of(target)
        request = Request(Verb.SET, [numbers(v.oid) for v in varbinds], [to_pysnmp(v) for v in varbinds])
        async with agent.turn:
            return [to_varbind(raw) for raw in await self._link.send(target, request)]

    async def knock(self, target: SnmpTarget) -> None:
        """Return once the agent answers anything at all."""
        with suppress(SnmpStatusError):
            await self._unqueued(target, Request(Verb.GET, [_SYS_OBJECT_ID]))

    async def ends_at(self, target: SnmpTarget, oid: str) -> bool:
        """Whether the agent has nothing after `oid`. Who asks holds the agent's turn already."""
        try:
            reply = await self._unqueued(target, Request(Verb.NEXT, [numbers(oid)]))
        except SnmpStatusError as refusal:
            return refusal.status == "noSuchName"
        return bool(reply) and reply[0].syntax is Syntax.END_OF_MIB

    async def _unqueued(self, target: SnmpTarget, request: Request) -> list[Raw]:
        """Send without waiting for the agent's turn."""
        return await self._exchange(target, self._book.of(target), request, nullcontext())

    async def _next_or_end(self, target: SnmpTarget, agent: Agent, at: Oid, most: int) -> list[Raw] | None:
        """What follows `at`, `most` rows of it; nothing where nothing does, None where the agent fails to say."""
        repetitions = min(agent.varbinds, most)
        while True:
            try:
                return await self._next(target, agent, [at], repetitions)
            except SnmpStatusError as refusal:
                if refusal.status == "noSuchName":
                    return []
                agent.fault(refusal.status, dotted(at))
                if repetitions == 1:
                    return None
                repetitions //= 2
                if refusal.status == "tooBig":
                    agent.back_off(repetitions)

    async def _next(self, target: SnmpTarget, agent: Agent, oids: Sequence[Oid], repetitions: int) -> list[Raw]:
        """The successors of `oids`, by GETBULK where the version has it and more than one row is wanted."""
        if repetitions == 1 or target.credential.version is SnmpVersion.V1:
            return await self._exchange(target, agent, Request(Verb.NEXT, oids))
        return await self._exchange(target, agent, Request(Verb.BULK, oids, repetitions=repetitions))

    async def _get_some(self, target: SnmpTarget, agent: Agent, oids: Sequence[Oid], found: dict[Oid, Raw]) -> None:
        """Fill `found` for `oids`, leaving out what makes a request fail and splitting what is too big."""
        left = list(oids)
        while left:
            try:
                reply = await self._exchange(target, agent, Request(Verb.GET, left))
            except SnmpStatusError as refusal:
                if refusal.status in _ONE_IS_BAD and 0 < refusal.index <= len(left):
                    missing = left.pop(refusal.index - 1)
                    if refusal.status != "noSuchName":
                        agent.fault("general_error", dotted(missing))
                    found[missing] = Raw(missing, Syntax.NO_SUCH_OBJECT, None)
                    continue
                if len(left) == 1 or refusal.status not in (*_ONE_IS_BAD, "tooBig"):
                    raise
                half = len(left) // 2
                await self._get_some(target, agent, left[:half], found)
                await self._get_some(target, agent, left[half:], found)
                return
            got = {raw.oid: raw for raw in reply}
            rest = [oid for oid in left if oid not in got]
            found |= {oid: got[oid] for oid in left if oid in got}
            if len(rest) == len(left):
                raise SnmpMalformed(str(target), "GET")
            left = rest

    async def _exchange(
        self, target: SnmpTarget, agent: Agent, request: Request, turn: Turn | None = None
    ) -> list[Raw]:
        """Send, and on silence send again, asking for less each time; the agent's `turn` is held per attempt."""
        sizes = _sizes(request, target.retries + 1, is_alive=agent.has_answered)
        silence: SnmpError = SnmpTimeout(str(target), len(sizes))
        for attempt, repetitions in enumerate(sizes):
            sized = request if attempt == 0 else _resized(request, repetitions)
            try:
                async with turn or agent.turn:
                    reply = await self._link.send(target, sized)
            except SnmpTimeout as error:
                agent.speaks_v3 |= error.is_heard
                continue
            except SnmpMalformed as error:
                silence = error
                continue
            agent.went_well(len(reply))
            agent.prove(target.credential)
            if repetitions < request.repetitions:
                agent.stumbled(repetitions * len(request.oids))
            return reply
        if agent.speaks_v3 and not agent.is_proven(target.credential):
            raise await self._why_silent(target) or silence
        raise silence

    async def _why_silent(self, target: SnmpTarget) -> SnmpAuthError | None:
        """Ask a v3 engine that is there, but silent, in easier ways, to learn what it did not like."""
        for fault, credential in easier_ways(target.credential):
            try:
                await self._link.send(
                    msgspec.structs.replace(target, credential=credential), Request(Verb.NEXT, [(1, 3)])
                )
            except SnmpTimeout:
                continue
            except SnmpAuthError as error:
                return SnmpAuthError(str(target), fault if error.kind is AuthFault.UNSUPPORTED_LEVEL else error.kind)
            except SnmpStatusError:
                pass
            return SnmpAuthError(str(target), fault)
        return None


def _sizes(request: Request, attempts: int, *, is_alive: bool) -> list[int]:
    """Repetitions for each attempt; an agent that has answered before gets a last, smallest one."""
    sizes = [max(1, request.repetitions >> (2 * attempt)) for attempt in range(attempts)]
    if is_alive and request.verb is Verb.BULK and sizes[-1] > 1:
        sizes.append(1)
    return sizes


def _resized(request: Request, repetitions: int) -> Request:
    if request.verb is Verb.BULK and repetitions == 1:
        return Request(Verb.NEXT, request.oids)
    return request._replace(repetitions=repetitions)


def _within(under: Oid, at: Oid, reply: Sequence[Raw], agent: Agent) -> list[Raw]:
    """The part of `reply` that lies below `under` and goes up from `at`; what breaks the order is recorded."""
    chunk: list[Raw] = []
    for raw in reply:
        if raw.syntax is Syntax.END_OF_MIB or raw.oid[: len(under)] != under:
            break
        if raw.oid <= at:
            agent.fault("not_increasing", dotted(raw.oid))
            break
        at = raw.oid
        chunk.append(raw)
    return chunk
