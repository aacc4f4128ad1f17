"""Reach the network, and start a program."""

import socket
import subprocess

for what in (
    lambda: socket.socket(),
    lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
    lambda: socket.socketpair(),
    lambda: subprocess.run(["/bin/true"], check=True),
):
    try:
        what()
        print("GAINED")
    except OSError as error:
        print("blocked", error)
