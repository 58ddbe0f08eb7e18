"""A simulated campus on loopback, with real SNMP and LLDP."""
