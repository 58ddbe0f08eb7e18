"""Reading MIB text: what is right, and what has to be got round."""

from __future__ import annotations

import pytest

from nocscape.mibs.declared import Declaration, Macro, ParsedModule
from nocscape.mibs.parser import parse
from tests.unit.mibs.texts import DEVICE, FIRST_VERSION, VENDOR


def only(text: str) -> ParsedModule:
    (module,) = parse(text)
    return module


def named(module: ParsedModule, name: str) -> Declaration:
    return next(d for d in [*module.declarations, *module.types] if d.name == name)


def wrapped(body: str) -> str:
    return f"X-MIB DEFINITIONS ::= BEGIN\nIMPORTS enterprises FROM SNMPv2-SMI;\n{body}\nEND\n"


def test_a_sound_module_is_read_whole_and_without_remarks() -> None:
    module = only(DEVICE)
    assert (module.name, module.updated, module.lost, module.problems) == ("ACME-DEVICE-MIB", "199901010000", 0, [])
    assert module.imports["acmeProducts"] == "ACME-SMI"
    temperature = named(module, "acmeTemperature")
    assert (temperature.units, temperature.access, temperature.place) == (
        "degrees Celsius",
        "read-only",
        ("acmeDevice", 1),
    )
    assert temperature.description == "The temperature of the chassis.\n\nSecond paragraph."
    row = named(module, "acmeFanEntry")
    assert (row.index, row.is_implied) == (("acmeFanSlot", "acmeFanName"), True)
    assert named(module, "acmeFanExtEntry").augments == "acmeFanEntry"
    assert named(module, "acmeFanFailed").members == ("acmeFanState", "acmeFanRpm")
    tenths = named(module, "AcmeTenths")
    assert tenths.syntax is not None
    assert (tenths.hint, tenths.syntax.ranges) == ("d-1", ((-400, 1250),))


def test_version_one_traps_stand_below_zero_of_their_enterprise() -> None:
    module = only(FIRST_VERSION)
    assert named(module, "oldColdStart").place == ("acmeOld", 0, 5)
    assert named(module, "oldColdStart").members == ("oldPackets",)
    assert named(module, "acmeCorp").place == ("enterprises", 99999)


def test_several_modules_in_one_file_are_all_read() -> None:
    assert [m.name for m in parse(VENDOR + DEVICE + FIRST_VERSION)] == ["ACME-SMI", "ACME-DEVICE-MIB", "ACME-OLD-MIB"]


def test_text_around_a_module_does_no_harm() -> None:
    text = "Network Working Group\n\n1. Definitions\n" + VENDOR + "\n7. Security Considerations\nNone.\n"
    assert [d.name for d in only(text).declarations] == ["acme", "acmeProducts"]


@pytest.mark.parametrize(
    ("body", "name", "place"),
    [
        ("foo OBJECT IDENTIFIER ::= { enterprises 5", "foo", ("enterprises", 5)),
        ("foo OBJECT IDENTIFIER { enterprises 5 }", "foo", ("enterprises", 5)),
        ("foo OBJECT IDENTIFIER ::= enterprises 5 }", "foo", ("enterprises", 5)),
        ("foo ::= { enterprises 5 }", "foo", ("enterprises", 5)),
        ("foo_bar OBJECT IDENTIFIER ::= { enterprises 5 }", "foo_bar", ("enterprises", 5)),
        ("foo- OBJECT IDENTIFIER ::= { enterprises 5 }", "foo", ("enterprises", 5)),
        ("3foo OBJECT IDENTIFIER ::= { enterprises 5 }", "3foo", ("enterprises", 5)),
        (",; foo OBJECT IDENTIFIER ::= { enterprises, 5 };", "foo", ("enterprises", 5)),
        ("foo OBJECT IDENTIFIER ::= { enterprises.5.6 }", "foo", ("enterprises", 5, 6)),
        ("junk junk <<<< foo OBJECT IDENTIFIER ::= { enterprises 5 }", "foo", ("enterprises", 5)),
        ("foo OBJECT-TYPE STATUS current SYNTAX INTEGER ::= { enterprises 5 }", "foo", ("enterprises", 5)),
        (
            "foo OBJECT-TYPE SYNTAX INTEGER { a(1) b(2), c(3, } STATUS current { enterprises 5 }",
            "foo",
            ("enterprises", 5),
        ),
        (
            "foo OBJECT-TYPE SYNTAX INTEGER (0..5) { a(1), b(2) } STATUS current ::= { enterprises 5 }",
            "foo",
            ("enterprises", 5),
        ),
        ("foo OBJECT-TYPE SYNTAX INTEGER (0..5 STATUS current ::= { enterprises 5 }", "foo", ("enterprises", 5)),
        ('foo OBJECT-TYPE DESCRIPTION "a "quoted" word" ::= { enterprises 5 }', "foo", ("enterprises", 5)),
    ],
)
def test_faults_of_one_declaration_are_got_round(body: str, name: str, place: tuple[str | int, ...]) -> None:
    module = only(wrapped(body + "\nlater OBJECT IDENTIFIER ::= { enterprises 9 }"))
    assert named(module, name).place == place
    assert named(module, "later").place == ("enterprises", 9)


