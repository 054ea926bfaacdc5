package dev.thaw.workers.hypergradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.trainer.TrainingFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypergradientSessionTest {

  private static final TrainingRule TRAINING = new TrainingRule(40, 4, new Ratio(9, 10));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void tuningLowersTheValidationLoss(int seed) throws Exception {
    for (WayBack wayBack : List.of(new WayBack.Exact(), new WayBack.Lines(1))) {
      try (var session = session(seed, rule(wayBack, 0.1, 0.1))) {
        double first = loss(session, 1);
        double last = first;
        for (int epoch = 2; epoch <= 20; epoch++) {
          last = loss(session, epoch);
        }
        assertThat(last).as("seed %d, %s", seed, wayBack).isLessThan(first - 0.03);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void goesOnFromACheckpointAsIfItHadNeverStopped(int seed) throws Exception {
    MetaRule rule = rule(new WayBack.Exact(), 0.3, 0.1);
    List<Map<String, Double>> uninterrupted = new ArrayList<>();
    try (var session = session(seed, rule)) {
      for (int epoch = 1; epoch <= 6; epoch++) {
        uninterrupted.add(session.trainEpoch(epoch).metrics());
      }
    }

    List<Map<String, Double>> resumed = new ArrayList<>();
    for (int epoch = 1; epoch <= 6; epoch++) {
      try (var session = session(seed, rule)) {
        if (epoch > 1) {
          session.restore(directory.resolve("" + (epoch - 1)));
        }
        resumed.add(session.trainEpoch(epoch).metrics());
        session.save(Files.createDirectory(directory.resolve("" + epoch)));
      }
    }

    assertThat(resumed).isEqualTo(uninterrupted);
  }

  @Test
  void itsCheckpointTellsTheValuesOfTheEpochThatItEndsWith() throws Exception {
    try (var session = session(1, rule(new WayBack.Exact(), 0.25, 0.1))) {
      session.trainEpoch(1);
      session.save(directory);
    }

    assertThat(Files.readAllLines(directory.resolve("hyperparameters.txt")))
        .startsWith("trainings 1")
        .anySatisfy(line -> assertThat(line).startsWith("rate.1.left 0.250000 "))
        .anySatisfy(line -> assertThat(line).startsWith("decay.right 0.0500000 "))
        .hasSize(1 + 4 * 3 + 2 * 2);
  }

  @Test
  void aStepThatDivergesIsTakenHalfBack() throws Exception {
    // The first step multiplies rates and decays by up to e to the 5, which no training survives.
    try (var session = session(2, rule(new WayBack.Exact(), 0.3, 5))) {
      for (int epoch = 1; epoch <= 4; epoch++) {
        assertThat(loss(session, epoch)).isFinite();
      }
    }
  }

  @Test
  void aFirstTrainingThatDivergesIsInfeasible() {
    try (var session = session(2, new MetaRule(TRAINING, new WayBack.Exact(), 1, 1e4, 100, 1))) {
      assertThatThrownBy(() -> session.trainEpoch(1))
          .isInstanceOfSatisfying(
              TrainingFailedException.class,
              failure ->
                  assertThat(failure.failureKind())
                      .isEqualTo(TrainingFailedException.Kind.INFEASIBLE))
          .hasMessageContaining("first learning rate (10000.0)");
    }
  }

  @Test
  void refusesTheCheckpointOfAnotherRule() throws Exception {
    try (var session = session(1, rule(new WayBack.Exact(), 0.3, 0.1));
        var other =
            session(
                1,
                new MetaRule(
                    new TrainingRule(40, 2, new Ratio(9, 10)), new WayBack.Exact(), 1, 1, 1, 1))) {
      session.trainEpoch(1);
      session.save(directory);

      assertThatThrownBy(() -> other.restore(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("same hyperparameters")
          .hasMessageContaining("\nMaybe");
    }
  }

  private static double loss(HypergradientSession session, int epoch) throws Exception {
    return session.trainEpoch(epoch).metrics().getOrDefault("loss", Double.NaN);
  }

  private static MetaRule rule(WayBack wayBack, double rate, double step) {
    return new MetaRule(TRAINING, wayBack, step, rate, 0.05, 1);
  }

  private static HypergradientSession session(int seed, MetaRule rule) {
    return new HypergradientSession(new LogisticModel(seed), rule, _ -> Map.of());
  }
}
