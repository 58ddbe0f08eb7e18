"""SNMP v1, v2c and v3: one client, two back-ends."""
