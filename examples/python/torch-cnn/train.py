"""A small convolutional network in PyTorch, on pictures that are drawn in memory.

Needs PyTorch (Debian: apt install python3-torch); uses the trial's GPU if there is one. Variables
of the environment make it larger: CNN_PICTURES to train on (2000), and CNN_BALLAST_GIB of the
device's memory that it takes beside what it needs (0), to see what becomes of a trial without memory.
"""

import math
import os

import torch
from torch import nn

import thaw

SIDE, CLASSES = 16, 4
PICTURES = int(os.environ.get("CNN_PICTURES", "2000"))
BALLAST_GIB = float(os.environ.get("CNN_BALLAST_GIB", "0"))


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
    for seed, count in ((1, PICTURES), (2, 500), (3, 500))
)
ballast = torch.empty(int(BALLAST_GIB * 2**30), dtype=torch.uint8, device=device)

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


def tell_memory(when):
    if device == "cuda":
        free, total = torch.cuda.mem_get_info()
        mine = torch.cuda.memory_reserved()
        print(f"GPU memory {when}: {mine >> 20} MiB mine, {total - free >> 20} MiB in use by all")


def measure(part):
    model.eval()
    with torch.no_grad():
        scores = model(part[0])
    right = (scores.argmax(1) == part[1]).float().mean()
    return scores.softmax(1), nn.functional.cross_entropy(scores, part[1]), right


trial.checkpoint(save)
tell_memory("at the start")
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
    tell_memory(f"after epoch {epoch}")
    trial.report(loss=loss, accuracy=accuracy, sealed={"test_accuracy": measure(test)[2]})
