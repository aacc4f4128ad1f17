"""The filter of system calls, as both machines would see it; which folders may be read; and who may look in."""

import platform
import sys
from pathlib import Path

import pytest
import torch

from tests.judging.conftest import needs_lock
from trainwreck.locking import lock, reach, seccomp, system
from trainwreck.locking.landlock import LIST, READ
from trainwreck.locking.secrecy import unreadable

ME = 4711
X86, ARM = "x86_64", "aarch64"


def verdict(machine: str, call: int, first: int = 0, second: int = 0, architecture: int | None = None) -> int:
    """What the filter says to a call: the program is run by hand, as the kernel's documentation describes it."""
    seen = {seccomp.NUMBER: call, seccomp.FIRST_ARGUMENT: first & 0xFFFFFFFF, seccomp.SECOND_ARGUMENT: second}
    seen[seccomp.ARCHITECTURE] = architecture or seccomp.ARCHITECTURES[machine][0]
    program, at, value = list(seccomp._program(machine, ME)), 0, 0
    while True:
        what, yes, no, operand = program[at]
        if what == seccomp.GIVE:
            return operand
        if what == seccomp.LOAD:
            value, skip = seen[operand], 0
        else:
            holds = {
                seccomp.EQUAL: value == operand,
                seccomp.GREATER: value > operand,
                seccomp.AT_LEAST: value >= operand,
                seccomp.HAS_BITS: bool(value & operand),
            }[what]
            skip = yes if holds else no
        at += 1 + skip


@pytest.mark.parametrize("machine", [X86, ARM])
def test_a_filter_refuses_what_is_in_its_table_and_allows_a_script_s_daily_bread(machine):
    column = seccomp.ARCHITECTURES[machine][1]
    refused = [numbers[column] for numbers in seccomp.REFUSED.values() if numbers[column] is not None]
    assert {verdict(machine, call) for call in refused} == {seccomp.REFUSE}
    read, write, mmap, futex, openat = {X86: (0, 1, 9, 202, 257), ARM: (63, 64, 222, 98, 56)}[machine]
    assert {verdict(machine, call) for call in (read, write, mmap, futex, openat)} == {seccomp.ALLOW}


@pytest.mark.parametrize(("machine", "clone", "kill"), [(X86, 56, 62), (ARM, 220, 129)])
def test_a_filter_allows_threads_and_signals_to_oneself(machine, clone, kill):
    assert verdict(machine, clone, seccomp.THREAD | 0x100) == seccomp.ALLOW
    assert verdict(machine, clone, 17) == seccomp.REFUSE  # SIGCHLD: a process
    assert verdict(machine, seccomp.CLONE3) == seccomp.UNKNOWN
    assert verdict(machine, kill, ME) == verdict(machine, kill, 0) == seccomp.ALLOW
    assert verdict(machine, kill, ME + 1) == verdict(machine, kill, -1) == seccomp.REFUSE


@pytest.mark.parametrize(("machine", "call"), [(X86, 72), (ARM, 25)])
def test_no_file_can_be_made_to_send_signals_to_others(machine, call):
    assert {verdict(machine, call, 5, command) for command in (8, 10, 15)} == {seccomp.REFUSE}
    assert {verdict(machine, call, 5, command) for command in (1, 3, 4, 9, 1030)} == {seccomp.ALLOW}


@pytest.mark.parametrize("machine", [X86, ARM])
def test_calls_that_are_newer_than_the_table_do_not_exist(machine):
    assert verdict(machine, 452) == seccomp.UNKNOWN  # fchmodat2
    assert verdict(machine, 451) == seccomp.ALLOW


def test_calls_by_other_numbers_end_the_process():
    assert verdict(X86, 57 | seccomp.X32) == seccomp.KILL
    assert verdict(X86, 57, architecture=0x40000003) == seccomp.KILL  # of 32 bits


HEADERS = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")


