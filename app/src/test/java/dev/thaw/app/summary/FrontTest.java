package dev.thaw.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.fixture.Specs;
import dev.thaw.app.report.EndTable;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.simulation.Faults;
import dev.thaw.core.simulation.LearningCurves;
import dev.thaw.core.simulation.Simulation;
import dev.thaw.core.simulation.StepObserver;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.study.Aims;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.study.StudyState;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FrontTest {

  private static final Path DIRECTORY = Path.of("studies", "digits");

  /** Loss and size by a hash of the configuration; seconds by its size. */
  private static LearningCurves.Epoch train(Configuration configuration, long seed, int epoch) {
    double part = Math.floorMod(configuration.asMap().toString().hashCode(), 1_000) / 1_000.0;
    return new LearningCurves.Epoch(
        part * part + 1.0 / epoch, 1 + part, null, Map.of("size", 1 - part));
  }

  private static StudyState study(Aims aims) {
    StudySpec one = Specs.study("s", Goal.MINIMIZE, Specs.asha(), Specs.trials(30), 1);
    StudySpec spec = Specs.withObjective(one, new StudySpec.Objective("loss", Goal.MINIMIZE, aims));
    return Simulation.run(spec, FrontTest::train, Faults.none(), StepObserver.none()).state();
  }

  private static StudySummary summary(StudyState state) {
    return StudySummary.of(Watched.of(state), state.lifecycle().lastAt(), DIRECTORY);
  }

  private static final Aims.Aim SIZE = new Aims.Aim("size", Goal.MINIMIZE);

  @Test
  void oneObjectiveHasNoFront() {
    assertThat(summary(study(new Aims(List.of(), limits(2)))).front()).isNull();
  }

  private static List<Aims.Limit> limits(double size) {
    return List.of(new Aims.Limit("size", null, size));
  }

  @Test
  void namesObjectivesAndTheTrialsOfTheFrontByTheFirst() {
    Front front =
        Objects.requireNonNull(summary(study(new Aims(List.of(SIZE), List.of()))).front());

    assertThat(front.objectives())
        .containsExactly(
            new Front.Objective("loss", "minimize"), new Front.Objective("size", "minimize"));
    assertThat(front.trials())
        .hasSizeGreaterThan(2)
        .isSortedAccordingTo(
            Comparator.comparing(
                (Front.Member m) -> Objects.requireNonNull(m.values().get("loss"))));
    assertThat(front.lines().getFirst())
        .isEqualTo("Pareto front: %d trials".formatted(front.trials().size()));
    assertThat(front.lines().get(1))
        .startsWith("  trial " + front.trials().getFirst().trial() + " at epoch ");
  }

  @Test
  void theEndTableAndTheReportShowIt() {
    StudyState state = study(new Aims(List.of(SIZE), List.of()));

    assertThat(
            EndTable.lines(
                Watched.of(state), state.lifecycle().lastAt(), Places.in(DIRECTORY), 100))
        .anyMatch(line -> line.startsWith("Pareto front: "));
  }

  @Test
  void aFrontThatNobodyMayEnterIsEmptyAndTheBestIsMarked() {
    StudySummary summary = summary(study(new Aims(List.of(SIZE), limits(-1))));

    assertThat(Objects.requireNonNull(summary.front()).lines())
        .containsExactly("Pareto front: empty, no trial keeps all constraints");
    assertThat(Objects.requireNonNull(summary.best()).warning())
        .isEqualTo(" (breaks constraints, as all do)");
  }

  @Test
  void aBestThatKeepsTheConstraintsIsNotMarked() {
    StudySummary.Best best =
        Objects.requireNonNull(summary(study(new Aims(List.of(), limits(0.5)))).best());

    assertThat(best.breaksConstraints()).isFalse();
    assertThat(best.warning()).isEmpty();
  }

  @Test
  void rungsShowAValueAndNotAPlace() {
    StudyState state = study(new Aims(List.of(SIZE), List.of()));
    RungRow lowest = RungRow.all(state).get(1);

    double least = Double.POSITIVE_INFINITY;
    for (var trial : state.candidates()) {
      if (trial.number() > 0) {
        least = Math.min(least, trial.curve().value(1));
      }
    }
    assertThat(lowest.best()).isEqualTo(least);
  }
}
