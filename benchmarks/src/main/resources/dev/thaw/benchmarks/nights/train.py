"""Trains a network of one hidden layer by hand, and misbehaves where its night says so.

Whatever it does it writes down by its own clock: a line of JSON for each event, and the time of
the file beside it while the process lives. NIGHT names the file that describes the night.
"""

import json
import math
import os
import pathlib
import random
import signal
import threading
import time

import thaw

FEATURES = 8
POINTS = 512
TAIL = 1.2

night = json.loads(pathlib.Path(os.environ["NIGHT"]).read_text())
records = pathlib.Path(night["records"])
own = records / f"{time.time():.6f}-{os.getpid()}"
lock = threading.Lock()


def write(what, **more):
    line = json.dumps({"at": time.time(), "what": what, **more}) + "\n"
    with lock, open(own.with_suffix(own.suffix + ".jsonl"), "a") as file:
        file.write(line)


def live():
    alive = own.with_suffix(own.suffix + ".alive")
    alive.touch()
    while True:
        os.utime(alive)
        time.sleep(0.05)


def claim(name):
    """Whether this process is the first that asks."""
    try:
        os.close(os.open(records / (name + ".claimed"), os.O_CREAT | os.O_EXCL))
        return True
    except FileExistsError:
        return False


def dataset(seed, count):
    draw = random.Random(seed)
    points = []
    for _ in range(count):
        x = [draw.gauss(0, 1) for _ in range(FEATURES)]
        inside = sum(v * v for v in x[:4]) + draw.gauss(0, 0.6) < 3.4
        points.append((x + [1.0], 1.0 if inside else 0.0))
    return points


def forward(x):
    hidden = [math.tanh(sum(w * v for w, v in zip(row, x))) for row in weights[:-1]]
    score = sum(w * h for w, h in zip(weights[-1], hidden + [1.0]))
    return hidden, 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def step(batch):
    """One step of gradient descent with momentum."""
    scale = trial.learning_rate / len(batch)
    change = [[trial.momentum * v for v in row] for row in velocity]
    for x, y in batch:
        hidden, p = forward(x)
        error = p - y
        for j, h in enumerate(hidden + [1.0]):
            change[-1][j] -= scale * error * h
        for j, h in enumerate(hidden):
            slope = scale * error * weights[-1][j] * (1 - h * h)
            row = change[j]
            for i, v in enumerate(x):
                row[i] -= slope * v
    for row, old, new in zip(weights, velocity, change):
        for i, v in enumerate(new):
            old[i] = v
            row[i] = max(-50.0, min(50.0, row[i] + v))


def loss(points):
    total = 0.0
    for x, y in points:
        p = min(1 - 1e-9, max(1e-9, forward(x)[1]))
        total -= math.log(p if y else 1 - p)
    return total / len(points)


def hang(epoch, ignores, why):
    if ignores:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    write("hang", trial=trial.number, epoch=epoch, ignores=ignores, why=why)
    while True:
        time.sleep(0.2)


def late():
    """Just before the end. A busy machine may take half a minute to begin."""
    if night["lateAt"]:
        return night["lateAt"]
    first = min(float(path.name.split("-")[0]) for path in records.glob("*.jsonl"))
    return first + night["lateAfter"]


def misbehave(epoch):
    """What the night has in store for an epoch that begins now."""
    if trial.number == night["hungTrial"] and epoch == 1:
        hang(epoch, night["hungIgnores"], "always")
    if trial.number == night["hungOnce"] and epoch == 2 and claim("once"):
        hang(epoch, not night["hungIgnores"], "once")
    if night["lateHang"] and time.time() > late() and claim("late"):
        hang(epoch, night["lateIgnores"], "late")
    if trial.number == night["deadTrial"] and epoch == 2 and claim("dead"):
        write("die", trial=trial.number, epoch=epoch)
        os.kill(os.getpid(), signal.SIGKILL)


def slowness(draw):
    """Most epochs take what they should; a few take much longer, by a heavy tail."""
    if draw.random() >= night["stragglers"]:
        return 1.0
    return min(night["slowest"], (1 - draw.random()) ** (-1 / TAIL))


threading.Thread(target=live, daemon=True).start()
trial = thaw.trial(learning_rate=0.1, momentum=0.5, batch=16, width=8)
write("start", trial=trial.number, epoch=trial.resume_epoch)
training, validation = dataset(1, POINTS), dataset(2, 256)
first = random.Random(trial.seed)
weights = [[first.gauss(0, 0.4) for _ in range(FEATURES + 1)] for _ in range(trial.width)]
weights.append([first.gauss(0, 0.4) for _ in range(trial.width + 1)])
velocity = [[0.0] * len(row) for row in weights]
if trial.resume_from:
    weights, velocity = json.loads((trial.resume_from / "network.json").read_text())
trial.checkpoint(lambda folder: (folder / "network.json").write_text(json.dumps([weights, velocity])))

for epoch in trial.epochs(9):
    write("begin", trial=trial.number, epoch=epoch)
    misbehave(epoch)
    draw = random.Random(trial.seed * 1000003 + epoch)
    factor = slowness(draw)
    order = draw.sample(training, len(training))
    for start in range(0, len(order), trial.batch):
        step(order[start : start + trial.batch])
        # The data of the next batch are waited for, so that a small machine can run several.
        time.sleep(factor * (0.008 + trial.width / 1200))
        if night["listens"]:
            trial.step(start / len(order))
    value = loss(validation)
    write("end", trial=trial.number, epoch=epoch)
    trial.report(loss=value)
