"""Words of the language that are spelt in ways of their own: `OBJECT_TYPE`, `Syntax`, `:=`, a value in parentheses.

Looked for only where a module could not be read without a fault. Strings and comments stay as they are, as do lines.
"""

from __future__ import annotations

import re

_MACRO = (
    r"(?:OBJECT|MODULE|NOTIFICATION|TRAP|AGENT|TEXTUAL)[-_](?:TYPE|IDENTITY|GROUP|COMPLIANCE|CAPABILITIES|CONVENTION)"
)
_PASSED = r'"[^"]*"|--[^\n]*'
_ODD = re.compile(
    rf"""{_PASSED}
    |(?P<header>\bdefinitions\s*::=\s*begin\b)
    |(?P<macro>\b(?:{_MACRO}|(?:MAX|MIN)[-_]ACCESS)\b)
    |(?P<node>\bOBJECT[-_ \t]+\w+(?=\s*(?:::|:)\s?=\s*[{{(]))
    |(?P<syntax>(?<=OBJECT.TYPE)\s+syntax\b)
    |(?P<end>^[ \t]*end[ \t]*$)
    |(?P<value>(?::\s?:\s?=|:=)\s*\(\s*[a-z][\w-]*\s+\d+\s*\))
    |(?P<assign>:[ ]?:[ ]?=|:=)""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_ASSIGN = re.compile(r":\s?:\s?=|:=")


def respell(text: str) -> tuple[str, list[int]]:
    """The text with such words put right, and the lines in which there were any, counted from 1."""
    parts: list[str] = []
    lines: list[int] = []
    at, line, counted = 0, 1, 0
    for match in _ODD.finditer(text):
        right = _right(match)
        if right != match[0]:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            lines.append(line)
            parts += (text[at : match.start()], right)
            at = match.end()
    return "".join((*parts, text[at:])), lines


def _right(match: re.Match[str]) -> str:
    word = match[0]
    match match.lastgroup:
        case "header" | "syntax" | "end":
            return word.upper()
        case "macro":
            return word.upper().replace("_", "-")
        case "node":
            return "OBJECT IDENTIFIER"
        case "value":
            return _ASSIGN.sub("::=", word, count=1).replace("(", "{").replace(")", "}")
        case "assign":
            return "::="
    return word
