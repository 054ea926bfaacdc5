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
code for any of that. Where a pass over the data lasts long, a unit of the loop is so many
steps of it: `for batch in trial.batches(loader, steps=500)`. Libraries that own the loop get
a callback: lightning_callback, huggingface_callback, keras_callback, xgboost_callback.

The other way round, a script or a notebook has its own function searched:

    study = thaw.optimize(train, {"lr": thaw.real(1e-4, 1, log=True)}, epochs=27, seconds=600)
    print(study.best)

Needs Python 3.8 and nothing else. The protocol is described in docs/trainer-protocol.md.
"""

import array
import atexit
import collections
import contextlib
import difflib
import importlib
import json
import math
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sys
import threading
import time

__all__ = [
    "trial",
    "Trial",
    "Position",
    "ThawError",
    "Infeasible",
    "lightning_callback",
    "huggingface_callback",
    "keras_callback",
    "xgboost_callback",
    "optimize",
    "Study",
    "Best",
    "real",
    "integer",
    "choice",
    "connect",
    "Client",
    "Refused",
    "Unreachable",
]
__version__ = "0.1"

PROTOCOL = 1
_HEARTBEAT_SECONDS = 5.0
_STEP_SECONDS = 1.0  # the least time between two heartbeats of trial.step()
_RANK_SECONDS = 300.0  # how long other ranks wait for the first one
_RANK_LOOK_SECONDS = 0.05
_LOOK_SECONDS = 0.02  # and between two looks for a stop
_POSITION = "thaw-position.json"  # its file in a checkpoint
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


class _Stopped(SystemExit):
    """Ends the script in the middle of an epoch: with code 0, through its finally blocks."""


class UnknownParameter(KeyError):
    """A parameter that is neither of the trial nor among the defaults."""

    def __str__(self):
        return str(self.args[0])


Position = collections.namedtuple("Position", "passes step steps tokens", defaults=(0,) * 4)
Position.__doc__ = """A place in the data: so many passes are complete, and so many steps of the
next one are done; steps and tokens are those of the whole training so far."""


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
        _current = Trial(_connect())
    _current._take_defaults(defaults)
    return _current


def _connect():
    path = os.environ.get("THAW_SOCKET")
    ranks = os.environ.get("THAW_RANKS")
    if path and ranks and _rank() > 0:
        return _Follower(ranks)
    return _Connection(path) if path else None


def _rank():
    """The number of this process among those of the trial; only 0 speaks with the worker."""
    try:
        return int(os.environ.get("RANK") or os.environ.get("LOCAL_RANK") or 0)
    except ValueError:
        return 0


def _given():
    """What a run outside of Thaw is given in its environment, as a worker's welcome."""
    text = os.environ.get("THAW_PARAMETERS", "").strip()
    if not text:
        parameters = {}
    elif text.startswith("{"):
        parameters = _json_object("THAW_PARAMETERS", text)
    else:
        parameters = _json_object(text, pathlib.Path(text).read_text(encoding="utf-8"))
    return {
        "parameters": parameters,
        "seed": _whole("THAW_SEED", 0),
        "maximum": _whole("THAW_MAXIMUM", None),
    }


def _json_object(place, text):
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise ThawError(f"{place} must hold a JSON object of parameters, but is {text:.80}.")
    return read


def _whole(name, otherwise):
    text = os.environ.get(name, "").strip()
    try:
        return int(text) if text else otherwise
    except ValueError:
        raise ThawError(f"{name} ({text}) must be a whole number.") from None


