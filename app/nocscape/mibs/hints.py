"""DISPLAY-HINT, the little language of RFC 2579 section 3.1 that says how a value is written for people."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from nocscape.base.text import decode, plain

_SPEC = re.compile(r"(\*)?(\d{1,5})([dxoat])([^\d*])?((?<=[^\d*])[^\d*])?")
_INTEGER = re.compile(r"d(?:-(\d{1,2}))?|[xob]")


class _Spec(msgspec.Struct, frozen=True):
    """One octet-format specification: how many octets, in which notation, and what stands behind them."""

    is_repeated: bool
    octets: int
    form: str
    separator: str
    terminator: str


def integer_text(hint: str, value: int) -> str | None:
    """`value` as an integer hint says (`d-2` puts a point before the last two digits); None if it is no such hint."""
    found = _INTEGER.fullmatch(hint)
    if found is None:
        return None
    if hint[0] != "d":
        return format(value, hint)
    decimals = int(found[1] or 0)
    if decimals == 0:
        return str(value)
    digits = str(abs(value)).rjust(decimals + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def octets_text(hint: str, raw: bytes) -> str | None:
    """`raw` as an octet hint says; the last specification goes on until nothing is left. None if it is no such hint."""
    specs = _specs(hint)
    if not specs:
        return None
    if len(specs) == 1 and specs[0].form in "at" and not specs[0].is_repeated:
        return plain(decode(raw))
    out: list[str] = []
    at = turn = 0
    while at < len(raw):
        spec = specs[min(turn, len(specs) - 1)]
        turn += 1
        count = 1
        if spec.is_repeated:
            count, at = raw[at], at + 1
        at = _apply(spec, raw, at, count, out)
        if spec.octets == 0 and turn >= len(specs):
            break
    return plain("".join(out))


def _apply(spec: _Spec, raw: bytes, at: int, count: int, out: list[str]) -> int:
    for left in range(count - 1, -1, -1):
        piece = raw[at : at + spec.octets]
        at += spec.octets
        out.append(_piece(piece, spec.form))
        if at >= len(raw):
            break
        out.append(spec.terminator if spec.terminator and left == 0 else spec.separator)
    return at


def _piece(piece: bytes, form: str) -> str:
    if form in "at":
        return decode(piece)
    if form == "x":
        return piece.hex()
    signless = int.from_bytes(piece)
    return format(signless, "o" if form == "o" else "d")


@lru_cache(maxsize=512)
def _specs(hint: str) -> tuple[_Spec, ...]:
    specs, at = [], 0
    while at < len(hint):
        found = _SPEC.match(hint, at)
        if found is None:
            return ()
        star, octets, form, separator, terminator = found.groups(default="")
        if terminator and not star:
            return ()
        specs.append(_Spec(bool(star), int(octets), form, separator, terminator))
        at = found.end()
    return tuple(specs)
