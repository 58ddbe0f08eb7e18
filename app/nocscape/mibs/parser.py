"""MIB text to declarations: SMIv1 (RFC 1155, 1212, 1215), SMIv2 (RFC 2578 to 2580), and what vendors make of them.

The grammar is read by its landmarks: a name with a macro behind it begins a declaration, clause words begin clauses, in
whatever order they come. What does not fit is skipped up to the next landmark and noted, so that a fault costs one
clause or one declaration and never the module.
"""

from __future__ import annotations

from nocscape.base.i18n import Text, msg
from nocscape.mibs.clauses import ClauseReader
from nocscape.mibs.cursor import CLAUSES, END, MACROS, MOST_NOTES, is_word
from nocscape.mibs.declared import Declaration, Macro, ParsedModule, Problem
from nocscape.mibs.lexer import lines_of, tokenize
from nocscape.mibs.quotes import is_inside_out, mend
from nocscape.mibs.spelling import respell


def parse(text: str) -> list[ParsedModule]:
    """All modules in `text`, in order; never raises, whatever the text holds."""
    tokens = tokenize(text)
    modules = _read(text, tokens)
    is_sound = bool(modules) and not any(m.problems for m in modules)
    if is_inside_out(tokens, is_sure=is_sound):
        modules = max(_read_mended(text), modules, key=_declared)
    return modules if is_sound else _or_respelt(text, modules)


def _read(text: str, tokens: list[str]) -> list[ParsedModule]:
    reader = ModuleReader(tokens)
    modules = reader.modules()
    _add_lines(text, reader)
    return modules


def _declared(modules: list[ParsedModule]) -> int:
    return sum(len(m.declarations) for m in modules)


def _read_mended(text: str) -> list[ParsedModule]:
    """Read once more, with quotation marks put right where the text shows that some are lost."""
    text, lines = mend(text)
    return _noted(_read(text, tokenize(text)), lines, msg("a quotation mark is missing or too much"))


def _or_respelt(text: str, modules: list[ParsedModule]) -> list[ParsedModule]:
    """As read, or with words put right that are spelt in ways of their own, where that leaves less to remark."""
    text, lines = respell(text)
    if not lines:
        return modules
    respelt = _read(text, tokenize(text))
    gained, settled = _declared(respelt) - _declared(modules), _remarks(modules) - _remarks(respelt)
    is_better = not modules or (gained >= 0 and (settled, gained) > (0, 0))
    return _noted(respelt, lines, msg("a word of the language is spelt otherwise")) if is_better else modules


def _remarks(modules: list[ParsedModule]) -> int:
    return sum(len(m.problems) for m in modules)


def _noted(modules: list[ParsedModule], lines: list[int], said: Text) -> list[ParsedModule]:
    """With a note for each line in the module that it stands in."""
    for line in lines[:MOST_NOTES]:
        home = max((m for m in modules if m.line <= line), key=lambda m: m.line, default=None)
        if home is not None:
            home.problems.append(Problem(line, said))
    return modules


def _add_lines(text: str, reader: ModuleReader) -> None:
    wanted = [at for _, notes in reader.noted for at, _ in notes] + reader.headers
    lines = lines_of(text, wanted)
    for (module, notes), header in zip(reader.noted, reader.headers, strict=True):
        module.line = lines.get(header, 1)
        module.problems = [Problem(lines.get(at, 0), said) for at, said in notes]


def _is_module(module: ParsedModule) -> bool:
    """Whether there was a module behind what looked like a header; programs that read MIBs hold such words too."""
    return bool(module.name[:1].isupper() or module.imports or module.declarations or module.types)


_MOST_MODULES = 1_000
_LONGEST_NUMBER = 60
_LONGEST_NAME = 200
"""SMIv2 allows 64 characters (RFC 2578, section 3.1); some vendors need more."""
_ROOTS = frozenset({"org", "dod", "internet", "directory", "mgmt", "experimental", "private", "enterprises", "mib-2"})


