"""However a device counts, renames and adds its interfaces: the same port keeps its key, and keys stay unique."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nocscape.model.net import Interface
from nocscape.topology.rekey import rekeyed
from tests.unit.topology.made import mac, port

texts = st.sampled_from(["", "eth0", "eth1", "uplink"])
ports = st.lists(
    st.builds(
        lambda name, alias, number: (name, alias, mac(number) if number else ""), texts, texts, st.integers(0, 3)
    ),
    max_size=6,
)
counts = st.integers(1, 8)


def device(described: list[tuple[str, str, str]]) -> tuple[Interface, ...]:
    return tuple(
        Interface(key=f"ifIndex.{n}", if_index=n, name=name, alias=alias, mac=address)
        for n, (name, alias, address) in enumerate(described, start=1)
    )


def plain(count: int) -> tuple[Interface, ...]:
    return tuple(port(f"ge{n}", n, mac=mac(n)) for n in range(count))


def renumbered(interfaces: tuple[Interface, ...], numbers: list[int]) -> tuple[Interface, ...]:
    moved = (replace(i, if_index=1000 + n) for i, n in zip(interfaces, numbers, strict=True))
    return tuple(sorted(moved, key=lambda i: i.if_index))


def key_of(interfaces: tuple[Interface, ...]) -> dict[str, str]:
    return {i.mac: i.key for i in interfaces}


@given(before=ports, now=ports)
def test_keys_are_unique_and_nothing_but_keys_is_changed(
    before: list[tuple[str, str, str]], now: list[tuple[str, str, str]]
) -> None:
    had, has = device(before), device(now)
    given = rekeyed(has, had)
    assert len({i.key for i in given}) == len(given)
    assert [replace(i, key="") for i in given] == [replace(i, key="") for i in has]
    assert rekeyed(given, given) == given


@given(described=ports)
def test_the_same_reading_gets_the_same_keys(described: list[tuple[str, str, str]]) -> None:
    had = tuple(replace(i, key=f"old-{i.key}") for i in device(described))
    assert rekeyed(device(described), had) == had


@given(count=counts, data=st.data())
def test_counting_anew_after_a_restart_changes_no_key(count: int, data: st.DataObject) -> None:
    had = plain(count)
    numbers = data.draw(st.permutations(range(count)))
    assert key_of(rekeyed(renumbered(had, numbers), had)) == key_of(had)


@given(count=counts, data=st.data(), by_alias=st.booleans())
def test_new_names_change_no_key_where_mac_or_alias_stays(count: int, data: st.DataObject, by_alias: bool) -> None:
    had = tuple(replace(i, alias=f"to {i.name}" if by_alias else "") for i in plain(count))
    numbers = data.draw(st.permutations(range(count)))
    new = tuple(replace(i, name=f"xe-{i.name}", key=f"xe-{i.name}") for i in renumbered(had, numbers))
    if by_alias:
        new = tuple(replace(i, mac=mac("new", i.mac)) for i in new)
        assert {i.alias: i.key for i in rekeyed(new, had)} == {i.alias: i.key for i in had}
    else:
        assert key_of(rekeyed(new, had)) == key_of(had)


@given(count=counts, more=counts, data=st.data())
def test_a_stack_member_that_is_added_takes_no_key_of_another(count: int, more: int, data: st.DataObject) -> None:
    had = plain(count)
    added = tuple(port(f"ge2/{n}", 0, mac=mac("second", n)) for n in range(more))
    numbers = data.draw(st.permutations(range(count + more)))
    keys = key_of(rekeyed(renumbered((*had, *added), numbers), had))
    assert {m: keys[m] for m in key_of(had)} == key_of(had)
    assert {keys[i.mac] for i in added}.isdisjoint(key_of(had).values())


@given(count=counts)
def test_a_renamed_port_without_mac_is_known_by_its_number_while_the_numbers_hold(count: int) -> None:
    had = tuple(replace(i, mac="") for i in plain(count))
    new = (replace(had[0], name="uplink", key="uplink"), *had[1:])
    assert [i.key for i in rekeyed(new, had)] == [i.key for i in had]
