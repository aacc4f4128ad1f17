"""Change the mode, owner, times and length of somebody's file, or give it another name."""

import os

for what in (
    lambda path: os.chmod(path, 0o777),
    lambda path: os.chown(path, os.getuid(), os.getgid()),
    lambda path: os.utime(path, (0, 0)),
    lambda path: os.truncate(path, 0),
    lambda path: os.setxattr(path, "user.note", b"x"),
    lambda path: os.link(path, "mine"),
    lambda path: os.rename(path, "mine"),
):
    try:
        what("TARGET/file")
        print("GAINED")
    except OSError as error:
        print("blocked", error)
