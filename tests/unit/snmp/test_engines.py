"""The pool that keeps pysnmp's engines bounded."""

from __future__ import annotations

from typing import cast

from pysnmp.entity.engine import SnmpEngine

from nocscape.model.credentials import AuthProtocol, PrivProtocol
from nocscape.wire.snmp.engines import ADDRESSES_PER_ENGINE, MAX_ENGINES, AddressKey, EnginePool
from nocscape.wire.snmp.usm import UsmIdentity


class Engine:
    """Stands for pysnmp's, which takes 60 ms to make."""

    is_closed = False


class Pool(EnginePool):
    """A pool of such engines that remembers them."""

    def __init__(self) -> None:
        self.made: list[Engine] = []
        super().__init__(self._make_one, self._close_one)

    def _make_one(self) -> SnmpEngine:
        self.made.append(Engine())
        return cast("SnmpEngine", self.made[-1])

    def _close_one(self, engine: SnmpEngine) -> None:
        cast("Engine", engine).is_closed = True


def owner(name: str) -> UsmIdentity:
    return name, AuthProtocol.NONE, "", PrivProtocol.NONE, ""


def address(n: int) -> AddressKey:
    return f"10.0.{n >> 8}.{n & 255}", 161, 1.5


def test_users_with_other_keys_never_share_an_engine() -> None:
    pool = Pool()
    with pool.lend(owner("a"), address(1)) as first, pool.lend(owner("b"), address(1)) as second:
        assert first is not second


def test_an_address_stays_with_its_engine() -> None:
    pool = Pool()
    with pool.lend(owner("a"), address(1)) as first:
        pass
    for n in range(2, 1000):
        with pool.lend(owner("a"), address(n)):
            pass
    with pool.lend(owner("a"), address(1)) as again:
        assert again is first
    assert len(pool) == -(-999 // ADDRESSES_PER_ENGINE)


def test_the_engine_used_longest_ago_makes_room() -> None:
    pool = Pool()
    for n in range(MAX_ENGINES + 1):
        with pool.lend(owner(str(n)), address(1)):
            pass
    assert [engine.is_closed for engine in pool.made] == [True] + [False] * MAX_ENGINES
    assert len(pool) == MAX_ENGINES


def test_an_engine_in_use_is_not_closed() -> None:
    pool = Pool()
    with pool.lend(owner("busy"), address(1)) as busy:
        for n in range(MAX_ENGINES * 2):
            with pool.lend(owner(str(n)), address(1)):
                pass
        assert not cast("Engine", busy).is_closed


def test_all_are_closed_in_the_end() -> None:
    pool = Pool()
    for n in range(3):
        with pool.lend(owner(str(n)), address(1)):
            pass
    pool.close()
    assert all(engine.is_closed for engine in pool.made)
    assert len(pool) == 0


def test_one_that_was_used_again_is_not_the_one_used_longest_ago() -> None:
    pool = Pool()
    for n in range(MAX_ENGINES):
        with pool.lend(owner(str(n)), address(1)):
            pass
    with pool.lend(owner("0"), address(1)), pool.lend(owner("new"), address(1)):
        pass
    assert [n for n, engine in enumerate(pool.made) if engine.is_closed] == [1]


def test_an_agent_that_is_forgotten_gets_another_engine_and_no_other_does() -> None:
    pool = Pool()
    lent: list[SnmpEngine] = []
    for n in (1, 2):
        with pool.lend(owner("a"), address(n)) as engine:
            lent.append(engine)
    pool.forget("10.0.0.1", 161)
    with pool.lend(owner("a"), address(1)) as again, pool.lend(owner("a"), address(2)) as other:
        assert again is not lent[0]
        assert other is lent[1]


def test_an_engine_meets_so_many_addresses_and_no_more() -> None:
    pool = Pool()
    for n in range(ADDRESSES_PER_ENGINE):
        with pool.lend(owner("a"), address(n)):
            pass
    assert len(pool) == 1
    with pool.lend(owner("a"), address(ADDRESSES_PER_ENGINE)):
        pass
    assert len(pool) == 2
