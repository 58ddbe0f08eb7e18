from typing import Any

class NetworkAddress:
    def getComponent(self) -> Any: ...
