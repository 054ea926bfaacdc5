"""A small convolutional network in PyTorch, on pictures that are drawn in memory.

Needs PyTorch (Debian: apt install python3-torch); uses the trial's GPU if there is one.
"""

import math

import torch
from torch import nn

import thaw

SIDE, CLASSES = 16, 4


def pictures(seed, count):
    """Stripes in one of four directions, under noise."""
    draw = torch.Generator().manual_seed(seed)
    label = torch.randint(CLASSES, (count,), generator=draw)
    angle = label * math.pi / CLASSES
    phase = torch.rand(count, generator=draw) * 2 * math.pi
    axis = torch.arange(SIDE, dtype=torch.float32)
    y, x = axis[:, None], axis[None, :]
    across = torch.cos(angle)[:, None, None] * x + torch.sin(angle)[:, None, None] * y
    image = torch.sin(across + phase[:, None, None])
    noise = torch.randn(image.shape, generator=draw)
    return (image + 1.5 * noise)[:, None], label


trial = thaw.trial(learning_rate=1e-2, channels=8, batch=32, dropout=0.1)
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.set_num_threads(1)
torch.manual_seed(trial.seed % 2**63)
training, validation, test = (
    tuple(part.to(device) for part in pictures(seed, count))
    for seed, count in ((1, 2000), (2, 500), (3, 500))
)

model = nn.Sequential(
    nn.Conv2d(1, trial.channels, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(trial.channels, 2 * trial.channels, 3, padding=1),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Dropout(trial.dropout),
    nn.Linear(2 * trial.channels * (SIDE // 4) ** 2, CLASSES),
).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=trial.learning_rate, momentum=0.9)

if trial.resume_from:
    state = torch.load(str(trial.resume_from / "state.pt"), map_location=device)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])


def save(folder):
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state, str(folder / "state.pt"))


def measure(part):
    model.eval()
    with torch.no_grad():
        scores = model(part[0])
    right = (scores.argmax(1) == part[1]).float().mean()
    return scores.softmax(1), nn.functional.cross_entropy(scores, part[1]), right


trial.checkpoint(save)
for epoch in trial.epochs(9):
    # Randomness comes from seed and epoch, so that no generator belongs into the checkpoint.
    torch.manual_seed((trial.seed + 1000003 * epoch) % 2**63)
    model.train()
    order = torch.randperm(len(training[1])).to(device)
    for start in range(0, len(order), trial.batch):
        chosen = order[start : start + trial.batch]
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(training[0][chosen]), training[1][chosen])
        loss.backward()
        optimizer.step()
        trial.step(start / len(order))
    predictions, loss, accuracy = measure(validation)
    trial.predictions(predictions)
    trial.report(loss=loss, accuracy=accuracy, sealed={"test_accuracy": measure(test)[2]})
