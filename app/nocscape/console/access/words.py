"""Ways in and what is weak about them in the operator's language."""

from __future__ import annotations

from nocscape.base.i18n import tr
from nocscape.model.access_words import WEAKNESS_WORDS
from nocscape.model.credentials import AuthProtocol
from nocscape.model.mibs import CensusEntry, Weakness

MILD = frozenset({Weakness.COMMUNITY_IN_CLEAR})
"""What every v2c device has; no setting of SNMP but v3 ends it."""


def is_understood(entry: CensusEntry) -> bool:
    """Whether the credential is at hand, so that its weaknesses are known."""
    if entry.version == "v3":
        return entry.auth is not AuthProtocol.NONE or Weakness.NO_AUTH in entry.weaknesses
    return Weakness.COMMUNITY_IN_CLEAR in entry.weaknesses


def weakness_text(entry: CensusEntry) -> str:
    """What is weak about a way in, the worst first."""
    if not entry.weaknesses and entry.version is not None:
        return tr("none") if is_understood(entry) else tr("unknown")
    return ", ".join(tr(WEAKNESS_WORDS[one]) for one in entry.weaknesses)


def algorithms_text(entry: CensusEntry) -> str:
    """`SHA-256 AES-128`, empty for versions that have none."""
    if entry.version != "v3" or not is_understood(entry):
        return ""
    return " ".join(str(one) for one in (entry.auth, entry.priv) if one != "none") or tr("none")