class Trial:
    """One trial; see the description of the module.

    params        the parameters by name; each is an attribute as well: trial.lr. A study with a
                  controller changes some of them from epoch to epoch
    seed          the trial's own seed: all randomness should come from it and the epoch
    resume_from   pathlib.Path of the checkpoint to go on from, or None
    resume_epoch  the epoch of that checkpoint, or 0
    maximum       the epoch after which the trial is complete, or the seconds of training where the
                  study counts those; a schedule over the whole training is made for it. None if
                  nobody knows; outside of Thaw it is THAW_MAXIMUM
    number        the trial's number in its study; 0 outside of Thaw
    study         the study's name; None outside of Thaw
    position      where batches() is in the data, a Position; all 0 without it
    """

    def __init__(self, connection):
        self._connection = connection
        self._epoch = None  # the epoch in hand: between its start and the next turn of the loop
        self._last = 0  # the last epoch that was begun or restored
        self._reported = False
        self._stopped = False  # whether the worker has said so
        self._checkpoint = None
        self._checkpoint_epoch = None
        self._predictions = None  # (epoch, array), the latest
        self._feed = None
        self.position = Position()
        self._warned = False
        self.resume_from = None
        self.resume_epoch = 0
        welcome = connection.greet() if connection else _given()
        self.params = _Parameters(welcome.get("parameters") or {})
        self._space = welcome.get("space") or []  # the names of all parameters of the study
        self._defaults = {}
        self.seed = welcome.get("seed", 0)
        self.maximum = welcome.get("maximum")
        self.number = welcome.get("trial", 0)
        self.study = welcome.get("study")
        resume = welcome.get("resume")
        if resume:
            self.resume_from = pathlib.Path(resume["directory"])
            self._last = self.resume_epoch = resume["epoch"]
            place = self.resume_from / _POSITION
            if place.exists():
                self.position = Position(**json.loads(place.read_text()))

    def _take_defaults(self, defaults):
        self._defaults.update(defaults)
        # A script may know more parameters than the study searches. But where the study has one
        # that the script does not name, a name that the study does not have is a slip: what the
        # search varies would reach nobody.
        strange = [name for name in defaults if name not in self._space]
        left = [name for name in self._space if name not in self._defaults]
        if strange and left:
            nearest = difflib.get_close_matches(strange[0], left, 1, 0.0)
            raise ThawError(
                f"default ({strange[0]}) must be a parameter of the study, which are: "
                f"{', '.join(self._space)}.\n"
                f"Maybe {(nearest or left)[0]}; give a default for each of them."
            )
        for name, value in defaults.items():
            self.params.setdefault(name, value)

    def __getattr__(self, name):
        # Called only for what is not there: parameters, and mistakes.
        parameters = self.__dict__.get("params", {})
        if name in parameters:
            return parameters[name]
        raise AttributeError(_unknown(name, parameters))

    def epochs(self, count=10):
        """Yields the numbers of the epochs to train, from 1, or from behind the checkpoint.

        Within Thaw the study decides how many there are; outside there are `count`, or
        THAW_EPOCHS.
        """
        if self._epoch is not None:
            raise ThawError("trial.epochs() must not be used inside of its own loop.")
        return self._led() if self._connection else self._alone(_whole("THAW_EPOCHS", count))

    def batches(self, loader, *, steps=None, tokens=None, count=None, skip=None):
        """Yields the batches of this turn of the loop over trial.epochs(): so many steps, or so
        many tokens, where count(batch) says how many one has. It reads on where the turn before
        ended, pass after pass, and calls trial.step.

        `loader` can be iterated once for each pass, like PyTorch's DataLoader, or is a function
        that makes the loader of pass 0, 1, ... The order of a pass must come from its number:
        set_epoch(number) of the loader, its sampler and its dataset is called, and their
        generators are seeded by it and the trial's seed.

        Where a trial goes on in the middle of a pass, the batches before are read once more and
        dropped; or skip(loader, n) returns what is left, if it can do so without reading them.
        """
        self._must_be_in_an_epoch("batches")
        if (steps is None) == (tokens is None) or (tokens is None) != (count is None):
            raise ThawError(
                "trial.batches() needs either steps=... or tokens=... and count=....\n"
                "Maybe trial.batches(loader, tokens=100000, count=lambda batch: batch.numel())."
            )
        if min(steps or 1, tokens or 1) < 1 or steps == 0 or tokens == 0:
            raise ThawError(f"steps ({steps}) and tokens ({tokens}) must be 1 or more.")
        if self._feed is None:
            self._feed = _Feed(self, loader, skip)
        self._feed.follow(loader)
        return self._unit(steps, tokens, count)

    def _unit(self, steps, tokens, count):
        begin = self.position
        if steps:
            due = steps
        else:  # what the unit before had too many is taken from this one, so that nothing drifts
            due = max(1, self._epoch * tokens - begin.tokens)
        done = 0
        while done < due:
            yield self._feed.next(count)
            now = self.position
            done = now.steps - begin.steps if steps else now.tokens - begin.tokens
            self.step(done / due)

    def report(self, *, sealed=None, processor_seconds=None, **metrics):
        """Reports the metrics of the epoch in hand, once, as numbers; NaN is one.

        Those in the dict `sealed` are written down for the study's end: no search, and
        nobody who watches it, sees them before. `processor_seconds` is for scripts whose
        training runs in processes that the worker does not see.
        """
        self._must_be_in_an_epoch("report")
        if self._reported:
            raise ThawError(
                f"epoch {self._epoch} was reported already.\n"
                "Maybe give all metrics to one call: trial.report(loss=..., accuracy=...)."
            )
        if not metrics:
            raise ThawError("trial.report() needs at least one metric: trial.report(loss=...).")
        numbers = {name: _number(name, value) for name, value in metrics.items()}
        secrets = {name: _number(name, value) for name, value in (sealed or {}).items()}
        for name in secrets:
            if name in numbers:
                raise ThawError(f"metric ({name}) must be either sealed or not, but is both.")
        self._reported = True
        if self._connection:
            extra = {"sealed": _encoded(secrets)} if secrets else {}
            if processor_seconds is not None:
                extra["processorSeconds"] = float(processor_seconds)
            self._connection.send(
                type="epoch", epoch=self._epoch, metrics=_encoded(numbers), **extra
            )
        else:
            shown = "  ".join(f"{name}={value:.6g}" for name, value in numbers.items())
            print(f"epoch {self._epoch}  {shown}", flush=True)

    def serve(self, model):
        """Answers for a model whose hyperparameters the worker tunes: trainer `hypergradient`.

        `model` has `groups`, a list of (name, size, penalised) for the weights in order, and
        first(), the first weights; training(weights, step) and validation(weights), which return
        the loss and its gradient; and hessian_vector(weights, vector, step), the Hessian of the
        training loss times a vector. Vectors come as array('d'), which numpy.asarray takes
        without copying, and go as any sequence of numbers. All of it must be a function: the same
        arguments, the same numbers. Returns when the trial is to stop.

        Outside of Thaw the derivatives are compared with finite differences, and that is printed.
        """
        if not self._connection:
            _check_model(model)
            return
        while True:
            order = self._connection.receive()
            kind = order.get("type")
            if kind == "describe":
                names = ("name", "size", "penalised")
                groups = [dict(zip(names, group)) for group in model.groups]
                self._connection.send(type="model", groups=groups)
            elif kind == "evaluate":
                loss, vector = _evaluate(model, order)
                _write_doubles(order["result"], vector)
                self._connection.send(type="evaluated", **_encoded({"loss": float(loss)}))
            elif kind == "stop":
                self._stopped = True
                self._connection.say_goodbye()
                return
            else:
                raise ThawError(
                    f"the worker sent a message that a served model cannot obey: {order}.\n"
                    "Maybe the study's trainer must be hypergradient, not process."
                )

    def step(self, progress=None):
        """To be called every so many batches of a long epoch; `progress` goes from 0 to 1.

        Tells the worker, at most once a second. If it wants the trial to end meanwhile, the
        script ends here, with exit code 0: no code behind the loop is run, but `finally` and
        `atexit` are. Does nothing outside of Thaw.
        """
        self._must_be_in_an_epoch("step")
        if self._connection and not self._reported and self._connection.step(progress):
            self._stopped = True
            self._connection.relay({"type": "stop", "now": True})
            self._connection.say_goodbye()
            print(f"thaw: stopped in the middle of epoch {self._epoch}.", file=sys.stderr)
            raise _Stopped(0)

    def predictions(self, array):
        """Keeps the validation predictions of the epoch in hand for ensembles.

        They are copied now, and become predictions-EPOCH.npy in the next checkpoint (or
        .json without NumPy). Only the latest are kept. Does nothing outside of Thaw.
        """
        self._must_be_in_an_epoch("predictions")
        if self._connection:
            self._predictions = (self._epoch, _array(array))

    def _must_be_in_an_epoch(self, name):
        if self._epoch is None:
            raise ThawError(
                f"trial.{name}() was called outside of the loop over trial.epochs().\n"
                "Maybe it is not indented far enough."
            )

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
        while self._obey(self._save) == "train":
            yield self._epoch
            self._finish()

    def _obey(self, save):
        """Does what the worker says until it wants an epoch ("train") or the end ("stop").

        With `save` None it also returns for a checkpoint: the order itself.
        """
        if not self._connection:
            self._begin(self._last + 1)
            return "train"
        while not self._stopped:
            order = self._connection.receive()
            kind = order.get("type")
            if kind == "train":
                self._connection.relay(order)
                self.params.update(order.get("parameters") or {})
                self._begin(order["epoch"])
                return "train"
            if kind == "save":
                if save is None:
                    return order
                save(pathlib.Path(order["directory"]))
            elif kind == "stop":
                self._stopped = True
                self._connection.relay(order)
                self._connection.say_goodbye()
            else:
                raise ThawError(f"the worker sent a message of unknown type: {order}")
        return "stop"

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
        elif callable(what):
            what(folder)
        else:
            self._copy(what, folder)
        self._save_predictions(folder)
        if self.position.steps:
            (folder / _POSITION).write_text(json.dumps(self.position._asdict()))
        extra = {"retrain": True} if what is None else {}
        self._connection.send(type="saved", epoch=self._last, **extra)

    def _save_predictions(self, folder):
        if self._predictions is not None:
            epoch, array = self._predictions
            _write_array(array, folder / f"predictions-{epoch}")
        elif self.resume_from:
            for earlier in self.resume_from.glob("predictions-*"):
                shutil.copy2(str(earlier), str(folder / earlier.name))

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


def _evaluate(model, order):
    """The loss and the vector that an order asks for."""
    what = order["what"]
    if what == "first":
        return 0.0, model.first()
    weights = _read_doubles(order["weights"])
    if what == "training":
        return model.training(weights, order["step"])
    if what == "validation":
        return model.validation(weights)
    return 0.0, model.hessian_vector(weights, _read_doubles(order["vector"]), order["step"])


def _read_doubles(path):
    values = array.array("d")
    values.frombytes(pathlib.Path(path).read_bytes())
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _write_doubles(path, values):
    written = values if isinstance(values, array.array) else array.array("d", values)
    if written.typecode != "d":
        written = array.array("d", written)
    if sys.byteorder == "big":
        written = array.array("d", written)
        written.byteswap()
    pathlib.Path(path).write_bytes(written.tobytes())


def _check_model(model):
    """Compares what a model says of its derivatives with central differences."""
    at = array.array("d", model.first())
    draw = random.Random(1)
    along = array.array("d", (draw.uniform(-1, 1) for _ in at))
    size = sum(group[1] for group in model.groups)
    if size != len(at):
        raise ThawError(f"first() must have a weight for each of the groups' {size}, not {len(at)}.")
    width = 1e-5
    above = array.array("d", (w + width * a for w, a in zip(at, along)))
    below = array.array("d", (w - width * a for w, a in zip(at, along)))
    for name, loss in (("training", lambda w: model.training(w, 0)), ("validation", model.validation)):
        slope = sum(g * a for g, a in zip(loss(at)[1], along))
        difference = (loss(above)[0] - loss(below)[0]) / (2 * width)
        print(f"{name}: slope {slope:.9g}, by differences {difference:.9g}", flush=True)
    product = sum(h * a for h, a in zip(model.hessian_vector(at, along, 0), along))
    high, low = model.training(above, 0)[1], model.training(below, 0)[1]
    difference = sum((h - l) * a for h, l, a in zip(high, low, along)) / (2 * width)
    print(f"hessian_vector: {product:.9g}, by differences {difference:.9g}", flush=True)


class _Feed:
    """A loader that is read on from turn to turn of the loop, pass after pass."""

    def __init__(self, trial, loader, skip):
        if trial.resume_from and not trial.position.steps:
            raise ThawError(
                f"checkpoint ({trial.resume_from}) must say where its data was, but does not.\n"
                "Maybe it was written without trial.batches()."
            )
        self._trial = trial
        self._loader = loader
        self._skip = skip
        self._rest = None  # of the pass in hand

    def follow(self, loader):
        if loader is not self._loader and not (callable(loader) and callable(self._loader)):
            raise ThawError(
                "trial.batches() keeps its place in one loader, but was given another one.\n"
                "Maybe make the loader before the loop, or give a function: "
                "trial.batches(lambda number: ...)."
            )
        self._loader = loader

    def next(self, count):
        trial = self._trial
        while True:
            if self._rest is None:
                self._rest = self._open(trial.position.passes, trial.position.step)
            for batch in self._rest:
                passes, step, steps, tokens = trial.position
                tokens += int(count(batch)) if count else 0
                trial.position = Position(passes, step + 1, steps + 1, tokens)
                return batch
            if not trial.position.step:
                raise ThawError(
                    f"the loader has no batch in pass {trial.position.passes}, counted from 0.\n"
                    "Maybe it can be iterated only once; give a function that makes it anew: "
                    "trial.batches(lambda number: ...)."
                )
            trial.position = trial.position._replace(passes=trial.position.passes + 1, step=0)
            self._rest = None

    def _open(self, number, done):
        loader = self._loader(number) if callable(self._loader) else self._loader
        _set_pass(loader, self._trial.seed, number)
        if not done:
            return iter(loader)
        with _same_randomness():
            if self._skip:
                return iter(self._skip(loader, done))
            rest = iter(loader)
            for _ in range(done):
                next(rest, None)
            return rest


