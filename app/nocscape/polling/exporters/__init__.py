"""Prometheus exporters: the page's text, which of it counts, and what it means here."""

from nocscape.polling.exporters.library import ExporterLibrary, load
from nocscape.polling.exporters.page import PageError, Point, parse
from nocscape.polling.exporters.schema import ExporterProfile, ExporterSpec
from nocscape.polling.exporters.scraping import ScrapeSource

__all__ = [
    "ExporterLibrary",
    "ExporterProfile",
    "ExporterSpec",
    "PageError",
    "Point",
    "ScrapeSource",
    "load",
    "parse",
]
