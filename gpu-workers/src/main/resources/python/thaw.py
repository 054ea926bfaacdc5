"""Lets a training script be one trial of a Thaw study, and run alone as well.

    import thaw

    trial = thaw.trial(lr=0.1)                      # defaults for a run outside of Thaw
    model = Model(lr=trial.lr, seed=trial.seed)
    if trial.resume_from:
        model.load(trial.resume_from / "model.bin")
    trial.checkpoint(lambda folder: model.save(folder / "model.bin"))
    for epoch in trial.epochs(10):                  # 10 epochs outside of Thaw
        loss = model.train(epoch)
        trial.report(loss=loss)

Within Thaw the loop blocks until the study wants another epoch, writes a checkpoint
whenever one is asked for, and ends when the trial is to stop. The script needs no other
code for any of that. Needs Python 3.8 and nothing else. The protocol is described in
docs/trainer-protocol.md.
"""

import atexit
import json
import math
import os
import pathlib
import shutil
import signal
import socket
import sys
import threading

__all__ = ["trial", "Trial", "ThawError", "Infeasible"]
__version__ = "0.1"

PROTOCOL = 1
_HEARTBEAT_SECONDS = 5.0
_OUT_OF_MEMORY = (
    "out of memory",
    "cudaErrorMemoryAllocation",
    "CUDNN_STATUS_ALLOC_FAILED",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "RESOURCE_EXHAUSTED",
)


class ThawError(RuntimeError):
    """A mistake in how a script uses this module."""


class Infeasible(Exception):
    """To be raised by a script whose parameters cannot be trained at all."""


class UnknownParameter(KeyError):
    """A parameter that is neither of the trial nor among the defaults."""

    def __str__(self):
        return str(self.args[0])


class _Parameters(dict):
    def __missing__(self, name):
        raise UnknownParameter(_unknown(name, self))


def _unknown(name, parameters):
    known = ", ".join(parameters) or "none"
    return (
        f"parameter ({name}) must be one of the trial's: {known}.\n"
        f"Maybe its condition does not hold; give a default: thaw.trial({name}=...)."
    )


_current = None


def trial(**defaults):
    """The trial that this process trains; the same object at every call.

    The defaults are the parameters of a run outside of Thaw, and fill in for parameters
    that a trial does not have because their condition does not hold.
    """
    global _current
    if _current is None:
        path = os.environ.get("THAW_SOCKET")
        _current = Trial(_Connection(path) if path else None)
    for name, value in defaults.items():
        _current.params.setdefault(name, value)
    return _current


class Trial:
    """One trial; see the description of the module.

    params       the parameters by name; each is an attribute as well: trial.lr
    seed         the trial's own seed: all randomness should come from it and the epoch
    resume_from  pathlib.Path of the checkpoint to go on from, or None
    number       the trial's number in its study; 0 outside of Thaw
    study        the study's name; None outside of Thaw
    """

    def __init__(self, connection):
        self._connection = connection
        self._epoch = None  # the epoch in hand: between its start and the next turn of the loop
        self._last = 0  # the last epoch that was begun or restored
        self._reported = False
        self._checkpoint = None
        self._checkpoint_epoch = None
        self._warned = False
        self.resume_from = None
        welcome = connection.greet() if connection else {}
        self.params = _Parameters(welcome.get("parameters") or {})
        self.seed = welcome.get("seed", 0)
        self.number = welcome.get("trial", 0)
        self.study = welcome.get("study")
        resume = welcome.get("resume")
        if resume:
            self.resume_from = pathlib.Path(resume["directory"])
            self._last = resume["epoch"]

    def __getattr__(self, name):
        # Called only for what is not there: parameters, and mistakes.
        parameters = self.__dict__.get("params", {})
        if name in parameters:
            return parameters[name]
        raise AttributeError(_unknown(name, parameters))

    def epochs(self, count=10):
        """Yields the numbers of the epochs to train, from 1, or from behind the checkpoint.

        Within Thaw the study decides how many there are; outside there are `count`.
        """
        if self._epoch is not None:
            raise ThawError("trial.epochs() must not be used inside of its own loop.")
        return self._led() if self._connection else self._alone(count)

    def report(self, **metrics):
        """Reports the metrics of the epoch in hand, once, as numbers; NaN is one."""
        if self._epoch is None:
            raise ThawError(
                "trial.report() was called outside of the loop over trial.epochs().\n"
                "Maybe it is not indented far enough."
            )
        if self._reported:
            raise ThawError(
                f"epoch {self._epoch} was reported already.\n"
                "Maybe give all metrics to one call: trial.report(loss=..., accuracy=...)."
            )
        if not metrics:
            raise ThawError("trial.report() needs at least one metric: trial.report(loss=...).")
        numbers = {name: _number(name, value) for name, value in metrics.items()}
        self._reported = True
        if self._connection:
            self._connection.send(type="epoch", epoch=self._epoch, metrics=_encoded(numbers))
        else:
            shown = "  ".join(f"{name}={value:.6g}" for name, value in numbers.items())
            print(f"epoch {self._epoch}  {shown}", flush=True)

    def checkpoint(self, what):
        """Says how the trial is saved.

        Either a function that takes a folder and writes everything into it that the script
        needs to go on later; it is called when a checkpoint is wanted, between two epochs,
        and given once. Or the path of a file or folder that the script has just written, given
        anew in each epoch; it is copied when a checkpoint is wanted. A file keeps its name, a
        folder's content goes into the checkpoint's folder. Does nothing outside of Thaw.
        """
        if not callable(what):
            what = pathlib.Path(what).absolute()
            if not what.exists():
                raise ThawError(f"checkpoint ({what}) must be a file or folder that exists.")
        self._checkpoint = what
        self._checkpoint_epoch = self._epoch

    def _alone(self, count):
        for epoch in range(1, count + 1):
            self._begin(epoch)
            yield epoch
            self._finish()

    def _led(self):
        connection = self._connection
        while True:
            command = connection.receive()
            kind = command.get("type")
            if kind == "train":
                self._begin(command["epoch"])
                yield self._epoch
                self._finish()
            elif kind == "save":
                self._save(pathlib.Path(command["directory"]))
            elif kind == "stop":
                connection.say_goodbye()
                return
            else:
                raise ThawError(f"the worker sent a message of unknown type: {command}")

    def _begin(self, epoch):
        self._epoch = self._last = epoch
        self._reported = False

    def _finish(self):
        if not self._reported:
            raise ThawError(
                f"epoch {self._epoch} ended without a report.\n"
                "Maybe call trial.report(loss=...) in every turn of the loop."
            )
        self._epoch = None

    def _save(self, folder):
        what = self._checkpoint
        if what is None:
            self._warn_once()
            self._connection.send(type="saved", epoch=self._last, retrain=True)
            return
        if callable(what):
            what(folder)
        else:
            self._copy(what, folder)
        self._connection.send(type="saved", epoch=self._last)

    def _copy(self, what, folder):
        if self._checkpoint_epoch != self._last:
            raise ThawError(
                f"checkpoint ({what}) is of another epoch than {self._last}.\n"
                "Maybe call trial.checkpoint(path) in every turn of the loop, or give a function."
            )
        if what.is_dir():
            shutil.copytree(str(what), str(folder), dirs_exist_ok=True)
        else:
            shutil.copy2(str(what), str(folder / what.name))

    def _warn_once(self):
        if not self._warned:
            self._warned = True
            print(
                "thaw: this script never called trial.checkpoint(...): when the trial is "
                "frozen, all of its epochs are trained again later.",
                file=sys.stderr,
            )