def _set_pass(loader, seed, number):
    """Makes the order of a pass depend on nothing but its number, where a loader lets it."""
    sampler = getattr(loader, "sampler", None)
    batches = getattr(loader, "batch_sampler", None)
    parts = [loader, sampler, batches, getattr(batches, "sampler", None)]
    generators = [getattr(part, "generator", None) for part in parts]
    for part in [*parts, getattr(loader, "dataset", None)]:
        if hasattr(part, "set_epoch"):
            part.set_epoch(number)
    for generator in generators:
        if hasattr(generator, "manual_seed"):
            generator.manual_seed((seed + 1000003 * number) % 2**63)
    for part, generator in zip(parts, generators):
        if type(part).__name__ == "RandomSampler" and generator is None:
            raise ThawError(
                "a shuffling loader must have a generator, or its order is lost at a freeze.\n"
                "Maybe DataLoader(..., shuffle=True, generator=torch.Generator())."
            )


@contextlib.contextmanager
def _same_randomness():
    """Leaves the state of the usual generators as it was: what is read again draws again."""
    numpy, torch = (sys.modules.get(name) for name in ("numpy", "torch"))
    states = [(random.setstate, random.getstate())]
    if numpy:
        states.append((numpy.random.set_state, numpy.random.get_state()))
    if torch:
        states.append((torch.set_rng_state, torch.get_rng_state()))
    try:
        yield
    finally:
        for restore, state in states:
            restore(state)


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


def _fraction(progress):
    try:
        return min(1.0, max(0.0, float(progress)))
    except (TypeError, ValueError):
        return 0.0  # no reason to end an epoch that has lasted an hour


def _name(value):
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _array(values):
    """A copy of an array, tensor or list: NumPy's if it is there, nested lists otherwise."""
    for name in ("detach", "cpu"):  # a tensor may be on a GPU, or know its gradient
        values = getattr(values, name, lambda same=values: same)()
    try:
        import numpy
    except ImportError:
        return json.loads(json.dumps(getattr(values, "tolist", lambda: values)()))
    try:
        array = numpy.array(values)
    except ValueError:
        array = numpy.array(None)
    if array.dtype.hasobject:
        raise ThawError("predictions must be an array of numbers.\nMaybe its rows differ in length.")
    return array


def _write_array(array, path):
    if isinstance(array, (list, int, float)):
        path.with_name(path.name + ".json").write_text(json.dumps(array))
    else:
        import numpy

        numpy.save(str(path) + ".npy", array, allow_pickle=False)


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
                "Maybe another process of this trial has called thaw.trial(); only one may, unless\n"
                "RANK tells them apart, as torchrun does."
            ) from None
        self._received = bytearray()
        self._next_look = self._next_step = -math.inf
        self._relay = None

    def greet(self):
        self.send(
            type="hello", protocol=PROTOCOL, client="thaw-python " + __version__, pid=self._pid
        )
        welcome = self.receive()
        if welcome.get("type") != "welcome" or welcome.get("protocol") != PROTOCOL:
            raise ThawError(f"the worker does not speak protocol {PROTOCOL}: {welcome}")
        self._watch_the_end()
        if "THAW_RANKS" in os.environ and ("RANK" in os.environ or "LOCAL_RANK" in os.environ):
            self._relay = _Relay(os.environ["THAW_RANKS"], welcome, self)
        threading.Thread(target=self._beat, name="thaw-heartbeat", daemon=True).start()
        return welcome

    def _watch_the_end(self):
        self._previous_hook = sys.excepthook
        sys.excepthook = self._on_exception
        atexit.register(self.say_goodbye)
        os.register_at_fork(after_in_child=self._leave)

    def relay(self, order):
        """Passes an order on to the other ranks, if there are any."""
        if self._relay:
            self._relay.pass_on(order)

    def send(self, **message):
        if os.getpid() != self._pid:
            raise ThawError("only the process that called thaw.trial() may report.")
        try:
            self._write(message)
        except OSError:
            self._worker_has_gone()

    def receive(self):
        end = self._received.find(b"\n")
        while end < 0:
            if not self._read(0):
                self._worker_has_gone()
            end = self._received.find(b"\n")
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return json.loads(line)

    def step(self, progress):
        """Sends a heartbeat if one is due; whether the worker has said stop."""
        now = time.monotonic()
        if now < self._next_look or os.getpid() != self._pid:
            return False
        self._next_look = now + _LOOK_SECONDS
        if now >= self._next_step:
            self._next_step = now + _STEP_SECONDS
            self.send(type="heartbeat", progress=_fraction(progress))
        try:
            if not self._read(socket.MSG_DONTWAIT):
                self._worker_has_gone()
        except BlockingIOError:
            return False  # by far the usual case: there is nothing to read
        if b"\n" not in self._received:
            return False
        order = self.receive()
        if order.get("type") != "stop":
            raise ThawError(f"the worker sent a message in the middle of an epoch: {order}")
        return True

    def _read(self, flags):
        """Whether there was something; false at the channel's end."""
        try:
            received = self._socket.recv(65536, flags)
        except BlockingIOError:
            raise
        except OSError:
            return False
        self._received += received
        return bool(received)

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
        if self._relay:
            self._relay.leave()


class _Relay:
    """Tells the other ranks of a trial what the worker has told the first one.

    A rank that comes late is told all that it has missed. What a rank says last, its failure,
    is passed on to the worker.
    """

    def __init__(self, path, welcome, connection):
        self._connection = connection
        self._lock = threading.Lock()
        self._orders = [welcome]
        self._followers = []
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(path)
        self._server.listen(128)
        threading.Thread(target=self._accept, name="thaw-ranks", daemon=True).start()

    def pass_on(self, order):
        with self._lock:
            self._orders.append(order)
            for follower in self._followers:
                self._tell(follower, [order])

    def _accept(self):
        while True:
            try:
                follower, _ = self._server.accept()
            except OSError:
                return
            with self._lock:
                self._tell(follower, self._orders)
                self._followers.append(follower)
            threading.Thread(target=self._hear, args=(follower,), daemon=True).start()

    @staticmethod
    def _tell(follower, orders):
        try:
            follower.sendall("".join(json.dumps(order) + "\n" for order in orders).encode("utf-8"))
        except OSError:
            pass  # It has ended, which it has told us or its launcher will.

    def _hear(self, follower):
        try:
            for line in follower.makefile("r", encoding="utf-8"):
                message = json.loads(line)
                if message.get("type") == "error":
                    self._connection._last_words(**message)
        except (OSError, ValueError):
            pass

    def leave(self):
        # In a forked child: its parent's sockets must not be held open.
        for opened in [self._server, *self._followers]:
            os.close(opened.detach())


class _Follower(_Connection):
    """The channel of another rank to the first one: it hears, and says nothing but its failure."""

    def __init__(self, path):
        self._relay = None
        deadline = time.monotonic() + _RANK_SECONDS
        while True:
            try:
                super().__init__(path)
                return
            except ThawError as problem:
                if isinstance(problem.__context__, ConnectionRefusedError):
                    sys.exit("thaw: rank 0 has ended already; this rank ends as well.")
                if time.monotonic() > deadline:
                    raise ThawError(
                        f"rank 0 did not call thaw.trial() within {_RANK_SECONDS:.0f} s.\n"
                        "Maybe it runs on another machine, which does not work yet."
                    ) from None
                time.sleep(_RANK_LOOK_SECONDS)

    def greet(self):
        welcome = self.receive()
        self._watch_the_end()
        return welcome

    def step(self, progress):
        """Whether rank 0 was told to stop in the middle of an epoch; this one may lag behind."""
        now = time.monotonic()
        if now < self._next_look or os.getpid() != self._pid:
            return False
        self._next_look = now + _LOOK_SECONDS
        try:
            if not self._read(socket.MSG_DONTWAIT):
                self._worker_has_gone()
        except BlockingIOError:
            pass
        complete = bytes(self._received).split(b"\n")[:-1]
        return any(json.loads(line).get("now") for line in complete)

    def send(self, **message):
        pass  # Rank 0 speaks for all.

    def say_goodbye(self):
        self._over = True

    def _last_words(self, **message):
        if message.get("type") == "error":
            message["message"] = f"in rank {_rank()}: {message['message']}"
            super()._last_words(**message)


