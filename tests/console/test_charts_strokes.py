"""What is drawn of a curve: fewer points, the same picture."""

from __future__ import annotations

from itertools import groupby
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from nocscape.console.charts.columns import Columns, lines_of
from nocscape.console.charts.curve import Joined
from nocscape.console.charts.limits import label_boxes
from nocscape.console.charts.ranking import Ranking
from nocscape.console.charts.scene import Drawn, Frame
from nocscape.console.charts.shading import between
from nocscape.model.metrics import SeriesKey

pytestmark = pytest.mark.qt

COLUMNS = 20
FRAME = Frame(QRectF(10, 5, COLUMNS, 40), 0, 1000, 0, 100)


values_with_gaps = st.lists(st.floats(0, 100) | st.just(float("nan")), min_size=1, max_size=400)


@given(values_with_gaps, st.integers(1, 9))
def test_thinning_keeps_the_least_and_the_greatest_and_every_value_where_few_are_enough(
    values: list[float], step: int
) -> None:
    times = np.arange(len(values)) * step
    inside = times <= FRAME.until
    columns = Columns()
    columns.look_at(times, FRAME)
    xs, thin = columns.both(np.array(values))
    assert thin.size <= 2 * (COLUMNS + 3)
    assert (np.diff(xs) >= 0).all()
    known = np.array(values)[inside]
    known = known[np.isfinite(known)]
    if known.size:
        assert np.nanmin(thin) <= known.min()
        assert np.nanmax(thin) >= known.max()
        lows, highs = (columns.one(np.array(values), is_low=is_low)[1] for is_low in (True, False))
        assert (np.nanmin(lows), np.nanmax(highs)) == (np.nanmin(thin), np.nanmax(thin))
    if len(values) <= 2 * COLUMNS and inside.all():
        np.testing.assert_array_equal(thin, values)


@given(values_with_gaps, values_with_gaps, st.integers(1, 9))
def test_columns_of_the_curve_before_are_used_again_for_the_same_times_alone(
    one: list[float], other: list[float], step: int
) -> None:
    shared = Columns()
    for values in (one, other, other, one):
        times, fresh = np.arange(len(values)) * step, Columns()
        for columns in (shared, fresh):
            columns.look_at(times, FRAME)
        for found, right in zip(shared.both(np.array(values)), fresh.both(np.array(values)), strict=True):
            np.testing.assert_array_equal(found, right)


def test_a_peak_keeps_its_column_while_the_chart_moves_on() -> None:
    times, values = np.arange(8000), np.random.default_rng(1).normal(size=8000)
    before, after = Columns(), Columns()
    before.look_at(times, FRAME._replace(since=1000, until=6000))
    after.look_at(times, FRAME._replace(since=1017, until=6017))
    inner = before.both(values)[1][4:-4]
    assert inner.size >= 2 * (COLUMNS - 4)
    assert set(inner.tolist()) <= set(after.both(values)[1].tolist())


@given(values_with_gaps)
def test_lines_go_through_every_value_also_one_between_gaps_and_break_where_there_is_none(values: list[float]) -> None:
    lines = lines_of(np.arange(len(values), dtype=np.float64), np.array(values))
    met = {(line.at(n).x(), line.at(n).y()) for line in lines for n in range(line.size())}
    runs = [list(run) for is_gap, run in groupby(enumerate(values), lambda pair: isnan(pair[1])) if not is_gap]
    assert {(float(x), y) for run in runs for x, y in run} <= met
    assert [line.size() for line in lines] == [max(2, len(run)) for run in runs]
    (alone,) = lines_of(np.array([3.5, 3.5]), np.array([7.0, 7.0]))
    assert alone.last().x() > alone.first().x()


def test_shading_fills_what_lies_between_two_lines_and_leaves_gaps_free(qapp: QApplication) -> None:
    xs = np.array([10.0, 20.0, 21.0, 30.0])
    shade = between(FRAME, xs, np.array([20.0, 20.0, np.nan, 20.0]), np.full(4, 45.0))
    assert shade is not None
    image = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    shade.paint(painter, QColor(0, 0, 255, 255))
    painter.end()
    assert image.pixelColor(15, 30).blue() == 255
    assert image.pixelColor(15, 12).alpha() == 0
    assert image.pixelColor(25, 30).alpha() == 0
    assert between(FRAME, xs[:1], xs[:1], xs[:1]) is None


def test_colours_stay_with_their_curves_while_values_go_up_and_down() -> None:
    ranking = Ranking()

    def drawn(levels: list[float]) -> list[Drawn]:
        keys = [SeriesKey(f"d{n}", "cpu_percent") for n in range(len(levels))]
        curves = [Joined(np.array([0, 10]), np.array([level, level])) for level in levels]
        return [Drawn("", "s1", curve, key=key) for key, curve in zip(keys, curves, strict=True)]

    first = ranking.ranked(drawn([1, 9, 5]), 0, 10, 2)
    assert [c.is_quiet for c in first] == [True, False, False]
    again = ranking.ranked(drawn([99, 9, 5]), 0, 10, 2)
    assert [c.token for c in again] == [c.token for c in first]
    ranking.forget()
    assert [c.is_quiet for c in ranking.ranked(drawn([99, 9, 5]), 0, 10, 2)] == [False, False, True]


def test_curves_are_ranked_anew_when_the_values_of_others_have_come() -> None:
    ranking = Ranking()
    keys = [SeriesKey(f"d{n}", "cpu_percent") for n in range(4)]
    unread = [Drawn("", "s1", key=key) for key in keys]
    ranking.ranked(unread, 0, 10, 2)
    levels = [np.array([n, n], np.float64) for n in range(4)]
    read = [d._replace(joined=Joined(np.array([0, 10]), v)) for d, v in zip(unread, levels, strict=True)]
    assert [c.is_quiet for c in ranking.ranked(read, 0, 10, 2)] == [True, True, False, False]


@given(
    st.lists(st.tuples(st.floats(0, 200), st.floats(1, 300)), max_size=12).map(sorted),
)
def test_the_words_of_limits_never_hide_one_another(lines: list[tuple[float, float]]) -> None:
    area = QRectF(60, 20, 600, 200)
    boxes = label_boxes(area, [y for y, _ in lines], [width for _, width in lines])
    shown = [box for box in boxes if box is not None]
    assert not any(a.intersects(b) for n, a in enumerate(shown) for b in shown[:n])
    assert all(area.left() <= box.left() and box.right() <= area.right() for box in shown)
    assert not lines or boxes[0] is not None
