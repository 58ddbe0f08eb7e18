"""What people call the kinds of gear."""

from __future__ import annotations

from nocscape.base.i18n import tr
from nocscape.model.net import Kind
from nocscape.model.words import KIND_WORDS

__all__ = ["KIND_WORDS", "kind_word"]


def kind_word(kind: Kind) -> str:
    """The kind in the operator's language."""
    return tr(KIND_WORDS[kind])
