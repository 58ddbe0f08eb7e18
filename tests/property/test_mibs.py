"""MIB text, numbers and indexes of every kind: nothing hangs or falls over, and what is encoded comes back."""

from __future__ import annotations

import unicodedata
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st

from nocscape.mibs import MibDictionary, standard
from nocscape.mibs.hints import integer_text, octets_text
from nocscape.mibs.image import Image
from nocscape.mibs.indexes import IndexPart, IndexValue, decode_index, encode_index
from nocscape.mibs.lexer import lines_of, tokenize
from nocscape.mibs.linker import Linker, Member
from nocscape.mibs.objects import MibType
from nocscape.mibs.oidkeys import arcs_of, key_of, oid_of
from nocscape.mibs.parser import parse
from nocscape.mibs.quotes import mend
from nocscape.mibs.sources import text_of
from nocscape.mibs.values import render
from nocscape.mibs.writing import ImageWriter
from tests.unit.mibs.texts import DEVICE, FIRST_VERSION, VENDOR

SOUND = VENDOR + DEVICE + FIRST_VERSION
PIECES = [
    *set(tokenize(SOUND)),
    "\n",
    '"',
    "--",
    "'",
    "{",
    "}",
    "(",
    ")",
    "::=",
    ";",
    "MACRO",
    "IMPORTS",
    "END",
    "BEGIN",
]

arcs = st.lists(st.integers(0, (1 << 32) - 1), min_size=1, max_size=40)


@given(st.binary(max_size=4000))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    parse(text_of(raw))


@given(st.lists(st.sampled_from(PIECES), max_size=300))
def test_any_order_of_words_can_be_read(pieces: list[str]) -> None:
    parse("X-MIB DEFINITIONS ::= BEGIN " + " ".join(pieces))


@given(st.integers(0, len(SOUND)), st.integers(0, 60), st.sampled_from(["", *PIECES]))
def test_one_wound_never_costs_more_than_one_module(at: int, size: int, instead: str) -> None:
    wounded = SOUND[:at] + instead + SOUND[at + size :]
    assert len(parse(wounded)) >= 2


@given(st.integers(0, len(SOUND)), st.integers(0, 60), st.sampled_from(["", "::= { 9999999999 1 }", *PIECES]))
@settings(max_examples=60, deadline=None)
def test_whatever_could_be_read_can_be_linked_and_looked_up(at: int, size: int, instead: str) -> None:
    modules = parse(SOUND[:at] + instead + SOUND[at + size :])
    linker = Linker([Member(standard.skeleton(m)) for m in modules])
    out = BytesIO()
    ImageWriter(linker, modules.__getitem__).write(out)
    known = MibDictionary(Image(out.getvalue()))
    for module in known.modules():
        for declared in known.objects_of(module):
            found = known.by_oid(declared.oid + ".1")
            assert found is not None
            known.row(declared.oid + ".1.2.3")
            known.render(declared.oid, "OCTET STRING", b"x")


@given(st.text(alphabet='ab"-\n {}:=DESCRIPTION', max_size=500))
def test_mending_quotes_keeps_the_lines(text: str) -> None:
    mended, _ = mend(text)
    assert mended.count("\n") == text.count("\n")


@given(st.text(max_size=500))
def test_every_token_has_its_line(text: str) -> None:
    found = tokenize(text)
    lines = lines_of(text, range(len(found)))
    assert list(lines.values()) == sorted(lines.values())
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@given(arcs)
def test_numbers_survive_their_key(numbers: list[int]) -> None:
    oid = ".".join(map(str, numbers))
    assert arcs_of(key_of(oid)) == numbers
    assert oid_of(key_of(oid)) == oid


@given(arcs, arcs)
def test_keys_sort_as_numbers_do(one: list[int], other: list[int]) -> None:
    a, b = (key_of(".".join(map(str, n))) for n in (one, other))
    assert (a < b) == (one < other)
    assert b.startswith(a) == (other[: len(one)] == one)


NUMBER = st.integers(0, (1 << 32) - 1)
OCTET = st.integers(0, 255)


@st.composite
def indexes(draw: st.DrawFn) -> tuple[list[IndexPart], list[IndexValue], bool]:
    parts: list[IndexPart] = []
    values: list[IndexValue] = []
    for at in range(draw(st.integers(1, 5))):
        base = draw(st.sampled_from(["INTEGER", "Gauge32", "OCTET STRING", "fixed", "OBJECT IDENTIFIER", "IpAddress"]))
        ranges: tuple[tuple[int, int], ...] = ()
        if base in ("INTEGER", "Gauge32"):
            values.append(draw(NUMBER))
        elif base == "IpAddress":
            values.append(".".join(str(draw(OCTET)) for _ in range(4)))
        elif base == "OBJECT IDENTIFIER":
            values.append(".".join(map(str, draw(st.lists(NUMBER, max_size=8)))))
        else:
            raw = draw(st.binary(max_size=20))
            ranges = ((len(raw), len(raw)),) if base == "fixed" else ()
            values.append(raw)
        parts.append(IndexPart(f"i{at}", MibType(base="OCTET STRING" if base == "fixed" else base, ranges=ranges)))
    return parts, values, draw(st.booleans())


@given(indexes())
def test_an_index_comes_back_as_it_was(index: tuple[list[IndexPart], list[IndexValue], bool]) -> None:
    parts, values, is_implied = index
    numbers = encode_index(parts, values, is_implied=is_implied)
    decoded = decode_index(parts, numbers, is_implied=is_implied)
    assert (list(decoded.values), decoded.rest) == (values, ())


@given(indexes(), st.lists(NUMBER, max_size=30))
def test_any_numbers_can_be_taken_for_an_index(
    index: tuple[list[IndexPart], list[IndexValue], bool], numbers: list[int]
) -> None:
    parts, _, is_implied = index
    decode_index(parts, numbers, is_implied=is_implied)


@settings(deadline=None)
@given(st.text(alphabet="0123456789dxoat*:.-, ", max_size=12), st.binary(max_size=60), st.integers(-(1 << 31), 1 << 32))
def test_any_hint_can_be_tried(hint: str, raw: bytes, number: int) -> None:
    octets_text(hint, raw)
    integer_text(hint, number)


@given(
    st.sampled_from(["", "BITS", "OCTET STRING", "IpAddress", "INTEGER", "TimeTicks"]),
    st.sampled_from(["", "DateAndTime", "InetAddress", "MacAddress", "TimeStamp"]),
    st.one_of(st.binary(max_size=40), st.integers(-(1 << 63), 1 << 64), st.text(max_size=20), st.none(), st.floats()),
)
def test_any_value_can_be_shown_in_one_piece(base: str, convention: str, value: bytes | str | float | None) -> None:
    shown = render(MibType(base=base, convention=convention), base, value)
    assert not {unicodedata.category(c) for c in shown.text if c not in "\n\t"} & {"Cc", "Cf", "Cs", "Co"}
