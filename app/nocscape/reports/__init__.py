"""Reports: what a stretch of time was like, as documents, written as HTML and, by `reports.pdf`, as PDF."""

from __future__ import annotations

from nocscape.reports.document import Report, Source
from nocscape.reports.html import as_html
from nocscape.reports.kinds import kinds

__all__ = ["Report", "Source", "as_html", "kinds"]
