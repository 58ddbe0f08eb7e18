"""The SNMP and MIB workbench: the dictionary, reading and writing devices, the census and the doctor."""
