"""The set-up script itself, on machines that lack something: the tools around it are stand-ins, the script is real."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = (
    "awk", "basename", "bash", "cat", "chmod", "cksum", "cp", "df", "dirname", "env", "find", "grep", "ln",
    "mkdir", "rm", "tail", "touch", "uname",
)  # fmt: skip
PYTHON = """
case "$*" in
  -V) echo "Python ${PYTHON_IS:-3.11.2}" ;;
  *sys.version_info*) [ "${PYTHON_IS:-3.11.2}" != 3.9.2 ] ;;
  *ensurepip*) true ;;
  *"-m venv"*) for dir; do :; done; mkdir -p "$dir/bin"; cp "$0" "$dir/bin/python" ;;
  *"pip --version"*) true ;;
  *"pip install"*) [ -z "${PIP_SAYS:-}" ] || { echo "$PIP_SAYS" >&2; exit 1; }
                   ln -sf /bin/true "${0%python}nocscape" ;;
esac
"""
APT = '[ -z "${APT_SAYS:-}" ] || { echo "$APT_SAYS" >&2; exit 100; }'
NO_NAME = "Temporary failure in name resolution"


class Said(NamedTuple):
    """How a run ended and what it wrote."""

    code: int
    out: str
    fault: str


class Machine:
    """A clone beside a folder with the only commands there are; each call of a stand-in is noted."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        self.calls = folder / "calls"
        self._bin = folder / "bin"
        self._bin.mkdir()
        self.clone.mkdir()
        shutil.copytree(ROOT / "installers", self.clone / "installers")
        for name in ("pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.clone)
        (self.clone / "app").mkdir()
        for tool in TOOLS:
            (self._bin / tool).symlink_to(str(shutil.which(tool)))
        self.has("python3", PYTHON)
        self.has("apt-get", APT)
        self.has("dpkg-query", '[ -n "${BARE:-}" ] || echo install ok installed')
        self.has("id", 'echo "${USER_IS:-0}"')

    def has(self, name: str, script: str) -> None:
        """A stand-in for a command."""
        path = self._bin / name
        path.write_text(f'#!/usr/bin/env bash\necho "{name} $*" >>{self.calls}\n{script}\n')
        path.chmod(0o755)

    def set_up(self, wanted: str = "run", **environment: str) -> Said:
        """Run the script; stand-ins read `environment`."""
        self.calls.write_text("")
        ran = subprocess.run(
            [self._bin / "bash", self.clone / "installers/linux/setup.sh", wanted],
            env={"PATH": str(self._bin), "HOME": os.environ.get("HOME", "/"), **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Said(ran.returncode, ran.stdout, ran.stderr)

    @property
    def called(self) -> str:
        """What the stand-ins were asked in the last run, a line each."""
        return self.calls.read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_bare_machine_gets_its_libraries_and_an_environment(machine: Machine) -> None:
    said = machine.set_up(BARE="yes")
    assert said.code == 0
    assert not said.fault
    assert "apt-get install -y -qq --no-install-recommends libegl1" in machine.called
    assert "-m venv" in machine.called
    assert (machine.clone / ".venv/bin/nocscape").exists()


def test_a_second_run_installs_nothing(machine: Machine) -> None:
    machine.set_up(BARE="yes")
    said = machine.set_up(BARE="yes", APT_SAYS=NO_NAME, PIP_SAYS=NO_NAME)
    assert said == Said(0, "", "")
    assert "apt-get" not in machine.called
    assert "pip install" not in machine.called


def test_bytecode_is_written_at_once_and_again_where_a_source_is_newer(machine: Machine) -> None:
    machine.set_up()
    assert "-m compileall" in machine.called
    machine.set_up()
    assert "-m compileall" not in machine.called
    source = machine.clone / "app/new.py"
    source.write_text("")
    os.utime(source, (time.time() + 60,) * 2)
    machine.set_up()
    assert "-m compileall" in machine.called


def test_what_the_tests_need_is_added_to_what_runs_and_not_taken_away_again(machine: Machine) -> None:
    machine.set_up("run")
    machine.set_up("dev")
    assert machine.called.count("[dev]") == 1
    machine.set_up("run")
    assert "pip install" not in machine.called


def test_changed_dependencies_are_installed_at_the_next_start(machine: Machine) -> None:
    machine.set_up()
    with (machine.clone / "constraints.txt").open("a") as constraints:
        constraints.write("\nnumpy<3\n")
    machine.set_up()
    assert "pip install" in machine.called


def test_a_python_that_is_too_old_is_named(machine: Machine) -> None:
    said = machine.set_up(PYTHON_IS="3.9.2")
    assert said.code == 1
    assert said.fault == (
        "nocscape set-up: Python 3.11 or newer is needed, here is Python 3.9.2."
        " Install a newer one, then run this again.\n"
    )
    assert not (machine.clone / ".venv").exists()


def test_a_newer_python_beside_an_old_one_is_taken(machine: Machine) -> None:
    machine.has("python3.12", PYTHON.replace("PYTHON_IS", "OTHER"))
    assert machine.set_up(PYTHON_IS="3.9.2").code == 0
    assert "python3.12 -m venv" in machine.called


def _without_sudo(_: Machine) -> None:
    pass


def _refused_by_sudo(machine: Machine) -> None:
    machine.has("sudo", "exit 1")


@pytest.mark.parametrize("prepare", [_without_sudo, _refused_by_sudo])
def test_who_may_not_install_is_told_what_an_administrator_would_type(
    machine: Machine, prepare: Callable[[Machine], None]
) -> None:
    prepare(machine)
    said = machine.set_up(BARE="yes", USER_IS="1000")
    assert said.code == 1
    assert "no permission to install packages. An administrator can do it: apt-get install libegl1" in said.fault
    assert said.fault.count("\n") == 1


def test_a_user_with_nothing_to_install_needs_no_permission(machine: Machine) -> None:
    assert machine.set_up(USER_IS="1000").code == 0


@pytest.mark.parametrize(
    ("variable", "text", "line"),
    [
        ("APT_SAYS", f"E: Failed to fetch http://deb.debian.org/x.deb {NO_NAME}", "no network"),
        ("PIP_SAYS", f"WARNING: Retrying ...: {NO_NAME}\nERROR: No matching distribution", "no network"),
        ("PIP_SAYS", "ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("APT_SAYS", "E: You don't have enough free space in /var/cache/apt/archives/.", "the disk is full"),
        ("APT_SAYS", "E: Could not get lock /var/lib/dpkg/lock-frontend", "another program is installing"),
        ("PIP_SAYS", "ERROR: [Errno 13] Permission denied: '.venv'", "no permission"),
        ("PIP_SAYS", "a line\nERROR: something that nobody foresaw", "something that nobody foresaw"),
    ],
)
def test_what_an_installation_stumbles_over_is_one_clear_line(
    machine: Machine, variable: str, text: str, line: str
) -> None:
    said = machine.set_up(BARE="yes", **{variable: text})
    assert said.code == 1
    last = said.fault.splitlines()[-1]
    assert last.startswith("nocscape set-up: the ")
    assert line in last


def test_a_set_up_that_was_cut_off_is_finished_by_the_next(machine: Machine) -> None:
    assert machine.set_up(PIP_SAYS=NO_NAME).code == 1
    assert machine.set_up().code == 0
    assert (machine.clone / ".venv/bin/nocscape").exists()
