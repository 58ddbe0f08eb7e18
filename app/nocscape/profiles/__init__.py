"""What is known of kinds of gear, as data."""

from nocscape.profiles.library import Identity, Profiles, load
from nocscape.profiles.schema import Pool, Readings

__all__ = ["Identity", "Pool", "Profiles", "Readings", "load"]
