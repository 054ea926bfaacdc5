package dev.thaw.benchmarks.methods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.CurveTable;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.TableOptions;
import dev.thaw.app.simulate.TableReader;
import dev.thaw.app.simulate.TableSimulation;
import dev.thaw.app.simulate.TableSource;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.study.StudyEvent;
import dev.thaw.core.study.StudyState;
import dev.thaw.core.study.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlackBoxAdviserTest {

  private static final String GROWING =
      "thaw:fidelity.name=seconds,fidelity.max=T,fidelity.min=T/9,fidelity.growth.from=T/3";

  @TempDir private Path temp;

  @SuppressWarnings("NullAway.Init")
  private CurveTable table;

  private final List<StudyState> states = new ArrayList<>();
  private final List<StudyState> afterwards = new ArrayList<>();
  private boolean landed;

  @BeforeEach
  void readATable() throws Exception {
    TableSource source = TableSource.find(SmallTable.write(temp).toString()).getFirst();
    table = TableReader.read(source, new TableOptions(Goal.MINIMIZE, 0, false));
  }

  private Run run(String policy, BlackBoxAdviser.Taken taken, double trainings) throws Exception {
    double seconds = trainings * table.medianTrainingSeconds();
    return TableSimulation.run(
        table,
        Policy.parse(policy),
        new Conditions(1, Double.POSITIVE_INFINITY, seconds, 0, false),
        1,
        (_, step, decision) -> {
          landed |= step.events().stream().anyMatch(StudyEvent.LandingBegun.class::isInstance);
          (landed ? afterwards : states).add(decision.after());
        },
        spec -> new BlackBoxAdviser(spec, taken, table.epochs()));
  }

  @ParameterizedTest
  @EnumSource
  void withoutGrowthEveryEvaluationIsAFullTraining(BlackBoxAdviser.Taken taken) throws Exception {
    Run run = run("thaw", taken, 15);

    assertThat(run.configs()).isGreaterThan(8);
    assertThat(run.thaws()).isZero();
    assertThat(Math.ceil(run.epochs() / table.epochs())).isEqualTo(run.configs());
  }

  @ParameterizedTest
  @EnumSource
  void firstEvaluationsAreCutOffAndLaterOnesAreNot(BlackBoxAdviser.Taken taken) throws Exception {
    run(GROWING, taken, 15);

    Trial first = states.getLast().trial(0);
    assertThat(first.curve().totalSeconds()).isLessThan(table.medianTrainingSeconds() / 3 + 1);
    assertThat(states.getLast().progress().trials())
        .anyMatch(trial -> trial.epochs() == table.epochs());
  }

  @Test
  void noEvaluationGoesOnBeyondItsLastEpochBeforeTheLanding() throws Exception {
    run(GROWING, BlackBoxAdviser.Taken.AS_FINAL, 15);

    assertThat(states.getLast().progress().trials())
        .allMatch(trial -> trial.epochs() <= table.epochs());
  }
}
