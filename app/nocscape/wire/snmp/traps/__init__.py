"""Notifications that agents send by themselves: traps of all versions, and informs, which are acknowledged."""

from nocscape.wire.snmp.traps.listener import DEFAULT_TRAP_PORT, TrapListener
from nocscape.wire.snmp.traps.notice import Trap

__all__ = ["DEFAULT_TRAP_PORT", "Trap", "TrapListener"]
