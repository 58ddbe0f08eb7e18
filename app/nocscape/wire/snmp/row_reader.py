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
        self._after_loss = 0
        """How many rows requests ask for at most once what was lost is there; 0 where nothing was."""
        self._first = 0
        self._answers: list[Answer] = []

    async def read(self) -> Rows | None:
        """The rows; None where the agent's replies make no sense, or it never gave any to such requests.

        SnmpTimeout where it did and is silent now.
        """
        silences = 0
        while self._first < len(self._plan):
            try:
                answer = await self._ask(self._count())
            except TimeoutError:
                silences += 1
                if silences > self._target.retries and self._agent.window.is_proven:
                    raise SnmpTimeout(str(self._target), silences) from None
                if silences > self._target.retries:
                    return None
                self._lose()
            except UnreadableError:
                self._agent.fault("unreadable", "")
                return None
            else:
                if not self._take(answer):
                    return None
                silences = 0
        self._agent.window.read(is_lossy=self._after_loss > 0)
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

    def _lose(self) -> None:
        """Ask for few rows once: that tells a packet too large from an agent that is silent."""
        few = min(self._most, START_VARBINDS)
        self._after_loss = max(self._most // 2, few)
        self._most = few

    def _take(self, answer: Answer) -> bool:
        """Keep what came, or ask for less where that was too much; False for any other refusal."""
        window = self._agent.window
        self._agent.has_answered = True
        if not answer.status:
            self._answers.append(answer)
            self._first += len(answer.numbers)
            if not self._after_loss and self._first < len(self._plan):
                window.answered(self._session.rtt_s)
            self._most = self._after_loss or window.size
        elif answer.status == _TOO_BIG and self._most > 1:
            self._most //= 2
            self._after_loss = min(self._after_loss, self._most)
            window.refused(self._most)
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
