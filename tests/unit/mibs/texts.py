"""MIB modules to test with, as sound and as broken as they come."""

from __future__ import annotations

VENDOR = """
ACME-SMI DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, enterprises FROM SNMPv2-SMI;
acme MODULE-IDENTITY
    LAST-UPDATED "202601010000Z"
    ORGANIZATION "Acme"
    CONTACT-INFO "nobody"
    DESCRIPTION "The root."
    REVISION "202601010000Z"
    DESCRIPTION "First."
    ::= { enterprises 99999 }
acmeProducts OBJECT IDENTIFIER ::= { acme 1 }
END
"""

DEVICE = """
ACME-DEVICE-MIB DEFINITIONS ::= BEGIN
IMPORTS
    MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32 FROM SNMPv2-SMI
    TEXTUAL-CONVENTION, DisplayString, MacAddress FROM SNMPv2-TC
    InetAddressType, InetAddress FROM INET-ADDRESS-MIB
    acmeProducts FROM ACME-SMI;
acmeDevice MODULE-IDENTITY
    LAST-UPDATED "9901010000Z"
    ORGANIZATION "Acme"
    CONTACT-INFO "nobody"
    DESCRIPTION "A device -- with an odd remark."
    ::= { acmeProducts 7 }

AcmeTenths ::= TEXTUAL-CONVENTION
    DISPLAY-HINT "d-1"
    STATUS current
    DESCRIPTION "Tenths."
    SYNTAX Integer32 (-400..1250)

AcmeState ::= INTEGER { ok(1), failed(2) }

acmeTemperature OBJECT-TYPE
    SYNTAX AcmeTenths
    UNITS "degrees Celsius"
    MAX-ACCESS read-only
    STATUS current
    DESCRIPTION "The temperature
                 of the chassis.

                 Second paragraph."
    DEFVAL { 0 }
    ::= { acmeDevice 1 }

acmeFanTable OBJECT-TYPE
    SYNTAX SEQUENCE OF AcmeFanEntry
    MAX-ACCESS not-accessible
    STATUS current
    DESCRIPTION "Fans."
    ::= { acmeDevice 2 }
acmeFanEntry OBJECT-TYPE
    SYNTAX AcmeFanEntry
    MAX-ACCESS not-accessible
    STATUS current
    DESCRIPTION "A fan."
    INDEX { acmeFanSlot, IMPLIED acmeFanName }
    ::= { acmeFanTable 1 }
AcmeFanEntry ::= SEQUENCE { acmeFanSlot Integer32, acmeFanName DisplayString, acmeFanState AcmeState }
acmeFanSlot OBJECT-TYPE
    SYNTAX Integer32 (1..16) MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { acmeFanEntry 1 }
acmeFanName OBJECT-TYPE
    SYNTAX DisplayString (SIZE (1..32)) MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { acmeFanEntry 2 }
acmeFanState OBJECT-TYPE
    SYNTAX AcmeState MAX-ACCESS read-only STATUS current DESCRIPTION "Whether it turns." ::= { acmeFanEntry 3 }
acmeFanFlags OBJECT-TYPE
    SYNTAX BITS { dusty(0), loud(1), stuck(9) }
    MAX-ACCESS read-write STATUS current DESCRIPTION "Marks." ::= { acmeFanEntry 4 }
acmeFanExtTable OBJECT-TYPE
    SYNTAX SEQUENCE OF AcmeFanExtEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION "" ::= { acmeDevice 3 }
acmeFanExtEntry OBJECT-TYPE
    SYNTAX AcmeFanExtEntry MAX-ACCESS not-accessible STATUS current DESCRIPTION ""
    AUGMENTS { acmeFanEntry } ::= { acmeFanExtTable 1 }
acmeFanRpm OBJECT-TYPE
    SYNTAX Integer32 UNITS "rpm" MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { acmeFanExtEntry 1 }
acmeFanFailed NOTIFICATION-TYPE
    OBJECTS { acmeFanState, acmeFanRpm }
    STATUS current
    DESCRIPTION "A fan has failed."
    ::= { acmeDevice 0 1 }
END
"""

FIRST_VERSION = """
ACME-OLD-MIB { iso org(3) dod(6) internet(1) private(4) 1 } DEFINITIONS ::= BEGIN
IMPORTS enterprises, Counter FROM RFC1155-SMI OBJECT-TYPE FROM RFC-1212 TRAP-TYPE FROM RFC-1215;
acmeOld OBJECT IDENTIFIER ::= { enterprises acmeCorp(99999) 2 }
oldPackets OBJECT-TYPE SYNTAX Counter ACCESS read-only STATUS mandatory DESCRIPTION "Packets." ::= { acmeOld 1 }
oldColdStart TRAP-TYPE ENTERPRISE acmeOld VARIABLES { oldPackets } DESCRIPTION "Cold." ::= 5
linkWentDown TRAP-TYPE ENTERPRISE snmp DESCRIPTION "As in RFC 1215." ::= 2
END
"""
