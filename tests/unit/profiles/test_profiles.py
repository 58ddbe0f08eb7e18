"""Gear profiles: what holds of every file that ships, and how they are chosen."""

from __future__ import annotations

import re
from collections import Counter
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
from nocscape.profiles.meaning import TEMPLATE_MARK, as_number, as_word
from nocscape.profiles.schema import GENERIC_MODEL, GENERIC_VERSION, Number, Readings, System, Word

KNOWN = profiles.load()
FILES = sorted((resources_dir() / "profiles").glob("*.yaml"))
SHIPPED = {path.stem: _read(path) for path in FILES}
SYSTEMS = [system for file in SHIPPED.values() for system in file.systems]
OID = re.compile(r"(?:1\.3\.6\.1\.(?:2\.1|4\.1\.\d+)|1\.2\.840\.10036)(?:\.(?:\d+|<[1-9]>))+")
"""Standard MIBs, vendors' with the place of a product in them, and IEEE802dot11-MIB."""
HOSTILE = ("A1" * 512, " " * 1024, "1." * 512, "Version " * 128, "XOS (" + "(" * 1000, "Linux " + "a " * 509)
PREFIX = "1.3.6.1.4.1."


def patterns(system: System) -> list[str]:
    return [text.partition(TEMPLATE_MARK)[0] for text in (*system.version, *system.model)]


def numbers(readings: Readings) -> list[Number]:
    said = [*readings.cpu_percent, *readings.memory_percent, *(g.value for g in readings.sensors)]
    return [as_number(n) for n in (*said, *(p.speed for p in readings.ports if p.speed))]


def words(readings: Readings) -> list[Word]:
    return [as_word(w) for w in (*readings.serial, *readings.version, *readings.model, *readings.revision)]


def oids(readings: Readings) -> list[str]:
    pools = [oid for p in readings.memory for oid in (p.used, p.free, p.total, p.descr)]
    counted = [oid for n in numbers(readings) for oid in (n.oid, n.where, n.descr.replace("entity", ""))]
    ports = [oid for p in readings.ports for oid in (p.name, p.descr, p.admin, p.oper)]
    parts = [oid for p in readings.parts for oid in (p.descr, p.name, p.model, p.serial, p.kind, p.parent)]
    told = [w.oid for w in words(readings)]
    return [
        oid
        for oid in (*pools, *counted, *ports, *parts, *told, *readings.temperature_c, readings.entity_sensors)
        if oid
    ]


def searches(readings: Readings) -> list[str]:
    finds = [n.find for n in numbers(readings)] + [w.find for w in words(readings)] + [p.find for p in readings.memory]
    return [find.partition(TEMPLATE_MARK)[0] for find in finds if find]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.name)
def test_every_expression_compiles_has_a_group_and_ends_on_hostile_text(system: System) -> None:
    found = [re.compile(text, re.IGNORECASE) for text in (*patterns(system), *searches(system.readings))]
    assert all(expression.groups >= 1 for expression in found)
    for expression in (*found, re.compile(system.when.descr), *(re.compile(text) for text in system.kinds)):
        for text in HOSTILE:
            expression.search(text)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: s.name)
def test_every_reading_is_a_dotted_oid_and_every_pool_tells_two_of_three(system: System) -> None:
    assert all(OID.fullmatch(oid) for oid in oids(system.readings))
    assert all(bool(p.used) + bool(p.free) + bool(p.total) >= 2 for p in system.readings.memory)


def test_every_template_names_groups_that_its_expression_has() -> None:
    templates = [text for s in SYSTEMS for text in (*s.version, *s.model) if TEMPLATE_MARK in text]
    assert templates
    for text in templates:
        expression, _, template = text.partition(TEMPLATE_MARK)
        assert max((int(n) for n in re.findall(r"\\(\d)", template)), default=0) <= re.compile(expression).groups


def test_no_two_files_claim_one_vendor_or_one_enterprise_number() -> None:
    numbers = Counter(number for file in SHIPPED.values() for number in file.enterprises)
    vendors = Counter(file.vendor for file in SHIPPED.values())
    assert [n for n, times in (numbers | vendors).items() if times > 1] == []


def test_what_fits_anywhere_is_told_by_its_description() -> None:
    assert all(system.when.descr and not system.when.oid for system in SYSTEMS if system.when.is_anywhere)


def test_the_generic_patterns_are_held_to_the_same_rules() -> None:
    for text in (*GENERIC_VERSION, *GENERIC_MODEL):
        assert re.compile(text, re.IGNORECASE).groups == 1


def test_the_gear_of_the_demo_campus_is_known() -> None:
    for box in Campus().boxes:
        gear = box.gear
        found = KNOWN.identify(gear.sys_object_id, gear.sys_descr.replace("{name}", box.name))
        assert found.kind is gear.kind, (box.name, found)
        assert found.os


def test_gear_that_no_system_fits_goes_by_its_vendor() -> None:
    found = KNOWN.identify(PREFIX + "21239.1", "Some unit")
    assert (found.vendor, found.os, found.kind, found.profile) == ("Geist", "Geist", Kind.PDU, None)


