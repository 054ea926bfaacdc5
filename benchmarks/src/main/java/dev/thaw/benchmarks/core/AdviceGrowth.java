package dev.thaw.benchmarks.core;

import dev.thaw.core.bracket.Guide;
import dev.thaw.core.bracket.PromotionRule;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.foresight.Adviser;
import dev.thaw.core.foresight.Advisers;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.Parameter;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Advice;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Question: how does the time of a decision by {@code thaw} grow with the study? Random trials are
 * trained to half of the last epoch; then the adviser takes over for some hundred decisions, each
 * of which brings the model up to date with an epoch or more. Counts the processor's time, since
 * machines are shared. All frozen trials that the model holds are candidates; of more than 600 it
 * holds the 400 that tell most, so that time does not grow any more.
 */
public final class AdviceGrowth {

  private static final int DIMENSIONS = 7;
  private static final int DECISIONS = 300;

  /** The first decisions run on code that was not compiled yet. */
  private static final int WARM_UP = 50;

  private AdviceGrowth() {}

  /**
   * Prints a line for each size: the first answer, which builds the model; the mean and the worst
   * of those that follow; the fit of the hyperparameters.
   *
   * @param args pairs of trials and epochs such as {@code 1000x50}; without any, a grid of them
   */
  public static void main(String[] args) {
    List<String> sizes =
        args.length > 0
            ? List.of(args)
            : List.of("100x50", "300x50", "1000x10", "1000x50", "1000x250", "2000x50", "5000x50");
    if (!sizes.stream().allMatch(size -> size.matches("[1-9][0-9]{0,6}x[1-9][0-9]{0,4}"))) {
      System.err.printf("sizes %s must be trials x epochs.%nMaybe 1000x50 2000x50.%n", sizes);
      return;
    }
    measure(100, 10);
    System.out.println("| trials x epochs | first | mean | worst | fit |");
    System.out.println("|---|---|---|---|---|");
    for (String size : sizes) {
      String[] parts = size.split("x", 2);
      System.out.println(measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }
  }

  private static String measure(int trials, int epochs) {
    StudySpec spec = spec(2 * epochs, (long) trials * epochs);
    var adviser = new Relay(spec, trials, epochs);
    var curves = new SyntheticCurves(0.02, 5);
    Simulation.run(spec, curves, Faults.none(), StepObserver.none(), adviser);
    return adviser.line();
  }

  private static StudySpec spec(int max, long scripted) {
    Parameter[] parameters =
        IntStream.range(0, DIMENSIONS)
            .mapToObj(i -> RealParameter.linear("x" + i, 0, 1))
            .toArray(Parameter[]::new);
    var net = new Scheduler.Asha(3, PromotionRule.PAPER, false);
    return new StudySpec(
        "growth",
        new StudySpec.Objective("loss", Goal.MINIMIZE),
        SearchSpace.of(parameters),
        new StudySpec.Fidelity("epochs", 1, max),
        new Scheduler.Guided(Guide.THAW, net),
        new RandomSuggestion(),
        false,
        new StudySpec.TrainerSpec("none", Map.of()),
        StudySpec.Resources.of(1),
        new Budget(null, null, scripted + (long) DECISIONS * max),
        0,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(1),
        1);
  }

  /** Starts random trials, then lets the adviser of the study answer, and measures that. */
  private static final class Relay implements Adviser {
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final StudySpec spec;
    private final Adviser adviser;
    private final int trials;
    private final int epochs;
    private final List<Long> answers = new ArrayList<>();
    private long fit;

    Relay(StudySpec spec, int trials, int epochs) {
      this.spec = spec;
      this.adviser = Advisers.of(spec);
      this.trials = trials;
      this.epochs = epochs;
    }

    private boolean isScripted(StudyState state) {
      return state.progress().trials().size() < trials;
    }

    @Override
    public Optional<Refit> refit(StudyState state) {
      return isScripted(state) || answers.size() > DECISIONS
          ? Optional.empty()
          : adviser.refit(state).map(this::timed);
    }

    private Refit timed(Refit refit) {
      return () -> {
        long before = clock.getCurrentThreadCpuTime();
        Runnable done = refit.compute();
        fit = Math.max(fit, clock.getCurrentThreadCpuTime() - before);
        return done;
      };
    }

    @Override
    public Advice advise(StudyState state, Question question) {
      if (isScripted(state)) {
        int number = state.progress().trials().size();
        var configuration = new RandomSuggestion().suggest(spec.space(), 1, number).orElseThrow();
        var evidence = new Advice.Evidence("scripted", 0, List.of(), List.of());
        return question.answer(
            state, List.of(new Advice.Proposal.Start(configuration, epochs, evidence)));
      }
      if (answers.size() > DECISIONS) {
        return question.answer(state, List.of());
      }
      long before = clock.getCurrentThreadCpuTime();
      Advice advice = adviser.advise(state, question);
      answers.add(clock.getCurrentThreadCpuTime() - before);
      return advice;
    }

    String line() {
      List<Long> later = answers.subList(Math.min(WARM_UP, answers.size()), answers.size());
      return "| %d x %d | %.0f ms | %.1f ms | %.1f ms | %.0f ms |"
          .formatted(
              trials,
              epochs,
              answers.getFirst() / 1e6,
              later.stream().mapToLong(n -> n).average().orElse(0) / 1e6,
              later.stream().mapToLong(n -> n).max().orElse(0) / 1e6,
              fit / 1e6);
    }
  }
}
