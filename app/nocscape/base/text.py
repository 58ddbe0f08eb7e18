"""Text that a device, a file or a datagram supplied: hostile until it went through here."""

from __future__ import annotations

import unicodedata

MAX_TEXT = 1024
"""Longest device-supplied text that is kept, in characters."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_KEPT_CONTROLS = {"\n", "\t"}
_COMMON_SYLLABLES = frozenset(
    "이다는을를가에의하고지로사도기인대한리서자시어나정해장일부수원제주보전그상성산과동여국안조세구경공소생우신비연개무선위"
    "방중역학교치스트아라니마발관유직명물행금문현회실체통터음분달권본건계업입당속진결차판법양포력모표면토재석접단심적청"
    "남북층팀반호예바카타파하차델코드러버메워크네링설치처울평창강천광영용운율종요외내후앞뒤출구번점센백화벽노드액세온오망랩복핵감"
)
"""Syllables that Korean names of places and gear are mostly made of."""


def decode(raw: bytes) -> str:
    """Bytes from the wire as text: UTF-8 where it is valid, then EUC-KR or GB 2312, and Latin-1; never an error.

    RFC 2579 DisplayString is ASCII, SnmpAdminString (RFC 3411) UTF-8; real devices send whatever their locale is.
    The two eastern encodings use the same octets: what makes the likelier words counts, and Korean where both do.
    """
    raw = raw.rstrip(b"\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    korean, chinese = _east_asian(raw, "euc-kr"), _east_asian(raw, "gb2312")
    if korean and (_is_likely_korean(korean) or not chinese):
        return korean
    return chinese or raw.decode("latin-1")


def _east_asian(raw: bytes, encoding: str) -> str:
    """The text in that encoding, empty where it is none or has signs of another script."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text if all(c.isascii() or unicodedata.east_asian_width(c) in "WF" for c in text) else ""


def _is_likely_korean(text: str) -> bool:
    """Chinese read as Korean gives Chinese signs among syllables that nobody uses."""
    signs = [c for c in text if not c.isascii()]
    common = sum(c in _COMMON_SYLLABLES for c in signs)
    return 2 * common >= len(signs) and all("가" <= c <= "힣" for c in signs)


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


def cell(text: str) -> str:
    """`text` for a table of which a spreadsheet takes what begins with certain signs for a formula (CWE-1236)."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
