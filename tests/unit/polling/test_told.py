"""What was told of a device, and how long that counts."""

from __future__ import annotations

from nocscape.model.metrics import Gap, Sample, SeriesKey
from nocscape.polling.told import MARKED_FOR_S, ToldSeries


def sample(name: str, value: float | None = 1.0) -> Sample:
    return Sample(SeriesKey("d", "m", name), 0, value)


def test_what_had_a_value_within_the_hour_has_a_gap_now() -> None:
    told = ToldSeries()
    told.note([sample("old")], 0.0)
    told.note([sample("new"), sample("never", None)], 1.0)
    gaps = told.gaps(9, MARKED_FOR_S + 0.5, Gap.NO_ANSWER)
    assert [(gap.key.instance, gap.gap) for gap in gaps] == [("new", Gap.NO_ANSWER)]


def test_a_device_that_names_its_rows_otherwise_in_every_poll_takes_no_more_room() -> None:
    told = ToldSeries()
    for poll in range(1000):
        told.note([sample(f"{poll}-{row}") for row in range(10)], 60.0 * poll)
    an_hour = 10 * MARKED_FOR_S / 60
    assert len(told._told_s) <= 2 * an_hour + 10
