"""Where text from outside is cut, and what decides between Korean and Chinese."""

from __future__ import annotations

import pytest

from nocscape.base.text import cell, decode, one_line, plain


def test_a_text_as_long_as_the_limit_stays_whole() -> None:
    assert plain("abcd", 4) == "abcd"


def test_a_longer_text_is_cut_to_the_limit_with_a_sign_of_it() -> None:
    assert plain("abcde", 4) == "abc…"
    assert len(plain("가" * 100, 10)) == 10


def test_newlines_and_tabs_stay_and_other_controls_go() -> None:
    assert plain("a\n\tb\x07\u202ec") == "a\n\tbc"


def test_one_line_folds_white_space_and_cuts() -> None:
    assert one_line("  core \n switch\t1 ") == "core switch 1"
    assert one_line("a b c d", 3) == "a …"


@pytest.mark.parametrize("name", ["가", "힣", "서울 본사 2층"])
def test_korean_syllables_from_first_to_last_are_korean(name: str) -> None:
    assert plain(name) == name
    assert decode(name.encode()) == name


def test_half_of_the_signs_being_common_syllables_is_enough_for_korean() -> None:
    name = "서뷁"
    assert decode("서울".encode("euc-kr")) == "서울"
    assert decode(name.encode()) == name


def test_trailing_zero_octets_are_no_text() -> None:
    assert decode(b"core\0\0") == "core"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("-5.5", "-5.5"), ("+rack", "'+rack"), ("sw-1", "sw-1")],
)
def test_a_cell_is_no_formula_and_numbers_stay_numbers(text: str, shown: str) -> None:
    assert cell(text) == shown
