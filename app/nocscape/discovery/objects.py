"""The objects of the standard MIBs that discovery reads; each with the syntax that its MIB declares."""

from __future__ import annotations

from nocscape.wire.snmp import Column, Syntax


def column(entry: str, number: int, syntax: Syntax = Syntax.OCTETS) -> Column:
    """A column of the table whose entry has this OID."""
    return Column(f"{entry}.{number}", syntax)


INTEGER, OCTETS, OID, GAUGE = Syntax.INTEGER, Syntax.OCTETS, Syntax.OID, Syntax.GAUGE32

# SNMPv2-MIB (RFC 3418)
SYS_DESCR = Column("1.3.6.1.2.1.1.1.0", OCTETS)
SYS_OBJECT_ID = Column("1.3.6.1.2.1.1.2.0", OID)
SYS_UPTIME = Column("1.3.6.1.2.1.1.3.0", Syntax.TIME_TICKS)
SYS_CONTACT = Column("1.3.6.1.2.1.1.4.0", OCTETS)
SYS_NAME = Column("1.3.6.1.2.1.1.5.0", OCTETS)
SYS_LOCATION = Column("1.3.6.1.2.1.1.6.0", OCTETS)
SYS_SERVICES = Column("1.3.6.1.2.1.1.7.0", INTEGER)
SYSTEM = (SYS_DESCR, SYS_OBJECT_ID, SYS_UPTIME, SYS_CONTACT, SYS_NAME, SYS_LOCATION, SYS_SERVICES)

# SNMP-FRAMEWORK-MIB (RFC 3411), IP-MIB (RFC 4293), BRIDGE-MIB (RFC 4188), HOST-RESOURCES-MIB (RFC 2790)
ENGINE_ID = Column("1.3.6.1.6.3.10.2.1.1.0", OCTETS)
IP_FORWARDING = Column("1.3.6.1.2.1.4.1.0", INTEGER)
BRIDGE_ADDRESS = Column("1.3.6.1.2.1.17.1.1.0", OCTETS)

# LLDP-MIB (IEEE 802.1AB-2005): the local system
LLDP_CHASSIS_SUBTYPE = Column("1.0.8802.1.1.2.1.3.1.0", INTEGER)
LLDP_CHASSIS_ID = Column("1.0.8802.1.1.2.1.3.2.0", OCTETS)
LLDP_CAPABILITIES = Column("1.0.8802.1.1.2.1.3.6.0", OCTETS)

# UCD-SNMP-MIB of net-snmp; sizes in kibibytes
UCD_SWAP_TOTAL = Column("1.3.6.1.4.1.2021.4.3.0", INTEGER)
UCD_SWAP_FREE = Column("1.3.6.1.4.1.2021.4.4.0", INTEGER)
UCD_RAM_TOTAL = Column("1.3.6.1.4.1.2021.4.5.0", INTEGER)
UCD_RAM_FREE = Column("1.3.6.1.4.1.2021.4.6.0", INTEGER)
UCD_BUFFERS = Column("1.3.6.1.4.1.2021.4.14.0", INTEGER)
UCD_CACHED = Column("1.3.6.1.4.1.2021.4.15.0", INTEGER)
UCD_CPU_IDLE = Column("1.3.6.1.4.1.2021.11.11.0", INTEGER)
UCD = (UCD_SWAP_TOTAL, UCD_SWAP_FREE, UCD_RAM_TOTAL, UCD_RAM_FREE, UCD_BUFFERS, UCD_CACHED, UCD_CPU_IDLE)

# CISCO-CDP-MIB
CDP_RUN = Column("1.3.6.1.4.1.9.9.23.1.3.1.0", INTEGER)

SIGNS = (ENGINE_ID, IP_FORWARDING, BRIDGE_ADDRESS, LLDP_CHASSIS_SUBTYPE, LLDP_CHASSIS_ID, LLDP_CAPABILITIES, CDP_RUN)
"""Scalars by which a device is known again, or that tell what it speaks; one request."""

_IF, _IFX = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
IF_TABLE = (
    column(_IF, 2),  # ifDescr
    column(_IF, 3, INTEGER),  # ifType
    column(_IF, 4, INTEGER),  # ifMtu
    column(_IF, 5, GAUGE),  # ifSpeed
    column(_IF, 6),  # ifPhysAddress
    column(_IF, 7, INTEGER),  # ifAdminStatus
    column(_IF, 8, INTEGER),  # ifOperStatus
)
IFX_TABLE = (
    column(_IFX, 1),  # ifName
    column(_IFX, 15, GAUGE),  # ifHighSpeed
    column(_IFX, 18),  # ifAlias
)

_IP_ADDR, _IP_ADDRESS = "1.3.6.1.2.1.4.20.1", "1.3.6.1.2.1.4.34.1"
IP_ADDR_TABLE = (column(_IP_ADDR, 2, INTEGER), column(_IP_ADDR, 3, Syntax.IP_ADDRESS))  # IfIndex, NetMask
IP_ADDRESS_TABLE = (column(_IP_ADDRESS, 3, INTEGER), column(_IP_ADDRESS, 5, OID))  # IfIndex, Prefix

