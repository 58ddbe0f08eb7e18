"""What is weak about a way in, and what the doctor finds, in the operator's words."""

from __future__ import annotations

from nocscape.base.i18n import mark, tr
from nocscape.model.mibs import Weakness

WEAKNESS_WORDS: dict[Weakness, str] = {
    Weakness.COMMUNITY_IN_CLEAR: mark("community in clear"),
    Weakness.WELL_KNOWN_COMMUNITY: mark("well-known community"),
    Weakness.V1: mark("SNMPv1"),
    Weakness.NO_AUTH: mark("no authentication"),
    Weakness.NO_PRIV: mark("no privacy"),
    Weakness.MD5: mark("MD5"),
    Weakness.DES: mark("DES"),
}

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


def finding_text(finding: str) -> str:
    """A verdict of the doctor."""
    return tr(FINDING_WORDS[finding]) if finding in FINDING_WORDS else finding
