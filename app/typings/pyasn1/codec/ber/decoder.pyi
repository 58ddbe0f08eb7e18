from typing import Any, TypeVar

_Spec = TypeVar("_Spec")

def decode(substrate: bytes, asn1Spec: _Spec = ..., **options: Any) -> tuple[_Spec, bytes]: ...
