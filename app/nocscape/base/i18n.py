"""Every text that an operator sees passes here, in English (the source) and Korean.

Call `tr("Up since {duration}", duration=...)` where the language is known now, and `msg(...)` where a text is made in
the engine and shown later, elsewhere, in a language chosen there. Source strings are literals, so that the catalogues
in `resources/translations/<language>/*.po` (one file a room) can be checked against the code.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any, ClassVar

import msgspec

from nocscape.base.paths import resources_dir

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "ko": "한국어"}


class Text(msgspec.Struct, frozen=True, array_like=True):
    """A message that is translated when it is shown: the English source and the values of its placeholders.

    A value may be a message itself; it is shown in the same language.
    """

    source: str
    params: dict[str, str | int | float | Text] = {}

    def __str__(self) -> str:
        return tr(self.source, **self.params)


Param = str | int | float | Text


class _Current:
    language: ClassVar[str] = "en"
    catalogue: ClassVar[dict[str, str]] = {}


def msg(source: str, /, **params: Param) -> Text:
    """A message for later; `source` is a literal in English."""
    return Text(source, params)


def mark(source: str, /) -> str:
    """Note a literal that is translated elsewhere (a table of words), and return it unchanged."""
    return source


def counted(one: str, many: str, /, count: int, **params: Param) -> Text:
    """A message about a number of things: `one` for a single one, else `many`, which has `{count}`; both are marked."""
    return Text(one, params) if count == 1 else Text(many, {"count": count, **params})


def tr(source: str, /, **params: Any) -> str:
    """`source` in the chosen language with its placeholders filled in; a bad translation falls back to English."""
    text = _Current.catalogue.get(source, source)
    if not params:
        return text
    try:
        return text.format(**params)
    except (KeyError, IndexError, ValueError):
        log.warning("translation does not fit its source: %r", source)
        return source.format(**params)


def in_language(text: Text | str, code: str) -> str:
    """A message in a language that need not be the one in force, as for a report; unknown codes mean English."""
    if isinstance(text, str):
        return text
    source = text.source if code not in LANGUAGES or code == "en" else catalogue(code).get(text.source, text.source)
    params = {
        name: in_language(value, code) if isinstance(value, Text) else value for name, value in text.params.items()
    }
    return source.format(**params) if params else source


def language() -> str:
    """The language in force, `en` or `ko`."""
    return _Current.language


def set_language(code: str) -> None:
    """Choose the language for all that is translated from now on; unknown codes mean English."""
    _Current.language = code if code in LANGUAGES else "en"
    _Current.catalogue = {} if _Current.language == "en" else catalogue(_Current.language)


@lru_cache(maxsize=4)
def catalogue(code: str) -> dict[str, str]:
    """All translations into `code`, joined from its folder of .po files."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - 0.1 s that English does not need

    joined: dict[str, str] = {}
    for path in sorted((resources_dir() / "translations" / code).glob("*.po")):
        with path.open("rb") as file:
            joined |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return joined
