"""Reports say what was so, in the language asked for, and let nothing of a device act."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.base import i18n
from nocscape.base.i18n import Text, in_language
from nocscape.model.metrics import SeriesData, SeriesKey
from nocscape.model.net import Kind
from nocscape.model.words import kind_text
from nocscape.reports import Report, as_html, kinds
from nocscape.reports.document import Cell
from nocscape.reports.kinds.availability import DOWN, UNREACHABLE, UP, outages, percent
from nocscape.reports.kinds.capacity import MOST_CANDIDATES, days_left
from nocscape.reports.kinds.talkers import MOST_INTERVALS, measured_octets
from nocscape.reports.pdf import as_pdf
from tests.unit.reports.made import DAY_S, SINCE, UNTIL, Facts, device, event

PORT = SeriesKey("core-1", "if_in_bps", "1")


@pytest.fixture
def facts() -> Facts:
    """A week: an outage of an hour, a port at 95 %, a disk that fills up by 2 points a day."""
    facts = Facts(device("core-1"), device("<b>x</b>", vendor="Cisco"))
    facts.happened = [event(SINCE + DAY_S, DOWN), event(SINCE + DAY_S + 3600, UP)]
    facts.series[PORT] = [9.5e8] * 168
    facts.series[SeriesKey("core-1", "if_out_bps", "1")] = [1e8] * 168
    facts.series[SeriesKey("core-1", "icmp_loss_percent")] = [0.0] * 167 + [100.0]
    rising = [70 + n / 12 for n in range(168)]
    facts.series[SeriesKey("core-1", "storage_percent", "/")] = rising
    return facts


async def made(name: str, facts: Facts) -> Report:
    return await kinds()[name].make(facts, SINCE, UNTIL)


def words(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(in_language(cell, "en") for cell in cells)


# every kind


def test_the_promised_reports_are_there() -> None:
    assert set(kinds()) == {"availability", "capacity", "top-talkers", "inventory"}


@pytest.mark.parametrize("name", kinds())
@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_report_is_written_as_html_and_pdf_in_both_languages(name: str, language: str, facts: Facts) -> None:
    report = await made(name, facts)
    html, pdf = as_html(report, language), as_pdf(report, language)
    assert f'<html lang="{language}">' in html
    assert "<b>x</b>" not in html.replace("<b>2</b>", "")
    assert "Content-Security-Policy" in html
    assert pdf.startswith(b"%PDF-")
    assert in_language(report.title, language) in html
    assert all(len(row.cells) == len(table.columns) for table in report.tables for row in table.rows)


@pytest.mark.parametrize("name", kinds())
async def test_a_report_of_a_network_without_anything_says_so(name: str) -> None:
    html = as_html(await made(name, Facts()), "en")
    assert "Nothing to report" in html


async def test_a_report_does_not_touch_the_language_in_force(facts: Facts) -> None:
    report = await made("inventory", facts)
    assert "장비" in as_html(report, "ko")
    assert i18n.language() == "en"


async def test_korean_is_embedded_in_a_pdf(facts: Facts) -> None:
    raw = as_pdf(await made("availability", facts), "ko")
    assert b"/FontFile2" in raw
    assert raw.count(b"/Type /Page\n") >= 1


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_gear_has_a_word_in_korean(kind: Kind) -> None:
    assert kind_text(kind).source in i18n.catalogue("ko")


# how they are laid out


async def test_small_tables_stand_side_by_side_and_columns_that_say_nothing_are_left_out(facts: Facts) -> None:
    report = await made("inventory", facts)
    *beside, (devices,) = report.groups()
    assert [[in_language(table.title, "en") for table in group] for group in beside] == [
        ["By kind", "By vendor", "By system"]
    ]
    assert as_html(report, "en").count('<div class="beside">') == 1
    spare = replace_site(report, "")
    (without,) = spare.groups()[-1]
    titles = [[in_language(column.title, "en") for column in table.columns] for table in (devices, without)]
    assert [title for title in titles[0] if title not in titles[1]] == ["Site"]
    assert all(len(row.cells) == len(without.columns) for row in without.rows)
    assert as_pdf(spare, "en").startswith(b"%PDF-")


def replace_site(report: Report, site: str) -> Report:
    """The same inventory with all devices at one place."""
    *others, devices = report.tables
    place = [in_language(column.title, "en") for column in devices.columns].index("Site")
    rows = [row._replace(cells=(*row.cells[:place], site, *row.cells[place + 1 :])) for row in devices.rows]
    return dataclasses.replace(report, tables=(*others, devices._replace(rows=rows)))


# what they say


async def test_an_outage_of_an_hour_in_a_week_costs_that_hour(facts: Facts) -> None:
    report = await made("availability", facts)
    row = next(r for r in report.tables[0].rows if r.cells[0] == "core-1")
    assert words(row.cells)[2:6] == (f"{100 * (1 - 1 / 168):.3f} %", "1", "1 h", "–")
    assert row.tone == "warn"
    assert words(row.cells)[6] == f"{100 - 100 / 168:.3f} %"


async def test_the_busiest_port_is_told_by_its_95th_percentile_against_its_speed(facts: Facts) -> None:
    report = await made("capacity", facts)
    first = report.tables[0].rows[0]
    assert words(first.cells) == ("core-1", "Gi0/1 (uplink)", "in", "1 Gb/s", "950 Mb/s", "950 Mb/s", "95 %")
    assert first.tone == "crit"


async def test_a_port_stands_there_once_with_its_fuller_direction_and_ports_without_a_speed_are_counted() -> None:
    plain = device("plain")
    (port,) = plain.interfaces
    facts = Facts(device("core-1"), replace(plain, interfaces=(replace(port, speed_bps=None),)))
    facts.series = {
        SeriesKey("core-1", "if_in_bps", "1"): [1e8] * 10,
        SeriesKey("core-1", "if_out_bps", "1"): [4e8] * 10,
    }
    facts.series[SeriesKey("plain", "if_in_bps", "1")] = [9e9] * 10
    report = await made("capacity", facts)
    assert [words(row.cells)[0:3] for row in report.tables[0].rows] == [("core-1", "Gi0/1 (uplink)", "out")]
    assert words(report.tables[0].rows[0].cells)[-1] == "40 %"
    said = {in_language(fact.title, "en"): fact.value for fact in report.facts}
    assert (said["Ports below"], said["Ports without a known speed"]) == ("1", "1")


async def test_a_slow_port_that_is_full_is_found_among_many_fast_ones_with_more_traffic() -> None:
    fast = [device(f"leaf-{n}") for n in range(MOST_CANDIDATES + 10)]
    narrow = device("branch")
    (port,) = narrow.interfaces
    facts = Facts(*fast, replace(narrow, interfaces=(replace(port, speed_bps=10_000_000),)))
    facts.series = {SeriesKey(i.device.id, "if_in_bps", "1"): [3e8] * 10 for i in fast}
    facts.series[SeriesKey("branch", "if_in_bps", "1")] = [9.9e6] * 10
    report = await made("capacity", facts)
    assert words(report.tables[0].rows[0].cells)[0] == "branch"
    assert report.tables[0].rows[0].tone == "crit"


async def test_the_volume_of_a_talker_is_what_was_measured(facts: Facts) -> None:
    report = await made("top-talkers", facts)
    assert words(report.tables[0].rows[0].cells)[-1] == "65.3 TiB"


def test_what_was_not_measured_is_no_volume() -> None:
    averages = SeriesData(key=PORT, times=[0, 60, 120, 180], values=[8.0, None, 8.0, 16.0], step_s=60)
    assert measured_octets(averages) == 60 * (1 + 1 + 2)
    samples = SeriesData(key=PORT, times=[10, 20, 30, 3610, 3620], values=[8.0, 8.0, 8.0, 8.0, 8.0])
    assert measured_octets(samples) == 3 * 10 + MOST_INTERVALS * 10
    assert measured_octets(SeriesData(key=PORT, times=[10], values=[8.0])) == 0
    assert measured_octets(SeriesData(key=PORT)) == 0


def test_a_disk_that_rises_by_two_points_a_day_is_full_in_eight_days() -> None:
    times = [int(SINCE) + n * 3600 for n in range(168)]
    data = SeriesData(key=PORT, times=times, values=[70 + n / 12 for n in range(168)])
    assert days_left(data) == pytest.approx((100 - 70 - 167 / 12) / 2, abs=0.01)
    assert days_left(SeriesData(key=PORT, times=times, values=[50.0] * 168)) is None
    assert days_left(SeriesData(key=PORT, times=times[:2], values=[1.0, 2.0])) is None


def test_availability_is_never_rounded_up_to_all() -> None:
    assert percent(99.99999) == "99.999 %"
    assert percent(100.0) == "100 %"


moments = st.lists(
    st.tuples(st.integers(-1000, 2000), st.sampled_from([DOWN, UNREACHABLE, UP]), st.sampled_from(["a", "b"])),
    max_size=30,
    unique_by=lambda m: (m[0], m[2]),
)


@given(moments)
def test_outages_agree_with_walking_through_every_second(moments: list[tuple[int, str, str]]) -> None:
    found = outages([event(at, kind, name) for at, kind, name in moments], 0, 1000)
    for name in "ab":
        state, counted = UP, {DOWN: 0, UNREACHABLE: 0, UP: 0}
        told = {at: kind for at, kind, who in moments if who == name}
        for second in range(-1000, 1000):
            state = told.get(second, state)
            if second >= 0:
                counted[state] += 1
        for kind in (DOWN, UNREACHABLE):
            assert sum(o.seconds for o in found if (o.device, o.kind) == (name, kind)) == counted[kind]


def test_a_message_is_said_in_a_language_that_is_not_in_force() -> None:
    assert in_language(Text("{count} d", {"count": 3}), "ko") == "3일"
    assert in_language("as it is", "ko") == "as it is"
    assert in_language(Text("{count} d", {"count": 3}), "xx") == "3 d"
