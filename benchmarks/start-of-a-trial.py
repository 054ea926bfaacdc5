"""How long a script takes from its start to its hello, and what forking a warm process would save.

    python3 benchmarks/start-of-a-trial.py [MODULE ...]

Each module (torch and numpy by default, where they are installed) is imported by a script of its
own, 20 times in a new process and 20 times forked from a process that has imported it already.
"""

import importlib.util
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

REPETITIONS = 20
MODULE = pathlib.Path(__file__).parent.parent / "gpu-workers/src/main/resources/python"
SCRIPT = "import thaw{more}\nfor epoch in thaw.trial().epochs():\n    pass\n"
SERVER = """
import gc, os, runpy, sys, thaw{more}
gc.freeze()
print(flush=True)
for line in sys.stdin:
    path, script = line.split()
    child = os.fork()
    if child == 0:
        os.environ["THAW_SOCKET"] = path
        try:
            runpy.run_path(script, run_name="__main__")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
"""


class Worker:
    """The other side of the protocol, which wants no epoch."""

    def __init__(self, path):
        self.path = str(path)
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(self.path)
        self._server.listen()

    def await_hello(self):
        """The moment of the hello; returns when the script has ended its part."""
        channel, _ = self._server.accept()
        lines = channel.makefile("r")
        assert json.loads(lines.readline())["type"] == "hello"
        moment = time.perf_counter()
        welcome = {"type": "welcome", "protocol": 1, "parameters": {}, "seed": 1}
        for message in (welcome, {"type": "stop"}):
            channel.sendall((json.dumps(message) + "\n").encode())
        lines.readlines()
        self._server.close()
        return moment


def cold(script, folder):
    for number in range(-1, REPETITIONS):  # the first only fills the cache of files
        worker = Worker(folder / f"cold{number}")
        environment = dict(os.environ, THAW_SOCKET=worker.path, PYTHONPATH=str(MODULE))
        begin = time.perf_counter()
        process = subprocess.Popen([sys.executable, str(script)], env=environment)
        seconds = worker.await_hello() - begin
        process.wait()
        if number >= 0:
            yield seconds


def warm(script, folder, more):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = dict(os.environ, PYTHONPATH=str(MODULE))
    command = [sys.executable, "-c", SERVER.format(more=more)]
    with subprocess.Popen(command, env=environment, **pipes) as server:
        server.stdout.readline()
        for number in range(REPETITIONS):
            worker = Worker(folder / f"warm{number}")
            begin = time.perf_counter()
            server.stdin.write(f"{worker.path} {script}\n")
            server.stdin.flush()
            yield worker.await_hello() - begin
        server.stdin.close()


def shown(seconds):
    seconds = sorted(1000 * second for second in seconds)
    return f"{statistics.median(seconds):5.0f} ms ({seconds[0]:.0f} to {seconds[-1]:.0f})"


def main():
    names = sys.argv[1:] or ["numpy", "torch"]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; median of {REPETITIONS}")
    for name in ["", *names]:
        if name and not importlib.util.find_spec(name):
            print(f"{name}: not installed")
            continue
        with tempfile.TemporaryDirectory() as path:
            folder = pathlib.Path(path)
            more = f", {name}" if name else ""
            script = folder / "train.py"
            script.write_text(SCRIPT.format(more=more))
            print(
                f"{name or 'thaw alone':10}  new {shown(cold(script, folder))}"
                f"  forked {shown(warm(script, folder, more))}",
                flush=True,
            )


if __name__ == "__main__":
    main()
