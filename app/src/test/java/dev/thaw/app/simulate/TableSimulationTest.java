package dev.thaw.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.app.spec.BadSpecException;
import dev.thaw.core.bracket.Scheduler;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.proposer.Proposers;
import dev.thaw.core.study.StudySpec;
import dev.thaw.core.suggest.ModelSuggestion;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches on small tables, of which every figure can be counted by hand. */
final class TableSimulationTest {

  private static final TableOptions MAXIMISE = new TableOptions(Goal.MAXIMIZE, 0, false);

  @TempDir private Path folder;

  private CurveTable oneRow(String... curve) throws Exception {
    return Tables.of(folder, Tables.MINIMISE, "config_id,e1,e2,e3", "1," + String.join(",", curve));
  }

  /** Rows of random curves over 9 epochs. */
  private CurveTable thirty() throws Exception {
    String[] lines = new String[31];
    lines[0] = "config_id,e1,e2,e3,e4,e5,e6,e7,e8,e9";
    for (int row = 1; row < lines.length; row++) {
      int level = (row * 17) % 31;
      lines[row] =
          row
              + IntStream.rangeClosed(1, 9)
                  .mapToObj(epoch -> "," + (level + 9.0 / epoch))
                  .reduce("", String::concat);
    }
    return Tables.of(folder, Tables.MINIMISE, lines);
  }

  private static Run run(CurveTable table, String policy, Conditions conditions) throws Exception {
    return TableSimulation.run(table, Policy.parse(policy), conditions, 1);
  }

  @Test
  void notesEveryImprovementWithWhatItLedTo() throws Exception {
    Run run = run(oneRow("0.5", "0.2", "0.4"), "random", Conditions.of(1, 60));

    assertThat(run.curve())
        .extracting(
            Run.Improvement::virtualSeconds,
            Run.Improvement::epochs,
            Run.Improvement::best,
            Run.Improvement::finalValue)
        .containsExactly(tuple(1.0, 1.0, 0.5, 0.4), tuple(2.0, 2.0, 0.2, 0.4));
    assertThat(run.regret()).isEqualTo(0);
    assertThat(run.epochs()).isEqualTo(3);
    assertThat(run.virtualSeconds()).isEqualTo(3);
  }

