"""Recorded devices in the common `.snmprec` form: one instance a line, `OID|TYPE|VALUE`, in the order of a walk.

TYPE is the BER tag in decimal, with an `x` behind it where VALUE is written in hexadecimal (as snmpsim does it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address
from pathlib import Path

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.wire.snmp.normal import opaque, opaque_octets
from nocscape.wire.snmp.types import SnmpValue, Syntax, VarBind

SUFFIX = ".snmprec"
MAX_LINE = 200_000
"""Characters: the largest datagram in hexadecimal fits."""

_TAGS = {
    Syntax.INTEGER: 2,
    Syntax.OCTETS: 4,
    Syntax.NULL: 5,
    Syntax.OID: 6,
    Syntax.IP_ADDRESS: 64,
    Syntax.COUNTER32: 65,
    Syntax.GAUGE32: 66,
    Syntax.TIME_TICKS: 67,
    Syntax.OPAQUE: 68,
    Syntax.COUNTER64: 70,
}
_SYNTAXES = {tag: syntax for syntax, tag in _TAGS.items()}
_LINE = re.compile(r"\.?(\d{1,10}(?:\.\d{1,10}){1,127})\|(\d{1,3})(x?)\|(.*)", re.DOTALL)
_MAX_ARC = 0xFFFF_FFFF


class RecordingError(InputError):
    """A line that is no recorded instance."""


def line_of(varbind: VarBind) -> str:
    """The line for one instance; what stands for the absence of a value has none and raises RecordingError."""
    tag = _TAGS.get(varbind.syntax)
    if tag is None:
        raise RecordingError(tr("{syntax} cannot be recorded", syntax=varbind.syntax))
    value = varbind.value
    if varbind.syntax is Syntax.OPAQUE:
        return f"{varbind.oid}|{tag}x|{opaque_octets(value).hex()}"
    if isinstance(value, bytes):
        return f"{varbind.oid}|{tag}|{value.decode()}" if _is_simple(value) else f"{varbind.oid}|{tag}x|{value.hex()}"
    return f"{varbind.oid}|{tag}|{'' if value is None else value}"


def _is_simple(value: bytes) -> bool:
    """Whether it survives as text on a line of its own."""
    return value.isascii() and (text := value.decode()).isprintable() and text == text.strip()


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Beside the file first, so that a full disk leaves an older one as it was. Raises InputError."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(f"{line}\n" for line in lines)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(tr("Cannot write {file}: {reason}", file=path, reason=error.strerror)) from error


def varbind_of(line: str) -> VarBind:
    """The instance on a line; RecordingError where it is none, or one that a simulator would compute."""
    found = _LINE.fullmatch(line) if len(line) <= MAX_LINE else None
    syntax = _SYNTAXES.get(int(found[2])) if found else None
    if found is None or syntax is None:
        raise RecordingError(tr("No recorded value: {line}", line=line[:80]))
    try:
        value = _value(syntax, found[4], is_hex=bool(found[3]))
    except ValueError as error:
        raise RecordingError(tr("No recorded value: {line}", line=line[:80])) from error
    if max(map(int, found[1].split("."))) > _MAX_ARC:
        raise RecordingError(tr("No recorded value: {line}", line=line[:80]))
    return VarBind(found[1], syntax, value)


def _value(syntax: Syntax, text: str, *, is_hex: bool) -> SnmpValue:
    """ValueError where the text does not fit."""
    match syntax:
        case Syntax.OCTETS:
            return _octets(text, is_hex=is_hex)
        case Syntax.OPAQUE:
            return opaque(_octets(text, is_hex=is_hex))
        case Syntax.NULL:
            return None
        case Syntax.OID:
            return text.strip().strip(".") or "0.0"
        case Syntax.IP_ADDRESS:
            return str(IPv4Address(bytes.fromhex(text)) if is_hex else IPv4Address(text.strip()))
        case _:
            return int(text, 16) if is_hex else int(text)


def _octets(text: str, *, is_hex: bool) -> bytes:
    return bytes.fromhex(text) if is_hex else text.encode("utf-8", "surrogateescape")


def varbinds_in(lines: Iterable[str]) -> Iterator[VarBind | None]:
    """The instances of a file; None for each line that is none. Empty lines and comments are passed over."""
    for line in lines:
        stripped = line.rstrip("\r\n")
        if not stripped or stripped.startswith("#"):
            continue
        try:
            yield varbind_of(stripped)
        except RecordingError:
            yield None
