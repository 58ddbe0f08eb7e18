"""The shapes that the adapter reads and writes."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
"""What `discover --json` writes, or one device of it."""
Row = dict[str, Any]
Tables = dict[str, list[Row]]
