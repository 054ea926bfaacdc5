"""A stand-in for xgboost: xgboost.train calls its callbacks as CallbackContainer does."""

import json
import types


class TrainingCallback:
    EvalsLog = dict

    def __init__(self):
        pass

    def before_training(self, model):
        return model

    def after_training(self, model):
        return model

    def before_iteration(self, model, epoch, evals_log):
        return False

    def after_iteration(self, model, epoch, evals_log):
        return False


callback = types.SimpleNamespace(TrainingCallback=TrainingCallback)


class Booster:
    def __init__(self, weight=1.0):
        self.weight = weight

    def save_model(self, fname):
        with open(fname, "w") as file:
            json.dump(self.weight, file)


def train(params, dtrain, num_boost_round=10, *, evals=(), xgb_model=None, callbacks=()):
    model = Booster() if xgb_model is None else Booster(json.loads(open(xgb_model).read()))
    history = {name: {"rmse": []} for _, name in evals}
    for one in callbacks:
        assert isinstance(one, TrainingCallback)
        model = one.before_training(model)
    for epoch in range(num_boost_round):
        if any(one.before_iteration(model, epoch, history) for one in callbacks):
            break
        model.weight *= 1 - params["eta"]
        for name in history:
            history[name]["rmse"].append(model.weight)
        if any(one.after_iteration(model, epoch, history) for one in callbacks):
            break
    for one in callbacks:
        model = one.after_training(model)
    return model
