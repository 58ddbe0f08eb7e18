from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

class Array: ...

class Table:
    num_rows: int

def array(obj: NDArray[Any] | list[Any], *, mask: NDArray[Any] | None = None) -> Array: ...
def table(data: Mapping[str, Array | NDArray[Any] | list[Any]]) -> Table: ...
