"""SNMP v1, v2c and v3: one client, two back-ends."""

from nocscape.wire.snmp.client import MAX_ROWS, SnmpClient, open_client
from nocscape.wire.snmp.errors import (
    AuthFault,
    SnmpAuthError,
    SnmpError,
    SnmpMalformed,
    SnmpStatusError,
    SnmpTimeout,
    SnmpUnreachable,
)
from nocscape.wire.snmp.rows import Numbers, RowPlan, Rows, shared
from nocscape.wire.snmp.types import (
    AgentFault,
    Column,
    ColumnTable,
    EngineInfo,
    SnmpTarget,
    SnmpValue,
    Syntax,
    VarBind,
    in_vlan,
)

__all__ = [
    "MAX_ROWS",
    "AgentFault",
    "AuthFault",
    "Column",
    "ColumnTable",
    "EngineInfo",
    "Numbers",
    "RowPlan",
    "Rows",
    "SnmpAuthError",
    "SnmpClient",
    "SnmpError",
    "SnmpMalformed",
    "SnmpStatusError",
    "SnmpTarget",
    "SnmpTimeout",
    "SnmpUnreachable",
    "SnmpValue",
    "Syntax",
    "VarBind",
    "in_vlan",
    "open_client",
    "shared",
]
