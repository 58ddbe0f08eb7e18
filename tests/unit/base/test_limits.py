"""How many files a process may open."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASK = """
import resource
from nocscape.base.limits import permit_files, permitted_files
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
before = permitted_files()
print(before, permit_files({wanted}), permitted_files(), hard)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
@pytest.mark.parametrize("wanted", [128, 32])
def test_a_process_raises_its_own_limit_and_never_lowers_it(wanted: int) -> None:
    told = subprocess.run([sys.executable, "-c", ASK.format(wanted=wanted)], capture_output=True, text=True, check=True)
    before, permitted, after, _ = map(int, told.stdout.split())
    assert before == 64
    assert permitted == after == max(wanted, 64)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_more_than_the_system_permits_is_not_asked_for() -> None:
    told = subprocess.run([sys.executable, "-c", ASK.format(wanted=10**9)], capture_output=True, text=True, check=True)
    _, permitted, _, hard = map(int, told.stdout.split())
    assert permitted in (hard, 10**9, 64)
