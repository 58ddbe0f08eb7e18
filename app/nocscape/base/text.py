"""Text that a device, a file or a datagram supplied: hostile until it went through here."""

from __future__ import annotations

import unicodedata

MAX_TEXT = 1024
"""Longest device-supplied text that is kept, in characters."""

_LEGACY = ("euc-kr", "gb18030")
_KEPT_CONTROLS = {"\n", "\t"}


def decode(raw: bytes) -> str:
    """Bytes from the wire as text: UTF-8 where it is valid, then EUC-KR, GB18030 and Latin-1; never an error.

    RFC 2579 DisplayString is ASCII, SnmpAdminString (RFC 3411) UTF-8; real devices send whatever their locale is.
    """
    raw = raw.rstrip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for name in _LEGACY:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if all(_is_east_asian(c) or c.isascii() for c in text):
            return text
    return raw.decode("latin-1")


def _is_east_asian(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def plain(text: str, limit: int = MAX_TEXT) -> str:
    """`text` without control, format and direction-changing characters, cut at `limit`; newlines and tabs stay."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def one_line(text: str, limit: int = 200) -> str:
    """`plain` with all white space folded to single spaces, for names and table cells."""
    return plain(" ".join(text[: limit * 4].split()), limit)


def from_wire(raw: bytes, limit: int = MAX_TEXT) -> str:
    """Decode and clean in one step."""
    return plain(decode(raw[: limit * 4]), limit)
