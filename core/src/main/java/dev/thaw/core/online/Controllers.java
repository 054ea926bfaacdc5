package dev.thaw.core.online;

import dev.thaw.core.option.OptionReader;
import dev.thaw.core.option.Registry;
import java.util.Map;
import java.util.Set;

/** The controllers by the names that studies ask for them, with their options. */
public final class Controllers {

  /** The name of the parameter that rules for learning rates control unless told otherwise. */
  private static final String RATE = "learning_rate";

  private static final Map<String, EpochModel.Incumbent> INCUMBENTS =
      Registry.ordered(
          Map.entry("observed", EpochModel.Incumbent.OBSERVED),
          Map.entry("current", EpochModel.Incumbent.CURRENT));

  private static final Map<String, Boolean> KERNELS =
      Registry.ordered(Map.entry("matern", false), Map.entry("squared-exponential", true));

  private static final Map<String, Hyperdyn.Take> GREEDS =
      Registry.ordered(
          Map.entry("proposal", Hyperdyn.Take.PROPOSAL), Map.entry("best", Hyperdyn.Take.BEST));

  private static final Map<String, Double> UNITS =
      Registry.ordered(Map.entry("percent", 100.0), Map.entry("fraction", 1.0));

  private static final Map<String, Boolean> RULES =
      Registry.ordered(Map.entry("additive", false), Map.entry("multiplicative", true));

  private static final Registry<Controller> ALL =
      new Registry<>(
          "controller",
          Registry.ordered(
              Map.entry("constant", read -> schedule(read, new Schedule.Constant())),
              Map.entry("step", Controllers::stairs),
              Map.entry("exponential", Controllers::exponential),
              Map.entry("cosine", Controllers::cosine),
              Map.entry("one-cycle", Controllers::oneCycle),
              Map.entry("hyperdyn", read -> hyperdyn(read, Hyperdyn.Take.WATCH)),
              Map.entry("epoch-bo", Controllers::epochBo),
              Map.entry("random-5x", Controllers::random),
              Map.entry("hypergradient", Controllers::hypergradient),
              Map.entry("salera", Controllers::salera)));

  private Controllers() {}

  /** The names of all controllers, schedules first. */
  public static Set<String> names() {
    return ALL.names();
  }

  /**
   * A controller.
   *
   * @param options other than the defaults: numbers, booleans, texts, or the name of a choice
   * @throws IllegalArgumentException if there is no such controller or option, or a value is out of
   *     its range; the message names both
   */
  public static Controller of(String name, Map<String, Object> options) {
    return ALL.of(name, options);
  }

  /**
   * The options that a controller has, with their defaults, in the order in which they are to be
   * shown: a Double, a Long, a Boolean, or a String.
   *
   * @throws IllegalArgumentException if there is no such controller
   */
  public static Map<String, Object> defaults(String name) {
    return ALL.defaults(name);
  }

  private static Controller schedule(OptionReader read, Schedule.Shape shape) {
    return new Schedule(
        shape, read.text("parameter", ""), shape.isStretched() ? read.whole("epochs", 0) : 0);
  }

  private static Controller stairs(OptionReader read) {
    return schedule(read, new Schedule.Stairs(read.number("gamma", 0.1), read.whole("every", 0)));
  }

  private static Controller exponential(OptionReader read) {
    return schedule(read, new Schedule.Exponential(read.number("gamma", 0.95)));
  }

  private static Controller cosine(OptionReader read) {
    return schedule(read, new Schedule.Cosine(read.number("floor", 0)));
  }

  private static Controller oneCycle(OptionReader read) {
    return schedule(
        read,
        new Schedule.OneCycle(
            read.number("start", 25), read.number("end", 10_000), read.number("rise", 0.3)));
  }

  private static Controller epochBo(OptionReader read) {
    return hyperdyn(read, read.choice("take", GREEDS, Hyperdyn.Take.PROPOSAL));
  }

  private static Controller hyperdyn(OptionReader read, Hyperdyn.Take take) {
    Hyperdyn.Options usual = Hyperdyn.Options.defaults();
    EpochModel.Options model = usual.model();
    boolean watches = take == Hyperdyn.Take.WATCH;
    return new Hyperdyn(
        new Hyperdyn.Options(
            read.whole("start", usual.start()),
            read.flag("own", usual.own()),
            watches ? read.whole("window", usual.window()) : usual.window(),
            watches ? read.number("temperature", usual.temperature()) : usual.temperature(),
            watches ? read.number("offset", usual.offset()) : usual.offset(),
            watches ? read.choice("unit", UNITS, usual.unit()) : usual.unit(),
            take,
            read.flag("frugal", usual.frugal()),
            further(read, watches, usual.further()),
            new EpochModel.Options(
                read.choice("kernel", KERNELS, model.smooth()),
                read.flag("fitted", model.fitted()),
                read.choice("incumbent", INCUMBENTS, model.incumbent()),
                read.whole("candidates", model.candidates()))));
  }

  /** Without a test there is no temperature to cool, nor a state that it would keep. */
  private static Hyperdyn.Further further(
      OptionReader read, boolean watches, Hyperdyn.Further usual) {
    return new Hyperdyn.Further(
        read.whole("proposals", usual.proposals()),
        watches ? read.number("cooling", usual.cooling()) : usual.cooling(),
        watches ? read.whole("backtrackFrom", usual.backtrackFrom()) : usual.backtrackFrom());
  }

  private static Controller random(OptionReader read) {
    RandomEpochs usual = RandomEpochs.defaults();
    return new RandomEpochs(
        read.whole("draws", usual.draws()),
        read.flag("current", usual.current()),
        read.flag("own", usual.own()),
        read.number("shrink", usual.shrink()),
        read.whole("bracket", usual.bracket()));
  }

  private static Controller hypergradient(OptionReader read) {
    HypergradientDescent usual = HypergradientDescent.of(RATE);
    return new HypergradientDescent(
        read.text("parameter", usual.parameter()),
        read.choice("rule", RULES, usual.multiplicative()),
        read.number("step", usual.step()),
        read.number("factor", usual.factor()));
  }

  private static Controller salera(OptionReader read) {
    Salera usual = Salera.of(RATE);
    return new Salera(
        read.text("parameter", usual.parameter()),
        read.number("gain", usual.gain()),
        read.number("threshold", usual.threshold()),
        read.text("loss", usual.loss()));
  }
}
