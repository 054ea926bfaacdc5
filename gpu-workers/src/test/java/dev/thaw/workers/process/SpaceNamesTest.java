package dev.thaw.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.EpochResult;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of a study's parameters, by which misspelt defaults are found. */
class SpaceNamesTest {

  private static final String SCRIPT =
      """
      import thaw
      trial = thaw.trial(%s)
      for epoch in trial.epochs():
          trial.report(loss=trial.lr)
      """;

  @TempDir private Path folder;

  @BeforeEach
  void needsPython() {
    Bench.needsPython();
  }

  @Test
  void failsAScriptWithAMisspeltDefaultAndNamesTheNearest() throws Exception {
    Bench bench = bench("lr=1.0, learning_momentum=0.5", "lr", "width", "momentum");

    assertThatThrownBy(() -> firstEpoch(bench))
        .isInstanceOf(ScriptFailed.class)
        .hasMessageContaining(
            "default (learning_momentum) must be a parameter of the study, which are: lr, width,"
                + " momentum.\nMaybe momentum;");
  }

  @Test
  void letsAScriptKnowMoreParametersThanAreSearched() throws Exception {
    Bench bench = bench("lr=1.0, width=64", "lr");

    assertThat(firstEpoch(bench)).isEqualTo(EpochResult.of("loss", 0.25));
  }

  @Test
  void letsADefaultStandForAParameterWhoseConditionDoesNotHold() throws Exception {
    Bench bench = bench("momentum=0.5", "lr", "momentum");

    assertThat(firstEpoch(bench)).isEqualTo(EpochResult.of("loss", 0.25));
  }

  private Bench bench(String defaults, String... space) throws Exception {
    Bench bench = new Bench(folder).python(SCRIPT.formatted(defaults));
    new ProcessTrainer().begin(bench.options, new LinkedHashSet<>(List.of(space)), folder);
    return bench;
  }

  private static EpochResult firstEpoch(Bench bench) throws Exception {
    try (var session = bench.open()) {
      return session.trainEpoch(1);
    }
  }
}
