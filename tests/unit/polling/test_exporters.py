"""Pages of metrics: how they are read, and what they mean."""

from __future__ import annotations

import math
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.model.metrics import Gap, Sample
from nocscape.polling.exporters import PageError, Point, load, parse
from nocscape.polling.exporters.library import plain_profile, plain_spec
from nocscape.polling.exporters.page import MOST_OCTETS
from nocscape.polling.exporters.reader import PageReader
from nocscape.polling.metrics.instances import Moment

LIBRARY = load()
BOOT_S = 1_000
WINDOWS = """
windows_cpu_time_total{{core="0,0",mode="idle"}} {idle}
windows_cpu_time_total{{core="0,0",mode="privileged"}} {busy}
windows_cpu_time_total{{core="0,0",mode="user"}} {busy}
windows_cpu_time_total{{core="0,1",mode="user"}} 7
windows_logical_disk_free_bytes{{volume="C:"}} 25e9
windows_logical_disk_size_bytes{{volume="C:"}} 1e11
windows_memory_physical_total_bytes 16e9
windows_memory_physical_free_bytes 4e9
windows_net_bytes_received_total{{nic="Ethernet"}} {octets}
windows_net_packets_received_discarded_total{{nic="Ethernet"}} {octets}
windows_system_processes 181
windows_thermalzone_temperature_celsius{{name="TZ.THRM"}} 41.85
"""
NODE = """
# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
node_boot_time_seconds {boot}
node_cpu_seconds_total{{cpu="0",mode="idle"}} {idle}
node_cpu_seconds_total{{cpu="0",mode="user"}} {busy}
node_cpu_seconds_total{{cpu="1",mode="idle"}} {idle}
node_cpu_seconds_total{{cpu="1",mode="user"}} 0
node_network_receive_bytes_total{{device="lo"}} {octets}
node_network_receive_bytes_total{{device="eth0"}} {octets}
"""


def read(reader: PageReader, page: str, at: int) -> dict[tuple[str, str], float | Gap | None]:
    samples: list[Sample] = reader.read(parse(page.encode(), reader.families), Moment(at, float(at)))
    return {(s.key.metric, s.key.instance): s.gap or s.value for s in samples}


def everything() -> PageReader:
    return PageReader("d", LIBRARY.profiles.values())


def test_a_line_made_to_be_looked_at_again_and_again_is_looked_at_once() -> None:
    """A pattern that tries each brace as the last one would take days for this page."""
    with pytest.raises(PageError):
        parse(b"up{" + b"}" * 1_000_000 + b" x y\n", {"up"})


def test_labels_are_read_with_their_escapes_and_without_control_characters() -> None:
    page = rb'up{path="C:\\Temp",says="a \"b\"\n",evil="' + "\u202e".encode() + b'x"} 1 1395066363000' + b"\n"
    assert parse(page, {"up"}) == {"up": [Point({"path": "C:\\Temp", "says": 'a "b"', "evil": "x"}, 1.0)]}


def test_numbers_may_be_infinite_or_none() -> None:
    points = parse(b"a +Inf\na -Inf\na NaN\na 1e3\n", {"a"})["a"]
    assert [math.isfinite(p.value) for p in points] == [False, False, False, True]


@pytest.mark.parametrize(
    "line", ["a", "a{", 'a{b="c} 1', 'a{b="c" d="e"} 1', "a one", "a 1 soon", "<html>", '{"a": 1}', 'a{b="c"}{} 1']
)
def test_what_is_no_page_of_metrics_is_refused(line: str) -> None:
    with pytest.raises(PageError):
        parse(f"# TYPE a gauge\n{line}\n".encode(), {"a"})


def test_a_page_beyond_measure_is_refused() -> None:
    with pytest.raises(PageError):
        parse(b"#" * (MOST_OCTETS + 1), {"a"})
    with pytest.raises(PageError):
        parse(b"a 1\n" * 60_000, {"a"})


@given(st.binary(max_size=300) | st.text(alphabet='a{}="\\,#1 .\n\r', max_size=60).map(str.encode))
def test_no_page_breaks_the_reading(body: bytes) -> None:
    with suppress(PageError):
        parse(body, {"a"})


@given(st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), st.text('abc"\\ {},=', max_size=9), max_size=4))
def test_whatever_a_label_says_comes_back(labels: dict[str, str]) -> None:
    told = ",".join(
        '{}="{}"'.format(name, value.replace("\\", r"\\").replace('"', r"\"")) for name, value in labels.items()
    )
    (point,) = parse(f"a{{{told}}} 5".encode(), {"a"})["a"]
    assert point == Point({name: " ".join(value.split()) for name, value in labels.items()}, 5.0)


