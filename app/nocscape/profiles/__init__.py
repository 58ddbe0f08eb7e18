"""What is known of kinds of gear, as data."""

from nocscape.profiles.library import Identity, Profiles, load
from nocscape.profiles.meaning import Amounts, amounts, as_number, as_word, column_of, number, word
from nocscape.profiles.schema import Gauge, Number, Parts, Pool, Ports, Readings, Word

__all__ = [
    "Amounts",
    "Gauge",
    "Identity",
    "Number",
    "Parts",
    "Pool",
    "Ports",
    "Profiles",
    "Readings",
    "Word",
    "amounts",
    "as_number",
    "as_word",
    "column_of",
    "load",
    "number",
    "word",
]
