"""Sockets between reads: one an agent in the long run."""

from __future__ import annotations

from nocscape.model.credentials import SnmpCredential, SnmpVersion
from nocscape.wire.snmp.idle_sessions import SPARE_S, IdleSessions, SessionKey
from nocscape.wire.snmp.usm import identity

PUBLIC = SnmpCredential(name="public", version=SnmpVersion.V2C, community="public")


class Line:
    """A session as these see it."""

    def __init__(self, unheard_s: float = 0.0) -> None:
        self.unheard_s = unheard_s
        self.is_open = True

    def close(self) -> None:
        """Note that the socket is closed."""
        assert self.is_open, "a socket is closed once"
        self.is_open = False


def agent(number: int) -> SessionKey:
    return f"127.0.0.{number}", 161, PUBLIC.community, identity(PUBLIC)


def test_who_comes_next_gets_the_session_that_was_used_last() -> None:
    idle: IdleSessions[Line] = IdleSessions(10)
    first, second = Line(), Line()
    idle.give_back(agent(1), first)
    idle.give_back(agent(1), second)
    assert [idle.take(agent(1)), idle.take(agent(1)), idle.take(agent(1))] == [second, first, None]
    assert len(idle) == 0


def test_a_second_session_that_nobody_wanted_for_long_is_closed() -> None:
    idle: IdleSessions[Line] = IdleSessions(10)
    spare, used = Line(), Line()
    idle.give_back(agent(1), spare)
    idle.give_back(agent(1), used)
    spare.unheard_s = SPARE_S + 1
    assert idle.take(agent(1)) is used
    idle.give_back(agent(1), used)
    assert not spare.is_open
    assert used.is_open
    assert len(idle) == 1


def test_the_only_session_to_an_agent_stays_however_long_it_rests() -> None:
    idle: IdleSessions[Line] = IdleSessions(10)
    rested = Line(unheard_s=100 * SPARE_S)
    idle.give_back(agent(1), rested)
    idle.give_back(agent(2), Line())
    assert idle.take(agent(1)) is rested
    assert rested.is_open


def test_beyond_the_limit_the_agent_that_was_read_longest_ago_loses_its_session() -> None:
    idle: IdleSessions[Line] = IdleSessions(2)
    lines = [Line() for _ in range(3)]
    for number, line in enumerate(lines):
        idle.give_back(agent(number), line)
    assert [line.is_open for line in lines] == [False, True, True]
    assert idle.take(agent(0)) is None
    assert len(idle) == 2


def test_closing_closes_every_session() -> None:
    idle: IdleSessions[Line] = IdleSessions(10)
    lines = [Line() for _ in range(4)]
    for number, line in enumerate(lines):
        idle.give_back(agent(number % 2), line)
    idle.close()
    assert not any(line.is_open for line in lines)
    assert len(idle) == 0
