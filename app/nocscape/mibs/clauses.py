"""The clauses of a macro: SYNTAX, ACCESS, STATUS and the rest, in whatever order a file has them."""

from __future__ import annotations

import re
from collections.abc import Callable

from nocscape.base.i18n import msg
from nocscape.mibs.cursor import CLAUSES, END, is_word
from nocscape.mibs.declared import Declaration, Macro
from nocscape.mibs.syntaxes import SyntaxReader

_MOST_DESCRIPTION = 4000
_MOST_WORDS = 80
_BLANK_LINES = re.compile(r"\n\s*\n")


def tidy(quoted: str) -> str:
    """A quoted text without its indentation: paragraphs apart, lines joined, cut at 4,000 characters."""
    text = quoted[1 : 2 * _MOST_DESCRIPTION].removesuffix('"')
    if "\n" in text:
        text = "\n\n".join(" ".join(p.split()) for p in _BLANK_LINES.split(text)).strip()
    else:
        text = " ".join(text.split())
    return text[:_MOST_DESCRIPTION]


class ClauseReader(SyntaxReader):
    """Reads all clauses of one declaration."""

    def clauses(self, made: Declaration) -> None:
        """All clauses up to the value; a textual convention ends with the last clause that follows."""
        tokens = self.tokens
        is_noted = False
        while True:
            lexeme = tokens[self.at]
            if lexeme in CLAUSES:
                self.at += 1
                _READERS.get(lexeme, _skip_text)(self, made)
            elif lexeme in ("::=", END, "{", "END") or self.begins_declaration(self.at) or self._is_whole_type(made):
                return
            else:
                if not is_noted and lexeme != ",":
                    self.note(msg("{name}: “{word}” is out of place", name=made.name, word=lexeme[:40]))
                    is_noted = True
                self.at += 1

    def _is_whole_type(self, made: Declaration) -> bool:
        return made.macro is Macro.TYPE and made.syntax is not None

    def description(self, made: Declaration) -> None:
        """DESCRIPTION; the first counts."""
        text = self.string()
        made.description = made.description or text

    def syntax(self, made: Declaration) -> None:
        """SYNTAX."""
        made.syntax = self.type_spec()

    def units(self, made: Declaration) -> None:
        """UNITS."""
        made.units = self.string()[:_MOST_WORDS]

    def hint(self, made: Declaration) -> None:
        """DISPLAY-HINT; its blanks mean something (`1x `)."""
        lexeme = self.tokens[self.at]
        self.string()
        made.hint = lexeme[1:-1][:_MOST_WORDS] if lexeme.startswith('"') else ""

    def updated(self, made: Declaration) -> None:
        """LAST-UPDATED, kept in `units` until the module is known."""
        made.units = full_year(self.string())

    def access(self, made: Declaration) -> None:
        """ACCESS, MAX-ACCESS or MIN-ACCESS."""
        made.access = self._one_word(made) or made.access

    def status(self, made: Declaration) -> None:
        """STATUS."""
        made.status = self._one_word(made) or made.status

    def _one_word(self, made: Declaration) -> str:
        word = self.tokens[self.at]
        if not is_word(word) or word in CLAUSES:
            self.note(msg("{name}: a clause says nothing", name=made.name))
            return ""
        self.at += 1
        return word

    def index(self, made: Declaration) -> None:
        """INDEX."""
        names = self.names()
        made.is_implied = "IMPLIED" in names
        made.index = tuple(n for n in names if n != "IMPLIED")

    def augments(self, made: Declaration) -> None:
        """AUGMENTS."""
        made.augments = "".join(self.names()[:1])

    def members(self, made: Declaration) -> None:
        """OBJECTS, NOTIFICATIONS or VARIABLES."""
        made.members = self.names()

    def enterprise(self, made: Declaration) -> None:
        """The enterprise of a trap, bare or in braces; kept in `augments` until the number is read."""
        if self.tokens[self.at] == "{":
            made.augments = "".join(self.names()[:1])
        elif is_word(self.tokens[self.at]):
            made.augments = self.tokens[self.at]
            self.at += 1

    def string(self) -> str:
        """The quoted text at the cursor, or nothing where there is none; REFERENCE and the like may be given twice."""
        lexeme = self.tokens[self.at]
        if not lexeme.startswith('"'):
            return ""
        self.at += 1
        return tidy(lexeme)


def _skip_text(reader: ClauseReader, made: Declaration) -> None:  # noqa: ARG001
    """A clause whose text is not kept: REFERENCE, ORGANIZATION, CONTACT-INFO, REVISION, PRODUCT-RELEASE."""
    reader.string()


def _skip_default(reader: ClauseReader, made: Declaration) -> None:  # noqa: ARG001
    """DEFVAL."""
    reader.skip_braces()


_READERS: dict[str, Callable[[ClauseReader, Declaration], None]] = {
    "DESCRIPTION": ClauseReader.description,
    "SYNTAX": ClauseReader.syntax,
    "UNITS": ClauseReader.units,
    "DISPLAY-HINT": ClauseReader.hint,
    "LAST-UPDATED": ClauseReader.updated,
    "MAX-ACCESS": ClauseReader.access,
    "ACCESS": ClauseReader.access,
    "MIN-ACCESS": ClauseReader.access,
    "STATUS": ClauseReader.status,
    "INDEX": ClauseReader.index,
    "AUGMENTS": ClauseReader.augments,
    "OBJECTS": ClauseReader.members,
    "NOTIFICATIONS": ClauseReader.members,
    "VARIABLES": ClauseReader.members,
    "ENTERPRISE": ClauseReader.enterprise,
    "DEFVAL": _skip_default,
}


def full_year(stamp: str) -> str:
    """`9505241811Z` and `199505241811Z` alike as `199505241811`, so that they sort."""
    digits = "".join(c for c in stamp if c.isdigit())[:12]
    return f"{'19' if digits[:1] in '789' else '20'}{digits}" if len(digits) == 10 else digits
