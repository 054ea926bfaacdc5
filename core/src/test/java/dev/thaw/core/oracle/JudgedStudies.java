package dev.thaw.core.oracle;

import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.random.Draws;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.testing.Specs;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drawn studies that run through the core while the oracle judges every fact of their journals. */
public final class JudgedStudies {

  private static final List<PromotionRule> RULES =
      List.of(PromotionRule.PAPER, PromotionRule.QUANTILE, PromotionRule.DELAYED);

  private JudgedStudies() {}

  /** What the oracle finds wrong in the study of a seed; nothing if it agrees. */
  public static List<String> judge(long seed) {
    Draws draws = Draws.of(seed, "oracle", 0);
    int eta = 2 + draws.below(4, 0);
    int min = 1 + draws.below(2, 1);
    int max = min + draws.below(30, 2);
    Integer trials = 2 + draws.below(40, 3);
    Long epochs = draws.below(3, 4) == 0 ? Long.valueOf(20 + draws.below(150, 5)) : null;
    Specs specs = Specs.study(scheduler(draws, eta)).slots(1 + draws.below(16, 6)).seed(seed);
    specs.epochs(min, max).trials(trials).maxRestarts(draws.below(3, 7));
    if (epochs != null) {
      specs.epochsBudget(epochs);
    }
    boolean maximises = draws.below(2, 8) == 0;
    if (maximises) {
      specs.maximise();
    }
    var oracle = new StudyOracle(terms(draws, eta, min, max, trials, epochs));
    StudySpec spec = specs.spec();
    Simulation.run(
        spec,
        curves(draws.below(2, 9) == 0),
        faults(draws),
        (before, step, decision) -> {
          Journal.facts(step, maximises ? -1 : 1).forEach(oracle::read);
          var spending = decision.after().progress().spending();
          oracle.compare(
              new BudgetOracle.Account(
                  decision.after().trialsSpent(), spending.allEpochs(), spending.held().gpuTime()));
        });
    if (epochs == null) {
      oracle.finish();
    }
    return oracle.findings();
  }

  private static Scheduler scheduler(Draws draws, int eta) {
    PromotionRule rule = RULES.get(draws.below(3, 11));
    var sizes =
        draws.below(2, 12) == 0 ? Scheduler.Hyperband.Sizes.CEIL : Scheduler.Hyperband.Sizes.FLOOR;
    return switch (draws.below(5, 10)) {
      case 0 -> new Scheduler.Asha(eta, rule, false);
      case 1 -> new Scheduler.Asha(eta, rule, true);
      case 2 -> new Scheduler.SuccessiveHalving(eta, 2 + draws.below(20, 13), 0);
      case 3 -> new Scheduler.Hyperband(eta, sizes, true, rule, 0);
      default -> new Scheduler.Hyperband(eta, sizes, false, rule, 0);
    };
  }

  /** The same study as the oracle understands it; drawn with the same draws. */
  private static Terms terms(
      Draws draws, int eta, int min, int max, Integer trials, @Nullable Long epochs) {
    var asha = new AshaOracle(eta, AshaOracle.Rule.valueOf(RULES.get(draws.below(3, 11)).name()));
    var halving = new SuccessiveHalvingOracle();
    List<Integer> levels = Layout.levels(min, max, eta);
    List<Layout> one = List.of(new Layout(levels, List.of()));
    List<Layout> sweep = HyperbandOracle.sweep(min, max, eta, draws.below(2, 12) != 0);
    List<Layout> unbounded =
        sweep.stream().map(layout -> new Layout(layout.levels(), List.of())).toList();
    return switch (draws.below(5, 10)) {
      case 0 -> new Terms(asha, one, false, false, trials, epochs);
      case 1 -> new Terms(asha, one, false, true, trials, epochs);
      case 2 -> {
        int entering = 2 + draws.below(20, 13);
        Layout layout = SuccessiveHalvingOracle.layout(levels, eta, entering);
        yield new Terms(halving, List.of(layout), true, false, trials, epochs);
      }
      case 3 -> new Terms(halving, sweep, true, false, trials, epochs);
      default -> new Terms(asha, unbounded, false, false, trials, epochs);
    };
  }

  /** Curves that cross, of every value only a few so that many are tied if asked for. */
  private static LearningCurves curves(boolean tied) {
    LearningCurves smooth = new SyntheticCurves(0.1, 5);
    return (configuration, seed, epoch) -> {
      LearningCurves.Epoch point = smooth.at(configuration, seed, epoch);
      double value = tied ? Math.rint(point.value() * 8) / 8 : point.value();
      return new LearningCurves.Epoch(value, point.seconds());
    };
  }

  /** Nothing in every third study; elsewhere epochs that throw, or report no number, or twice. */
  private static Faults faults(Draws draws) {
    return draws.below(3, 14) == 0
        ? Faults.none()
        : new Faults(
            0.05 * draws.uniform(15),
            0.05 * draws.uniform(16),
            0,
            0.03 * draws.uniform(17),
            0.03 * draws.uniform(18),
            0.2 * draws.uniform(19),
            Duration.ofSeconds(30),
            0,
            Duration.ZERO);
  }
}
