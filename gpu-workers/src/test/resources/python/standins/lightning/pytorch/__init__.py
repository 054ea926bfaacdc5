"""A stand-in for lightning.pytorch: hooks with Lightning's signatures, in Lightning's order."""

import json


class Callback:
    def on_sanity_check_start(self, trainer, pl_module): ...

    def on_train_start(self, trainer, pl_module): ...

    def on_train_epoch_start(self, trainer, pl_module): ...

    def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx): ...

    def on_validation_epoch_end(self, trainer, pl_module): ...

    def on_train_epoch_end(self, trainer, pl_module): ...

    def on_train_end(self, trainer, pl_module): ...


class Trainer:
    def __init__(self, *, max_epochs=None, callbacks=None):
        self.max_epochs = 1000 if max_epochs is None else max_epochs
        self.callbacks = callbacks or []
        self.should_stop = False
        self.callback_metrics = {}
        self.num_training_batches = 2
        self.current_epoch = 0
        self._module = None

    def fit(self, model, ckpt_path=None):
        self._module = model
        restarting = ckpt_path is not None
        if restarting:
            state = json.loads(open(ckpt_path).read())
            self.current_epoch, model.weight = state["epoch"], state["state_dict"]
        self._call("on_sanity_check_start")
        self._call("on_validation_epoch_end")  # the sanity check is a validation
        self._call("on_train_start")
        while not self.should_stop and self.current_epoch != self.max_epochs:
            self._call("on_train_epoch_start")
            if not restarting:  # else the epoch's batches are done, and only its end is passed
                self._train_and_validate(model)
            restarting = False
            self._call("on_train_epoch_end")
            self.current_epoch += 1  # after the hook that saves
        self._call("on_train_end")

    def _train_and_validate(self, model):
        for index in range(self.num_training_batches):
            outputs = model.training_step(None, index)
            self._call("on_train_batch_end", outputs, None, index)
        self.callback_metrics = {"val_loss": Tensor(model.weight)}
        self._call("on_validation_epoch_end")

    def save_checkpoint(self, filepath, weights_only=False, storage_options=None):
        with open(filepath, "w") as file:
            json.dump({"epoch": self.current_epoch, "state_dict": self._module.weight}, file)

    def _call(self, hook, *more):
        for callback in self.callbacks:
            getattr(callback, hook)(self, self._module, *more)


class Tensor:
    """What metrics are in Lightning."""

    def __init__(self, value):
        self._value = value

    def __float__(self):
        return self._value
