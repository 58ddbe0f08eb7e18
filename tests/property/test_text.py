"""Device-supplied text and numbers for people."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base import text, units


@given(st.binary(max_size=3000))
def test_no_bytes_from_the_wire_leave_control_or_direction_characters(raw: bytes) -> None:
    shown = text.from_wire(raw)
    assert len(shown) <= text.MAX_TEXT
    assert not {unicodedata.category(c) for c in shown if c not in "\n\t"} & {"Cc", "Cf", "Cs", "Co"}


@given(st.text(alphabet="가나다라마바사 abc", min_size=1))
def test_korean_names_survive_in_both_encodings(name: str) -> None:
    assert text.decode(name.encode()) == name
    assert text.decode(name.encode("euc-kr")) == name


KOREAN = (
    "본사",
    "서울",
    "부산지점",
    "백본스위치",
    "방화벽",
    "전산실",
    "3층 회의실",
    "무선AP",
    "라우터",
    "대전센터",
    "가상서버",
)
CHINESE = (
    "办公室交换机",
    "核心",
    "汇聚交换机",
    "三楼机房",
    "防火墙",
    "北京",
    "上海分公司",
    "无线控制器",
    "数据中心",
    "路由器",
)
WESTERN = ("Büro-Süd", "Zürich", "façade", "Málaga", "Göteborg", "São Paulo", "Brière", "Ærø", "Köln")


@pytest.mark.parametrize("name", KOREAN)
def test_korean_places_survive_in_euc_kr(name: str) -> None:
    assert text.decode(name.encode("euc-kr")) == name


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_places_survive_in_gbk(name: str) -> None:
    assert text.decode(name.encode("gbk")) == name


@pytest.mark.parametrize("name", WESTERN)
def test_western_places_survive_in_latin_1(name: str) -> None:
    assert text.decode(name.encode("latin-1")) == name


@given(st.floats(1e-3, 1e17))
def test_a_prefixed_number_is_within_half_a_percent_of_its_value(value: float) -> None:
    number, unit = units.si(value, "b/s").split(" ")
    power = {"": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}[unit.removesuffix("b/s")]
    assert abs(float(number) * 10**power - value) <= 0.005 * value


def test_durations_show_their_two_largest_units() -> None:
    shown = [units.duration(s) for s in (0.035, 7, 134, 3600, 90061, 41 * 86400 + 3 * 3600)]
    assert shown == ["35 ms", "7 s", "2 min 14 s", "1 h", "1 d 1 h", "41 d 3 h"]


@given(st.text(alphabet="交换机办公室核心汇聚楼层三一二 abc-01", min_size=1))
def test_chinese_names_survive_in_utf_8_and_in_one_line(name: str) -> None:
    assert text.one_line(text.from_wire(name.encode())) == " ".join(name.split())


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=["Cs", "Co", "Cc", "Cf"])))
def test_a_printable_name_in_utf_8_arrives_as_it_is(name: str) -> None:
    kept = name[: text.MAX_TEXT // 4]
    assert text.from_wire(kept.encode()) == kept


@given(st.binary(max_size=600))
def test_cleaning_twice_changes_nothing(raw: bytes) -> None:
    once = text.one_line(text.from_wire(raw))
    assert text.one_line(once) == once
