"""How many named rows are asked of an agent at once."""

from __future__ import annotations

from nocscape.wire.snmp.agents import MOST_ROWS, QUICK_S, START_VARBINDS, RowWindow


def answer_well(window: RowWindow, times: int = 1) -> None:
    for _ in range(times):
        window.answered(QUICK_S / 2)
        window.read(is_lossy=False)


def lose(window: RowWindow, times: int) -> None:
    for _ in range(times):
        window.read(is_lossy=True)


def test_each_answer_to_a_full_request_doubles_what_is_asked_for_up_to_a_limit() -> None:
    window = RowWindow()
    answer_well(window)
    assert window.size == 2 * START_VARBINDS
    answer_well(window, 10)
    assert window.size == MOST_ROWS


def test_a_slow_agent_is_asked_for_no_more() -> None:
    window = RowWindow()
    window.answered(2 * QUICK_S)
    assert window.size == START_VARBINDS


def test_what_is_lost_three_times_in_a_row_is_too_much() -> None:
    window = RowWindow()
    answer_well(window, 10)
    lose(window, 2)
    answer_well(window)
    lose(window, 2)
    assert window.size == MOST_ROWS
    lose(window, 1)
    answer_well(window, 10)
    assert window.size == MOST_ROWS // 2


def test_what_was_too_much_is_tried_again_after_many_reads_that_lost_nothing() -> None:
    window = RowWindow()
    answer_well(window, 10)
    lose(window, 6)
    assert window.size == MOST_ROWS // 4
    answer_well(window, 210)
    assert window.size == MOST_ROWS // 2
    answer_well(window, 210)
    assert window.size == MOST_ROWS


def test_loss_never_makes_requests_smaller_than_a_frame() -> None:
    window = RowWindow()
    lose(window, 30)
    assert window.size == START_VARBINDS


def test_what_an_agent_calls_too_big_is_never_asked_for_again() -> None:
    window = RowWindow()
    answer_well(window)
    window.refused(30)
    answer_well(window, 1000)
    assert window.size == 30