def _kind_of(kind, value):
    text = f"{kind.__name__}: {value}"
    if issubclass(kind, Infeasible):
        return "infeasible"
    if issubclass(kind, MemoryError) or "OutOfMemory" in kind.__name__:
        return "out-of-memory"
    return "out-of-memory" if any(sign in text for sign in _OUT_OF_MEMORY) else "error"


def _describe(kind, value):
    return f"{kind.__name__}: {value}".strip()[:2000]


# Callbacks. Each is thin: it reports at an epoch's end, then waits for what the worker says
# next, and does that by the library's own means. The libraries are imported when asked for.


def lightning_callback(trial, sealed=(), steps=None):
    """For Trainer(callbacks=[...], max_epochs=-1) of Lightning or PyTorch Lightning.

    Reports trainer.callback_metrics; those named in `sealed` are sealed. With `steps` a unit is
    so many batches, behind each of which Trainer(val_check_interval=steps,
    check_val_every_n_epoch=None) validates. To go on:
    trainer.fit(..., ckpt_path=trial.resume_from / "lightning.ckpt").
    """
    library = _library("lightning.pytorch", "pytorch_lightning")
    loop = _Loop(trial, sealed)

    class ThawCallback(library.Callback):
        _batches = 0  # of the unit in hand; validations without any are checks of sanity

        def on_train_start(self, trainer, pl_module):
            def save(folder):
                trainer.save_checkpoint(str(folder / "lightning.ckpt"))

            self._batches = 0
            if not loop.begin(save):
                trainer.should_stop = True

        def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx):
            self._batches += 1
            if steps and not loop.over and self._batches > steps:
                self._fail(f"has not validated after {steps}")
            loop.step(self._batches, steps or trainer.num_training_batches)

        def on_validation_end(self, trainer, pl_module):
            if steps and not loop.over and self._batches:
                if self._batches < steps:
                    self._fail(f"validates after {self._batches}")
                self._end(trainer)

        def on_train_epoch_end(self, trainer, pl_module):
            # Behind the epoch's validation, whose metrics are there as well.
            if not steps:
                self._end(trainer)

        def _end(self, trainer):
            # Behind a restored checkpoint Lightning passes the validation or the epoch's end, in
            # which it was written, once more, without a batch.
            if self._batches:
                self._batches = 0
                if not loop.end_epoch(trainer.callback_metrics):
                    trainer.should_stop = True

        def _fail(self, what):
            raise ThawError(
                f"the Trainer must validate every {steps} batches, but {what}.\n"
                f"Maybe set Trainer(val_check_interval={steps}, check_val_every_n_epoch=None)."
            )

    return ThawCallback()


def huggingface_callback(trial, sealed=()):
    """For Trainer(callbacks=[...]) of Hugging Face, with eval_strategy="epoch" or "steps".

    Reports what each evaluation yields: at an epoch's end, or every eval_steps steps, which are
    the unit then. A checkpoint is the Trainer's own,
    with optimiser, schedule and random state. To go on:
    trainer.train(resume_from_checkpoint=str(trial.resume_from)).
    """
    library = _library("transformers")
    loop = _Loop(trial, sealed)

    class ThawCallback(library.TrainerCallback):
        def on_train_begin(self, args, state, control, **kwargs):
            self._unit_is_over = False
            self._by_steps = _strategy(args) == "steps"
            self._order = trial._obey(self._save_again)
            self._pass_on(control)

        def on_step_end(self, args, state, control, **kwargs):
            if self._by_steps:
                self._unit_is_over = True  # if an evaluation follows
                every = max(1, int(getattr(state, "eval_steps", None) or args.eval_steps or 1))
                loop.step((state.global_step - 1) % every + 1, every)
            else:
                loop.step((state.epoch or 0) % 1 or 1.0, 1.0)

        def on_epoch_end(self, args, state, control, **kwargs):
            self._unit_is_over = not self._by_steps
            if not loop.over and not self._by_steps and not control.should_evaluate:
                raise ThawError(
                    "the Trainer must evaluate at each epoch's end.\n"
                    'Maybe set TrainingArguments(eval_strategy="epoch").'
                )

        def on_evaluate(self, args, state, control, metrics=None, **kwargs):
            if self._unit_is_over and not loop.over:
                self._unit_is_over = False
                loop.report({k: v for k, v in (metrics or {}).items() if k != "epoch"})
                self._order = trial._obey(None)
                self._pass_on(control)

        def on_save(self, args, state, control, **kwargs):
            if isinstance(self._order, dict):
                written = pathlib.Path(args.output_dir) / f"checkpoint-{state.global_step}"
                trial._checkpoint = lambda folder: _copy_into(written, folder)
                trial._save(pathlib.Path(self._order["directory"]))
                self._order = trial._obey(trial._save)
                self._pass_on(control)

        def _save_again(self, folder):
            # Asked for before any epoch was trained: nothing has changed since.
            _copy_into(trial.resume_from, folder)
            trial._connection.send(type="saved", epoch=trial._last)

        def _pass_on(self, control):
            if isinstance(self._order, dict):
                control.should_save = True  # the Trainer writes it right away, then on_save
            elif self._order == "stop":
                loop.over = True
                control.should_training_stop = True

    return ThawCallback()


def _strategy(args):
    """When a Trainer of Hugging Face evaluates; older ones call it evaluation_strategy."""
    given = getattr(args, "eval_strategy", None) or getattr(args, "evaluation_strategy", "no")
    return getattr(given, "value", given)


def keras_callback(trial, sealed=()):
    """For model.fit(callbacks=[...], epochs=a large number) of Keras.

    Reports the epoch's logs, val_loss among them. With fit(steps_per_epoch=500) on endless data
    Keras's own epochs are units of 500 steps. To go on:
    keras.models.load_model(trial.resume_from / "model.keras"), and
    model.fit(..., initial_epoch=trial.resume_epoch).
    """
    library = _library("keras", "tensorflow.keras")
    loop = _Loop(trial, sealed)

    class ThawCallback(library.callbacks.Callback):
        def on_train_begin(self, logs=None):
            if not loop.begin(lambda folder: self.model.save(str(folder / "model.keras"))):
                self.model.stop_training = True

        def on_train_batch_end(self, batch, logs=None):
            loop.step(batch + 1, (self.params or {}).get("steps"))

        def on_epoch_end(self, epoch, logs=None):
            if not loop.end_epoch(logs or {}):
                self.model.stop_training = True

    return ThawCallback()


def xgboost_callback(trial, sealed=(), rounds=1):
    """For xgboost.train(..., callbacks=[...], num_boost_round=a large number).

    One epoch is `rounds` boosting rounds. Reports the last value of each metric as
    NAME_METRIC, valid_rmse for instance, where evals=[(data, "valid")]. To go on:
    xgboost.train(..., xgb_model=trial.resume_from / "model.json").
    """
    library = _library("xgboost")
    loop = _Loop(trial, sealed)

    class ThawCallback(library.callback.TrainingCallback):
        def before_training(self, model):
            self._done = 0
            loop.begin(lambda folder: model.save_model(str(folder / "model.json")))
            return model

        def before_iteration(self, model, epoch, evals_log):
            return loop.over

        def after_iteration(self, model, epoch, evals_log):
            self._done += 1
            if self._done % rounds:
                loop.step(self._done % rounds, rounds)
                return loop.over
            return not loop.end_epoch(
                {
                    f"{data}_{name}": values[-1]
                    for data, metrics in evals_log.items()
                    for name, values in metrics.items()
                }
            )

    return ThawCallback()


class _Loop:
    """What the callbacks share: a trial that is obeyed inside of a library's own loop."""

    def __init__(self, trial, sealed):
        if isinstance(trial._connection, _Follower):
            raise ThawError("the callbacks work in one process only, not in several ranks.")
        self.over = False
        self._trial = trial
        self._sealed = frozenset(sealed)

    def begin(self, save):
        """Waits for the first epoch; false if there is to be none."""
        if self._trial._checkpoint is None:
            self._trial.checkpoint(save)
        return self._wait()

    def step(self, done, of):
        if not self.over:
            self._trial.step(done / of if of else None)

    def report(self, metrics):
        numbers = {name: value for name, value in metrics.items() if _is_number(value)}
        sealed = {name: numbers.pop(name) for name in self._sealed if name in numbers}
        self._trial.report(sealed=sealed, **numbers)
        self._trial._finish()

    def end_epoch(self, metrics):
        """Reports an epoch; whether another one is wanted. A library may finish one after it
        was told to stop: nothing is reported then."""
        if self.over:
            return False
        self.report(metrics)
        return self._wait()

    def _wait(self):
        self.over = self._trial._obey(self._trial._save) == "stop"
        return not self.over


