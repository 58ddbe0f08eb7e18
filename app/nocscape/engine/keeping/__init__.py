"""What operators make and what was stored: maps, overviews, reports, the past."""
