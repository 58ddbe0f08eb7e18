"""Targets against the ipaddress module."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape.base.errors import InputError
from nocscape.discovery.targets import MOST_PARTS, Targets

BASE = int(ipaddress.ip_address("10.0.0.0"))
numbers = st.integers(BASE, BASE + 600)
addresses = numbers.map(lambda n: str(ipaddress.ip_address(n)))
ranges = st.tuples(numbers, st.integers(0, 40)).map(
    lambda p: f"{ipaddress.ip_address(p[0])}-{ipaddress.ip_address(p[0] + p[1])}"
)
networks = st.tuples(numbers, st.integers(24, 32)).map(lambda p: str(ipaddress.ip_network(p, strict=False)))
texts = st.lists(addresses | ranges | networks, min_size=1, max_size=6)


def named(text: str, *, is_target: bool) -> set[str]:
    if "/" in text:
        network = ipaddress.ip_network(text)
        return {str(a) for a in (network.hosts() if is_target else network)}
    begin, _, end = text.partition("-")
    first, last = int(ipaddress.ip_address(begin)), int(ipaddress.ip_address(end or begin))
    return {str(ipaddress.ip_address(n)) for n in range(first, last + 1)}


@given(texts, st.lists(addresses | ranges | networks, max_size=4))
def test_targets_are_what_was_named_without_what_was_excluded(wanted: list[str], unwanted: list[str]) -> None:
    expected = set().union(*(named(t, is_target=True) for t in wanted))
    expected -= set().union(*(named(t, is_target=False) for t in unwanted))
    if not expected:
        with pytest.raises(InputError):
            Targets.parse(wanted, exclude=unwanted)
        return
    targets = Targets.parse(wanted, exclude=unwanted)
    listed = list(targets)
    assert set(listed) == expected
    assert len(listed) == len(targets) == len(expected)
    assert [targets.index(a) for a in listed] == list(range(len(listed)))


@given(texts, st.data())
def test_what_is_left_after_some_are_settled_is_exactly_the_rest(wanted: list[str], data: st.DataObject) -> None:
    targets = Targets.parse(wanted)
    flags = data.draw(st.lists(st.integers(0, 1), min_size=len(targets), max_size=len(targets)))
    left = [a for a, f in zip(targets, flags, strict=True) if not f]
    assert list(targets.where_not(bytes(flags))) == left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.1-3", ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
        ("2001:db8::fe-101", ["2001:db8::fe", "2001:db8::ff", "2001:db8::100", "2001:db8::101"]),
        ("2001:db8::/127", ["2001:db8::", "2001:db8::1"]),
        ("10.0.0.8/31", ["10.0.0.8", "10.0.0.9"]),
        ("10.0.0.1, 10.0.0.9", ["10.0.0.1", "10.0.0.9"]),
    ],
)
def test_short_forms_are_understood(text: str, expected: list[str]) -> None:
    assert list(Targets.parse([text])) == expected


@pytest.mark.parametrize(
    "text", ["router", "fe80::1%eth0", "10.0.0.300", "10.0.0.9-3", "10.0.0.0/33", "2001:db8::/64", "0.0.0.0/0", ""]
)
def test_what_cannot_be_swept_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(InputError) as refused:
        Targets.parse([text])
    assert refused.value.hint


@given(st.text(max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        assert len(Targets.parse([text])) > 0


def test_targets_that_are_all_excluded_are_refused() -> None:
    with pytest.raises(InputError, match="no address"):
        Targets.parse(["10.0.0.0/30"], exclude=["10.0.0.0/29"])


def test_where_all_are_settled_no_address_is_left() -> None:
    left = Targets.parse(["10.0.0.1-2"]).where_not(b"\1\1")
    assert list(left) == []
    assert left.index("10.0.0.1") is None


def test_an_address_before_the_first_target_is_none_of_them() -> None:
    targets = Targets.parse(["10.0.0.5-9", "2001:db8::5"])
    assert [targets.index(a) for a in ("10.0.0.4", "10.0.0.5", "10.0.0.9", "10.0.0.10")] == [None, 0, 4, None]
    assert [targets.index(a) for a in ("2001:db8::4", "2001:db8::5", "2001:db8::6")] == [None, 5, None]


def test_so_many_targets_and_no_more_may_be_named() -> None:
    assert len(Targets.parse(["10.0.0.1"] * MOST_PARTS)) == 1
    with pytest.raises(InputError, match="too many"):
        Targets.parse(["10.0.0.1"] * (MOST_PARTS + 1))
