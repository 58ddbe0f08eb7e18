"""Verdicts and weaknesses in the operator's language."""

from __future__ import annotations

from nocscape.base.i18n import mark, tr
from nocscape.model.credentials import AuthProtocol
from nocscape.model.mibs import CensusEntry, Weakness

WEAKNESS_WORDS: dict[Weakness, str] = {
    Weakness.COMMUNITY_IN_CLEAR: mark("community in clear"),
    Weakness.WELL_KNOWN_COMMUNITY: mark("well-known community"),
    Weakness.V1: mark("SNMPv1"),
    Weakness.NO_AUTH: mark("no authentication"),
    Weakness.NO_PRIV: mark("no privacy"),
    Weakness.MD5: mark("MD5"),
    Weakness.DES: mark("DES"),
}
MILD = frozenset({Weakness.COMMUNITY_IN_CLEAR})
"""What every v2c device has; no setting of SNMP but v3 ends it."""

FINDING_WORDS: dict[str, str] = {
    "works": mark("It works"),
    "unreachable": mark("The device cannot be reached"),
    "port_closed": mark("The port is closed"),
    "prohibited": mark("Something on the way prohibits it"),
    "no_engine": mark("It does not speak SNMPv3"),
    "silent": mark("It keeps silent"),
    "unknown_user": mark("It does not know the user"),
    "wrong_key": mark("The authentication key is wrong"),
    "wrong_auth_algorithm": mark("The authentication algorithm is another"),
    "wrong_priv_key": mark("The privacy key is wrong"),
    "wrong_priv_algorithm": mark("The privacy algorithm is another"),
    "time_window": mark("Its clock is outside the time window"),
    "unsupported_level": mark("It demands another level of security"),
    "unknown_context": mark("It does not know the context"),
    "duplicate_engine": mark("Its engine ID is there twice"),
    "refused": mark("It refuses"),
}


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


def finding_text(finding: str) -> str:
    """A verdict of the doctor."""
    return tr(FINDING_WORDS[finding]) if finding in FINDING_WORDS else finding


def algorithms_text(entry: CensusEntry) -> str:
    """`SHA-256 AES-128`, empty for versions that have none."""
    if entry.version != "v3" or not is_understood(entry):
        return ""
    return " ".join(str(one) for one in (entry.auth, entry.priv) if one != "none") or tr("none")
