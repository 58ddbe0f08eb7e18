"""Search over everything, as one types."""

from __future__ import annotations

import pytest

from nocscape.console.shell.finder import Best, Finder, Hit, HitKind
from nocscape.model.net import Device, Endpoint, Interface, Inventory


def inventory(name: str, address: str, ports: int = 0, vendor: str = "Cisco") -> Inventory:
    return Inventory(
        device=Device(id=name, name=name, endpoint=Endpoint(address), vendor=vendor),
        interfaces=tuple(
            Interface(key=f"k{i}", if_index=i, name=f"Gi1/0/{i}", alias="uplink to core" if i == ports else "")
            for i in range(1, ports + 1)
        ),
    )


@pytest.fixture
def finder() -> Finder:
    finder = Finder()
    finder.put_actions([("panel.map", "Map", "Alt+1"), ("network.discover", "Discover a network…", "Ctrl+D")])
    for made in (
        inventory("core-1", "10.0.0.1", 4),
        inventory("core-10", "10.0.0.10", 4),
        inventory("my-core", "10.0.0.3"),
        inventory("acc-b2", "10.2.0.2", 48, vendor="Aruba"),
    ):
        finder.put(made)
    return finder


def find(finder: Finder, query: str) -> list[Hit]:
    best = Best()
    best.add(hit for hit in finder.search(query) if hit is not None)
    return best.hits


def titles(finder: Finder, query: str) -> list[str]:
    return [hit.title for hit in find(finder, query)]


def test_an_exact_name_comes_before_its_beginnings_and_those_before_the_rest(finder: Finder) -> None:
    assert titles(finder, "core-1")[:2] == ["core-1", "core-10"]
    assert titles(finder, "core")[:3] == ["core-1", "core-10", "my-core"]


def test_a_port_is_found_by_device_and_name_or_by_what_is_written_on_it(finder: Finder) -> None:
    hit = find(finder, "acc-b2 1/0/48")[0]
    assert (hit.kind, hit.title, hit.target, hit.interface) == (HitKind.PORT, "acc-b2 · Gi1/0/48", "acc-b2", "k48")
    assert "core-1 · Gi1/0/4" in titles(finder, "uplink")


def test_addresses_vendors_and_scattered_letters_find_devices(finder: Finder) -> None:
    assert titles(finder, "10.2.")[0] == "acc-b2"
    assert titles(finder, "aruba")[0] == "acc-b2"
    assert titles(finder, "ab2")[0] == "acc-b2"


def test_actions_are_found_by_their_words_and_a_sign_keeps_to_them(finder: Finder) -> None:
    assert titles(finder, "disc") == ["Discover a network…"]
    assert titles(finder, ">") == ["Map", "Discover a network…"]
    assert titles(finder, "") == ["Map", "Discover a network…"]
    assert titles(finder, ">10.0") == []


def test_a_forgotten_device_is_not_found_and_a_renamed_one_is_found_once(finder: Finder) -> None:
    finder.drop("core-1")
    finder.put(inventory("my-core", "10.0.0.4"))
    assert "core-1" not in titles(finder, "core")
    assert titles(finder, "my-core") == ["my-core"]


@pytest.mark.parametrize("query", ["(", "[a-", ".*.*.*", "\\", "a\tb\nc", "é" * 500, "> >", "\u202e"])
def test_nothing_that_is_typed_is_an_error(finder: Finder, query: str) -> None:
    find(finder, query)


def test_fifty_thousand_ports_are_searched_in_small_steps(finder: Finder) -> None:
    for i in range(1_000):
        finder.put(inventory(f"sw-{i}", f"10.{i // 250}.{i % 250}.1", 50))
    steps = 0
    hits_between = most_between = 0
    for hit in finder.search("gi1/0/4"):
        hits_between = 0 if hit is None else hits_between + 1
        most_between = max(most_between, hits_between)
        steps += hit is None
    assert steps == 1_004
    assert most_between <= 11
    assert titles(finder, "sw-77 gi1/0/50")[0] == "sw-77 · Gi1/0/50"
