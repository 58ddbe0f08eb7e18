"""The SYNTAX part of a declaration: type names, enumerations, ranges, and the braces behind `::=`."""

from __future__ import annotations

from nocscape.base.i18n import msg
from nocscape.mibs.cursor import CLAUSES, END, MACROS, Cursor, is_word, number
from nocscape.mibs.declared import TypeSpec

_PAIRS = {"OCTET": "STRING", "OBJECT": "IDENTIFIER", "BIT": "STRING"}
_STOPS = CLAUSES | {"::=", END}
_MIN, _MAX = -(1 << 31), (1 << 32) - 1
_MOST_ARCS = 128


class SyntaxReader(Cursor):
    """Reads one type or one place at the cursor; never goes past the clause it stands in."""

    def __init__(self, tokens: list[str]) -> None:
        super().__init__(tokens)
        self.implied: list[tuple[str, tuple[str | int, ...]]] = []
        """Names that a place gives to numbers on its way: `pwg` in `{ enterprises pwg(2699) mibs(1) }`."""

    def type_spec(self) -> TypeSpec:
        """The type at the cursor, with its enumeration or range."""
        name = self._type_name()
        if name == "SEQUENCE OF":
            self.at += 1
            return TypeSpec(name, of=self.tokens[self.at - 1])
        lexeme = self.tokens[self.at]
        if lexeme == "{":
            if name in ("SEQUENCE", "CHOICE"):
                self.skip_braces()
                return TypeSpec(name)
            return TypeSpec(name, self._enums())
        if lexeme == "(":
            ranges, is_size = self._ranges()
            return TypeSpec(name, self._enums_behind_a_range(), ranges, is_size)
        return TypeSpec(name)

    def _type_name(self) -> str:
        tokens = self.tokens
        while tokens[self.at] == "[":
            self._skip_tag()
        name = tokens[self.at]
        if name in _STOPS or not is_word(name):
            self.note(msg("a type is missing"))
            return "INTEGER"
        self.at += 1
        if _PAIRS.get(name, END) == tokens[self.at]:
            self.at += 1
            return f"{name} {tokens[self.at - 1]}"
        if name == "SEQUENCE" and tokens[self.at] == "OF":
            self.at += 1
            return "SEQUENCE OF"
        if tokens[self.at] == "." and is_word(tokens[self.at + 1]):
            self.at += 2
            return tokens[self.at - 1]
        return name

    def _skip_tag(self) -> None:
        while self.tokens[self.at] not in ("]", END):
            self.at += 1
        self.at += self.tokens[self.at] == "]"
        self.at += self.tokens[self.at] in ("IMPLICIT", "EXPLICIT")

    def _enums_behind_a_range(self) -> dict[str, int]:
        """`INTEGER (0..2) { off(0), on(1) }`, which no grammar knows and some makers write."""
        if self.tokens[self.at] != "{" or self.tokens[self.at + 2] != "(":
            return {}
        self.note(msg("an enumeration stands behind a range"))
        return self._enums()

    def _enums(self) -> dict[str, int]:
        tokens, at = self.tokens, self.at + 1
        enums: dict[str, int] = {}
        is_odd = False
        while (name := tokens[at]) != "}":
            if tokens[at + 1] == "(" and tokens[at + 3] == ")":
                value = number(tokens[at + 2])
                if value is not None:
                    enums.setdefault(name, value)
                at += 4
                at += tokens[at] == ","
            elif name in _STOPS:
                is_odd = True
                break
            else:
                is_odd = is_odd or name != ","
                at += 1
        if is_odd:
            self.note(msg("an enumeration is not well formed"))
        self.at = at + (tokens[at] == "}")
        return enums

    def _ranges(self) -> tuple[tuple[tuple[int, int], ...], bool]:
        tokens, at = self.tokens, self.at
        depth, is_size, bounds = 0, False, []
        while (lexeme := tokens[at]) not in _STOPS:
            at += 1
            if lexeme == "(":
                depth += 1
            elif lexeme == ")":
                depth -= 1
                if depth == 0:
                    break
            elif lexeme == "SIZE":
                is_size = True
            else:
                bounds.append(lexeme)
        if depth:
            self.note(msg("a bracket is missing in a range"))
        self.at = at
        return _pairs(bounds), is_size

    def place(self) -> tuple[str | int, ...]:
        """What stands in braces: the parent's name and the number below it, or any mixture of names and numbers."""
        tokens, at = self.tokens, self.at
        if tokens[at] == "{" and tokens[at + 3] == "}" and tokens[at + 2].isdecimal():
            self.at = at + 4
            return (_arc(tokens[at + 1]), _arc(tokens[at + 2]))
        if tokens[at] != "{" and not self._is_place_without_brace():
            return ()
        arcs: list[str | int] = []
        self.at += tokens[at] == "{"
        while (lexeme := tokens[self.at]) != "}":
            if lexeme in _STOPS or lexeme in MACROS or len(arcs) > _MOST_ARCS or self.begins_declaration(self.at):
                self.note(msg("a closing brace is missing"))
                return tuple(arcs)
            self._one_arc(lexeme, arcs)
        self.at += 1
        return tuple(arcs)

    def _is_place_without_brace(self) -> bool:
        tokens, at = self.tokens, self.at
        if is_word(tokens[at]) and tokens[at + 1].isdecimal() and tokens[at + 2] == "}":
            self.note(msg("an opening brace is missing"))
            return True
        return False

    def _one_arc(self, lexeme: str, arcs: list[str | int]) -> None:
        tokens = self.tokens
        self.at += 1
        if not lexeme[0].isalnum():
            return
        if tokens[self.at] == "(" and tokens[self.at + 2] == ")":
            numbered = _arc(tokens[self.at + 1])
            if arcs and isinstance(numbered, int):
                self.implied.append((lexeme, (*arcs, numbered)))
            arcs.append(lexeme if not arcs else numbered)
            self.at += 3
        else:
            arcs.append(_arc(lexeme))

    def names(self) -> tuple[str, ...]:
        """Names in braces, separated by commas or by nothing."""
        found: list[str] = []
        if self.tokens[self.at] != "{":
            return ()
        self.at += 1
        while (lexeme := self.tokens[self.at]) != "}":
            if lexeme in _STOPS:
                self.note(msg("a closing brace is missing"))
                return tuple(found)
            if lexeme[0].isalnum():
                found.append(lexeme)
            self.at += 1
        self.at += 1
        return tuple(found)

    def skip_braces(self) -> None:
        """Go past a group in braces, or to where a new clause shows that it was never closed."""
        depth = 0
        while (lexeme := self.tokens[self.at]) != END and lexeme != "::=":
            self.at += 1
            if lexeme == "{":
                depth += 1
            elif lexeme == "}":
                depth -= 1
                if depth <= 0:
                    return


def _arc(lexeme: str) -> str | int:
    return int(lexeme) if lexeme.isdecimal() and len(lexeme) < 11 else lexeme


def _pairs(bounds: list[str]) -> tuple[tuple[int, int], ...]:
    """`5 .. 9 | 12` as pairs; what is no number is left out."""
    pairs: list[tuple[int, int]] = []
    is_upper = False
    for lexeme in bounds:
        if lexeme == "..":
            is_upper = True
            continue
        value = {"MIN": _MIN, "MAX": _MAX}.get(lexeme.upper(), number(lexeme))
        if value is not None:
            if is_upper and pairs:
                pairs[-1] = (pairs[-1][0], value)
            else:
                pairs.append((value, value))
        is_upper = False
    return tuple(pairs)
