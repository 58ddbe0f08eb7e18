"""Scopes that were asked for."""

from __future__ import annotations

from nocscape.base.errors import InputError
from nocscape.base.i18n import tr
from nocscape.model.scopes import ALL, KINDS


def check_scope(scope: str) -> None:
    """Raises InputError for what can be no scope."""
    kind, _, name = scope.partition(":")
    if scope != ALL and (kind not in KINDS or not name):
        text = tr("{scope} is no scope", scope=scope)
        raise InputError(text, hint="device:ID, site:NAME, kind:KIND, vendor:NAME, all")
