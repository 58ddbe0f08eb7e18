"""The fast back-end: declared columns and scalars over v2c and v3, by gufo-snmp.

It takes the clean cases only. Whatever looks odd (an error-status, an order that does not rise, an unreadable reply,
a refusal) it leaves out of its answer, and the thorough back-end reads that part from the beginning.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from gufo.snmp._fast import GetIter
from gufo.snmp.user import User

from nocscape.base.counters import Counters
from nocscape.base.i18n import tr
from nocscape.base.limits import permitted_files
from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp import successors
from nocscape.wire.snmp.agents import Agent
from nocscape.wire.snmp.errors import SnmpTimeout, SnmpUnreachable
from nocscape.wire.snmp.gufo_session import Chunk, Ending, GufoSession, RefusedError, UnreadableError, usm_user
from nocscape.wire.snmp.idle_sessions import IdleSessions
from nocscape.wire.snmp.normal import are_plain, reader
from nocscape.wire.snmp.pysnmp_values import Oid, dotted, numbers
from nocscape.wire.snmp.row_reader import RowReader
from nocscape.wire.snmp.rows import RowPlan, Rows
from nocscape.wire.snmp.types import Column, SnmpTarget, SnmpValue
from nocscape.wire.snmp.usm import UsmIdentity, identity

MAX_BUSY_SESSIONS = 384
MAX_IDLE_SESSIONS = 4096
"""Sockets kept open between reads, where so many files may be open."""
RESERVED_FILES = 512
"""Left to everything else in the process."""

_MAX_USERS = 64
_MOST_REQUEST_ID = 0x7FFF_FFFF
_MAX_REMEMBERED_COLUMNS = 64
_SMALLER = 4
"""What divides the repetitions when a reply got lost or was too long."""

_MOST_TRIES = 4
_FAR_S = 0.01
"""From this round-trip time on it pays to read several columns of an agent at once."""

Values = dict[str, SnmpValue]
ConfirmEnd = Callable[[SnmpTarget, str], Awaitable[bool]]
"""Whether an agent's MIB ends after an OID, which gufo-snmp cannot tell from a refusal."""


