"""Formulas against Python's own arithmetic, and against whatever people type."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.dimensions import NUMBER, parse_unit
from nocscape.base.errors import InputError
from nocscape.polling.metrics.formula import Formula

NAMES = ("a", "b", "c")
UNITS = dict.fromkeys(NAMES, NUMBER)

expressions = st.recursive(
    st.sampled_from(NAMES) | st.integers(0, 99).map(str),
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner) | inner.map("(-{})".format),
    max_leaves=12,
)
numbers = st.floats(-1e6, 1e6)


@given(expressions, st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=5))
def test_a_formula_is_what_python_makes_of_it(text: str, rows: list[tuple[float, float, float]]) -> None:
    formula = Formula(text)
    columns = {name: np.array(column) for name, column in zip(NAMES, zip(*rows, strict=True), strict=True)}
    told = np.broadcast_to(formula.values(columns, UNITS, NUMBER), len(rows))
    for value, row in zip(told.tolist(), rows, strict=True):
        try:
            wanted = float(eval(text, {}, dict(zip(NAMES, row, strict=True))))  # noqa: S307 - made above
        except (ZeroDivisionError, OverflowError):
            wanted = math.nan
        if math.isfinite(wanted):
            assert value == pytest.approx(wanted, rel=1e-9, abs=1e-9)
        else:
            assert math.isnan(value)


@given(st.text(max_size=60) | expressions.map(lambda e: f"__import__('os').system({e})"))
def test_whatever_is_typed_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = Formula(text)
    except InputError:
        return
    columns = dict.fromkeys(formula.names, np.array([1.0, 2.0]))
    formula.values(columns, dict.fromkeys(formula.names, NUMBER), NUMBER, np.array([0.0, 60.0]))


@pytest.mark.parametrize(
    "text",
    ["a.b", "a[0]", "a if b else c", "lambda: 1", "a ** b", "sum(a, b)", "open('x')", "a and b", "'a'", "", "(" * 500],
)
def test_what_is_more_than_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Formula(text)


def test_units_take_care_of_themselves() -> None:
    units = {"used": parse_unit("B"), "size": parse_unit("kB"), "rate": parse_unit("Mbit/s")}
    columns = {"used": np.array([500.0]), "size": np.array([2.0]), "rate": np.array([8.0])}
    share, traffic = Formula("used / size"), Formula("rate * 1")
    share.check(units, parse_unit("%"))
    assert share.values(columns, units, parse_unit("%")).tolist() == [25.0]
    assert traffic.values(columns, units, parse_unit("B/s")).tolist() == [1e6]


@pytest.mark.parametrize(
    ("text", "unit"), [("used + rate", "B"), ("used / rate", "%"), ("rate(used)", "B"), ("level * level", "dBm")]
)
def test_units_that_do_not_fit_are_told(text: str, unit: str) -> None:
    units = {"used": parse_unit("B"), "rate": parse_unit("bit/s"), "level": parse_unit("dBm")}
    with pytest.raises(InputError):
        Formula(text).check(units, parse_unit(unit))


def test_functions_leave_gaps_out() -> None:
    values = {"x": np.array([4.0, np.nan, 1.0, 3.0])}
    one = {"x": NUMBER}

    def told(text: str) -> list[float]:
        return [float(x) for x in Formula(text).values(values, one, NUMBER, np.array([0.0, 10.0, 20.0, 30.0]))]

    assert [told("sum(x)"), told("mean(x)"), told("min(x)"), told("max(x)")] == [[8.0], [8 / 3], [1.0], [4.0]]
    assert told("percentile(x, 95)") == [4.0]
    assert told("rate(x)")[3] == 0.2
    assert math.isnan(told("rate(x)")[0])


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("used + load", "%", "used + load adds bit and a plain number or %"),
        ("rate(used)", "%", "rate(used) is measured in bit/s, not in a plain number or %"),
        ("used / heat", "B", "used / heat is measured in bit/°C, not in bit"),
        ("gone / used", "%", "There is no metric gone here"),
    ],
)
def test_what_does_not_fit_is_told_in_units_that_people_know(text: str, unit: str, words: str) -> None:
    units = {"used": parse_unit("B"), "load": parse_unit("%"), "heat": parse_unit("°C")}
    with pytest.raises(InputError) as fault:
        Formula(text).check(units, parse_unit(unit))
    assert fault.value.message == words
