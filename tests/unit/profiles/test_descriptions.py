"""What the shipped profiles make of descriptions in each vendor's own form."""

from __future__ import annotations

import pytest

from nocscape import profiles
from nocscape.model.net import Kind

KNOWN = profiles.load()
PREFIX = "1.3.6.1.4.1."

# sysObjectID below the enterprises, sysDescr, system, version, model, kind
GEAR: list[tuple[str, str, str, str | None, str | None, Kind]] = [
    (
        "9.1.1208",
        "Cisco IOS Software, C2960S Software (C2960S-UNIVERSALK9-M), Version 12.2(58)SE2, RELEASE SOFTWARE (fc1)",
        "Cisco IOS",
        "12.2(58)SE2",
        "C2960S",
        Kind.SWITCH,
    ),
    (
        "9.1.222",
        "Cisco Internetwork Operating System Software\nIOS (tm) 7200 Software (C7200-JK9S-M), Version 12.3(26), X",
        "Cisco IOS",
        "12.3(26)",
        "C7200",
        Kind.ROUTER,
    ),
    (
        "9.1.525",
        "Cisco IOS Software, C1240 Software (C1240-K9W7-M), Version 12.4(25d)JA1, RELEASE SOFTWARE",
        "Cisco IOS",
        "12.4(25d)JA1",
        "C1240",
        Kind.ACCESS_POINT,
    ),
    (
        "9.1.1745",
        "Cisco IOS Software [Gibraltar], Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 16.12.5b, X",
        "Cisco IOS-XE",
        "16.12.5b",
        "Catalyst 38xxstack",
        Kind.SWITCH,
    ),
    (
        "9.1.1707",
        "Cisco IOS Software [Amsterdam], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4a, X",
        "Cisco IOS-XE",
        "17.3.4a",
        "ISR",
        Kind.ROUTER,
    ),
    (
        "9.1.1639",
        "Cisco IOS XR Software (Cisco CRS Series),  Version 5.1.3[Default]",
        "Cisco IOS-XR",
        "5.1.3",
        "CRS Series",
        Kind.ROUTER,
    ),
    (
        "9.12.3.1.3.1812",
        "Cisco NX-OS(tm) n9000, Software (n9000-dk9), Version 9.3(8), RELEASE SOFTWARE",
        "Cisco NX-OS",
        "9.3(8)",
        "n9000",
        Kind.L3_SWITCH,
    ),
    (
        "9.1.745",
        "Cisco Adaptive Security Appliance Version 9.8(4)29",
        "Cisco ASA",
        "9.8(4)29",
        "ASA5505",
        Kind.FIREWALL,
    ),
    ("9.1.1279", "Cisco Controller", "Cisco WLC", None, "AirCt2504K9", Kind.WLAN_CONTROLLER),
    (
        "9.6.1.83.10.1",
        "SG300-10 10-Port Gigabit Managed Switch",
        "Cisco Small Business",
        None,
        "SG300-10",
        Kind.SWITCH,
    ),
    (
        "2636.1.1.1.2.135",
        "Juniper Networks, Inc. srx340 internet router, kernel JUNOS 18.4R3.3, Build date: 2020-02-20",
        "Juniper JunOS",
        "18.4R3.3",
        "srx340",
        Kind.FIREWALL,
    ),
    (
        "30065.1.3011.7280",
        "Arista Networks EOS version 4.27.4M running on an Arista Networks DCS-7280SR3-48YC8",
        "Arista EOS",
        "4.27.4M",
        "DCS-7280SR3-48YC8",
        Kind.L3_SWITCH,
    ),
    (
        "2011.2.224.6",
        "Huawei Versatile Routing Platform Software\r\nVRP (R) software, Version 5.160 (AR2200 V200R007C00SPC900)",
        "Huawei VRP",
        "5.160 (V200R007C00SPC900)",
        "AR2200",
        Kind.ROUTER,
    ),
    (
        "25506.1.389",
        "H3C Comware Platform Software, Software Version 5.20, Release 2202P15\r\nH3C S5120-28C-EI\r\nCopyright",
        "Comware",
        "5.20",
        "S5120-28C-EI",
        Kind.L3_SWITCH,
    ),
    (
        "11.2.3.7.11.161.5",
        "Aruba JL256A 2930F-48G-PoE+-4SFP+ Switch, revision WC.16.10.0011, ROM WC.16.01.0007",
        "HP ProCurve",
        "WC.16.10.0011",
        "JL256A 2930F-48G-PoE+-4SFP+",
        Kind.SWITCH,
    ),
    (
        "47196.4.1.1.1.54",
        "Aruba JL659A 6300M 48SR5 CL6 PoE 4SFP56 Switch FL.10.06.0101",
        "ArubaOS-CX",
        "FL.10.06.0101",
        "JL659A 6300M 48SR5 CL6 PoE 4SFP56",
        Kind.L3_SWITCH,
    ),
    (
        "6486.800.1.1.2.2.2.1.1.33",
        "AOS-W (MODEL: OAW-4550), Version 6.5.4.7 (66155)",
        "ArubaOS",
        "6.5.4.7",
        "OAW-4550",
        Kind.WLAN_CONTROLLER,
    ),
    (
        "674.10895.3034",
        "Dell Networking N1548, 6.3.3.10, Linux 3.6.5",
        "Dell PowerConnect",
        "6.3.3.10",
        "Dell Networking N1548",
        Kind.SWITCH,
    ),
    (
        "674.11000.5000.100.2.1.9",
        "Dell EMC Networking OS10 Enterprise.\r\nOS Version: 10.4.3.4.\r\nSystem Type: S4148F-ON",
        "Dell OS10",
        "10.4.3.4",
        "S4148F-ON",
        Kind.L3_SWITCH,
    ),
    (
        "6027.1.3.20",
        "Dell Networking OS\nOperating System Version: 2.0.\nApplication Software Version: 9.11(0.0)\nSeries: S3048-ON",
        "Dell Networking OS",
        "9.11(0.0)",
        "S3048-ON",
        Kind.L3_SWITCH,
    ),
    (
        "1916.2.93",
        "ExtremeXOS (X460-24x(10G2X)) version 15.3.1.4 v1531b4 by release-manager",
        "Extreme XOS",
        "15.3.1.4",
        "X460-24x(10G2X)",
        Kind.SWITCH,
    ),
    ("2272.219", "VSP-7254XSQ (8.1.1.0)", "Extreme VOSS", "8.1.1.0", "VSP-7254XSQ", Kind.L3_SWITCH),
    (
        "1991.1.3.48.2.1",
        "Brocade Communications Systems, Inc. ICX6610-48, IronWare Version 08.0.30hT7f1 Compiled on Feb 5 2018",
        "Brocade IronWare",
        "08.0.30hT7f1",
        "ICX6610-48",
        Kind.L3_SWITCH,
    ),
    ("25053.3.1.5.3", "Ruckus Wireless ZD3025", "Ruckus Wireless ZoneDirector", None, "ZD3025", Kind.WLAN_CONTROLLER),
    ("14988.1", "RouterOS CCR1036-8G-2S+", "MikroTik RouterOS", None, "CCR1036-8G-2S+", Kind.ROUTER),
    ("14988.2", "CSS610-8G-2S+ SwOS v2.13", "MikroTik SwOS", "v2.13", "CSS610-8G-2S+", Kind.SWITCH),
    ("4413", "USW-24-PoE, 5.76.7.13442, Linux 3.6.5", "EdgeSwitch", "5.76.7.13442", "USW-24-PoE", Kind.SWITCH),
    (
        "41112",
        "UAP-AC-Pro-Gen2 6.0.21.13673",
        "Ubiquiti UniFi",
        "6.0.21.13673",
        "UAP-AC-Pro-Gen2",
        Kind.ACCESS_POINT,
    ),
    (
        "12356.101.1.1001",
        "FortiGate-100D v5.6.3,build1547",
        "Fortinet FortiGate",
        "5.6.3",
        "FortiGate-100D",
        Kind.FIREWALL,
    ),
    ("25461.2.3.12", "Palo Alto Networks PA-500 series firewall", "PAN-OS", None, "PA-500", Kind.FIREWALL),
    (
        "8072.3.2.10",
        "Linux fw-a 3.10.0-693cpx86_64 #1 SMP Mon Jan 2 10:00:00 IST 2023 x86_64",
        "Check Point GAiA",
        None,
        None,
        Kind.FIREWALL,
    ),
    (
        "3375.2.1.3.4.1000",
        "BIG-IP 2000 : Linux 3.10.0 : BIG-IP software release 15.1.8, build 0.0.7",
        "F5 Big IP",
        "15.1.8",
        "BIG-IP 2000",
        Kind.LOAD_BALANCER,
    ),
    (
        "6527.1.3.17",
        "TiMOS-C-20.10.R5 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2021 Nokia.",
        "Nokia SR OS (TiMOS)",
        "20.10.R5",
        "7750 SR",
        Kind.ROUTER,
    ),
    ("193.81.1.1.1", "MINI-LINK 6691", "Ericsson MINI-LINK", None, "MINI-LINK 6691", Kind.RADIO),
    ("3902.1082.1001", "ZXA10 C300, ZTE ZXA10 Software Version: V2.1.0", "ZTE ZXA10", "V2.1.0", "ZXA10 C300", Kind.OLT),
    ("171.10.76.28.1", "DGS-1210-28P/C1 4.20.012", "D-Link Switch", "4.20.012", "DGS-1210-28P/C1", Kind.SWITCH),
    ("11863.1.1.20", "T1600G-28TS 3.0", "TP-Link JetStream", None, "T1600G-28TS", Kind.SWITCH),
    ("890.1.15", "USG FLEX 200", "Zyxel ZyWALL", None, "USG FLEX 200", Kind.FIREWALL),
    ("890.1.5.8.68", "GS2210-24", "Zyxel Ethernet Switch", None, "GS2210-24", Kind.SWITCH),
    (
        "207.1.14.5",
        "Allied Telesis router/switch, Software (AlliedWare Plus) Version 5.4.4-0.1",
        "AlliedWare Plus",
        "5.4.4-0.1",
        "AT-Rapier48",
        Kind.L3_SWITCH,
    ),
    (
        "6486.801.1.1.2.1.11.1.5",
        "Alcatel-Lucent Enterprise OS6860E-P24 8.5.255.R02 Service Release",
        "Alcatel-Lucent OS",
        "8.5.255.R02",
        "OS6860E-P24",
        Kind.L3_SWITCH,
    ),
    (
        "4526.100.4.10",
        "GS748TP ProSafe 48 Port Gigabit Smart Switch, 6.2.0.14",
        "Netgear ProSafe",
        "6.2.0.14",
        "GS748TP",
        Kind.SWITCH,
    ),
    (
        "318.1.3.4.5",
        (
            "APC Web/SNMP Management Card (MB:v3.9.2 PF:v3.7.3 PN:apc_hw02_aos_373.bin AF1:v3.7.1 "
            "AN1:apc_hw02_rpdu_371.bin MN:AP7920 HR:B2 SN: ZA1)"
        ),
        "APC Management Module",
        "AOS v3.7.3 / App v3.7.1",
        "AP7920",
        Kind.PDU,
    ),
    ("534.1", "Eaton 9PX 3000i", "Eaton UPS", None, "9PX 3000i", Kind.UPS),
    (
        "11.2.3.9.1",
        "HP ETHERNET MULTI-ENVIRONMENT,SN:X,FN:Y,SVCID:1,PID:HP Color LaserJet M553",
        "HP Print Server",
        None,
        "Color LaserJet M553",
        Kind.PRINTER,
    ),
    (
        "367.1.1",
        "RICOH MP C4504 1.16 / RICOH Network Printer C model / RICOH Network Scanner C model",
        "Ricoh Printer",
        "1.16",
        "MP C4504",
        Kind.PRINTER,
    ),
    (
        "8072.3.2.10",
        "Linux nas 4.4.302+ #69057 SMP x86_64 GNU/Linux synology_v1000_rs2423+",
        "Synology DSM",
        None,
        "rs2423+",
        Kind.STORAGE,
    ),
    ("24681.1", "TS-431P 4.3.6", "QNAP TurboNAS", "4.3.6", "TS-431P", Kind.STORAGE),
    ("6876.4.1", "VMware ESXi 6.7.0 build-8169922 VMware, Inc. x86_64", "VMware ESXi", "6.7.0", None, Kind.HYPERVISOR),
    (
        "8072.3.2.10",
        "Linux web1 5.15.0-91-generic #101-Ubuntu SMP x86_64",
        "Linux",
        "5.15.0-91-generic",
        "Generic x86 64-bit",
        Kind.SERVER,
    ),
    (
        "311.1.1.3.1.2",
        "Hardware: Intel64 Family 6 - Software: Windows Version 6.3 (Build 17763 Multiprocessor Free)",
        "Microsoft Windows",
        "Server 2019 1809 (NT 10.0)",
        "Intel x64",
        Kind.SERVER,
    ),
    ("6296.1.2.4.5", "V6524 NOS 5.11p2/00:d0:cb:00:00:01", "Dasan NOS", "5.11p2", "V6524", Kind.SWITCH),
    ("6296.1.2.5.20", "V8240 NOS 9.07/00:d0:cb:00:00:02", "Dasan NOS", "9.07", "V8240", Kind.OLT),
    (
        "7800.1.30",
        "UbiQuoss E4020, UbiQuoss Switch OS, Version 4.1.0",
        "Ubiquoss",
        "4.1.0",
        "E4020",
        Kind.SWITCH,
    ),
    (
        "27837.1",
        "SG2124G, HanDreamnet SubGATE OS Version 2.1.5",
        "HanDreamnet SubGATE",
        "2.1.5",
        "SG2124G",
        Kind.SWITCH,
    ),
    ("10188.1", "PIOLINK PAS-K4224 PLOS v2.2.4", "PIOLINK PLOS", "2.2.4", "PAS-K4224", Kind.LOAD_BALANCER),
    ("10188.1", "PIOLINK TiFRONT-G24 PLOS v3.0.1", "PIOLINK PLOS", "3.0.1", "TiFRONT-G24", Kind.SWITCH),
    ("9560.1", "SECUI MF2 AE1100 v2.0.4", "SECUI", "2.0.4", "SECUI MF2 AE1100", Kind.FIREWALL),
    ("11563.1", "AhnLab TrusGuard 500B v2.6.4", "AhnLab", "2.6.4", "TrusGuard 500B", Kind.FIREWALL),
    ("37288.1", "AXGATE-1300S v2.1", "AXGATE", "2.1", "AXGATE-1300S", Kind.FIREWALL),
]


@pytest.mark.parametrize(("number", "descr", "os", "version", "model", "kind"), GEAR, ids=[g[1][:24] for g in GEAR])
def test_a_description_in_its_vendors_form_is_read(
    number: str, descr: str, os: str, version: str | None, model: str | None, kind: Kind
) -> None:
    found = KNOWN.identify(PREFIX + number, descr)
    assert (found.os, found.os_version, found.model, found.kind) == (os, version, model, kind)


@pytest.mark.parametrize(
    ("descr", "version", "model"),
    [
        ("Frobnicator FX-2400 Managed Switch, Firmware v2.10.4", "v2.10.4", "FX-2400"),
        ("AB1200 Series Software, Version 3.1.7B", "3.1.7B", "AB1200"),
        ("Controller 10.2.0.77", "10.2.0.77", None),
        ("Managed Ethernet Switch", None, None),
    ],
)
def test_version_and_model_of_gear_without_a_profile_are_found_where_they_stand_out(
    descr: str, version: str | None, model: str | None
) -> None:
    found = KNOWN.identify(PREFIX + "38446.1", descr)
    assert (found.os_version, found.model) == (version, model)
