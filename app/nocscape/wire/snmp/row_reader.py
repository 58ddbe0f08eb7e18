"""Reads named rows of one v2c agent, as many at once as it stands."""

from __future__ import annotations

import secrets
from functools import partial

from nocscape.wire.snmp.agents import START_VARBINDS, Agent
from nocscape.wire.snmp.errors import SnmpTimeout
from nocscape.wire.snmp.gufo_session import GufoSession, UnreadableError
from nocscape.wire.snmp.row_messages import LEAST_REQUEST_ID, MOST_REQUEST_ID, Answer
from nocscape.wire.snmp.rows import Numbers, RowPlan, Rows
from nocscape.wire.snmp.types import SnmpTarget, SnmpValue

_TOO_BIG = 1


class RowReader:
    """One read. A reply of another shape than expected ends it, for a parser to try."""

    def __init__(self, session: GufoSession, target: SnmpTarget, agent: Agent, plan: RowPlan) -> None:
        self._session = session
        self._target = target
        self._agent = agent
        self._plan = plan
        self._most = agent.window.size
        self._first = 0
        self._answers: list[Answer] = []

    async def read(self) -> Rows | None:
        """The rows; None where the agent's replies make no sense, or it never gave any to such requests.

        SnmpTimeout where it did and is silent now.
        """
        silences, slowest_s, is_lossy = 0, 0.0, False
        while self._first < len(self._plan):
            try:
                answer = await self._ask(self._count())
            except TimeoutError:
                silences, is_lossy = silences + 1, True
                if silences > self._target.retries and self._agent.window.is_proven:
                    raise SnmpTimeout(str(self._target), silences) from None
                if silences > self._target.retries:
                    return None
                self._most = min(self._most, START_VARBINDS)
            except UnreadableError:
                self._agent.fault("unreadable", "")
                return None
            else:
                if not self._take(answer):
                    return None
                silences, slowest_s = 0, max(slowest_s, self._session.rtt_s)
        window = self._agent.window
        window.note(slowest_s, is_full=len(self._plan) >= window.size, is_lossy=is_lossy)
        return self._rows()

    def _count(self) -> int:
        """What is left in as few requests as possible, of one size: a request costs as much as a hundred rows."""
        left = len(self._plan) - self._first
        requests = -(-left // self._most)
        return -(-left // requests)

    async def _ask(self, count: int) -> Answer:
        request, agent = self._plan.request(self._first, count), self._agent
        request_id = secrets.randbelow(MOST_REQUEST_ID - LEAST_REQUEST_ID) + LEAST_REQUEST_ID
        read = partial(request.read, request_id=request_id, shape=agent.shapes.get(request))
        message = request.message(self._target.credential.community, request_id)
        answer = await self._session.exchange(message, read, self._target.timeout_s)
        if answer.shape is not None:
            agent.shapes[request] = answer.shape
        return answer

    def _take(self, answer: Answer) -> bool:
        """Keep what came, or ask for less where that was too much; False for any other refusal."""
        self._agent.has_answered = True
        if not answer.status:
            self._answers.append(answer)
            self._first += len(answer.numbers)
        elif answer.status == _TOO_BIG and self._most > 1:
            self._most //= 2
            self._agent.window.limit(self._most)
        else:
            return False
        return True

    def _rows(self) -> Rows:
        numbers = Numbers.joined([Numbers(answer.numbers, answer.is_number) for answer in self._answers])
        others: dict[int, SnmpValue] = {}
        first = 0
        for answer in self._answers:
            others |= {first + place: value for place, value in answer.others.items()}
            first += len(answer.numbers)
        return Rows(self._plan, numbers, others)