  @Test
  void writesTheFieldsThatOtherToolsWrite() throws Exception {
    Run run = run(oneRow("0.5", "0.2", "0.4"), "mine=random", Conditions.of(1, 2));

    JsonNode json = new ObjectMapper().readTree(Runs.line(run));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "peer",
            "table",
            "workers",
            "budget",
            "seed",
            "epochs",
            "virtual_s",
            "configs",
            "asks",
            "ask_s",
            "report_s",
            "wall_s",
            "complete",
            "best_observed",
            "regret_observed",
            "incumbent_final",
            "regret_final",
            "recommended_row",
            "starts",
            "thaws",
            "curve");
    assertThat(json.get("peer").asText()).isEqualTo("mine");
    assertThat(json.get("budget").toString()).isEqualTo("2");
    assertThat(json.get("curve").toString())
        .isEqualTo("[[1.0,1,1,0.5,0.3,0.4,0.0,0],[2.0,2,1,0.2,0.0,0.4,0.0,0]]");
  }

  @Test
  void aValueThatIsNotANumberEndsItsTrialAndCostsItsEpoch() throws Exception {
    Run run = run(oneRow("0.5", "nan", "0.1"), "random", Conditions.of(1, 60));

    assertThat(run.best()).isEqualTo(0.5);
    assertThat(run.epochs()).isEqualTo(2);
  }

  @Test
  void aCurveThatEndsEarlyEndsItsTrial() throws Exception {
    Run run = run(oneRow("0.5", "0.4", ""), "random", Conditions.of(1, 60));

    assertThat(run.epochs()).isEqualTo(3);
    assertThat(run.finalValue()).isEqualTo(0.4);
  }

  @Test
  void saysSoWhereThereIsNoValueToRecommend() throws Exception {
    CurveTable table = Tables.of(folder, Tables.MINIMISE, "config_id,e1,e2", "1,nan,1", "2,nan,2");

    Run run = run(table, "random", Conditions.of(1, 60));

    assertThat(run.best()).isNull();
    assertThat(run.row()).isNull();
    assertThat(run.epochs()).isEqualTo(2);
  }

  @Test
  void regretsAreDistancesWhateverTheGoal() throws Exception {
    CurveTable table = Tables.of(folder, MAXIMISE, "config_id,e1", "1,0.5", "2,0.9");

    Run run = run(table, "random", Conditions.of(1, 60));

    assertThat(run.best()).isEqualTo(0.9);
    assertThat(run.regret()).isEqualTo(0);
    assertThat(run.curve()).allSatisfy(step -> assertThat(step.regret()).isNotNegative());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asha",
        "asha:rule=quantile",
        "asha:variant=stopping",
        "hyperband",
        "hyperband:synchronous=true",
        "successive-halving",
        "random",
        "sobol",
        "grid"
      })
  void neverTrainsARowTwiceAndKeepsTheBudget(String policy) throws Exception {
    Run run = run(thirty(), policy, Conditions.of(4, 70));

    assertThat(run.epochs()).isLessThanOrEqualTo(70);
    assertThat(run.configs()).isLessThanOrEqualTo(30);
    assertThat(run.curve()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void usesTheWholeBudgetWithAnyNumberOfWorkers(int workers) throws Exception {
    Run run = run(thirty(), "asha", Conditions.of(workers, 50));

    assertThat(run.epochs()).isEqualTo(50);
  }

  @Test
  void theSameSeedGivesTheSameRun() throws Exception {
    CurveTable table = thirty();

    Run one = run(table, "asha", Conditions.of(3, 60));
    Run other = run(table, "asha", Conditions.of(3, 60));

    assertThat(one.curve()).isEqualTo(other.curve());
    assertThat(TableSimulation.run(table, Policy.parse("asha"), Conditions.of(3, 60), 2).curve())
        .isNotEqualTo(one.curve());
  }

  @Test
  void startCostsAreChargedInBudgetAndOnTheAxisOfTheCurve() throws Exception {
    CurveTable table = oneRow("0.5", "0.2", "0.4");

    Run run = run(table, "random", new Conditions(1, 60, null, 2.5, false));

    assertThat(run.epochs()).isEqualTo(5.5);
    assertThat(run.curve().getFirst().epochs()).isEqualTo(3.5);
    assertThat(run.virtualSeconds()).isEqualTo(5.5, within(1e-9));
  }

  @Test
  void aBudgetOfSecondsLetsTheEpochsUnderWayFinish() throws Exception {
    Run run = run(thirty(), "random", new Conditions(2, Double.POSITIVE_INFINITY, 3.5, 0, false));

    assertThat(run.epochs()).isEqualTo(8);
    assertThat(run.virtualSeconds()).isEqualTo(4);
    assertThat(run.budget()).isNull();
  }

  @Test
  void chargesTheTimeThatDecisionsTake() throws Exception {
    Run run = run(thirty(), "asha", new Conditions(1, 50, null, 0, true));

    assertThat(run.virtualSeconds())
        .isGreaterThan(50)
        .isCloseTo(50 + run.askSeconds() + run.reportSeconds(), within(0.5));
  }

  @Test
  void drawsOneReplicateForEachRowAndScoresByTheirMean() throws Exception {
    CurveTable table =
        Tables.of(folder, Tables.MINIMISE, "config_id,seed,b1", "1,0,1", "1,1,2", "1,2,3", "1,3,4");

    Run run = run(table, "random", Conditions.of(1, 5));

    assertThat(run.best()).isIn(1.0, 2.0, 3.0, 4.0);
    assertThat(run.finalValue()).isEqualTo(2.5);
    assertThat(
            IntStream.rangeClosed(1, 40)
                .mapToObj(seed -> String.valueOf(best(table, seed)))
                .distinct())
        .hasSize(4);
  }

  private static @Nullable Double best(CurveTable table, int seed) {
    try {
      return TableSimulation.run(table, Policy.parse("random"), Conditions.of(1, 5), seed).best();
    } catch (BadSpecException bad) {
      throw new AssertionError(bad);
    }
  }

  @Test
  void aSchedulerThatDoesNotExistIsAnsweredWithThoseThatDo() {
    assertThatThrownBy(() -> run(thirty(), "ahsa", Conditions.of(1, 5)))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContainingAll("scheduler.name", "ahsa", "asha");
  }

  @Test
  void aSettingThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> run(thirty(), "asha:etta=3", Conditions.of(1, 5)))
        .hasMessageContainingAll("etta", "Maybe");
  }

  static Set<String> proposers() {
    return Proposers.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposers")
  void aProposerIsAPolicyThatTrainsEveryConfigurationToTheEnd(String name) throws Exception {
    StudySpec study = Policy.parse(name).study(27);

    assertThat(study.scheduler()).isEqualTo(new Scheduler.FullTraining());
    assertThat(study.suggestion()).isEqualTo(new ModelSuggestion(name, Proposers.defaults(name)));
    assertThat(Policy.parse("hyperband:suggest.name=" + name).study(27).suggestion())
        .isEqualTo(study.suggestion());
  }

  @Test
  void namesPoliciesByTheirSettings() throws Exception {
    assertThat(Policy.parse("asha:eta=4,rule=quantile").name()).isEqualTo("asha-4-quantile");
    assertThat(Policy.parse("x=asha:eta=4").name()).isEqualTo("x");
  }

  /** The thirty rows, of which every second one takes ten times as long. */
  private CurveTable thirtyTimed() throws Exception {
    thirty();
    String[] seconds = new String[31];
    seconds[0] = "s";
    for (int row = 1; row < seconds.length; row++) {
      seconds[row] = row % 2 == 0 ? "1" : "10";
    }
    Tables.write(folder, "seconds.csv", seconds);
    return Tables.read(folder, Tables.MINIMISE);
  }

  @Test
  void aPolicyFromWhichSecondsAreHiddenDecidesByEpochs() throws Exception {
    CurveTable table = thirtyTimed();
    var inTime = new Conditions(1, Double.POSITIVE_INFINITY, 600.0, 0, false);

    Run hidden = run(table, "a=thaw:simulate.seconds=hidden", inTime);
    Run byEpochs = run(table, "a=thaw", Conditions.of(1, hidden.epochs()));
    Run told = run(table, "a=thaw", inTime);

    assertThat(hidden.curve()).isEqualTo(byEpochs.curve());
    assertThat(hidden.configs()).isEqualTo(byEpochs.configs());
    assertThat(told.epochs()).isGreaterThan(hidden.epochs());
    assertThat(told.budgetSeconds()).isEqualTo(600);
  }

  @Test
  void levelsInSecondsMayBeGivenByTheMedianTraining() throws Exception {
    String levels = "fidelity.name=seconds,fidelity.min=T/9,fidelity.max=2T";
    String growth = "fidelity.growth.from=T/3,fidelity.growth.stages.x=up";

    StudySpec study = Policy.parse("thaw:" + levels + "," + growth).study(thirtyTimed());

    // Half of the rows take 9 s, and the others 90.
    assertThat(study.fidelity().min()).isEqualTo(6);
    assertThat(study.fidelity().max()).isEqualTo(99);
    StudySpec.Growth grown = study.fidelity().growth();
    assertThat(grown).isNotNull();
    assertThat(grown.from()).isEqualTo(17);
    assertThat(grown.stages()).containsOnlyKeys("x");
  }

  @Test
  void aTrialInSecondsGoesOnBeyondTheTableAsItWas() throws Exception {
    CurveTable table = thirtyTimed();
    var inTime = new Conditions(1, Double.POSITIVE_INFINITY, 400.0, 0, false);

    Run run = run(table, "random:fidelity.name=seconds,fidelity.max=T", inTime);

    assertThat(run.epochs()).isGreaterThan(table.epochs() * (double) run.configs());
    assertThat(run.virtualSeconds()).isLessThan(410);
    assertThat(run.best()).isEqualTo(run.finalValue());
  }
}
