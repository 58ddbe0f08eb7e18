"""A large MIB collection: how long an import takes, and what its dictionary costs to open, keep and search.

The collection is made up: 5,000 modules of 100 objects with names and descriptions out of a fixed vocabulary, so that
words occur as unevenly as in real ones. What is looked up is measured in a process of its own.
"""

from __future__ import annotations

import random
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import psutil

from nocscape.mibs import MibDictionary, ModuleStatus, import_paths, open_dictionary
from tests.benchmarks.result import Part, result

MODULES = 5_000
OBJECTS = 100
LOOKUPS = 20_000
BUDGET_IMPORT_S = 150.0
BUDGET_OPEN_MS = 300.0
BUDGET_MEMORY_MB = 200.0
BUDGET_LOOKUP_US = 20.0
BUDGET_SEARCH_MS = 50.0

_ROOTS = """port fan power temperature voltage current session tunnel peer route vlan queue buffer memory processor disk
license radio client antenna channel signal alarm event status counter error discard octet packet frame table entry
admin oper last change time name index type state speed duplex address mask prefix gateway policy class filter rule user
group role key certificate engine fabric slot module card chassis battery charge load input output phase frequency
""".split()  # noqa: SIM905
_QUERIES = (
    "fan",
    "temperature",
    "power supply",
    "port oper status",
    "e",
    "radiosig",
    "vlan prio",
    "1.3.6.1.4.1.70007",
    "인터페이스",
    "ㅇㅌㅍ",
)
_OBJECT = """
{name} OBJECT-TYPE
    SYNTAX INTEGER {{ unknown(1), ok(2), failed(3) }}
    MAX-ACCESS read-only
    STATUS current
    DESCRIPTION
        "{text}"
    ::= {{ bench{module} {at} }}
"""


class Measured(msgspec.Struct):
    """What a fresh process found out about a dictionary."""

    objects: int
    open_ms: float
    lookup_us: float
    search_ms: float
    slowest: str
    memory_mb: float


def _write_collection(folder: Path, modules: int) -> None:
    chance = random.Random(1)
    for module in range(modules):
        objects = "".join(_object(module, at, chance) for at in range(1, OBJECTS + 1))
        head = f"BENCH-{module}-MIB DEFINITIONS ::= BEGIN\nIMPORTS enterprises, OBJECT-TYPE FROM SNMPv2-SMI;\n"
        root = f"bench{module} OBJECT IDENTIFIER ::= {{ enterprises {70_000 + module} }}\n"
        (folder / f"{module}.mib").write_text(f"{head}{root}{objects}END\n")


def _object(module: int, at: int, chance: random.Random) -> str:
    words = [_ROOTS[int(len(_ROOTS) * chance.random() ** 2)] for _ in range(25)]
    name = f"b{module}" + "".join(w.capitalize() for w in words[:3]) + str(at)
    return _OBJECT.format(
        name=name, text=f"{' '.join(words)} of unit x{chance.randrange(50_000)}.", module=module, at=at
    )


def _measure(profile: Path) -> Measured:
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    known = open_dictionary(profile)
    open_ms = (time.perf_counter() - began) * 1000
    chance = random.Random(2)
    oids = [
        f"1.3.6.1.4.1.{70_000 + chance.randrange(MODULES)}.{1 + chance.randrange(OBJECTS)}.7" for _ in range(LOOKUPS)
    ]
    lookup_us = min(_pass_s(known, oids) for _ in range(3)) / LOOKUPS * 1e6
    took = {query: _search_ms(known, query) for query in _QUERIES}
    slowest = max(took, key=took.__getitem__)
    memory_mb = (psutil.Process().memory_info().rss - before) / 1e6
    return Measured(len(known), open_ms, lookup_us, took[slowest], slowest, memory_mb)


def _pass_s(known: MibDictionary, oids: list[str]) -> float:
    began = time.perf_counter()
    for oid in oids:
        known.by_oid(oid)
    return time.perf_counter() - began


def _search_ms(known: MibDictionary, query: str) -> float:
    """With facets, as a console asks with every key; the best of three, since the first reads the pages in."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        known.find(query)
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def run(*, is_long: bool) -> dict[str, object]:
    """Import and look up 500,000 objects (a million with `is_long`)."""
    modules = MODULES * (2 if is_long else 1)
    with tempfile.TemporaryDirectory() as folder:
        source, profile = Path(folder) / "mibs", Path(folder) / "profile"
        source.mkdir()
        _write_collection(source, modules)
        began = time.perf_counter()
        reports = import_paths([source], profile, workers=2)
        import_s = time.perf_counter() - began
        compiled = sum(r.status is ModuleStatus.COMPILED for r in reports)
        print(f"{compiled} of {modules} modules compiled in {import_s:.1f} s on 2 cores, from cold")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            found = fresh.submit(_measure, profile).result()
    print(
        f"{found.objects} objects; slowest search: {found.slowest!r}; memory after {LOOKUPS} look-ups and all searches"
    )
    headline = Part(
        "look-up by number", round(found.lookup_us, 1), "us", BUDGET_LOOKUP_US, found.lookup_us <= BUDGET_LOOKUP_US
    )
    parts = [
        Part("import", round(import_s, 1), "s", BUDGET_IMPORT_S, import_s <= BUDGET_IMPORT_S and compiled == modules),
        Part("open", round(found.open_ms, 1), "ms", BUDGET_OPEN_MS, found.open_ms <= BUDGET_OPEN_MS),
        Part("search", round(found.search_ms, 1), "ms", BUDGET_SEARCH_MS, found.search_ms <= BUDGET_SEARCH_MS),
        Part("memory", round(found.memory_mb), "MB", BUDGET_MEMORY_MB, found.memory_mb <= BUDGET_MEMORY_MB),
    ]
    return result("mibs", headline, parts)
