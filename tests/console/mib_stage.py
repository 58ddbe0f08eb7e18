"""Objects, modules and values of a made-up dictionary, for tests of the panels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from nocscape.base.i18n import msg
from nocscape.console.bridge import Bridge
from nocscape.model.batches import MibRow, Reply
from nocscape.model.commands import Ask
from nocscape.model.mibs import MibFacets, MibFinds, MibHit, MibModule, MibPage
from tests.console.fake_line import FakeLine

A = TypeVar("A", bound=Ask)

IF_DESCR = MibHit(
    name="IF-MIB::ifDescr",
    oid="1.3.6.1.2.1.2.2.1.2",
    kind="column",
    syntax="DisplayString",
    access="read-only",
    local_names={"ko": "인터페이스 설명"},
)
IF_TABLE = MibHit(name="IF-MIB::ifTable", oid="1.3.6.1.2.1.2.2", kind="table", has_children=True)
CISCO = MibHit(name="CISCO-CPU-MIB::cpuLoad", oid="1.3.6.1.4.1.9.9.1", kind="scalar", vendor="cisco", note="ask Kim")
FINDS = MibFinds(
    hits=(IF_DESCR, IF_TABLE, CISCO),
    total=3,
    facets=MibFacets(vendors={"": 2, "cisco": 1}, modules={"IF-MIB": 2, "CISCO-CPU-MIB": 1}, kinds={"column": 1}),
)
MODULES = (
    MibModule(name="IF-MIB", status="shipped", objects=60),
    MibModule(name="ACME-MIB", status="compiled", file="/mibs/acme.mib", objects=12),
    MibModule(
        name="BENT-MIB",
        status="repaired",
        file="/mibs/bent.mib",
        repairs=(msg("line {line}: {what}", line=7, what="x"),),
    ),
    MibModule(
        name="LOST-MIB",
        status="failed",
        file="/mibs/lost.mib",
        line=3,
        reason=msg("{text}", text="its root is nowhere"),
        cure=msg("{text}", text="import GONE-MIB"),
        missing=("GONE-MIB",),
    ),
    MibModule(name="ALSO-LOST-MIB", status="failed", file="/mibs/also.mib", missing=("GONE-MIB", "OTHER-MIB")),
)


def page_of(hit: MibHit, **more: object) -> MibPage:
    """What the dictionary says of a hit."""
    made = {"hit": hit, "path": ("iso", "org", "dod"), "description": f"About {hit.name} <b>plainly</b>.", **more}
    return msgspec.convert(msgspec.to_builtins(made), MibPage)


def number_row(at: float = 0.0, raw: str = "100", syntax: str = "Counter64", row: int = 3) -> MibRow:
    """An instance of a counter, or of what `syntax` says."""
    oid, name = f"1.3.6.1.2.1.31.1.1.1.6.{row}", f"IF-MIB::ifHCInOctets.{row}"
    return MibRow(oid, name, raw, raw, syntax, at, "IF-MIB::ifXTable", str(row))


class Engine:
    """Answers what is asked of a line, by the kind of Ask; what it does not know stays unanswered."""

    def __init__(self, line: FakeLine, bridge: Bridge) -> None:
        self.line = line
        self.bridge = bridge
        self.answers: dict[type, Callable[[Any], object]] = {}
        self._done = 0

    def run(self) -> None:
        """Answer all that was asked, and what is asked because of that."""
        while self._done < len(self.line.sent):
            command = self.line.sent[self._done]
            self._done += 1
            if (answer := self.answers.get(type(command.ask))) is not None:
                said = answer(command.ask)
                if isinstance(said, str) and said.startswith("!"):
                    self.line.tell(Reply(request=command.request, error=msg("{text}", text=said[1:])))
                else:
                    self.line.reply(command.request, msgspec.to_builtins(said))
                self.bridge.tick()

    def asked(self, kind: type[A]) -> list[A]:
        """Everything of this kind that was asked so far."""
        return [ask for ask in self.line.asks if isinstance(ask, kind)]
