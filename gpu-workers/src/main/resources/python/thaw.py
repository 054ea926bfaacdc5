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
