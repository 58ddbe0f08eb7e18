"""Kinds of gear in the demo campus: what they say of themselves. Identities follow the vendors' public MIBs."""

from __future__ import annotations

from dataclasses import dataclass

from nocscape.model.net import Kind


@dataclass(frozen=True, slots=True)
class Gear:
    """A model: its `system` group, its ports' naming (`{n}` is the number), speed, and which CPU table it has."""

    kind: Kind
    sys_object_id: str
    sys_descr: str
    port: str
    speed_bps: int
    model: str = ""
    cpu: str = ""
    """`cisco`, `host` or empty."""
    vlan_port: str = "Vlan{n}"
    bundle_port: str = "Port-channel{n}"
    """Names of a VLAN's interface and of a link aggregation."""
    modules: tuple[str, ...] = ()
    """Parts of the chassis beside its ports: power supplies, fans, supervisor."""
    is_sensing: bool = False
    """Whether it measures its temperature (ENTITY-SENSOR-MIB)."""


GIGABIT = 1_000_000_000

_CATALYST = (
    "Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)"
)

FIREWALL = Gear(
    Kind.FIREWALL,
    "1.3.6.1.4.1.12356.101.1.2005",
    "FortiGate-200F v7.4.3,build2573",
    "port{n}",
    10 * GIGABIT,
    "FGT_200F",
)
CORE = Gear(
    Kind.L3_SWITCH,
    "1.3.6.1.4.1.9.1.2435",
    _CATALYST,
    "TenGigabitEthernet1/1/{n}",
    10 * GIGABIT,
    "C9500-48Y4C",
    "cisco",
    modules=("Power Supply A", "Power Supply B", "Fan Tray 0", "Fan Tray 1", "Supervisor"),
    is_sensing=True,
)
DISTRIBUTION = Gear(
    Kind.L3_SWITCH,
    "1.3.6.1.4.1.2636.1.1.1.2.138",
    "Juniper Networks, Inc. ex4600-40f Ethernet Switch, kernel JUNOS 21.4R3-S5.4",
    "xe-0/0/{n}",
    10 * GIGABIT,
    "EX4600-40F",
    vlan_port="irb.{n}",
    modules=("Power Supply 0", "Power Supply 1", "Fan Tray 0"),
    is_sensing=True,
)
ACCESS_CISCO = Gear(
    Kind.SWITCH,
    "1.3.6.1.4.1.9.1.2494",
    _CATALYST,
    "GigabitEthernet1/0/{n}",
    GIGABIT,
    "C9300-24T",
    "cisco",
    modules=("Power Supply A", "Fan 1"),
    is_sensing=True,
)
ACCESS_ARUBA = Gear(
    Kind.SWITCH,
    "1.3.6.1.4.1.11.2.3.7.11.182",
    "Aruba JL354A 2540-24G-4SFP+ Switch, revision YC.16.11.0012, ROM YC.16.01.0002",
    "{n}",
    GIGABIT,
    "JL354A",
)
ACCESS_UBIQUOSS = Gear(
    Kind.SWITCH,
    "1.3.6.1.4.1.7800.1.424",
    "UbiQuoss P3324GB, UbiQuoss Switch OS, Version 5.2.3",
    "Giga0/{n}",
    GIGABIT,
)
LEAF = Gear(
    Kind.L3_SWITCH,
    "1.3.6.1.4.1.30065.1.3011.7050.3741.2512.3328",
    "Arista Networks EOS version 4.31.2F running on an Arista Networks DCS-7050SX3-48YC8",
    "Ethernet{n}",
    10 * GIGABIT,
    "DCS-7050SX3-48YC8",
    "host",
    modules=("PowerSupply1", "PowerSupply2", "FanTray1"),
    is_sensing=True,
)
ACCESS_POINT = Gear(
    Kind.ACCESS_POINT,
    "1.3.6.1.4.1.14823.1.2.111",
    "ArubaOS (MODEL: 515), Version 8.10.0.6-8.10.0.6 SSR",
    "eth{n}",
    GIGABIT,
    "AP-515",
)
SERVER = Gear(
    Kind.SERVER,
    "1.3.6.1.4.1.8072.3.2.10",
    "Linux {name} 6.8.0-45-generic #45-Ubuntu SMP PREEMPT_DYNAMIC x86_64",
    "eno{n}",
    10 * GIGABIT,
    "PowerEdge R650",
    "host",
)
STORAGE = Gear(
    Kind.STORAGE,
    "1.3.6.1.4.1.8072.3.2.10",
    "Linux {name} 4.4.302+ #69057 SMP x86_64 GNU/Linux synology_v1000_rs2423+",
    "eth{n}",
    10 * GIGABIT,
    "RS2423+",
    "host",
)
UPS = Gear(
    Kind.UPS,
    "1.3.6.1.4.1.318.1.3.27",
    "APC Web/SNMP Management Card (MB:v4.1.0 PF:v7.1.2 PN:apc_hw21_aos_712.bin AF1:v7.1.2 MN:AP9641)",
    "eth{n}",
    GIGABIT,
    "Smart-UPS 3000",
)
PRINTER = Gear(
    Kind.PRINTER,
    "1.3.6.1.4.1.11.2.3.9.1",
    "HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT,JD153,EEPROM JSI25090012,CIDATE 11/01/2023",
    "eth{n}",
    GIGABIT,
    "LaserJet M607",
)
