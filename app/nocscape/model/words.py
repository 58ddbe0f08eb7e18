"""What people call the kinds of gear, marked for translation: a window and a report say the same."""

from __future__ import annotations

from nocscape.base.i18n import Text, mark
from nocscape.model.net import Kind

KIND_WORDS: dict[Kind, str] = {
    Kind.SWITCH: mark("Switch"),
    Kind.L3_SWITCH: mark("Layer 3 switch"),
    Kind.ROUTER: mark("Router"),
    Kind.FIREWALL: mark("Firewall"),
    Kind.LOAD_BALANCER: mark("Load balancer"),
    Kind.ACCESS_POINT: mark("Access point"),
    Kind.WLAN_CONTROLLER: mark("WLAN controller"),
    Kind.SERVER: mark("Server"),
    Kind.HYPERVISOR: mark("Hypervisor"),
    Kind.STORAGE: mark("Storage"),
    Kind.WORKSTATION: mark("Workstation"),
    Kind.PRINTER: mark("Printer"),
    Kind.UPS: mark("UPS"),
    Kind.PDU: mark("PDU"),
    Kind.PHONE: mark("Phone"),
    Kind.CAMERA: mark("Camera"),
    Kind.SENSOR: mark("Sensor"),
    Kind.PLC: mark("PLC"),
    Kind.MODEM: mark("Modem"),
    Kind.OLT: mark("OLT"),
    Kind.RADIO: mark("Radio link"),
    Kind.OPTICAL: mark("Optical transport"),
    Kind.APPLIANCE: mark("Appliance"),
    Kind.CLOUD: mark("Cloud"),
    Kind.HUB: mark("Hub"),
    Kind.UNKNOWN: mark("Unknown kind"),
}


def kind_text(kind: Kind) -> Text:
    """The kind, in a language that is chosen later."""
    return Text(KIND_WORDS[kind])