_STORAGE, _DEVICE, _PROCESSOR = "1.3.6.1.2.1.25.2.3.1", "1.3.6.1.2.1.25.3.2.1", "1.3.6.1.2.1.25.3.3.1"
HR_STORAGE_TABLE = (
    column(_STORAGE, 2, OID),  # hrStorageType
    column(_STORAGE, 3),  # hrStorageDescr
    column(_STORAGE, 4, INTEGER),  # hrStorageAllocationUnits
    column(_STORAGE, 5, INTEGER),  # hrStorageSize
    column(_STORAGE, 6, INTEGER),  # hrStorageUsed
)
HR_PROCESSOR_TABLE = (column(_PROCESSOR, 2, INTEGER),)  # hrProcessorLoad
HR_DEVICE_TABLE = (column(_DEVICE, 3),)  # hrDeviceDescr

_PHYSICAL = "1.3.6.1.2.1.47.1.1.1.1"
ENTITY_TABLE = (
    column(_PHYSICAL, 5, INTEGER),  # entPhysicalClass
    column(_PHYSICAL, 4, INTEGER),  # entPhysicalContainedIn
    column(_PHYSICAL, 2),  # entPhysicalDescr
    column(_PHYSICAL, 7),  # entPhysicalName
    column(_PHYSICAL, 11),  # entPhysicalSerialNum
    column(_PHYSICAL, 13),  # entPhysicalModelName
    column(_PHYSICAL, 8),  # entPhysicalHardwareRev
    column(_PHYSICAL, 9),  # entPhysicalFirmwareRev
    column(_PHYSICAL, 10),  # entPhysicalSoftwareRev
    column(_PHYSICAL, 12),  # entPhysicalMfgName
    column(_PHYSICAL, 14),  # entPhysicalAlias
    column(_PHYSICAL, 15),  # entPhysicalAssetID
    column(_PHYSICAL, 6, INTEGER),  # entPhysicalParentRelPos
    column(_PHYSICAL, 16, INTEGER),  # entPhysicalIsFRU
)
ENTITY_ALIAS_TABLE = (column("1.3.6.1.2.1.47.1.3.2.1", 2, OID),)  # entAliasMappingIdentifier


def entity_sensors(entry: str) -> tuple[Column, ...]:
    """Type, scale, precision, value and status, as in ENTITY-SENSOR-MIB entPhySensorTable."""
    return tuple(column(entry, number, INTEGER) for number in range(1, 6))


_LLDP_LOCAL, _LLDP_REMOTE, _LLDP_ADDRESS = "1.0.8802.1.1.2.1.3.7.1", "1.0.8802.1.1.2.1.4.1.1", "1.0.8802.1.1.2.1.4.2.1"
LLDP_LOCAL_PORTS = (
    column(_LLDP_LOCAL, 3),  # lldpLocPortId
    column(_LLDP_LOCAL, 2, INTEGER),  # lldpLocPortIdSubtype
    column(_LLDP_LOCAL, 4),  # lldpLocPortDesc
)
LLDP_REMOTES = (
    column(_LLDP_REMOTE, 4, INTEGER),  # lldpRemChassisIdSubtype
    column(_LLDP_REMOTE, 5),  # lldpRemChassisId
    column(_LLDP_REMOTE, 6, INTEGER),  # lldpRemPortIdSubtype
    column(_LLDP_REMOTE, 7),  # lldpRemPortId
    column(_LLDP_REMOTE, 8),  # lldpRemPortDesc
    column(_LLDP_REMOTE, 9),  # lldpRemSysName
    column(_LLDP_REMOTE, 10),  # lldpRemSysDesc
    column(_LLDP_REMOTE, 12),  # lldpRemSysCapEnabled
)
LLDP_REMOTE_ADDRESSES = (column(_LLDP_ADDRESS, 3, INTEGER),)  # lldpRemManAddrIfSubtype; the address is in the index

_CDP_CACHE = "1.3.6.1.4.1.9.9.23.1.2.1.1"
CDP_CACHE = (
    column(_CDP_CACHE, 6),  # cdpCacheDeviceId
    column(_CDP_CACHE, 3, INTEGER),  # cdpCacheAddressType
    column(_CDP_CACHE, 4),  # cdpCacheAddress
    column(_CDP_CACHE, 5),  # cdpCacheVersion
    column(_CDP_CACHE, 7),  # cdpCacheDevicePort
    column(_CDP_CACHE, 8),  # cdpCachePlatform
    column(_CDP_CACHE, 9),  # cdpCacheCapabilities
    column(_CDP_CACHE, 17),  # cdpCacheSysName
    column(_CDP_CACHE, 20),  # cdpCachePrimaryMgmtAddr
)
