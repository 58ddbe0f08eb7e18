"""Formulas over metrics: `used / size`, `rate(x)`, `sum(in) + sum(out)`, `percentile(x, 95)`.

A formula is parsed by Python's own parser and then allowed nothing but numbers, names, + - * / and the functions below.
Names stand for arrays of one length (instances at one time, or one series over time), or for single numbers. Units take
care of themselves: `used / size` is a percentage where the result's unit is `%`, in whatever units the two are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from nocscape.base.dimensions import NUMBER, SECOND, Dimension
from nocscape.base.errors import InputError
from nocscape.base.i18n import tr

Numbers = NDArray[np.float64]
MOST_LETTERS = 500
_MOST_NODES = 100
_MOST = 1e100


def _percentile(values: Numbers, share: Numbers) -> Numbers:
    """By nearest rank: the smallest value that `share` percent do not exceed."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.array([np.nan])
    return np.array([np.percentile(known, float(np.clip(share[0], 0, 100)), method="inverted_cdf")])


def _over(reduce: Callable[[Numbers], np.float64]) -> Callable[[Numbers], Numbers]:
    """One number of many, gaps left out; a gap where there is nothing else."""

    def reduced(values: Numbers) -> Numbers:
        known = values[~np.isnan(values)]
        return np.array([reduce(known) if len(known) else np.nan])

    return reduced


_ONE: dict[str, Callable[[Numbers], Numbers]] = {
    "sum": _over(np.sum),
    "mean": _over(np.mean),
    "min": _over(np.min),
    "max": _over(np.max),
    "abs": np.abs,
}
_RATE, _PERCENTILE = "rate", "percentile"
_REDUCING = frozenset({"sum", "mean", "min", "max", _PERCENTILE})


class Formula:
    """A checked formula. Raises InputError that says what is wrong with it."""

    def __init__(self, text: str) -> None:
        if len(text) > MOST_LETTERS:
            raise InputError(tr("The formula is longer than {most} letters", most=MOST_LETTERS))
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise _wrong(text) from error
        if sum(1 for _ in ast.walk(self._tree)) > _MOST_NODES:
            raise _wrong(text)
        self.text = text
        names: dict[str, None] = {}
        _check(self._tree, names)
        self.names = tuple(names)
        """Metrics that it needs, in the order of their appearance."""
        self.is_single = _is_single(self._tree)
        """Whether it makes one number of however many."""

    def check(self, units: Mapping[str, Dimension], result: Dimension) -> None:
        """Raises InputError where names with these units do not make a result of that kind."""
        found = _dimension(self._tree, units)
        if not found.is_like(result):
            said = tr(
                "{formula} is measured in {found}, not in {wanted}",
                formula=self.text,
                found=_said(found),
                wanted=_said(result),
            )
            raise InputError(said)

    def values(
        self,
        known: Mapping[str, Numbers],
        units: Mapping[str, Dimension],
        result: Dimension,
        times_s: Numbers | None = None,
    ) -> Numbers:
        """The result in its unit, as long as the longest operand.

        NaN where an operand is missing or a divisor is zero. `times_s` is needed by `rate` alone.
        """
        plain = {name: np.asarray(known[name]) * units[name].factor for name in self.names}
        with np.errstate(all="ignore"):
            found = _value(self._tree, plain, times_s) / result.factor
        return np.where(np.isfinite(found), found, np.nan)


def _said(unit: Dimension) -> str:
    """A unit for people, to whom 1 is none."""
    return tr("a plain number or %") if unit.is_like(NUMBER) else str(unit)


def _wrong(text: str) -> InputError:
    return InputError(
        tr("{formula} is no formula", formula=text[:80]),
        hint=tr("Names of metrics, numbers, + - * /, and sum, mean, min, max, abs, rate, percentile"),
    )


def _check(node: ast.expr, names: dict[str, None]) -> None:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool) and abs(number) < _MOST:
            return
        case ast.Name(id=name):
            names[name] = None
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, names)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            _check(left, names)
            _check(right, names)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _ONE or name == _RATE:
            _check(argument, names)
        case ast.Call(func=ast.Name(id=name), args=[argument, ast.Constant() as share], keywords=[]) if (
            name == _PERCENTILE
        ):
            _check(share, names)
            _check(argument, names)
        case _:
            raise _wrong(ast.unparse(node))


def _is_single(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_single(operand)
        case ast.BinOp(left=left, right=right):
            return _is_single(left) and _is_single(right)
        case ast.Call(func=ast.Name(id=name)):
            return name in _REDUCING
    return False


def _dimension(node: ast.expr, units: Mapping[str, Dimension]) -> Dimension:
    match node:
        case ast.Name(id=name):
            if name not in units:
                raise InputError(tr("There is no metric {name} here", name=name))
            return units[name]
        case ast.UnaryOp(operand=operand):
            return _dimension(operand, units)
        case ast.BinOp(left=left, op=op, right=right):
            return _joined(node, op, _dimension(left, units), _dimension(right, units))
        case ast.Call(func=ast.Name(id=name), args=[argument, *_]):
            inner = _dimension(argument, units)
            return inner.times(SECOND, -1) if name == _RATE else inner
    return NUMBER


def _joined(node: ast.expr, op: ast.operator, left: Dimension, right: Dimension) -> Dimension:
    if isinstance(op, ast.Mult | ast.Div):
        return left.times(right, 1 if isinstance(op, ast.Mult) else -1)
    if not left.is_like(right):
        raise InputError(
            tr(
                "{formula} adds {left} and {right}",
                formula=ast.unparse(node)[:80],
                left=_said(left),
                right=_said(right),
            )
        )
    return left


def _value(node: ast.expr, known: Mapping[str, Numbers], times_s: Numbers | None) -> Numbers:
    match node:
        case ast.Constant(value=int() | float() as number):
            return np.array([float(number)])
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(operand=operand):
            return -_value(operand, known, times_s)
        case ast.BinOp(left=left, op=op, right=right):
            return _arithmetic(op, _value(left, known, times_s), _value(right, known, times_s))
        case ast.Call(func=ast.Name(id=name), args=[argument, *more]):
            values = _value(argument, known, times_s)
            if name == _RATE:
                return _rate(values, times_s)
            return _percentile(values, _value(more[0], known, times_s)) if more else _ONE[name](values)
    raise _wrong(ast.unparse(node))


def _arithmetic(op: ast.operator, left: Numbers, right: Numbers) -> Numbers:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    return left / right


def _rate(values: Numbers, times_s: Numbers | None) -> Numbers:
    """How fast the values change, from the value before each; the first has none."""
    if times_s is None or len(values) != len(times_s):
        return np.full(len(values), np.nan)
    return np.concatenate([[np.nan], np.diff(values) / np.diff(times_s)])[: len(values)]
