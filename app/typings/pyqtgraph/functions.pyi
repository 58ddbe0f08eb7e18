from typing import Any

import numpy as np
from PySide6.QtGui import QPolygonF

def arrayToQPolygonF(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> QPolygonF: ...
