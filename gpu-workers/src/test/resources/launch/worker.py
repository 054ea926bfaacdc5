"""A program under a common name; says its number and goes on for ever."""

import os
import signal
import sys

with open(sys.argv[1], "w") as pipe:
    pipe.write("%d\n" % os.getpid())
while True:
    signal.pause()
