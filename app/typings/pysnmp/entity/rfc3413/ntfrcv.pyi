from collections.abc import Callable
from typing import Any

from pysnmp.entity.engine import SnmpEngine

class NotificationReceiver:
    def __init__(self, snmpEngine: SnmpEngine, cbFun: Callable[..., None], cbCtx: Any = None) -> None: ...
    def close(self, snmpEngine: SnmpEngine) -> None: ...
