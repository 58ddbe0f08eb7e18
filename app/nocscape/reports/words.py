"""What reports call kinds of gear, in a language chosen later."""

from __future__ import annotations

from nocscape.base.i18n import Text
from nocscape.model.net import Kind

_NAMES = {
    Kind.L3_SWITCH: "Layer 3 switch",
    Kind.WLAN_CONTROLLER: "WLAN controller",
    Kind.UPS: "UPS",
    Kind.PDU: "PDU",
    Kind.PLC: "PLC",
    Kind.OLT: "OLT",
    Kind.RADIO: "Radio link",
    Kind.OPTICAL: "Optical transport",
    Kind.UNKNOWN: "Unknown kind",
}
"""Where it is more than the word of the model. The console marks all of these words for translation."""


def kind_word(kind: Kind) -> Text:
    """The kind for people."""
    return Text(_NAMES.get(kind) or kind.value.replace("_", " ").capitalize())
