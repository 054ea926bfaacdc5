package dev.thaw.core.proposer;

import dev.thaw.core.option.OptionReader;
import dev.thaw.core.option.Registry;
import java.util.Map;
import java.util.Set;

/** The proposers by the names that studies ask for them, with their options. */
public final class Proposers {

  /** The one that models each of two objectives. */
  public static final String HYPERVOLUME = "ehvi";

  private static final Map<String, Measure> MEASURES =
      Registry.ordered(
          Map.entry("log-ei", Measure.LOG_EXPECTED_IMPROVEMENT),
          Map.entry("ei", Measure.EXPECTED_IMPROVEMENT),
          Map.entry("pi", Measure.PROBABILITY_OF_IMPROVEMENT),
          Map.entry("ucb", Measure.CONFIDENCE_BOUND),
          Map.entry("exploitation", Measure.LOWEST_MEAN),
          Map.entry("exploration", Measure.HIGHEST_VARIANCE));

  private static final Map<String, Pending> PENDING =
      Registry.ordered(
          Map.entry("believer", Pending.BELIEVER),
          Map.entry("liar", Pending.CONSTANT_LIAR),
          Map.entry("fantasy", Pending.FANTASY));

  private static final Registry<Proposer> ALL =
      new Registry<>(
          "proposer",
          Registry.ordered(
              Map.entry("gp", Proposers::gp),
              Map.entry("spearmint", Proposers::spearmint),
              Map.entry(HYPERVOLUME, Proposers::hypervolume),
              Map.entry("hord", Proposers::hord),
              Map.entry("smac", Proposers::smac),
              Map.entry("tpe", Proposers::tpe),
              Map.entry("cma-es", Proposers::cmaEs),
              Map.entry("differential-evolution", Proposers::differentialEvolution),
              Map.entry("finite-differences", Proposers::finiteDifferences)));

  private Proposers() {}

  /** The names of all proposers, those with a Gaussian process first. */
  public static Set<String> names() {
    return ALL.names();
  }

  /**
   * A fresh proposer. It may keep what it computed, which changes no answer, so one is kept for a
   * study.
   *
   * @param options other than the defaults, by the names of the record's components: numbers,
   *     booleans, or the name of a choice
   * @throws IllegalArgumentException if there is no such proposer or option, or a value is out of
   *     its range; the message names both
   */
  public static Proposer of(String name, Map<String, Object> options) {
    return ALL.of(name, options);
  }

  /**
   * The options that a proposer has, with their defaults, in the order in which they are to be
   * shown: a Double for a number, a Long for a whole number, a Boolean, or the name of a choice.
   *
   * @throws IllegalArgumentException if there is no such proposer
   */
  public static Map<String, Object> defaults(String name) {
    return ALL.defaults(name);
  }

  private static Proposer gp(OptionReader read) {
    GpProposer.Options usual = GpProposer.Options.defaults();
    return new GpProposer(
        new GpProposer.Options(
            read.choice("measure", MEASURES, usual.measure()),
            read.number("kappa", usual.kappa()),
            read.choice("pending", PENDING, usual.pending()),
            read.whole("initial", usual.initial()),
            read.whole("points", usual.points()),
            read.whole("candidates", usual.candidates())));
  }

  private static Proposer spearmint(OptionReader read) {
    SpearmintProposer.Options usual = SpearmintProposer.Options.defaults();
    return new SpearmintProposer(
        new SpearmintProposer.Options(
            read.flag("perSecond", usual.perSecond()),
            read.whole("samples", usual.samples()),
            read.whole("burnIn", usual.burnIn()),
            read.choice("pending", PENDING, usual.pending()),
            read.whole("initial", usual.initial()),
            read.whole("points", usual.points()),
            read.whole("candidates", usual.candidates())));
  }

  private static Proposer hypervolume(OptionReader read) {
    HypervolumeProposer.Options usual = HypervolumeProposer.Options.defaults();
    return new HypervolumeProposer(
        new HypervolumeProposer.Options(
            read.whole("initial", usual.initial()),
            read.whole("points", usual.points()),
            read.whole("candidates", usual.candidates())));
  }

  private static Proposer hord(OptionReader read) {
    HordProposer usual = HordProposer.defaults();
    return new HordProposer(
        read.number("radius", usual.radius()),
        read.whole("budget", usual.budget()),
        read.whole("candidates", usual.candidates()),
        read.whole("points", usual.points()),
        read.flag("capped", usual.capped()));
  }

  private static Proposer smac(OptionReader read) {
    ForestProposer.Options usual = ForestProposer.Options.defaults();
    return new ForestProposer(
        new ForestProposer.Options(
            read.whole("trees", usual.trees()),
            read.whole("challengers", usual.challengers()),
            read.number("interleaved", usual.interleaved()),
            read.whole("initial", usual.initial())));
  }

  private static Proposer tpe(OptionReader read) {
    TpeProposer usual = TpeProposer.defaults();
    return new TpeProposer(
        read.whole("startups", usual.startups()),
        read.whole("candidates", usual.candidates()),
        read.number("goodFraction", usual.goodFraction()),
        read.whole("goodMost", usual.goodMost()),
        read.whole("recent", usual.recent()),
        read.number("priorWeight", usual.priorWeight()),
        new PriorWeight(read.number("priorConfidence", usual.prior().confidence())),
        read.flag("multivariate", usual.multivariate()));
  }

  private static Proposer cmaEs(OptionReader read) {
    CmaEsProposer usual = CmaEsProposer.defaults();
    return new CmaEsProposer(
        read.whole("generation", usual.generation()),
        read.number("sigma", usual.sigma()),
        read.number("tolerance", usual.tolerance()),
        read.number("growth", usual.growth()));
  }

  private static Proposer differentialEvolution(OptionReader read) {
    DifferentialEvolutionProposer usual = DifferentialEvolutionProposer.defaults();
    return new DifferentialEvolutionProposer(
        read.whole("population", usual.population()),
        read.number("scale", usual.scale()),
        read.number("crossover", usual.crossover()));
  }

  private static Proposer finiteDifferences(OptionReader read) {
    FiniteDifferenceProposer usual = FiniteDifferenceProposer.defaults();
    return new FiniteDifferenceProposer(
        read.number("difference", usual.difference()), read.number("step", usual.step()));
  }
}
