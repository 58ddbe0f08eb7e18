"""The agent's side of SNMP v1 and v2c: simulated devices, computed or recorded."""
