"""Makers that give gear of many kinds one system, or one tree: the description tells what it is."""

import pytest

from nocscape import profiles
from nocscape.model.net import Kind

JUNOS = "1.3.6.1.4.1.2636.1.1.1.2.999"
VRP = "1.3.6.1.4.1.2011.2.999"
COMWARE = "1.3.6.1.4.1.25506.11.1.999"
PROCURVE = "1.3.6.1.4.1.11.2.3.7.11.999"
MIKROTIK = "1.3.6.1.4.1.14988.1"
NEXUS = "1.3.6.1.4.1.9.12.3.1.3.1"
WINDOWS = "1.3.6.1.4.1.311.1.1.3.1"


@pytest.mark.parametrize(
    ("kind", "sys_object_id", "descr"),
    [
        (Kind.FIREWALL, JUNOS, "Juniper Networks, Inc. srx340 internet router, kernel JUNOS 15.1X49-D150.2"),
        (Kind.FIREWALL, JUNOS, "Juniper Networks, Inc. vsrx internet router, kernel JUNOS 20.4R1"),
        (Kind.L3_SWITCH, JUNOS, "Juniper Networks, Inc. ex2300-c-12t Ethernet Switch, kernel JUNOS 18.2R3"),
        (Kind.L3_SWITCH, JUNOS, "Juniper Networks, Inc. qfx5100-48s-6q Ethernet Switch, kernel JUNOS 18.4"),
        (Kind.ROUTER, JUNOS, "Juniper Networks, Inc. mx480 internet router, kernel JUNOS 18.4"),
        (Kind.ROUTER, VRP, "Huawei AR1220 Huawei Versatile Routing Platform Software VRP (R) software,Version 5.120"),
        (
            Kind.ROUTER,
            VRP,
            "Huawei Versatile Routing Platform Software VRP (R) software, Version 5.160 (NE40E V600R008)",
        ),
        (Kind.L3_SWITCH, VRP, "S5700-28C-EI Huawei Versatile Routing Platform Software VRP (R) software,Version 5.130"),
        (
            Kind.L3_SWITCH,
            VRP,
            "Huawei Versatile Routing Platform Software VRP (R) Software, Version 8.180 (CE6850-48S6Q)",
        ),
        (
            Kind.FIREWALL,
            VRP,
            "Huawei Versatile Routing Platform Software VRP (R) software,Version 5.160 (USG6300 V500)",
        ),
        (Kind.WLAN_CONTROLLER, VRP, "AC6605-26-PWR Huawei Versatile Routing Platform Software VRP (R) software"),
        (Kind.ACCESS_POINT, VRP, "Huawei AP6010DN-AGN VRP (R) software, Version 5.130 (AP6010 V200R003)"),
        (Kind.OLT, VRP, "Huawei Integrated Access Software MA5608T"),
        (Kind.L3_SWITCH, COMWARE, "HP Comware Platform Software, Software Version 7.1.045 HP 5500-24G-4SFP HI Switch"),
        (Kind.ROUTER, COMWARE, "H3C Comware Platform Software, Software Version 5.20, Release 2207 H3C MSR30-20"),
        (Kind.FIREWALL, COMWARE, "H3C Comware Software H3C SecPath F1020 Comware Software, Version 7.1.064"),
        (Kind.WLAN_CONTROLLER, COMWARE, "H3C Comware Platform Software Comware Software, Version 5.20 H3C WX3024E"),
        (Kind.SWITCH, PROCURVE, "HP J9773A 2530-24G-PoEP Switch, revision YA.15.10.0003"),
        (Kind.L3_SWITCH, PROCURVE, "HP J9850A Switch 5406Rzl2, revision KB.15.17.0003"),
        (Kind.SWITCH, MIKROTIK, "RouterOS CRS326-24G-2S+"),
        (Kind.ROUTER, MIKROTIK, "RouterOS CCR1036-12G-4S"),
        (Kind.ACCESS_POINT, MIKROTIK, "RouterOS cAP ac"),
        (Kind.L3_SWITCH, NEXUS, "Cisco NX-OS(tm) n7000, Software (n7000-s2-dk9), Version 6.2"),
        (Kind.SWITCH, NEXUS, "Cisco NX-OS(tm) m9100, Software (m9100-s3ek9-mz), Version 5.2"),
        (Kind.FIREWALL, "1.3.6.1.4.1.12356.101.1.1000", ""),
        (Kind.SWITCH, "1.3.6.1.4.1.12356.106.1.1", ""),
        (Kind.WLAN_CONTROLLER, "1.3.6.1.4.1.14823.1.1.999", "ArubaOS (MODEL: Aruba7010), Version 6.5.1.0"),
        (Kind.ACCESS_POINT, "1.3.6.1.4.1.14823.1.2.999", "ArubaOS (MODEL: 315), Version 8.3.0.0"),
        (Kind.WORKSTATION, f"{WINDOWS}.1", "Hardware: Intel64 - Software: Windows Version 10.0 (Build 19041)"),
        (Kind.SERVER, f"{WINDOWS}.2", "Hardware: Intel64 - Software: Windows Version 10.0 (Build 17763)"),
    ],
)
def test_a_description_tells_the_kind(kind: Kind, sys_object_id: str, descr: str) -> None:
    said = profiles.load().identify(sys_object_id, descr)

    assert said is not None
    assert said.kind is kind
