"""A stand-in for keras: a callback with Keras's hooks, and a model whose fit calls them."""

import json
import types


class Callback:
    def __init__(self):
        self.params = None
        self._model = None

    def set_params(self, params):
        self.params = params

    def set_model(self, model):
        self._model = model

    @property
    def model(self):
        return self._model

    def on_train_begin(self, logs=None): ...

    def on_train_end(self, logs=None): ...

    def on_epoch_begin(self, epoch, logs=None): ...

    def on_epoch_end(self, epoch, logs=None): ...

    def on_train_batch_begin(self, batch, logs=None): ...

    def on_train_batch_end(self, batch, logs=None): ...


callbacks = types.SimpleNamespace(Callback=Callback)


class Model:
    def __init__(self, rate, weight=1.0):
        self.rate, self.weight, self.stop_training = rate, weight, False

    def fit(self, callbacks=(), epochs=1, initial_epoch=0, steps_per_epoch=2):
        for callback in callbacks:
            callback.set_params({"epochs": epochs, "steps": steps_per_epoch, "verbose": 0})
            callback.set_model(self)
        self.stop_training = False
        self._call(callbacks, "on_train_begin")
        for epoch in range(initial_epoch, epochs):
            self._call(callbacks, "on_epoch_begin", epoch)
            for step in range(steps_per_epoch):
                self.weight *= 1 - self.rate
                self._call(callbacks, "on_train_batch_end", step, {"loss": self.weight})
                if self.stop_training:
                    break
            logs = {"loss": self.weight, "val_loss": self.weight}
            self._call(callbacks, "on_epoch_end", epoch, logs)
            if self.stop_training:
                break
        self._call(callbacks, "on_train_end")

    def save(self, filepath, overwrite=True):
        with open(filepath, "w") as file:
            json.dump([self.rate, self.weight], file)

    @staticmethod
    def _call(callbacks, hook, *arguments):
        for callback in callbacks:
            getattr(callback, hook)(*arguments)


def _load_model(filepath):
    return Model(*json.loads(open(filepath).read()))


models = types.SimpleNamespace(load_model=_load_model)
