"""A language of syllables, learnt token by token, with Python's standard library alone.

A pass over the text is long, so a unit of the study is 2,000 tokens of it: a trial is frozen in
the middle of a pass, and goes on there.

    python3 train.py                                   # alone, with the defaults
    ./thaw run -f examples/python/tokens/study.yaml    # as a study, from Thaw's folder
"""

import json
import math
import random

import thaw

WORDS, TOKENS = 12, 2000


def text(seed, count):
    """Sentences of various lengths, in which each word prefers some successors."""
    likes = random.Random(0)
    weights = [[likes.paretovariate(1) for _ in range(WORDS)] for _ in range(WORDS)]
    draw = random.Random(seed)
    sentences = []
    for _ in range(count):
        words = [draw.randrange(WORDS)]
        while len(words) < 5 or draw.random() < 0.9:
            words += draw.choices(range(WORDS), weights[words[-1]])
        sentences.append(words)
    return sentences


def chances(row):
    top = max(row)
    powers = [math.exp(score - top) for score in row]
    total = sum(powers)
    return [power / total for power in powers]


def measure(scores, sentences):
    pairs = [pair for words in sentences for pair in zip(words, words[1:])]
    rows = [chances(row) for row in scores]
    loss = -sum(math.log(rows[word][after]) for word, after in pairs) / len(pairs)
    right = sum(rows[word][after] == max(rows[word]) for word, after in pairs)
    return loss, right / len(pairs)


def shuffled(number):
    """The sentences of one pass over the text. Their order comes from the pass's number alone."""
    return random.Random(trial.seed * 1000003 + number).sample(training, len(training))


trial = thaw.trial(learning_rate=0.3, decay=1e-4)
training, validation, test = text(1, 800), text(2, 200), text(3, 200)

scores = [[0.0] * WORDS for _ in range(WORDS)]
if trial.resume_from:
    scores = json.loads((trial.resume_from / "scores.json").read_text())
trial.checkpoint(lambda folder: (folder / "scores.json").write_text(json.dumps(scores)))

for unit in trial.epochs(9):
    for words in trial.batches(shuffled, tokens=TOKENS, count=len):
        for word, after in zip(words, words[1:]):
            row = scores[word]
            for other, chance in enumerate(chances(row)):
                slope = chance - (other == after) + trial.decay * row[other]
                row[other] -= trial.learning_rate * slope
    loss, accuracy = measure(scores, validation)
    trial.predictions([chances(row) for row in scores])
    trial.report(
        loss=loss, accuracy=accuracy, sealed={"test_accuracy": measure(scores, test)[1]}
    )
