"""One engine owns a profile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nocscape.base.errors import BusyError
from nocscape.store.lock import FILE_NAME, ProfileLock

HOLDER = """
import sys, time
from pathlib import Path
from nocscape.store.lock import ProfileLock
ProfileLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_lock_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with ProfileLock(tmp_path), pytest.raises(BusyError, match=str(os.getpid())):
        ProfileLock(tmp_path).acquire()


def test_looking_for_the_owner_does_not_lose_the_lock(tmp_path: Path) -> None:
    with ProfileLock(tmp_path):
        owner = ProfileLock.owner(tmp_path)
        assert owner is not None
        assert owner.pid == os.getpid()
        assert _pid_in_other_process(tmp_path) == os.getpid()


def _pid_in_other_process(folder: Path) -> int:
    code = "import sys; from pathlib import Path; from nocscape.store.lock import ProfileLock as L;"
    code += "print(getattr(L.owner(Path(sys.argv[1])), 'pid', 0))"
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_released_profile_can_be_owned_again(tmp_path: Path) -> None:
    lock = ProfileLock(tmp_path)
    for _ in range(2):
        lock.acquire()
        lock.release()
    assert ProfileLock.owner(tmp_path) is None


def test_a_lock_file_that_nobody_holds_means_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b'{"pid": 1')
    assert ProfileLock.owner(tmp_path) is None
    with ProfileLock(tmp_path):
        pass


def test_the_owner_in_another_process_is_named_and_its_death_frees_the_profile(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=str(holder.pid)):
            ProfileLock(tmp_path).acquire()
    finally:
        holder.kill()
        holder.communicate()
    with ProfileLock(tmp_path):
        pass
