package dev.thaw.app.spec;

import dev.thaw.core.naming.NearestName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What other tools call the same thing (Ray Tune, Syne Tune, SMAC, BOHB, DEHB, NePS, Determined,
 * Katib, NNI, Optuna, Hyperopt, scikit-optimize, pySOT, Weights and Biases). None of these names is
 * accepted; all lead to ours.
 */
final class RivalNames {
  private static final Map<String, String> KEYS = new HashMap<>();
  private static final Map<String, String> PARAMETER_KEYS = new HashMap<>();
  private static final Map<String, String> VALUES = new HashMap<>();

  static {
    keys("fidelity.max", "max_t max_budget max_fidelity max_time max_iter max_epochs max_resource");
    keys("fidelity.max", "max_resource_attr R");
    keys("fidelity.min", "grace_period min_budget min_fidelity min_iter min_t min_epochs r");
    keys("fidelity.min", "min_resource");
    keys("fidelity.name", "time_attr resource_name resource_attr time_metric");
    keys("scheduler.eta", "reduction_factor divisor");
    keys("scheduler", "searcher algorithm pruner tuner method");
    keys("suggest", "sampler search_alg");
    keys("tryFirst", "points_to_evaluate enqueue_trial initial_points x0 warm_start");
    keys("objective.goal", "mode smaller_is_better optimize_mode direction optimization_mode");
    keys("objective.goal", "objective_to_minimize");
    keys("objective.metric", "metric objectiveMetricName");
    keys("objective.also", "objectives directions metrics and others multi_objective");
    keys("objective.constraints", "outcome_constraints constraints_func metric_constraints");
    keys("resources.slots", "max_concurrent_trials n_workers parallelTrialCount trialConcurrency");
    keys("resources.slots", "n_jobs num_workers workers");
    keys("resources.gpusPerTrial", "slots_per_trial gpus_per_trial num_gpus gpu gpuNum");
    keys("budget.wallClock", "time_budget_s max_wallclock_time walltime_limit");
    keys("budget.wallClock", "maxExperimentDuration timeout");
    keys("budget.trials", "maxTrialCount run_cap n_trials num_samples max_trials maxTrialNumber");
    keys("checkpoints.store", "storage_path checkpoint_storage checkpoint_dir upload_dir");
    keys("maxRestarts", "max_failures max_restarts maxFailedTrialCount");
    keys("confirm", "n_confirmations confirmations final_seeds n_seeds num_seeds reevaluate");
    keys("confirm", "evaluations_of_best repetitions");
    keys("controller", "lr_scheduler learning_rate_schedule schedule callbacks");
    keys("parameters", "config space search_space param_space config_space configspace");
    keys("parameters", "hyperparameters hparams");

    parameterKeys("min", "low lower lower_bound minimum");
    parameterKeys("max", "high upper upper_bound maximum");
    parameterKeys("min and max", "bounds range");
    parameterKeys("values", "choices categories candidates sequence items options");
    parameterKeys("type and scale", "distribution");
    parameterKeys("scale: log", "log log_scale");
    parameterKeys("step", "q quantization step_size");
    parameterKeys("type", "kind dtype");
    parameterKeys("when", "condition conditions parent depends_on");
    parameterKeys("online", "dynamic time_varying mutable schedule hyperparam_mutations");
    parameterKeys("default", "initial default_value");

    values("real", "float double uniform continuous number");
    values("real with scale: log", "loguniform log_uniform reciprocal");
    values("integer", "int randint quniform long");
    values("categorical", "choice category enum nominal bool boolean");
    values("constant", "fixed const");
    values("successive-halving", "sha sh synchronous_successive_halving");
    values("asha", "async_hyperband asynchronous_successive_halving async_successive_halving");
    values("race", "f-race frace irace racing iterated_racing");
    values("pbt", "populationbasedtraining population_based_training population pb2");
    values("median", "medianstop median_stop medianstopping median_stopping medianpruner");
    values("full", "none fifo random");
    values("tpe", "tpesampler tpe.suggest hyperopt hyperoptsearch optunasearch parzen");
    values(
        "gp", "gpsampler gp_minimize skopt scikit-optimize bayesian bayesopt bayesianoptimization");
    values("gp", "bayesian-optimization bayes bo ax botorch botorchsampler gpyopt gptuner");
    values("spearmint", "snoek gp-mcmc gpmcmc");
    values("ehvi", "qehvi qnehvi nehvi hypervolume expected-hypervolume-improvement moo");
    values("hord", "pysot rbf dycors rbfopt srbf");
    values("smac", "smac3 forest rf forest_minimize hyperparameteroptimizationfacade randomforest");
    values("smac", "algorithmconfigurationfacade hpofacade extratrees rfsampler");
    values("cma-es", "cmaessampler cma pycma cmaes nevergrad");
    values("differential-evolution", "de dehb evolution differentialevolutionsearch evolutionary");
    values("finite-differences", "gradient gradientdescent numericalgradient fdsa spsa");
    values("step", "steplr multisteplr piecewise");
    values("exponential", "exponentiallr exponentialdecay");
    values("cosine", "cosineannealinglr cosinedecay sgdr");
    values("one-cycle", "onecyclelr superconvergence 1cycle");
    values("hypergradient", "hypergradientdescent sgd-hd adam-hd hd");
    values("sobol", "qmcsampler quasirandom qmc halton");
    values("grid", "gridsearch gridsampler");
    values("random", "randomsearch uniform_random randomsampler rand.suggest dummy_minimize");
  }

  private RivalNames() {}

  private static void keys(String ours, String theirs) {
    put(KEYS, ours, theirs);
  }

  private static void parameterKeys(String ours, String theirs) {
    put(PARAMETER_KEYS, ours, theirs);
  }

  private static void values(String ours, String theirs) {
    put(VALUES, ours, theirs);
  }

  private static void put(Map<String, String> names, String ours, String theirs) {
    for (String name : theirs.split(" ", -1)) {
      names.put(NearestName.bare(name), ours);
    }
  }

  /** Returns our path for a key of another tool. */
  static Optional<String> ofKey(String key) {
    return Optional.ofNullable(KEYS.get(NearestName.bare(key)));
  }

  /** Returns our key for a key that another tool has in the description of a parameter. */
  static Optional<String> ofParameterKey(String key) {
    return Optional.ofNullable(PARAMETER_KEYS.get(NearestName.bare(key)));
  }

  /** Returns our word for a value of another tool, such as a type of parameter. */
  static Optional<String> ofValue(String value) {
    return Optional.ofNullable(VALUES.get(NearestName.bare(value)));
  }
}
