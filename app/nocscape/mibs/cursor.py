"""A place in a list of tokens, and the words by which the reader finds its way again after nonsense."""

from __future__ import annotations

from nocscape.base.i18n import Text
from nocscape.mibs.declared import Macro
from nocscape.mibs.lexer import word_set

END = ""
"""Stands behind the last token, several times over, so that looking ahead needs no bounds."""

MACROS: dict[str, Macro] = {
    "OBJECT-TYPE": Macro.OBJECT_TYPE,
    "MODULE-IDENTITY": Macro.MODULE_IDENTITY,
    "OBJECT-IDENTITY": Macro.OBJECT_IDENTITY,
    "NOTIFICATION-TYPE": Macro.NOTIFICATION,
    "TRAP-TYPE": Macro.TRAP,
    "OBJECT-GROUP": Macro.GROUP,
    "NOTIFICATION-GROUP": Macro.GROUP,
    "MODULE-COMPLIANCE": Macro.COMPLIANCE,
    "AGENT-CAPABILITIES": Macro.CAPABILITIES,
}

CLAUSES = word_set(
    """SYNTAX UNITS ACCESS MAX-ACCESS MIN-ACCESS STATUS DESCRIPTION REFERENCE INDEX AUGMENTS DEFVAL DISPLAY-HINT
    LAST-UPDATED ORGANIZATION CONTACT-INFO REVISION OBJECTS NOTIFICATIONS VARIABLES ENTERPRISE PRODUCT-RELEASE"""
)
_NOT_NAMES = CLAUSES | word_set("MODULE IMPORTS EXPORTS FROM BEGIN END OF IDENTIFIER STRING ::= .. , ; ( ) { }")
MOST_NOTES = 40


class Cursor:
    """Tokens, the position reached, and what was noticed on the way (at most `MOST_NOTES` a module)."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = [*tokens, END, END, END, END, END]
        self.at = 0
        self.notes: list[tuple[int, Text]] = []

    def note(self, text: Text) -> None:
        """Remember a repair at the present token."""
        if len(self.notes) < MOST_NOTES:
            self.notes.append((self.at, text))

    def is_at_end(self) -> bool:
        """Whether nothing is left to read."""
        return self.tokens[self.at] == END

    def begins_declaration(self, at: int) -> bool:
        """Whether the token at `at` is a name with a macro, type or OBJECT IDENTIFIER assignment behind it."""
        tokens = self.tokens
        name, word = tokens[at], tokens[at + 1]
        if word in MACROS:
            return name not in _NOT_NAMES and is_word(name) and tokens[at + 2] not in (",", "FROM", ";")
        if word == "OBJECT":
            return tokens[at + 2] == "IDENTIFIER" and tokens[at + 3] == "::=" and is_word(name)
        if word == "::=":
            return name[:1].isupper() and name not in _NOT_NAMES
        return word == "MACRO"

    def begins_module(self, at: int) -> bool:
        """Whether a module's header follows: a name, perhaps its number in braces, and DEFINITIONS."""
        if not is_word(self.tokens[at]):
            return False
        return self.tokens[at + 1] == "DEFINITIONS" or (
            self.tokens[at + 1] == "{" and "DEFINITIONS" in self.tokens[at + 2 : at + 40]
        )


def is_word(token: str) -> bool:
    """Whether a token can be a name; illegal first digits are let pass."""
    return token[:1].isalnum() and not token.isdigit()


def number(token: str) -> int | None:
    """A number in any notation that MIBs use (`7`, `-7`, `'0A'H`, `'101'b`, `0x0A`), None if none or over 64 bits."""
    try:
        if token.startswith("'"):
            value = int("".join(token[1:-2].split()), 16 if token[-1] in "hH" else 2)
        else:
            value = int(token, 0) if token[:2] in ("0x", "0X") else int(token)
    except ValueError:
        return None
    return value if -(1 << 63) <= value < 1 << 64 else None
