"""What is remembered of each agent: how much it stands at once, what it gets wrong, how many ask it now."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from weakref import WeakKeyDictionary

from nocscape.base.counters import Counters
from nocscape.model.credentials import SnmpCredential
from nocscape.wire.snmp.row_messages import RowRequest, Shape
from nocscape.wire.snmp.types import AgentFault, SnmpTarget
from nocscape.wire.snmp.usm import identity

START_VARBINDS = 50
"""Varbinds asked for in one reply at first: about one Ethernet frame of counters."""

MOST_VARBINDS = 100
"""As many after a while to an agent that never stumbled: a column of a large switch comes in one reply then, and
asking for it costs half as much. The fast back-end's buffer holds hardly more."""

MOST_ROWS = 800
"""Numbers of named rows in one reply, at most: half a dozen frames of Ethernet, all lost with any one of them."""
QUICK_S = 0.3
"""An agent that takes longer over a reply is not asked for more at once."""

MAX_AGENTS = 8192
_GOOD_REPLIES_TO_RECOVER = 200
_LARGE_REPLIES_TO_GROW = 30
_GROWTH = 1.3
_MAX_FAULTS = 32
_MAX_PROVEN = 16
_STRIKES = 3
_READS_TO_RECOVER = 200


class RowWindow:
    """How many rows are asked of an agent by name at once: twice as many after each reply to a full request, as far as
    it and the network between stand it and answers stay quick."""

    def __init__(self) -> None:
        self.size = START_VARBINDS
        self.is_proven = False
        """Whether any read ever came to its end."""
        self._most = MOST_ROWS
        self._losses = 0
        self._good = 0
        self._is_refused = False

    def answered(self, after_s: float) -> None:
        """A request for as much as possible was answered after so many seconds, in a read that has lost nothing."""
        if after_s < QUICK_S:
            self.size = min(self._most, 2 * self.size)

    def read(self, *, is_lossy: bool) -> None:
        """A read is done. Where, several times in a row, something was lost and smaller requests were answered, it was
        too much: it is tried again after many reads that lost nothing."""
        self.is_proven = True
        self._losses = self._losses + 1 if is_lossy else 0
        self._good = 0 if is_lossy else self._good + 1
        if self._losses >= _STRIKES:
            self.size = self._most = max(START_VARBINDS, self.size // 2)
            self._losses = 0
        elif self._good >= _READS_TO_RECOVER and not self._is_refused:
            self._most = min(MOST_ROWS, 2 * self._most)
            self._good = 0

    def refused(self, rows: int) -> None:
        """The agent says that more than `rows` are too many: never ask for more again."""
        self.size = self._most = min(self.size, rows)
        self._is_refused = True


class Agent:
    """One agent's limits and faults.

    `varbinds` is how many values one reply may carry, and `repetitions` how many rows of columns whose values are
    long; `turn` admits as many requests at once as are permitted; `suits_fast` says whether the fast back-end gets on
    with it, and `suits_rows` whether it answers to many named rows at once; `speaks_v3` that a v3 engine was heard
    there; `rtt_s` is the latest round-trip time, 0 where unknown; `shapes` are those of its last answers to named rows.
    """

    def __init__(self, max_concurrent: int, counters: Counters) -> None:
        self.turn = asyncio.Semaphore(max_concurrent)
        self.varbinds = START_VARBINDS
        self.has_answered = False
        self.has_answered_bulk = False
        self.suits_fast = True
        self.suits_rows = True
        self.rtt_s = 0.0
        self.repetitions: dict[str, int] = {}
        self.speaks_v3 = False
        self.window = RowWindow()
        self.shapes: WeakKeyDictionary[RowRequest, Shape] = WeakKeyDictionary()
        self._proven: set[int] = set()
        self._counters = counters
        self._good = 0
        self._large = 0
        self._most = MOST_VARBINDS
        self._strikes = 0
        self._unfit = 0
        self._failed_rows = 0
        self._faults: Counter[str] = Counter()
        self._seen_at: dict[str, str] = {}

    def went_well(self, varbinds: int) -> None:
        """A reply with that many varbinds came; after many replies the agent may be asked for more again."""
        self.has_answered = True
        if varbinds * 2 > self.varbinds:
            self._strikes = 0
            self._grow()
        self._good += 1
        if self._good >= _GOOD_REPLIES_TO_RECOVER and self.varbinds < START_VARBINDS:
            self._good = 0
            self.varbinds = min(START_VARBINDS, self.varbinds * 2)

    def _grow(self) -> None:
        self._large += 1
        if self._large >= _LARGE_REPLIES_TO_GROW and START_VARBINDS <= self.varbinds < self._most:
            self._large = 0
            self.varbinds = min(self._most, int(self.varbinds * _GROWTH))

    def stumbled(self, varbinds: int) -> None:
        """A large request stayed silent and a smaller one was answered: once is loss, again and again is size."""
        self._strikes += 1
        if self._strikes >= _STRIKES:
            self.back_off(varbinds)
            self.fault("large_reply_lost", "")

    def prove(self, credential: SnmpCredential) -> None:
        """Note that the agent answers to `credential`."""
        if len(self._proven) < _MAX_PROVEN:
            self._proven.add(_way_in(credential))

    def is_proven(self, credential: SnmpCredential) -> bool:
        """Whether the agent ever answered to `credential`."""
        return _way_in(credential) in self._proven

    def unfit_for_fast(self, *, for_good: bool) -> None:
        """The fast back-end could not read this agent: leave it to the thorough one, at once or after a few times."""
        self._unfit += _STRIKES if for_good else 1
        if self._unfit >= _STRIKES:
            self.suits_fast = False

    def note_rows(self, *, is_good: bool) -> None:
        """Whether many named rows in one request were answered; after a few failures whole columns are read."""
        self._failed_rows = 0 if is_good else self._failed_rows + 1
        self.suits_rows = self._failed_rows < _STRIKES

    def back_off(self, varbinds: int) -> None:
        """Ask for no more than `varbinds` from now on."""
        self.varbinds = max(1, min(self.varbinds, varbinds))
        self._most = START_VARBINDS
        self._good = 0

    def fault(self, kind: str, oid: str) -> None:
        """Record a deviation that was survived; it counts under `snmp.fault.<kind>` as well."""
        self._counters.add(f"snmp.fault.{kind}")
        if kind in self._faults or len(self._faults) < _MAX_FAULTS:
            self._faults[kind] += 1
            self._seen_at[kind] = oid

    def faults(self) -> tuple[AgentFault, ...]:
        """Every kind of deviation met so far."""
        return tuple(AgentFault(kind=k, oid=self._seen_at[k], count=n) for k, n in self._faults.items())


def _way_in(credential: SnmpCredential) -> int:
    return hash((identity(credential), credential.community, credential.context))


class AgentBook:
    """The agents by address and port; those asked longest ago are forgotten."""

    def __init__(self, max_concurrent: int, counters: Counters) -> None:
        self._max_concurrent = max_concurrent
        self._counters = counters
        self._agents: OrderedDict[tuple[str, int], Agent] = OrderedDict()

    def __len__(self) -> int:
        return len(self._agents)

    def of(self, target: SnmpTarget) -> Agent:
        """What is known of the agent behind `target`."""
        key = (target.address, target.port)
        agent = self._agents.get(key)
        if agent is None:
            agent = self._agents[key] = Agent(self._max_concurrent, self._counters)
            if len(self._agents) > MAX_AGENTS:
                self._agents.popitem(last=False)
        else:
            self._agents.move_to_end(key)
        return agent
