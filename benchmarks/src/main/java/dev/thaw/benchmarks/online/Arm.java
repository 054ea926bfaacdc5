package dev.thaw.benchmarks.online;

import dev.thaw.core.online.Knob;
import dev.thaw.core.space.Scale;
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
        new Arm(
            "hyperdyn-frugal", "hyperdyn", Map.of("own", false, "frugal", true), Base.TUNED, SGD),
        new Arm("hyperdyn-plain", "hyperdyn", UNTOLD, Base.PLAIN, RATE),
        new Arm("epoch-bo", "epoch-bo", UNTOLD, Base.TUNED, SGD),
        new Arm("epoch-bo-best", "epoch-bo", Map.of("own", false, "take", "best"), Base.TUNED, SGD),
        new Arm("random-5x", "random-5x", UNTOLD, Base.TUNED, SGD),
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
