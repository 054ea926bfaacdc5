package dev.thaw.benchmarks.online;

import dev.thaw.core.online.Knob;
import dev.thaw.core.space.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A controller with the values that it begins with.
 *
 * @param options of the controller, other than its defaults
 * @param base what a trial begins with
 * @param online which parameters the controller changes
 */
record Arm(
    String name, String controller, Map<String, Object> options, Base base, List<String> online) {

  private static final List<String> RATE = List.of("learning_rate");
  private static final List<String> SGD = List.of("learning_rate", "momentum");

  /** Nothing that was tuned is told to those that draw: not even the first draw is given. */
  private static final Map<String, Object> UNTOLD = Map.of("own", false);

  /** The schedule that all are compared with. */
  static final String REFERENCE = "step";

  /** The same for Adam. */
  static final String ADAM_REFERENCE = "adam-step";

  /** Not one training, but a search over several: {@link Halving} with one bracket. */
  static final String HALVING = "halving";

  /** The same with a second bracket, whose ranges are narrower. */
  static final String HALVING_SHRINKING = "halving-shrinking";

  /** What a trial begins with. */
  enum Base {
    /** The learning rate and momentum tuned for the step schedule. */
    TUNED,
    /** The same with a tenth of that learning rate, as if nobody had tuned it. */
    TENTH,
    /** No momentum. */
    PLAIN,
    /** Adam, with the learning rate tuned for its step schedule. */
    ADAM
  }

  /** All arms, schedules first. */
  static List<Arm> all() {
    return List.of(
        new Arm(REFERENCE, "step", Map.of(), Base.TUNED, RATE),
        new Arm("constant", "constant", Map.of(), Base.TUNED, RATE),
        new Arm("exponential", "exponential", Map.of(), Base.TUNED, RATE),
        new Arm("cosine", "cosine", Map.of(), Base.TUNED, RATE),
        new Arm("one-cycle", "one-cycle", Map.of(), Base.TUNED, RATE),
        new Arm("hyperdyn", "hyperdyn", UNTOLD, Base.TUNED, SGD),
        new Arm("hyperdyn-frugal", "hyperdyn", untold("frugal", true), Base.TUNED, SGD),
        new Arm("hyperdyn-plain", "hyperdyn", UNTOLD, Base.PLAIN, RATE),
        new Arm("epoch-bo", "epoch-bo", UNTOLD, Base.TUNED, SGD),
        new Arm("epoch-bo-best", "epoch-bo", untold("take", "best"), Base.TUNED, SGD),
        new Arm("random-5x", "random-5x", UNTOLD, Base.TUNED, SGD),
        new Arm("shrinking", "random-5x", untold("shrink", 0.1, "bracket", 3), Base.TUNED, SGD),
        new Arm("shrinking-slow", "random-5x", untold("shrink", 0.9), Base.TUNED, SGD),
        new Arm(HALVING, "step", Map.of(), Base.TUNED, SGD),
        new Arm(HALVING_SHRINKING, "step", Map.of(), Base.TUNED, SGD),
        new Arm("hyperdyn-four", "hyperdyn", untold("proposals", 4), Base.TUNED, SGD),
        new Arm("hyperdyn-cooled", "hyperdyn", untold("cooling", 0.9), Base.TUNED, SGD),
        new Arm("hyperdyn-late", "hyperdyn", untold("backtrackFrom", 13), Base.TUNED, SGD),
        new Arm("constant-tenth", "constant", Map.of(), Base.TENTH, RATE),
        new Arm("hypergradient", "hypergradient", Map.of(), Base.TENTH, RATE),
        new Arm(
            "hypergradient-factor",
            "hypergradient",
            Map.of("rule", "multiplicative"),
            Base.TENTH,
            RATE),
        new Arm("salera", "salera", Map.of(), Base.TENTH, RATE),
        new Arm(ADAM_REFERENCE, "step", Map.of(), Base.ADAM, RATE),
        new Arm(
            "adam-hyperdyn",
            "hyperdyn",
            UNTOLD,
            Base.ADAM,
            List.of("learning_rate", "beta1", "beta2")));
  }

  private static Map<String, Object> untold(String option, Object value) {
    return Map.of("own", false, option, value);
  }

  private static Map<String, Object> untold(
      String option, Object value, String other, Object otherValue) {
    return Map.of("own", false, option, value, other, otherValue);
  }

  /** The rules that read gradients with other gains than their defaults, the smallest first. */
  static List<Arm> gains() {
    var arms = new ArrayList<Arm>();
    for (double gain : List.of(3e-5, 3e-4, 3e-3, 3e-2)) {
      arms.add(gain("salera", Map.of("gain", gain), gain));
    }
    for (double step : List.of(1e-4, 1e-3, 1e-2, 1e-1)) {
      arms.add(gain("hypergradient", Map.of("step", step), step));
    }
    for (double factor : List.of(0.003, 0.01, 0.03, 0.1, 0.3)) {
      Map<String, Object> options = Map.of("rule", "multiplicative", "factor", factor);
      arms.add(gain("hypergradient", options, factor));
    }
    return arms;
  }

  private static Arm gain(String controller, Map<String, Object> options, double gain) {
    String rule = options.containsKey("rule") ? "-factor" : "";
    return new Arm(controller + rule + "-" + gain, controller, options, Base.TENTH, RATE);
  }

  /** This one with another controller, of the learning rate alone. */
  Arm following(String other) {
    return new Arm(name, other, Map.of(), base, RATE);
  }

  boolean isAdam() {
    return base == Base.ADAM;
  }

  /** What the controller may set the parameters to. */
  List<Knob> knobs() {
    return online.stream().map(this::knob).toList();
  }

  private Knob knob(String parameter) {
    return switch (parameter) {
      case "momentum", "beta1" -> new Knob(parameter, 0, 0.98, Scale.LINEAR);
      case "beta2" -> new Knob(parameter, 0.9, 0.9999, Scale.LOGIT);
      default ->
          isAdam()
              ? new Knob(parameter, 1e-4, 0.1, Scale.LOG)
              : new Knob(parameter, 0.003, 3, Scale.LOG);
    };
  }
}
