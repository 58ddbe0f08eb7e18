"""How many named rows are asked of an agent at once."""

from __future__ import annotations

from nocscape.wire.snmp.agents import MOST_ROWS, QUICK_S, START_VARBINDS, RowWindow


def read_well(window: RowWindow, times: int = 1) -> None:
    for _ in range(times):
        window.note(QUICK_S / 2, is_full=True, is_lossy=False)


def test_each_read_that_went_well_doubles_what_is_asked_for_up_to_a_limit() -> None:
    window = RowWindow()
    read_well(window)
    assert window.size == 2 * START_VARBINDS
    read_well(window, 10)
    assert window.size == MOST_ROWS


def test_a_plan_that_fits_as_it_is_and_a_slow_agent_change_nothing() -> None:
    window = RowWindow()
    window.note(0.0, is_full=False, is_lossy=False)
    window.note(2 * QUICK_S, is_full=True, is_lossy=False)
    assert window.size == START_VARBINDS


def test_what_is_lost_three_times_in_a_row_is_too_much_and_never_tried_again() -> None:
    window = RowWindow()
    read_well(window, 10)
    for _ in range(2):
        window.note(0.0, is_full=True, is_lossy=True)
    read_well(window)
    for _ in range(2):
        window.note(0.0, is_full=True, is_lossy=True)
    assert window.size == MOST_ROWS
    window.note(0.0, is_full=True, is_lossy=True)
    read_well(window, 10)
    assert window.size == MOST_ROWS // 2


def test_what_an_agent_calls_too_big_is_never_asked_for_again() -> None:
    window = RowWindow()
    read_well(window)
    window.limit(30)
    read_well(window, 10)
    assert window.size == 30
