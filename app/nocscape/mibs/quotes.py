"""Quotation marks that are missing or too many.

One lost mark turns everything behind it inside out: declarations become strings and descriptions become words. It
shows, since a string then ends where one should begin, right behind DESCRIPTION or another word that wants a string, or
holds the end of one declaration and the beginning of the next, or the head of a module.
"""

from __future__ import annotations

import re

_OPENERS = r"(?:DESCRIPTION|REFERENCE|ORGANIZATION|CONTACT-INFO|LAST-UPDATED|REVISION|UNITS|DISPLAY-HINT|DEFVAL\s*\{)"
_ENDS_AS_IT_BEGINS = re.compile(_OPENERS + r"\s*\Z")
_LONGEST_OPENER = 80
_SWALLOWED = re.compile(
    r"::=\s*\{[^}]{0,200}\}\s*[\w-]+\s+"
    r"(?:OBJECT-TYPE|OBJECT-IDENTITY|NOTIFICATION-TYPE|TRAP-TYPE|OBJECT\s+IDENTIFIER)\s+(?:SYNTAX|STATUS|::=|OBJECTS|ENTER)"
    r"|^[ \t]*[\w.-]+\s+DEFINITIONS\s*::=\s*BEGIN\b",
    re.MULTILINE,
)
_QUOTE = re.compile(r'--[^\n]*|(")')
_STRUCTURE = re.compile(
    rf"""::=\s*[{{\d]
    |^[ \t]*(?:{_OPENERS}\s*"
        |(?:INDEX|AUGMENTS|OBJECTS|VARIABLES|NOTIFICATIONS)\s*\{{
        |(?:STATUS|SYNTAX|ACCESS|MAX-ACCESS)\s+[A-Za-z]
        |[\w-]+\s+(?:OBJECT-TYPE|OBJECT-IDENTITY|NOTIFICATION-TYPE|TRAP-TYPE|OBJECT-GROUP|MODULE-COMPLIANCE)\s
        |[\w-]+\s+OBJECT\s+IDENTIFIER\s*::=
        |[\w.-]+\s+DEFINITIONS\s*::=
        |END\s*$)""",
    re.VERBOSE | re.MULTILINE,
)


def is_inside_out(tokens: list[str], *, is_sure: bool) -> bool:
    """Whether a string among the tokens ends where one should begin, or (unless one has to be sure) swallows others.

    A sound description may quote whole declarations as an example, but none ends with DESCRIPTION.
    """
    strings = [t[1:-1] for t in tokens if t[0] == '"']
    return any(map(_ends_as_it_begins, strings)) or (not is_sure and any(map(_swallows, strings)))


def _ends_as_it_begins(content: str) -> bool:
    return _ENDS_AS_IT_BEGINS.search(content, max(0, len(content) - _LONGEST_OPENER)) is not None


def _swallows(content: str) -> bool:
    return "::=" in content and _SWALLOWED.search(content) is not None


def mend(text: str) -> tuple[str, list[int]]:
    """The text with marks put in and taken out until no string swallows a declaration, and the lines where.

    No line is added or lost. Goes through the text once.
    """
    pieces: list[str] = []
    lines: list[int] = []
    done = line = 0
    at = 0
    while (opening := _next_quote(text, at)) is not None:
        closing = text.find('"', opening + 1)
        content = text[opening + 1 : closing if closing >= 0 else len(text)]
        at = closing + 1 if closing >= 0 else len(text)
        structure = _STRUCTURE.search(content) if closing < 0 or _is_wrong(content) else None
        if structure is None:
            continue
        cut = opening + 1 + structure.start()
        is_stray = not content[: structure.start()].strip()
        pieces += [text[done:opening], " "] if is_stray else [text[done:cut], '"']
        line += text.count("\n", done, cut)
        lines.append(line + 1)
        if is_stray:
            pieces.append(text[opening + 1 : cut])
        done = at = cut
    return "".join([*pieces, text[done:]]), lines


def _is_wrong(content: str) -> bool:
    return _ends_as_it_begins(content) or _swallows(content)


def _next_quote(text: str, at: int) -> int | None:
    """The next mark that is not in a comment."""
    for found in _QUOTE.finditer(text, at):
        if found[1]:
            return found.start()
    return None