def test_a_unix_host_is_measured_by_what_passed_between_two_pages() -> None:
    reader = everything()
    read(reader, NODE.format(boot=BOOT_S, idle=100, busy=50, octets=10**15), 2000)
    told = read(reader, NODE.format(boot=BOOT_S, idle=104, busy=56, octets=10**15 + 12_500), 2010)
    assert told["core_percent", "0"] == pytest.approx(60)
    assert told["core_percent", "1"] == pytest.approx(0)
    assert told["cpu_percent", ""] == pytest.approx(30)
    assert told["net_in_bps", "eth0"] == pytest.approx(10_000)
    assert ("net_in_bps", "lo") not in told


def test_a_host_that_was_started_again_is_a_gap_and_no_spike() -> None:
    reader = everything()
    read(reader, NODE.format(boot=BOOT_S, idle=1, busy=1, octets=5), 2000)
    told = read(reader, NODE.format(boot=2090, idle=50, busy=50, octets=10**9), 2100)
    assert told["core_percent", "0"] is Gap.RESET
    assert told["net_in_bps", "eth0"] is Gap.RESET
    assert ("cpu_percent", "") not in told


def test_a_counter_that_fell_is_a_gap() -> None:
    reader = everything()
    read(reader, NODE.format(boot=BOOT_S, idle=100, busy=50, octets=1000), 2000)
    told = read(reader, NODE.format(boot=BOOT_S, idle=110, busy=50, octets=10), 2010)
    assert told["net_in_bps", "eth0"] is Gap.RESET


def test_a_windows_host_is_measured() -> None:
    reader = everything()
    read(reader, WINDOWS.format(idle=10, busy=1, octets=0), 2000)
    told = read(reader, WINDOWS.format(idle=18, busy=2, octets=1250), 2010)
    assert told["core_percent", "0,0"] == pytest.approx(20)
    assert told["cpu_percent", ""] == pytest.approx(10)
    assert told["filesystem_percent", "C:"] == told["storage_percent", ""] == pytest.approx(75)
    assert told["memory_percent", ""] == pytest.approx(75)
    assert told["net_in_bps", "Ethernet"] == pytest.approx(1000)
    assert told["net_in_discards_per_s", "Ethernet"] == pytest.approx(125)
    assert told["processes", ""] == 181
    assert told["sensor_temperature_c", "TZ.THRM"] == pytest.approx(41.85)


def test_a_processor_is_never_more_than_busy() -> None:
    reader = everything()
    read(reader, WINDOWS.format(idle=10, busy=10, octets=0), 2000)
    told = read(reader, WINDOWS.format(idle=10, busy=15.1, octets=0), 2010)
    assert told["core_percent", "0,0"] == 100


def test_what_the_agent_measures_is_left_to_it() -> None:
    reader = PageReader("d", LIBRARY.profiles.values(), without={"memory_percent"})
    assert ("memory_percent", "") not in read(reader, WINDOWS.format(idle=1, busy=1, octets=0), 2000)


def test_families_that_no_profile_knows_are_taken_as_they_are() -> None:
    reader = PageReader("d", [plain_profile(["app_requests_total", "app_queue", "app_queue"])])
    read(reader, 'app_requests_total{code="200",path="/a"} 10\napp_queue 3\n', 100)
    told = read(reader, 'app_requests_total{code="200",path="/a"} 60\napp_queue 4\n', 110)
    assert told == {("app_requests_per_s", "code=200,path=/a"): pytest.approx(5.0), ("app_queue", ""): 4.0}


@pytest.mark.parametrize(
    ("family", "unit"),
    [("a_bytes", "B"), ("a_bytes_total", "B/s"), ("a_seconds", "s"), ("a_seconds_total", "1"), ("a", "1")],
)
def test_the_end_of_a_familys_name_tells_its_unit(family: str, unit: str) -> None:
    assert plain_spec(family).unit == unit


@pytest.mark.parametrize(
    "metric",
    [
        "{name: a, title: A, unit: B}",
        "{name: a, title: A, unit: furlong, family: x}",
        "{name: a, title: A, unit: B, formula: nowhere * 2}",
        "{name: a, title: A, unit: B, family: x, colour: red}",
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_with_its_name(tmp_path: Path, metric: str) -> None:
    (tmp_path / "mine.yaml").write_text(f"name: mine\ntitle: Mine\nhas: x\nmetrics: [{metric}]\n")
    with pytest.raises(InputError, match=r"mine\.yaml"):
        load([tmp_path])
