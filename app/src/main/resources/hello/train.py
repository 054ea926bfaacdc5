"""Fits a small curve by gradient descent: put your own model here.

`thaw run -f study.yaml` searches; `python3 train.py` runs it once alone, with the defaults, if thaw.py is beside it or
on PYTHONPATH (each study's folder holds it, in python).
"""

import json
import math
import random

import thaw

trial = thaw.trial(lr=0.1, momentum=0.5, degree=5)

random.seed(4711)  # the data are the same for all trials
data = [(x, math.sin(3 * x) + random.gauss(0, 0.1)) for x in (random.uniform(-1, 1) for _ in range(200))]
train, validation = data[:150], data[150:]

random.seed(trial.seed)
weights = [random.gauss(0, 0.1) for _ in range(trial.degree + 1)]
speed = [0.0] * len(weights)
if trial.resume_from:  # a frozen trial goes on from its checkpoint
    weights, speed = json.loads((trial.resume_from / "weights.json").read_text())


def predict(x):
    return sum(w * x**power for power, w in enumerate(weights))


def loss(points):
    return sum((predict(x) - y) ** 2 for x, y in points) / len(points)


trial.checkpoint(lambda folder: (folder / "weights.json").write_text(json.dumps([weights, speed])))
for epoch in trial.epochs(27):
    for x, y in train:
        error = predict(x) - y
        for power in range(len(weights)):
            speed[power] = trial.momentum * speed[power] - trial.lr * 0.1 * error * x**power
            weights[power] += speed[power]
    trial.report(loss=loss(validation), train_loss=loss(train))
