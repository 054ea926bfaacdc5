package dev.thaw.benchmarks.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.app.simulate.Conditions;
import dev.thaw.app.simulate.Policy;
import dev.thaw.app.simulate.Run;
import dev.thaw.app.simulate.Runs;
import dev.thaw.core.curve.Goal;
import dev.thaw.core.space.Configuration;
import dev.thaw.core.space.RealParameter;
import dev.thaw.core.space.SearchSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of a bowl, where the training of a configuration approaches its height. */
class ContinuousStudyTest {

  private static final int EPOCHS = 9;
  private static final SearchSpace SPACE =
      SearchSpace.of(RealParameter.linear("x", 0, 1), RealParameter.linear("y", 0, 1));
  private static final Reference REFERENCE =
      Reference.of(
          IntStream.range(0, 11).mapToObj(i -> at(i / 10.0, 1)).toList(),
          ContinuousStudyTest::bowl,
          Goal.MAXIMIZE);
  private static final ContinuousStudy STUDY =
      new ContinuousStudy(
          "bowl", SPACE, ContinuousStudyTest::bowl, REFERENCE, Goal.MAXIMIZE, EPOCHS);

  private static Configuration at(double x, double y) {
    return SPACE.configuration(Map.of("x", x, "y", y));
  }

  private static CurveSource.Curve bowl(Configuration configuration) {
    double x = (Double) configuration.asMap().get("x") - 0.5;
    double y = (Double) configuration.asMap().get("y") - 0.5;
    double height = 1 - x * x - y * y;
    double[] values = IntStream.rangeClosed(1, EPOCHS).mapToDouble(e -> height - 1.0 / e).toArray();
    double[] seconds = IntStream.range(0, EPOCHS).mapToDouble(e -> 2).toArray();
    return new CurveSource.Curve(values, seconds);
  }

  private static Run run(String policy, long seed) throws Exception {
    return STUDY.run(Policy.parse(policy), Conditions.of(4, 20 * EPOCHS), seed);
  }

  @Test
  void measuresRegretByTheMedianOfTheReference() {
    double end = 1 - 0.25 - 1.0 / EPOCHS;
    assertThat(REFERENCE.best()).isEqualTo(-end, within(1e-12));
    assertThat(REFERENCE.median()).isEqualTo(-(end - 0.09), within(1e-12));
    assertThat(REFERENCE.medianSeconds()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"asha:eta=3", "thaw"})
  void spendsTheBudgetAndReportsTheBestTrial(String policy) throws Exception {
    Run run = run(policy, 1);

    assertThat(run.epochs()).isEqualTo(20 * EPOCHS);
    assertThat(run.best()).isEqualTo(run.curve().getLast().best());
    assertThat(run.regret()).isEqualTo(-run.best() - REFERENCE.best(), within(1e-12));
    assertThat(run.row()).isBetween(0, run.configs() - 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void isTheSameRunForTheSameSeed(long seed) throws Exception {
    assertThat(run("thaw", seed).curve()).isEqualTo(run("thaw", seed).curve());
  }

  @Test
  void measuresAllRunsByTheBestThatAnyOfThemMet() throws Exception {
    List<ObjectNode> runs = List.of(json(run("asha:eta=3", 1)), json(run("thaw", 1)));

    Regrets regrets = Regrets.of(runs);
    List<ObjectNode> moved = runs.stream().map(regrets::applyTo).toList();

    assertThat(regrets.observed()).isPositive();
    assertThat(moved.stream().mapToDouble(r -> r.path("regret_observed").asDouble()).min())
        .hasValue(0);
    assertThat(moved.get(1).path("curve").get(0).get(4).asDouble())
        .isEqualTo(runs.get(1).path("curve").get(0).get(4).asDouble() + regrets.observed());
  }

  @Test
  void keepsRunsAndMeasuresThemForTheReport(@TempDir Path folder) throws Exception {
    var runs = new MeasuredRuns(folder, Target.VAL_ACCURACY);
    runs.reference("bowl", () -> REFERENCE);
    runs.append(run("asha:eta=3", 1));
    runs.append(run("thaw", 1));
    Files.writeString(
        folder.resolve("measured-val_accuracy.jsonl"), "{\"peer", StandardOpenOption.APPEND);

    assertThat(runs.done()).hasSize(2);
    runs.measure(EPOCHS);

    assertThat(Files.readAllLines(folder.resolve("runs.jsonl"))).hasSize(2);
    assertThat(folder.resolve("tables.json")).content().contains("bowl", "spread");
  }

  @Test
  void computesAReferenceOnce(@TempDir Path folder) throws Exception {
    var runs = new MeasuredRuns(folder, Target.VAL_ACCURACY);
    runs.reference("bowl", () -> REFERENCE);

    Reference again = runs.reference("bowl", () -> new Reference(0, 0, 0, 0, 0));

    assertThat(again).isEqualTo(REFERENCE);
  }

  private static ObjectNode json(Run run) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(Runs.line(run));
  }
}
