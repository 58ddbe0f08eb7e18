from typing import Any

class MsgAndPduDispatcher:
    def receive_message(
        self,
        snmpEngine: SnmpEngine,
        transportDomain: tuple[int, ...],
        transportAddress: tuple[Any, ...],
        wholeMsg: bytes,
    ) -> object: ...

class SnmpEngine:
    snmpEngineID: Any
    message_dispatcher: MsgAndPduDispatcher
    def __init__(self) -> None: ...
    def close_dispatcher(self) -> None: ...
