"""Rows that were asked for by name."""

from __future__ import annotations

from nocscape.wire.snmp import Column, ColumnTable, RowPlan, Rows, SnmpValue, Syntax

OCTETS_IN, NAME, LEVEL = Column("1.1", Syntax.COUNTER32), Column("1.2", Syntax.OCTETS), Column("1.3", Syntax.INTEGER)
TABLE: ColumnTable = {"1.1": {"1": 5, "3": 2**32 - 1}, "1.2": {"1": b"one", "2": b"two"}, "1.3": {"2": -40, "3": 7}}
PLAN = RowPlan.of(dict.fromkeys((OCTETS_IN, NAME, LEVEL), ("1", "2", "3")))


def test_what_was_said_comes_back_by_column_and_index() -> None:
    assert Rows.of_table(PLAN, TABLE).table() == TABLE
    assert Rows.of_table(PLAN, TABLE).table([NAME]) == {"1.2": TABLE["1.2"]}


def test_numbers_lie_side_by_side_in_the_order_of_the_plan() -> None:
    numbers = Rows.of_table(PLAN, TABLE).numbers(OCTETS_IN)
    assert numbers.values.tolist() == [5, 0, 2**32 - 1]
    assert numbers.is_there.tolist() == [True, False, True]


def test_negative_numbers_are_told_beside_the_others() -> None:
    rows = Rows.of_table(PLAN, TABLE)
    assert rows.numbers(LEVEL).values.tolist() == [0, 0, 7]
    assert rows.table([LEVEL]) == {"1.3": {"2": -40, "3": 7}}


def test_a_column_that_was_not_asked_for_has_no_numbers() -> None:
    assert not len(Rows.of_table(PLAN, TABLE).numbers(Column("1.9", Syntax.INTEGER)).values)


def test_values_of_another_kind_than_declared_are_left_out_and_unsigned_ones_put_right() -> None:
    said: list[SnmpValue] = [-1, b"many", 2**40, 7, None, "1.3", b"1", 1.5, None]
    rows = Rows.of_values(PLAN, said)
    assert rows.table() == {"1.1": {"1": 2**32 - 1, "3": 0}, "1.2": {}, "1.3": {}}


def test_plain_numbers_are_taken_all_at_once_and_the_same() -> None:
    assert Rows.of_values(PLAN, [1, 2, 3, 4, 5, 6, 7, 8, 2**33]).table() == {
        "1.1": {"1": 1, "2": 2, "3": 3},
        "1.2": {},
        "1.3": {"1": 7, "2": 8, "3": 2**33},
    }


def test_a_smaller_plan_is_served_from_a_larger_answer() -> None:
    rows = Rows.of_table(PLAN, TABLE)
    part = rows.only(RowPlan.of({LEVEL: ("1", "2", "3"), NAME: ("1", "2", "3")}))
    assert part is not None
    assert part.table() == {"1.3": TABLE["1.3"], "1.2": TABLE["1.2"]}
    assert rows.only(RowPlan.of({LEVEL: ("1", "2")})) is None


def test_a_few_rows_find_their_places_among_more() -> None:
    rows = Rows.of_table(RowPlan.of({LEVEL: ("3",)}), TABLE).spread({LEVEL: ("1", "2", "3")})
    assert rows.numbers(LEVEL).is_there.tolist() == [False, False, True]


def test_devices_of_one_making_share_a_plan_and_its_requests() -> None:
    again = RowPlan.of(dict(PLAN.rows))
    assert again is PLAN
    assert again.request(0, 2) is PLAN.request(0, 2)
