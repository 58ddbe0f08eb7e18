"""Finding objects by words of two languages, notes and facets."""

from __future__ import annotations

from pathlib import Path

import pytest

from nocscape.mibs import Kind, MibDictionary, Notes, Wanted, names_of, open_dictionary
from nocscape.mibs.korean import has_hangul, is_within
from nocscape.mibs.localnames import names_in


@pytest.fixture(scope="module")
def known() -> MibDictionary:
    return open_dictionary(None)


def found(known: MibDictionary, words: str, wanted: Wanted | None = None) -> list[str]:
    return [one.label for one in known.find(words, wanted or Wanted()).objects]


@pytest.mark.parametrize("typed", ["인터페이스", "인터페", "인터ㅍ", "ㅇㅌㅍㅇㅅ", "ㅌ", "인터페이스설명"])
def test_korean_is_found_as_it_is_typed(typed: str) -> None:
    assert is_within(typed, "인터페이스 설명")


@pytest.mark.parametrize("typed", ["ㅍㅌ", "인터넷", "ㅎ", "인텀", "x"])
def test_other_korean_is_not(typed: str) -> None:
    assert not is_within(typed, "인터페이스 설명")


def test_every_korean_name_belongs_to_an_object_that_ships(known: MibDictionary) -> None:
    names = names_in("ko")
    assert len(names) > 150
    assert not [label for label in names if (one := known.by_name(label)) is None or one.label != label]
    assert all(has_hangul(name) for name in names.values())


@pytest.mark.parametrize("words", ["일련번호", "일련", "ㅇㄹㅂㅎ", "entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11"])
def test_one_object_is_found_by_every_kind_of_word(known: MibDictionary, words: str) -> None:
    assert found(known, words)[0] == "ENTITY-MIB::entPhysicalSerialNum"


def test_korean_and_english_words_narrow_each_other(known: MibDictionary) -> None:
    assert found(known, "수신 ifHC octets")[0] == "IF-MIB::ifHCInOctets"


def test_facets_count_all_that_fits_and_narrow_it(known: MibDictionary) -> None:
    everything = known.find("fan").hits
    assert everything.total == sum(everything.vendors.values()) == sum(everything.kinds.values())
    assert {"", "ucdavis"} <= everything.vendors.keys()
    narrowed = known.find("fan", Wanted(vendors=("ucdavis",), kinds=(Kind.COLUMN,)))
    assert narrowed.hits.vendors == {"ucdavis": narrowed.hits.total}
    assert {one.kind for one in narrowed.objects} == {Kind.COLUMN}
    assert all(known.vendor_of(one.oid) == "ucdavis" for one in narrowed.objects)


def test_a_number_lists_what_stands_below_it_in_order(known: MibDictionary) -> None:
    below = known.find("1.3.6.1.2.1.2.2", Wanted(kinds=(Kind.COLUMN,), modules=("IF-MIB",)))
    assert [one.name for one in below.objects][:3] == ["ifIndex", "ifDescr", "ifType"]
    assert below.hits.total == below.hits.kinds[Kind.COLUMN] == 22
    assert found(known, "1.3.6.1.2.1.2.2.1.2.77") == ["IF-MIB::ifDescr"]
    assert found(known, "1.3.6.99999999999") == []


def test_facets_alone_list_what_has_them(known: MibDictionary) -> None:
    writable = known.find("", Wanted(modules=("SNMPv2-MIB",), accesses=("read-write",)))
    assert {"sysName", "sysContact", "sysLocation"} <= {one.name for one in writable.objects}
    assert writable.hits.accesses == {"read-write": writable.hits.total}


def test_a_note_is_found_and_survives_a_restart(tmp_path: Path) -> None:
    Notes(tmp_path).put("IF-MIB::ifAlias", "Ticket number of the ORDER, see wiki")
    known = open_dictionary(tmp_path)
    known.notes = Notes(tmp_path).all
    assert found(known, "order wiki") == ["IF-MIB::ifAlias"]
    Notes(tmp_path).put("IF-MIB::ifAlias", " ")
    assert Notes(tmp_path).all == {}


def test_damaged_notes_are_left_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "mibs").mkdir()
    (tmp_path / "mibs" / "notes.json").write_text("{", encoding="utf-8")
    assert Notes(tmp_path).all == {}
    assert "left aside" in caplog.text
    caplog.clear()


def test_names_in_other_languages_are_told_with_the_object() -> None:
    assert names_of("IF-MIB::ifOperStatus") == {"ko": "동작 상태"}
    assert names_of("IF-MIB::noSuch") == {}
