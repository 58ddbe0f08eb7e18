"""What tells titles apart where there is little room for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def short_titles(titles: Sequence[str]) -> dict[str, str]:
    """For each title that begins with the same words as another: what comes after these words."""
    parted = {title: title.split() for title in titles}
    begins = Counter(tuple(words[:at]) for words in parted.values() for at in range(1, len(words)))
    shared = {
        title: max((at for at in range(1, len(w)) if begins[tuple(w[:at])] > 1), default=0)
        for title, w in parted.items()
    }
    return {title: "…" + " ".join(parted[title][at:]) for title, at in shared.items() if at}