class ModuleReader(ClauseReader):
    """Reads all modules of one file."""

    def __init__(self, tokens: list[str]) -> None:
        super().__init__(tokens)
        self.noted: list[tuple[ParsedModule, list[tuple[int, Text]]]] = []
        self.headers: list[int] = []
        self._header_at = 0

    def modules(self) -> list[ParsedModule]:
        """Every module with a header; text around them is passed over."""
        found: list[ParsedModule] = []
        while len(found) < _MOST_MODULES and (module := self._header()) is not None:
            self.notes, self.implied = [], []
            self._body(module)
            self._add_implied(module)
            if _is_module(module):
                self.noted.append((module, self.notes))
                self.headers.append(self._header_at)
                found.append(module)
        return found

    def _header(self) -> ParsedModule | None:
        tokens, start = self.tokens, self.at
        while True:
            try:
                at = tokens.index("DEFINITIONS", self.at)
            except ValueError:
                return None
            self.at = at + 1
            ahead = tokens[at : at + 6]
            if at and ("BEGIN" in ahead or "::=" in ahead):
                self.at = at + (ahead.index("BEGIN") if "BEGIN" in ahead else ahead.index("::=")) + 1
                self._header_at = self._name_before(at, start)
                return ParsedModule(self._dotted(self._header_at, at))

    def _name_before(self, end: int, start: int) -> int:
        """Where the module's name begins: before its number in braces, and before any dots that it holds.

        Where some agent compiler's directives stand before DEFINITIONS, the name is the first one that could be one.
        """
        tokens, at = self.tokens, end - 1
        if tokens[at] == "}":
            at = next((i for i in range(at, max(start, at - _LONGEST_NUMBER), -1) if tokens[i - 1] == "{"), at) - 2
        if at < start or not is_word(tokens[at]):
            return next((i for i in range(start, end) if tokens[i][:1].isupper()), end - 1)
        while at >= start + 2 and tokens[at - 1] == ".":
            at -= 2
        return at

    def _dotted(self, at: int, end: int) -> str:
        name = self.tokens[at]
        while at + 2 < end and self.tokens[at + 1] == ".":
            name += "." + self.tokens[at + 2]
            at += 2
        return name

    def _body(self, module: ParsedModule) -> None:
        tokens = self.tokens
        while True:
            name = tokens[self.at]
            if name == END or self.begins_module(self.at):
                self.note(msg("END is missing"))
                return
            if name == "END":
                self.at += 1
                if self._is_last_end():
                    return
            elif not self._item(name, module):
                self._skip_nonsense(module)

    def _add_implied(self, module: ParsedModule) -> None:
        """Names given on the way to another, where nothing else defines them."""
        known = {d.name for d in module.declarations} | module.imports.keys() | _ROOTS
        for name, place in self.implied:
            if name not in known:
                known.add(name)
                module.declarations.append(Declaration(name, Macro.NODE, place))

    def _is_last_end(self) -> bool:
        if self.tokens[self.at] == END or not self.begins_declaration(self.at):
            return True
        self.note(msg("END in the middle of the module"))
        return False

    def _item(self, name: str, module: ParsedModule) -> bool:
        """Read one declaration, import list or macro; False where the cursor stands on none of them."""
        tokens, word = self.tokens, self.tokens[self.at + 1]
        if name == "IMPORTS":
            self.at += 1
            self._imports(module)
        elif word in MACROS and is_word(name):
            self.at += 2
            self._macro(Declaration(name, MACROS[word]), module)
        elif word == "OBJECT" and tokens[self.at + 2] == "IDENTIFIER" and tokens[self.at + 3] in ("::=", "{"):
            self.at += 4 if tokens[self.at + 3] == "::=" else 3
            self._node(name, module)
        elif word == "::=" and is_word(name):
            self.at += 2
            self._assignment(name, module)
        elif word == "MACRO":
            self._skip_to("END")
        elif name == "EXPORTS":
            self._skip_to(";")
        else:
            return False
        return True

    def _skip_to(self, word: str) -> None:
        try:
            self.at = self.tokens.index(word, self.at) + 1
        except ValueError:
            self.at = len(self.tokens) - 5

    def _skip_nonsense(self, module: ParsedModule) -> None:
        """Go to the next landmark; stray commas and semicolons are not worth a word."""
        tokens, start = self.tokens, self.at
        while tokens[self.at] in (";", ","):
            self.at += 1
        if self.at > start:
            return
        self.note(msg("skipped what is no declaration, from “{word}” on", word=tokens[start][:40]))
        self.at += 1
        while tokens[self.at] not in (END, "END", "IMPORTS", ";") and not self.begins_declaration(self.at):
            if self.begins_module(self.at):
                break
            self.at += 1
        if tokens[start][:1].isalpha() and self.at - start > 8:
            module.lost += 1

    def _imports(self, module: ParsedModule) -> None:
        tokens = self.tokens
        waiting: list[str] = []
        while (lexeme := tokens[self.at]) != END:
            if lexeme == ";":
                self.at += 1
                if tokens[self.at + 1] not in (",", "FROM"):
                    return
                self.note(msg("a semicolon in the middle of the imports"))
            elif lexeme == "FROM":
                module.imports.update(dict.fromkeys(waiting, self._imported_module()))
                waiting = []
            elif self._ends_imports(is_list_open=bool(waiting)):
                self.note(msg("the imports do not end with a semicolon"))
                return
            else:
                if lexeme[0].isalnum():
                    waiting.append(lexeme)
                self.at += 1

    def _ends_imports(self, *, is_list_open: bool) -> bool:
        """Whether a declaration follows though the list has no end; in an open list only a certain one."""
        if not self.begins_declaration(self.at):
            return False
        following = self.tokens[self.at + 2]
        return not is_list_open or following in CLAUSES or following in ("::=", "IDENTIFIER")

    def _imported_module(self) -> str:
        self.at += 1
        name = self.tokens[self.at]
        self.at += 1
        while self.tokens[self.at] == "." and is_word(self.tokens[self.at + 1]):
            name += "." + self.tokens[self.at + 1]
            self.at += 2
        if self.tokens[self.at] == "{":
            self.skip_braces()
        return name

    def _node(self, name: str, module: ParsedModule) -> None:
        self._keep(Declaration(name, Macro.NODE, self.place()), module)

    def _assignment(self, name: str, module: ParsedModule) -> None:
        """`Name ::= Type`, a textual convention, or a node whose OBJECT IDENTIFIER was forgotten."""
        lexeme = self.tokens[self.at]
        if lexeme == "{":
            self.note(msg("{name} lacks OBJECT IDENTIFIER before its value", name=name))
            self._node(name, module)
            return
        made = Declaration(name, Macro.TYPE)
        if lexeme == "TEXTUAL-CONVENTION":
            self.at += 1
            self.clauses(made)
        else:
            made.syntax = self.type_spec()
        if made.syntax is None:
            self.note(msg("{name} has no SYNTAX", name=name))
            module.lost += 1
        elif made.syntax.name not in ("SEQUENCE", "CHOICE"):
            module.types.append(made)

    def _macro(self, made: Declaration, module: ParsedModule) -> None:
        if made.macro in (Macro.COMPLIANCE, Macro.CAPABILITIES):
            self._skip_body()
        else:
            self.clauses(made)
        if self.tokens[self.at] == "::=":
            self.at += 1
            self._value(made)
        elif self.tokens[self.at] == "{":
            self.note(msg("{name} lacks ::= before its value", name=made.name))
            made.place = self.place()
        if made.macro is Macro.MODULE_IDENTITY:
            module.updated, made.units = made.units, ""
        self._keep(made, module)

    def _skip_body(self) -> None:
        """Past what a compliance statement holds: it has clauses of its own and nothing that a number needs."""
        while self.tokens[self.at] not in ("::=", END) and not self.begins_declaration(self.at):
            self.at += 1

    def _value(self, made: Declaration) -> None:
        lexeme = self.tokens[self.at]
        if made.macro is Macro.TRAP and lexeme.isdecimal():
            made.place = (made.augments, 0, int(lexeme[:10]))
            self.at += 1
        else:
            place = self.place()
            made.place = (*place[:1], 0, *place[1:]) if made.macro is Macro.TRAP and len(place) == 2 else place
        if made.macro is Macro.TRAP:
            made.augments = ""

    def _keep(self, made: Declaration, module: ParsedModule) -> None:
        if made.place and len(made.name) <= _LONGEST_NAME:
            module.declarations.append(made)
        else:
            self.note(msg("{name} has no value and is left out", name=made.name[:_LONGEST_NAME]))
            module.lost += 1
