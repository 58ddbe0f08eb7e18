"""Reading several columns of tables in step, over any agent, however broken.

Each column has a cursor. One request asks for the rows that follow the cursors; the reply moves them. Whatever an
agent does, each round either moves a cursor, narrows the question or ends a column with a recorded reason, so the
reading ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nocscape.wire.snmp.agents import Agent
from nocscape.wire.snmp.errors import SnmpStatusError
from nocscape.wire.snmp.normal import reader
from nocscape.wire.snmp.pysnmp_values import Oid, Raw, dotted, numbers
from nocscape.wire.snmp.types import Column, ColumnTable, SnmpValue, Syntax

MAX_COLUMNS_IN_STEP = 10
"""Columns asked for in one request; more of them make poor agents stumble."""

MAX_SKIPS = 8
"""Rows in a row that may fail with genErr before the column is given up."""

_SKIPS_A_LEVEL = 3
"""Rows that a walk steps over one by one, before it leaves the rest of their column out."""

AskNext = Callable[[Sequence[Oid], int], Awaitable[list[Raw]]]
"""Ask for the `n` successors of each OID: GETBULK, or GETNEXT where that is all the agent knows."""


def past(root: Oid, at: Oid, skips: int) -> Oid:
    """Where a walk below `root` goes on when the agent fails behind `at` for the `skips + 1`st time.

    First just behind it, for the failing row is most often the next one; after some of them behind their whole column.
    """
    if at == root:
        return (*root, 0)
    leaves_column = skips and skips % _SKIPS_A_LEVEL == 0 and len(at) > len(root) + 1
    kept = at[:-1] if leaves_column else at
    return (*kept[:-1], kept[-1] + 1)


class Cursor:
    """Where the reading of one column stands."""

    def __init__(self, column: Column, most_rows: int, agent: Agent) -> None:
        self.root = numbers(column.oid)
        self.at = self.root
        self.is_done = False
        self.values: dict[str, SnmpValue] = {}
        self._read = reader(column.syntax)
        self._most_rows = most_rows
        self._agent = agent
        self._skips = 0

    @property
    def is_skipping(self) -> bool:
        """Whether the agent failed at the last row."""
        return self._skips > 0 and not self.is_done

    def take(self, raw: Raw) -> None:
        """Move on by one value, or find that the column ends here."""
        depth = len(self.root)
        if raw.syntax is Syntax.END_OF_MIB or raw.oid[:depth] != self.root:
            self.finish("not_increasing" if raw.oid < self.root and raw.syntax is not Syntax.END_OF_MIB else "")
        elif raw.oid <= self.at:
            self.finish("not_increasing", raw.oid)
        else:
            self.at = raw.oid
            self._skips = 0
            self._keep(dotted(raw.oid[depth:]), raw)
            if len(self.values) >= self._most_rows:
                self.finish("too_many_rows")

    def _keep(self, index: str, raw: Raw) -> None:
        value = self._read(raw.value)
        if value is not None:
            self.values[index] = value
        elif not raw.syntax.is_exception and raw.syntax is not Syntax.NULL:
            self._agent.fault("wrong_type", dotted(raw.oid))

    def skip(self) -> None:
        """Step over a row that the agent cannot give; after several of them give the column up."""
        self._agent.fault("general_error", dotted(self.at))
        self._skips += 1
        if self._skips > MAX_SKIPS:
            self.is_done = True
        else:
            self.at = past(self.root, self.at, 0)

    def finish(self, fault: str = "", oid: Oid | None = None) -> None:
        """End the column, for `fault` if one is named."""
        self.is_done = True
        if fault:
            self._agent.fault(fault, dotted(oid or self.at))


async def read_columns(ask: AskNext, agent: Agent, columns: Sequence[Column], most_rows: int) -> ColumnTable:
    """All `columns` with what follows them, at most `most_rows` rows each."""
    cursors = [Cursor(column, most_rows, agent) for column in columns]
    for first in range(0, len(cursors), MAX_COLUMNS_IN_STEP):
        await _read_in_step(ask, agent, cursors[first : first + MAX_COLUMNS_IN_STEP])
    return {column.oid: cursor.values for column, cursor in zip(columns, cursors, strict=True)}


async def _read_in_step(ask: AskNext, agent: Agent, cursors: Sequence[Cursor]) -> None:
    """Move all `cursors` on together until each is done; narrow to halves where the agent cannot follow."""
    while active := [c for c in cursors if not c.is_done]:
        width = min(len(active), agent.varbinds)
        repetitions = 1 if any(c.is_skipping for c in active) else max(1, agent.varbinds // width)
        try:
            moved = _deal_out(active[:width], await ask([c.at for c in active[:width]], repetitions))
        except SnmpStatusError as refusal:
            await _narrow(ask, agent, active[:width], repetitions, refusal)
            continue
        if not moved:
            await _narrow(ask, agent, active[:width], repetitions, None)


def _deal_out(cursors: Sequence[Cursor], reply: Sequence[Raw]) -> bool:
    """Give each cursor its varbinds (RFC 3416 section 4.2.3: row after row); say whether any of them moved."""
    width = len(cursors)
    for place, raw in enumerate(reply):
        cursor = cursors[place % width]
        if not cursor.is_done:
            cursor.take(raw)
    return bool(reply)


async def _narrow(
    ask: AskNext, agent: Agent, cursors: Sequence[Cursor], repetitions: int, refusal: SnmpStatusError | None
) -> None:
    """Ask for less: fewer rows, then half the columns; the single column that still fails is skipped or ended."""
    status = refusal.status if refusal else "empty_reply"
    if status == "noSuchName":
        _end_missing(cursors, refusal.index if refusal else 0)
    elif status == "tooBig" and agent.varbinds > 1:
        agent.fault("too_big", dotted(cursors[0].at))
        agent.back_off(len(cursors) * repetitions // 2)
    elif repetitions > 1:
        await _ask_again(ask, agent, cursors, repetitions // 2)
    elif len(cursors) > 1:
        half = len(cursors) // 2
        await _ask_again(ask, agent, cursors[:half], 1)
        await _ask_again(ask, agent, cursors[half:], 1)
    elif status == "genErr":
        cursors[0].skip()
    else:
        cursors[0].finish(status)


async def _ask_again(ask: AskNext, agent: Agent, cursors: Sequence[Cursor], repetitions: int) -> None:
    """One smaller request, to get as near to the fault as possible."""
    refusal: SnmpStatusError | None = None
    try:
        if _deal_out(cursors, await ask([c.at for c in cursors], repetitions)):
            return
    except SnmpStatusError as error:
        refusal = error
    await _narrow(ask, agent, cursors, repetitions, refusal)


def _end_missing(cursors: Sequence[Cursor], index: int) -> None:
    """SNMPv1 names the first OID without a successor (RFC 1157 section 4.1.3)."""
    if 0 < index <= len(cursors):
        cursors[index - 1].is_done = True
    else:
        for cursor in cursors:
            cursor.is_done = True
