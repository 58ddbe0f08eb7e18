"""Finding Korean words as they are typed: by whole syllables, by syllables half typed, by initial consonants alone.

A syllable of Hangul is `0xAC00 + (initial * 21 + vowel) * 28 + final` (Unicode, section 3.12).
"""

from __future__ import annotations

_FIRST, _LAST = 0xAC00, 0xD7A3
_PER_INITIAL, _PER_VOWEL = 21 * 28, 28
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def has_hangul(text: str) -> bool:
    """Whether there is a syllable or an initial consonant in it."""
    return any(_is_syllable(c) or c in _INITIALS for c in text)


def is_within(typed: str, text: str) -> bool:
    """Whether `text` holds what was typed, blanks aside: `ㅇㅌㅍ`, `인터ㅍ` and `인터페` find `인터페이스`."""
    text = text.replace(" ", "")
    size = len(typed)
    return any(all(map(_fits, typed, text[at : at + size])) for at in range(len(text) - size + 1))


def _fits(typed: str, char: str) -> bool:
    """Whether a typed character may become `char`."""
    if typed == char:
        return True
    if not _is_syllable(char):
        return typed.lower() == char.lower()
    place = ord(char) - _FIRST
    if typed in _INITIALS:
        return _INITIALS[place // _PER_INITIAL] == typed
    if not _is_syllable(typed):
        return False
    began = ord(typed) - _FIRST
    return began % _PER_VOWEL == 0 and began // _PER_VOWEL == place // _PER_VOWEL


def _is_syllable(char: str) -> bool:
    return _FIRST <= ord(char) <= _LAST
