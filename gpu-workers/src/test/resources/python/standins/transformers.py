"""A stand-in for transformers: Trainer's loop with its flow of control, as far as callbacks go."""

import dataclasses
import json
import pathlib
import types


class TrainerCallback:
    def on_train_begin(self, args, state, control, **kwargs): ...

    def on_train_end(self, args, state, control, **kwargs): ...

    def on_epoch_begin(self, args, state, control, **kwargs): ...

    def on_epoch_end(self, args, state, control, **kwargs): ...

    def on_step_begin(self, args, state, control, **kwargs): ...

    def on_step_end(self, args, state, control, **kwargs): ...

    def on_evaluate(self, args, state, control, **kwargs): ...

    def on_save(self, args, state, control, **kwargs): ...


class DefaultFlowCallback(TrainerCallback):
    def on_step_end(self, args, state, control, **kwargs):
        if args.eval_strategy == "steps" and state.global_step % state.eval_steps == 0:
            control.should_evaluate = True
        if state.global_step == state.max_steps:
            control.should_training_stop = True

    def on_epoch_end(self, args, state, control, **kwargs):
        if args.eval_strategy == "epoch":
            control.should_evaluate = True
        if args.save_strategy == "epoch":
            control.should_save = True


@dataclasses.dataclass
class TrainingArguments:
    output_dir: str
    eval_strategy: str = "no"
    save_strategy: str = "no"
    num_train_epochs: int = 3
    eval_steps: int = None
    max_steps: int = -1
    eval_on_start: bool = False


class Trainer:
    """An epoch has five steps if there is a limit of steps, and two otherwise."""

    def __init__(self, model, args, callbacks=()):
        self.model, self.args = model, args
        self.callbacks = [DefaultFlowCallback(), *callbacks]
        self.steps = 2 if args.max_steps == -1 else 5
        epochs = args.num_train_epochs
        self.state = types.SimpleNamespace(
            epoch=None,
            global_step=0,
            eval_steps=args.eval_steps or 500,
            max_steps=self.steps * epochs if args.max_steps == -1 else args.max_steps,
            log_history=[],
        )
        self.control = types.SimpleNamespace(
            should_training_stop=False, should_evaluate=False, should_save=False
        )

    def train(self, resume_from_checkpoint=None):
        if resume_from_checkpoint is not None:
            state = json.loads((pathlib.Path(resume_from_checkpoint) / "state.json").read_text())
            self.state.global_step, self.model.weight = state
        self.control.should_training_stop = False
        self._call("on_train_begin")
        if self.args.eval_on_start:
            self.evaluate()
        first, skipped = divmod(self.state.global_step, self.steps)
        for epoch in range(first, -(-self.state.max_steps // self.steps)):
            self._call("on_epoch_begin")
            for step in range(skipped, self.steps):
                self.control.should_evaluate = self.control.should_save = False
                self._call("on_step_begin")
                self.model.weight *= 1 - self.model.rate
                self.state.global_step += 1
                self.state.epoch = epoch + (step + 1) / self.steps
                self._call("on_step_end")
                self._maybe_log_save_evaluate()
                if self.control.should_training_stop:
                    break
            skipped = 0
            self._call("on_epoch_end")
            self._maybe_log_save_evaluate()
            if self.control.should_training_stop:
                break
        self._call("on_train_end")

    def evaluate(self):
        metrics = {"eval_loss": self.model.weight, "epoch": self.state.epoch}
        self.control.should_evaluate = False
        self._call("on_evaluate", metrics=metrics)
        return metrics

    def _maybe_log_save_evaluate(self):
        if self.control.should_evaluate:
            self.evaluate()
        if self.control.should_save:
            folder = pathlib.Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}"
            folder.mkdir(parents=True)
            state = [self.state.global_step, self.model.weight]
            (folder / "state.json").write_text(json.dumps(state))
            self.control.should_save = False
            self._call("on_save")

    def _call(self, hook, **more):
        for callback in self.callbacks:
            result = getattr(callback, hook)(
                self.args, self.state, self.control, model=self.model, **more
            )
            if result is not None:
                self.control = result
