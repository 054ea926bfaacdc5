package dev.thaw.benchmarks.core;

import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.budget.Budget;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.SyntheticCurves;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.Study;
import dev.thaw.core.study.StudyInput;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.suggest.RandomSuggestion;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Question: does the cost of a decision grow with the members of a population, and with its
 * generations? Each population is simulated once; the inputs of its last tenth, epochs, checkpoints
 * and ends of sessions in turn, are then decided again, until two seconds of a processor have gone.
 */
public final class PopulationGrowth {

  private static final int EPOCHS = 100;
  private static final int SHARE = 10;
  private static final long NANOSECONDS = 2_000_000_000L;

  /** An input with the state that it met. */
  private record Met(StudyState state, StudyInput input) {}

  private PopulationGrowth() {}

  /** Takes sizes as arguments: members x epochs between two comparisons, such as 20x5. */
  public static void main(String... arguments) {
    System.out.println("| members | comparisons | trials | checkpoints | microseconds |");
    System.out.println("|---|---|---|---|---|");
    for (String size : arguments.length == 0 ? new String[] {"20x5", "20x1", "80x5"} : arguments) {
      String[] parts = size.split("x");
      measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
  }

  private static void measure(int members, int interval) {
    List<Met> all = new ArrayList<>();
    var run =
        Simulation.run(
            spec(members, interval),
            new SyntheticCurves(0.02, 5),
            Faults.none(),
            (before, step, decision) -> {
              if (before != null) {
                all.add(new Met(before, step.input()));
              }
            });
    List<Met> last = all.subList(all.size() - all.size() / SHARE, all.size());
    int checkpoints = last.getFirst().state().stored().bytes().size();
    int trials = run.state().progress().trials().size();
    decide(last); // Until it is compiled.
    System.out.printf(
        "| %d | %d | %d | %d | %.0f |%n",
        members, EPOCHS / interval, trials, checkpoints, decide(last) / 1e3);
  }

  /** Nanoseconds of a processor for each decision. */
  private static double decide(List<Met> inputs) {
    var threads = ManagementFactory.getThreadMXBean();
    long from = threads.getCurrentThreadCpuTime();
    long spent = 0;
    long decisions = 0;
    while (spent < NANOSECONDS) {
      for (Met met : inputs) {
        var unused = Study.decide(met.state(), met.input());
      }
      decisions += inputs.size();
      spent = threads.getCurrentThreadCpuTime() - from;
    }
    return (double) spent / decisions;
  }

  private static StudySpec spec(int members, int interval) {
    return new StudySpec(
        "population",
        new StudySpec.Objective("loss", Goal.MINIMIZE),
        SearchSpace.of(
            RealParameter.log("learning_rate", 1e-5, 1), RealParameter.linear("dropout", 0, 0.8)),
        new StudySpec.Fidelity("epochs", 1, EPOCHS),
        new Scheduler.Population(members, interval, 0.2, 0.2, 0.25, List.of("learning_rate")),
        new RandomSuggestion(),
        false,
        new StudySpec.TrainerSpec("none", Map.of()),
        StudySpec.Resources.of(4),
        Budget.unlimited(),
        0,
        Duration.ofMinutes(10),
        new StudySpec.Checkpoints(1),
        1);
  }
}