@pytest.mark.parametrize("broken", ['DESCRIPTION Whether it turns."', 'DESCRIPTION "Whether it turns.'])
def test_a_lost_quotation_mark_costs_nothing_but_itself(broken: str) -> None:
    module = only(DEVICE.replace('DESCRIPTION "Whether it turns."', broken))
    assert [d.name for d in module.declarations] == [d.name for d in only(DEVICE).declarations]
    assert [str(p) for p in module.problems if "quotation" in str(p)]


def test_a_lost_quotation_mark_before_the_module_swallows_it_not() -> None:
    module = only('Network Working Group   Request for Comments: 1 "Foo\n\n\n' + DEVICE)
    assert [d.name for d in module.declarations] == [d.name for d in only(DEVICE).declarations]
    assert [str(p).rpartition(": ")[2] for p in module.problems] == ["a quotation mark is missing or too much"]


def test_a_macro_in_the_file_is_passed_over() -> None:
    macro = 'OBJECT-TYPE MACRO ::= BEGIN TYPE NOTATION ::= "SYNTAX" type VALUE NOTATION ::= x END\n'
    module = only(wrapped(macro + "foo OBJECT IDENTIFIER ::= { enterprises 5 }"))
    assert [d.name for d in module.declarations] == ["foo"]


def test_imports_without_an_end_and_with_two_ends_are_understood() -> None:
    body = "foo OBJECT IDENTIFIER ::= { enterprises 5 }\nEND\n"
    for imports in ("a, b FROM A c FROM B\n", "a, b FROM A; c FROM B;\n", "a b, FROM A, c FROM B;\n"):
        module = only("X-MIB DEFINITIONS ::= BEGIN IMPORTS " + imports + body)
        assert module.imports == {"a": "A", "b": "A", "c": "B"}
        assert [d.name for d in module.declarations] == ["foo"]


def test_an_end_in_the_middle_costs_nothing() -> None:
    foo, bar = (
        f"{name} OBJECT IDENTIFIER ::= {{ enterprises {number} }}\n" for name, number in (("foo", 5), ("bar", 6))
    )
    module = only(wrapped(f"{foo}END\n{bar}"))
    assert [(d.name, d.place) for d in module.declarations] == [
        ("foo", ("enterprises", 5)),
        ("bar", ("enterprises", 6)),
    ]
    assert len(module.problems) == 1


SPELT = """X-MIB DEFINITIONS ::= BEGIN
foo OBJECT IDENTIFIER ::= { enterprises 5 }
bar OBJECT-TYPE SYNTAX INTEGER MAX-ACCESS read-only STATUS current DESCRIPTION "a := b, Object-Type" ::= { foo 1 }
END
"""


@pytest.mark.parametrize(
    ("right", "odd"),
    [
        ("OBJECT-TYPE SYNTAX", "OBJECT_TYPE SYNTAX"),
        ("OBJECT-TYPE SYNTAX", "Object-Type Syntax"),
        ("OBJECT IDENTIFIER", "OBJECT-IDENTIFIER"),
        ("OBJECT IDENTIFIER", "OBJECT INDENTIFIER"),
        ("DEFINITIONS ::= BEGIN", "definitions ::= begin"),
        ("END", "end"),
        ("::= { foo 1 }", ":= { foo 1 }"),
        ("::= { foo 1 }", ": := { foo 1 }"),
        ("::= { foo 1 }", "::= ( foo 1 )"),
    ],
)
def test_words_of_the_language_may_be_spelt_otherwise(right: str, odd: str) -> None:
    sound, module = only(SPELT), only(SPELT.replace(right, odd))
    assert module.declarations == sound.declarations
    assert module.problems


def test_a_module_that_is_spelt_otherwise_names_the_lines() -> None:
    module = only(SPELT.replace("OBJECT-TYPE", "OBJECT_TYPE", 1))
    assert [(p.line, str(p.text)) for p in module.problems] == [(3, "a word of the language is spelt otherwise")]


def test_a_module_without_an_end_leaves_the_next_one_alone() -> None:
    assert [m.name for m in parse(VENDOR.replace("END", "") + DEVICE)] == ["ACME-SMI", "ACME-DEVICE-MIB"]


def test_repairs_name_the_line() -> None:
    module = only("\n\n" + wrapped("foo OBJECT IDENTIFIER ::= { enterprises 5\nbar OBJECT IDENTIFIER ::= { foo 1 }"))
    assert (module.line, [p.line for p in module.problems]) == (3, [6])


def test_compliance_statements_are_kept_as_names_alone() -> None:
    body = """
    fooCompliance MODULE-COMPLIANCE STATUS current DESCRIPTION "x"
        MODULE MANDATORY-GROUPS { a, b } OBJECT c SYNTAX INTEGER { d(1) } MIN-ACCESS read-only DESCRIPTION "y"
        ::= { enterprises 5 }
    """
    compliance = named(only(wrapped(body)), "fooCompliance")
    assert (compliance.macro, compliance.place) == (Macro.COMPLIANCE, ("enterprises", 5))
