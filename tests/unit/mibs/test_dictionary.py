"""Looking up in the shipped tables."""

from __future__ import annotations

import pytest

from nocscape.base.errors import InputError
from nocscape.mibs import Kind, MibDictionary, open_dictionary


@pytest.fixture(scope="module")
def shipped() -> MibDictionary:
    return open_dictionary(None)


def test_a_number_finds_its_object_and_keeps_the_instance(shipped: MibDictionary) -> None:
    found = shipped.by_oid("1.3.6.1.2.1.2.2.1.8.3")
    assert found is not None
    assert (found.object.label, found.suffix, found.object.kind) == ("IF-MIB::ifOperStatus", "3", Kind.COLUMN)
    assert found.object.enums["lowerLayerDown"] == 7
    assert found.object.index == ("ifIndex",)


def test_the_instance_of_a_scalar_is_the_scalar_s_though_a_mib_gave_it_a_name(shipped: MibDictionary) -> None:
    oid = shipped.resolve("sysUpTimeInstance")
    found = shipped.by_oid(oid)
    assert found is not None
    assert (found.object.label, found.suffix, shipped.label(oid)) == (
        "SNMPv2-MIB::sysUpTime",
        "0",
        "SNMPv2-MIB::sysUpTime.0",
    )


def test_an_unknown_enterprise_is_found_as_far_as_it_is_known(shipped: MibDictionary) -> None:
    assert shipped.label("1.3.6.1.4.1.424242.7.1") == "SNMPv2-SMI::enterprises.424242.7.1"


@pytest.mark.parametrize("text", ["", "x", "1..2", "1.-2", "1.99999999999", "1." * 200 + "1", "一.二"])
def test_what_is_no_number_finds_nothing(shipped: MibDictionary, text: str) -> None:
    assert shipped.by_oid(text) is None


@pytest.mark.parametrize(
    ("name", "oid"),
    [
        ("ifDescr", "1.3.6.1.2.1.2.2.1.2"),
        ("IF-MIB::ifDescr.3", "1.3.6.1.2.1.2.2.1.2.3"),
        ("sysDescr.0", "1.3.6.1.2.1.1.1.0"),
        ("lldpRemSysName", "1.0.8802.1.1.2.1.4.1.1.9"),
        (".1.3.6.1.2.1", "1.3.6.1.2.1"),
        ("dot3adAggPortListPorts", "1.2.840.10006.300.43.1.1.2.1.1"),
        ("linkDown", "1.3.6.1.6.3.1.1.5.3"),
        ("upsTrapOnBattery", "1.3.6.1.2.1.33.2.1"),
    ],
)
def test_names_become_numbers(shipped: MibDictionary, name: str, oid: str) -> None:
    assert shipped.resolve(name) == oid


def test_a_misspelt_name_is_answered_with_near_ones(shipped: MibDictionary) -> None:
    with pytest.raises(InputError) as refused:
        shipped.resolve("ifDescrr")
    assert "ifDescr" in refused.value.hint


def test_of_two_modules_with_one_number_the_newer_is_preferred(shipped: MibDictionary) -> None:
    labels = [o.label for o in shipped.all_at("1.3.6.1.2.1.2.2.1.2")]
    assert labels == ["IF-MIB::ifDescr", "RFC1213-MIB::ifDescr"]


def test_values_are_shown_as_their_mib_says(shipped: MibDictionary) -> None:
    assert shipped.render("1.3.6.1.2.1.2.2.1.8.3", "INTEGER", 1).text == "up (1)"
    assert shipped.render("1.3.6.1.2.1.1.3.0", "TimeTicks", 123456789).text == "14 d 06:56:07.89"
    assert shipped.render("1.3.6.1.2.1.2.2.1.6.3", "OCTET STRING", bytes.fromhex("001b210a0b0c")).text == (
        "00:1b:21:0a:0b:0c"
    )
    assert shipped.render("1.3.6.1.2.1.1.2.0", "OBJECT IDENTIFIER", "1.3.6.1.4.1.8072.3.2.10").text == (
        "NET-SNMP-TC::linux"
    )


def test_rows_are_named_by_their_decoded_index(shipped: MibDictionary) -> None:
    row = shipped.row("1.3.6.1.2.1.4.34.1.3.1.4.10.0.0.1")
    assert row is not None
    assert (row.table, row.text) == ("IP-MIB::ipAddressTable", "ipv4 10.0.0.1")
    augmented = shipped.row("1.3.6.1.2.1.31.1.1.1.1.7")
    assert augmented is not None
    assert augmented.parts == (("ifIndex", "7"),)


def test_children_stand_in_order_of_their_numbers(shipped: MibDictionary) -> None:
    assert [o.name for o in shipped.children("1.3.6.1.2.1.2")] == ["ifNumber", "ifTable"]
    assert [o.name for o in shipped.children("1.3.6.1")][:3] == ["directory", "mgmt", "experimental"]


def test_search_finds_parts_of_names_modules_and_numbers(shipped: MibDictionary) -> None:
    assert shipped.search("ifoperst")[0].label == "IF-MIB::ifOperStatus"
    assert shipped.search("oper if-mib")[0].label == "IF-MIB::ifOperStatus"
    assert shipped.search("1.3.6.1.2.1.2.2.1.8")[0].label == "IF-MIB::ifOperStatus"
    assert shipped.search("no-such-thing-anywhere") == []
