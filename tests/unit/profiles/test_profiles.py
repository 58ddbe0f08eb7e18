"""Gear profiles: the files that ship, and what they make of a device."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nocscape import profiles
from nocscape.base.errors import InputError
from nocscape.base.paths import resources_dir
from nocscape.demo.campus import Campus
from nocscape.model.net import Kind
from nocscape.profiles.library import _read, split_enterprise

KNOWN = profiles.load()
FILES = sorted((resources_dir() / "profiles").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_expression_of_a_shipped_profile_compiles_and_has_a_group(path: Path) -> None:
    for system in _read(path).systems:
        re.compile(system.when.descr)
        assert all(re.compile(text).groups >= 1 for text in (*system.version, *system.model))
        assert all(re.compile(text) for text in system.kinds)


def test_the_gear_of_the_demo_campus_is_known() -> None:
    for box in Campus().boxes:
        gear = box.gear
        found = KNOWN.identify(gear.sys_object_id, gear.sys_descr.replace("{name}", box.name))
        assert found.kind is gear.kind, (box.name, found)
        assert found.os


def test_a_catalyst_says_its_version() -> None:
    descr = "Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE"
    found = KNOWN.identify("1.3.6.1.4.1.9.1.2435", descr)
    assert (found.vendor, found.os, found.os_version) == ("Cisco", "Cisco IOS-XE", "17.9.4a")


def test_a_vendor_is_known_where_nothing_else_is() -> None:
    found = KNOWN.identify("1.3.6.1.4.1.2636.9.9.9", "something new")
    assert (found.vendor, found.os, found.profile) == ("Juniper", None, None)


def test_gear_behind_net_snmp_is_known_by_its_description() -> None:
    found = KNOWN.identify(
        "1.3.6.1.4.1.8072.3.2.10", "Linux nas 4.4.302+ #69057 SMP x86_64 GNU/Linux synology_v1000_rs2423+"
    )
    assert (found.os, found.kind) == ("Synology DSM", Kind.STORAGE)


@pytest.mark.parametrize("oid", [None, "", "1.3", ".1.3.6.1.4.1", "1.3.6.1.4.1.x.2", "0.0"])
def test_odd_object_ids_are_no_error(oid: str | None) -> None:
    assert KNOWN.identify(oid, None).vendor is None


@given(st.text(max_size=3000))
def test_no_description_takes_long_or_breaks_anything(descr: str) -> None:
    KNOWN.identify("1.3.6.1.4.1.9.1.1", descr)


def test_the_number_of_an_enterprise_is_cut_from_the_object_id() -> None:
    assert split_enterprise(".1.3.6.1.4.1.318.1.3.27") == (318, "1.3.27")


def test_a_file_with_an_unknown_word_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("vendor: X\ncolour: red\n")
    with pytest.raises(InputError, match=r"x\.yaml"):
        profiles.load(tmp_path)
