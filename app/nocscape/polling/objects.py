"""The objects that are polled, with the syntax that their MIBs declare."""

from __future__ import annotations

from nocscape.wire.snmp import Column, Syntax

SYS_UPTIME = Column("1.3.6.1.2.1.1.3.0", Syntax.TIME_TICKS)

_IF, _IFX = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
IF_ADMIN = Column(f"{_IF}.7", Syntax.INTEGER)
IF_OPER = Column(f"{_IF}.8", Syntax.INTEGER)
IF_IN_OCTETS = Column(f"{_IF}.10", Syntax.COUNTER32)
IF_IN_UCAST = Column(f"{_IF}.11", Syntax.COUNTER32)
IF_IN_DISCARDS = Column(f"{_IF}.13", Syntax.COUNTER32)
IF_IN_ERRORS = Column(f"{_IF}.14", Syntax.COUNTER32)
IF_OUT_OCTETS = Column(f"{_IF}.16", Syntax.COUNTER32)
IF_OUT_UCAST = Column(f"{_IF}.17", Syntax.COUNTER32)
IF_OUT_DISCARDS = Column(f"{_IF}.19", Syntax.COUNTER32)
IF_OUT_ERRORS = Column(f"{_IF}.20", Syntax.COUNTER32)
IF_IN_MULTICAST = Column(f"{_IFX}.2", Syntax.COUNTER32)
IF_IN_BROADCAST = Column(f"{_IFX}.3", Syntax.COUNTER32)
IF_OUT_MULTICAST = Column(f"{_IFX}.4", Syntax.COUNTER32)
IF_OUT_BROADCAST = Column(f"{_IFX}.5", Syntax.COUNTER32)
IF_HC_IN_OCTETS = Column(f"{_IFX}.6", Syntax.COUNTER64)
IF_HC_IN_UCAST = Column(f"{_IFX}.7", Syntax.COUNTER64)
IF_HC_IN_MULTICAST = Column(f"{_IFX}.8", Syntax.COUNTER64)
IF_HC_IN_BROADCAST = Column(f"{_IFX}.9", Syntax.COUNTER64)
IF_HC_OUT_OCTETS = Column(f"{_IFX}.10", Syntax.COUNTER64)
IF_HC_OUT_UCAST = Column(f"{_IFX}.11", Syntax.COUNTER64)
IF_HC_OUT_MULTICAST = Column(f"{_IFX}.12", Syntax.COUNTER64)
IF_HC_OUT_BROADCAST = Column(f"{_IFX}.13", Syntax.COUNTER64)
IF_HIGH_SPEED = Column(f"{_IFX}.15", Syntax.GAUGE32)
IF_DISCONTINUITY = Column(f"{_IFX}.19", Syntax.TIME_TICKS)

IF_STATES = {1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown"}
"""ifOperStatus; the first three are ifAdminStatus too (RFC 2863)."""

HR_PROCESSOR_LOAD = Column("1.3.6.1.2.1.25.3.3.1.2", Syntax.INTEGER)
HR_STORAGE_TYPE = Column("1.3.6.1.2.1.25.2.3.1.2", Syntax.OID)
HR_STORAGE_SIZE = Column("1.3.6.1.2.1.25.2.3.1.5", Syntax.INTEGER)
HR_STORAGE_USED = Column("1.3.6.1.2.1.25.2.3.1.6", Syntax.INTEGER)
HR_STORAGE = (HR_STORAGE_TYPE, HR_STORAGE_SIZE, HR_STORAGE_USED)
HR_STORAGE_RAM = "1.3.6.1.2.1.25.2.1.2"
HR_STORAGE_FIXED_DISK = "1.3.6.1.2.1.25.2.1.4"

UCD_CPU_IDLE = Column("1.3.6.1.4.1.2021.11.11.0", Syntax.INTEGER)
UCD_MEM_TOTAL = Column("1.3.6.1.4.1.2021.4.5.0", Syntax.INTEGER)
UCD_MEM_AVAIL = Column("1.3.6.1.4.1.2021.4.6.0", Syntax.INTEGER)
UCD_MEM_BUFFER = Column("1.3.6.1.4.1.2021.4.14.0", Syntax.INTEGER)
UCD_MEM_CACHED = Column("1.3.6.1.4.1.2021.4.15.0", Syntax.INTEGER)
UCD = (UCD_CPU_IDLE, UCD_MEM_TOTAL, UCD_MEM_AVAIL, UCD_MEM_BUFFER, UCD_MEM_CACHED)
