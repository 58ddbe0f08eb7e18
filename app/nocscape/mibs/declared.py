"""What a MIB file declares, as read and before names became numbers.

These structs are what the compiled cache of a profile and the shipped symbol tables hold, so they are kept small:
arrays on the wire, and nothing that the linker can work out again.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text, tr


class Macro(StrEnum):
    """The form of a declaration. RFC 2578, 2579, 2580; TRAP-TYPE is RFC 1215."""

    OBJECT_TYPE = "OBJECT-TYPE"
    NODE = "OBJECT IDENTIFIER"
    MODULE_IDENTITY = "MODULE-IDENTITY"
    OBJECT_IDENTITY = "OBJECT-IDENTITY"
    NOTIFICATION = "NOTIFICATION-TYPE"
    TRAP = "TRAP-TYPE"
    GROUP = "OBJECT-GROUP"
    COMPLIANCE = "MODULE-COMPLIANCE"
    CAPABILITIES = "AGENT-CAPABILITIES"
    TYPE = "TEXTUAL-CONVENTION"


class TypeSpec(msgspec.Struct, array_like=True, gc=False):
    """A SYNTAX as written: a type's name and how it was narrowed.

    `name` is an ASN.1 type with single spaces (`OCTET STRING`), a textual convention, or `SEQUENCE OF`, for which `of`
    names the row type. `enums` are the labels of an INTEGER or BITS, `ranges` its values or, with `is_size`, lengths.
    """

    name: str
    enums: dict[str, int] = {}
    ranges: tuple[tuple[int, int], ...] = ()
    is_size: bool = False
    of: str = ""


class Declaration(msgspec.Struct, array_like=True, gc=False):
    """One name and what was said of it. `place` is what stands in braces after `::=`: `("ifEntry", 2)`."""

    name: str
    macro: Macro
    place: tuple[str | int, ...] = ()
    index: tuple[str, ...] = ()
    is_implied: bool = False
    """The last index has no length before it (RFC 2578, section 7.7)."""
    augments: str = ""
    syntax: TypeSpec | None = None
    access: str = ""
    status: str = ""
    units: str = ""
    hint: str = ""
    members: tuple[str, ...] = ()
    """Objects that a notification carries."""
    description: str = ""


class Problem(msgspec.Struct, array_like=True, frozen=True):
    """Something wrong in a file that was got round, with its line (1 is the first, 0 is not known)."""

    line: int
    text: Text

    def __str__(self) -> str:
        return tr("line {line}: {what}", line=self.line, what=str(self.text)) if self.line else str(self.text)


class ParsedModule(msgspec.Struct, array_like=True):
    """One module of a file."""

    name: str
    line: int = 1
    updated: str = ""
    """LAST-UPDATED as `YYYYMMDDHHMM`, empty for SMIv1."""
    imports: dict[str, str] = {}
    """Imported symbol to the module that should define it."""
    types: list[Declaration] = []
    declarations: list[Declaration] = []
    """All but types."""
    problems: list[Problem] = []
    lost: int = 0
    """Declarations that could not be read."""
