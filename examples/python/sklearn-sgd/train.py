"""A linear classifier of scikit-learn, trained epoch by epoch with partial_fit on its digits.

Needs scikit-learn (Debian: apt install python3-sklearn).
"""

import pickle

import numpy
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss

import thaw

trial = thaw.trial(alpha=1e-4, eta0=0.01, schedule="constant", penalty="l2")

images, digits = load_digits(return_X_y=True)
shuffled = numpy.random.RandomState(1).permutation(len(digits))
images, digits = images[shuffled] / 16.0, digits[shuffled]
training, validation, test = slice(0, 1000), slice(1000, 1400), slice(1400, None)

if trial.resume_from:
    model = pickle.loads((trial.resume_from / "model.pickle").read_bytes())
else:
    model = SGDClassifier(
        loss="log_loss",
        penalty=trial.penalty,
        alpha=trial.alpha,
        learning_rate=trial.schedule,
        eta0=trial.eta0,
        random_state=trial.seed % 2**32,
    )
trial.checkpoint(lambda folder: (folder / "model.pickle").write_bytes(pickle.dumps(model)))

for epoch in trial.epochs(9):
    order = numpy.random.RandomState((trial.seed + epoch) % 2**32).permutation(1000)
    model.partial_fit(
        images[training][order], digits[training][order], classes=numpy.arange(10)
    )
    predictions = model.predict_proba(images[validation])
    trial.predictions(predictions)
    trial.report(
        loss=log_loss(digits[validation], predictions, labels=numpy.arange(10)),
        accuracy=model.score(images[validation], digits[validation]),
        sealed={"test_accuracy": model.score(images[test], digits[test])},
    )