@pytest.mark.skipif(not HEADERS.is_file(), reason="the kernel's headers are not here")
def test_the_numbers_are_those_of_the_kernel_s_headers():
    lines = [line.split() for line in HEADERS.read_text().splitlines() if line.startswith("#define __NR_")]
    known = {line[1].removeprefix("__NR_"): int(line[2]) for line in lines}
    tables = {**seccomp.REFUSED, **seccomp.OWN, "clone": seccomp.CLONE, "fcntl": seccomp.FCNTL}
    tables["clone3"] = (seccomp.CLONE3, seccomp.CLONE3)
    assert {name: numbers[0] for name, numbers in tables.items()} == {name: known[name] for name in tables}


def test_what_is_withheld_is_listed_around_but_never_readable(tmp_path):
    for name in ("open/a", "half/shut/x", "half/open/y"):
        (tmp_path / name).mkdir(parents=True)
    found = reach._beneath(tmp_path, [tmp_path / "half" / "shut"])
    assert found == {
        tmp_path: LIST,
        tmp_path / "open": READ,
        tmp_path / "half": LIST,
        tmp_path / "half" / "open": READ,
    }


def test_an_environment_within_a_catalogue_is_readable_and_the_catalogue_is_not(tmp_path, monkeypatch):
    packages = tmp_path / ".venv" / "lib" / "python3" / "site-packages"
    (packages / "numpy").mkdir(parents=True)
    (tmp_path / "fixes").mkdir()
    monkeypatch.setattr("sys.path", [*sys.path, str(packages)])
    found = reach.of_a_script(tmp_path)
    assert [path for path in found if path.is_relative_to(tmp_path)] == [packages]


def test_of_what_is_installed_beside_each_other_a_script_reads_neither_this_package_nor_the_catalogue(
    tmp_path, monkeypatch
):
    packages = tmp_path.resolve() / "lib" / "python3" / "site-packages"
    for name in ("neighbour", "trainwreck", "paper"):
        (packages / name).mkdir(parents=True)
    monkeypatch.setattr("sys.path", [*sys.path, str(packages)])
    monkeypatch.setattr(reach, "PACKAGE", packages / "trainwreck")
    found = reach.of_a_script(packages / "paper")
    within = {path: right for path, right in found.items() if path.is_relative_to(tmp_path.resolve())}
    assert within == {packages: LIST, packages / "neighbour": READ}


def test_a_check_reads_the_fixes_of_a_catalogue_and_neither_reads_labels_that_come_with_packages(tmp_path):
    assert reach.of_a_check(tmp_path).keys() >= {tmp_path / "fixes", reach.PACKAGE}
    assert tmp_path not in reach.of_a_check(tmp_path)
    for known in (reach.of_a_script(tmp_path), reach.of_a_check(tmp_path)):
        assert any(Path(torch.__file__).resolve().is_relative_to(path) for path in known if known[path] == READ)
        assert not any(path.parts[-3:] == ("sklearn", "datasets", "data") for path in known)


@pytest.mark.parametrize(
    ("files", "calls", "complete", "told"),
    [
        (7, True, True, "files (Landlock 7), processes, programs, network and signals (seccomp), limits"),
        (0, True, False, "processes, programs, network and signals (seccomp), limits"),
        (1, False, False, "files (Landlock 1), limits"),
    ],
)
def test_protections_are_told_as_they_are(files, calls, complete, told):
    found = lock.Protections(files, calls)
    assert found.complete is complete
    assert str(found).startswith(told)


@needs_lock
def test_this_machine_is_in_the_tables():
    assert platform.machine() in seccomp.ARCHITECTURES


@pytest.mark.skipif(not system.is_linux(), reason="of Linux only")
def test_a_judge_cannot_be_looked_into_while_it_holds_secrets():
    before = system.ask(3)
    with unreadable():
        assert system.ask(3) == 0
    assert system.ask(3) == before
