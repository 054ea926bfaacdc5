"""Logistic regression by stochastic gradient descent, with Python's standard library alone.

    python3 train.py                                     # alone, with the defaults
    ./thaw run -f examples/python/logistic/study.yaml    # as a study, from Thaw's folder
"""

import json
import math
import random

import thaw

FEATURES = 8


def dataset(seed, count):
    """Points of two classes that overlap: the best possible accuracy is about 0.9."""
    draw = random.Random(seed)
    direction = [1.0 / (1 + i) for i in range(FEATURES)]
    points = []
    for _ in range(count):
        x = [draw.gauss(0, 1) for _ in range(FEATURES)]
        score = sum(a * b for a, b in zip(direction, x)) + draw.gauss(0, 0.4)
        points.append((x, 1.0 if score > 0 else 0.0))
    return points


def probability(weights, x):
    score = sum(w * value for w, value in zip(weights, x + [1.0]))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def measure(weights, points):
    loss, right = 0.0, 0
    for x, y in points:
        p = min(1 - 1e-12, max(1e-12, probability(weights, x)))
        loss -= math.log(p if y else 1 - p)
        right += (p > 0.5) == (y > 0.5)
    return loss / len(points), right / len(points)


trial = thaw.trial(learning_rate=0.1, decay=1e-3, batch=16)
training, validation, test = dataset(1, 600), dataset(2, 300), dataset(3, 300)

weights = [0.0] * (FEATURES + 1)
if trial.resume_from:
    weights = json.loads((trial.resume_from / "weights.json").read_text())
trial.checkpoint(lambda folder: (folder / "weights.json").write_text(json.dumps(weights)))

for epoch in trial.epochs(9):
    # Randomness comes from seed and epoch: a trial that was frozen goes on as if it had not been.
    order = random.Random(trial.seed * 1000003 + epoch).sample(training, len(training))
    for start in range(0, len(order), trial.batch):
        batch = order[start : start + trial.batch]
        gradient = [trial.decay * w for w in weights]
        for x, y in batch:
            error = (probability(weights, x) - y) / len(batch)
            for i, value in enumerate(x + [1.0]):
                gradient[i] += error * value
        weights = [w - trial.learning_rate * g for w, g in zip(weights, gradient)]
        trial.step(start / len(order))
    loss, accuracy = measure(weights, validation)
    trial.predictions([probability(weights, x) for x, _ in validation])
    trial.report(
        loss=loss, accuracy=accuracy, sealed={"test_accuracy": measure(weights, test)[1]}
    )
