from collections.abc import Sequence
from typing import Any

class Message: ...

class _Messages:
    def get_pdu(self, message: Message) -> Any: ...

class _Pdus:
    def get_varbinds(self, pdu: Any) -> Sequence[tuple[Any, Any]]: ...

apiMessage: _Messages
apiPDU: _Pdus
