"""A stand-in for lightning.pytorch: hooks with Lightning's signatures, in Lightning's order."""

import json


class Callback:
    def on_sanity_check_start(self, trainer, pl_module): ...

    def on_train_start(self, trainer, pl_module): ...

    def on_train_epoch_start(self, trainer, pl_module): ...

    def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx): ...

    def on_validation_epoch_end(self, trainer, pl_module): ...

    def on_validation_end(self, trainer, pl_module): ...

    def on_train_epoch_end(self, trainer, pl_module): ...

    def on_train_end(self, trainer, pl_module): ...


class Trainer:
    """An epoch has five batches if there is a limit of steps, and two otherwise."""

    def __init__(
        self,
        *,
        max_epochs=None,
        max_steps=-1,
        callbacks=None,
        val_check_interval=1.0,
        check_val_every_n_epoch=1,
    ):
        self.max_epochs = 1000 if max_epochs is None else max_epochs
        self.max_steps = max_steps
        self.callbacks = callbacks or []
        self.should_stop = False
        self.callback_metrics = {}
        self.num_training_batches = 2 if max_steps == -1 else 5
        self.current_epoch = 0
        self.global_step = 0
        self._interval, self._every_epoch = val_check_interval, check_val_every_n_epoch
        self._batch = 0  # those of the epoch that are done
        self._epoch_is_over = False  # when a checkpoint is written
        self._module = None

    def fit(self, model, ckpt_path=None):
        self._module = model
        restarting = ckpt_path is not None
        if restarting:
            state = json.loads(open(ckpt_path).read())
            self.current_epoch, self._batch = state["epoch"], state["batch"]
            self.global_step, model.weight = state["global_step"], state["state_dict"]
            self._epoch_is_over = state["epoch_is_over"]
        self._call("on_sanity_check_start")
        self._validate(model)  # the sanity check is a validation
        self._call("on_train_start")
        while not self._is_done():
            self._call("on_train_epoch_start")
            if not self._epoch_is_over:  # else only the epoch's end is passed once more
                self._train_and_validate(model, restarting)
            restarting = False
            self._epoch_is_over = True
            self._call("on_train_epoch_end")
            self._epoch_is_over = False
            self.current_epoch += 1  # after the hook that saves
            self._batch = 0
        self._call("on_train_end")

    def _is_done(self):
        return (
            self.should_stop
            or self.current_epoch == self.max_epochs
            or self.global_step == self.max_steps
        )

    def _train_and_validate(self, model, restarting):
        if restarting and self._validation_is_due():
            self._validate(model)  # in which the checkpoint was written
        while self._batch < self.num_training_batches and not self._is_done():
            outputs = model.training_step(None, self._batch)
            self._batch += 1
            self.global_step += 1
            self._call("on_train_batch_end", outputs, None, self._batch - 1)
            if self._validation_is_due():
                self._validate(model)

    def _validation_is_due(self):
        if isinstance(self._interval, float):
            return self._batch == self.num_training_batches
        batches = self.global_step if self._every_epoch is None else self._batch
        return batches % self._interval == 0

    def _validate(self, model):
        self.callback_metrics = {"val_loss": Tensor(model.weight)}
        self._call("on_validation_epoch_end")
        self._call("on_validation_end")

    def save_checkpoint(self, filepath, weights_only=False, storage_options=None):
        with open(filepath, "w") as file:
            state = {"epoch": self.current_epoch, "batch": self._batch}
            state["epoch_is_over"] = self._epoch_is_over
            state["global_step"] = self.global_step
            json.dump({**state, "state_dict": self._module.weight}, file)

    def _call(self, hook, *more):
        for callback in self.callbacks:
            getattr(callback, hook)(self, self._module, *more)


class Tensor:
    """What metrics are in Lightning."""

    def __init__(self, value):
        self._value = value

    def __float__(self):
        return self._value
