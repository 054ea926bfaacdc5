"""Searches from within a script: what trains is a function, and the engine is started for it.

    export THAW_HOME=...                                     # Thaw's folder
    PYTHONPATH=$THAW_HOME/gpu-workers/src/main/resources/python python3 search.py

Logistic regression by stochastic gradient descent, with Python's standard library alone. Ctrl-C
freezes the search; the same script again goes on.
"""

import json
import math
import random
import sys

import thaw

FEATURES = 8


def dataset(seed, count):
    """Points of two classes that overlap: the best possible accuracy is about 0.9."""
    draw = random.Random(seed)
    direction = [1.0 / (1 + i) for i in range(FEATURES)]
    points = []
    for _ in range(count):
        x = [draw.gauss(0, 1) for _ in range(FEATURES)] + [1.0]
        score = sum(a * b for a, b in zip(direction, x)) + draw.gauss(0, 0.4)
        points.append((x, 1.0 if score > 0 else 0.0))
    return points


TRAINING, VALIDATION = dataset(1, 400), dataset(2, 200)


def probability(weights, x):
    score = sum(w * value for w, value in zip(weights, x))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def train(trial):
    weights = [0.0] * (FEATURES + 1)
    if trial.resume_from:
        weights = json.loads((trial.resume_from / "weights.json").read_text())
    trial.checkpoint(lambda folder: (folder / "weights.json").write_text(json.dumps(weights)))
    for epoch in trial.epochs():
        # Randomness comes from seed and epoch: what was frozen goes on as if it had not been.
        order = random.Random(trial.seed * 1000003 + epoch).sample(TRAINING, len(TRAINING))
        for x, y in order:
            error = probability(weights, x) - y
            for i, value in enumerate(x):
                weights[i] -= trial.rate * (error * value + trial.decay * weights[i])
        loss = 0.0
        for x, y in VALIDATION:
            p = min(1 - 1e-12, max(1e-12, probability(weights, x)))
            loss -= math.log(p if y else 1 - p) / len(VALIDATION)
        trial.report(loss=loss)


if __name__ == "__main__":
    study = thaw.optimize(
        train,
        {"rate": thaw.real(1e-4, 1, log=True), "decay": thaw.real(1e-6, 1e-1, log=True)},
        epochs=9,
        trials=20,
        slots=2,
        name="search",
        directory=sys.argv[1] if len(sys.argv) > 1 else None,
    )
    print(study.best)
    for row in sorted(study.trials, key=lambda row: row["value"])[:3]:
        print(row)
