"""Type designations by sysObjectID, as vendors' MIBs list their products: a file an enterprise number, read once."""

from __future__ import annotations

from functools import lru_cache

from nocscape.base.paths import resources_dir

MAX_FILE_BYTES = 1_000_000


def product(enterprise: int | None, suffix: str) -> str | None:
    """What the maker calls the product with this OID below its enterprise number; None where no list has it."""
    return _products(enterprise).get(suffix) if enterprise is not None else None


@lru_cache(maxsize=64)
def _products(enterprise: int) -> dict[str, str]:
    """OID below the enterprise number and name, tab between, a line each."""
    path = resources_dir() / "products" / f"{enterprise}.tsv"
    if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        return {}
    rows = (line.partition("\t") for line in path.read_text("utf-8").splitlines())
    return {suffix: name for suffix, _, name in rows}
