"""A filter on system calls: no processes, no programs, no sockets, no signals to others, no rights of files changed.

What may start programs hands the filter on to them. Landlock sees to what is opened; this to what works without opening
anything. Needs no root and no package.
Source: https://docs.kernel.org/userspace-api/seccomp_filter.html; the numbers are those of the kernel's headers.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterator

from trainwreck.locking import system

ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}  # its mark, and its column in the tables

# Each call with its numbers on x86_64 and on aarch64; None where there is none.
Table = dict[str, tuple[int | None, int | None]]
REFUSED: Table = {
    # processes and programs
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    # what other processes are and do
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "process_madvise": (440, 440), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # ways to others, and from them
    "socket": (41, 198), "socketpair": (53, 199), "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195),
    "msgget": (68, 186), "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "semget": (64, 190),
    "semop": (65, 193), "semtimedop": (220, 192), "semctl": (66, 191), "mq_open": (240, 180), "mq_unlink": (241, 181),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    # ways past the rules
    "io_uring_setup": (425, 425), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "fsopen": (430, 430),
    "fspick": (433, 433), "open_tree": (428, 428), "move_mount": (429, 429), "mount_setattr": (442, 442),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_by_handle_at": (304, 265), "fanotify_init": (300, 262),
    "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104), "kexec_file_load": (320, 294),
    # what Landlock has no right for: files keep their owner, mode, times and attributes
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, None), "lchown": (94, None),
    "fchown": (93, 55), "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "utime": (132, None),
    "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88), "truncate": (76, 45),
}  # fmt: skip
OWN: Table = {  # allowed where the first argument, a process, is this one
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "prlimit64": (302, 261),
    "sched_setaffinity": (203, 122),
}  # fmt: skip
CLONE: tuple[int, int] = (56, 220)  # allowed where it makes a thread
PROGRAMS = ("fork", "vfork", "execve", "execveat")  # and clone, but for what makes a world of its own
NETWORK = ("socket", "socketpair")  # of the internet: not those that are paths, behind which other processes listen
SIGNALS = ("kill", "tkill", "tgkill")
FCNTL: tuple[int, int] = (72, 25)  # allowed but for what has a file send signals: F_SETOWN, F_SETSIG, F_SETOWN_EX
SIGNALLING = (8, 10, 15)
CLONE3 = 435  # whose flags no filter can see: the C library takes clone where there is no clone3
NEWEST = 451  # calls that came after those that were looked through for this table are said not to exist
X32 = 0x40000000  # the same calls under other numbers

LOAD, EQUAL, GREATER, AT_LEAST, HAS_BITS, GIVE = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06  # instructions of BPF
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24  # where in the data that a filter is shown
ALLOW, KILL = 0x7FFF0000, 0x80000000
REFUSE, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
THREAD, WORLDS = 0x10000, 0x7E020000  # CLONE_THREAD; CLONE_NEWNS, and the namespaces that came after
INTERNET = (2, 10)  # AF_INET, AF_INET6
FILTER = 2  # SECCOMP_MODE_FILTER


def is_known() -> bool:
    """Say whether this machine's calls are in the tables."""
    return system.is_linux() and platform.machine() in ARCHITECTURES


def restrict(*, programs: bool = False, network: bool = False, signals: bool = False) -> None:
    """Put the filter on this process, for good; what is named is allowed.

    ``signals``  to others: where Landlock sees to it that they reach none but those that are locked in as well.
    """
    made = _program(platform.machine(), os.getpid(), programs, network, signals)
    instructions = [struct.pack("HBBI", *one) for one in made]
    code = ctypes.create_string_buffer(b"".join(instructions))
    packed = struct.pack("HxxxxxxP", len(instructions), ctypes.addressof(code))
    system.ask(system.SECCOMP, FILTER, ctypes.create_string_buffer(packed))


Instruction = tuple[int, int, int, int]  # what to do, how many to skip if it is so and if it is not, and with what


def _program(
    machine: str, process: int, programs: bool = False, network: bool = False, signals: bool = False
) -> Iterator[Instruction]:
    """Yield the filter's instructions."""
    mark, column = ARCHITECTURES[machine]
    yield LOAD, 0, 0, ARCHITECTURE
    yield EQUAL, 1, 0, mark
    yield GIVE, 0, 0, KILL
    yield LOAD, 0, 0, NUMBER
    yield AT_LEAST, 0, 1, X32
    yield GIVE, 0, 0, KILL
    yield GREATER, 0, 1, NEWEST
    yield GIVE, 0, 0, UNKNOWN
    yield EQUAL, 0, 1, CLONE3
    yield GIVE, 0, 0, UNKNOWN
    yield EQUAL, 0, 4, CLONE[column]
    yield LOAD, 0, 0, FIRST_ARGUMENT
    yield HAS_BITS, 0, 1, WORLDS if programs else THREAD
    yield GIVE, 0, 0, REFUSE if programs else ALLOW
    yield GIVE, 0, 0, ALLOW if programs else REFUSE
    for name, numbers in OWN.items():
        if not (signals and name in SIGNALS):
            yield from _by_argument(numbers[column] or 0, FIRST_ARGUMENT, (process, 0), ALLOW, REFUSE)
    yield from _by_argument(FCNTL[column], SECOND_ARGUMENT, SIGNALLING, REFUSE, ALLOW)
    if network:
        yield from _by_argument(REFUSED["socket"][column] or 0, FIRST_ARGUMENT, INTERNET, ALLOW, REFUSE)
    allowed = {*(PROGRAMS if programs else ()), *(NETWORK if network else ())}
    for name, numbers in REFUSED.items():
        if name not in allowed and (number := numbers[column]) is not None:
            yield EQUAL, 0, 1, number
            yield GIVE, 0, 0, REFUSE
    yield GIVE, 0, 0, ALLOW


def _by_argument(
    number: int, argument: int, values: tuple[int, ...], verdict: int, otherwise: int
) -> Iterator[Instruction]:
    """Yield what decides on one call: a verdict if an argument has one of these values, and another if not."""
    yield EQUAL, 0, len(values) + 3, number
    yield LOAD, 0, 0, argument
    for after, value in zip(range(len(values), 0, -1), values, strict=True):
        yield EQUAL, after, 0, value
    yield GIVE, 0, 0, otherwise
    yield GIVE, 0, 0, verdict
