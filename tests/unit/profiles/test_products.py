"""Product lists: what holds of every file that ships, and what they add."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nocscape import profiles
from nocscape.base.paths import resources_dir
from nocscape.profiles.products import product

FILES = sorted((resources_dir() / "products").glob("*.tsv"))
KNOWN = profiles.load()
PREFIX = "1.3.6.1.4.1."


def rows(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    return [(suffix, name) for suffix, _, name in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_product_list_is_named_by_its_enterprise_and_in_the_order_of_its_oids(path: Path) -> None:
    listed = rows(path)
    assert path.stem.isdecimal()
    assert all(re.fullmatch(r"\d+(\.\d+)*", suffix) and 2 <= len(name) <= 60 for suffix, name in listed)
    order = [tuple(map(int, suffix.split("."))) for suffix, _ in listed]
    assert order == sorted(set(order))


@pytest.mark.parametrize(
    ("number", "descr", "model"),
    [
        ("9.1.745", "Cisco Adaptive Security Appliance Version 9.8(4)29", "ASA5505"),
        ("2011.2.23.291", "Huawei Versatile Routing Platform Software", "S5720-56C-PWR-EI-AC"),
        ("25461.2.3.54", "Palo Alto Networks firewall", "PA-440"),
        ("2011.2.23.99999", "Huawei Versatile Routing Platform Software", None),
    ],
)
def test_gear_that_does_not_say_what_it_is_goes_by_its_makers_list(number: str, descr: str, model: str | None) -> None:
    assert KNOWN.identify(PREFIX + number, descr).model == model


def test_an_enterprise_without_a_list_has_no_products() -> None:
    assert product(38446, "1.1") is None
    assert product(9, "") is None
