"""Leaves a process behind that is nobody's child and ignores TERM; says its number and ends.

With "session" as second argument it leaves the process group too, as workers of torchrun do.
"""

import os
import signal
import sys

if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.argv[2:] == ["session"]:
        os.setsid()
    if os.fork() == 0:
        with open(sys.argv[1], "w") as pipe:
            pipe.write("%d\n" % os.getpid())
        while True:
            signal.pause()
    os._exit(0)
os.wait()
sys.exit(0)