def _is_number(value):
    try:
        float(value)
        return True
    except (TypeError, ValueError):
        return False


def _copy_into(source, folder):
    shutil.copytree(str(source), str(folder), dirs_exist_ok=True)


def _library(*names):
    """The library by the first of its names that the script has imported, or can be."""
    for name in sorted(names, key=lambda name: name not in sys.modules):
        try:
            return importlib.import_module(name)
        except ImportError as problem:
            why = problem
    raise ThawError(f"cannot import {' or '.join(names)}: {why}.\nMaybe it is not installed.")


# Asking and telling: a client of the HTTP API, and training in the process that asks.


def _load():
    """Imports what only those need who ask: scripts start in a third of the time without it."""
    global hashlib, http, ssl, subprocess, tempfile, urllib, uuid
    import hashlib
    import http.client
    import ssl
    import subprocess
    import tempfile
    import urllib.error
    import urllib.parse
    import urllib.request
    import uuid


class Refused(ThawError):
    """A server does not do what it was asked to; status and kind are those of its answer."""

    def __init__(self, status, kind, detail):
        super().__init__(detail)
        self.status = status
        self.kind = kind


class Unreachable(ThawError):
    """Nobody answers at a server's address, or somebody who is no server of Thaw."""


Best = collections.namedtuple("Best", "parameters value trial epoch")
Best.__doc__ = "The best trial so far: its parameters, its best value, its number, and the epoch."


def real(low, high, *, log=False, default=None, **more):
    """A real parameter of a search space, for optimize()."""
    return _parameter("real", {"min": low, "max": high}, log, default, more)


def integer(low, high, *, log=False, default=None, **more):
    """A whole number as a parameter, both ends included."""
    return _parameter("integer", {"min": low, "max": high}, log, default, more)


def choice(*values, ordered=False, default=None, **more):
    """One of some values, texts, numbers or booleans; `ordered` if they go from low to high."""
    if len(values) == 1 and isinstance(values[0], (list, tuple)):
        values = values[0]
    kind = "ordinal" if ordered else "categorical"
    return _parameter(kind, {"values": list(values)}, False, default, more)


def _parameter(kind, keys, log, default, more):
    keys = {"type": kind, **keys, **more}
    if log:
        keys["scale"] = "log"
    if default is not None:
        keys["default"] = default
    return keys


