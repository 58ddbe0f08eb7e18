"""What the dictionary says about a number: plain data for every other room."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nocscape.base.i18n import Text
from nocscape.mibs.declared import Problem


class Kind(StrEnum):
    """What stands at a number."""

    SCALAR = "scalar"
    TABLE = "table"
    ROW = "row"
    COLUMN = "column"
    NODE = "node"
    MODULE = "module"
    IDENTITY = "identity"
    NOTIFICATION = "notification"
    GROUP = "group"
    COMPLIANCE = "compliance"
    CAPABILITIES = "capabilities"


KINDS: tuple[Kind, ...] = tuple(Kind)


class MibType(msgspec.Struct, frozen=True, array_like=True):
    """A SYNTAX resolved down to its base.

    `base` is the type on the wire by its name in SMIv2 (`INTEGER`, `OCTET STRING`, `Counter64`), or `BITS`, and empty
    for tables, rows, nodes and types that nobody defines.
    """

    syntax: str = ""
    """As written in the MIB: `DisplayString (SIZE (0..255))`."""
    name: str = ""
    """The declared type alone: `DisplayString`."""
    base: str = ""
    convention: str = ""
    """The textual convention that gives its meaning, first found down to the base: `DateAndTime`."""
    hint: str = ""
    units: str = ""
    enums: dict[str, int] = {}
    ranges: tuple[tuple[int, int], ...] = ()
    """Allowed values, or lengths in octets of a string."""


class MibObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object, notification or node of a MIB."""

    module: str
    name: str
    oid: str
    """Dotted, without a leading dot and without an instance."""
    kind: Kind
    type: MibType
    access: str = ""
    status: str = ""
    index: tuple[str, ...] = ()
    """Index names of the row, given for the table, the row and each column."""
    is_implied: bool = False
    augments: str = ""
    """The row whose index is shared, empty for rows with one of their own."""
    members: tuple[str, ...] = ()
    """Objects that a notification carries."""
    description: str = ""

    @property
    def label(self) -> str:
        """`IF-MIB::ifDescr`."""
        return f"{self.module}::{self.name}"

    @property
    def syntax(self) -> str:
        """The SYNTAX as written."""
        return self.type.syntax

    @property
    def units(self) -> str:
        """The UNITS clause, empty where there is none."""
        return self.type.units

    @property
    def enums(self) -> dict[str, int]:
        """Labels of an enumeration or of bits."""
        return self.type.enums

    @property
    def display_hint(self) -> str:
        """The DISPLAY-HINT of the type or of a convention below it (RFC 2579, section 3.1)."""
        return self.type.hint


class Found(msgspec.Struct, frozen=True):
    """The longest known beginning of an OID, and what is left of it: the instance, dotted, empty where nothing is."""

    object: MibObject
    suffix: str


class Rendered(msgspec.Struct, frozen=True):
    """A value for people."""

    text: str
    """`up (1)`, `41 d 03:12:07.55`, `00:1b:21:0a:0b:0c`."""
    raw: str
    """The value before its MIB was asked: digits, dotted OID, or octets as hexadecimal pairs."""
    units: str = ""
    literal: str = ""
    """Exactly as the MIB's DISPLAY-HINT or enumeration shows it, for comparing with other programs."""


class RowName(msgspec.Struct, frozen=True):
    """Which row of which table an instance belongs to."""

    table: str
    """`IF-MIB::ifTable`."""
    row: str
    parts: tuple[tuple[str, str], ...]
    """Index name and decoded text, in order; numbers left over stand under an empty name."""
    text: str
    """The parts joined: `3`, `ipv4 10.0.0.1`."""


class ModuleStatus(StrEnum):
    """What became of a module."""

    COMPILED = "compiled"
    REPAIRED = "repaired"
    FAILED = "failed"


class ModuleReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one module of an import."""

    name: str
    status: ModuleStatus
    file: str
    line: int = 1
    repairs: tuple[Problem, ...] = ()
    reason: Text | None = None
    """Why it failed."""
    cure: Text | None = None
    missing: tuple[str, ...] = ()
    """Modules that it imports from and that are nowhere."""
    other_files: tuple[str, ...] = ()
    """Files with another copy of it, which was passed over."""
    objects: int = 0
    """How many of its names have a number."""
    updated: str = ""
    """LAST-UPDATED as `YYYYMMDDHHMM`, empty for SMIv1."""
