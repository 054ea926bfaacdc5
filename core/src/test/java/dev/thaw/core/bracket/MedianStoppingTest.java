package dev.thaw.core.bracket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.SimulatedRun;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.RealValue;
import dev.thaw.core.space.SearchSpace;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.Trial;
import dev.thaw.core.study.TrialStatus;
import dev.thaw.core.testing.Checkers;
import dev.thaw.core.testing.Specs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MedianStoppingTest {

  private static final SearchSpace LINE = SearchSpace.of(RealParameter.linear("x", 0, 1));

  private static double x(Configuration configuration) {
    return ((RealValue) configuration.get("x").orElseThrow()).value();
  }

  private static List<Trial> trained(long seed) {
    StudySpec spec =
        Specs.study(new Scheduler.MedianStopping())
            .in(LINE)
            .epochs(3, 12)
            .slots(1)
            .trials(40)
            .seed(seed)
            .spec();
    LearningCurves curves =
        (configuration, s, epoch) -> new LearningCurves.Epoch(x(configuration) + 1.0 / epoch, 1);
    SimulatedRun run = Simulation.run(spec, curves, Faults.none(), Checkers.all());
    List<Trial> trials = new ArrayList<>();
    run.state().progress().trials().forEach(trials::add);
    return trials;
  }

  @Test
  void comparesAtEveryEpochFromTheLeastOn() {
    BracketPlan plan = new Scheduler.MedianStopping().plans(3, 6).getFirst();

    assertThat(plan.ladder().epochs()).containsExactly(3, 4, 5, 6);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void stopsWhatIsWorseThanTheMedianOfThoseBefore(long seed) {
    List<Trial> trials = trained(seed);

    List<Double> arrived = new ArrayList<>();
    for (Trial trial : trials) {
      arrived.add(x(trial.configuration()));
      List<Double> sorted = arrived.stream().sorted().toList();
      int n = sorted.size();
      double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
      if (n > 1 && x(trial.configuration()) > median) {
        assertThat(trial.status()).isEqualTo(TrialStatus.STOPPED);
        assertThat(trial.epochs()).isEqualTo(3);
      } else {
        assertThat(trial.epochs()).isGreaterThan(3);
      }
    }
  }
}
