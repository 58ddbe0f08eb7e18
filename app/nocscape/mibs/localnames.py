"""Short names of much used objects in other languages, from `resources/mibs/names.LANGUAGE.tsv`."""

from __future__ import annotations

from functools import lru_cache

from nocscape.mibs import standard
from nocscape.mibs.korean import is_within

LANGUAGES = ("ko",)


@lru_cache(maxsize=len(LANGUAGES))
def names_in(language: str) -> dict[str, str]:
    """Names by the label of their object (`IF-MIB::ifDescr`)."""
    path = standard.folder() / f"names.{language}.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {label: name for label, _, name in (line.partition("\t") for line in lines)}


def names_of(label: str) -> dict[str, str]:
    """The names of one object by language."""
    return {language: name for language in LANGUAGES if (name := names_in(language).get(label))}


def labels_with(word: str) -> list[str]:
    """Objects whose Korean name holds `word`, syllables or initial consonants."""
    return [label for label, name in names_in("ko").items() if is_within(word, name)]
