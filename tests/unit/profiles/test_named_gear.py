"""What the gear that most networks are made of tells of itself, and by which objects; gaps are written down too.

C processors, M memory, T temperature, S serial number, V version, D type designation. `own` are its vendor's objects;
`standard` comes by ENTITY-MIB, ENTITY-SENSOR-MIB, HOST-RESOURCES-MIB, UCD-SNMP-MIB, Printer-MIB, UPS-MIB or sysDescr;
`gaps` is what no public MIB has for it.
"""

from __future__ import annotations

import pytest

from nocscape import profiles

KNOWN = profiles.load()
ALL = frozenset("CMTSVD")

# profile, own, standard, gaps
GEAR = [
    ("cisco_ios", "CMT", "SVD", ""),
    ("cisco_iosxe", "CMT", "SVD", ""),
    ("cisco_iosxr", "CMT", "SVD", ""),
    ("cisco_nxos", "CM", "TSVD", ""),
    ("cisco_asa", "CMT", "SVD", ""),
    ("cisco_ftd", "CMT", "SVD", ""),
    ("cisco_wlc", "CMTSVD", "", ""),
    ("cisco_small_business", "CTSVD", "", "M"),
    ("cisco_asyncos", "CMT", "SVD", ""),
    ("juniper_junos", "CMTSD", "V", ""),
    ("juniper_screenos", "CM", "SVD", "T"),
    ("arista_eos", "", "CMTSVD", ""),
    ("huawei_vrp", "CMTS", "VD", ""),
    ("huawei_yunshan", "CMTS", "VD", ""),
    ("huawei_smartax", "CT", "VD", "MS"),
    ("comware", "CMT", "SVD", ""),
    ("h3c", "CMT", "SVD", ""),
    ("hp_procurve", "CMSV", "TD", ""),
    ("aruba_aoscx", "CMTS", "VD", ""),
    ("aruba_aos", "CMSVD", "", "T"),
    ("aruba_instant", "CMS", "VD", "T"),
    ("hp_ilo", "SD", "", "CMTV"),
    ("dell_powerconnect", "CMTSVD", "", ""),
    ("dell_os10", "TS", "CMVD", ""),
    ("dell_ftos", "CMTSD", "V", ""),
    ("dell_idrac", "TSVD", "", "CM"),
    ("extreme_xos", "CMTSV", "D", ""),
    ("extreme_voss", "CMS", "TVD", ""),
    ("extreme_boss", "CMTS", "VD", ""),
    ("extreme_eos", "CM", "SVD", "T"),
    ("brocade_ironware", "CMTSV", "D", ""),
    ("brocade_fos", "CMSV", "TD", ""),
    ("brocade_nos", "CMSV", "TD", ""),
    ("ruckus_zonedirector", "CMSVD", "", "T"),
    ("ruckus_hotzone", "CMSD", "V", "T"),
    ("ruckus_unleashed", "CM", "VD", "TS"),
    ("ruckus_smartzone", "S", "CMVD", "T"),
    ("mikrotik_routeros", "TSVD", "CM", ""),
    ("ubiquiti_edgeswitch", "CMSVD", "T", ""),
    ("ubiquiti_unifi", "VD", "CM", "TS"),
    ("ubiquiti_airos", "CVD", "M", "TS"),
    ("ubiquiti_edgeos", "", "CMVD", "TS"),
    ("fortinet_fortigate", "CMTSV", "D", ""),
    ("fortinet_fortiswitch", "CMSVD", "", "T"),
    ("paloalto_panos", "SVD", "CMT", ""),
    ("checkpoint_gaia", "CMTSVD", "", ""),
    ("f5_bigip", "CMTSVD", "", ""),
    ("nokia_sros", "CMTS", "VD", ""),
    ("nokia_isam", "CM", "SVD", "T"),
    ("ericsson_ipos", "CM", "SVD", "T"),
    ("ericsson_seos", "CM", "SVD", "T"),
    ("ericsson_minilink", "", "SVD", "CMT"),
    ("zte_olt", "CM", "VD", "TS"),
    ("zte_router", "C", "VD", "MTS"),
    ("dlink_switch", "CMTSV", "D", ""),
    ("tplink_jetstream", "CMVD", "", "TS"),
    ("zyxel_switch", "CMSVD", "", "T"),
    ("zyxel_firewall", "CMSV", "D", "T"),
    ("allied_awplus", "CMTSD", "V", ""),
    ("ale_aos6", "CMT", "SVD", ""),
    ("ale_aos7", "CM", "SVD", "T"),
    ("netgear_prosafe", "CMTSVD", "", ""),
    ("apc_management", "TSD", "V", "CM"),
    ("eaton_ups", "TSVD", "", "CM"),
    ("mge_ups", "SVD", "T", "CM"),
    ("hp_printer", "SD", "", "CMTV"),
    ("brother", "SD", "V", "CMT"),
    ("synology_dsm", "TSVD", "CM", ""),
    ("qnap_turbonas", "CMTD", "V", "S"),
    ("vmware_esxi", "V", "CMD", "TS"),
    ("linux", "SD", "CMTV", ""),
    ("windows", "SD", "CMV", "T"),
    ("dasan_nos", "CMSV", "D", "T"),
    ("ubiquoss", "SV", "D", "CMT"),
    ("ubiquoss_pon", "SV", "D", "CMT"),
    ("handreamnet_subgate", "", "VD", "CMTS"),
    ("piolink_pas", "CT", "VD", "MS"),
    ("secui", "C", "VD", "MTS"),
    ("ahnlab", "CM", "VD", "TS"),
    ("axgate", "CT", "VD", "MS"),
]


def own(profile: str) -> set[str]:
    """What the profile names objects for."""
    read = KNOWN.readings(profile)
    named = {
        "C": read.cpu_percent,
        "M": (*read.memory, *read.memory_percent),
        "T": (*read.temperature_c, *(g for g in read.sensors if g.kind == "temperature")),
        "S": read.serial,
        "V": read.version,
        "D": read.model,
    }
    return {part for part, objects in named.items() if objects}


@pytest.mark.parametrize(("profile", "told", "standard", "gaps"), GEAR, ids=[g[0] for g in GEAR])
def test_what_common_gear_tells_is_complete_but_for_the_gaps_that_are_written_down(
    profile: str, told: str, standard: str, gaps: str
) -> None:
    assert own(profile) == set(told)
    assert sorted(told + standard + gaps) == sorted(ALL)