def _number(name, value):
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ThawError(
            f"metric ({name}) must be a number, but is {value!r:.80}.\n"
            "Maybe take its mean first."
        ) from None


def _encoded(numbers):
    """JSON has no NaN and no infinity: they travel as text."""
    return {name: v if math.isfinite(v) else _name(v) for name, v in numbers.items()}


def _name(value):
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


class _Connection:
    """The channel to the worker. Only the process that opened it speaks on it."""

    def __init__(self, path):
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._over = False
        self._ended = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.connect(path)
        except OSError as problem:
            raise ThawError(
                f"cannot reach the worker at THAW_SOCKET ({path}): {problem}.\n"
                "Maybe another process of this trial has called thaw.trial(); only one may."
            ) from None
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")

    def greet(self):
        self.send(
            type="hello", protocol=PROTOCOL, client="thaw-python " + __version__, pid=self._pid
        )
        welcome = self.receive()
        if welcome.get("type") != "welcome" or welcome.get("protocol") != PROTOCOL:
            raise ThawError(f"the worker does not speak protocol {PROTOCOL}: {welcome}")
        self._previous_hook = sys.excepthook
        sys.excepthook = self._on_exception
        atexit.register(self.say_goodbye)
        os.register_at_fork(after_in_child=self._leave)
        threading.Thread(target=self._beat, name="thaw-heartbeat", daemon=True).start()
        return welcome

    def send(self, **message):
        if os.getpid() != self._pid:
            raise ThawError("only the process that called thaw.trial() may report.")
        try:
            self._write(message)
        except OSError:
            self._worker_has_gone()

    def receive(self):
        try:
            line = self._lines.readline()
        except OSError:
            line = ""
        if not line.endswith("\n"):
            self._worker_has_gone()
        return json.loads(line)

    def say_goodbye(self):
        self._last_words(type="goodbye")

    def _write(self, message):
        line = json.dumps(message, allow_nan=False) + "\n"
        with self._lock:
            self._socket.sendall(line.encode("utf-8"))

    def _last_words(self, **message):
        if self._over or os.getpid() != self._pid:
            return
        self._over = True
        self._ended.set()
        try:
            self._write(message)
        except OSError:
            pass  # Nobody listens any more, and there is nothing left to do.

    def _worker_has_gone(self):
        self._over = True
        self._ended.set()
        sys.exit("thaw: the worker has closed the connection; the script ends.")

    def _on_exception(self, kind, value, trace):
        self._last_words(type="error", kind=_kind_of(kind, value), message=_describe(kind, value))
        self._previous_hook(kind, value, trace)

    def _beat(self):
        while not self._ended.wait(_HEARTBEAT_SECONDS):
            try:
                self._write({"type": "heartbeat"})
            except OSError:
                if not self._over:
                    # Nobody would ever use what this process still computes.
                    print("thaw: the worker has gone; the script ends.", file=sys.stderr)
                    os.kill(self._pid, signal.SIGTERM)
                return

    def _leave(self):
        # A forked child must not hold the channel open after its parent has died.
        self._over = True
        os.close(self._socket.detach())


def _kind_of(kind, value):
    text = f"{kind.__name__}: {value}"
    if issubclass(kind, Infeasible):
        return "infeasible"
    if issubclass(kind, MemoryError) or "OutOfMemory" in kind.__name__:
        return "out-of-memory"
    return "out-of-memory" if any(sign in text for sign in _OUT_OF_MEMORY) else "error"


def _describe(kind, value):
    return f"{kind.__name__}: {value}".strip()[:2000]