class GufoBackend:
    """Reads through cached sessions, each of which serves one reader at a time."""

    def __init__(self, max_concurrent: int, confirm_end: ConfirmEnd, counters: Counters) -> None:
        self._max_concurrent = max_concurrent
        self._confirm_end = confirm_end
        self._counters = counters
        self._busy = asyncio.Semaphore(MAX_BUSY_SESSIONS)
        most_idle = max(0, min(MAX_IDLE_SESSIONS, permitted_files() - MAX_BUSY_SESSIONS - RESERVED_FILES))
        self._idle: IdleSessions[GufoSession] = IdleSessions(most_idle)
        self._in_use: set[GufoSession] = set()
        self._is_closed = False
        self._users: OrderedDict[UsmIdentity, User] = OrderedDict()

    async def columns(
        self, target: SnmpTarget, agent: Agent, columns: Sequence[Column], most_rows: int, rows: int | None = None
    ) -> dict[str, Values]:
        """The columns that could be read cleanly, by OID; SnmpTimeout or SnmpUnreachable where nobody answers.

        `rows` is how many each probably has; else the first one that was read tells.
        """
        waiting = deque(columns)
        done: dict[str, Values] = {}

        async def work() -> None:
            expected = rows
            async with agent.turn, self._session(target, agent) as session:
                while session is not None and waiting and agent.suits_fast:
                    column = waiting.popleft()
                    values = await self._column(session, target, agent, column, most_rows, expected)
                    if values is not None:
                        done[column.oid] = values
                        expected = len(values)

        workers = self._max_concurrent if agent.rtt_s > _FAR_S else 1
        if workers == 1 or len(columns) < 2 * workers:
            await work()
        else:
            await _together([work() for _ in range(workers)])
        return done

    async def scalars(self, target: SnmpTarget, agent: Agent, columns: Sequence[Column]) -> Values | None:
        """The scalars that the agent has; None where the thorough back-end should ask."""
        found: Values = {}
        async with agent.turn, self._session(target, agent) as session:
            if session is None:
                return None
            for first in range(0, len(columns), agent.varbinds):
                some = columns[first : first + agent.varbinds]
                reply = await self._get(session, target, agent, [column.oid for column in some])
                if not reply:
                    return None
                found |= {c.oid: reader(c.syntax)(reply[c.oid]) for c in some if c.oid in reply}
        return {oid: value for oid, value in found.items() if value is not None}

    async def rows(self, target: SnmpTarget, agent: Agent, plan: RowPlan) -> Rows | None:
        """The rows that `plan` names; None where whole columns should be read instead."""
        async with agent.turn, self._session(target, agent) as session:
            if session is None:
                return None
            if target.credential.version is SnmpVersion.V2C:
                rows = await RowReader(session, target, agent, plan).read()
            else:
                rows = await self._rows_by_gufo(session, target, agent, plan)
        agent.note_rows(is_good=rows is not None)
        return rows

    async def _rows_by_gufo(self, session: GufoSession, target: SnmpTarget, agent: Agent, plan: RowPlan) -> Rows | None:
        found: Values = {}
        oids, size = plan.oids, agent.varbinds
        for first in range(0, len(oids), size):
            reply = await self._some_rows(session, target, agent, oids[first : first + size])
            if not reply:
                return None
            found |= reply
        return Rows.of_values(plan, [*map(found.get, oids)])

    async def after(self, target: SnmpTarget, agent: Agent, oids: Sequence[Oid]) -> list[Oid | None] | None:
        """What follows each OID of a v2c agent, None at the end of its MIB; None for all where another should ask."""
        async with agent.turn, self._session(target, agent) as session:
            if session is None:
                return None
            for _ in range(target.retries + 1):
                request_id = secrets.randbelow(_MOST_REQUEST_ID)
                message = successors.request(target.credential.community, request_id, oids)
                read = partial(successors.reply, request_id=request_id)
                try:
                    reply = await session.exchange(message, read, target.timeout_s)
                except TimeoutError:
                    continue
                except UnreadableError as error:
                    _note_unfit(agent, error)
                    return None
                return list(reply.oids) if reply.status == 0 and len(reply.oids) == len(oids) else None
            raise SnmpTimeout(str(target), target.retries + 1)

    async def close(self) -> None:
        """End what is under way, close all sessions and forget the keys."""
        self._is_closed = True
        for session in self._in_use:
            session.abort()
        self._idle.close()
        self._users.clear()

    async def _get(self, session: GufoSession, target: SnmpTarget, agent: Agent, oids: Sequence[str]) -> Values | None:
        for _ in range(target.retries + 1):
            try:
                reply = await session.get(oids, target.timeout_s)
            except TimeoutError:
                continue
            except UnreadableError as error:
                if not error.is_panic and len(oids) > 1:
                    return await self._get_in_halves(session, target, agent, oids)
                _note_unfit(agent, error)
                return None
            except RefusedError:
                session.is_stale = True
                return None
            agent.went_well(len(reply))
            return reply
        if session.is_doubtful:
            return None
        raise SnmpTimeout(str(target), target.retries + 1)

    async def _some_rows(
        self, session: GufoSession, target: SnmpTarget, agent: Agent, oids: Sequence[str]
    ) -> Values | None:
        for _ in range(target.retries + 1):
            try:
                reply = await session.get(oids, target.timeout_s)
            except TimeoutError:
                continue
            except UnreadableError:
                return None
            except RefusedError:
                session.is_stale = True
                return None
            agent.went_well(len(oids))
            return reply
        return None

    async def _get_in_halves(
        self, session: GufoSession, target: SnmpTarget, agent: Agent, oids: Sequence[str]
    ) -> Values | None:
        """What does not fit the buffer as one reply may fit it as two."""
        found: Values = {}
        half = len(oids) // 2
        for some in (oids[:half], oids[half:]):
            reply = await self._get(session, target, agent, some)
            if reply is None:
                return None
            found |= reply
        return found

    async def _column(
        self,
        session: GufoSession,
        target: SnmpTarget,
        agent: Agent,
        column: Column,
        most_rows: int,
        rows: int | None,
    ) -> Values | None:
        """One column, begun anew with fewer repetitions where a reply got lost or was too long."""
        most = min(agent.varbinds, agent.repetitions.get(column.oid, agent.varbinds))
        repetitions = most if rows is None else evenly(rows, most)
        silences = 0
        for _ in range(_MOST_TRIES):
            try:
                values = await self._rows(session, target, agent, column, repetitions, most_rows)
            except TimeoutError:
                silences += 1
                if silences > target.retries:
                    break
            except UnreadableError as error:
                if error.is_panic or repetitions == 1:
                    _note_unfit(agent, error)
                    return None
                _remember_size(agent, column.oid, max(1, repetitions // _SMALLER))
            except RefusedError:
                session.is_stale = True
                return None
            else:
                if silences:
                    agent.stumbled(repetitions)
                return values
            repetitions = max(1, repetitions // _SMALLER)
        ignores_bulk = agent.has_answered and not agent.has_answered_bulk
        if session.is_doubtful or ignores_bulk:
            return None
        raise SnmpTimeout(str(target), silences)

    async def _rows(
        self, session: GufoSession, target: SnmpTarget, agent: Agent, column: Column, repetitions: int, most_rows: int
    ) -> Values | None:
        """One column from its beginning; None where its order is in doubt."""
        rows = _Rows(column, agent, most_rows)
        ending = await session.column(GetIter(column.oid, repetitions), rows.take, target.timeout_s)
        agent.rtt_s = session.rtt_s
        if rows.is_odd:
            return None
        if ending is Ending.REFUSED and not await self._confirm_end(target, rows.last_oid):
            raise UnreadableError("refused, perhaps as too big")
        return rows.values

    @asynccontextmanager
    async def _session(self, target: SnmpTarget, agent: Agent) -> AsyncIterator[GufoSession | None]:
        """An idle session to the agent, or a new one, made ready; None where the agent refuses to be readied."""
        key = (target.address, target.port, target.credential.community, identity(target.credential))
        async with self._busy:
            if self._is_closed:
                raise SnmpUnreachable(str(target), tr("closed"))
            session = self._idle.take(key) or GufoSession(target)
            self._in_use.add(session)
            is_good = False
            try:
                yield session if await self._ready(session, target, agent) else None
                is_good = not session.is_stale and not self._is_closed
            finally:
                self._in_use.discard(session)
                if is_good:
                    self._idle.give_back(key, session)
                else:
                    session.close()

    async def _ready(self, session: GufoSession, target: SnmpTarget, agent: Agent) -> bool:
        """Whether the session can be used; SnmpTimeout where the agent stays silent."""
        user = self._user(target.credential)
        for _ in range(target.retries + 1):
            try:
                await session.prepare(user, target.timeout_s)
            except TimeoutError:
                continue
            except UnreadableError as error:
                _note_unfit(agent, error)
                break
            except RefusedError:
                break
            return True
        else:
            if not session.is_doubtful:
                raise SnmpTimeout(str(target), target.retries + 1)
        session.is_stale = True
        self._counters.add("snmp.fast.refused")
        return False

    def _user(self, credential: SnmpCredential) -> User | None:
        """The v3 user of `credential`; its keys are derived once."""
        if credential.version is not SnmpVersion.V3:
            return None
        key = identity(credential)
        user = self._users.get(key)
        if user is None:
            user = self._users[key] = usm_user(*key)
            if len(self._users) > _MAX_USERS:
                self._users.popitem(last=False)
        return user


class _Rows:
    """One column while it is read."""

    def __init__(self, column: Column, agent: Agent, most_rows: int) -> None:
        self.values: Values = {}
        self.is_odd = False
        self._column = column
        self._cut = len(column.oid) + 1
        self._last: Oid = ()
        self._agent = agent
        self._most_rows = most_rows

    @property
    def last_oid(self) -> str:
        """The last instance that came, or the column itself."""
        return dotted((*numbers(self._column.oid), *self._last))

    def take(self, chunk: Chunk) -> bool:
        """Add what one reply brought; False where no more is wanted: enough, or in an order that does not rise."""
        self._agent.has_answered_bulk = True
        self._agent.went_well(len(chunk))
        if not chunk:
            return True
        before, self._last = self._last, numbers(chunk[-1][0][self._cut :])
        if self._last <= before or not self._add(chunk):
            self.is_odd = True
            return False
        if len(self.values) >= self._most_rows:
            self._agent.fault("too_many_rows", self.last_oid)
            self.values = dict(list(self.values.items())[: self._most_rows])
            return False
        return True

    def _add(self, chunk: Chunk) -> bool:
        """Add `chunk` by index; False where an instance comes twice."""
        cut = self._cut
        found = {oid[cut:]: value for oid, value in chunk}
        if len(found) != len(chunk) or not self.values.keys().isdisjoint(found):
            return False
        if are_plain(self._column.syntax, found.values()):
            self.values |= found
            return True
        read = reader(self._column.syntax)
        for index, raw in found.items():
            value = read(raw)
            if value is None:
                self._agent.fault("wrong_type", f"{self._column.oid}.{index}")
            else:
                self.values[index] = value
        return True


def evenly(rows: int, most: int) -> int:
    """Repetitions, `most` at most, with which the last reply for a column of `rows` reaches little beyond its end.

    Never less than half of `most`: the column may be longer than the last one was.
    """
    replies = -(-(rows + 1) // most)
    return max(-(-(rows + 1) // replies), -(-most // 2))


def _note_unfit(agent: Agent, error: UnreadableError) -> None:
    agent.fault("unreadable", "")
    agent.unfit_for_fast(for_good=error.is_panic)


def _remember_size(agent: Agent, oid: str, repetitions: int) -> None:
    """Ask for so few rows of this column next time, since more do not fit the buffer."""
    if oid in agent.repetitions or len(agent.repetitions) < _MAX_REMEMBERED_COLUMNS:
        agent.repetitions[oid] = repetitions


async def _together(work: Sequence[Awaitable[None]]) -> None:
    """Run all and wait for all; the first fault ends the others and is raised as it is."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
