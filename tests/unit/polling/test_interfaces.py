"""Counters of a device's ports, poll after poll."""

from __future__ import annotations

import pytest

from nocscape.model.metrics import Gap, Sample
from nocscape.polling import objects
from nocscape.polling.interfaces import ASK_WIDE_EVERY, InterfaceBook
from nocscape.wire.snmp import Column, RowPlan, Rows, SnmpValue
from tests.unit.polling.agents import interface

WIDE_IN, NARROW_IN = objects.IF_HC_IN_OCTETS, objects.IF_IN_OCTETS


def answer(book: InterfaceBook, values: dict[Column, dict[str, SnmpValue]]) -> Rows:
    """An agent's answer to what `book` asks."""
    states: dict[Column, dict[str, SnmpValue]] = {objects.IF_ADMIN: {"1": 1, "2": 1}, objects.IF_OPER: {"1": 1, "2": 2}}
    return Rows.of_table(RowPlan.of(book.rows()), {column.oid: found for column, found in (states | values).items()})


def poll(book: InterfaceBook, at_s: int, values: dict[Column, dict[str, SnmpValue]]) -> list[Sample]:
    return list(book.block(answer(book, values), 100 * (1000 + at_s), at_s, at_s))


@pytest.fixture
def book() -> InterfaceBook:
    return InterfaceBook("switch", [interface(1), interface(2)])


def told(samples: list[Sample], metric: str = "if_in_bps") -> dict[str, float | Gap | None]:
    return {s.key.instance: s.gap or s.value for s in samples if s.key.metric == metric}


def test_octets_become_bits_a_second(book: InterfaceBook) -> None:
    assert not poll(book, 0, {WIDE_IN: {"1": 0, "2": 5}})
    assert told(poll(book, 30, {WIDE_IN: {"1": 30_000, "2": 5}})) == {"port1": 8000.0, "port2": 0.0}


def test_an_agent_without_64_bit_counters_is_read_by_its_32_bit_ones(book: InterfaceBook) -> None:
    poll(book, 0, {NARROW_IN: {"1": 0, "2": 0}})
    assert NARROW_IN in book.columns()
    poll(book, 30, {NARROW_IN: {"1": 2**32 - 100, "2": 0}})
    assert told(poll(book, 60, {NARROW_IN: {"1": 200, "2": 3000}})) == {"port1": 80.0, "port2": 800.0}


def test_a_slow_port_without_64_bit_counters_stands_beside_fast_ones_with_them(book: InterfaceBook) -> None:
    for at_s in (0, 30):
        poll(book, at_s, {WIDE_IN: {"1": 0}, NARROW_IN: {"1": 0, "2": 0}})
    samples = poll(book, 60, {WIDE_IN: {"1": 30_000}, NARROW_IN: {"1": 30_000, "2": 300}})
    assert told(samples) == {"port1": 8000.0, "port2": 80.0}


def test_64_bit_counters_that_appear_later_are_found(book: InterfaceBook) -> None:
    asked_wide = 0
    for number in range(ASK_WIDE_EVERY + 1):
        asked_wide += WIDE_IN in book.columns()
        poll(book, 30 * number, {NARROW_IN: {"1": 0, "2": 0}})
    assert asked_wide == 2
    book._readings = 2 * ASK_WIDE_EVERY
    poll(book, 3000, {WIDE_IN: {"1": 0, "2": 0}, NARROW_IN: {"1": 0, "2": 0}})
    assert NARROW_IN not in book.columns()


def test_a_port_that_got_anothers_ifindex_begins_anew(book: InterfaceBook) -> None:
    poll(book, 0, {WIDE_IN: {"1": 0, "2": 0}})
    book.update([interface(1), interface(2, key="other")])
    assert told(poll(book, 30, {WIDE_IN: {"1": 30, "2": 10**9}})) == {"port1": 8.0}


def test_a_line_card_that_was_replaced_is_a_gap_with_its_reason(book: InterfaceBook) -> None:
    poll(book, 0, {WIDE_IN: {"1": 0, "2": 0}, objects.IF_DISCONTINUITY: {"1": 0, "2": 0}})
    samples = poll(book, 30, {WIDE_IN: {"1": 5, "2": 30}, objects.IF_DISCONTINUITY: {"1": 99_000, "2": 0}})
    assert told(samples) == {"port1": Gap.DISCONTINUITY, "port2": 8.0}


def test_errors_beyond_the_packets_that_fit_are_impossible(book: InterfaceBook) -> None:
    poll(book, 0, {objects.IF_IN_ERRORS: {"1": 0, "2": 0}})
    samples = poll(book, 30, {objects.IF_IN_ERRORS: {"1": 10**9, "2": 30}})
    assert told(samples, "if_in_errors_per_s") == {"port1": Gap.IMPOSSIBLE, "port2": 1.0}


def test_states_are_words(book: InterfaceBook) -> None:
    states = book.states(answer(book, {objects.IF_OPER: {"1": 7, "2": 2, "77": 1}}))
    assert {key: tuple(state) for key, state in states.items()} == {
        "port1": ("up", "lowerLayerDown"),
        "port2": ("up", "down"),
    }


def test_values_of_a_wrong_kind_are_left_out(book: InterfaceBook) -> None:
    assert not poll(book, 0, {WIDE_IN: {"1": "many", "2": None}})
    assert not told(poll(book, 30, {WIDE_IN: {"1": b"1", "2": 1.5}}))