def test_a_vendor_is_known_by_its_name_where_the_object_id_is_missing_or_broken() -> None:
    for oid in (None, "0.0", "0.10.43.6.1.4.1", PREFIX + "8072.3.2.10", PREFIX + "987654321"):
        found = KNOWN.identify(oid, "Opengear CM7196A-2, OpenGear/CM7100 Version 4.13.3")
        assert (found.vendor, found.os_version, found.model) == ("Opengear", "4.13.3", "CM7100")


def test_a_number_that_nobody_knows_and_a_name_that_nobody_has_tell_nothing() -> None:
    assert KNOWN.identify(PREFIX + "987654321", "Contraption 7").vendor is None


def test_a_host_of_no_vendor_keeps_its_family() -> None:
    found = KNOWN.identify(PREFIX + "8072.3.2.255", "Plan 9")
    assert (found.vendor, found.os, found.kind) == (None, None, Kind.SERVER)


@pytest.mark.parametrize(
    "oid", [None, "", "1.3", ".1.3.6.1.4.1", "1.3.6.1.4.1.x.2", "0.0", PREFIX + "²", PREFIX + "9" * 5000]
)
def test_odd_object_ids_are_no_error(oid: str | None) -> None:
    assert KNOWN.identify(oid, None).vendor is None


@given(st.text(max_size=3000), st.sampled_from(["9.1.1", "2011.2.1", "1916.2.1", "8072.3.2.10", "38446.1"]))
def test_no_description_breaks_anything(descr: str, number: str) -> None:
    KNOWN.identify(PREFIX + number, descr)


def test_the_number_of_an_enterprise_is_cut_from_the_object_id() -> None:
    assert split_enterprise(".1.3.6.1.4.1.318.1.3.27") == (318, "1.3.27")


def test_a_temperature_in_tenths_is_told_as_such() -> None:
    assert KNOWN.readings("mikrotik_routeros").temperature_parts == 10
    assert KNOWN.readings("cisco_ios").temperature_parts == 1
    assert KNOWN.readings(None) == KNOWN.readings("no such profile") == Readings()


def test_readings_are_looked_for_in_the_tree_of_the_product() -> None:
    found = KNOWN.readings("lenovo_enos", PREFIX + "26543.1.7.6")
    assert as_word(found.version[0]).oid == PREFIX + "26543.2.7.6.1.1.1.10.0"
    assert all(re.fullmatch(r"[\d.]+", oid) for oid in oids(KNOWN.readings("lenovo_enos")))


def test_no_reading_of_any_product_has_a_place_left_in_it() -> None:
    for system in SYSTEMS:
        for product in (PREFIX + "9.1.2.3.4.5.6.7.8.9", PREFIX + "9", PREFIX + '9."}.x..<1>', "0.0", None):
            assert all(re.fullmatch(r"[\d.]+", oid) for oid in oids(KNOWN.readings(system.name, product)))


def test_what_hides_behind_a_plain_host_is_known_by_its_objects() -> None:
    linux = "Linux localhost 2.6.37.6 #105 armv5tejl"
    assert KNOWN.identify(PREFIX + "8072.3.2.10", linux).vendor is None
    found = KNOWN.reveal(lambda oid: oid == PREFIX + "4555.1.1", linux)
    assert found is not None
    assert (found.vendor, found.os, found.os_version, found.kind) == ("Socomec", "Socomec Net Vision", None, Kind.UPS)
    assert KNOWN.reveal(lambda _: False, linux) is None


def test_what_is_looked_for_behind_a_plain_host_is_no_object_of_the_host_itself() -> None:
    assert all(re.fullmatch(r"1\.3\.6\.1\.4\.1(?:\.\d+)+", oid) for oid in KNOWN.hidden_below)
    assert not any(oid.startswith((PREFIX + "2021.", PREFIX + "8072.")) for oid in KNOWN.hidden_below)


@pytest.mark.parametrize(
    ("descr", "serial"),
    [
        ("WebPower Smart II Card v5.53 (SN 11200071820065)", "11200071820065"),
        ("System Controller, SW: v7.30, HW: S1.I3.P1, SN: 373012240", "373012240"),
        ("Midspan.  Unit S/N=000076.  App Ver=4.17", "000076"),
        ("MSM765 - Hardware revision 2 - Serial number A1B2C3 - Firmware version 6.6.0", "A1B2C3"),
        ("SSG5-Serial version 6.3.0r24.0", None),
        ("Serial port server, 4 ports", None),
    ],
)
def test_a_serial_number_that_a_description_names_is_told(descr: str, serial: str | None) -> None:
    assert KNOWN.identify(PREFIX + "38446.1", descr).serial == serial


def test_a_file_with_an_unknown_word_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("vendor: X\ncolour: red\n")
    with pytest.raises(InputError, match=r"x\.yaml"):
        profiles.load(tmp_path)


def test_two_systems_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(f"vendor: {name}\nsystems: [{{name: same, os: Same}}]\n")
    with pytest.raises(InputError, match="same"):
        profiles.load(tmp_path)


def test_an_expression_over_a_reading_has_the_group_that_is_taken() -> None:
    for system in SYSTEMS:
        assert all(re.compile(text).groups >= 1 for text in searches(system.readings)), system.name
