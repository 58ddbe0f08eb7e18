"""Make the shipped symbol tables from a folder of MIB files: `python -m nocscape.mibs.build_standard SRC DEST`.

Takes names, numbers, syntax, enumerations, units, indexes and access, which are facts, and no descriptive text. Modules
are chosen by the list below; what SRC lacks is named and left as it is in DEST.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from nocscape.base.text import decode
from nocscape.mibs.declared import Declaration, Macro, ParsedModule, TypeSpec
from nocscape.mibs.lexer import word_set
from nocscape.mibs.parser import parse
from nocscape.mibs.standard import SUFFIX

WANTED = word_set(
    """
    SNMPv2-SMI SNMPv2-TC SNMPv2-MIB SNMPv2-TM SNMPv2-CONF RFC1155-SMI RFC1213-MIB
    SNMP-FRAMEWORK-MIB SNMP-MPD-MIB SNMP-TARGET-MIB SNMP-NOTIFICATION-MIB SNMP-PROXY-MIB SNMP-COMMUNITY-MIB
    SNMP-USER-BASED-SM-MIB SNMP-VIEW-BASED-ACM-MIB SNMP-USM-AES-MIB SNMP-USM-DH-OBJECTS-MIB SNMP-TSM-MIB
    SNMP-TLS-TM-MIB SNMP-USM-HMAC-SHA2-MIB
    IF-MIB IF-INVERTED-STACK-MIB IP-MIB IP-FORWARD-MIB TCP-MIB UDP-MIB SCTP-MIB INET-ADDRESS-MIB IPV6-MIB IPV6-TC
    IPV6-ICMP-MIB IPV6-TCP-MIB IPV6-UDP-MIB TUNNEL-MIB TRANSPORT-ADDRESS-MIB
    HOST-RESOURCES-MIB HOST-RESOURCES-TYPES ENTITY-MIB ENTITY-SENSOR-MIB ENTITY-STATE-MIB ENTITY-STATE-TC-MIB
    BRIDGE-MIB P-BRIDGE-MIB Q-BRIDGE-MIB RSTP-MIB IEEE8021-TC-MIB IEEE8021-BRIDGE-MIB IEEE8021-Q-BRIDGE-MIB
    IEEE8021-SPANNING-TREE-MIB IEEE8021-MSTP-MIB IEEE8021-PAE-MIB IEEE8021X-PAE-MIB
    RMON-MIB RMON2-MIB HC-RMON-MIB HC-ALARM-MIB TOKEN-RING-RMON-MIB SMON-MIB HCNUM-TC
    LLDP-MIB LLDP-EXT-DOT1-MIB LLDP-EXT-DOT3-MIB LLDP-EXT-MED-MIB LLDP-V2-MIB LLDP-V2-TC-MIB LLDP-EXT-DOT1-V2-MIB
    LLDP-EXT-DOT3-V2-MIB PTOPO-MIB
    IEEE8023-LAG-MIB EtherLike-MIB MAU-MIB IANA-MAU-MIB POWER-ETHERNET-MIB IEEE802dot11-MIB
    OSPF-MIB OSPF-TRAP-MIB OSPFV3-MIB BGP4-MIB ISIS-MIB RIPv2-MIB VRRP-MIB VRRPV3-MIB PIM-MIB PIM-STD-MIB IGMP-STD-MIB
    MGMD-STD-MIB IPMROUTE-STD-MIB IPMCAST-MIB MSDP-MIB BFD-STD-MIB BFD-TC-STD-MIB
    UPS-MIB Printer-MIB Finisher-MIB BATTERY-MIB SFLOW-MIB NTPv4-MIB
    RADIUS-ACC-CLIENT-MIB RADIUS-ACC-SERVER-MIB RADIUS-AUTH-CLIENT-MIB RADIUS-AUTH-SERVER-MIB
    DISMAN-EVENT-MIB DISMAN-EXPRESSION-MIB DISMAN-NSLOOKUP-MIB DISMAN-PING-MIB DISMAN-SCHEDULE-MIB DISMAN-SCRIPT-MIB
    DISMAN-TRACEROUTE-MIB NOTIFICATION-LOG-MIB ALARM-MIB
    NET-SNMP-MIB NET-SNMP-TC NET-SNMP-AGENT-MIB NET-SNMP-EXTEND-MIB NET-SNMP-PASS-MIB NET-SNMP-VACM-MIB
    NET-SNMP-SYSTEM-MIB NET-SNMP-EXAMPLES-MIB
    UCD-SNMP-MIB UCD-DISKIO-MIB UCD-DLMOD-MIB UCD-DEMO-MIB LM-SENSORS-MIB AGENTX-MIB
    DIFFSERV-MIB DIFFSERV-DSCP-TC INTEGRATED-SERVICES-MIB
    MPLS-TC-STD-MIB MPLS-LSR-STD-MIB MPLS-TE-STD-MIB MPLS-LDP-STD-MIB MPLS-FTN-STD-MIB MPLS-L3VPN-STD-MIB VPN-TC-STD-MIB
    PerfHist-TC-MIB DS1-MIB DS3-MIB SONET-MIB ADSL-LINE-MIB ADSL-TC-MIB DOCS-IF-MIB FRAME-RELAY-DTE-MIB PPP-LCP-MIB
    IANAifType-MIB IANA-RTPROTO-MIB IANA-ADDRESS-FAMILY-NUMBERS-MIB IANA-CHARSET-MIB IANA-LANGUAGE-MIB IANA-PRINTER-MIB
    IANA-FINISHER-MIB IANA-ENTITY-MIB IANA-ITU-ALARM-TC-MIB ITU-ALARM-TC-MIB IANA-BFD-TC-STD-MIB UUID-TC-MIB URI-TC-MIB
    LANGTAG-TC-MIB SYSAPPL-MIB NETWORK-SERVICES-MIB IPV6-FLOW-LABEL-MIB IEEE8021-SECY-MIB
    """
)
_LEFT_OUT = (Macro.COMPLIANCE, Macro.CAPABILITIES, Macro.GROUP)
"""Nothing that a device answers has these numbers."""


def table(module: ParsedModule) -> bytes:
    """One module as it is shipped."""
    head = [module.name, module.updated, _used_imports(module)]
    kept = [d for d in module.declarations if d.macro not in _LEFT_OUT]
    return b"".join(msgspec.json.encode(row) + b"\n" for row in [head, *map(_row, [*module.types, *kept])])


def _used_imports(module: ParsedModule) -> dict[str, str]:
    named: set[str] = set()
    for declared in [*module.types, *module.declarations]:
        named |= {str(arc) for arc in declared.place} | set(declared.index) | {declared.augments}
        if declared.syntax is not None:
            named.add(declared.syntax.name)
    return {name: source for name, source in module.imports.items() if name in named}


def _row(declared: Declaration) -> list[object]:
    """The fields up to the last that says something; `syntax` is shortened in the same way."""
    declared.description = ""
    row = _trimmed(msgspec.to_builtins(declared), msgspec.to_builtins(Declaration("", Macro.NODE)))
    if len(row) > 6 and isinstance(row[6], list):
        row[6] = _trimmed(row[6], msgspec.to_builtins(TypeSpec("")))
    return row


def _trimmed(row: list[object], defaults: list[object]) -> list[object]:
    size = len(row)
    while size > 1 and row[size - 1] == defaults[size - 1]:
        size -= 1
    return row[:size]


def build(source: Path, dest: Path) -> list[str]:
    """Write a table for each wanted module that a file below `source` defines; return the names of those missing."""
    best: dict[str, ParsedModule] = {}
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        for module in parse(decode(path.read_bytes())):
            known = best.get(module.name)
            if module.name in WANTED and (known is None or module.updated > known.updated):
                best[module.name] = module
    dest.mkdir(parents=True, exist_ok=True)
    for name, module in best.items():
        (dest / f"{name}{SUFFIX}").write_bytes(table(module))
    return sorted(WANTED - best.keys())


if __name__ == "__main__":
    missing = build(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stderr.write(f"not found: {' '.join(missing) or 'none'}\n")