def connect(url=None, token=None, *, directory=None):
    """A Client of a server, or of the process that runs a study in a folder with --serve.

    Without arguments THAW_SERVER says where, and THAW_TOKEN or ~/.config/thaw/token who asks; with
    THAW_SERVER_CA, the file of an authority, it is believed instead of those of the system. A URL
    may end in #token=...
    """
    if directory is not None:
        place = pathlib.Path(directory) / "server.json"
        try:
            found = json.loads(place.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise ThawError(
                f"nobody serves the study in {directory}: there is no server.json.\n"
                f"Maybe start it: thaw run --serve --dir {directory}"
            ) from None
        return Client(found["url"], token or found["token"])
    url = url or os.environ.get("THAW_SERVER") or "http://127.0.0.1:8080"
    url, _, fragment = url.partition("#")
    if fragment.startswith("token="):
        token = token or fragment[len("token=") :]
    return Client(url, token or os.environ.get("THAW_TOKEN") or _kept_token())


def _kept_token():
    file = pathlib.Path.home() / ".config" / "thaw" / "token"
    try:
        if file.stat().st_mode & 0o077:
            raise ThawError(f"file ({file}) must be readable by its owner only.\nMaybe: chmod 600 {file}")
        return file.read_text(encoding="utf-8").strip()
    except OSError:
        return None


class Client:
    """Asks a server. Whatever it refuses raises Refused; Unreachable if nobody answers.

    Where one waits for a study, or trains for it, a server may be away for `patience` seconds, and
    may say for as long that it cannot answer now.
    """

    def __init__(self, url, token=None, *, patience=120.0):
        _load()
        self.url = (url if "://" in url else "http://" + url).rstrip("/")
        self.patience = patience
        self._token = token
        place = urllib.parse.urlsplit(self.url)
        host = place.hostname or ""
        # What is on this machine is not reached through anybody else.
        near = host == "localhost" or host == "::1" or host.startswith("127.")
        handlers = [urllib.request.ProxyHandler({})] if near else []
        if os.environ.get("THAW_SERVER_CA"):
            try:
                believed = ssl.create_default_context(cafile=os.environ["THAW_SERVER_CA"])
            except OSError as problem:
                raise ThawError(
                    f"THAW_SERVER_CA ({os.environ['THAW_SERVER_CA']}) must be a file of certificates "
                    f"in PEM: {problem}"
                ) from None
            handlers.append(urllib.request.HTTPSHandler(context=believed))
        self._opener = urllib.request.build_opener(_no_redirects()(), *handlers)
        if token and place.scheme == "http" and not near:
            print(
                f"thaw: warning: others on the way to {self.url} can read the token. "
                "Maybe it has https too.",
                file=sys.stderr,
            )

    def studies(self):
        """All studies, a dict for each."""
        return self._call("GET", "")["studies"]

    def trials(self, study):
        """All trials of a study, a list of dicts as in Study.trials."""
        summary = self.status(study)["summary"]
        return _rows(self._lines(study), summary["goal"])

    def curves(self, study):
        """The values of each trial by its number, one for each epoch; None for NaN."""
        return {line["trial"]: line["values"] for line in self._lines(study)}

    def _lines(self, study):
        return [json.loads(line) for line in self.export(study, "trials").splitlines()]

    def export(self, study, form="csv"):
        """What a study found as a text: csv or jsonl for epochs, trials or table for trials."""
        return self._call("GET", f"{_at(study)}/export?format={form}", raw=True).decode("utf-8")

    def logs(self, study, trial, size=100_000):
        """What the script of a trial has printed, its last `size` bytes at most."""
        path = f"{_at(study, trial)}/log?tail={int(size)}"
        return self._call("GET", path, raw=True).decode("utf-8", "replace")

    def checkpoint(self, study, trial, file, which="latest"):
        """Writes a checkpoint of a trial, the latest or the best, to a ZIP file; its path."""
        path = f"{_at(study, trial)}/checkpoint?which={which}"
        file = pathlib.Path(file)
        file.write_bytes(self._call("GET", path, raw=True, patience=600.0))
        return file

    def submit(self, spec):
        """Hands a study in: a dict, a text in YAML, or the pathlib.Path of a file. Its name."""
        if isinstance(spec, pathlib.Path):
            spec = spec.read_text(encoding="utf-8")
        if isinstance(spec, dict):
            return self._call("POST", "", spec)["study"]
        return self._call("POST", "", spec.encode("utf-8"), kind="application/yaml")["study"]

    def status(self, study):
        """How a study stands: its summary, its best trials, its rungs."""
        return self._call("GET", _at(study))

    def best(self, study):
        """The Best of a study, or None while there is none."""
        return _best(self.status(study)["summary"])

    def report(self, study, form="markdown"):
        """The report of a study, as markdown, html or json."""
        return self._call("GET", f"{_at(study)}/report?format={form}", raw=True).decode("utf-8")

    def wait(self, study, every=1.0, timeout=None):
        """Waits until a study has ended, and returns its summary; TimeoutError if it does not."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            summary = self._patiently(lambda: self.status(study))["summary"]
            if summary["state"] == "ended":
                return summary
            if deadline is not None and time.monotonic() > deadline:
                raise TimeoutError(f"study ({study}) has not ended within {timeout} s")
            time.sleep(every)

    def watch(self, study, after=None):
        """Yields what happens in a study, row by row, until it ends: dicts with row, at, events.

        Begins behind the row `after`, or with the first; goes on by itself when a connection
        breaks, without losing a row or giving one twice.
        """
        over, last, silent = False, 0, None
        while True:
            try:
                for number, row in self._events(study, after):
                    silent = None
                    after = number if number is not None else after
                    yield row
                    for event in row.get("events", ()):
                        if event.get("kind") == "study":
                            over = event.get("state") == "ended"
                    # A study that was given more to spend has ended more than once.
                    if over and row["row"] >= last:
                        last = self._last_row(study)
                        if row["row"] >= last:
                            return
            except (OSError, http.client.HTTPException, Unreachable, Refused) as broken:
                if isinstance(broken, Refused) and broken.status not in _LATER:
                    raise
                silent = silent or time.monotonic() + self.patience
                if time.monotonic() > silent:
                    raise
            time.sleep(_AGAIN_SECONDS)

    def _last_row(self, study):
        try:
            return self._call("GET", f"{_at(study)}/curves?limit=1")["row"]
        except Unreachable:
            return 0  # Who ran it went with it.

    def _events(self, study, after):
        headers = {"Accept": "text/event-stream"}
        if after is not None:
            headers["Last-Event-ID"] = str(after)
        with self._open("GET", f"{_at(study)}/events", None, headers, 60.0) as answer:
            if answer.headers.get_content_type() != "text/event-stream":
                raise ThawError(f"{self.url} is no server of Thaw: it streams no events.")
            number, data = None, []
            for line in answer:
                line = line.decode("utf-8").rstrip("\r\n")
                name, _, value = line.partition(":")
                value = value[1:] if value.startswith(" ") else value
                if name == "id":
                    number = value
                elif name == "data":
                    data.append(value)
                elif not line and data:
                    yield number, json.loads("\n".join(data))
                    data = []

    def ask(self, study, wait=0.0):
        """Asks for something to train: a dict with session, trial, parameters, epoch, maximum,
        seed, resumeFrom and checkpointTo. None if there is nothing within `wait` seconds, 30 at
        most; {"ended": True} if there never will be."""
        return self._call("POST", f"{_at(study)}/ask", {"wait": wait}, patience=wait + 30.0)

    def tell(self, study, session, epoch=None, metrics=None, **more):
        """Tells what came of it: metrics of an epoch, checkpoint=True or False, or failed="why".
        What to do next: "continue", "save", "pause" or "stop"."""
        said = {"session": session, "epoch": epoch, **more}
        if metrics is not None:
            said["metrics"] = _encoded({k: _number(k, v) for k, v in metrics.items()})
        # The same may be told again: it is answered in the same way.
        return self._patiently(lambda: self._call("POST", f"{_at(study)}/tell", said))["next"]

    def _patiently(self, call, stopping=None):
        """What a call answers, however often a server is away or busy meanwhile."""
        until = None
        while True:
            try:
                return call()
            except (Unreachable, Refused) as problem:
                busy = isinstance(problem, Refused)
                if busy and problem.status not in _LATER:
                    raise
                now = time.monotonic()
                until = until or now + (max(self.patience, _BUSY_SECONDS) if busy else self.patience)
                if now >= until or (stopping and stopping.is_set()):
                    raise
            time.sleep(_AGAIN_SECONDS)

    def work(self, study, train, slots=1, catch=()):
        """Trains for a study whose trainer is `asked`, by train(trial), until the study ends.

        Every machine that sees the study's folder may do so. See optimize(). What train() raises
        is told as a failure of its trial before it ends the call, so that others get the trial.
        """
        metric = self.status(study)["summary"]["metric"]
        _Workers(self, study, train, catch, metric).run(slots)

    def pause(self, study):
        """Freezes a study: its trials write checkpoints and give back their slots."""
        self._call("POST", f"{_at(study)}/pause")

    def resume(self, study):
        """Lets a study go on that was paused."""
        self._call("POST", f"{_at(study)}/resume")

    def stop(self, study, trial=None):
        """Ends a study, or one of its trials, with a checkpoint. Nothing is deleted."""
        self._call("POST", _at(study, trial) + "/stop")

    def kill(self, study, trial=None):
        """Ends a study, or one of its trials, at once."""
        self._call("POST", _at(study, trial) + "/kill")

    def extend(self, study, key=None, **changes):
        """Changes what a study may spend: extend("digits", trials="+20"). What that is then."""
        texts = {name: str(value) for name, value in changes.items()}
        return self._call("POST", f"{_at(study)}/extend", texts, key=key or str(uuid.uuid4()))

    def add(self, study, values, key=None):
        """Has a configuration of one's own tried: a dict; what it lacks takes its default."""
        self._call("POST", f"{_at(study)}/trials", {"values": values}, key=key or str(uuid.uuid4()))

    def fork(self, study, trial, values, key=None):
        """Has a trial gone on with from its newest checkpoint as one of its own, with other values:
        a dict; what it lacks stays as the trial has it. The trial itself is not touched."""
        self._call(
            "POST", _at(study, trial) + "/fork", {"values": values}, key=key or str(uuid.uuid4())
        )

    def narrow(self, study, parameter, low=None, high=None, values=None, key=None):
        """Lets new trials come from a part of the space only: low to high, both of them included, for
        numbers, or some of its values for what is chosen. Without any: all of the space again.
        Trials that there are stay."""
        asked = {"parameter": parameter, "min": low, "max": high, "values": values}
        body = {name: value for name, value in asked.items() if value is not None}
        self._call("POST", f"{_at(study)}/narrow", body, key=key or str(uuid.uuid4()))

    def _call(
        self, method, path, body=None, *, kind="application/json", key=None, raw=False, patience=60.0
    ):
        headers = {"Accept": "application/json, */*"}
        if body is not None:
            headers["Content-Type"] = kind
            body = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8")
        elif method == "POST":
            body = b""
        if key:
            headers["Idempotency-Key"] = key
        try:
            with self._open(method, path, body, headers, patience) as answer:
                text = answer.read()
        except (OSError, http.client.HTTPException) as broken:
            raise Unreachable(f"{self.url} does not answer: {broken}") from None
        try:
            return text if raw else json.loads(text) if text else None
        except ValueError:
            raise Unreachable(f"{self.url} is no server of Thaw: what it answers is no JSON.") from None

    def _open(self, method, path, body, headers, patience):
        if self._token:
            headers["Authorization"] = "Bearer " + self._token
        request = urllib.request.Request(
            f"{self.url}/api/v1/studies{path}", body, headers, method=method
        )
        try:
            return self._opener.open(request, timeout=patience)
        except urllib.error.HTTPError as refused:
            with refused:
                raise _refusal(refused) from None
        except urllib.error.URLError as gone:
            raise Unreachable(
                f"{self.url} does not answer: {gone.reason}.\n"
                "Maybe nobody runs there any more, or it is another address."
            ) from None


_AGAIN_SECONDS = 0.5  # between two attempts at the same
_LATER = (429, 503)  # refused for now: whoever asks again is answered later


def _no_redirects():
    class NoRedirects(urllib.request.HTTPRedirectHandler):
        """Follows nobody elsewhere: the token would go there too."""

        def redirect_request(self, *ignored):
            return None

    return NoRedirects


def _at(study, trial=None):
    place = "/" + urllib.parse.quote(study, safe="")
    return place if trial is None else f"{place}/trials/{int(trial)}"


def _refusal(answer):
    if 300 <= answer.code < 400:
        return Refused(
            answer.code,
            None,
            f"{answer.url} sends elsewhere ({answer.headers.get('Location')}), which is not followed: "
            "the token would go there too.\nMaybe that is the address to use.",
        )
    try:
        problem = json.loads(answer.read())
        return Refused(answer.code, problem.get("kind"), problem.get("detail") or answer.reason)
    except (ValueError, AttributeError):
        return Refused(answer.code, None, f"{answer.url}: {answer.code} {answer.reason}")


def _best(summary):
    best = summary.get("best")
    return best and Best(best["parameters"], best["value"], best["trial"], best["epoch"])


class _Asked:
    """What a worker is to a trial, where the trial was asked for: its orders are the answers."""

    def __init__(self, client, work, stopping):
        self._client = client
        self._work = work
        self._stopping = stopping
        self._order = {"type": "train", "epoch": work["epoch"]}
        self._begun = time.thread_time()
        self._sign = time.monotonic()

    def greet(self):
        work = self._work
        welcome = {
            "study": work["study"],
            "trial": work["trial"],
            "parameters": work["parameters"],
            "seed": work["seed"],
            "maximum": work.get("maximum"),
        }
        if work.get("resumeFrom"):
            welcome["resume"] = {"directory": work["resumeFrom"], "epoch": work["epoch"] - 1}
        return welcome

    def receive(self):
        if self._stopping.is_set() and self._order["type"] == "train":
            raise _Left
        self._begun = time.thread_time()
        return self._order

    def send(self, type, epoch, metrics=None, sealed=None, processorSeconds=None, retrain=False):
        if sealed:
            raise ThawError("sealed metrics need a script: trainer (asked) has no log for them.")
        if type == "epoch":
            worked = time.thread_time() - self._begun if processorSeconds is None else processorSeconds
            said = {"metrics": metrics, "processorSeconds": worked}
        else:
            said = {"checkpoint": not retrain}
        self.obey(self.tell(epoch=epoch, **said), epoch)

    def tell(self, **said):
        self._sign = time.monotonic()
        return self._client.tell(self._work["study"], self._work["session"], **said)

    def obey(self, following, epoch):
        self._order = {
            "continue": {"type": "train", "epoch": epoch + 1},
            "save": {"type": "save", "directory": self._work["checkpointTo"]},
        }.get(following, {"type": "stop"})

    def step(self, progress):
        if self._stopping.is_set():
            raise _Left
        if time.monotonic() > self._sign + _SIGN_SECONDS:
            self.tell()
        return False

    def relay(self, order):
        pass  # There are no other ranks.

    def say_goodbye(self):
        pass


_SIGN_SECONDS = 60.0  # between two signs of life from within a long epoch
_ASK_SECONDS = 10.0  # how long one question for work waits


class _Left(BaseException):
    """Ends train() in another thread than the one that was interrupted."""


class _Workers:
    """Train by a function what they are given, until there is nothing more."""

    def __init__(self, client, study, train, catch, metric=None):
        self._client = client
        self._study = study
        self._train = train
        self._catch = tuple(catch) if isinstance(catch, (list, tuple)) else (catch,)
        self._metric = metric
        self._stopping = threading.Event()
        self._failure = None
        self._warned = False

    def run(self, slots):
        """Returns when the study has ended; raises what train() raises, and Unreachable if the
        server is away for longer than the client's patience. One that has none has its engine
        gone when its study has ended."""
        if slots == 1:
            self._work()
        else:
            threads = [
                threading.Thread(target=self._work_or_fail, name=f"thaw-{i}", daemon=True)
                for i in range(slots)
            ]
            try:
                for thread in threads:
                    thread.start()
                while any(thread.is_alive() for thread in threads):
                    threads[0].join(0.1)
                    for thread in threads[1:]:
                        thread.join(0.01)
            except BaseException:
                self._stopping.set()
                for thread in threads:
                    thread.join()  # each stops behind its epoch, or at its next trial.step()
                raise
        if self._failure:
            raise self._failure

    def _work_or_fail(self):
        try:
            self._work()
        except _Left:
            pass
        except BaseException as failure:
            self._failure = self._failure or failure
            self._stopping.set()

    def _work(self):
        while not self._stopping.is_set():
            try:
                work = self._client._patiently(
                    lambda: self._client.ask(self._study, _ASK_SECONDS), self._stopping
                )
                if work is None:
                    continue
                if work.get("ended"):
                    return
                try:
                    self._train_one(work)
                except Refused as refused:
                    if refused.status != 409:
                        raise
                    time.sleep(_AGAIN_SECONDS)  # The session was given up: others are asked for.
            except Unreachable:
                if self._client.patience:
                    raise
                return  # Whoever ran the study has ended; the trial goes on another time.

    def _train_one(self, work):
        asked = _Asked(self._client, work, self._stopping)
        trial = Trial(asked)
        trial._warned = self._warned
        try:
            value = self._train(trial)
        except (Refused, Unreachable):
            raise
        except ThawError as failure:
            self._let_go(asked, failure)
            raise
        except Exception as failure:
            kind = _kind_of(type(failure), failure)
            if kind == "error" and not isinstance(failure, self._catch):
                self._let_go(asked, failure)
                raise
            # Memory that is full is no fault of the parameters alone: it is tried again.
            asked.tell(
                failed=_describe(type(failure), failure), infeasible=kind == "infeasible"
            )
            return
        except BaseException as left:
            self._let_go(asked, left)
            raise
        finally:
            self._warned = trial._warned
        if not trial._stopped:
            self._end(trial, asked, work, value)

    def _let_go(self, asked, failure):
        """Others would wait for long otherwise; an engine of one's own ends with this process."""
        if self._client.patience:
            with contextlib.suppress(ThawError):
                asked.tell(failed=_describe(type(failure), failure))

    def _end(self, trial, asked, work, value):
        """A function that has no loop returns its value; one that leaves its loop is wrong."""
        if trial._last >= work["epoch"] or value is None:
            raise ThawError(
                "train(trial) returned before its trial was over.\n"
                "Maybe it leaves the loop over trial.epochs() early, or returns no number."
            )
        if work.get("maximum") not in (None, 1):
            raise ThawError(
                f"train(trial) returned a number, but trials have up to {work['maximum']} epochs.\n"
                "Maybe leave epochs out, or loop over trial.epochs() and report each of them."
            )
        numbers = dict(value) if isinstance(value, dict) else {self._metric or "value": value}
        following = asked.tell(epoch=work["epoch"], metrics=numbers)
        if following == "save":
            asked.tell(epoch=work["epoch"], checkpoint=False)


class Study:
    """What optimize() returns.

    best        Best(parameters, value, trial, epoch), or None if nothing was reported
    trials      a list of dicts, one for each trial: trial, status, value, epoch, epochs, seconds
                and the parameters; pandas.DataFrame takes it. A parameter that is called like
                one of these is params_NAME there. A fork has a parent too: its first epochs,
                up to forkedAt, are that trial's, with other parameters
    curves      the values of each trial by its number, one for each epoch; None for NaN
    directory   its folder, a pathlib.Path
    complete    whether it has ended; if not, the same call goes on
    summary     what the engine says of it, a dict
    """

    def __init__(self, directory, launcher, goal):
        self.directory = pathlib.Path(directory)
        self._launcher = launcher
        self._goal = goal
        self._read = None
        try:
            status = json.loads((self.directory / "status.json").read_text(encoding="utf-8"))
            self.summary = status["summary"]
        except (OSError, ValueError, KeyError):
            self.summary = {}

    @property
    def best(self):
        return _best(self.summary)

    @property
    def complete(self):
        return self.summary.get("state") == "ended"

    def _lines(self):
        if self._read is None:
            said = self._ask("export", "--format", "trials")
            self._read = [json.loads(line) for line in said.splitlines()]
        return self._read

    def _ask(self, *command):
        done = subprocess.run(
            [self._launcher, *command, "--dir", str(self.directory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if done.returncode:
            raise ThawError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout.decode("utf-8")

    @property
    def trials(self):
        return _rows(self._lines(), self._goal)

    @property
    def curves(self):
        return {line["trial"]: line["values"] for line in self._lines()}

    def report(self):
        """The report in Markdown: of the end, or as the study stands."""
        written = self.directory / "report.md"
        if self.complete and written.exists():
            return written.read_text(encoding="utf-8")
        return self._ask("report")

    def __repr__(self):
        state = "complete" if self.complete else "not complete"
        return f"<thaw.Study {self.directory} {state}, best {self.best}>"


def _rows(lines, goal):
    """A dict for each trial of an export."""
    choose = max if goal == "maximize" else min
    rows = []
    for line in lines:
        known = [value for value in line["values"] if value is not None]
        best = choose(known) if known else None
        row = {
            "trial": line["trial"],
            "status": line["status"],
            "value": best,
            "epoch": None if best is None else line["values"].index(best) + 1,
            "epochs": len(line["values"]),
            "seconds": sum(second or 0 for second in line["seconds"]),
        }
        if line.get("parent") is not None:
            row.update(parent=line["parent"], forkedAt=line["forkedAt"])
        for name, value in line["parameters"].items():
            row[f"params_{name}" if name in _COLUMNS else name] = value
        rows.append(row)
    return rows


_COLUMNS = ("trial", "status", "value", "epoch", "epochs", "seconds", "parent", "forkedAt")


def optimize(
    train,
    space,
    *,
    metric="loss",
    goal="minimize",
    epochs=1,
    trials=None,
    seconds=None,
    budget=None,
    slots=1,
    name=None,
    directory=None,
    seed=1,
    scheduler=None,
    catch=(),
    thaw=None,
    verbose=False,
    changed=False,
    **more,
):
    """Searches a space by training in this process, and returns a Study.

    train       is called as train(trial), with what thaw.trial() returns in a script: trial.lr,
                trial.epochs(), trial.report(loss=...), trial.checkpoint(...), trial.resume_from.
                Without epochs it may as well return one number, or a dict of numbers
    space       the parameters by name: thaw.real(...), thaw.integer(...), thaw.choice(...), or
                dicts with the keys of a study's file
    metric, goal        what is reported, and whether to "minimize" or "maximize" it
    epochs      after how many epochs a trial is complete
    trials, seconds     when the search ends; 20 trials if nothing is said
    budget      the same by the keys of a study's file: {"epochs": 300, "wallClock": "8h"}
    slots       how many trials are trained at a time, each in a thread of its own if more than 1
    name        the study's name, that of the function by default; a lambda has none
    directory   its folder, studies/NAME by default. The same call there goes on
    scheduler   a dict with the keys of a study's file, or a name: "asha", "full" ...
    catch       exceptions of train() that only fail their trial. Others end the call, which goes
                on at the same trials when it is made again. Infeasible and memory that is full
                never do
    thaw        the program `thaw`; otherwise that of the folder THAW_HOME, or on the PATH
    verbose     whether what the engine says is printed
    changed     whether to go on although the function is another one than the study was begun with
    more        more keys of a study's file, such as suggest={"name": "gp"}

    Ctrl-C freezes: what has been told is kept, and is returned.
    """
    _load()
    launcher = _launcher(thaw)
    if not name and getattr(train, "__name__", "") == "<lambda>":
        raise ThawError("a lambda has no name: give the study one.\nMaybe name='parabola'.")
    if not isinstance(space, dict):
        raise ThawError(
            f"space ({type(space).__name__}) must be a dict.\nMaybe {{'lr': thaw.real(1e-4, 1, log=True)}}."
        )
    if seconds is not None and not _is_number(seconds):
        raise ThawError(f"seconds ({seconds}) must be a number.\nMaybe budget={{'wallClock': '10m'}}.")
    for own in sorted(set(space) & _OWN):
        raise ThawError(
            f"parameter ({own}) must have another name: trial.{own} is Thaw's own.\nMaybe my_{own}."
        )
    name = name or re.sub(r"[^A-Za-z0-9_-]+", "-", getattr(train, "__name__", "")).strip("-") or "study"
    folder = pathlib.Path(directory) if directory else pathlib.Path("studies") / name
    spent = dict(budget or {})
    if trials is not None:
        spent["trials"] = trials
    if seconds is not None:
        spent["wallClock"] = f"{float(seconds):g}s" if float(seconds) < 1e5 else f"{int(seconds)}s"
    spec = {
        "study": name,
        "objective": {"metric": metric, "goal": goal},
        "parameters": dict(space),
        "fidelity": {"name": "epochs", "min": 1, "max": epochs},
        "trainer": {"name": "asked", "tellTimeLimit": 1e8},  # the engine ends with this process
        "resources": {"slots": slots},
        "budget": spent or {"trials": 20},
        "seed": seed,
        **more,
    }
    if scheduler is not None:
        spec["scheduler"] = {"name": scheduler} if isinstance(scheduler, str) else scheduler
    _check_function(train, folder, changed)
    with _Engine(launcher, spec, folder, verbose) as engine:
        try:
            client = engine.client()
            if client:
                _keep_function(train, folder)
                _Workers(client, name, train, catch, metric).run(slots)
                engine.wait()
            else:
                print(f"thaw: the study in {folder} had ended: nothing was trained.", file=sys.stderr)
        except KeyboardInterrupt:
            print(f"thaw: interrupted; the same call goes on, in {folder}.", file=sys.stderr)
    study = Study(folder, launcher, goal)
    failures = study.summary.get("failures")
    if study.best is None and failures:
        print(
            f"thaw: no trial reported a value: {failures['trials']} had a failure; "
            f"in trial {failures['trial']}: {failures['message']}",
            file=sys.stderr,
        )
    return study


# What trial.NAME means already, whatever a parameter is called.
_OWN = {"params", "seed", "resume_from", "resume_epoch", "maximum", "number", "study", "position"} | {
    name for name in vars(Trial) if not name.startswith("_")
}
_FUNCTION = "function.json"


def _fingerprint(function):
    """Of what a function does, and not of where it is written; None where nobody can say."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    digest = hashlib.sha256()

    def take(code):
        digest.update(code.co_code)
        digest.update(repr((code.co_names, code.co_varnames)).encode())
        for constant in code.co_consts:
            if hasattr(constant, "co_code"):
                take(constant)
            elif not isinstance(constant, frozenset):  # whose order is another in each process
                digest.update(repr(constant).encode())

    take(code)
    return {"python": list(sys.version_info[:2]), "sha256": digest.hexdigest()}


def _check_function(train, folder, changed):
    try:
        kept = json.loads((folder / _FUNCTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    now = _fingerprint(train)
    if changed or not now or now["python"] != kept.get("python"):
        return
    if now != kept:
        raise ThawError(
            f"the function ({getattr(train, '__name__', train)}) must be the one that the study in "
            f"{folder} was begun with, and has changed.\n"
            "Maybe another name for a new study: name=...; changed=True goes on all the same."
        )


def _keep_function(train, folder):
    now = _fingerprint(train)
    if now:
        (folder / _FUNCTION).write_text(json.dumps(now), encoding="utf-8")


def _launcher(given):
    home = os.environ.get("THAW_HOME")
    found = given or (home and os.path.join(home, "thaw")) or shutil.which("thaw")
    if not found:
        raise ThawError(
            "the program thaw was not found.\n"
            "Maybe set THAW_HOME to its folder, put it on the PATH, or give thaw='/path/to/thaw'."
        )
    found = os.path.abspath(str(found))
    if os.path.isdir(found):
        found = os.path.join(found, "thaw")
    if not os.access(found, os.X_OK):
        raise ThawError(f"thaw ({found}) must be a program that can be started, but is not.")
    return found


class _Engine:
    """A process that runs a study for this one, and ends with it however that ends."""

    _BUSY = 4
    _NO_RESULT = 5
    _INTERRUPTED = (129, 130, 143)

    def __init__(self, launcher, spec, folder, verbose):
        self._launcher = launcher
        self._spec = spec
        self._folder = folder
        self._verbose = verbose
        self._said = collections.deque(maxlen=30)
        self._link = None
        self._news = threading.Condition()
        self._process = None

    def __enter__(self):
        return self

    def _start(self):
        handle, path = tempfile.mkstemp(prefix="thaw-", suffix=".yaml")
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(self._spec, file)  # which is YAML as well
        self._file = path
        self._said.clear()
        self._process = subprocess.Popen(
            [
                self._launcher,
                "run",
                "-f",
                path,
                "--dir",
                str(self._folder),
                "--serve",
                "--leash",
                "--json",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that Ctrl-C is for this process alone
        )
        self._ear = threading.Thread(target=self._hear, args=(self._process,), daemon=True)
        self._ear.start()

    def _hear(self, process):
        for line in process.stderr:
            text = line.decode("utf-8", "replace").rstrip()
            with self._news:
                self._said.append(text)
                if text.startswith(_SERVING):
                    self._link = text[len(_SERVING) :]
                self._news.notify_all()
            if self._verbose and not text.startswith(_SERVING):
                print(text, file=sys.stderr, flush=True)
        process.wait()
        with self._news:
            self._news.notify_all()

    def client(self):
        """The client of the engine, once it serves; None if the study had ended before."""
        deadline = time.monotonic() + _BUSY_SECONDS
        while True:
            self._start()
            with self._news:
                while self._link is None and self._process.poll() is None:
                    self._news.wait(0.1)
            if self._link:
                client = connect(self._link)
                client.patience = 0  # It ends with its study, and is not waited for.
                return client
            if self._process.returncode != self._BUSY or time.monotonic() > deadline:
                self._check()
                return None
            # The one before has noticed that its process has gone, and is leaving.
            self._remove()
            time.sleep(_AGAIN_SECONDS)

    def wait(self):
        """Waits for its end, when there is nothing more to train."""
        self._process.wait()
        self._check()

    def _check(self):
        if self._process.returncode not in (0, self._NO_RESULT, *self._INTERRUPTED):
            self._ear.join(5)
            said = [text for text in self._said if not text.startswith(_SERVING)]
            if self._process.returncode < 0:
                raise ThawError(
                    f"the engine was ended by signal {-self._process.returncode}; its log: "
                    f"{self._folder / 'thaw.log'}.\nNothing that was told is lost: the same call goes on."
                )
            raise ThawError("\n".join(said) or f"thaw ended with {self._process.returncode}.")

    def _remove(self):
        with contextlib.suppress(OSError):
            os.remove(self._file)

    def __exit__(self, *failure):
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdin.close()
        self._ear.join(5)
        process.stderr.close()
        self._remove()


_SERVING = "thaw: serving at "
_BUSY_SECONDS = 20.0  # how long an engine of a process that has died may take to leave
