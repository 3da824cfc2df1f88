"""Starts programs for run-program.ts, which explains why.

Each line of stdin describes one program in JSON. Its stdin, stdout and stderr are connections to the socket
whose path is the argument of this script. Each connection begins with a line that names the program and the
stream. For each program, a line of stdout has its process ID, and a later line has its exit status.
"""

import json
import os
import socket
import subprocess
import sys
import threading


def main():
    answer(ready=True)
    for line in sys.stdin.buffer:
        start(**json.loads(line))


def start(number, command, folder, env, has_input, is_detached, user):
    streams = {'stdout': connect(number, 'stdout'), 'stderr': connect(number, 'stderr')}
    if has_input:
        streams['stdin'] = connect(number, 'stdin')
    try:
        child = subprocess.Popen(
            command,
            **{'stdin': subprocess.DEVNULL, **streams},
            cwd=folder,
            env=env,
            start_new_session=is_detached,
            **user,
        )
    except (OSError, ValueError) as error:
        answer(number=number, error=str(error))
    else:
        answer(number=number, pid=child.pid)
        threading.Thread(target=wait, args=(number, child), daemon=True).start()
    finally:
        for connection in streams.values():
            connection.close()


def connect(number, name):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    connection.sendall(f'{number} {name}\n'.encode())
    return connection


def wait(number, child):
    status = child.wait()
    answer(number=number, status=status)


def answer(**message):
    """Writes the message in one piece, since several programs may end at the same time."""
    try:
        os.write(1, json.dumps(message).encode() + b'\n')
    except BrokenPipeError:
        # The worker has ended.
        os._exit(0)


main()
