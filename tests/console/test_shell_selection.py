"""What the operator points at."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from nocscape.console.selection import Selection

pytestmark = pytest.mark.qt


@pytest.fixture
def told() -> list[object]:
    return []


@pytest.fixture
def selection(qapp: QApplication, told: list[object]) -> Selection:
    selection = Selection()
    selection.devices_selected.connect(told.append)
    selection.interface_selected.connect(told.append)
    selection.link_selected.connect(told.append)
    selection.device_opened.connect(lambda device: told.append(f"open {device}"))
    return selection


def test_the_same_choice_twice_is_told_once(selection: Selection, told: list[object]) -> None:
    selection.select_devices(["a", "b", "a"])
    selection.select_devices(("a", "b"))
    assert told == [("a", "b")]


def test_a_port_brings_its_device_along_first(selection: Selection, told: list[object]) -> None:
    selection.select_interface("a", "Gi1")
    selection.select_interface("a", "Gi2")
    assert told == [("a",), ("a", "Gi1"), ("a", "Gi2")]
    assert selection.devices == ("a",)


def test_a_link_takes_the_place_of_devices(selection: Selection, told: list[object]) -> None:
    selection.select_devices(("a",))
    selection.select_link("a--b")
    assert told == [("a",), (), "a--b"]
    selection.select_devices(("a",))
    assert selection.link is None


def test_to_open_is_told_every_time(selection: Selection, told: list[object]) -> None:
    selection.open_device("a")
    selection.open_device("a")
    assert told == [("a",), "open a", "open a"]


def test_a_forgotten_device_leaves_and_a_merged_one_is_followed(selection: Selection, told: list[object]) -> None:
    selection.select_devices(("a", "b", "c"))
    selection.forget({"a": "d", "b": None, "x": None})
    assert selection.devices == ("d", "c")
    selection.forget({"x": None})
    assert len(told) == 2
